"""Another word in the same place: "the box plot draws ..." where the source says "the elbow plot draws ...".

Where the words on both sides of a gap are aligned, what stands in the gap of each text was put in the place of the
other. Looks at nouns and names only: verbs and adjectives are reworded too freely.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.checking.alignment import Alignment
from assistant.checking.lexicon import Lexicon
from assistant.checking.reading import Item, Reading

_NOUNS = ("service", "algorithm", "parameter", "format", "metric", "term", "name", "word")


@dataclass(frozen=True, slots=True)
class SlotFinding:
    """`known` holds pairs (claim's word, source's word) that are two different terms of the lexicon, `other` the rest."""

    known: tuple[tuple[str, str], ...] = ()
    other: tuple[tuple[str, str], ...] = ()


def compare(claim: Reading, evidence: Reading, alignment: Alignment, lexicon: Lexicon) -> SlotFinding:
    """Words of the claim that stand where the evidence has another word, both without a counterpart."""
    there = {pair.claim.place: pair.evidence.place for pair in alignment.pairs}
    used = set(there.values())
    known: list[tuple[str, str]] = []
    other: list[tuple[str, str]] = []
    for item in alignment.missing:
        if item.kind not in _NOUNS or item.verbal or item.weight < 0.8:
            continue
        rival = _rival(item, claim, evidence, there, used)
        if rival is None or rival.verbal or rival.kind not in _NOUNS:
            continue
        pair = (item.text, rival.text)
        (known if item.ids and rival.ids else other).append(pair)
    return SlotFinding(tuple(known), tuple(other))


def _rival(item: Item, claim: Reading, evidence: Reading, there: dict[int, int], used: set[int]) -> Item | None:
    """The one unused word of the evidence between the counterparts of the words on both sides of `item`."""
    before = next((there[p] for p in range(item.place - 1, max(-1, item.place - 3), -1) if p in there), None)
    after = next((there[p] for p in range(item.place + 1, min(len(claim.items), item.place + 3)) if p in there), None)
    spots: list[int] = []
    if before is not None and after is not None:
        if not 1 < after - before <= 3:
            return None
        spots = list(range(before + 1, after))
    elif before is not None and item.place == len(claim.items) - 1:
        spots = [before + 1]
    elif after is not None and item.place == 0:
        spots = [after - 1]
    free = [evidence.items[s] for s in spots if 0 <= s < len(evidence.items) and s not in used]
    return free[0] if len(free) == 1 else None
