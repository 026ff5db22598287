"""Fit the refusal gate's weights: `python -m evals.fitting.gate [--write]`.

Learns from the dev questions, from the tuning questions (evals/tuning, dev only: `questions`, paraphrases and near
misses; `natural`, as learners type them; `offtopic`, what has nothing to do with the collection but shares words with
it, and answerable ones as short), from the dev half of evals/further (`premises`: unstated attributes, false premises
and answerable twins; `several`: questions for several facts) and from answerable questions whose evidence is hidden,
which are near misses by construction. Prints a cross-validated trade-off; a question and its hidden twin are
never on both sides. Never looks at test questions. Owns nothing that runs when questions are answered.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answering.answer import Assistant
from assistant.asking.asked import read_question
from assistant.finding import refusal
from assistant.finding.evidence import Candidate, Found
from assistant.finding.ranking import rank
from assistant.finding.signals import Features, features_of
from assistant.logistic import Logistic, sigmoid
from assistant.settings import EXTRACTIVE, AssistantSettings
from evals.errors import EvidenceMissing
from evals.fitting import regression
from evals.material.facts import share_stated
from evals.material.gold import Gold
from evals.material.load import further_files, load_questions, tuning_files
from evals.schema import EvalQuestion
from ingest.embedding.embed import open_embedder
from ingest.index.store import open_index
from ingest.settings import IngestSettings

GATE = Path(refusal.__file__).parent / "data" / "gate.json"
THRESHOLDS = (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7)
_NAMES = tuple(field.name for field in dataclasses.fields(Features))
# Of a question with hidden evidence: other sentences may answer it, the more the corpus grows; its label is less sure.
_HIDDEN_WEIGHT = 0.05
_OFF_TOPIC_WEIGHT = 0.5  # more than half of that file is unanswerable, which learners' questions are not
_STRENGTH = 0.1  # of scikit-learn's inverse regularisation
_FOLDS, _SEEDS = 10, 5


@dataclass(frozen=True, slots=True)
class Row:
    """One question as the gate sees it; `answerable` is what it should say, `source` where the question is from."""

    id: str
    source: str
    features: tuple[float, ...]
    answerable: bool
    weight: float = 1.0


class Opened(Assistant):
    """The assistant with the gate's input in the open."""

    def rows(self, question: EvalQuestion, source: str, gold: Gold) -> list[Row]:
        """A question's row, and that of its twin without its evidence."""
        asked = read_question(self.understand(question.typed, question.history), self._names)
        passages = self._retriever.search(asked, self._search)
        candidates = self._finder.candidates(asked, passages)

        def features(sentences: Sequence[Candidate]) -> tuple[float, ...]:
            gathered = Found(asked, passages, sentences)
            found = features_of(gathered, self._finder, rank(gathered, self._finder))
            return tuple(float(getattr(found, name)) for name in _NAMES)

        weight = _OFF_TOPIC_WEIGHT if source == "offtopic" and not question.answerable else 1.0
        rows = [Row(question.id, source, features(candidates), question.answerable, weight)]
        left = without_evidence(question, candidates, gold) if question.answerable else []
        if left and len(left) < len(candidates):
            rows.append(Row(question.id, "hidden", features(left), answerable=False, weight=_HIDDEN_WEIGHT))
        return rows


def without_evidence(question: EvalQuestion, candidates: Sequence[Candidate], gold: Gold) -> list[Candidate]:
    """The sentences that are not gold evidence and do not state all the facts of the answer."""
    try:
        spans = gold.of(question).spans
    except EvidenceMissing:
        return []
    return [
        c
        for c in candidates
        if not any(s.uri == c.span.uri and c.span.start < s.end and s.start < c.span.end for s in spans)
        and not (question.facts and share_stated(question.facts, c.quote) == 1.0)
    ]


