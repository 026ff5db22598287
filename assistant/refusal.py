"""Is there enough evidence to answer? A small transparent score over a few features, and its reason.

"Not in the sources" is an answer: better to refuse and show the nearest passages than to guess. Owns the features
and the formula; the weights are data (`data/gate.json`, fitted on the evaluation's dev questions).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.evidence import Candidate, EvidenceFinder
from assistant.terms import TermGroup
from ingest.analysis import document_terms, fold, is_stop_word, words

_WEIGHTS = Path(__file__).parent / "data" / "gate.json"
_TOP = 3
_COMMON_NAMES = frozenset(["aws", "amazon", "mls", "mls-c01", "mla", "aip", "sagemaker"])


@dataclass(frozen=True, slots=True)
class Features:
    """What the score is made of; all but `cosine` in 0..1, higher is better but for the two `unknown`."""

    cosine: float
    coverage: float
    union: float
    unknown_terms: float
    unknown_names: float


@dataclass(frozen=True, slots=True)
class Gate:
    """`score` in 0..1: how likely the evidence answers the question. `missing` are names no evidence mentions."""

    score: float
    features: Features
    missing: tuple[str, ...]


def judge(text: str, groups: Sequence[TermGroup], candidates: Sequence[Candidate], finder: EvidenceFinder) -> Gate:
    """Score the best sentences found for a question."""
    top = candidates[:_TOP]
    joined = " ".join(f"{c.document.source.title} {' '.join(c.section)} {c.quote}" for c in top)
    missing = missing_names(text, joined)
    features = Features(
        cosine=max((c.cosine for c in top), default=0.0),
        coverage=max((c.coverage for c in top), default=0.0),
        union=finder.coverage(groups, joined),
        unknown_terms=_unknown(groups, finder),
        unknown_names=min(1.0, len(missing) / 2),
    )
    return Gate(score(features), features, missing)


def score(features: Features) -> float:
    """Logistic score in 0..1."""
    weights = _weights()
    total = weights["bias"] + sum(weights[name] * getattr(features, name) for name in Features.__dataclass_fields__)
    return 1 / (1 + math.exp(-total))


def missing_names(question: str, evidence: str) -> tuple[str, ...]:
    """Names in the question (capitals inside the sentence, digits, identifiers) that the evidence lacks."""
    present = set(document_terms(evidence, "en")) | set(document_terms(evidence, "fr"))
    found = []
    for number, word in enumerate(words(question)):
        folded = fold(word)
        if not _is_name(word, first=number == 0) or folded in _COMMON_NAMES or is_stop_word(folded):
            continue
        if not set(document_terms(word, "en")) & present and not set(document_terms(word, "fr")) & present:
            found.append(word)
    return tuple(dict.fromkeys(found))


def _is_name(word: str, *, first: bool) -> bool:
    if re.search(r"\d", word):
        return not word.isdigit() or len(word) > 2
    inner = word[1:]
    return inner != inner.lower() or (word[0].isupper() and not first)


def _unknown(groups: Sequence[TermGroup], finder: EvidenceFinder) -> float:
    """Share of the question's words that occur nowhere in the index, weighted like the others."""
    weights = [(group.weight(finder.rarity), not group.covered_by(finder.vocabulary)) for group in groups]
    total = sum(weight for weight, _ in weights)
    return sum(weight for weight, unknown in weights if unknown) / total if total else 1.0


@cache
def _weights() -> dict[str, float]:
    data = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    return {str(name): float(value) for name, value in data["weights"].items()}
