"""What happens when something is typed or clicked: the session in, what changes on the page out.

Each handler takes the session and at most one value, and returns a `View`; `layout` turns that into component updates.
No exception leaves a handler: Gradio would cover the whole conversation with its own error.
"""

from __future__ import annotations

import contextlib
import json
import logging
import time
from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import assert_never

from assistant.markup import Html
from assistant.schema import Event, Failed, Final, Retrieved, Searching, Token
from assistant.ui.chat import render
from assistant.ui.chat.export import conversation_markdown
from assistant.ui.chat.state import CONVERSATION, Conversation, Exchange, Receipt, Returned
from assistant.ui.locale import Labels, load_labels
from assistant.ui.ports import AssistantPort
from assistant.ui.running import Clock, follow, guarded
from assistant.ui.session import Session
from assistant.ui.sources import SourcesPanel
from assistant.ui.trouble import status
from ingest.schema import LANGS, Lang
from ingest.text.characters import whole

_LOG = logging.getLogger(__name__)
_SECONDS_BETWEEN_DRAFTS = 0.1


@dataclass(frozen=True, slots=True)
class View:
    """What changes on the page; None leaves a part as it is.

    `status` is read out by screen readers, `file` is a download as JSON ("": none).
    """

    conversation: Html | None = None
    panel: Html | None = None
    status: Html | None = None
    returned: Returned | None = None
    running: bool | None = None
    file: str | None = None


Views = Generator[View, None, None]


class ChatHandlers:
    """The handlers of the chat. Holds no state of its own: that is all in `CONVERSATION`."""

    def __init__(
        self,
        assistant: AssistantPort,
        *,
        max_question_chars: int,
        clock: Clock = time.monotonic,
    ) -> None:
        self._assistant = assistant
        self._max_chars = max_question_chars
        self._clock = clock
        self._sources = SourcesPanel("exchange", assistant.document, assistant.page_picture)

    @guarded
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
        begun = CONVERSATION.change(session, lambda talk: talk.begun(text))
        if begun is None:
            yield View(status=status(labels("chat.busy"), alert=True), returned=Returned(text))
            return
        yield self.view(session, begun.last)
        yield from self._answer(session, begun.last)

    @guarded
    def example(self, session: Session, name: str) -> Views:
        """Ask one of the example questions of the welcome."""
        key = f"examples.{name}.text"
        labels = load_labels(session.lang)
        yield from self._click(session, labels(key) if key in labels else "")

    @guarded
    def retry(self, session: Session, exchange: str) -> Views:
        """Ask the last question again, in the place of its answer."""
        with session.turn():
            before = CONVERSATION.of(session)
            id_ = int(exchange) if exchange.isdecimal() else 0
            again = CONVERSATION.change(session, lambda talk: talk.without_last(id_)) is not None
        if not again:
            yield View()
            return
        yield from self._click(session, before.last.text)

    def _click(self, session: Session, text: str) -> Views:
        """Ask what was clicked, which never was in the field."""
        with contextlib.closing(self.ask(session, text)) as views:
            for view in views:
                yield replace(view, returned=None)

    @guarded
    def stop(self, session: Session) -> View:
        """Stop the answer that is being written; what is there stays, marked as unchecked."""
        if CONVERSATION.change(session, Conversation.stopped) is None:
            return View(running=False)
        stopped = status(load_labels(session.lang)("chat.stopped"))
        return replace(self._drawn(session), status=stopped, running=False)

    @guarded
    def clear(self, session: Session) -> View:
        """Begin a new conversation."""
        CONVERSATION.change(session, Conversation.cleared)
        cleared = status(load_labels(session.lang)("chat.cleared"))
        return replace(self._drawn(session), status=cleared, running=False)

    @guarded
    def select(self, session: Session, value: str) -> View:
        """Open a source: `value` is what `render` wrote, anything else is ignored."""
        chosen = self._sources.clicked(value)
        if chosen is None:
            return View()
        CONVERSATION.change(session, lambda talk: replace(talk, chosen=chosen))
        return View(panel=self._panel(session))

    def set_answer_language(self, session: Session, lang: str) -> None:
        """Pin the language of the coming answers; anything but a language unpins it."""
        CONVERSATION.change(session, lambda talk: replace(talk, answer_lang=_lang(lang)))

    def receive(self, session: Session, sent: str, returned: Returned | None) -> tuple[Receipt, ...]:
        """Note that the question sent under this number has arrived; the last receipts, newest last."""
        talk = CONVERSATION.change(session, lambda talk: talk.received(sent, returned))
        return talk.receipts if talk else ()

    @guarded
    def export(self, session: Session) -> View:
        """The conversation as a file to download, and what to say about it."""
        labels, exchanges = load_labels(session.lang), CONVERSATION.of(session).exchanges
        if not any(not exchange.running for exchange in exchanges):
            return View(status=status(labels("chat.nothing_to_export"), alert=True), file="")
        text = conversation_markdown(exchanges, labels)
        file = {"name": "conversation.md", "type": "text/markdown", "text": text}
        return View(status=status(labels("chat.exported")), file=json.dumps(file, ensure_ascii=False))

    @guarded
    def redraw(self, session: Session) -> View:
        """The whole page of a session as it is now."""
        return self._drawn(session)

    def trouble(self, session: Session, *, ended: bool) -> View:
        """What is shown after a bug; an answer that nobody writes any more is not waited for."""
        _LOG.exception("The page could not be updated.")
        if ended:
            CONVERSATION.change(session, Conversation.stopped)
        said = status(load_labels(session.lang)("chat.unexpected"), alert=True)
        return View(status=said, running=CONVERSATION.of(session).running)

    def _answer(self, session: Session, exchange: Exchange) -> Views:
        """Follow the events of one question; what goes wrong on the way is the answer's failure."""
        steps, talk = _Answering(self, session), CONVERSATION.of(session)
        try:
            events = self._assistant.ask(
                exchange.text, talk.history(exchange), lang=talk.answer_lang, reader=session.lang
            )
            yield from follow(events, exchange, steps, small=Token, seconds=_SECONDS_BETWEEN_DRAFTS, clock=self._clock)
        except Exception:
            _LOG.exception("A question could not be answered.")
            labels = load_labels(session.lang)
            failed = Failed("unexpected", labels("chat.unexpected"), labels("chat.unexpected_help"))
            last = CONVERSATION.of(session).named(exchange.anchor) or exchange
            yield steps.view(after(last, failed), failed) if steps.put(after(last, failed)) else steps.overtaken()

    def view(
        self, session: Session, exchange: Exchange, *, sources: bool = True, earlier: render.Earlier | None = None
    ) -> View:
        """The page after an event. The panel is left alone while the learner looks at another answer's source."""
        labels, talk = load_labels(session.lang), CONVERSATION.of(session)
        mine = talk.chosen is not None and talk.chosen.of == exchange.anchor
        return View(
            conversation=render.conversation(talk.exchanges, labels, earlier),
            panel=self._panel(session) if mine and sources else None,
            status=progress(exchange, labels) if sources else None,
            returned=None if exchange.failure is None else Returned(exchange.text, only_if_empty=True),
            running=exchange.running,
        )

    def _drawn(self, session: Session) -> View:
        exchanges = CONVERSATION.of(session).exchanges
        return View(render.conversation(exchanges, load_labels(session.lang)), self._panel(session))

    def _panel(self, session: Session) -> Html:
        talk = CONVERSATION.of(session)
        exchange = talk.named(talk.chosen.of) if talk.chosen else None
        return self._sources.draw(exchange.cited if exchange else None, talk.chosen, load_labels(session.lang))