def training_rows(assistant: Opened) -> list[Row]:
    """Rows of every dev question without options, of the tuning questions and of their twins."""
    gold = Gold(assistant.index.documents.values(), assistant.index.chunks)
    others = {path.stem: load_questions([path]) for path in (*tuning_files(), *further_files())}
    sources = {"dev": load_questions(), **others}
    return [
        row
        for source, questions in sources.items()
        for question in questions
        if question.split == "dev" and not question.options and not corrected(question)
        for row in assistant.rows(question, source, gold)
    ]


def corrected(question: EvalQuestion) -> bool:
    """Whether a source corrects what a question supposes: its subject is covered, and `premise` answers it."""
    return not question.answerable and bool(question.evidence)


def fit(rows: Sequence[Row]) -> tuple[dict[str, Any], list[str]]:
    """Weights as data, and tables of refusal precision and recall by threshold from cross-validation."""
    import numpy as np

    asked = [row for row in rows if row.source != "hidden"]
    guessed = _held_out(rows, asked)
    table = []
    for source in sorted({row.source for row in asked}):
        own = np.array([row.source == source for row in asked])
        labels = np.array([row.answerable for row in asked])[own]
        table += _trade_off(f"{source} (n={int(own.sum())}, {int((~labels).sum())} unanswerable)", guessed[own], labels)
    count = Counter(row.source for row in rows)
    data = {
        "what": "Logistic score that the evidence answers the question "
        "(assistant/finding/signals.py): [weight, mean, scale].",
        "fitted": "python -m evals.fitting.gate --write; "
        + ", ".join(f"{n} {source}" for source, n in sorted(count.items())),
        **regression.as_data(_fitted(rows)),
    }
    return data, table


def _fitted(rows: Sequence[Row]) -> Logistic:
    features, labels = [row.features for row in rows], [row.answerable for row in rows]
    return regression.fit(_NAMES, features, labels, strength=_STRENGTH, weights=[row.weight for row in rows])


def _held_out(rows: Sequence[Row], asked: Sequence[Row]) -> Any:
    """The score of every question by models that saw neither it nor its twin, the mean of several partitions."""
    import numpy as np
    from sklearn.model_selection import StratifiedKFold

    guessed = np.zeros(len(asked))
    values = np.array([row.features for row in asked])
    strata = [f"{row.source} {row.answerable}" for row in asked]
    for seed in range(_SEEDS):
        for _, part in StratifiedKFold(_FOLDS, shuffle=True, random_state=seed).split(values, strata):
            held = {asked[i].id for i in part}
            model = _fitted([row for row in rows if row.id not in held])
            guessed[part] += [sigmoid(odds) / _SEEDS for odds in regression.log_odds(model, values[part])]
    return guessed


def _trade_off(title: str, guessed: Any, labels: Any) -> list[str]:
    from sklearn.metrics import roc_auc_score

    area = f"{roc_auc_score(labels, guessed):.3f}" if len(set(labels)) > 1 else "-"
    lines = [
        f"{title}: area under the curve {area}",
        "threshold  refusal precision  refusal recall  answerable kept",
    ]
    for threshold in THRESHOLDS:
        refused = guessed < threshold
        right = int((refused & ~labels).sum())
        precision, recall = right / max(1, int(refused.sum())), right / max(1, int((~labels).sum()))
        lines.append(f"{threshold:9.2f}  {precision:17.2f}  {recall:14.2f}  {float((~refused)[labels].mean()):15.2f}")
    return lines


def open_measured() -> Opened:
    """The assistant over the published index, without a chat model. Raises IngestError."""
    ingest = IngestSettings.from_env()
    return Opened(open_index(ingest), open_embedder(ingest), None, AssistantSettings(chat_model=EXTRACTIVE))


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.fitting.gate", description="Fit the refusal gate on dev and tuning questions."
    )
    parser.add_argument("--write", action="store_true", help="write the weights into assistant/finding/data/gate.json")
    arguments = parser.parse_args(argv)
    data, table = fit(training_rows(open_measured()))
    sys.stdout.write("\n".join(table) + "\n")
    if arguments.write:
        regression.write(GATE, data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
