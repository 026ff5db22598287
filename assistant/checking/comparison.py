"""What is more than what: "several small ones serve better than one large" against the same turned round.

Owns reading the two sides of a comparison in French and English and comparing two texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.checking.alignment import Alignment
from assistant.checking.plain import flat
from assistant.checking.reading import Reading

_THAN = re.compile(
    r"\b(?P<way>more|less|fewer|better|worse|rather|(?!other|whether|rather|over|under|never|after|number)\w{3,}er|"
    r"plus|moins|mieux|davantage|meilleure?s?|pire|plutot)\b[^;.:]{0,70}?\b(?:than|qu[e'])"
)
_LESS = frozenset({"less", "fewer", "worse", "moins", "pire", "lower", "smaller", "slower", "shorter", "cheaper"})


@dataclass(frozen=True, slots=True)
class ComparisonFinding:
    """`turned` holds the two things that changed sides, in the claim's words."""

    turned: tuple[str, str] | None = None


def compare(claim: Reading, evidence: Reading, alignment: Alignment) -> ComparisonFinding:
    """Two comparisons of the same way with the same two things on other sides."""
    said, given = _THAN.search(flat(claim.text)), _THAN.search(flat(evidence.text))
    if said is None or given is None or (said["way"] in _LESS) != (given["way"] in _LESS):
        return ComparisonFinding()
    pairs = [pair for pair in alignment.pairs if not pair.opposite and pair.claim.kind not in ("generic", "verb")]
    first = [p for p in pairs if p.claim.end <= said.start()]
    second = [p for p in pairs if p.claim.start >= said.end()]
    for a in reversed(first):
        for b in second[:2]:
            if a.evidence.start >= given.end() and b.evidence.end <= given.start():
                return ComparisonFinding((a.claim.text, b.claim.text))
    return ComparisonFinding()
