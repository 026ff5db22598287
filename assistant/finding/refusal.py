"""Is there enough evidence to answer? A small transparent score over a few features, and its reason.

"Not in the sources" is an answer: better to refuse and show the nearest passages than to guess. Owns the formula (a
logistic regression over `signals`); the weights are data, fitted by `python -m evals.fitting.gate`.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.asking.terms import TermGroup, is_name, opens
from assistant.finding.evidence import Candidate, EvidenceFinder
from assistant.finding.signals import Features, features_of
from assistant.logistic import Logistic, load_logistic
from assistant.schema import Passage
from ingest.schema import Lang
from ingest.text.analysis import fold, is_stop_word, query_terms, words

__all__ = ["Features", "Gate", "judge", "missing_names", "score"]

_WEIGHTS = Path(__file__).parent / "data" / "gate.json"
_TOP = 3
_SIGNS = re.compile(r"[^\w.?!:»«…]+$")  # emoji, dashes, brackets between two sentences
_COMMON_NAMES = frozenset("aws amazon mls mls-c01 mla aip sagemaker".split())


@dataclass(frozen=True, slots=True)
class Gate:
    """`score` in 0..1: how likely the evidence answers the question. `missing` are names no evidence mentions."""

    score: float
    features: Features
    missing: tuple[str, ...]


def judge(
    text: str,
    lang: Lang,
    groups: Sequence[TermGroup],
    candidates: Sequence[Candidate],
    passages: Sequence[Passage],
    finder: EvidenceFinder,
    best: float,
) -> Gate:
    """Score the best sentences found for a question; 0 when nothing was found, or nothing is asked.

    `best` is the chance (0..1) of the likeliest of them to state the answer.
    """
    if not candidates or not groups or not passages:
        return Gate(0.0, Features(), ())
    features = features_of(text, lang, groups, candidates, finder, best)
    joined = " ".join(f"{c.span.document.source.title} {' '.join(c.span.section)} {c.quote}" for c in candidates[:_TOP])
    return Gate(score(features), features, missing_names(text, groups, joined))


def score(features: Features) -> float:
    """Chance in 0..1 that the evidence answers the question."""
    return _model().probability(dataclasses.asdict(features))


def missing_names(text: str, groups: Sequence[TermGroup], evidence: str) -> tuple[str, ...]:
    """Names in the question (capitals inside the sentence, digits, identifiers) that the evidence lacks."""
    present = set(query_terms(evidence))
    covered = {term for g in groups if g.covered_by(present) for word in g.alternatives[0] for term in word}
    found = []
    for match in re.finditer(r"\S+", text):
        first = _begins(text[: match.start()])
        for word in words(match.group()):
            folded = fold(word)
            if not is_name(word, first=first) or folded in _COMMON_NAMES or is_stop_word(folded):
                continue
            terms = set(query_terms(word))
            if terms and not terms & (present | covered):
                found.append(word)
    return tuple(dict.fromkeys(found))


def _begins(before: str) -> bool:
    """True when a sentence begins after this text; emoji and Markdown marks ahead of a sentence are no part of it."""
    line = before.rsplit("\n", 1)[-1]
    if opens(line) and (line.strip() or opens(before)):  # a line that opens with a mark, or the text itself
        return True
    return _SIGNS.sub("", before).endswith((".", "?", "!", ":", "»", "«", "…"))


@cache
def _model() -> Logistic:
    return load_logistic(_WEIGHTS, [field.name for field in dataclasses.fields(Features)])
