"""Units of measure in French and English, each with its dimension and its factor to the base unit.

Bytes for sizes (decimal; binary for KiB ...), seconds for time. Knows nothing of numbers: it looks at what follows one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SIZES = {"k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12, "p": 1e15, "e": 1e18}
_BINARY = {"ki": 2.0**10, "mi": 2.0**20, "gi": 2.0**30, "ti": 2.0**40, "pi": 2.0**50}
_TIMES = {
    "ms": 1e-3, "milliseconde": 1e-3, "millisecondes": 1e-3, "millisecond": 1e-3, "milliseconds": 1e-3,
    "s": 1.0, "sec": 1.0, "seconde": 1.0, "secondes": 1.0, "second": 1.0, "seconds": 1.0,
    "min": 60.0, "mn": 60.0, "minute": 60.0, "minutes": 60.0,
    "h": 3600.0, "heure": 3600.0, "heures": 3600.0, "hour": 3600.0, "hours": 3600.0, "hr": 3600.0, "hrs": 3600.0,
    "jour": 86400.0, "jours": 86400.0, "j": 86400.0, "day": 86400.0, "days": 86400.0, "d": 86400.0,
    "semaine": 604800.0, "semaines": 604800.0, "week": 604800.0, "weeks": 604800.0,
    "mois": 2629800.0, "month": 2629800.0, "months": 2629800.0,
    "an": 31557600.0, "ans": 31557600.0, "année": 31557600.0, "années": 31557600.0, "year": 31557600.0,
    "years": 31557600.0,
}  # fmt: skip
_SIZE_WORDS = {
    "octet": 1.0, "octets": 1.0, "byte": 1.0, "bytes": 1.0,
    "kilooctet": 1e3, "kilooctets": 1e3, "kilobyte": 1e3, "kilobytes": 1e3,
    "mégaoctet": 1e6, "mégaoctets": 1e6, "megabyte": 1e6, "megabytes": 1e6,
    "gigaoctet": 1e9, "gigaoctets": 1e9, "gigabyte": 1e9, "gigabytes": 1e9,
    "téraoctet": 1e12, "téraoctets": 1e12, "terabyte": 1e12, "terabytes": 1e12,
    "pétaoctet": 1e15, "pétaoctets": 1e15, "petabyte": 1e15, "petabytes": 1e15,
}  # fmt: skip
_PERCENT = {"%", "percent", "pour cent", "pourcent", "per cent"}
_MONEY = {"$", "€", "dollar", "dollars", "usd", "euro", "euros", "us dollars"}
UNIT_WORDS = frozenset({*_TIMES, *_SIZE_WORDS, *_MONEY})

_AFTER = re.compile(
    r"[ \u00a0\u202f-]{0,2}(?P<unit>%|\$|€|pour cent|per cent|[KMGTPkmgtp]i?[oOB]\b(?!\w)|[^\W\d_]+)"
    r"(?P<per>\s*(?:/|per |par )\s*(?P<time>s|sec|seconde?s?|second|minute|min|heure|hour|h|jour|day|mois|month)\b)?"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit at a place: `value * factor` is in the base unit of the dimension."""

    dimension: str
    factor: float
    start: int
    end: int


def find_unit(text: str, position: int) -> Unit | None:
    """The unit that follows a number ending at `position`, or None when what follows is no unit."""
    match = _AFTER.match(text, position)
    if match is None:
        return None
    found = _known(match["unit"])
    if found is None:
        return None
    dimension, factor = found
    end = match.end("unit")
    if match["per"] and dimension == "bytes":
        return Unit(f"bytes/{match['time'][:1].lower()}", factor, match.start("unit"), match.end())
    return Unit(dimension, factor, match.start("unit"), end)


def _known(word: str) -> tuple[str, float] | None:
    if re.fullmatch(r"[KMGTPkmgtp]i?[oOB]", word) and (word[-1] != "O" or word[0].isupper()) and word not in ("to", "go", "mo", "po"):
        prefix = word[:-1].lower()
        return "bytes", _BINARY[prefix] if prefix.endswith("i") else _SIZES[prefix]
    lower = word.lower().replace("-", "")
    if lower in _PERCENT:
        return "percent", 1.0
    if lower in _MONEY:
        return "money", 1.0
    if lower in _TIMES and (len(word) > 1 or word.islower()):
        return "time", _TIMES[lower]
    if lower in _SIZE_WORDS:
        return "bytes", _SIZE_WORDS[lower]
    return None
