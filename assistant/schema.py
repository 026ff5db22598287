"""The values of a question and its answer, the events in between, and what is asked of a chat model.

Pure and frozen: what the page, the command line and the evaluation all consume. Offsets are half-open character
positions. Standard library and `ingest.schema` only.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from ingest.schema import Chunk, Document, Lang, Source, Span
from ingest.subjects import over, row_cells

Status = Literal["answered", "partial", "refused", "failed"]
Support = Literal["supported", "partly", "contradicted", "not_found"]
Role = Literal["user", "assistant"]
UtteranceKind = Literal["new", "follow-up", "answer", "collection", "product", "several"]
"""A new question; one that leans on the conversation; a request about the last answer, about the documents, about the
product; several questions."""

PagePicture = bytes | Literal["gone", "failed"]
"""A page as a PNG; or its file is not there any more as it was read; or the page cannot be drawn in time."""

Message = tuple[str, str]
"""A role ("system", "user" or "assistant") and its text."""


class ChatModel(Protocol):
    """Streams an answer. Closing the iterator stops the model."""

    @property
    def name(self) -> str:
        """Model id, recorded with every answer."""

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str]:
        """Pieces of text, in order. Raises ModelUnavailable, ModelTimeout or ModelRefused."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of the conversation, as plain text."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Option:
    """One answer option of an exam question; `letter` is A, B, C ..."""

    letter: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a person typed, understood.

    `asked` is what was typed, `text` what is searched (the stem, made standalone when it follows up on earlier
    turns). `choose` is how many options are right (1 for an open question).
    """

    asked: str
    text: str
    lang: Lang
    options: tuple[Option, ...] = ()
    choose: int = 1
    follow_up: bool = False


@dataclass(frozen=True, slots=True)
class Utterance:
    """A message understood in its conversation, before anything is searched.

    `question` is what it asks: for a request about the answer the last question, for one about the collection what it
    is asked of ("" for all of it). `parts` are the questions of a message that asks several, each standalone. `request`
    names what is wanted of the answer, the collection or the product. `about` names what was spoken of before.
    `otherwise` is the other way to read the question, for where the sources do not answer this one; `again` the last
    question as it was asked, for a request that goes back to it.
    """

    kind: UtteranceKind
    question: Question
    parts: tuple[Question, ...] = ()
    request: str = ""
    about: tuple[str, ...] = ()
    otherwise: Question | None = None
    again: Question | None = None


@dataclass(frozen=True, slots=True)
class Scores:
    """Where a passage's rank comes from; None where a search did not return it."""

    dense: float | None = None
    lexical: float | None = None
    fused: float = 0.0


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk found for a question; rank 1 is best."""

    chunk: Chunk
    source: Source
    rank: int
    scores: Scores


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a document that may carry an answer. `score` is in 0..1, higher is closer to the question."""

    number: int
    span: Span
    score: float
    passage_rank: int

    @property
    def quote(self) -> str:
        """The words, copied."""
        return self.span.quote


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a document, with its words copied by code. `number` is the marker the reader sees.

    `subjects` stand before the quote where it does not say itself what it is about (a list item, a table cell), and
    `subject_spans` are where they and the header of a table stand in the document; `cells` are (header, cell) of a row.
    """

    number: int
    title: str
    uri: str
    url: str
    section: str
    page: int | None
    quote: str
    start: int
    end: int
    lang: Lang
    kind: str = ""
    as_of: str = ""
    subjects: tuple[str, ...] = ()
    subject_spans: tuple[tuple[int, int], ...] = ()
    cells: tuple[tuple[str, str], ...] = ()

    @staticmethod
    def of(span: Span, number: int) -> Citation:
        """The citation of a span: the one way from words of a document to what a reader is shown of their place."""
        source = span.document.source
        return Citation(
            number=number,
            title=source.title,
            uri=source.uri,
            url=source.url,
            section=" > ".join(span.inner),
            page=span.page,
            quote=span.quote,
            start=span.start,
            end=span.end,
            lang=source.lang,
            kind=source.kind,
            as_of=source.as_of,
            subjects=over(span),
            subject_spans=span.subject_spans,
            cells=row_cells(span),
        )

    @property
    def subject(self) -> str:
        """What the quote says something of, outermost first; "" where it says so itself."""
        return " > ".join(self.subjects)

    @property
    def told(self) -> tuple[str, str]:
        """Subject and words as plain text shows them: ("Amazon S3 › Standard", "no retrieval fee"); a row by cells."""
        cells = "; ".join(f"{name}: {cell}" if name else cell for name, cell in self.cells)
        return " › ".join(self.subjects), cells or self.quote

    @property
    def line(self) -> str:
        """Subject and words on a terminal: "Amazon S3 › Standard: “no retrieval fee”"."""
        subject, words = self.told
        return f"{subject}: “{words}”" if subject else f"“{words}”"

    @property
    def place(self) -> tuple[str, int, int]:
        """Uri, start and end, as `Span.place`."""
        return (self.uri, self.start, self.end)

    def span_in(self, document: Document) -> Span | None:
        """The cited words in their document; None where they do not stand there any more."""
        if document.text[self.start : self.end] != self.quote:
            return None
        return Span(document, self.start, self.end, document.heading_at(self.start))


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of an answer and what its check found. `start`/`end` are in `Answer.text`; score is in 0..1.

    `copied` says that the words are a source's own, copied by code: they are shown as they stand. `reason` is in the
    answer's language, `told` has it in each.
    """

    text: str
    start: int
    end: int
    support: Support
    score: float
    citations: tuple[int, ...] = ()
    reason: str = ""
    copied: bool = False
    told: tuple[tuple[Lang, str], ...] = ()

    def reason_in(self, lang: Lang) -> str:
        """The reason in a language; as it was kept where that is all there is of it."""
        return dict(self.told).get(lang, self.reason)


