"""The chat tab: its components, and which handler each event goes to. What happens is in `handlers`."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from assistant.markup import Html
from assistant.ui.chat.handlers import ChatHandlers, View
from assistant.ui.chat.keeper import Keeper, open_store
from assistant.ui.chat.render import receipts
from assistant.ui.ids import Id
from assistant.ui.locale import Labels
from assistant.ui.page import Page
from assistant.ui.session import Session
from assistant.ui.trouble import status
from assistant.ui.web.files import function, script
from assistant.ui.wiring import (
    AT_ONCE,
    EACH,
    HIDDEN,
    button_words,
    clicked,
    html,
    sent,
    sources_part,
    start_and_stop,
    streamed,
    tab_words,
    updates,
)

_AUTO = "auto"
_MOST_WAITING = 24  # of whom so many are answered at once as `ChatHandlers` says; the others are told their place


def build(page: Page) -> None:
    """Add the tab to the page."""
    with gr.Tab(page.labels("chat.tab"), id="chat") as tab:
        parts = _Parts(page)
    tab_words(page, tab, "chat.tab")
    parts.register(page)
    handlers = ChatHandlers(
        page.assistant, max_question_chars=page.max_question_chars, keeper=Keeper(open_store), run=page.run
    )
    page.on_arrival(handlers.arrive)
    _connect(page, parts, handlers)


class _Parts:
    """The components of the tab."""

    def __init__(self, page: Page) -> None:
        labels = page.labels
        with gr.Row(elem_id=Id.WORKSPACE):
            with gr.Column(scale=3, min_width=320, elem_id=Id.CHAT):
                self.kept = html(Id.KEPT, "learner", "kept", "address")
                self.conversation = html(Id.CONVERSATION, "events", "conversation", "tip", own_events=("say",))
                with gr.Column(elem_id=Id.COMPOSER):
                    self._composer(labels)
            with gr.Column(scale=2, min_width=320, elem_id=Id.SIDE):
                self.sources = sources_part(Id.SOURCES)

    def _composer(self, labels: Labels) -> None:
        self.status = html(Id.STATUS, value=status(""))
        self.question = gr.Textbox(
            lines=1, max_lines=12, elem_id=Id.QUESTION, autofocus=True, interactive=True, **_question(labels)
        )
        with gr.Row(elem_id=Id.CONTROLS):
            self.send = gr.Button(labels("chat.send"), variant="primary", elem_id=Id.SEND)
            self.stop = gr.Button(labels("chat.stop"), variant="stop", elem_id=Id.STOP, visible=False)
            self.clear = gr.Button(labels("chat.new"), elem_id=Id.NEW)
            self.export = gr.Button(labels("chat.export"), elem_id=Id.EXPORT)
            self.export_html = gr.Button(labels("chat.export_html"), elem_id=Id.EXPORT_HTML)
        self.answer_language = gr.Radio(value=_AUTO, elem_id=Id.ANSWER_LANGUAGE, **_languages(labels))
        self.sender = gr.HTML(visible="hidden", elem_id=Id.SENDER, js_on_load=script("sender"))
        self.file = gr.Textbox(visible="hidden", elem_id=Id.EXPORTED, label="File", show_label=False)

    @property
    def outputs(self) -> list[Any]:
        """What a `View` updates, in the order of `_updates`."""
        return [
            self.conversation,
            self.sources,
            self.status,
            self.sender,
            self.file,
            self.kept,
            self.send,
            self.stop,
        ]

    def register(self, page: Page) -> None:
        """Say which properties are words."""
        page.translate(self.question, _question)
        page.translate(self.answer_language, _languages)
        buttons = ((self.send, "chat.send"), (self.stop, "chat.stop"), (self.clear, "chat.new"))
        button_words(page, *buttons, (self.export, "chat.export"), (self.export_html, "chat.export_html"))


def _connect(page: Page, parts: _Parts, handlers: ChatHandlers) -> None:
    _connect_questions(page, parts, handlers)
    session = [page.session]
    quick: dict[str, Any] = {"outputs": parts.outputs, **AT_ONCE}

    def on_select(session: Session, event: gr.EventData) -> list[Any]:
        return _updates(handlers.select(session, clicked(event)))

    def in_language(session: Session) -> list[Any]:
        view = handlers.redraw(session)
        return [view.conversation, view.panel, view.kept, status("")]

    def on_action(session: Session, event: gr.EventData) -> list[Any]:
        return _updates(handlers.act(session, sent(event)))

    def on_edit(session: Session, event: gr.EventData) -> list[Any]:
        view = handlers.edit(session, clicked(event))
        return _updates(view, receipts(handlers.receive(session, "", view.returned)))

    parts.conversation.edit(on_edit, session, **quick)
    parts.stop.click(_one(handlers.stop), session, **quick)
    parts.kept.submit(on_action, session, **{**quick, **EACH})
    parts.clear.click(_one(handlers.clear), session, **quick)
    for opened in (parts.conversation.select, parts.sources.select):
        opened(on_select, session, **quick)
    parts.answer_language.input(handlers.set_answer_language, [page.session, parts.answer_language], None, **AT_ONCE)
    for button, kind in ((parts.export, "md"), (parts.export_html, "html")):
        exported = button.click(lambda session, kind=kind: _updates(handlers.export(session, kind)), session, **quick)
        exported.then(None, [parts.file], None, js=function("download"), **HIDDEN)
    page.redraw([parts.conversation, parts.sources, parts.kept, parts.status], in_language)


def _connect_questions(page: Page, parts: _Parts, handlers: ChatHandlers) -> None:
    """Everything that starts an answer.

    Stop does not use Gradio's `cancels`: a draft that is on its way would overwrite what Stop showed. A stopped answer
    ends by itself at its next event and has the last word (`ChatHandlers`).
    """

    def on_ask(session: Session, event: gr.EventData) -> Iterator[list[Any]]:
        sent = str(getattr(event, "id", ""))
        with contextlib.closing(handlers.ask(session, clicked(event))) as views:
            for place, view in enumerate(views):
                news = view.returned is not None or not place
                yield _updates(view, receipts(handlers.receive(session, sent, view.returned)) if news else None)

    def on_example(session: Session, event: gr.EventData) -> Iterator[list[Any]]:
        yield from streamed(handlers.example(session, clicked(event)), _updates)

    def on_retry(session: Session, event: gr.EventData) -> Iterator[list[Any]]:
        yield from streamed(handlers.retry(session, clicked(event)), _updates)

    def on_say(session: Session, event: gr.EventData) -> Iterator[list[Any]]:
        yield from streamed(handlers.say(session, clicked(event)), _updates)

    # "multiple": a question sent right after Stop must not be swallowed while the stopped one is still ending.
    options: dict[str, Any] = {
        "outputs": parts.outputs,
        "trigger_mode": "multiple",
        "concurrency_limit": _MOST_WAITING,
        "concurrency_id": "answers",
        **HIDDEN,
    }
    parts.sender.ask(on_ask, [page.session], **options)
    parts.conversation.example_select(on_example, [page.session], **options)
    parts.conversation.retry(on_retry, [page.session], **options)
    parts.conversation.say(on_say, [page.session], **options)


def _one(handler: Callable[[Session], View]) -> Callable[[Session], list[Any]]:
    return lambda session: _updates(handler(session))


def _updates(view: View, arrived: Html | None = None) -> list[Any]:
    """A view as updates of `_Parts.outputs`."""
    parts = (view.conversation, view.panel, view.status, arrived, view.file, view.kept)
    return [*updates(parts), *start_and_stop(view.running)]


def _question(labels: Labels) -> dict[str, Any]:
    return {
        "label": labels("chat.question"),
        "info": labels("chat.hint"),
        "placeholder": labels("chat.placeholder"),
    }


def _languages(labels: Labels) -> dict[str, Any]:
    names = ((_AUTO, "chat.answer_auto"), ("fr", "chat.answer_fr"), ("en", "chat.answer_en"))
    return {"label": labels("chat.answer_language"), "choices": [(labels(key), value) for value, key in names]}
