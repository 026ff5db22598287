"""Whether the quantities of a claim agree with those of a source: 5 To = 5 TB, 24 h = 1 day, "up to" is not "at least".

Owns the comparison and what is said where it fails. Reading quantities is `quantities`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from ingest.text.plain import flat
from ingest.text.quantities import TIMES, VERSION, Quantity

Outcome = Literal["none", "match", "conflict", "missing"]
_MONTH_OR_YEAR = re.compile(r"\b(?:months?|years?|mois|ans?|annees?|quarters?|trimestres?)\b")


@dataclass(frozen=True, slots=True)
class NumberFinding:
    """What comparing the quantities of a claim with a source gave; the first trouble first."""

    outcome: Outcome
    matched: int = 0
    conflicts: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()


def compare(said: Sequence[Quantity], given: Sequence[Quantity]) -> NumberFinding:
    """Do the quantities of a claim stand in the evidence?

    `conflict` where the evidence gives another quantity in its place, `missing` where it gives none.
    """
    strong = [quantity for quantity in said if not quantity.weak]
    matched = 0
    free = list(given)
    conflicts: list[tuple[str, str]] = []
    missing: list[str] = []
    left: list[Quantity] = []
    for quantity in sorted(said, key=lambda q: q.weak):
        hits = [g for g in given if agree(quantity, g)]
        hit = next((g for g in hits if g in free and _nouns_fit(quantity, g)), None) or next(iter(hits), None)
        if hit is None:
            left.append(quantity)
            continue
        matched += not quantity.weak
        rival = None if _nouns_fit(quantity, hit) else _same_noun(quantity, given)
        if hit not in free and rival is None:
            rival = _left_out(quantity, hit, free, said)
        if rival is not None and not quantity.weak:
            conflicts.append((quantity.text, rival.text))
        if hit in free:
            free.remove(hit)
    for quantity in left:
        if quantity.weak or (quantity.loose and not _counts(quantity, given)):
            continue
        rival = _rival(quantity, free) or _rival(quantity, list(given))
        if rival is None:
            missing.append(quantity.text)
        else:
            conflicts.append((quantity.text, rival.text))
    conflicts += [clash for clash in (*_ranges_clash(said, given), *_just_one(said, given)) if clash not in conflicts]
    outcome: Outcome = "match" if strong else "none"
    if conflicts:
        outcome = "conflict"
    elif missing:
        outcome = "missing"
    return NumberFinding(outcome, matched, tuple(conflicts), tuple(missing))


def _left_out(quantity: Quantity, hit: Quantity, free: Sequence[Quantity], said: Sequence[Quantity]) -> Quantity | None:
    """What the source has where the claim gives one number a second time: "90 and 90 days" for "30 and 90 days"."""
    if quantity.loose or hit.bound != quantity.bound:
        return None
    return next(
        (
            g
            for g in free
            if not g.weak and not g.loose and g.dimension == quantity.dimension and not any(agree(g, q) for q in said)
        ),
        None,
    )


def _counts(quantity: Quantity, given: Sequence[Quantity]) -> bool:
    """Whether the source counts the same thing, or gives a share where the claim does."""
    measured = quantity.dimension != "" and any(g.dimension == quantity.dimension and not g.weak for g in given)
    return measured or _same_noun(quantity, given) is not None


def _just_one(said: Sequence[Quantity], given: Sequence[Quantity]) -> list[tuple[str, str]]:
    """ "One address for each instance" where the source wants at least two: here "one" counts."""
    clashes = []
    for quantity in said:
        if quantity.weak and quantity.text.lower() == "one" and quantity.noun:
            lower = [g for g in given if g.bound in ("lower", "low_end") and g.value > 1.0 and not g.dimension]
            rival = next((g for g in lower if g.noun & quantity.noun and not any(agree(q, g) for q in said)), None)
            if rival is not None:
                clashes.append((quantity.text, rival.text))
    return clashes


def _ranges_clash(said: Sequence[Quantity], given: Sequence[Quantity]) -> list[tuple[str, str]]:
    """Ranges that share one end and not the other ("0 to 1" against "-1 to 1")."""
    theirs = _ranges(given)
    clashes = []
    for low, high in _ranges(said):
        if any(agree(low, a) and agree(high, b) for a, b in theirs):
            continue
        rival = next(((a, b) for a, b in theirs if agree(low, a) != agree(high, b)), None)
        if rival is not None:
            clashes.append((f"{low.text} – {high.text}", f"{rival[0].text} – {rival[1].text}"))
    return clashes


def _ranges(found: Sequence[Quantity]) -> list[tuple[Quantity, Quantity]]:
    return [(a, b) for a, b in pairwise(found) if a.bound == "low_end" and b.bound == "high_end"]


def agree(a: Quantity, b: Quantity) -> bool:
    """Same value in the same dimension, no contrary bound, no contrary rate."""
    if {a.dimension, b.dimension} == {"", "percent"}:  # 0.25, a quarter, 25 %
        share, plain = (a, b) if a.dimension else (b, a)
        return abs(share.value / 100.0 - plain.value) < 1e-6 and plain.value <= 1.0
    versions = sum(q.dimension.startswith(VERSION) for q in (a, b))
    unlike = a.dimension != b.dimension and not {a.dimension, b.dimension} <= {"", "date"}
    if unlike and not (versions and {a.dimension, b.dimension} & {"", VERSION}):
        return False
    if a.rate is not None and b.rate is not None and a.rate != b.rate:
        return False
    values_a = [a.value] if a.other is None else [a.value, a.other]
    values_b = [b.value] if b.other is None else [b.value, b.other]
    loose = a.dimension == "time" and any(_MONTH_OR_YEAR.search(flat(q.text)) for q in (a, b))
    binary = a.dimension == "bytes" and _prefix(a) != _prefix(b)
    if not any(_close(x, y, loose, binary) for x in values_a for y in values_b):
        return False
    upper, lower = {"upper", "high_end"}, {"lower", "low_end"}
    return not (a.bound in upper and b.bound in lower) and not (a.bound in lower and b.bound in upper)


def _prefix(quantity: Quantity) -> str:
    """First letter of the unit: m of MB and of Mo."""
    return flat(quantity.text).rsplit(" ", 1)[-1].lstrip("0123456789.,-")[:1]


def _close(x: float, y: float, loose: bool, binary: bool) -> bool:
    """Whether two values are one; `loose` where a month counts as 30 days and a year as 365.

    `binary` where 1 GB may be 1,000 or 1,024 MB.
    """
    if abs(x - y) <= 1e-6 * max(abs(x), abs(y)):
        return True
    if not x or not y:
        return False
    ratio = max(x, y) / min(x, y)
    if binary:
        return any(abs(ratio - (1.024**power)) < 1e-6 for power in (1, 2, 3, 4))
    return loose and ratio < 1.02 and min(x, y) > 2e6


def _nouns_fit(a: Quantity, b: Quantity) -> bool:
    return bool(a.dimension) or not a.noun or not b.noun or bool(a.noun & b.noun)


def _same_noun(quantity: Quantity, given: Sequence[Quantity]) -> Quantity | None:
    """A quantity of the very thing that is counted, with another value."""
    return next(
        (
            g
            for g in given
            if (not g.weak or g.text.lower() == "one")
            and not g.dimension
            and g.noun & quantity.noun
            and not agree(quantity, g)
        ),
        None,
    )


def _apart(quantity: Quantity) -> bool:
    """Whether it stands in no other number's place: a version, how often."""
    return quantity.dimension == TIMES or quantity.dimension.startswith(VERSION)


def _rival(quantity: Quantity, given: Sequence[Quantity]) -> Quantity | None:
    """The quantity of the source that stands where the claim's stands: same noun, then same dimension, then any."""
    strong = [g for g in given if (not g.weak and g.dimension != "date") or quantity.dimension == "date" == g.dimension]
    figure = quantity.text.split()[0]
    for pool in (
        [g for g in strong if g.dimension == quantity.dimension and g.noun & quantity.noun],
        [g for g in strong if g.text.split()[0] == figure],
        [g for g in strong if g.dimension == quantity.dimension],
        [g for g in strong if (not g.dimension or not quantity.dimension) and not _apart(g)],
    ):
        if pool:
            return pool[0]
    return None
