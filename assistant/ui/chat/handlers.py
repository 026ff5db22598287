"""What happens when something is typed or clicked: the session in, what changes on the page out.

Each handler takes the session and at most one value, and returns a `View`; `layout` turns that into component updates.
No exception leaves a handler: Gradio would cover the whole conversation with its own error.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import logging
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, assert_never

from assistant.markup import Html, element
from assistant.schema import Event, Failed, Final, Retrieved, Searching, Token
from assistant.ui.chat import render
from assistant.ui.chat.export import conversation_markdown
from assistant.ui.chat.state import Exchange, Returned, Selection, Session
from assistant.ui.locale import Labels, load_labels
from assistant.ui.ports import AssistantPort
from assistant.ui.sources import panel
from ingest.readers.decode import whole
from ingest.schema import LANGS, Lang

P = ParamSpec("P")
_LOG = logging.getLogger(__name__)
_SECONDS_BETWEEN_DRAFTS = 0.1


@dataclass(frozen=True, slots=True)
class View:
    """What changes on the page; None leaves a part as it is.

    `status` is read out by screen readers, `file` is Markdown to download ("": none).
    """

    conversation: Html | None = None
    panel: Html | None = None
    status: Html | None = None
    returned: Returned | None = None
    running: bool | None = None
    file: str | None = None


Views = Generator[View, None, None]


def guarded(handler: Callable[Concatenate[ChatHandlers, Session, P], View]) -> Callable[..., View]:
    """A handler from which a bug comes back as a view that says so."""

    @functools.wraps(handler)
    def call(self: ChatHandlers, session: Session, *args: P.args, **kwargs: P.kwargs) -> View:
        try:
            return handler(self, session, *args, **kwargs)
        except Exception:
            return _trouble(session)

    return call


def guarded_stream(handler: Callable[[ChatHandlers, Session, str], Views]) -> Callable[..., Views]:
    """The same for a handler that gives several views; closing it closes the handler."""

    @functools.wraps(handler)
    def call(self: ChatHandlers, session: Session, value: str) -> Views:
        try:
            yield from handler(self, session, value)
        except Exception:
            session.stop()  # or it would wait for ever for an answer that nobody writes any more
            yield _trouble(session)

    return call


def _trouble(session: Session) -> View:
    _LOG.exception("The page could not be updated.")
    return View(status=status(load_labels(session.lang)("chat.unexpected"), alert=True), running=session.running)


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

    @guarded_stream
    def ask(self, session: Session, typed: str) -> Views:
        """Answer what was typed, showing each stage as it is reached."""
        labels, text = load_labels(session.lang), whole(typed).strip()
        if not any(map(str.isalnum, text)):
            yield View(status=status(labels("chat.empty"), alert=True), returned=Returned(text) if text else None)
            return
        if len(text) > self._max_chars:
            n, limit = labels.number(len(text)), labels.number(self._max_chars)
            yield View(status=status(labels("chat.too_long", n=n, max=limit), alert=True), returned=Returned(text))
            return
        exchange = session.begin(text)
        if exchange is None:
            yield View(status=status(labels("chat.busy"), alert=True), returned=Returned(text))
            return
        yield self._view(session, exchange)
        yield from self._answer(session, exchange)

    @guarded_stream
    def example(self, session: Session, name: str) -> Views:
        """Ask one of the example questions of the welcome."""
        key = f"examples.{name}.text"
        labels = load_labels(session.lang)
        yield from self._click(session, labels(key) if key in labels else "")

    @guarded_stream
    def retry(self, session: Session, exchange: str) -> Views:
        """Ask the last question again, in the place of its answer."""
        text = session.take_back(int(exchange)) if exchange.isdecimal() else None
        if text is None:
            yield View()
            return
        yield from self._click(session, text)

    def _click(self, session: Session, text: str) -> Views:
        """Ask what was clicked, which never was in the field."""
        with contextlib.closing(self.ask(session, text)) as views:
            for view in views:
                yield dataclasses.replace(view, returned=None)

    @guarded
    def stop(self, session: Session) -> View:
        """Stop the answer that is being written; what is there stays, marked as unchecked."""
        if not session.stop():
            return View(running=False)
        stopped = status(load_labels(session.lang)("chat.stopped"))
        return dataclasses.replace(self._drawn(session), status=stopped, running=False)

    @guarded
    def clear(self, session: Session) -> View:
        """Begin a new conversation."""
        session.clear()
        cleared = status(load_labels(session.lang)("chat.cleared"))
        return dataclasses.replace(self._drawn(session), status=cleared, running=False)

    @guarded
    def select(self, session: Session, value: str) -> View:
        """Open a source: `value` is "exchange-number", as `render` writes it."""
        exchange, _, number = value.partition("-")
        if not (exchange.isdecimal() and number.isdecimal()):
            return View()
        session.selection = Selection(int(exchange), int(number))
        return View(panel=self._panel(session))

    def set_answer_language(self, session: Session, lang: str) -> None:
        """Pin the language of the coming answers; anything but a language unpins it."""
        session.answer_lang = _lang(lang)

    @guarded
    def export(self, session: Session) -> View:
        """The conversation as a file to download, and what to say about it."""
        labels = load_labels(session.lang)
        if not any(not exchange.running for exchange in session.exchanges):
            return View(status=status(labels("chat.nothing_to_export"), alert=True), file="")
        text = conversation_markdown(session.exchanges, labels)
        return View(status=status(labels("chat.exported")), file=text)

    @guarded
    def redraw(self, session: Session) -> View:
        """The whole page of a session as it is now."""
        return self._drawn(session)

    def _drawn(self, session: Session) -> View:
        return View(render.conversation(session.exchanges, load_labels(session.lang)), self._panel(session))

    def _answer(self, session: Session, exchange: Exchange) -> Views:
        """Follow the events of one question; the end of this generator, however it comes, closes them."""
        events: Iterator[Event] | None = None
        shown = 0.0
        try:
            history = session.history(exchange)
            events = self._assistant.ask(exchange.text, history, lang=session.answer_lang, reader=session.lang)
            for event in events:
                exchange = after(exchange, event)
                if not session.put(exchange):
                    yield self._overtaken(session)
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
            yield self._view(session, exchange) if session.put(exchange) else self._overtaken(session)
        finally:
            close = getattr(events, "close", None)
            if close is not None:
                close()

    def _view(self, session: Session, exchange: Exchange, *, sources: bool = True) -> View:
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
            returned=None if exchange.failure is None else Returned(exchange.text, only_if_empty=True),
            running=exchange.running,
        )

    def _overtaken(self, session: Session) -> View:
        """The last word of an answer that was stopped: the conversation as it is now.

        The view that `stop` returned may have been followed on the page by a draft that was on its way already; this
        one comes after that draft for certain.
        """
        labels = load_labels(session.lang)
        return View(render.conversation(session.exchanges, labels), running=session.running)

    def _panel(self, session: Session) -> Html:
        labels = load_labels(session.lang)
        chosen = session.selection
        if chosen is None:
            return panel(None, None, self._assistant.document, labels)
        exchange = session.find(chosen.exchange)
        return panel(exchange.cited if exchange else None, chosen.number, self._assistant.document, labels)


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
