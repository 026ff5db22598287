"""What happens when something is typed or clicked: the session in, what changes on the page out.

Each handler takes the session and at most one value, and returns a `View`; `layout` turns that into component updates.
No exception leaves a handler: Gradio would cover the whole conversation with its own error.
"""

from __future__ import annotations

import contextlib
import json
import logging
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

from assistant.conversations.schema import Exchange as KeptExchange
from assistant.conversations.schema import Phase, hashes_of, suggestions_of
from assistant.markup import Html
from assistant.records.file import stamp, utc_now
from assistant.schema import Event, Failed, Final, Quoted, Retrieved, Token
from assistant.serving.line import Line
from assistant.ui.action import Action
from assistant.ui.chat import render
from assistant.ui.chat.drawer import Drawer
from assistant.ui.chat.export import conversation_markdown
from assistant.ui.chat.export_html import conversation_html
from assistant.ui.chat.further import said
from assistant.ui.chat.keeper import Keeper
from assistant.ui.chat.progress import after, progress
from assistant.ui.chat.shelf import SHELF, Said
from assistant.ui.chat.state import CONVERSATION, Conversation, Exchange, Receipt, Returned
from assistant.ui.ids import anchor
from assistant.ui.locale import load_labels
from assistant.ui.page import Arrival
from assistant.ui.ports import AssistantPort, seen
from assistant.ui.running import Clock, follow, guarded, in_turn
from assistant.ui.session import Session
from assistant.ui.settings.state import wished
from assistant.ui.sources import SourcesPanel
from assistant.ui.trouble import in_line, status
from ingest.schema import LANGS, Lang
from ingest.text.characters import whole

_LOG = logging.getLogger(__name__)
_SECONDS_BETWEEN = 0.1  # two views of a draft
_KEPT: frozenset[Phase] = frozenset({"retrieved", "quoted", "done", "failed"})
"""What is written to the disk: each word of a draft is not."""


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
    kept: Html | None = None


Views = Generator[View, None, None]


