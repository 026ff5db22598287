"""Which way a thing goes: increase or decrease, before or after, more or less, minimise or maximise.

The antonyms are data (`[[opposite]]` in terms.toml). A conflict is an antonym in the claim's place with the same
polarity; an antonym under a denial says the same ("rejects" = "does not accept").
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.checking.alignment import Alignment, Pair

_TIME = frozenset({"before", "after"})


@dataclass(frozen=True, slots=True)
class DirectionFinding:
    """Pairs (claim's word, source's word) that go opposite ways."""

    conflicts: tuple[tuple[str, str], ...] = ()


def compare(alignment: Alignment, *, sequence_known: bool = False) -> DirectionFinding:
    """Antonyms with the same polarity. Where the order in time was read, "before" against "after" says nothing more."""
    conflicts = [pair for pair in alignment.pairs if pair.opposite and pair.claim.negated == pair.evidence.negated]
    kept = [pair for pair in conflicts if not (sequence_known and _of_time(pair))]
    if len(kept) % 2 == 0 and len(kept) > 1 and all(pair.claim.kind == "relation" for pair in kept):
        return DirectionFinding()  # two turns: "the lower the x, the lower the y" = "the higher ... the higher ..."
    return DirectionFinding(tuple((pair.claim.text, pair.evidence.text) for pair in kept))


def _of_time(pair: Pair) -> bool:
    return bool(pair.claim.ids & _TIME and pair.evidence.ids & _TIME)
