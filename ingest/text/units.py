"""Units of measure in French and English, each with its dimension and its factor to the base unit.

Bytes for sizes (decimal; binary for KiB ...), seconds for time, hertz, dollars, percent. Knows nothing of numbers: it
looks at what follows one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.text.plain import flat

_SIZES = {"k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12, "p": 1e15, "e": 1e18}
_BINARY = {"ki": 2.0**10, "mi": 2.0**20, "gi": 2.0**30, "ti": 2.0**40, "pi": 2.0**50}
_SECONDS = {
    1e-6: "microseconde microsecondes microsecond microseconds",
    1e-3: "ms milliseconde millisecondes millisecond milliseconds",
    1.0: "s sec secs seconde secondes second seconds",
    60.0: "min mins mn minute minutes",
    3600.0: "h hr hrs heure heures hour hours",
    86400.0: "j d jour jours journee journees day days",
    604800.0: "semaine semaines week weeks",
    2629800.0: "mois month months",
    31557600.0: "an ans annee annees year years",
}
_TIMES = {word: factor for factor, words in _SECONDS.items() for word in words.split()}
_PREFIXES = {"": 1.0, "kilo": 1e3, "mega": 1e6, "giga": 1e9, "tera": 1e12, "peta": 1e15}
_BYTES = {f"{p}{w}{s}": f for p, f in _PREFIXES.items() for w in ("octet", "byte") for s in ("", "s")}
_BITS = {f"{p}bit{s}": f for p, f in _PREFIXES.items() for s in ("", "s") if p}
_BITS |= {f"{p}{w}": f for p, f in (("k", 1e3), ("m", 1e6), ("g", 1e9), ("t", 1e12)) for w in ("bps", "bit", "bits")}
_FREQUENCIES = {"hz": 1.0, "khz": 1e3, "mhz": 1e6, "ghz": 1e9}
_MONEY = frozenset({"$", "€", "dollar", "dollars", "usd", "euro", "euros"})
_LENGTHS = {"mm": 1e-3, "cm": 1e-2, "km": 1e3}
_SHORT_SIZE = re.compile(r"[KMGTPkmgtp]i?[oOB]$|[KMGTP]i?b$")
# French words that look like a size in lower case.
_NOT_SIZES = frozenset({"to", "go", "mo", "po", "ko"})

_AFTER = re.compile(r"[ \u00a0\u202f-]{0,2}(?P<unit>%|\$|€|pour cent|per cent|[^\W\d_]+(?:-?octets?)?+(?!['’]))")
_RATE = re.compile(
    r"^(?:(?: [\w'-]+){0,2}/|(?: [\w'-]+){0,4}? (?:per|each|every|a la|a|par|chaque|toutes les) )"
    r"(?P<time>[a-z]+)\b(?! of)"
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
    return None if found is None else Unit(*found, match.start("unit"), match.end("unit"))


def find_rate(text: str, position: int) -> float | None:
    """Seconds of the "per ..." that follows a quantity ("per second", "/s", "chaque minute"), None without one."""
    match = _RATE.match(flat(text[position : position + 60]))
    if match is None:
        return None
    return _TIMES.get(match["time"])


def _known(word: str) -> tuple[str, float] | None:
    if _SHORT_SIZE.match(word) and word not in _NOT_SIZES:
        prefix = word[:-1].lower()
        return "bytes", _BINARY[prefix] if prefix.endswith("i") else _SIZES[prefix]
    plain = flat(word).replace("-", "")
    if plain in ("%", "percent", "pour cent", "pourcent", "per cent"):
        return "percent", 1.0
    if plain in _MONEY:
        return ("euro" if plain.startswith(("€", "euro")) else "money"), 1.0
    if plain in _TIMES and (len(word) > 1 or word.islower()):
        return "time", _TIMES[plain]
    for dimension, table in (("bytes", _BYTES), ("bits", _BITS), ("frequency", _FREQUENCIES), ("length", _LENGTHS)):
        if plain in table:
            return dimension, table[plain]
    return None
