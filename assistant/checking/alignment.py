"""Which words of a claim stand in a piece of evidence, across French and English, and how much of it they cover.

Owns matching of items (same concept, same stem, look-alikes, opposites) and the lexical features. Knows nothing of
numbers, denials or verdicts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from assistant.checking.lexicon import Lexicon
from assistant.checking.reading import Item, Reading

Weigh = Callable[[Item], float]
_COGNATE = 0.85
_STEM_LENGTH = 5


@dataclass(frozen=True, slots=True)
class Pair:
    """An item of the claim and its counterpart; `opposite` where the evidence has the antonym."""

    claim: Item
    evidence: Item
    strength: float
    opposite: bool = False


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs found, what of the claim has no counterpart, and shares of weight covered (0..1) both ways."""

    pairs: tuple[Pair, ...]
    missing: tuple[Item, ...]
    coverage: float
    reverse: float
    context_coverage: float


def align(claim: Reading, evidence: Reading, lexicon: Lexicon, context: Reading | None = None, weigh: Weigh | None = None) -> Alignment:
    """Best counterpart of each item of the claim, in the evidence first, then in its context (headings, neighbours)."""
    weight = weigh or (lambda item: item.weight)
    pairs: list[Pair] = []
    missing: list[Item] = []
    covered = in_context = total = 0.0
    for item in claim.items:
        w = weight(item)
        total += w
        pair = _best(item, evidence, pairs, claim, lexicon)
        if pair is not None:
            pairs.append(pair)
            covered += w * (0.5 if pair.opposite else pair.strength)
            continue
        if context is not None and any(strength_of(item, other) >= _COGNATE for other in context.items):
            in_context += w
            continue
        missing.append(item)
    used = {pair.evidence.place for pair in pairs}
    evidence_total = sum(weight(item) for item in evidence.items)
    reverse = sum(weight(item) for item in evidence.items if item.place in used)
    return Alignment(
        tuple(pairs),
        tuple(missing),
        covered / total if total else 1.0,
        reverse / evidence_total if evidence_total else 1.0,
        (covered + in_context) / total if total else 1.0,
    )


def strength_of(a: Item, b: Item) -> float:
    """How surely two items say the same, 0..1."""
    if a.ids & b.ids:
        return 1.0
    if a.stems & b.stems:
        return 1.0
    if a.kind == "name" or b.kind == "name":
        return 1.0 if a.text.casefold().rstrip("s") == b.text.casefold().rstrip("s") else 0.0
    if a.ids and b.ids:
        return 0.0
    best = max((look_alike(x, y) for x in a.stems for y in b.stems), default=0.0)
    return best if best >= _COGNATE else 0.0


def are_opposite(a: Item, b: Item, lexicon: Lexicon) -> bool:
    """Whether the lexicon holds the two for antonyms."""
    return bool(a.ids and b.ids) and any(
        (a.ids & one and b.ids & two) or (a.ids & two and b.ids & one) for one, two in lexicon.opposites
    )


@lru_cache(maxsize=65536)
def look_alike(a: str, b: str) -> float:
    """Likeness of two stems as cognates: the share of a common beginning, 0 for short words."""
    shorter, longer = sorted((len(a), len(b)))
    if shorter < _STEM_LENGTH:
        return 0.0
    same = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        same += 1
    return 0.9 if same >= max(_STEM_LENGTH, 0.72 * longer) else same / longer


def _best(item: Item, evidence: Reading, pairs: list[Pair], claim: Reading, lexicon: Lexicon) -> Pair | None:
    """Counterpart of `item`: the strongest; among equals the one whose neighbours match best."""
    candidates = [(strength_of(item, other), False, other) for other in evidence.items]
    candidates = [c for c in candidates if c[0] >= _COGNATE]
    candidates += [
        (0.8, True, other)
        for other in evidence.items
        if are_opposite(item, other, lexicon) and not any(other is c[2] for c in candidates)
    ]
    if not candidates:
        return None
    if len(candidates) > 1:
        candidates.sort(key=lambda c: (-_nearness(item, c[2], claim, evidence), c[1], -c[0], c[2].place))
    strength, opposite, other = candidates[0]
    return Pair(item, other, strength, opposite)


def _nearness(item: Item, other: Item, claim: Reading, evidence: Reading) -> float:
    """How many neighbours of `item` are near `other` too, nearer counting more."""
    total = 0.0
    for neighbour in claim.items:
        gap = abs(neighbour.place - item.place)
        if not 0 < gap <= 5 or neighbour.weight < 0.5:
            continue
        distances = [abs(e.place - other.place) for e in evidence.items if e is not other and strength_of(neighbour, e) >= _COGNATE]
        if distances:
            total += 1.0 / gap / min(distances)
    return round(total, 6)
