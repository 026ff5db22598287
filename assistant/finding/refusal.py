"""Is there enough evidence to answer? A small transparent score over a few features, and its reason.

"Not in the sources" is an answer: better to refuse and show the nearest passages than to guess. Owns the formula (a
logistic regression over `signals`); the weights are data, fitted by `python -m evals.fitting.gate`.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.asking.asked import Asked
from assistant.finding.evidence import EvidenceFinder, Found
from assistant.finding.signals import Features, features_of
from assistant.logistic import Logistic, load_logistic
from ingest.text.analysis import query_terms

__all__ = ["Features", "Gate", "judge", "missing_names", "score"]

_WEIGHTS = Path(__file__).parent / "data" / "gate.json"
_TOP = 3


@dataclass(frozen=True, slots=True)
class Gate:
    """`score` in 0..1: how likely the evidence answers the question. `missing` are names no evidence mentions."""

    score: float
    features: Features
    missing: tuple[str, ...]


def judge(found: Found, finder: EvidenceFinder, best: float) -> Gate:
    """Score the best sentences found for a question; 0 when nothing was found, or nothing is asked.

    `best` is the chance (0..1) of the likeliest of them to state the answer.
    """
    if not found.candidates or not found.asked.groups or not found.passages:
        return Gate(0.0, Features(), ())
    features = features_of(found, finder, best)
    joined = " ".join(
        f"{c.span.document.source.title} {' '.join(c.span.section)} {c.told}" for c in found.candidates[:_TOP]
    )
    return Gate(score(features), features, missing_names(found.asked, joined))


def score(features: Features) -> float:
    """Chance in 0..1 that the evidence answers the question."""
    return _model().probability(dataclasses.asdict(features))


def missing_names(asked: Asked, evidence: str) -> tuple[str, ...]:
    """Names in the question that the evidence lacks, under any of their names."""
    present = set(query_terms(evidence))
    covered = {term for g in asked.groups if g.covered_by(present) for word in g.alternatives[0] for term in word}
    found = [word.text for word in asked.names if word.terms and not set(word.terms) & (present | covered)]
    return tuple(dict.fromkeys(found))


@cache
def _model() -> Logistic:
    return load_logistic(_WEIGHTS, [field.name for field in dataclasses.fields(Features)])
