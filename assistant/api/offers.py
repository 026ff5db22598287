"""What every door for programs offers, as plain data: search, ask, check, quiz.

Owns the names and shapes that programs see; the HTTP interface and the MCP server only carry them. Every function may
raise CiteprepError.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from assistant.errors import AssistantError, QuestionError
from assistant.practice.bank import load_bank
from assistant.practice.blueprint import load_catalogue
from assistant.practice.records.store import PracticeStore, default_path
from assistant.practice.training.training import Training
from assistant.practice.views import answered_item, places, public_item
from assistant.review.errors import TextError
from assistant.review.schema import Done, StatementEvent, checked_to_json
from assistant.schema import (
    Event,
    Failed,
    Final,
    Quoted,
    Retrieved,
    Searching,
    Token,
    Turn,
    answer_to_json,
    citation_to_json,
)
from ingest.schema import Lang

MOST_FOUND = 20
MOST_TEXT = 20_000  # characters of a text to check


class Assistant(Protocol):
    """What is needed of an assistant; it must stand being asked by several threads."""

    def ask(self, text: str, history: Sequence[Turn] = (), *, lang: Lang | None = None) -> Iterator[Event]:
        """The events of one question; ends with Final or Failed."""

    def check_text(self, text: str, *, lang: Lang | None = None) -> Iterator[StatementEvent]:
        """The events of a check; ends with Done or Failed."""


class SharedAssistant(Assistant, Protocol):
    """One that several learners use."""

    def seen_by(self, owner: str) -> Assistant:
        """The same with the library of one learner who signed in."""


def search(assistant: Assistant, text: str, *, lang: Lang | None = None, limit: int = 5) -> dict[str, Any]:
    """The sentences closest to a question, and the passages they stand in; no model writes anything."""
    with _closing(assistant.ask(text, lang=lang)) as events:
        for event in events:
            if isinstance(event, Failed):
                raise failure(event)
            if isinstance(event, Retrieved):
                return {
                    "lang": event.question.lang,
                    "sentences": [citation_to_json(citation) for citation in event.evidence[:limit]],
                    "passages": [
                        {
                            "rank": passage.rank,
                            "uri": passage.source.uri,
                            "title": passage.source.title,
                            "lang": passage.source.lang,
                            "text": passage.chunk.text,
                            "start": passage.chunk.start,
                            "end": passage.chunk.end,
                        }
                        for passage in event.passages[:limit]
                    ],
                }
    raise AssistantError("The search ended without a result.")


def ask(
    assistant: Assistant, text: str, history: Sequence[Turn] = (), *, lang: Lang | None = None
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The events of a question as (name, plain data): searching, retrieved, quoted, token, then final or failed."""
    with _closing(assistant.ask(text, history, lang=lang)) as events:
        for event in events:
            match event:
                case Searching(question=question):
                    yield "searching", {"question": question.text, "lang": question.lang}
                case Retrieved(evidence=evidence):
                    yield "retrieved", {"sentences": [citation_to_json(one) for one in evidence]}
                case Quoted(answer=answer):
                    yield "quoted", answer_to_json(answer)
                case Token(text=piece):
                    yield "token", {"text": piece}
                case Final(answer=answer):
                    yield "final", answer_to_json(answer)
                case Failed():
                    yield "failed", {"code": event.code, "message": event.message, "help": event.help}


def answer(
    assistant: Assistant, text: str, history: Sequence[Turn] = (), *, lang: Lang | None = None
) -> dict[str, Any]:
    """The finished answer."""
    for name, data in ask(assistant, text, history, lang=lang):
        if name == "failed":
            raise failure(Failed(**data))
        if name == "final":
            return data
    raise AssistantError("The answer ended without a result.")


def check(assistant: Assistant, text: str, *, lang: Lang | None = None) -> dict[str, Any]:
    """Every claim of a text with its verdict."""
    if len(text) > MOST_TEXT:
        raise TextError(f"The text has {len(text)} characters.", help=f"Give at most {MOST_TEXT}.")
    with _closing(assistant.check_text(text, lang=lang)) as events:
        for event in events:
            if isinstance(event, Failed):
                raise failure(event)
            if isinstance(event, Done):
                return checked_to_json(event.result)
    raise AssistantError("The check ended without a result.")


def quiz(learner: str, exam: str, *, lang: Lang = "en", domain: str | None = None, n: int = 1) -> dict[str, Any]:
    """The next questions of a learner, without anything of their keys."""
    training = _training(learner, exam)
    picks = training.next(n, domain=domain, lang=lang)
    items = [
        {
            "id": pick.item.id,
            "domain": pick.item.domain,
            "why": pick.why,
            **public_item(pick.item, training.order(pick.item)),
        }
        for pick in picks
    ]
    return {"exam": training.blueprint.id, "lang": lang, "items": items}


def grade(learner: str, exam: str, item: str, letters: Sequence[str]) -> dict[str, Any]:
    """Grade an answer by the letters that `quiz` showed, keep it, and say why each option is right or wrong."""
    training = _training(learner, exam)
    found = training.bank[item]
    feedback = training.answer(item, places(found, letters))
    told = answered_item(feedback.item, feedback.order, feedback.response, feedback.grade)
    return told | {"due": feedback.due.isoformat()}


def failure(event: Failed) -> AssistantError:
    """A failure as an error that keeps its code."""
    if event.code == QuestionError.code:
        return QuestionError(event.message, help=event.help)
    if event.code == TextError.code:
        return TextError(event.message, help=event.help)
    error = AssistantError(event.message, help=event.help)
    error.code = event.code  # type: ignore[misc]
    return error


def _training(learner: str, exam: str) -> Training:
    store = PracticeStore(default_path()).learner(learner)
    blueprint = load_catalogue()[exam]
    return Training(store, load_bank(blueprint.id, store.own_items(blueprint.id)), blueprint)


def _closing(events: Any) -> contextlib.AbstractContextManager[Any]:
    return contextlib.closing(events) if hasattr(events, "close") else contextlib.nullcontext(events)
