"""Fit what makes a message lean on its conversation: `python -m evals.fitting.leaning [--write]`.

Learns from the dev conversations (`evals/conversations`), each message that is a new question or a follow-up behind the
assistant's own answers; from the follow-ups of the question set and of the tuning questions, which others wrote; and
from their other questions, each behind one on another page: a change of topic by construction. Prints a
cross-validated accuracy; messages of one conversation are never on both sides. Never looks at test messages.
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
from assistant.asking.talk import leaning
from assistant.asking.talk.conversation import topic_after
from assistant.asking.talk.leaning import Leaning, leaning_of
from assistant.asking.talk.said import said_of
from assistant.logistic import Logistic
from assistant.schema import Turn
from assistant.settings import EXTRACTIVE, AssistantSettings
from evals.conversations.items import load_conversations
from evals.conversations.measure import play
from evals.fitting import regression
from evals.material.load import load_questions, tuning_files
from evals.measuring.stats import interval
from evals.schema import EvalQuestion
from ingest.embedding.embed import open_embedder
from ingest.index.store import open_index
from ingest.schema import Lang
from ingest.settings import IngestSettings

WEIGHTS = Path(leaning.__file__).parent / "data" / "leaning.json"
_NAMES = tuple(field.name for field in dataclasses.fields(Leaning))
_NEW = 0.15  # weight of a new question: there are eight of them for each that leans, and either mistake is as bad
_STRENGTH = 3.0  # of scikit-learn's inverse regularisation
_PARTS, _SEEDS = 10, 5


@dataclass(frozen=True, slots=True)
class Row:
    """A message behind others: its features, and whether it leans on them."""

    conversation: str
    features: tuple[float, ...]
    leans: bool


class Opened(Assistant):
    """The assistant with what it knows of names in the open."""

    def row(self, source: str, text: str, lang: Lang, history: Sequence[Turn], *, leans: bool) -> Row | None:
        """The row of a message; None where nothing was asked before."""
        topic = topic_after(history, lang, self._vocabulary)
        if topic is None:
            return None
        found = leaning_of(said_of(text, lang, self._vocabulary), topic.things, topic.answer)
        return Row(source, tuple(float(getattr(found, name)) for name in _NAMES), leans)


def training_rows(assistant: Opened) -> list[Row]:
    """The rows of the dev conversations, played with the assistant's answers, and of dev and tuning questions."""
    rows: list[Row | None] = []
    histories: dict[str, list[Turn]] = {}
    for one in play(assistant, load_conversations("dev")):
        history = histories.setdefault(one.conversation, [])
        if one.expected.kind in ("new", "follow-up"):
            leans = one.expected.kind == "follow-up"
            rows.append(assistant.row(one.conversation, one.expected.text, one.lang, history, leans=leans))
        history += [Turn("user", one.expected.text), Turn("assistant", one.heard.answer)]
    for question, turns in pairs():
        rows.append(assistant.row(question.id, question.question, question.lang, turns, leans=bool(question.history)))
    return [row for row in rows if row is not None]


def pairs() -> list[tuple[EvalQuestion, Sequence[Turn]]]:
    """Dev and tuning questions without options: a follow-up behind its own turns, any other behind one elsewhere."""
    asked = [
        question
        for question in (*load_questions(), *load_questions(tuning_files()))
        if question.split == "dev" and not question.options and question.kind != "adversarial"
    ]
    alone = [question for question in asked if not question.history]
    behind = alone[len(alone) // 2 :] + alone[: len(alone) // 2]
    found: list[tuple[EvalQuestion, Sequence[Turn]]] = [(one, one.history) for one in asked if one.history]
    for question, before in zip(alone, behind, strict=True):
        if not _pages(question) & _pages(before):
            told = before.reference or " ".join(reference.quote for reference in before.evidence)
            found.append((question, (Turn("user", before.question), Turn("assistant", told))))
    return found


def _pages(question: EvalQuestion) -> set[str]:
    return {reference.uri for reference in question.evidence}


def fit(rows: Sequence[Row]) -> tuple[dict[str, Any], str]:
    """The weights as data, and the cross-validated accuracy in words."""
    ids = sorted({row.conversation for row in rows})
    right: list[tuple[float, float]] = []
    for learn, held in regression.folds(len(ids), _PARTS, _SEEDS):
        known, asked = {ids[i] for i in learn}, {ids[i] for i in held}
        model = _fitted([row for row in rows if row.conversation in known])
        for row in rows:
            if row.conversation in asked:
                guess = model.log_odds(dict(zip(_NAMES, row.features, strict=True))) >= 0
                right.append((float(guess == row.leans), 1.0))
    share = interval(right).value
    leaning_rows = sum(row.leans for row in rows)
    told = f"{len(rows)} messages, {leaning_rows} lean; right in {_PARTS} folds, {_SEEDS} partitions: {share:.3f}"
    data = {
        "what": "Logistic score that a message leans on its conversation "
        "(assistant/asking/talk/leaning.py): [weight, mean, scale].",
        "fitted": f"python -m evals.fitting.leaning --write; {len(rows)} messages, {leaning_rows} of them lean",
        **regression.as_data(_fitted(rows)),
    }
    return data, told


def _fitted(rows: Sequence[Row]) -> Logistic:
    features, labels = [row.features for row in rows], [row.leans for row in rows]
    weights = [1.0 if leans else _NEW for leans in labels]
    return regression.fit(_NAMES, features, labels, strength=_STRENGTH, weights=weights, standardise=False)


def main(argv: Sequence[str] | None = None) -> int:
    """Fit, print, and write where asked."""
    parser = argparse.ArgumentParser(prog="python -m evals.fitting.leaning", description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write {WEIGHTS.name}")
    arguments = parser.parse_args(argv)
    ingest = IngestSettings.from_env()
    settings = AssistantSettings.from_env(chat_model=EXTRACTIVE)
    assistant = Opened(open_index(ingest), open_embedder(ingest), None, settings)
    data, told = fit(training_rows(assistant))
    sys.stdout.write(f"{told}\n{regression.as_text(data)}")
    if arguments.write:
        regression.write(WEIGHTS, data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
