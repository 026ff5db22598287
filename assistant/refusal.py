"""Is there enough evidence to answer? A small transparent score over a few features, and its reason.

"Not in the sources" is an answer: better to refuse and show the nearest passages than to guess. Owns the features
and the formula (a logistic regression); the weights are data, fitted on the evaluation's dev questions by
`python -m evals.fit_gate`.
"""

from __future__ import annotations

import dataclasses
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.evidence import Candidate, EvidenceFinder
from assistant.schema import Passage
from assistant.terms import TermGroup
from ingest.analysis import document_terms, fold, is_stop_word, words
from ingest.schema import Lang

_WEIGHTS = Path(__file__).parent / "data" / "gate.json"
_TOP = 3
_FIFTH = 4
# e5-small puts a translation about this much further away than a paraphrase in the same language.
_OTHER_LANGUAGE = 0.025
_COMMON_NAMES = frozenset("aws amazon mls mls-c01 mla aip sagemaker".split())
_ASKS_NUMBER = re.compile(
    r"\b(?:how (?:many|much|long|large|big|often|far)|maximum|minimum|max|min|largest|smallest|longest|highest|lowest"
    r"|percentage|limit|default|number of|(?:which|what) (?:year|share|percentage)"
    r"|combien|quel(?:le)?s? (?:taille|duree|prix|delai|limite|pourcentage|poids|valeur|annee|nombre)"
    r"|maxim\w+|minim\w+|plafond|limite|par defaut|numero|nombre)\b"
)
_ABOUT_MONEY = re.compile(
    r"\b(?:prices?|pric\w+|costs?|bill\w*|pay\w*|charg\w+|dollars?|euros?|credit\w*|compensation|reward\w*"
    r"|prix|cout\w*|factur\w+|paye\w*|paiement|tarif\w*)\b|\$|€"
)


@dataclass(frozen=True, slots=True)
class Features:
    """What the score is made of. Shares and scores are in 0..1; `length` is the number of things asked about."""

    cosine: float = 0.0
    margin: float = 0.0
    coverage: float = 0.0
    union: float = 0.0
    page_coverage: float = 0.0
    rarest_missing: float = 0.0
    unknown_terms: float = 0.0
    unknown_names: float = 0.0
    top_score: float = 0.0
    gap: float = 0.0
    number_missing: float = 0.0
    money_missing: float = 0.0
    length: float = 0.0


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
) -> Gate:
    """Score the best sentences found for a question."""
    if not candidates or not groups:
        return Gate(0.0, Features(), ())
    top = candidates[:_TOP]
    joined = " ".join(f"{c.document.source.title} {' '.join(c.section)} {c.quote}" for c in top)
    missing = missing_names(text, groups, joined)
    cosines = [c.cosine + (_OTHER_LANGUAGE if c.document.source.lang != lang else 0.0) for c in candidates]
    total = sum(group.weight(finder.rarity) for group in groups)
    folded = fold(text)
    asks_number = bool(_ASKS_NUMBER.search(folded))
    about_money = bool(_ABOUT_MONEY.search(folded))
    features = Features(
        cosine=max(cosines[:_TOP]),
        margin=max(cosines[:_TOP]) - sum(cosines) / len(cosines),
        coverage=max(c.coverage for c in top),
        union=finder.coverage(groups, joined),
        page_coverage=finder.coverage(groups, top[0].document.text) if passages else 0.0,
        rarest_missing=_rarest_missing(groups, joined, finder) / max(1e-9, finder.rarity("")),
        unknown_terms=sum(g.weight(finder.rarity) for g in groups if not g.covered_by(finder.vocabulary)) / total,
        unknown_names=min(1.0, len(missing) / 2),
        top_score=top[0].score,
        gap=top[0].score - candidates[min(_FIFTH, len(candidates) - 1)].score,
        number_missing=float(asks_number and not any(re.search(r"\d", c.quote) for c in top[:2])),
        money_missing=float(about_money and not any(_ABOUT_MONEY.search(fold(c.quote)) for c in top)),
        length=float(len(groups)),
    )
    return Gate(score(features), features, missing)


def score(features: Features) -> float:
    """Logistic score in 0..1 of standardised features."""
    model = _model()
    total = model["bias"][0]
    for name, value in dataclasses.asdict(features).items():
        weight, mean, scale = model[name]
        total += weight * (value - mean) / scale
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def missing_names(text: str, groups: Sequence[TermGroup], evidence: str) -> tuple[str, ...]:
    """Names in the question (capitals inside the sentence, digits, identifiers) that the evidence lacks."""
    present = set(document_terms(evidence, "en")) | set(document_terms(evidence, "fr"))
    covered = {term for g in groups if g.covered_by(present) for word in g.alternatives[0] for term in word}
    found = []
    for match in re.finditer(r"\S+", text):
        first = match.start() == 0 or text[: match.start()].rstrip().endswith((".", "?", "!", ":", "»", "«", "…"))
        for word in words(match.group()):
            folded = fold(word)
            if not _is_name(word, first=first) or folded in _COMMON_NAMES or is_stop_word(folded):
                continue
            terms = set(document_terms(word, "en")) | set(document_terms(word, "fr"))
            if terms and not terms & (present | covered):
                found.append(word)
    return tuple(dict.fromkeys(found))


def _is_name(word: str, *, first: bool) -> bool:
    if re.search(r"\d", word):
        return not word.isdigit() or len(word) > 2
    inner = word[1:]
    return inner != inner.lower() or (word[0].isupper() and not first)


def _rarest_missing(groups: Sequence[TermGroup], evidence: str, finder: EvidenceFinder) -> float:
    present = set(document_terms(evidence, "en")) | set(document_terms(evidence, "fr"))
    return max((g.weight(finder.rarity) for g in groups if not g.covered_by(present)), default=0.0)


@cache
def _model() -> dict[str, tuple[float, float, float]]:
    """Weight, mean and scale of every feature, and the bias."""
    data = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    model = {str(name): (float(w), float(m), float(s)) for name, (w, m, s) in data["features"].items()}
    model["bias"] = (float(data["bias"]), 0.0, 1.0)
    return model
