"""Fit the weights that choose among options, on dev exam questions: `python -m evals.fitting.options --model local`.

Prints the share of questions whose exact choice is right, cross-validated by question: by the sources alone, by the
chat model reading the notes, by both; and how far a choice must lead for such choices to be right as often as an answer
says. With `--write` puts the weights into assistant/choosing/data/options.json. `--keep FILE` keeps what was seen, so
that a run with a slow model can go on. Questions that a sum decides are left out. Never looks at test questions. Owns
nothing that runs when questions are answered.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from assistant.answering.answer import Assistant, open_assistant
from assistant.choosing import weighing
from assistant.choosing.stem import read_stem
from assistant.choosing.sums import computed
from assistant.choosing.weighing import FEATURES, Signals, chosen_of, rows
from assistant.logistic import Logistic, sigmoid
from assistant.settings import AssistantSettings
from evals.fitting import regression
from evals.material.load import load_questions
from evals.schema import EvalQuestion
from ingest.settings import IngestSettings

WEIGHTS = Path(weighing.__file__).parent / "data" / "options.json"
_STRENGTH = 0.3
_FOLDS, _SEEDS = 10, 5
_RIGHT = 0.85  # of the choices that count as answered
_FEWEST = 10  # such choices that a lead is taken from


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


Seen = tuple[tuple[Signals, ...], tuple[float, ...] | None]


def dev_cases(assistant: Assistant, kept: Path | None = None, most: int = 0) -> list[Case]:
    """Every dev exam question that no sum decides, at most `most` new ones (0: all). Raises ModelUnavailable.

    What the file `kept` holds is not asked again, and what is asked is added to it.
    """
    cases, new = [], 0
    seen = _read(kept)
    for question in load_questions():
        if question.split != "dev" or question.kind != "mcq" or _computed(question, assistant):
            continue
        if question.fingerprint not in seen:
            if most and new == most:
                continue
            new += 1
            supports, opinion = assistant.opinions(question.typed)
            beliefs = tuple(opinion.get(s.option.letter, 0.0) for s in supports) if opinion is not None else None
            seen[question.fingerprint] = tuple(s.signals for s in supports), beliefs
            _keep(kept, seen)
        cases.append(Case(question, *seen[question.fingerprint]))
    return cases


def _computed(question: EvalQuestion, assistant: Assistant) -> bool:
    read = assistant.understand(question.typed)
    return computed(read.text, read_stem(read.text).asking, read.options, read.lang) is not None


def _read(kept: Path | None) -> dict[str, Seen]:
    if kept is None or not kept.is_file():
        return {}
    data = json.loads(kept.read_text(encoding="utf-8"))
    return {
        mark: (tuple(Signals(*own) for own in signals), None if beliefs is None else tuple(beliefs))
        for mark, (signals, beliefs) in data.items()
    }


def _keep(kept: Path | None, seen: dict[str, Seen]) -> None:
    if kept is not None:
        data = {mark: ([astuple(own) for own in signals], beliefs) for mark, (signals, beliefs) in seen.items()}
        kept.write_text(json.dumps(data), encoding="utf-8")


def fit(cases: Sequence[Case]) -> tuple[dict[str, Any], list[str]]:
    """Weights and leads as far as the cases allow, and a table of exact choices."""
    data: dict[str, Any] = {}
    table = ["by            exact choice   n   lead  answered  right"]
    asked = [case for case in cases if case.beliefs is not None]
    if asked:
        exact = [chosen_of(case.beliefs or (), len(case.right))[0] == case.right for case in asked]
        table.append(f"model         {sum(exact) / len(exact):12.2f} {len(exact):3}")
        data["with_model"], _, row = _fitted(asked, "with_model")
        table.append(f"both          {row}")
    data["sources"], data["answered"], row = _fitted(cases, "sources")
    return data, [*table, f"sources       {row}"]


def _fitted(cases: Sequence[Case], kind: str) -> tuple[dict[str, Any], float, str]:
    """Weights from all cases, the lead of an answered choice, and the exact choices, both in cross-validation."""
    import numpy as np

    values = [rows(case.signals, case.beliefs if kind == "with_model" else None) for case in cases]
    totals = [np.zeros(len(own)) for own in values]
    for others, held in regression.folds(len(cases), _FOLDS, _SEEDS):
        model = _regression([cases[i] for i in others], [values[i] for i in others], kind)
        for place in held:
            totals[place] += regression.log_odds(model, values[place]) / _SEEDS
    found = [
        chosen_of([sigmoid(float(value)) for value in total], len(case.right))
        for total, case in zip(totals, cases, strict=True)
    ]
    exact = [(lead, places == case.right) for (places, lead), case in zip(found, cases, strict=True)]
    lead, answered, right = lead_of(exact)
    share = sum(own for _, own in exact) / len(exact)
    row = f"{share:12.2f} {len(exact):3} {lead:6.2f} {answered:9} {right:6.2f}"
    return regression.as_data(_regression(cases, values, kind)), round(lead, 4), row


def lead_of(exact: Sequence[tuple[float, bool]]) -> tuple[float, int, float]:
    """The least lead from which choices are right often enough, how many lead so far, and the share of them right.

    `exact` holds the lead of each choice, and whether it was right. A lead that no choice reaches where none is enough.
    """
    ranked = sorted(exact, key=lambda one: -one[0])
    best = (1.0, 0, 0.0)
    right = 0
    for count, (lead, own) in enumerate(ranked, start=1):
        right += own
        if count >= _FEWEST and right / count >= _RIGHT:
            best = (lead, count, right / count)
    return best


def _regression(cases: Sequence[Case], values: Sequence[Sequence[tuple[float, ...]]], kind: str) -> Logistic:
    """The score of options, which are standardised within their question already."""
    options = [row for own in values for row in own]
    labels = [place in case.right for case, own in zip(cases, values, strict=True) for place in range(len(own))]
    return regression.fit(FEATURES[kind], options, labels, strength=_STRENGTH, standardise=False)


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.fitting.options", description="Fit the choice among options."
    )
    parser.add_argument("--model", default="extractive", help="chat model for the second opinion: local, provider:name")
    parser.add_argument("--keep", metavar="FILE", type=Path, help="keep what was seen of each question; go on from it")
    parser.add_argument("--most", type=int, default=0, metavar="N", help="at most N questions that are not kept yet")
    parser.add_argument("--write", action="store_true", help="write assistant/choosing/data/options.json")
    arguments = parser.parse_args(argv)
    assistant = open_assistant(AssistantSettings.from_env(chat_model=arguments.model), IngestSettings.from_env())
    cases = dev_cases(assistant, arguments.keep, arguments.most)
    weights, table = fit(cases)
    sys.stdout.write("\n".join(table) + "\n")
    if arguments.write:
        _write(weights, f"python -m evals.fitting.options --model {arguments.model}; {len(cases)} dev questions")
    return 0


def _write(weights: dict[str, Any], fitted: str) -> None:
    """Put new weights over the old ones; a set that was not fitted stays."""
    data: dict[str, Any] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    data.update(weights, fitted=fitted)
    regression.write(WEIGHTS, data)


if __name__ == "__main__":
    sys.exit(main())