class ChatHandlers:
    """The handlers of the chat. Holds no state of its own: that is in `CONVERSATION` and `SHELF`, and on the disk."""

    def __init__(
        self,
        assistant: AssistantPort,
        *,
        max_question_chars: int,
        keeper: Keeper | None = None,
        run: str = "",
        at_once: int = 4,
        clock: Clock = time.monotonic,
    ) -> None:
        self._line = Line(at_once)
        self._assistant = assistant
        self._max_chars = max_question_chars
        self._keeper = keeper or Keeper()
        self._drawer = Drawer(self._keeper, run)
        self._clock = clock
        self._sources = SourcesPanel("exchange", assistant.document, assistant.page_picture)

    @guarded
    def ask(self, session: Session, typed: str, replacing: int | None = None, lang: Lang | None = None) -> Views:
        """Answer what was typed, showing each stage as it is reached.

        In the place of the last exchange, and in another language than the one that is set, where those are given.
        """
        labels, text = load_labels(session.lang), whole(typed).strip()
        if not any(map(str.isalnum, text)):
            yield View(status=status(labels("chat.empty"), alert=True), returned=Returned(text) if text else None)
            return
        if len(text) > self._max_chars:
            n, limit = labels.number(len(text)), labels.number(self._max_chars)
            yield View(status=status(labels("chat.too_long", n=n, max=limit), alert=True), returned=Returned(text))
            return
        begun = self._begin(session, text, replacing)
        if begun is None:
            yield View(status=status(labels("chat.busy"), alert=True), returned=Returned(text))
            return
        yield replace(self.view(session, begun.last), kept=self._drawer.draw(session, begun))
        yield from self._answer(session, begun.last, lang)

    @guarded
    def example(self, session: Session, name: str) -> Views:
        """Ask one of the example questions of the welcome."""
        key = f"examples.{name}.text"
        labels = load_labels(session.lang)
        yield from self._click(session, labels(key) if key in labels else "")

    @guarded
    def retry(self, session: Session, value: str) -> Views:
        """Ask the last question again, in the place of its answer; "3-fr": in French."""
        number, _, lang = value.partition("-")
        id_ = int(number) if number.isascii() and number.isdecimal() else 0
        before = CONVERSATION.of(session)
        if before.without_last(id_) is None:
            yield View()
            return
        yield from self._click(session, before.last.text, id_, _lang(lang))

    @guarded
    def say(self, session: Session, value: str) -> Views:
        """Ask for something about the last answer, in its language: "simpler", or a suggestion by its place ("0")."""
        talk = CONVERSATION.of(session)
        answer = talk.last.answer if talk.exchanges else None
        labels = load_labels(answer.lang if answer else session.lang)
        yield from self._click(session, said(value, talk.exchanges[-1:], labels))

    @guarded
    def edit(self, session: Session, value: str) -> View:
        """Put a question back into the field; asked otherwise, it begins another conversation with what was before."""
        talk = CONVERSATION.of(session)
        exchange = talk.named(anchor("exchange", int(value))) if value.isascii() and value.isdecimal() else None
        if exchange is None or talk.running:
            return View()
        returned = Returned(exchange.text)
        if not talk.id:
            return View(returned=returned)
        CONVERSATION.change(session, lambda talk: replace(talk.before(exchange.id), branching=True, chosen=None))
        self._drawer.say(session, Said("kept.branching"))
        return replace(self._drawn(session), returned=returned)

    def _click(self, session: Session, text: str, replacing: int | None = None, lang: Lang | None = None) -> Views:
        """Ask what was clicked, which never was in the field."""
        with contextlib.closing(self.ask(session, text, replacing, lang)) as views:
            for view in views:
                yield replace(view, returned=None)

    @guarded
    def stop(self, session: Session) -> View:
        """Stop the answer that is being written; what is there stays, marked as unchecked."""
        if not self._end(session):
            return View(running=False)
        stopped = status(load_labels(session.lang)("chat.stopped"))
        return replace(self._drawn(session), status=stopped, running=False)

    @guarded
    def clear(self, session: Session) -> View:
        """Begin a new conversation; the one before stays where it is kept."""
        self._end(session)
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
    def export(self, session: Session, kind: str = "md") -> View:
        """The conversation as a file to download ("md" or "html"), and what to say about it."""
        labels, exchanges = load_labels(session.lang), self._exchanges(session)
        if not any(not exchange.running for exchange in exchanges):
            return View(status=status(labels("chat.nothing_to_export"), alert=True), file="")
        if kind == "html":
            text = conversation_html(exchanges, labels, CONVERSATION.of(session).title)
            file = {"name": "conversation.html", "type": "text/html", "text": text}
        else:
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
            self._end(session)
        said = status(load_labels(session.lang)("chat.unexpected"), alert=True)
        return View(status=said, running=CONVERSATION.of(session).running)

    @guarded
    def act(self, session: Session, action: Action) -> View:
        """One action in the list of conversations; the page as it is then."""
        with session.turn():
            if action.act == "open":
                return self.open(session, action.text("value"))
            if action.act == "new":
                return self.clear(session)
            back = SHELF.of(session).deleted if action.act == "undo" else ""
            self._drawer.act(session, action)
            talk = CONVERSATION.of(session)
            if back and not talk.exchanges:
                self._take(session, back)
                return replace(self._drawn(session), running=False)
            if talk.id and talk.id == SHELF.of(session).deleted:
                self._end(session)
                CONVERSATION.change(session, Conversation.cleared)
                return replace(self._drawn(session), running=False)
            if action.act == "renamed" and talk.id:
                CONVERSATION.change(session, lambda talk: self._titled(session, talk))
            return View(kept=self._drawer.draw(session, CONVERSATION.of(session)))

    def open(self, session: Session, id: str) -> View:
        """Open a kept conversation: the page as it is then; an answer that is being written here is stopped."""
        if not self._take(session, id):
            self._drawer.say(session, Said("kept.gone"))
            return View(kept=self._drawer.draw(session, CONVERSATION.of(session)))
        self._drawer.say(session, None, closed=True)
        return replace(self._drawn(session), running=False)

    def arrive(self, session: Session, arrival: Arrival) -> None:
        """A browser tab comes to the page: with the conversation of its address."""
        if arrival.conversation:
            self.open(session, arrival.conversation)
        if arrival.restarted and SHELF.of(session).said is None:
            self._drawer.say(session, Said("kept.restarted"))

    def _take(self, session: Session, id: str) -> bool:
        """Go on with a kept conversation; False where there is none of this id."""
        with session.turn():
            kept = self._keeper.open(session, id)
            if kept is None:
                return False
            self._end(session)
            CONVERSATION.change(session, lambda talk: Conversation.of(kept, talk))
        return True

    def _titled(self, session: Session, talk: Conversation) -> Conversation:
        kept = self._keeper.open(session, talk.id)
        return replace(talk, title=kept.summary.title) if kept else talk

    def recorded(self, session: Session, exchange: Exchange) -> Exchange:
        """The exchange with the hashes of the documents that it cites, and what else these speak of."""
        document = seen(self._assistant, session).document
        cited = exchange.answer.citations if exchange.answer else ()
        suggestions = suggestions_of(cited, document) if exchange.phase == "done" else ()
        return replace(exchange, hashes=hashes_of(exchange.citations, document), suggestions=suggestions)

    def keep(self, session: Session, exchange: Exchange) -> None:
        """Keep how far an exchange of the open conversation came."""
        self._keeper.put(session, CONVERSATION.of(session).id, exchange)

    def _begin(self, session: Session, text: str, replacing: int | None) -> Conversation | None:
        """The conversation with one more question; None while another one is being answered.

        What another browser tab added to it in the meantime is taken over first.
        """
        with session.turn():
            talk = CONVERSATION.of(session)
            if talk.running:
                return None
            if replacing is not None:
                talk = talk.without_last(replacing) or talk
            if talk.branching:
                first = not talk.exchanges and not talk.earlier
                branch = "" if first else self._keeper.branch(session, talk.id, talk.following)
                talk = Conversation(answer_lang=talk.answer_lang, receipts=talk.receipts) if first else talk
                talk = replace(talk, id=branch or "", branching=False)
                self._drawer.say(session, None)
            unkept = talk.exchanges and not talk.id  # begun while its file could not be used: it stays as it began
            kept = None if unkept else self._keeper.begin(session, talk.id, text, replacing)
            at = kept[1].asked_at if kept else stamp(utc_now())
            if kept is not None and (kept[0], kept[1].id) != (talk.id, talk.following):
                there = self._keeper.open(session, kept[0])
                talk = Conversation.of(there, talk).before(kept[1].id) if there else talk
            begun = talk.begun(text, at)
            return begun and CONVERSATION.put(session, begun)

    def _end(self, session: Session) -> bool:
        """Stop the answer that is being written, and keep what is there of it; False where there is none."""
        with session.turn():
            if CONVERSATION.change(session, Conversation.stopped) is None:
                return False
            self.keep(session, CONVERSATION.of(session).last)
        return True

    def _exchanges(self, session: Session) -> Sequence[KeptExchange]:
        """All exchanges of the open conversation, those that the page does not show too."""
        talk = CONVERSATION.of(session)
        kept = self._keeper.open(session, talk.id) if talk.earlier else None
        return kept.exchanges if kept else talk.exchanges

    def _answer(self, session: Session, exchange: Exchange, lang: Lang | None = None) -> Views:
        """Follow the events of one question; what goes wrong on the way is the answer's failure."""
        steps, talk = _Answering(self, session), CONVERSATION.of(session)
        try:
            with self._line.turn() as places:
                if not (yield from in_turn(places, exchange, steps, lambda at: View(status=in_line(at, session.lang)))):
                    return
                events = seen(self._assistant, session).ask(
                    exchange.text,
                    talk.history(exchange),
                    lang=lang or talk.answer_lang,
                    reader=session.lang,
                    **wished(session),
                )
                yield from follow(events, exchange, steps, small=Token, seconds=_SECONDS_BETWEEN, clock=self._clock)
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
        talk = CONVERSATION.of(session)
        conversation = render.conversation(talk.exchanges, load_labels(session.lang))
        return View(conversation, self._panel(session), kept=self._drawer.draw(session, talk))

    def _panel(self, session: Session) -> Html:
        talk = CONVERSATION.of(session)
        exchange = talk.named(talk.chosen.of) if talk.chosen else None
        panel = self._sources.over(seen(self._assistant, session))
        return panel.draw(exchange.cited if exchange else None, talk.chosen, load_labels(session.lang))


