"""Quantities as text: a number with its unit, other numbers near it, and how French writes them.

Owns what an item needs of a quantity beside its value: its number and unit as written, neighbours in the same style.
What the words mean is read by `ingest.text.quantities`. No model, no sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.schema import Lang
from ingest.text.quantities import quantities

_FRENCH_UNITS = {
    "KB": "Ko", "MB": "Mo", "GB": "Go", "TB": "To", "KiB": "Kio", "MiB": "Mio", "GiB": "Gio", "TiB": "Tio",
    "second": "seconde", "minute": "minute", "hour": "heure", "day": "jour", "month": "mois", "percent": "%",
    "millisecond": "milliseconde", "ms": "ms", "%": "%",
}  # fmt: skip
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_STEPS = (0.1, 0.2, 0.5, 2.0, 5.0, 10.0)
_PERCENT = (1, 5, 10, 15, 20, 25, 30, 40, 50, 60, 70, 75, 80, 85, 90, 95, 99)
_FRACTIONS = (0.0001, 0.001, 0.005, 0.01, 0.05, 0.1, 0.2, 0.25, 0.3, 0.5, 0.75, 0.8, 0.9, 0.95, 0.99)
_COUNTS = (1, 2, 3, 4, 5, 8, 10, 15, 20, 25, 50, 100)
_SIZES = (1, 2, 4, 5, 6, 8, 10, 16, 20, 25, 32, 50, 64, 100, 128, 256, 512)
_SERIES: dict[str, tuple[float, ...]] = {
    **dict.fromkeys(("KB", "KiB", "MB", "MiB", "GB", "GiB", "TB", "TiB"), _SIZES),
    "%": _PERCENT,
    "percent": _PERCENT,
    "second": (1, 2, 5, 10, 15, 30, 60, 90, 120, 300, 600, 900, 3600),
    "minute": (1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 480, 1440, 2880, 5760, 10080),
    "hour": (1, 2, 3, 6, 12, 24, 48, 72, 168),
    "day": (1, 3, 7, 14, 15, 30, 60, 90, 120, 180, 365),
    "month": (1, 3, 6, 12, 15, 18, 24),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity as one place in a text writes it: its number and unit ("" for a plain count); `comma`: 1,000 marked.

    `base` is the value in bytes, seconds or as it is, to compare by; `kind` is bytes, time, percent or count.
    """

    number: float
    unit: str
    text: str
    comma: bool
    base: float
    kind: str


def read_quantity(text: str) -> Figure | None:
    """The quantity that an English text begins with, or that it is in words; None where there is none."""
    text = text.strip()
    found = next((quantity for quantity in quantities(text, "en") if quantity.start == 0), None)
    if found is None:
        return None
    digits = _DIGITS.match(text)
    if digits is None:
        whole = found.end == len(text) and not found.dimension
        return Figure(found.value, "", text, comma=False, base=found.value, kind="count") if whole else None
    number = float(digits.group().replace(",", ""))
    unit = _unit(text[digits.end() : found.end].strip(" -"))
    if not unit:
        return Figure(number, "", digits.group(), "," in digits.group(), number, "count")
    return Figure(number, unit, text[: found.end], "," in digits.group(), found.value, found.dimension)


def _unit(written: str) -> str:
    """A unit that can be written in both languages, in the singular; "" for any other words."""
    singular = written.rstrip("s") if written not in ("ms", "s") and written.islower() else written
    return singular if singular in _FRENCH_UNITS else ""


def write_quantity(number: float, like: Figure, lang: Lang) -> str:
    """A number in the unit and style of another quantity, in one language."""
    whole = abs(number - round(number)) < 1e-9
    digits = f"{round(number):,}" if whole else f"{number:.4g}"
    if lang == "fr":
        digits = digits.replace(",", "\u202f").replace(".", ",")
    if not like.unit:
        return digits
    if lang == "fr":
        unit = _FRENCH_UNITS[like.unit]
        plural = "s" if like.kind == "time" and abs(number) >= 2 and unit not in ("mois", "ms") else ""
        return f"{digits} {unit}{plural}"
    if like.unit == "%":
        return f"{digits}%"
    plural = "s" if like.kind == "time" and like.unit != "ms" and number != 1 else ""
    return f"{digits} {like.unit}{plural}"


def neighbours(key: Figure, known: Iterable[float], most: int) -> list[float]:
    """Numbers in the unit of `key`, near it and not equal to it, nearest first: of `known` and of usual sizes."""
    below_one = 0 < key.number < 1 and key.unit not in _SERIES
    usual: Sequence[float] = _SERIES.get(key.unit, _FRACTIONS if below_one else _COUNTS)
    if key.number >= 1 and key.unit not in _SERIES:
        usual = sorted({*_COUNTS, *(round(key.number * step) for step in _STEPS)})
    fits = [n for n in {*usual, *known} if n > 0 and abs(n - key.number) > 1e-9 and (not below_one or n < 1)]
    return sorted(fits, key=lambda n: (round(max(n / key.number, key.number / n), 6), n))[:most]


def closeness(key: float, other: float) -> float:
    """How near two numbers are on a ratio scale, 1 for equal, 0 for a factor of ten or more."""
    ratio = max(key, other) / max(1e-12, min(key, other))
    return max(0.0, 1.0 - (ratio - 1.0) / 9.0)
