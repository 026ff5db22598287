"""The values of practice: items, responses, attempts, exam sessions, results. Frozen, with JSON in and out of items.

Owns what a well-formed item is. Knows nothing of files, clocks, the page or how items are made.

Everything about options is counted from 0 in the item's own order. `answers` reads by type:

    single     (k,)             the right option
    several    (i, j, ...)      the right options, ascending
    ordering   (i, j, k, ...)   all options, in the right order
    matching   (i, j, k, ...)   for each prompt in `pairs`, the option that belongs to it (options may repeat or stay)

A response reads the same way; in a matching response BLANK (-1) is a prompt without an option yet.
"""

from __future__ import annotations

import dataclasses
import datetime
from dataclasses import dataclass
from typing import Any, Literal, get_args

from assistant.practice.errors import BankError
from ingest.schema import LANGS, Lang, Reference
from ingest.typed import Misfit, Number, Whole, typed

ItemType = Literal["single", "several", "ordering", "matching"]
ITEM_TYPES: tuple[ItemType, ...] = get_args(ItemType)
Response = tuple[int, ...]
BLANK = -1
LETTERS = "ABCDEFGHIJ"

MOST_OPTIONS = len(LETTERS)
MOST_TEXT = 4000
MOST_EVIDENCE = 20


@dataclass(frozen=True, slots=True)
class PracticeItem:
    """One question with its key. `difficulty` is in 0 (easy) .. 1 (hard).

    `option_notes` is empty or says of each option why it is right or wrong; `pairs` holds the prompts of a matching
    item and is empty otherwise. Raises BankError when the parts do not fit together.
    """

    id: str
    exam: str
    domain: str
    lang: Lang
    type: ItemType
    stem: str
    options: tuple[str, ...]
    answers: tuple[Whole, ...]
    explanation: str
    evidence: tuple[Reference, ...]
    difficulty: Number = 0.5
    option_notes: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        reasons = structure_problems(self)
        if reasons:
            raise BankError(f"Item {self.id!r}: {'; '.join(reasons)}.")

    @property
    def choose(self) -> int:
        """How many answers a full response has."""
        return len(self.answers)


_KEYS = tuple(field.name for field in dataclasses.fields(PracticeItem))


def structure_problems(item: PracticeItem) -> list[str]:
    """Why an item is not well formed, each reason naming its key; empty when it is."""
    found: list[str] = []
    for key in ("id", "exam", "domain", "stem", "explanation"):
        found += _text_problems(key, getattr(item, key))
    if len(item.id) > 120:
        found.append("id: at most 120 characters")
    if item.lang not in LANGS:
        found.append(f"lang: {item.lang!r} is not one of {', '.join(LANGS)}")
    if not 0 <= item.difficulty <= 1:
        found.append(f"difficulty: {item.difficulty} is not in 0..1")
    if item.option_notes and len(item.option_notes) != len(item.options):
        found.append(f"option_notes: {len(item.option_notes)} notes for {len(item.options)} options")
    if len(item.evidence) > MOST_EVIDENCE:
        found.append(f"evidence: at most {MOST_EVIDENCE} quotes")
    for number, ref in enumerate(item.evidence):
        found += _text_problems(f"evidence[{number}].uri", ref.uri) + _text_problems(
            f"evidence[{number}].quote", ref.quote
        )
    return found + _option_problems(item) + _answer_problems(item)


def _text_problems(key: str, text: str) -> list[str]:
    if not text.strip():
        return [f"{key}: is empty"]
    return [f"{key}: longer than {MOST_TEXT} characters"] if len(text) > MOST_TEXT else []


def _option_problems(item: PracticeItem) -> list[str]:
    found: list[str] = []
    if not 2 <= len(item.options) <= MOST_OPTIONS:
        found.append(f"options: {len(item.options)}, where 2 to {MOST_OPTIONS} are possible")
    for number, text in enumerate(item.options):
        found += _text_problems(f"options[{number}]", text)
    folded = [" ".join(text.split()).casefold() for text in item.options]
    if len(set(folded)) < len(folded):
        found.append("options: two are the same")
    return found


