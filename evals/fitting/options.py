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
from typing import Any

from assistant.answering.answer import Assistant, open_assistant
from assistant.choosing import weighing
from assistant.choosing.weighing import Signals, chosen_of, rows
from assistant.logistic import Logistic
from assistant.settings import AssistantSettings
from evals.fitting import regression
from evals.material.load import load_questions
from evals.schema import EvalQuestion
from ingest.settings import IngestSettings

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


def fit(cases: Sequence[Case]) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Both sets of weights as far as the cases allow, and a table of exact choices."""
    weights, table = {}, ["by            exact choice"]
    if all(case.beliefs is not None for case in cases):
        exact = [chosen_of(case.beliefs or (), len(case.right))[0] == case.right for case in cases]
        table.append(f"model         {sum(exact) / len(exact):12.2f}")
        weights["with_model"], share = _fitted(cases, with_model=True)
        table.append(f"both          {share:12.2f}")
    weights["sources"], share = _fitted(cases, with_model=False)
    return weights, [*table, f"sources       {share:12.2f}"]


def _fitted(cases: Sequence[Case], *, with_model: bool) -> tuple[dict[str, Any], float]:
    """Weights from all cases, and the share of exact choices in cross-validation."""
    import numpy as np

    values = [rows(case.signals, case.beliefs if with_model else None) for case in cases]
    totals = [np.zeros(len(own)) for own in values]
    for others, held in regression.folds(len(cases), _FOLDS, _SEEDS):
        model = _regression([cases[i] for i in others], [values[i] for i in others])
        for place in held:
            totals[place] += regression.log_odds(model, values[place])
    exact = [chosen_of(list(t), len(case.right))[0] == case.right for t, case in zip(totals, cases, strict=True)]
    return regression.as_data(_regression(cases, values)), sum(exact) / len(exact)


def _regression(cases: Sequence[Case], values: Sequence[Sequence[tuple[float, ...]]]) -> Logistic:
    """The score of options, which are standardised within their question already."""
    options = [row for own in values for row in own]
    labels = [place in case.right for case, own in zip(cases, values, strict=True) for place in range(len(own))]
    return regression.fit(_NAMES[: len(options[0])], options, labels, strength=_STRENGTH, standardise=False)


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


def _write(weights: dict[str, dict[str, Any]], fitted: str) -> None:
    """Put new weights over the old ones; a set that was not fitted stays."""
    data: dict[str, Any] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    data.update(weights, fitted=fitted)
    regression.write(WEIGHTS, data)


if __name__ == "__main__":
    sys.exit(main())
