"""Names of services, algorithms, parameters and formats: which of the claim's the source lacks, and what it names instead."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.checking.alignment import Alignment, strength_of
from assistant.checking.lexicon import NAME_KINDS, Lexicon
from assistant.checking.reading import Item, Reading


@dataclass(frozen=True, slots=True)
class NameFinding:
    """`swapped` holds (claim's name, source's name) of one family; `missing` names that nothing stands for."""

    swapped: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    found: int = 0


def compare(claim: Reading, evidence: Reading, alignment: Alignment, context: Reading | None, lexicon: Lexicon) -> NameFinding:
    """Names of the claim against those of the evidence; names in the context (headings) count as found."""
    used = {pair.evidence.place for pair in alignment.pairs if not pair.opposite}
    free = [item for item in evidence.names if item.place not in used]
    swapped: list[tuple[str, str]] = []
    missing: list[str] = []
    for item in alignment.missing:
        if item.kind not in NAME_KINDS and item.kind != "name":
            continue
        sibling = next((other for other in free if _siblings(item, other, lexicon)), None)
        if sibling is None and context is not None:
            sibling = next((o for o in context.names if _siblings(item, o, lexicon) and not _said(o, claim)), None)
        if sibling is None:
            missing.append(item.text)
        else:
            swapped.append((item.text, sibling.text))
    found = sum(1 for pair in alignment.pairs if pair.claim.kind in NAME_KINDS or pair.claim.kind == "name")
    return NameFinding(tuple(swapped), tuple(missing), found)


def _siblings(a: Item, b: Item, lexicon: Lexicon) -> bool:
    """Two names that can stand in each other's place: same family, or both identifiers of the same shape."""
    if a.ids and b.ids:
        return bool(lexicon.family(a.ids) & lexicon.family(b.ids)) or a.kind == b.kind
    return not a.ids and not b.ids


def _said(item: Item, claim: Reading) -> bool:
    return any(strength_of(item, other) >= 1.0 for other in claim.names)