@dataclass(frozen=True, slots=True)
class Marker:
    """Where in `Answer.text` code has put the number of a citation; any other "[1]" there is text of a source."""

    start: int
    end: int
    number: int


GroupRole = Literal["direct", "table", "side", "steps", "definition", "when", "how", "pitfalls", "more", "wording"]


@dataclass(frozen=True, slots=True)
class Group:
    """Statements of an answer that belong together: `claims` are places in `Answer.claims`.

    `title` is the name of a side of a comparison; `rows` are the numbers of the citations that are rows of a table.
    """

    role: GroupRole
    claims: tuple[int, ...] = ()
    title: str = ""
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """What made an answer: ids of model, index and prompt, seconds by stage, tokens.

    `gate` in 0..1 is how likely the evidence answers the question; below the refusal threshold it was refused.
    """

    model: str = "extractive"
    index: str = ""
    prompt: str = ""
    seconds: dict[str, float] = field(default_factory=dict)
    tokens: int = 0
    gate: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished answer. `nearest` holds the closest passages when nothing was cited (a refusal).

    `corrects`: the question supposes what its first quote denies. `groups` are its statements by what they are to it,
    each in one of them, none for a short answer. `asked` counts the questions of the message, `found` those that are
    answered (0 and 0: not counted).
    """

    status: Status
    text: str
    lang: Lang
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    choice: tuple[str, ...] = ()
    reason: str = ""
    nearest: tuple[Citation, ...] = ()
    notices: tuple[str, ...] = ()
    trace: Trace = field(default_factory=Trace)
    markers: tuple[Marker, ...] = ()
    corrects: bool = False
    groups: tuple[Group, ...] = ()
    asked: int = 0
    found: int = 0


@dataclass(frozen=True, slots=True)
class Searching:
    """The question was understood; the search begins."""

    question: Question


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Passages and evidence sentences, before any model runs."""

    question: Question
    passages: tuple[Passage, ...]
    evidence: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """What the sources say by themselves, a complete answer, while a model still writes or chooses."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the model's draft, in order."""

    text: str


@dataclass(frozen=True, slots=True)
class Final:
    """The checked answer; replaces any draft."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Failed:
    """The question could not be answered at all; `help` says what to do."""

    code: str
    message: str
    help: str


Event = Searching | Retrieved | Quoted | Token | Final | Failed


def citation_to_json(citation: Citation) -> dict[str, Any]:
    """Plain data of a citation: its fields, and `subject` in one string."""
    return {**dataclasses.asdict(citation), "subject": citation.subject}


def citation_of(row: Mapping[str, Any]) -> Citation:
    """A citation from its plain data. Raises TypeError for other fields, KeyError, ValueError for other values."""
    subjects = tuple(row.get("subjects", ()))
    spans = tuple((start, end) for start, end in row.get("subject_spans", ()))
    cells = tuple((name, cell) for name, cell in row.get("cells", ()))
    kept = {name: value for name, value in row.items() if name != "subject"}
    return Citation(**{**kept, "subjects": subjects, "subject_spans": spans, "cells": cells})


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """Plain data of an answer, as `python -m assistant ask --json` prints it (README, "Command line")."""
    data = dataclasses.asdict(answer)
    data["citations"] = [citation_to_json(citation) for citation in answer.citations]
    data["nearest"] = [citation_to_json(citation) for citation in answer.nearest]
    data["choice"] = list(answer.choice)
    for claim in data["claims"]:
        claim["citations"] = list(claim["citations"])
        del claim["told"]
    return data


Length = Literal["short", "usual", "long"]
LENGTHS: tuple[Length, ...] = ("short", "usual", "long")


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A chat model by name as CHAT_MODEL has it; `address` of its server and `key` are "" where it needs none."""

    name: str
    address: str = ""
    key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a learner wishes of answers.

    `collection` is one of the library, "" for all documents; `model` None is the one that was started with.
    """

    collection: str = ""
    length: Length = "usual"
    model: ModelChoice | None = None


NO_WISHES = Wishes()
