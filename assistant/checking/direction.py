"""Which way a thing goes: increase or decrease, before or after, more or less, minimise or maximise.

The antonyms are data (`[[opposite]]` in terms.toml). A conflict is an antonym in the claim's place with the same
polarity, or the same word with the other polarity when it is one of a pair of antonyms.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.checking.alignment import Alignment


@dataclass(frozen=True, slots=True)
class DirectionFinding:
    """Pairs (claim's word, source's word) that go opposite ways."""

    conflicts: tuple[tuple[str, str], ...] = ()


def compare(alignment: Alignment) -> DirectionFinding:
    """Antonyms with the same polarity; an antonym under a denial says the same ("rejects" = "does not accept")."""
    conflicts = [
        (pair.claim.text, pair.evidence.text)
        for pair in alignment.pairs
        if pair.opposite and pair.claim.negated == pair.evidence.negated
    ]
    return DirectionFinding(tuple(conflicts))
