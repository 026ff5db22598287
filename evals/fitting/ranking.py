"""Fit the weights that order evidence sentences: `python -m evals.fitting.ranking [--write]`.

Learns from the dev questions and the tuning questions (evals/tuning, dev only). A sentence counts as an answer when it
touches gold evidence. Prints, cross-validated by question, how often the first few sentences hold the evidence and what
share of the key facts they state; with `--write` puts the weights into assistant/finding/data/ranking.json. Never looks
at test questions. Owns nothing that runs when questions are answered.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answering.answer import Assistant, open_assistant
from assistant.finding import ranking
from assistant.finding.picking import pick
from assistant.finding.ranking import Likeness, Ranked
from assistant.logistic import Logistic
from assistant.settings import AssistantSettings
from evals.fitting import regression
from evals.material.facts import fact_stated
from evals.material.gold import Gold
from evals.material.load import further_files, load_questions, tuning_files
from evals.measuring import metrics
from evals.schema import EvalQuestion
from ingest.schema import Span
from ingest.settings import IngestSettings

WEIGHTS = Path(ranking.__file__).parent / "data" / "ranking.json"
_NAMES = tuple(field.name for field in dataclasses.fields(Likeness))
_STRENGTH = 0.3
_WRONG_PER_RIGHT = 4.0  # the sentences of one question weigh the same however many there are
_FOLDS, _SEEDS = 8, 3


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its sentences, and which of them hold gold evidence."""

    question: EvalQuestion
    ranked: tuple[Ranked, ...]
    right: tuple[bool, ...]


def dev_cases(assistant: Assistant) -> list[Case]:
    """Every dev and tuning question with evidence; of exam questions, the stem."""
    gold = Gold(assistant.index.documents.values(), assistant.index.chunks)
    cases = []
    for question in (*load_questions(), *load_questions([*tuning_files(), *further_files()])):
        if question.split != "dev" or not question.answerable or not question.evidence:
            continue
        spans = gold.of(question).spans
        ranked = tuple(assistant.sentences(question.typed, question.history))
        right = tuple(bears(one, spans) for one in ranked)
        cases.append(Case(question, ranked, right))
    return cases


def bears(one: Ranked, spans: Sequence[Span]) -> bool:
    """Whether a sentence is some of the evidence: it shares half of the shorter one with a place of it."""
    here = one.candidate.span
    return any(span.uri == here.uri and metrics.touches(here.start, here.end, span.start, span.end) for span in spans)


def fit(cases: Sequence[Case]) -> tuple[dict[str, Any], list[str]]:
    """Weights as data, and a table of what the first sentences hold, from cross-validation."""
    import numpy as np

    guessed = [np.zeros(len(case.ranked)) for case in cases]
    for others, held in regression.folds(len(cases), _FOLDS, _SEEDS):
        model = _fitted([cases[place] for place in others])
        for place in held:
            guessed[place] += regression.log_odds(model, _rows(cases[place])) if cases[place].ranked else 0.0
    data = {
        "what": "Logistic score that a sentence states the answer "
        "(assistant/finding/ranking.py): [weight, mean, scale].",
        "fitted": f"python -m evals.fitting.ranking; {len(cases)} dev and tuning questions",
        **regression.as_data(_fitted(cases)),
    }
    return data, _table(cases, [list(row) for row in guessed])


def _fitted(cases: Sequence[Case]) -> Logistic:
    """The score from the cases whose evidence was found, each question counting the same."""
    used = [case for case in cases if any(case.right)]
    rows = [row for case in used for row in _rows(case)]
    labels = [right for case in used for right in case.right]
    weights = [
        1 / sum(case.right) if right else _WRONG_PER_RIGHT / len(case.right) for case in used for right in case.right
    ]
    return regression.fit(_NAMES, rows, labels, strength=_STRENGTH, weights=weights)


def _rows(case: Case) -> list[list[float]]:
    return [[getattr(one.likeness, name) for name in _NAMES] for one in case.ranked]


def _table(cases: Sequence[Case], guessed: Sequence[Sequence[float]]) -> list[str]:
    table = ["sentences  evidence among them  key facts stated  (questions without options, cross-validated)"]
    for most in (1, 2, 3, 4):
        hits, facts = [], []
        for case, scores in zip(cases, guessed, strict=True):
            if case.question.kind == "mcq" or not case.ranked:
                continue
            order = sorted(range(len(scores)), key=lambda place, scores=scores: -scores[place])  # type: ignore[misc]
            picked = pick([dataclasses.replace(case.ranked[place], by_part=()) for place in order], most)
            chosen = {one.candidate.span.place for one in picked}
            places = [i for i, r in enumerate(case.ranked) if r.candidate.span.place in chosen]
            hits.append(any(case.right[place] for place in places))
            text = " ".join(case.ranked[place].candidate.quote for place in places)
            facts.extend([sum(fact_stated(f, text) for f in case.question.facts) / len(case.question.facts)])
        table.append(f"{most:9d}  {sum(hits) / len(hits):19.2f}  {sum(facts) / len(facts):16.2f}")
    return table


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.fitting.ranking", description="Fit the order of evidence sentences on dev questions."
    )
    parser.add_argument(
        "--write", action="store_true", help="write the weights into assistant/finding/data/ranking.json"
    )
    arguments = parser.parse_args(argv)
    assistant = open_assistant(AssistantSettings(chat_model="extractive"), IngestSettings.from_env())
    data, table = fit(dev_cases(assistant))
    sys.stdout.write("\n".join(table) + "\n")
    if arguments.write:
        regression.write(WEIGHTS, data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
