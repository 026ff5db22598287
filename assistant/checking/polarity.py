"""Does the claim deny what the source says, or say what the source denies?

Compares the polarity of aligned words; antonyms under a denial agree. Knows nothing of how denials are found.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.checking.alignment import Alignment, Pair
from assistant.checking.reading import Reading


@dataclass(frozen=True, slots=True)
class PolarityFinding:
    """`flip` is the share (0..1) of denied aligned content whose polarity differs; `cue` the words that deny."""

    flip: float = 0.0
    cue: str = ""
    denied_by: str = ""


def compare(claim: Reading, evidence: Reading, alignment: Alignment) -> PolarityFinding:
    """Share of the denied content on which claim and evidence disagree; 0 where neither denies anything."""
    touched = [pair for pair in alignment.pairs if pair.claim.negated or pair.evidence.negated]
    counted = [pair for pair in touched if pair.claim.kind not in ("generic", "unit")]
    if not counted:
        if bool(claim.denials) != bool(evidence.denials):
            side = "claim" if claim.denials else "source"
            cues = claim.denials or evidence.denials
            return PolarityFinding(0.4 if side == "claim" else 0.2, cues[0].cue, side)
        return PolarityFinding()
    total = sum(pair.claim.weight for pair in counted)
    differing = [pair for pair in counted if _differs(pair)]
    flip = sum(pair.claim.weight for pair in differing) / total if total else 0.0
    if not differing:
        return PolarityFinding()
    side = "claim" if differing[0].claim.negated else "source"
    cues = claim.denials if side == "claim" else evidence.denials
    return PolarityFinding(flip, cues[0].cue if cues else "", side)


def _differs(pair: Pair) -> bool:
    return (pair.claim.negated != pair.evidence.negated) != pair.opposite