class _Answering:
    """What the events of a question do to its exchange and to the page."""

    def __init__(self, chat: ChatHandlers, session: Session) -> None:
        self._chat, self._session, self._earlier = chat, session, render.Earlier()

    def after(self, exchange: Exchange, event: Event) -> Exchange:
        """The exchange after one more event, with the state of the sources that it shows."""
        exchange = after(exchange, event)
        cites = isinstance(event, Retrieved | Quoted | Final)
        return self._chat.recorded(self._session, exchange) if cites else exchange

    def put(self, exchange: Exchange) -> bool:
        """Keep it; False when it was stopped or is gone."""
        with self._session.turn():
            if CONVERSATION.change(self._session, lambda talk: talk.with_state(exchange)) is None:
                return False
            if exchange.phase in _KEPT:
                self._chat.keep(self._session, exchange)
        return True

    def view(self, exchange: Exchange, event: Event) -> View:
        """The page as it is then; a word changes the conversation only."""
        return self._chat.view(self._session, exchange, sources=not isinstance(event, Token), earlier=self._earlier)

    def overtaken(self) -> View:
        """The conversation as it is now."""
        talk = CONVERSATION.of(self._session)
        return View(render.conversation(talk.exchanges, load_labels(self._session.lang)), running=talk.running)


def _lang(value: str) -> Lang | None:
    return next((lang for lang in LANGS if lang == value), None)
