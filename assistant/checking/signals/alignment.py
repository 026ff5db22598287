"""Which words of a claim stand in a piece of evidence, across French and English, and how much of it they cover.

Owns matching of items (same concept, same stem, look-alikes, opposites) and the lexical features. Knows nothing of
numbers, denials or verdicts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from assistant.checking.reading.lexicon import Lexicon
from assistant.checking.reading.reading import Item, Reading

Weigh = Callable[[Item], float]
COGNATE = 0.85
_SAME_WAY = 0.72  # smallest and lowest: not one concept, but one side of an antonym
_OPPOSITE = 0.75
_STEM_LENGTH = 5
_DENYING = re.compile(r"(?:un|in|im|ir|il|dis|non)\w{4}")


@dataclass(frozen=True, slots=True)
class Pair:
    """An item of the claim and its counterpart; `opposite` where the evidence has the antonym."""

    claim: Item
    evidence: Item
    strength: float
    opposite: bool = False


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs found, what of the claim has no counterpart, and shares of weight covered (0..1) both ways.

    `contextual` items stand in the context only (a heading), not in the evidence itself.
    """

    pairs: tuple[Pair, ...]
    missing: tuple[Item, ...]
    contextual: tuple[Item, ...]
    coverage: float
    reverse: float
    context_coverage: float


def align(
    claim: Reading, evidence: Reading, lexicon: Lexicon, context: Reading | None = None, weigh: Weigh | None = None
) -> Alignment:
    """Best counterpart of each item of the claim, in the evidence first, then in its context (headings, neighbours)."""
    weight = weigh or (lambda item: item.weight)
    pairs = _assign(claim, evidence, lexicon)
    missing: list[Item] = []
    contextual: list[Item] = []
    covered = in_context = total = 0.0
    for item in claim.items:
        w = weight(item)
        total += w
        pair = pairs.get(item.place)
        if pair is not None:
            covered += w * (0.5 if pair.opposite else pair.strength)
        elif context is not None and any(strength_of(item, other) >= COGNATE for other in context.items):
            in_context += w
            contextual.append(item)
        else:
            missing.append(item)
    used = {pair.evidence.place for pair in pairs.values()}
    evidence_total = sum(weight(item) for item in evidence.items)
    reverse = sum(weight(item) for item in evidence.items if item.place in used)
    return Alignment(
        tuple(pairs[place] for place in sorted(pairs)),
        tuple(missing),
        tuple(contextual),
        covered / total if total else 1.0,
        reverse / evidence_total if evidence_total else 1.0,
        (covered + in_context) / total if total else 1.0,
    )


def _assign(claim: Reading, evidence: Reading, lexicon: Lexicon) -> dict[int, Pair]:
    """Counterparts, the best first; an item of the evidence serves twice only where no other is left."""
    candidates: list[tuple[float, Pair]] = []
    for item in claim.items:
        own = [(strength_of(item, other, lexicon), False, other) for other in evidence.items]
        own = [c for c in own if c[0] >= _SAME_WAY]
        taken = {other.place for _, _, other in own}
        own += [
            (_OPPOSITE, True, other)
            for other in evidence.items
            if other.place not in taken and are_opposite(item, other, lexicon)
        ]
        for strength, opposite, other in own:
            near = _nearness(item, other, claim, evidence, lexicon) if len(own) > 1 else 0.0
            candidates.append((strength + 0.5 * near / (1.0 + near), Pair(item, other, strength, opposite)))
    candidates.sort(key=lambda c: (-c[0], c[1].claim.place, c[1].evidence.place))
    pairs: dict[int, Pair] = {}
    used: set[int] = set()
    for again in (False, True):
        for _, pair in candidates:
            free = pair.evidence.place not in used or (again and not pair.opposite)
            if pair.claim.place not in pairs and free:
                pairs[pair.claim.place] = pair
                used.add(pair.evidence.place)
    return pairs


def strength_of(a: Item, b: Item, lexicon: Lexicon | None = None) -> float:
    """How surely two items say the same, 0..1."""
    if a.ids & b.ids:
        return 1.0
    if a.stems & b.stems:
        return 1.0
    if not a.ids and not b.ids and "name" in (a.kind, b.kind):
        return 1.0 if _squeezed(a.text) == _squeezed(b.text) else 0.0
    if a.ids and b.ids:
        return _SAME_WAY if lexicon is not None and lexicon.same_way(a.ids, b.ids) else 0.0
    best = max((look_alike(x, y) for x in a.stems for y in b.stems), default=0.0)
    return best if best >= COGNATE else 0.0


def _squeezed(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum()).rstrip("s")


def are_opposite(a: Item, b: Item, lexicon: Lexicon) -> bool:
    """Whether the lexicon holds the two for antonyms, or one is the other with a prefix that denies."""
    if a.ids and b.ids:
        return bool(lexicon.antonyms(a.ids) & b.ids)
    x, y = a.text.casefold(), b.text.casefold()
    longer, shorter = (x, y) if len(x) > len(y) else (y, x)
    return bool(_DENYING.match(longer)) and len(longer) - len(shorter) in (2, 3) and longer.endswith(shorter)


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


def _nearness(item: Item, other: Item, claim: Reading, evidence: Reading, lexicon: Lexicon) -> float:
    """How many neighbours of `item` are near `other` too, nearer counting more."""
    total = 0.0
    for neighbour in claim.items:
        gap = abs(neighbour.place - item.place)
        if not 0 < gap <= 5 or neighbour.weight < 0.5:
            continue
        distances = [
            abs(e.place - other.place)
            for e in evidence.items
            if e is not other and strength_of(neighbour, e, lexicon) >= COGNATE
        ]
        if distances:
            follows = item.verbal and neighbour.place == item.place + 1  # the object of a verb tells most
            total += (2.0 if follows else 1.0) / gap / min(distances)
    return round(total, 6)
