"""Question files to questions: one JSON object a line, checked key by key, errors with file and line.

Only `id` and `question` are needed, so that a team can write its own file in minutes: the language is then detected,
the kind follows from the options, the split from the id. Knows nothing of documents.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.errors import BadQuestions
from evals.schema import EvalQuestion, Split
from ingest.text.language import detect_language
from ingest.typed import Misfit, typed

QUESTIONS = Path(__file__).parent.parent / "questions"
_TUNING = Path(__file__).parent.parent / "tuning"
_FURTHER = Path(__file__).parent.parent / "further"
_MOST_OPTIONS = 6


def tuning_files() -> list[Path]:
    """Files of the questions that are for tuning only; none of them is in the fixed set."""
    return sorted(_TUNING.glob("*.jsonl"))


def further_files() -> list[Path]:
    """Files of questions on the project's corpus that are no part of the fixed set, `dev` and `test` by document."""
    return sorted(_FURTHER / name for name in ("premises.jsonl", "several.jsonl"))


def load_questions(paths: Sequence[Path] = ()) -> list[EvalQuestion]:
    """Questions of the files in order, of the project's own set when none is named.

    Raises BadQuestions with file and line for the first thing that is wrong.
    """
    files = list(paths) or sorted(QUESTIONS.glob("*.jsonl"))
    questions: list[EvalQuestion] = []
    places: dict[str, str] = {}
    for path in files:
        for number, line in enumerate(_text(path).split("\n"), start=1):
            if not line.strip():
                continue
            place = f"{path}:{number}"
            question = _question(line, place)
            if question.id in places:
                raise BadQuestions(f"{place}: the id {question.id!r} was used in {places[question.id]}.")
            places[question.id] = place
            questions.append(question)
    if not questions:
        raise BadQuestions("There are no questions.", help="Name a file with --questions.")
    return questions


def split_of(id_: str) -> Split:
    """The split rule: 40 % of the ids, by hash, are for reporting only."""
    return "test" if int(hashlib.sha256(id_.encode()).hexdigest(), 16) % 5 < 2 else "dev"


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadQuestions(f"{path} is not UTF-8.", help="Save the file as UTF-8.") from error
    except OSError as error:
        reason = f"{path} cannot be read: {error.strerror or error}."
        raise BadQuestions(reason, help="Name an existing file of JSON lines with --questions.") from error


def _question(line: str, place: str) -> EvalQuestion:
    try:
        data = json.loads(line)
    except ValueError as error:
        raise BadQuestions(f"{place}: this is not JSON ({error}).") from error
    try:
        if not isinstance(data, dict):
            raise Misfit("this is not a JSON object")
        question = typed(EvalQuestion, _completed(data))
        _check_options(question)
        _check_texts(question)
    except Misfit as error:
        raise BadQuestions(f"{place}: {error}.") from error
    return question


def _completed(data: dict[str, Any]) -> dict[str, Any]:
    """With what follows from the rest where it is not said: the language, the kind, the split."""
    found = {"kind": "mcq" if data.get("options") else "open", "split": split_of(str(data.get("id"))), **data}
    if "lang" not in found:
        found["lang"] = detect_language(str(data.get("question")))
    return found


def _check_texts(question: EvalQuestion) -> None:
    """Every turn and every place says something; the classes they are of leave that open."""
    for name, texts in (
        ("history", [turn.text for turn in question.history]),
        ("evidence", [reference.uri for reference in question.evidence]),
    ):
        if not all(text.strip() for text in texts):
            raise Misfit(f"{name}: a text is empty")


def _check_options(question: EvalQuestion) -> None:
    if question.kind != "mcq":
        if question.options or question.answers:
            raise Misfit(f"options and answers are for kind mcq, this is {question.kind}")
        return
    if not 2 <= len(question.options) <= _MOST_OPTIONS:
        raise Misfit(f"mcq needs 2 to {_MOST_OPTIONS} options, there are {len(question.options)}")
    if not question.answers or len(set(question.answers)) != len(question.answers):
        raise Misfit("answers must name at least one option, none twice")
    if not all(0 <= answer < len(question.options) for answer in question.answers):
        raise Misfit(f"answers {list(question.answers)} are not positions in {len(question.options)} options")
