"""Fit the weights that choose among options, on dev exam questions: `python -m evals.fitting.options --model local`.

Prints the share of questions whose exact choice is right, cross-validated by question: by the sources alone, by the
chat model reading the notes, by both. With `--write` puts the weights into assistant/choosing/data/options.json.
Never looks at test questions. Owns nothing that runs when questions are answered.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.answering.answer import Assistant, open_assistant
from assistant.choosing import weighing
from assistant.choosing.weighing import Signals, chosen_of, rows
from assistant.settings import AssistantSettings
from evals.material.load import load_questions
from evals.schema import EvalQuestion
from ingest.settings import IngestSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Values = NDArray[np.float64]

WEIGHTS = Path(weighing.__file__).parent / "data" / "options.json"
_NAMES = ("joint", "gathered", "opinion")
_STRENGTH = 0.3
_FOLDS, _SEEDS = 10, 5


@dataclass(frozen=True, slots=True)
class Case:
    """An exam question with the signals of its options, and the model's belief in each; none without a model."""

    question: EvalQuestion
    signals: tuple[Signals, ...]
    beliefs: tuple[float, ...] | None

    @property
    def right(self) -> list[int]:
        """Places of the right options."""
        return sorted(self.question.answers)


def dev_cases(assistant: Assistant) -> list[Case]:
    """Every dev exam question. Raises ModelUnavailable when the chat model fails."""
    cases = []
    for question in load_questions():
        if question.split == "dev" and question.kind == "mcq":
            supports, opinion = assistant.opinions(question.typed)
            beliefs = tuple(opinion.get(s.option.letter, 0.0) for s in supports) if opinion is not None else None
            cases.append(Case(question, tuple(s.signals for s in supports), beliefs))
    return cases


def fit(cases: Sequence[Case]) -> tuple[dict[str, dict[str, float]], list[str]]:
    """Both sets of weights as far as the cases allow, and a table of exact choices."""
    weights, table = {}, ["by            exact choice"]
    if all(case.beliefs is not None for case in cases):
        exact = [chosen_of(case.beliefs or (), len(case.right))[0] == case.right for case in cases]
        table.append(f"model         {sum(exact) / len(exact):12.2f}")
        weights["with_model"], share = _fitted(cases, with_model=True)
        table.append(f"both          {share:12.2f}")
    weights["sources"], share = _fitted(cases, with_model=False)
    return weights, [*table, f"sources       {share:12.2f}"]


def _fitted(cases: Sequence[Case], *, with_model: bool) -> tuple[dict[str, float], float]:
    """Weights from all cases, and the share of exact choices in cross-validation."""
    import numpy as np

    values = [np.array(rows(case.signals, case.beliefs if with_model else None)) for case in cases]
    labels = [np.isin(np.arange(len(own)), case.right).astype(int) for own, case in zip(values, cases, strict=True)]
    totals = [np.zeros(len(own)) for own in values]
    for seed in range(_SEEDS):
        fold = np.random.default_rng(seed).integers(0, _FOLDS, len(cases))
        for held in range(_FOLDS):
            others = np.flatnonzero(fold != held)
            weights, _ = _regression([values[i] for i in others], [labels[i] for i in others])
            for place in np.flatnonzero(fold == held):
                totals[place] += values[place] @ weights
    exact = [chosen_of(list(t), len(case.right))[0] == case.right for t, case in zip(totals, cases, strict=True)]
    weights, bias = _regression(values, labels)
    named = {name: round(float(w), 4) for name, w in zip(_NAMES, weights, strict=False)}
    return {"bias": round(bias, 4), **named}, sum(exact) / len(exact)


def _regression(values: Sequence[Values], labels: Sequence[NDArray[np.int64]]) -> tuple[Values, float]:
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=_STRENGTH).fit(np.vstack(values), np.concatenate(labels))
    return model.coef_[0], float(model.intercept_[0])


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.fitting.options", description="Fit the choice among options."
    )
    parser.add_argument("--model", default="extractive", help="chat model for the second opinion: local, provider:name")
    parser.add_argument("--write", action="store_true", help="write assistant/choosing/data/options.json")
    arguments = parser.parse_args(argv)
    assistant = open_assistant(AssistantSettings.from_env(chat_model=arguments.model), IngestSettings.from_env())
    cases = dev_cases(assistant)
    weights, table = fit(cases)
    sys.stdout.write("\n".join(table) + "\n")
    if arguments.write:
        _write(weights, f"python -m evals.fitting.options --model {arguments.model}; {len(cases)} dev questions")
    return 0


def _write(weights: dict[str, dict[str, float]], fitted: str) -> None:
    """Put new weights over the old ones; a set that was not fitted stays."""
    data: dict[str, Any] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    data.update(weights, fitted=fitted)
    WEIGHTS.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
