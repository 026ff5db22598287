"""Question files to questions: one JSON object a line, checked key by key, errors with file and line.

Only `id` and `question` are needed, so that a team can write its own file in minutes: the language is then detected,
the kind follows from the options, the split from the id. Knows nothing of documents.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assistant.schema import Turn
from evals.errors import BadQuestions
from evals.schema import KINDS, SPLITS, EvalQuestion, Split
from ingest.schema import LANGS, Reference
from ingest.text.language import detect_language

QUESTIONS = Path(__file__).parent.parent / "questions"
_TUNING = Path(__file__).parent.parent / "tuning"
_MOST_OPTIONS = 6


def tuning_files() -> list[Path]:
    """Files of the questions that are for tuning only; none of them is in the fixed set."""
    return sorted(_TUNING.glob("*.jsonl"))


def load_questions(paths: Sequence[Path] = ()) -> list[EvalQuestion]:
    """Questions of the files in order, of the project's own set when none is named.

    Raises BadQuestions with file and line for the first thing that is wrong.
    """
    files = list(paths) or sorted(QUESTIONS.glob("*.jsonl"))
    questions: list[EvalQuestion] = []
    places: dict[str, str] = {}
    for path in files:
        for number, line in enumerate(_text(path).splitlines(), start=1):
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
            raise ValueError("this is not a JSON object")
        return _build(data)
    except (KeyError, TypeError, ValueError) as error:
        reason = f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)
        raise BadQuestions(f"{place}: {reason}.") from error


def _build(data: dict[str, Any]) -> EvalQuestion:
    unknown = sorted(set(data) - set(_READERS))
    if unknown:
        raise ValueError(f"unknown key {', '.join(unknown)} (known: {', '.join(_READERS)})")
    values = {"id": data["id"], "question": data["question"], **data}
    read = {name: _READERS[name](name, value) for name, value in values.items()}
    read.setdefault("lang", detect_language(read["question"]))
    read.setdefault("kind", "mcq" if read.get("options") else "open")
    read.setdefault("split", split_of(read["id"]))
    question = EvalQuestion(**read)
    _check_options(question)
    return question


def _check_options(question: EvalQuestion) -> None:
    if question.kind != "mcq":
        if question.options or question.answers:
            raise ValueError(f"options and answers are for kind mcq, this is {question.kind}")
        return
    if not 2 <= len(question.options) <= _MOST_OPTIONS:
        raise ValueError(f"mcq needs 2 to {_MOST_OPTIONS} options, there are {len(question.options)}")
    if not question.answers or len(set(question.answers)) != len(question.answers):
        raise ValueError("answers must name at least one option, none twice")
    if not all(0 <= answer < len(question.options) for answer in question.answers):
        raise ValueError(f"answers {list(question.answers)} are not positions in {len(question.options)} options")


def _string(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a string, not {value!r}")
    return value


def _filled(name: str, value: object) -> str:
    text = _string(name, value).strip()
    if not text:
        raise ValueError(f"{name} is empty")
    return text


def _one_of(*allowed: str) -> Callable[[str, object], str]:
    def read(name: str, value: object) -> str:
        if value not in allowed:
            raise ValueError(f"{name} is {value!r}, not one of {', '.join(allowed)}")
        return str(value)

    return read


def _strings(name: str, value: object) -> tuple[str, ...]:
    return tuple(_filled(f"an entry of {name}", item) for item in _items(name, value))


def _positions(name: str, value: object) -> tuple[int, ...]:
    items = _items(name, value)
    if not all(isinstance(item, int) and not isinstance(item, bool) for item in items):
        raise TypeError(f"{name} must be positions (0 is the first option), not {value!r}")
    return tuple(items)


def _history(name: str, value: object) -> tuple[Turn, ...]:
    turns = []
    for item in _items(name, value):
        if not isinstance(item, dict) or set(item) != {"role", "text"} or item["role"] not in ("user", "assistant"):
            raise ValueError(f'{name} holds {item!r}, not {{"role": "user" or "assistant", "text": ...}}')
        turns.append(Turn(item["role"], _filled("text of a turn", item["text"])))
    return tuple(turns)


def _evidence(name: str, value: object) -> tuple[Reference, ...]:
    entries = []
    for item in _items(name, value):
        if not isinstance(item, dict) or not {"uri"} <= set(item) <= {"uri", "quote"}:
            raise ValueError(f'{name} holds {item!r}, not {{"uri": ..., "quote": ...}}')
        entries.append(Reference(_filled("uri", item["uri"]), _string("quote", item.get("quote", ""))))
    return tuple(entries)


def _items(name: str, value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"{name} must be a list, not {value!r}")
    return value


_READERS: dict[str, Callable[[str, object], Any]] = {
    "id": _filled,
    "kind": _one_of(*KINDS),
    "lang": _one_of(*LANGS),
    "question": _filled,
    "history": _history,
    "options": _strings,
    "answers": _positions,
    "reference": _string,
    "facts": _strings,
    "evidence": _evidence,
    "exam": _string,
    "domain": _string,
    "split": _one_of(*SPLITS),
}
