"""The claims and questions that a reader is trained on: one JSON object a line in `data/*.jsonl`, loaded and validated.

A line names words of one document and holds what was written about them. Words of the corpus are given as they stand
there; those of AWS's own pages by page, positions and a digest only, so that none of their sentences is in this
repository. Knows no model and opens no document: that is `places`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from evals.errors import EvalError
from ingest.corpus.pairs import english_of
from ingest.schema import Lang

DATA = Path(__file__).parent / "data"
Label = Literal["supported", "contradicted", "not_found"]
Asked = Literal["answered", "unanswered"]
KINDS: Mapping[str, frozenset[str]] = {
    "supported": frozenset("near far part double".split()),
    "contradicted": frozenset("roles no-negator negation number name order scope condition contrast".split()),
    "not_found": frozenset("more attribute sibling stronger".split()),
    "unanswered": frozenset("attribute sibling premise number why".split()),
}


class BadData(EvalError):
    """A line of the training data is not as it should be; the message names file and line."""

    code = "bad-training-data"
    default_help = "The format is in evals/entailment/README.md."


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Words of one document: `quotes` for a page of the corpus, `spans` and `digest` for a page of AWS."""

    uri: str
    lang: Lang
    quotes: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    digest: str = ""

    @property
    def group(self) -> str:
        """What never stands on both sides of a split: a document with its version in the other language."""
        return english_of(self.uri)


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody might say of the words, and whether these support it."""

    text: str
    lang: Lang
    label: Label
    kind: str


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody might ask: `sentence` (from 0) of the place answers it, None where none does."""

    text: str
    lang: Lang
    kind: str
    sentence: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: a place, and the claims or the questions of one writer about it."""

    id: str
    writer: str
    place: Place
    claims: tuple[Claim, ...] = ()
    questions: tuple[Question, ...] = ()


def load(folder: Path = DATA) -> list[Entry]:
    """All lines in order of file and line. Raises BadData."""
    entries = [entry for path in sorted(folder.glob("*.jsonl")) for entry in _lines(path)]
    ids = [entry.id for entry in entries]
    if len(set(ids)) != len(ids):
        raise BadData(f"Two lines share the id {next(one for one in ids if ids.count(one) > 1)}.")
    return entries


def _lines(path: Path) -> Iterator[Entry]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if line.strip():
            try:
                yield _entry(json.loads(line))
            except (KeyError, TypeError, ValueError) as error:
                raise BadData(f"{path.name}, line {number}: {error}") from error


def _entry(row: dict[str, Any]) -> Entry:
    place = Place(
        uri=row["uri"],
        lang=_one_of(row["lang"], get_args(Lang)),
        quotes=tuple(row.get("quotes", ())),
        spans=tuple((int(start), int(end)) for start, end in row.get("spans", ())),
        digest=row.get("digest", ""),
    )
    if bool(place.quotes) == bool(place.spans) or bool(place.spans) != bool(place.digest):
        raise ValueError("a place has either quotes, or spans and a digest")
    if bool(place.quotes) != place.uri.startswith("corpus/"):
        raise ValueError("words are quoted from the corpus only")
    claims = tuple(_claim(one) for one in row.get("claims", ()))
    questions = tuple(_question(one, len(place.quotes or place.spans)) for one in row.get("questions", ()))
    if bool(claims) == bool(questions):
        raise ValueError("a line has either claims or questions")
    return Entry(row["id"], row["writer"], place, claims, questions)


def _claim(row: dict[str, Any]) -> Claim:
    label: Label = _one_of(row["label"], get_args(Label))
    return Claim(_text(row), _one_of(row["lang"], get_args(Lang)), label, _one_of(row["kind"], KINDS[label]))


def _question(row: dict[str, Any], sentences: int) -> Question:
    text, lang, sentence = _text(row), _one_of(row["lang"], get_args(Lang)), row.get("sentence")
    if sentence is None:
        return Question(text, lang, _one_of(row["kind"], KINDS["unanswered"]))
    if not 0 <= sentence < sentences:
        raise ValueError(f"there is no sentence {sentence}")
    return Question(text, lang, "answered", sentence)


def _text(row: dict[str, Any]) -> str:
    text = row["text"]
    if not isinstance(text, str) or text != text.strip() or not text:
        raise ValueError("a text is empty or has white space around it")
    return text


def _one_of(value: Any, allowed: Any) -> Any:
    if value not in allowed:
        raise ValueError(f"{value!r} is not one of {', '.join(sorted(allowed))}")
    return value
