"""Reading quantities: what a number in French or English prose is worth, and what only looks like one."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.schema import Lang
from ingest.text.quantities import VERSION, Quantity
from tests.assistant.checking.asked import as_lang, reading

DAY = 86_400.0


def told(text: str, lang: Lang) -> list[Quantity]:
    """Quantities that a text states; an article that may count ("a day") only where nothing else does."""
    found = reading(text, lang).quantities
    return [quantity for quantity in found if not quantity.weak] or list(found)


def test_a_number_before_a_range_is_no_end_of_it() -> None:
    """Five nodes stand before "3 to 7 seconds": the range is found behind them."""
    found = told("It takes 5 nodes and 3 to 7 seconds.", "en")
    assert [(q.value, q.dimension, q.bound) for q in found][1:] == [(3.0, "time", "low_end"), (7.0, "time", "high_end")]


@pytest.mark.parametrize(
    ("lang", "text", "value", "dimension"),
    [
        ("fr", "La limite est de 5 To.", 5e12, "bytes"),
        ("fr", "La limite est de 5To.", 5e12, "bytes"),
        ("en", "The limit is 5 TB.", 5e12, "bytes"),
        ("fr", "un fichier de 1,5 Go", 1.5e9, "bytes"),
        ("en", "a file of 1.5 GB", 1.5e9, "bytes"),
        ("en", "blocks of 512 KiB", 524_288.0, "bytes"),
        ("fr", "deux gigaoctets", 2e9, "bytes"),
        ("fr", "1 000 enregistrements", 1000.0, ""),
        ("fr", "1\u00a0000 enregistrements", 1000.0, ""),
        ("fr", "1\u202f000 enregistrements", 1000.0, ""),
        ("en", "1,000 records", 1000.0, ""),
        ("fr", "3 000 000 lignes", 3e6, ""),
        ("en", "3 million rows", 3e6, ""),
        ("fr", "3 millions de lignes", 3e6, ""),
        ("en", "1,234.5 points", 1234.5, ""),
        ("fr", "1 234,5 points", 1234.5, ""),
        ("fr", "un seuil de 0,5", 0.5, ""),
        ("en", "a threshold of 0.5", 0.5, ""),
        ("en", "a learning rate of 1e-4", 1e-4, ""),
        ("en", "a score of -1", -1.0, ""),
        ("fr", "24 h", DAY, "time"),
        ("en", "24 hours", DAY, "time"),
        ("en", "a 24-hour window", DAY, "time"),
        ("en", "one day", DAY, "time"),
        ("fr", "une journée", DAY, "time"),
        ("fr", "un jour", DAY, "time"),
        ("fr", "une semaine", 7 * DAY, "time"),
        ("fr", "dix minutes", 600.0, "time"),
        ("en", "10 min", 600.0, "time"),
        ("en", "70 ms", 0.07, "time"),
        ("fr", "un quart d'heure", 900.0, "time"),
        ("fr", "90 %", 90.0, "percent"),
        ("fr", "90\u202f%", 90.0, "percent"),
        ("fr", "90%", 90.0, "percent"),
        ("fr", "90 pour cent", 90.0, "percent"),
        ("en", "90 percent", 90.0, "percent"),
        ("en", "ninety percent", 90.0, "percent"),
        ("en", "nine trials out of ten", 90.0, "percent"),
        ("fr", "neuf essais sur dix", 90.0, "percent"),
        ("en", "$0.10", 0.1, "money"),
        ("fr", "la 2e étape", 2.0, "ordinal"),
    ],
)  # fmt: skip
def test_value_and_dimension(lang: str, text: str, value: float, dimension: str) -> None:
    (quantity,) = told(text, as_lang(lang))
    assert quantity.dimension == dimension
    assert quantity.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("lang", "text", "value"),
    [
        ("fr", "quatre-vingts images", 80),
        ("fr", "quatre-vingt-dix-neuf images", 99),
        ("fr", "soixante et onze images", 71),
        ("fr", "vingt et un essais", 21),
        ("fr", "septante images", 70),
        ("fr", "deux cents images", 200),
        ("fr", "mille deux cents images", 1200),
        ("en", "twenty-five images", 25),
        ("en", "one hundred and fifty images", 150),
        ("en", "two thousand images", 2000),
        ("en", "a thousand images", 1000),
    ],
)
def test_numbers_in_words(lang: str, text: str, value: int) -> None:
    assert [quantity.value for quantity in told(text, as_lang(lang))] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "Use an ml.m5.large or an ml.p3.2xlarge instance.",
        "It runs on Python 3.11 and TensorFlow 2.4.",
        "It speaks HTTP/2 and TLS 1.2 to EC2 and S3.",
        "SHA-256, ResNet-50, word2vec and MLS-C01 are names.",
        "The bucket stands in us-east-1.",
        "1. Choose a bucket.",
    ],
)
def test_names_versions_and_list_numbers_are_no_quantities(text: str) -> None:
    found = reading(text, "en").quantities
    assert [q.text for q in found if not q.weak and not q.dimension.startswith(VERSION)] == []


@pytest.mark.parametrize(
    ("lang", "text", "bound"),
    [
        ("en", "up to 5 TB", "upper"),
        ("en", "at most 5 TB", "upper"),
        ("en", "less than 5 TB", "upper"),
        ("en", "5 TB or less", "upper"),
        ("en", "it cannot exceed 5 TB", "upper"),
        ("fr", "jusqu'à 5 To", "upper"),
        ("fr", "jusqu’à 5 To", "upper"),
        ("fr", "au plus 5 To", "upper"),
        ("fr", "5 To au maximum", "upper"),
        ("fr", "ne peut pas dépasser 5 To", "upper"),
        ("en", "more than 5 TB", "lower"),
        ("en", "at least 5 TB", "lower"),
        ("en", "5 TB or more", "lower"),
        ("en", "no less than 5 TB", "lower"),
        ("en", "no more than 5 TB", "upper"),
        ("fr", "plus de 5 To", "lower"),
        ("fr", "au moins 5 To", "lower"),
        ("fr", "5 To ou plus", "lower"),
        ("fr", "pas moins de 5 To", "lower"),
        ("en", "exactly 5 TB", "exact"),
    ],
)
def test_bounds(lang: str, text: str, bound: str) -> None:
    (quantity,) = told(text, as_lang(lang))
    assert quantity.bound == bound


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "between 60 and 900 seconds"),
        ("en", "from 60 to 900 seconds"),
        ("en", "60-900 seconds"),
        ("en", "60 to 900 s"),
        ("fr", "entre 60 et 900 secondes"),
        ("fr", "de 60 à 900 secondes"),
        ("fr", "60 à 900 s"),
    ],
)
def test_both_ends_of_a_range_have_the_unit_that_stands_once(lang: str, text: str) -> None:
    low, high = told(text, as_lang(lang))
    assert [(q.value, q.dimension, q.bound) for q in (low, high)] == [
        (60.0, "time", "low_end"),
        (900.0, "time", "high_end"),
    ]


@pytest.mark.parametrize(
    ("lang", "text", "rate"),
    [
        ("en", "1,000 records per second", 1.0),
        ("en", "1,000 records/s", 1.0),
        ("fr", "1 000 enregistrements par seconde", 1.0),
        ("fr", "1 000 requêtes par minute", 60.0),
        ("en", "1,000 records", None),
    ],
)
def test_rates(lang: str, text: str, rate: float | None) -> None:
    (quantity,) = told(text, as_lang(lang))
    assert quantity.rate == rate


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=999_999_999))
def test_grouped_figures_are_worth_the_same_in_both_languages(number: int) -> None:
    english = told(f"There are {number:,} rows.", "en")
    french = told("Il y a " + f"{number:,}".replace(",", "\u202f") + " lignes.", "fr")
    assert [q.value for q in english] == [q.value for q in french] == [number]


@settings(deadline=None)
@given(st.floats(min_value=0.001, max_value=999, allow_nan=False).map(lambda x: round(x, 2)))
def test_decimal_comma_and_point(number: float) -> None:
    (english,) = told(f"The value is {number:.2f}.", "en")
    (french,) = told("La valeur est " + f"{number:.2f}".replace(".", ",") + ".", "fr")
    assert math.isclose(english.value, french.value)


@settings(deadline=None)
@given(st.text(max_size=200), st.sampled_from(["fr", "en"]))
def test_any_text_can_be_read_and_places_hold(text: str, lang: str) -> None:
    for quantity in told(text, as_lang(lang)):
        assert 0 <= quantity.start < quantity.end <= len(text)