class _Answering:
    """What the events of a question do to its exchange and to the page."""

    def __init__(self, chat: ChatHandlers, session: Session) -> None:
        self._chat, self._session, self._earlier = chat, session, render.Earlier()

    def after(self, exchange: Exchange, event: Event) -> Exchange:
        """The exchange after one more event."""
        return after(exchange, event)

    def put(self, exchange: Exchange) -> bool:
        """Keep it; False when it was stopped or is gone."""
        return CONVERSATION.change(self._session, lambda talk: talk.with_state(exchange)) is not None

    def view(self, exchange: Exchange, event: Event) -> View:
        """The page as it is then; a word changes the conversation only."""
        return self._chat.view(self._session, exchange, sources=not isinstance(event, Token), earlier=self._earlier)

    def overtaken(self) -> View:
        """The conversation as it is now."""
        talk = CONVERSATION.of(self._session)
        return View(render.conversation(talk.exchanges, load_labels(self._session.lang)), running=talk.running)


def after(exchange: Exchange, event: Event) -> Exchange:
    """An exchange after one more event."""
    match event:
        case Searching(question=question):
            return replace(exchange, question=question)
        case Retrieved(question=question, passages=passages, evidence=evidence):
            return replace(exchange, phase="retrieved", question=question, passages=len(passages), evidence=evidence)
        case Token(text=text):
            return replace(exchange, phase="drafting", draft=exchange.draft + text)
        case Final(answer=answer):
            return replace(exchange, phase="done", answer=answer, draft="")
        case Failed():
            return replace(exchange, phase="failed", failure=event)
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


def _lang(value: str) -> Lang | None:
    return next((lang for lang in LANGS if lang == value), None)
