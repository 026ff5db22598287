"""Which way a thing goes: increase or decrease, before or after, more or less, minimise or maximise.

The antonyms are data (`[[opposite]]` in terms.toml). A conflict is an antonym in the claim's place with the same
polarity; an antonym under a denial says the same ("rejects" = "does not accept").
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.checking.alignment import Alignment, Pair
from assistant.checking.reading import Reading

_TIME = frozenset({"before", "after"})


@dataclass(frozen=True, slots=True)
class DirectionFinding:
    """Pairs (claim's word, source's word) that go opposite ways."""

    conflicts: tuple[tuple[str, str], ...] = ()


def compare(
    claim: Reading, evidence: Reading, alignment: Alignment, *, sequence_known: bool = False
) -> DirectionFinding:
    """Antonyms with the same polarity. Where the order in time was read, "before" against "after" says nothing more."""
    conflicts = [pair for pair in alignment.pairs if pair.opposite and pair.claim.negated == pair.evidence.negated]
    if not claim.denials and not evidence.denials:  # "less expensive" is read as "expensive", turned round
        conflicts += [
            pair
            for pair in alignment.pairs
            if not pair.opposite and pair.claim.negated != pair.evidence.negated and "relation" in (pair.claim.kind,)
        ]
    kept = [pair for pair in conflicts if not (sequence_known and _of_time(pair))]
    if len(kept) == 2 and _across(claim, kept):
        return DirectionFinding()  # two turns: "the lower the x, the lower the y" = "the higher ... the higher ..."
    return DirectionFinding(tuple((pair.claim.text, pair.evidence.text) for pair in kept))


def _across(claim: Reading, pairs: list[Pair]) -> bool:
    """Whether a verb or a clause boundary stands between two words: cause and effect, not a list."""
    first, second = sorted(pair.claim.place for pair in pairs)
    between = claim.items[first + 1 : second]
    return claim.items[first].clause != claim.items[second].clause or any(item.verbal for item in between)


def _of_time(pair: Pair) -> bool:
    return bool(pair.claim.ids & _TIME and pair.evidence.ids & _TIME)
