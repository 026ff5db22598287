"""Fit the weights of a sentence that corrects a question: `python -m evals.fitting.premise [--write]`.

Learns from the dev questions, the tuning questions and the dev half of evals/further. A sentence corrects a question
that has no answer when it is the evidence named for it; no sentence does that is found for an answerable question, or
for one whose subject is there and what is asked of it is not.
Prints, cross-validated by question, how many false premises are corrected and how many answerable questions would be
told the opposite. Never looks at test questions. Owns nothing that runs when questions are answered.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answering.answer import Assistant
from assistant.finding import premise
from assistant.finding.premise import Opposition, oppositions
from assistant.finding.ranking import Ranked, rank
from assistant.finding.signals import gap_of
from assistant.logistic import Logistic, sigmoid
from assistant.settings import EXTRACTIVE, AssistantSettings
from evals.fitting import regression
from evals.fitting.ranking import bears
from evals.material.gold import Gold
from evals.material.load import further_files, load_questions, tuning_files
from evals.schema import EvalQuestion
from ingest.embedding.embed import open_embedder
from ingest.index.store import open_index
from ingest.settings import IngestSettings

WEIGHTS = Path(premise.__file__).parent / "data" / "premise.json"
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7)
_NAMES = tuple(field.name for field in dataclasses.fields(Opposition))
_STRENGTH = 0.3
_FOLDS, _SEEDS = 8, 3


@dataclass(frozen=True, slots=True)
class Case:
    """A question with the sentences that are against it, and which of them are the evidence against it."""

    question: EvalQuestion
    oppositions: tuple[Opposition, ...]
    right: tuple[bool, ...]

    @property
    def corrected(self) -> bool:
        """Whether there is something to correct: no answer, and evidence that says so."""
        return not self.question.answerable and bool(self.question.evidence)


class Opened(Assistant):
    """The assistant with what it compares a question with in the open."""

    def oppositions(self, question: EvalQuestion) -> list[tuple[Ranked, Opposition]]:
        """The likely sentences that are against what a question supposes."""
        found = self._find(self.understand(question.typed, question.history))
        ranked = rank(found, self._finder)
        return oppositions(found.asked, ranked, self._claims, gap_of(found.asked, ranked, self._finder))


def dev_cases(assistant: Opened) -> list[Case]:
    """Every dev question without options."""
    gold = Gold(assistant.index.documents.values(), assistant.index.chunks)
    cases = []
    for question in (*load_questions(), *load_questions([*tuning_files(), *further_files()])):
        if question.split != "dev" or question.options:
            continue
        found = assistant.oppositions(question)
        spans = gold.of(question).spans if question.evidence and not question.answerable else ()
        right = tuple(bears(one, spans) for one, _ in found)
        cases.append(Case(question, tuple(opposition for _, opposition in found), right))
    return cases


def fit(cases: Sequence[Case]) -> tuple[dict[str, Any], list[str]]:
    """Weights as data, and a table of what is corrected by threshold, from cross-validation."""
    import numpy as np

    guessed = [np.zeros(len(case.oppositions)) for case in cases]
    for others, held in regression.folds(len(cases), _FOLDS, _SEEDS):
        model = _fitted([cases[place] for place in others])
        for place in held:
            if cases[place].oppositions:
                guessed[place] += [sigmoid(odds) / _SEEDS for odds in regression.log_odds(model, _rows(cases[place]))]
    used = sum(bool(case.oppositions) for case in cases)
    data = {
        "what": "Logistic score that a sentence says otherwise than a question supposes "
        "(assistant/finding/premise.py): [weight, mean, scale].",
        "fitted": f"python -m evals.fitting.premise; {len(cases)} dev and tuning questions, {used} with such signs",
        **regression.as_data(_fitted(cases)),
    }
    return data, _table(cases, [max(row, default=0.0) for row in guessed])


def _fitted(cases: Sequence[Case]) -> Logistic:
    """The score from the evidence against false premises, and from the sentences for all other questions."""
    pairs = [
        (row, right)
        for case in cases
        for row, right in zip(_rows(case), case.right, strict=True)
        if right or not case.corrected
    ]
    return regression.fit(_NAMES, [row for row, _ in pairs], [right for _, right in pairs], strength=_STRENGTH)


def _rows(case: Case) -> list[list[float]]:
    return [[getattr(opposition, name) for name in _NAMES] for opposition in case.oppositions]


def _table(cases: Sequence[Case], chances: Sequence[float]) -> list[str]:
    corrected = [chance for case, chance in zip(cases, chances, strict=True) if case.corrected]
    answerable = [chance for case, chance in zip(cases, chances, strict=True) if case.question.answerable]
    lines = [f"threshold  corrected (n={len(corrected)})  told the opposite though answerable (n={len(answerable)})"]
    for threshold in THRESHOLDS:
        there = sum(chance >= threshold for chance in corrected) / max(1, len(corrected))
        wrongly = sum(chance >= threshold for chance in answerable) / max(1, len(answerable))
        lines.append(f"{threshold:9.2f}  {there:16.2f}  {wrongly:38.3f}")
    return lines


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.fitting.premise", description="Fit what corrects a question, on dev questions."
    )
    parser.add_argument("--write", action="store_true", help="write assistant/finding/data/premise.json")
    arguments = parser.parse_args(argv)
    ingest = IngestSettings.from_env()
    settings = AssistantSettings(chat_model=EXTRACTIVE)
    data, table = fit(dev_cases(Opened(open_index(ingest), open_embedder(ingest), None, settings)))
    sys.stdout.write("\n".join(table) + "\n")
    if arguments.write:
        regression.write(WEIGHTS, data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
