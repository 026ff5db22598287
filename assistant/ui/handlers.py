"""What happens when something is typed or clicked: the session in, what changes on the page out.

Each handler takes the session and at most one value, and returns a `View`; `layout` turns that into component updates.
No exception leaves a handler: Gradio would cover the whole conversation with its own error.
"""

from __future__ import annotations

import dataclasses
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import assert_never

from assistant.schema import Event, Failed, Final, Retrieved, Searching, Token
from assistant.ui import render
from assistant.ui.export import conversation_markdown
from assistant.ui.locale import Labels, load_labels
from assistant.ui.markup import Html, element
from assistant.ui.ports import AssistantPort
from assistant.ui.render_sources import panel
from assistant.ui.state import Exchange, Selection, Session
from ingest.schema import LANGS, Lang

_LOG = logging.getLogger(__name__)
_SECONDS_BETWEEN_DRAFTS = 0.1


@dataclass(frozen=True, slots=True)
class View:
    """What changes on the page; None leaves a part as it is. `status` is read out by screen readers."""

    conversation: Html | None = None
    panel: Html | None = None
    status: Html | None = None
    question: str | None = None
    running: bool | None = None


class ChatHandlers:
    """The handlers of the chat. Holds no state of its own: that is all in the `Session`."""

    def __init__(
        self,
        assistant: AssistantPort,
        *,
        max_question_chars: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._assistant = assistant
        self._max_chars = max_question_chars
        self._clock = clock

    def ask(self, session: Session, typed: str) -> Iterator[View]:
        """Answer what was typed, showing each stage as it is reached."""
        labels, text = load_labels(session.lang), typed.strip()
        if not text:
            yield View(status=status(labels("chat.empty"), alert=True))
            return
        if len(text) > self._max_chars:
            n, limit = labels.number(len(text)), labels.number(self._max_chars)
            yield View(status=status(labels("chat.too_long", n=n, max=limit), alert=True))
            return
        exchange = session.begin(text)
        if exchange is None:
            yield View(status=status(labels("chat.busy"), alert=True))
            return
        yield self._view(session, exchange, question="")
        yield from self._answer(session, exchange)

    def example(self, session: Session, name: str) -> Iterator[View]:
        """Ask one of the example questions of the welcome."""
        key = f"examples.{name}.text"
        labels = load_labels(session.lang)
        yield from self.ask(session, labels(key) if key in labels else "")

    def retry(self, session: Session, exchange: str) -> Iterator[View]:
        """Ask the last question again, in the place of its answer."""
        text = session.take_back(int(exchange)) if exchange.isdecimal() else None
        if text is None:
            yield View()
            return
        for view in self.ask(session, text):
            yield dataclasses.replace(view, question=None)

    def stop(self, session: Session) -> View:
        """Stop the answer that is being written; what is there stays, marked as unchecked."""
        if not session.stop():
            return View(running=False)
        stopped = status(load_labels(session.lang)("chat.stopped"))
        return dataclasses.replace(self.redraw(session), status=stopped, running=False)

    def clear(self, session: Session) -> View:
        """Begin a new conversation."""
        session.clear()
        cleared = status(load_labels(session.lang)("chat.cleared"))
        return dataclasses.replace(self.redraw(session), status=cleared, running=False)

    def select(self, session: Session, value: str) -> View:
        """Open a source: `value` is "exchange-number", as `render` writes it."""
        exchange, _, number = value.partition("-")
        if not (exchange.isdecimal() and number.isdecimal()):
            return View()
        session.selection = Selection(int(exchange), int(number))
        return View(panel=self._panel(session))

    def set_language(self, session: Session, lang: str) -> View:
        """Show the page in another language; answers keep theirs."""
        session.lang = _lang(lang) or session.lang
        return dataclasses.replace(self.redraw(session), status=status(""))

    def set_answer_language(self, session: Session, lang: str) -> None:
        """Pin the language of the coming answers; anything but a language unpins it."""
        session.answer_lang = _lang(lang)

    def unsent(self, session: Session, typed: str) -> str:
        """After an answer: the question back in its field when it failed and nothing else was typed since."""
        text, session.unsent = session.unsent, ""
        return typed if typed.strip() else text

    def export(self, session: Session) -> tuple[str, View]:
        """The conversation as Markdown ("" when there is none), and what to say about it."""
        labels = load_labels(session.lang)
        if not any(not exchange.running for exchange in session.exchanges):
            return "", View(status=status(labels("chat.nothing_to_export"), alert=True))
        return conversation_markdown(session.exchanges, labels), View(status=status(labels("chat.exported")))

    def redraw(self, session: Session) -> View:
        """The whole page of a session as it is now."""
        labels = load_labels(session.lang)
        return View(render.conversation(session.exchanges, labels), self._panel(session))

    def _answer(self, session: Session, exchange: Exchange) -> Iterator[View]:
        """Follow the events of one question; the end of this generator, however it comes, closes them."""
        events: Iterator[Event] | None = None
        shown = 0.0
        try:
            events = self._assistant.ask(exchange.text, session.history(exchange), lang=session.answer_lang)
            for event in events:
                exchange = after(exchange, event)
                if not session.put(exchange):
                    return
                if isinstance(event, Token) and self._clock() - shown < _SECONDS_BETWEEN_DRAFTS:
                    continue
                shown = self._clock()
                yield self._view(session, exchange, sources=not isinstance(event, Token))
            if exchange.running:
                raise RuntimeError("The events ended without an answer.")
        except Exception:
            _LOG.exception("A question could not be answered.")
            labels = load_labels(session.lang)
            failed = Failed("unexpected", labels("chat.unexpected"), labels("chat.unexpected_help"))
            exchange = after(exchange, failed)
            if session.put(exchange):
                yield self._view(session, exchange)
        finally:
            close = getattr(events, "close", None)
            if close is not None:
                close()
            if exchange.failure is not None:
                session.unsent = exchange.text

    def _view(self, session: Session, exchange: Exchange, *, sources: bool = True, question: str | None = None) -> View:
        """The page after an event. The panel is left alone while the learner looks at another answer's source."""
        labels = load_labels(session.lang)
        selection = session.selection
        mine = selection is not None and selection.exchange == exchange.id
        if mine and exchange.answer is not None and exchange.answer.citations:
            session.selection = Selection(exchange.id, exchange.answer.citations[0].number)
        return View(
            conversation=render.conversation(session.exchanges, labels),
            panel=self._panel(session) if mine and sources else None,
            status=progress(exchange, labels) if sources else None,
            question=question,
            running=exchange.running,
        )

    def _panel(self, session: Session) -> Html:
        labels = load_labels(session.lang)
        chosen = session.selection
        if chosen is None:
            return panel(None, None, None, labels)
        exchange = session.find(chosen.exchange)
        citation = exchange.citation(chosen.number) if exchange and chosen.number is not None else None
        document = self._assistant.document(citation.uri) if citation else None
        return panel(exchange, chosen.number, document, labels)


def after(exchange: Exchange, event: Event) -> Exchange:
    """An exchange after one more event."""
    match event:
        case Searching(question=question):
            return dataclasses.replace(exchange, question=question)
        case Retrieved(question=question, passages=passages, evidence=evidence):
            return dataclasses.replace(
                exchange, phase="retrieved", question=question, passages=len(passages), evidence=evidence
            )
        case Token(text=text):
            return dataclasses.replace(exchange, phase="drafting", draft=exchange.draft + text)
        case Final(answer=answer):
            return dataclasses.replace(exchange, phase="done", answer=answer, draft="")
        case Failed():
            return dataclasses.replace(exchange, phase="failed", failure=event)
        case _:
            assert_never(event)


def progress(exchange: Exchange, labels: Labels) -> Html:
    """How far an answer is, in a few words."""
    match exchange.phase:
        case "searching":
            return status(labels("chat.searching"))
        case "retrieved":
            return status(labels.count("chat.found", exchange.passages))
        case "done" if exchange.answer is not None:
            return status(f"{labels('chat.ready')} {labels(f'status.{exchange.answer.status}')}.")
        case "failed":
            return status(labels("failure.title"), alert=True)
        case _:
            return status(labels("chat.draft"))


def status(text: str, *, alert: bool = False) -> Html:
    """A line below the conversation."""
    return element("p", text, class_="cp-status is-alert" if alert else "cp-status", role="status")


def _lang(value: str) -> Lang | None:
    return next((lang for lang in LANGS if lang == value), None)
