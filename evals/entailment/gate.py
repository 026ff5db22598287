"""What a reader adds to the refusal gate: its chance that a sentence answers, beside the gate's own signals.

The likeliest sentences of each question are read with it. Two logistic scores, one over the signals and one over
signals and chances, are compared: cross-validated on the dev and tuning questions, or fitted there and asked once about
the test questions. Questions that a source corrects are left out, as in `evals.fitting.gate`. Changes nothing.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answering.answer import Assistant
from assistant.asking.asked import read_question
from assistant.checking.opinion.second_opinion import source_text
from assistant.finding.evidence import Found
from assistant.finding.ranking import rank
from assistant.finding.signals import Features, features_of
from assistant.logistic import sigmoid
from assistant.review.windows import window
from evals.fitting import regression
from evals.fitting.gate import corrected
from evals.material.load import further_files, load_questions, tuning_files
from evals.schema import EvalQuestion

SENTENCES = 3  # of each question are read
PRECISIONS = (0.75, 0.8, 0.85, 0.9)
_FEATURES = tuple(field.name for field in dataclasses.fields(Features))
_READ = ("read_most", "read_first", "read_mean")
_LEAST = 1e-3  # chances nearer than this to 0 or 1 count as this near
_STRENGTH = 0.1
_FOLDS, _SEEDS = 10, 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the gate sees it, with the sentences that a reader is given."""

    source: str
    answerable: bool
    features: tuple[float, ...]
    text: str
    evidence: tuple[str, ...]


class Asking(Assistant):
    """The assistant with the gate's input in the open."""

    def asked(self, question: EvalQuestion, source: str) -> Asked:
        """A question with its signals and its likeliest sentences."""
        asked = read_question(self.understand(question.typed, question.history), self._names)
        passages = self._retriever.search(asked, self._search)
        found = Found(asked, passages, self._finder.candidates(asked, passages))
        ranked = rank(found, self._finder)
        features = features_of(found, self._finder, ranked)
        return Asked(
            source,
            question.answerable,
            tuple(float(getattr(features, name)) for name in _FEATURES),
            asked.text,
            tuple(source_text(window(one.candidate.span)) for one in ranked[:SENTENCES]),
        )


def questions(split: str) -> list[tuple[str, EvalQuestion]]:
    """The questions of a split without options, each with the file it is from ("dev" or "test" for the fixed set)."""
    files = {split: load_questions()} | {p.stem: load_questions([p]) for p in (*tuning_files(), *further_files())}
    return [
        (source, one)
        for source, found in files.items()
        for one in found
        if one.split == split and not one.options and not corrected(one)
    ]


def with_chances(rows: Sequence[Asked], read: Callable[[str, str], float]) -> list[tuple[float, ...]]:
    """The signals of each row and what a reader makes of it: log odds of the most, the first and the mean chance."""
    found = []
    for row in rows:
        chances = [read(row.text, one) for one in row.evidence] or [_LEAST]
        read_as = (max(chances), chances[0], sum(chances) / len(chances))
        found.append((*row.features, *map(_log_odds, read_as)))
    return found


def cross_validated(rows: Sequence[Asked], values: Sequence[tuple[float, ...]]) -> Any:
    """The score (0..1) of each row by models that did not see it, the mean of several partitions; shape (n,)."""
    import numpy as np
    from sklearn.model_selection import StratifiedKFold

    chances, table = np.zeros(len(rows)), np.array(values)
    strata = [f"{row.source} {row.answerable}" for row in rows]
    for seed in range(_SEEDS):
        for train, held in StratifiedKFold(_FOLDS, shuffle=True, random_state=seed).split(table, strata):
            chances[held] += fitted([rows[k] for k in train], table[train], table[held]) / _SEEDS
    return chances


def fitted(rows: Sequence[Asked], values: Any, others: Any) -> Any:
    """The score (0..1) of `others` by a model of `values`, the signals of `rows`."""
    import numpy as np

    names = (*_FEATURES, *_READ)[: len(values[0])]
    model = regression.fit(names, values, [row.answerable for row in rows], strength=_STRENGTH)
    return np.array([sigmoid(odds) for odds in regression.log_odds(model, np.array(others))])


def recall_at(precision: float, chances: Sequence[float], answerable: Sequence[bool]) -> float:
    """The largest share of unanswerable questions refused by a threshold whose refusals are right that often."""
    order = sorted(range(len(chances)), key=lambda place: chances[place])
    right, best, unanswerable = 0, 0, sum(not one for one in answerable)
    for refused, place in enumerate(order, start=1):
        right += not answerable[place]
        if right / refused >= precision:
            best = right
    return best / unanswerable if unanswerable else 0.0


def report(rows: Sequence[Asked], scores: dict[str, Any]) -> dict[str, Any]:
    """For each source and all: n, the area under the curve and the refusal recall at each precision, by score."""
    from sklearn.metrics import roc_auc_score

    found: dict[str, Any] = {}
    for source in [*sorted({row.source for row in rows}), "all"]:
        own = [place for place, row in enumerate(rows) if source in ("all", row.source)]
        answerable = [rows[place].answerable for place in own]
        if len(set(answerable)) < 2:
            continue
        found[source] = {"n": len(own), "unanswerable": answerable.count(False)}
        for name, chances in scores.items():
            mine = [float(chances[place]) for place in own]
            recalls = {str(p): round(recall_at(p, mine, answerable), 3) for p in PRECISIONS}
            found[source][name] = {"area": round(float(roc_auc_score(answerable, mine)), 3), "recall_at": recalls}
    return found


def _log_odds(chance: float) -> float:
    bounded = max(_LEAST, min(1.0 - _LEAST, chance))
    return math.log(bounded / (1.0 - bounded))
