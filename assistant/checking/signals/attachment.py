"""What a number belongs to: "5,000 objects are required" where the source requires 1,250 and suggests 5,000.

A number of the claim may stand in the source and still be said of something else there. Compares the words around
the number in the claim with the words around each number of the same kind in the source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations

from assistant.checking.reading.reading import Item, Reading
from assistant.checking.signals.alignment import COGNATE, Alignment, strength_of
from assistant.checking.signals.numbers import agree
from ingest.text.quantities import Quantity

_CLEARLY = 2.2  # times as near to the words of the claim
_REACH = 6  # items
# Between a thing and the number that is its own: "mean 0", "a mean of 0", "moyenne = 0".
_OWN = re.compile(r"\W*(?:(?:of|is|equal to|d[e']|est|vaut|egale? a)\b\W*)?")


@dataclass(frozen=True, slots=True)
class AttachmentFinding:
    """`misplaced` holds (the claim's number, the source's number of the same thing)."""

    misplaced: tuple[tuple[str, str], ...] = ()


def compare(claim: Reading, evidence: Reading, alignment: Alignment) -> AttachmentFinding:
    """Numbers that the source gives too, but nearer to other words than another number of its kind."""
    found = _exchanged(claim, evidence)
    for quantity in claim.quantities:
        if quantity.weak or quantity.bound in ("low_end", "high_end"):
            continue
        same = [g for g in evidence.quantities if agree(quantity, g)]
        others = [
            g
            for g in evidence.quantities
            if g.dimension == quantity.dimension
            and g.bound not in ("low_end", "high_end")
            and not g.weak
            and g not in same
            and not _taken(g, claim)
        ]
        if not same or not others:
            continue
        own = max(_nearness(quantity, g, claim, evidence, alignment) for g in same)
        rival = max(others, key=lambda g: _nearness(quantity, g, claim, evidence, alignment))
        if _nearness(quantity, rival, claim, evidence, alignment) > _CLEARLY * own:
            found.append((quantity.text, rival.text))
    return AttachmentFinding(tuple(found))


def _exchanged(claim: Reading, evidence: Reading) -> list[tuple[str, str]]:
    """Two things that each stand right before the other's number: "mean 1, deviation 0" for "mean 0, deviation 1"."""
    given = _owned(evidence)
    for (a, x), (b, y) in combinations(_owned(claim), 2):
        if strength_of(a, b) >= COGNATE or agree(x, y) or x.dimension != y.dimension:
            continue
        of_a = [q for item, q in given if strength_of(a, item) >= COGNATE]
        of_b = [q for item, q in given if strength_of(b, item) >= COGNATE]
        if _turned(x, y, of_a) and _turned(y, x, of_b):
            return [(x.text, y.text)]
    return []


def _turned(said: Quantity, other: Quantity, given: list[Quantity]) -> bool:
    """Whether the numbers given are the other one, and never the one said."""
    return any(agree(other, q) for q in given) and not any(agree(said, q) for q in given)


def _owned(reading: Reading) -> list[tuple[Item, Quantity]]:
    """Things that stand right before a number, each with its number."""
    plain = reading.plain
    found = []
    for quantity in reading.quantities:
        before = [item for item in reading.items if item.end <= quantity.start]
        if before and not quantity.weak and _OWN.fullmatch(plain[before[-1].end : quantity.start]):
            found.append((before[-1], quantity))
    return found


def _taken(given: Quantity, claim: Reading) -> bool:
    """Whether the claim gives this number as well, for something else."""
    return any(agree(quantity, given) for quantity in claim.quantities)


def _nearness(said: Quantity, given: Quantity, claim: Reading, evidence: Reading, alignment: Alignment) -> float:
    total = 0.0
    for pair in alignment.pairs:
        if pair.opposite or pair.claim.weight < 0.4:
            continue
        here, there = _steps(said, pair.claim, claim), _steps(given, pair.evidence, evidence)
        if here <= _REACH and there <= _REACH:
            total += pair.claim.weight / (1 + here) / (1 + there)
    return total


def _steps(quantity: Quantity, item: Item, reading: Reading) -> int:
    """Items between a quantity and an item, twice as many across a clause boundary."""
    low, high = sorted(((quantity.start, quantity.end), (item.start, item.end)))
    between = sum(1 for other in reading.items if low[1] <= other.start and other.end <= high[0])
    return between if reading.clause(quantity.start) == item.clause else 2 * between + 1
