"""Quantities as text: a number with its unit, other numbers near it, and how French writes them.

Owns reading "1,000 records", "5 GB" or "7 days" and writing neighbours in the same style. No model, no sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.schema import Lang
from ingest.text.number_words import worded
from ingest.text.units import Unit, find_unit

_FRENCH_UNITS = {
    "KB": "Ko", "MB": "Mo", "GB": "Go", "TB": "To", "KiB": "Kio", "MiB": "Mio", "GiB": "Gio", "TiB": "Tio",
    "second": "seconde", "minute": "minute", "hour": "heure", "day": "jour", "month": "mois", "percent": "%",
    "millisecond": "milliseconde", "ms": "ms", "%": "%",
}  # fmt: skip
QUANTITY = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?P<gap> ?)"
    r"(?P<unit>[KMGT]i?B|%|percent|milliseconds?|ms|seconds?|minutes?|hours?|days?|months?)?(?![\w-])"
)
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
class Quantity:
    """A number and its unit ("" for a plain count) as one place in a text writes it; `comma`: with 1,000 marked."""

    number: float
    unit: str
    text: str
    comma: bool

    @property
    def base(self) -> float:
        """The value in bytes, seconds or as it is, to compare by."""
        unit = self._measure
        return self.number * (unit.factor if unit is not None else 1.0)

    @property
    def kind(self) -> str:
        """bytes, time, percent or count."""
        unit = self._measure
        return unit.dimension if unit is not None else "count"

    @property
    def _measure(self) -> Unit | None:
        return find_unit(self.unit, 0) if self.unit else None


def read_quantity(text: str) -> Quantity | None:
    """The quantity that an English text begins with, or that it is in words."""
    text = text.strip()
    said = worded(text, "en")
    if said and (said[0].start, said[0].end) == (0, len(text)) and not said[0].part:
        return Quantity(said[0].value, "", text, comma=False)
    found = QUANTITY.match(text)
    if found is None:
        return None
    number = float(found["number"].replace(",", ""))
    unit = found["unit"] or ""
    singular = unit.rstrip("s") if unit not in ("ms", "s") and unit.islower() else unit
    return Quantity(number, singular, found.group().strip(), comma="," in found["number"])


def write_quantity(number: float, like: Quantity, lang: Lang) -> str:
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


def neighbours(key: Quantity, known: Iterable[float], most: int) -> list[float]:
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
