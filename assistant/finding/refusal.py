"""Is there enough evidence to answer? A small transparent score over a few features, and its reason.

"Not in the sources" is an answer: better to refuse, naming what is not said, and show the nearest passages than to
guess. Owns the formula (a logistic regression over `signals`); the weights are data, fitted by
`python -m evals.fitting.gate`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.asking.asked import Asked
from assistant.checking.verdict import Checker
from assistant.finding.evidence import EvidenceFinder, Found
from assistant.finding.premise import SURE, Correction, correction
from assistant.finding.ranking import Ranked
from assistant.finding.signals import Features, features_of, likeliest, said_of
from assistant.logistic import Logistic, load_logistic
from ingest.text.analysis import Word, analyse, query_terms

__all__ = ["Features", "Gate", "judge", "missing_names", "score"]

_WEIGHTS = Path(__file__).parent / "data" / "gate.json"
_TOP = 3


@dataclass(frozen=True, slots=True)
class Gate:
    """`score` in 0..1: how likely the evidence answers the question.

    `missing` are names that no document mentions; `unstated` is what is asked, in the words of the question, that the
    likeliest sentences do not say, names that other documents mention first. `correction` is the sentence that says
    otherwise than the question supposes.
    """

    score: float
    features: Features
    missing: tuple[str, ...]
    unstated: tuple[str, ...] = ()
    correction: Correction | None = None


def judge(found: Found, finder: EvidenceFinder, ranked: Sequence[Ranked], checker: Checker | None = None) -> Gate:
    """Score the sentences found for a question, `ranked` likeliest first; 0 when nothing was found or is asked.

    With a `checker`, also whether one of them says otherwise than the question supposes.
    """
    if not found.candidates or not found.asked.groups or not found.passages:
        return Gate(0.0, Features(), ())
    features = features_of(found, finder, ranked)
    joined = " ".join(
        f"{c.span.document.source.title} {' '.join(c.span.section)} {c.told}" for c in found.candidates[:_TOP]
    )
    missing = missing_names(found.asked, joined)
    corrected = correction(found.asked, ranked, checker, features.gap) if checker is not None else None
    return Gate(
        score(features),
        features,
        tuple(name for name in missing if not _is_known(name, found.asked, finder)),
        (*(name for name in missing if _is_known(name, found.asked, finder)), *unstated(found.asked, ranked)),
        corrected if corrected is not None and corrected.chance >= SURE else None,
    )


def score(features: Features) -> float:
    """Chance in 0..1 that the evidence answers the question."""
    return _model().probability(dataclasses.asdict(features))


def missing_names(asked: Asked, evidence: str) -> tuple[str, ...]:
    """Names in the question that the evidence lacks, under any of their names."""
    present = set(query_terms(evidence))
    covered = {term for g in asked.groups if g.covered_by(present) for word in g.alternatives[0] for term in word}
    found = [word.text for word in asked.names if word.terms and not set(word.terms) & (present | covered)]
    return tuple(dict.fromkeys(found))


def _is_known(name: str, asked: Asked, finder: EvidenceFinder) -> bool:
    """Whether some document of the index mentions a name, under any of its names."""
    own = set(query_terms(name))
    groups = [group for group in asked.groups if own & {term for word in group.alternatives[0] for term in word}]
    return any(group.covered_by(finder.vocabulary) for group in groups) or bool(own & finder.vocabulary)


def unstated(asked: Asked, ranked: Sequence[Ranked]) -> tuple[str, ...]:
    """What is asked that the likeliest sentences do not say, as it stands in the question: "product manager"."""
    said = said_of(likeliest(ranked))
    open_ = [group for group in asked.groups if not group.name and not group.covered_by(said)]
    terms = {term for group in open_ for word in group.alternatives[0] for term in word}
    runs: list[list[Word]] = []
    before: Word | None = None
    for word in analyse(asked.text).words:
        if not word.content:
            continue
        if terms & set(word.terms):
            if runs and before is runs[-1][-1]:
                runs[-1].append(word)
            else:
                runs.append([word])
        before = word
    return tuple(dict.fromkeys(asked.text[run[0].start : run[-1].end] for run in runs))


@cache
def _model() -> Logistic:
    return load_logistic(_WEIGHTS, [field.name for field in dataclasses.fields(Features)])