def _answer_problems(item: PracticeItem) -> list[str]:
    if item.type not in ITEM_TYPES:
        return [f"type: {item.type!r} is not one of {', '.join(ITEM_TYPES)}"]
    count, answers = len(item.options), item.answers
    outside = [index for index in answers if not 0 <= index < count]
    if outside:
        return [f"answers: {outside[0]} is no option (0 to {count - 1})"]
    if item.type == "matching":
        if not 2 <= len(item.pairs) <= MOST_OPTIONS:
            return [f"pairs: a matching item has 2 to {MOST_OPTIONS} prompts, not {len(item.pairs)}"]
        if len(answers) != len(item.pairs):
            return [f"answers: {len(answers)} for {len(item.pairs)} prompts in pairs"]
        return [problem for n, text in enumerate(item.pairs) for problem in _text_problems(f"pairs[{n}]", text)]
    if item.pairs:
        return [f"pairs: only a matching item has them, not {item.type}"]
    if item.type == "single" and len(answers) != 1:
        return [f"answers: a single item has one, not {len(answers)}"]
    if item.type == "several" and (list(answers) != sorted(set(answers)) or not 2 <= len(answers) < count):
        return ["answers: at least two of the options, not all of them, ascending and without repeats"]
    if item.type == "ordering" and sorted(answers) != list(range(count)):
        return ["answers: an ordering names every option once, in the right order"]
    return []


def item_to_json(item: PracticeItem) -> dict[str, Any]:
    """Plain data of an item, keys in the documented order; optional keys only where they hold something."""
    data: dict[str, Any] = {
        "id": item.id,
        "exam": item.exam,
        "domain": item.domain,
        "lang": item.lang,
        "type": item.type,
        "stem": item.stem,
        "options": list(item.options),
        "answers": list(item.answers),
        "explanation": item.explanation,
        "evidence": [{"uri": ref.uri, "quote": ref.quote} for ref in item.evidence],
        "difficulty": round(item.difficulty, 4),
    }
    if item.option_notes:
        data["option_notes"] = list(item.option_notes)
    if item.pairs:
        data["pairs"] = list(item.pairs)
    return data


def item_from_json(data: object) -> PracticeItem:
    """An item from plain data. Raises BankError that names the key."""
    try:
        return typed(PracticeItem, data)
    except Misfit as error:
        raise BankError(f"{error}.", help=f"The keys are {', '.join(_KEYS)}.") from error


Mode = Literal["practice", "exam"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One response of one learner to one item; `seconds` is how long it took, 0 where nobody measured."""

    item_id: str
    exam: str
    domain: str
    at: datetime.datetime
    response: Response
    correct: bool
    seconds: float = 0.0
    mode: Mode = "practice"
    session_id: str = ""


@dataclass(frozen=True, slots=True)
class CardState:
    """When an item comes back, and the scheduler's own memory of it as JSON."""

    item_id: str
    due: datetime.datetime
    data: str


@dataclass(frozen=True, slots=True)
class ItemReport:
    """A learner's word that an item is bad."""

    item_id: str
    at: datetime.datetime
    reason: str
    note: str = ""


SessionState = Literal["running", "submitted", "expired", "abandoned"]
"""`expired`: handed in by the clock at the deadline, scored like `submitted`. `abandoned`: thrown away, no result."""


@dataclass(frozen=True, slots=True)
class SessionItem:
    """An item as one exam shows it: `order[k]` is the item's option shown in place k. `scored` stays hidden."""

    item: PracticeItem
    scored: bool
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ExamSession:
    """A mock exam of one learner. Positions count from 0; `responses` and `flags` are by position, sorted."""

    id: str
    exam: str
    lang: Lang
    items: tuple[SessionItem, ...]
    started_at: datetime.datetime
    deadline: datetime.datetime
    scale: tuple[int, int, int]
    responses: tuple[tuple[int, Response], ...] = ()
    flags: tuple[int, ...] = ()
    position: int = 0
    state: SessionState = "running"
    ended_at: datetime.datetime | None = None
    notices: tuple[str, ...] = ()

    def response(self, position: int) -> Response:
        """What was answered there; empty where nothing was."""
        return dict(self.responses).get(position, ())

    @property
    def seconds(self) -> float:
        """How long the exam may take."""
        return (self.deadline - self.started_at).total_seconds()


@dataclass(frozen=True, slots=True)
class DomainResult:
    """Scored items of a domain: share right with its 90 % interval, and whether it reaches the pass line."""

    domain: str
    right: int
    total: int
    share: float
    low: float
    high: float
    meets: bool


Verdict = Literal["pass", "near", "fail"]
"""`near`: the interval of the estimate holds the pass mark, so one mock exam cannot tell."""


@dataclass(frozen=True, slots=True)
class Result:
    """What an exam came to. `scaled` and its 90 % interval are an estimate (how: assistant.practice.exam.scoring)."""

    scaled: int
    scaled_low: int
    scaled_high: int
    pass_mark: int
    scale_min: int
    scale_max: int
    passed: bool
    verdict: Verdict
    right: int
    scored: int
    unscored_right: int
    unscored: int
    unanswered: int
    seconds: float
    domains: tuple[DomainResult, ...] = ()
