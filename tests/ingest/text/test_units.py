"""Units of measure and rates: what follows a number, its dimension and its factor, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.text.units import find_rate, find_unit

DAY, YEAR = 86_400.0, 31_557_600.0


@pytest.mark.parametrize(
    ("after", "dimension", "factor"),
    [
        (" KB", "bytes", 1e3),
        (" MB", "bytes", 1e6),
        ("GB", "bytes", 1e9),
        (" TB", "bytes", 1e12),
        (" PB", "bytes", 1e15),
        (" Ko", "bytes", 1e3),
        (" Mo", "bytes", 1e6),
        (" Go", "bytes", 1e9),
        (" To", "bytes", 1e12),
        (" KiB", "bytes", 1024.0),
        (" MiB", "bytes", 1024.0**2),
        (" GiB", "bytes", 1024.0**3),
        (" TiB", "bytes", 1024.0**4),
        (" Gio", "bytes", 1024.0**3),
        (" octets", "bytes", 1.0),
        (" byte", "bytes", 1.0),
        (" kilooctets", "bytes", 1e3),
        (" megabytes", "bytes", 1e6),
        (" mégaoctets", "bytes", 1e6),
        (" gigaoctet", "bytes", 1e9),
        (" téraoctets", "bytes", 1e12),
        (" pétaoctets", "bytes", 1e15),
        (" Mbps", "bits", 1e6),
        (" Gbps", "bits", 1e9),
        (" kilobits", "bits", 1e3),
        (" µs", None, None),
        (" microsecondes", "time", 1e-6),
        (" ms", "time", 1e-3),
        (" milliseconds", "time", 1e-3),
        (" s", "time", 1.0),
        (" secondes", "time", 1.0),
        ("-second", "time", 1.0),
        (" min", "time", 60.0),
        (" mn", "time", 60.0),
        (" h", "time", 3600.0),
        (" heures", "time", 3600.0),
        (" hrs", "time", 3600.0),
        (" j", "time", DAY),
        (" jours", "time", DAY),
        (" journée", "time", DAY),
        (" days", "time", DAY),
        (" semaines", "time", 7 * DAY),
        (" week", "time", 7 * DAY),
        (" mois", "time", YEAR / 12),
        (" months", "time", YEAR / 12),
        (" ans", "time", YEAR),
        (" année", "time", YEAR),
        (" years", "time", YEAR),
        ("%", "percent", 1.0),
        ("\u202f%", "percent", 1.0),
        (" pour cent", "percent", 1.0),
        (" per cent", "percent", 1.0),
        (" percent", "percent", 1.0),
        ("$", "money", 1.0),
        (" dollars", "money", 1.0),
        (" USD", "money", 1.0),
        ("€", "euro", 1.0),
        (" euros", "euro", 1.0),
        (" kHz", "frequency", 1e3),
        (" GHz", "frequency", 1e9),
        (" mm", "length", 1e-3),
        (" km", "length", 1e3),
        # Words of the language that only look like a unit, and things that are counted.
        (" to", None, None),
        (" go", None, None),
        (" po", None, None),
        (" S", None, None),
        (" H", None, None),
        (" instances", None, None),
        (" parts", None, None),
        (" modèles", None, None),
        (" h'", None, None),
        ("", None, None),
        (".", None, None),
        ("   Go", None, None),
    ],
)
def test_what_follows_a_number(after: str, dimension: str | None, factor: float | None) -> None:
    text = f"12{after}"
    unit = find_unit(text, 2)
    if dimension is None or factor is None:
        assert unit is None
        return
    assert unit is not None
    assert unit.dimension == dimension
    assert unit.factor == pytest.approx(factor, rel=1e-6)
    assert text[unit.start : unit.end] == after.lstrip(" -\u202f")


@pytest.mark.parametrize(
    ("after", "seconds"),
    [
        ("/s", 1.0),
        ("/h", 3600.0),
        (" requests/s", 1.0),
        (" per second", 1.0),
        (" requests per minute", 60.0),
        (" records per day", DAY),
        (" each hour", 3600.0),
        (" every week", 7 * DAY),
        (" a day", DAY),
        (" par seconde", 1.0),
        (" requêtes par minute", 60.0),
        (" enregistrements par heure", 3600.0),
        (" chaque jour", DAY),
        (" à la seconde", 1.0),
        (" per instance", None),
        (" par modèle", None),
        (" per second of audio", None),
        (" seconds", None),
        ("", None),
    ],
)
def test_how_often(after: str, seconds: float | None) -> None:
    assert find_rate(f"5{after}", 1) == seconds


@given(st.text(max_size=30), st.integers(min_value=0, max_value=30))
@settings(deadline=None, max_examples=60)
def test_a_unit_lies_behind_the_number_and_inside_the_text(text: str, position: int) -> None:
    unit = find_unit(text, min(position, len(text)))
    if unit is not None:
        assert min(position, len(text)) <= unit.start < unit.end <= len(text)
        assert unit.factor > 0


@given(st.sampled_from("KMGTP"), st.sampled_from(["o", "B"]), st.integers(min_value=1, max_value=999))
@settings(deadline=None, max_examples=30)
def test_french_and_english_sizes_are_one_unit(prefix: str, letter: str, number: int) -> None:
    text = f"{number} {prefix}{letter}"
    french, english = find_unit(text, len(str(number))), find_unit(f"{number} {prefix}B", len(str(number)))
    assert french is not None
    assert english is not None
    assert (french.dimension, french.factor) == (english.dimension, english.factor)
