"""Plays conversations with the assistant as the page does, and scores what was made of each message.

Scores are shares with intervals, by kind and by language: the kind is right, the request is right, what the message
refers to is in what is searched (and a new question is not joined to the topic before), a right document is cited (a
statement of a study sheet counts as the page it comes from).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from assistant.answering.answer import Assistant
from assistant.schema import Citation, Failed, Final, Turn, Utterance
from assistant.settings import AssistantSettings
from evals.conversations.items import REQUESTS, Conversation, Expected, Part, load_conversations, stem
from evals.errors import CaseFailed
from evals.measuring.stats import interval
from evals.measuring.suites import CONVERSATIONS
from evals.running.engine import open_engine
from evals.running.session import WORK, Request, index_settings
from evals.schema import Metric, Score, SuiteResult
from ingest.progress import ProgressBar
from ingest.schema import Document, Lang
from ingest.text.analysis import fold, query_terms

MEASURES = ("kind", "request", "refers", "document", "right")
_TURNS = 16  # messages and answers that the page hands on


@dataclass(frozen=True, slots=True)
class Heard:
    """What the assistant made of a message: the questions it searches (`texts`), its answer and what that cites.

    `before` are the names that the conversation was about up to then; not `answered`: it was read, and that is all.
    """

    kind: str
    request: str
    texts: tuple[str, ...]
    uris: tuple[str, ...]
    before: tuple[str, ...] = ()
    answer: str = ""
    answered: bool = True


@dataclass(frozen=True, slots=True)
class Played:
    """One message of a conversation with what was expected and heard."""

    conversation: str
    lang: Lang
    expected: Expected
    heard: Heard


def play(
    assistant: Assistant,
    conversations: Sequence[Conversation],
    told: Callable[[int, int], None] = lambda _, __: None,
    *,
    answers: bool = True,
) -> list[Played]:
    """Every message in its conversation, with the assistant's own answers before it, or none. Raises CaseFailed."""
    played: list[Played] = []
    total = sum(len(one.messages) for one in conversations)
    for conversation in conversations:
        history: list[Turn] = []
        before: list[str] = []
        for expected in conversation.messages:
            message = assistant.read(expected.text, history[-_TURNS:])
            heard = _heard(message, tuple(before))
            if answers:
                heard = _answered(heard, assistant, expected.text, history[-_TURNS:])
            played.append(Played(conversation.id, conversation.lang, expected, heard))
            history += [Turn("user", expected.text), Turn("assistant", heard.answer)]
            before += expected.about
            told(len(played), total)
    return played


def measured(request: Request, *, answers: bool = True) -> tuple[SuiteResult, list[Played]]:
    """The conversations of a split, played or only read. Raises EvalError, AssistantError, IngestError."""
    conversations = load_conversations(request.split)[: request.limit or None]
    with ProgressBar() as progress:
        settings = AssistantSettings.from_env(chat_model=request.model, refusal_threshold=request.threshold)
        opened = open_engine(settings, index_settings(request, WORK, progress), request.ablation, chat=True)
        told = partial(progress, "Talking")
        played = play(opened.assistant, conversations, told, answers=answers)
    return summarised(played), played


def played_to_json(one: Played) -> dict[str, Any]:
    """Plain data of a message: what was expected, what was heard, its scores."""
    return {**dataclasses.asdict(one), "scores": {name: above for name, (above, _) in scores(one).items()}}


def scores(one: Played) -> dict[str, Score]:
    """The measures that apply to a message, each 0 or 1; `right` is all of them together."""
    expected, heard = one.expected, one.heard
    found = {"kind": expected.kind == heard.kind}
    if expected.kind in REQUESTS:
        found["request"] = found["kind"] and expected.request == heard.request
    if (refers := _refers(expected, heard)) is not None:
        found["refers"] = refers
    wanted = [part.documents for part in _parts(expected) if part.documents]
    if wanted and heard.answered:
        cited = {stem(uri) for uri in heard.uris}
        found["document"] = all(cited & set(documents) for documents in wanted)
    found["right"] = all(found.values())
    return {name: (float(value), 1.0) for name, value in found.items()}


def summarised(played: Sequence[Played]) -> SuiteResult:
    """The figures of all messages, by language, by kind, and by both."""
    collected: dict[tuple[str, str], list[Score]] = {}
    for one in played:
        for name, score in scores(one).items():
            for group in ("all", one.lang, one.expected.kind, f"{one.expected.kind} {one.lang}"):
                collected.setdefault((group, name), []).append(score)
    return SuiteResult(CONVERSATIONS, len(played), 0, tuple(_figures(collected)))


def _figures(collected: dict[tuple[str, str], list[Score]]) -> Iterator[Metric]:
    for group in dict.fromkeys(group for group, _ in collected):
        for name in MEASURES:
            if (group, name) in collected:
                e = interval(collected[group, name])
                yield Metric(name, group, round(e.value, 4), round(e.low, 4), round(e.high, 4), e.n)


def _heard(message: Utterance, before: tuple[str, ...]) -> Heard:
    texts = tuple(part.text for part in message.parts) or (message.question.text,)
    return Heard(message.kind, message.request, texts, (), before, answered=False)


def _answered(heard: Heard, assistant: Assistant, text: str, history: Sequence[Turn]) -> Heard:
    for event in assistant.ask(text, history):
        if isinstance(event, Failed):
            raise CaseFailed(f"{text!r}: [{event.code}] {event.message}", help=event.help)
        if isinstance(event, Final):
            uris = tuple(
                uri for citation in event.answer.citations for uri in pages(citation, assistant.document(citation.uri))
            )
            return dataclasses.replace(heard, uris=uris, answer=event.answer.text, answered=True)
    raise CaseFailed(f"{text!r}: the assistant ended without an answer.")


def pages(citation: Citation, document: Document | None) -> Iterator[str]:
    """The cited page, and those that a cited statement of a study sheet comes from."""
    yield citation.uri
    for origin in document.origins if document is not None else ():
        if origin.start < citation.end and citation.start < origin.end:
            yield origin.uri


def _parts(expected: Expected) -> tuple[Part, ...]:
    return expected.parts or (Part(expected.about, expected.documents),)


def _refers(expected: Expected, heard: Heard) -> bool | None:
    """Whether what is searched names what was meant, and a new question nothing from before; None: nothing to name."""
    parts = [part.about for part in _parts(expected)]
    if not any(parts):
        return None
    if expected.kind == "several":
        return len(heard.texts) == len(parts) and all(
            _names_all(about, text) for about, text in zip(parts, heard.texts, strict=True)
        )
    said = " ".join(heard.texts)
    if expected.kind == "new":
        own = f"{expected.text} {' '.join(expected.about)}"
        if any(_names(name, said) and not _names(name, own) for name in heard.before):
            return False
    return _names_all(expected.about, said)


def _names_all(about: Sequence[str], text: str) -> bool:
    return all(_names(name, text) for name in about)


def _names(name: str, text: str) -> bool:
    """Whether a text holds all words of one of the alternatives of a name."""
    present, folded = set(query_terms(text)), fold(text)
    return any(fold(form) in folded or present.issuperset(query_terms(form)) for form in name.split(" | "))
