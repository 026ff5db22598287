"""What a number belongs to: "5,000 objects are required" where the source requires 1,250 and suggests 5,000.

A number of the claim may stand in the source and still be said of something else there. Compares the words around
the number in the claim with the words around each number of the same kind in the source.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.checking.alignment import Alignment
from assistant.checking.numbers import agree
from assistant.checking.quantities import Quantity
from assistant.checking.reading import Item, Reading

_CLEARLY = 2.2  # times as near to the words of the claim
_REACH = 6  # items


@dataclass(frozen=True, slots=True)
class AttachmentFinding:
    """`misplaced` holds (the claim's number, the source's number of the same thing)."""

    misplaced: tuple[tuple[str, str], ...] = ()


def compare(claim: Reading, evidence: Reading, alignment: Alignment) -> AttachmentFinding:
    """Numbers that the source gives too, but nearer to other words than another number of its kind."""
    found = []
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
