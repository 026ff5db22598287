"""What is more than what: "several small ones serve better than one large" against the same turned round.

Owns reading the two sides of a comparison in French and English and comparing two texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.checking.reading.reading import Reading
from assistant.checking.signals.alignment import Alignment

_THAN = re.compile(
    r"\b(?P<way>more|less|fewer|better|worse|rather|(?!other|whether|rather|over|under|never|after|number)\w{3,}er|"
    r"plus|moins|mieux|davantage|meilleure?s?|pire|plutot)\b[^;.:]{0,70}?\b(?:than|qu[e'])"
)
_LESS = frozenset({"less", "fewer", "worse", "moins", "pire", "lower", "smaller", "slower", "shorter", "cheaper"})


_BETTER = frozenset({"better", "mieux", "meilleur", "meilleure", "meilleurs", "meilleures", "plutot", "rather"})
_BESIDE = 14  # characters between a comparative and the verb or adjective that it belongs to


@dataclass(frozen=True, slots=True)
class ComparisonFinding:
    """`turned`: the two things that changed sides, in the claim's words; `sides`: whether two did at all."""

    turned: tuple[str, str] | None = None
    sides: bool = False


def compare(claim: Reading, evidence: Reading, alignment: Alignment) -> ComparisonFinding:
    """Two comparisons of the same way with the same two things on other sides."""
    said, given = _THAN.search(claim.plain), _THAN.search(evidence.plain)
    if said is None or given is None:
        return ComparisonFinding()
    changed = _changed_sides(alignment, said, given)
    comparable = (said["way"] in _LESS) == (given["way"] in _LESS)
    both_better = said["way"] in _BETTER and given["way"] in _BETTER
    if changed is None or not comparable or not (both_better or _one_predicate(alignment, said, given)):
        return ComparisonFinding(sides=changed is not None)
    return ComparisonFinding(changed, sides=True)


def _changed_sides(alignment: Alignment, said: re.Match[str], given: re.Match[str]) -> tuple[str, str] | None:
    """Two things that stand on other sides of the comparison in the two texts."""
    pairs = [pair for pair in alignment.pairs if not pair.opposite and pair.claim.kind not in ("generic", "verb")]
    first = [p for p in pairs if p.claim.end <= said.start()]
    second = [p for p in pairs if p.claim.start >= said.end()]
    for a in reversed(first):
        for b in second[:2]:
            if a.evidence.start >= given.end() and b.evidence.end <= given.start():
                return a.claim.text, b.claim.text
    return None


def _one_predicate(alignment: Alignment, said: re.Match[str], given: re.Match[str]) -> bool:
    """Whether the words beside the two comparatives are the same: "penalizes ... more" and "punishes ... more"."""
    return any(
        _beside(pair.claim.start, pair.claim.end, said) and _beside(pair.evidence.start, pair.evidence.end, given)
        for pair in alignment.pairs
        if not pair.opposite
    )


def _beside(start: int, end: int, comparative: re.Match[str]) -> bool:
    return comparative.start("way") - _BESIDE <= end and start <= comparative.end("way") + _BESIDE
