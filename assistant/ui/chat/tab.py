"""The chat tab: its components, and which handler each event goes to. What happens is in `handlers`."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any

import gradio as gr

from assistant.markup import Html, element, join
from assistant.ui import theme
from assistant.ui.chat.handlers import ChatHandlers, View, status
from assistant.ui.chat.state import Receipt, Session
from assistant.ui.locale import Labels
from assistant.ui.page import Page

_AUTO = "auto"
_MOST_AT_ONCE = 4
_HIDDEN: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def build(page: Page) -> None:
    """Add the tab to the page."""
    with gr.Tab(page.labels("chat.tab"), id="chat") as tab:
        parts = _Parts(page)
    page.translate(tab, lambda labels: {"label": labels("chat.tab")})
    parts.register(page)
    _connect(page, parts, ChatHandlers(page.assistant, max_question_chars=page.max_question_chars))


class _Parts:
    """The components of the tab."""

    def __init__(self, page: Page) -> None:
        labels = page.labels
        with gr.Row(elem_id="cp-workspace"):
            with gr.Column(scale=3, min_width=320, elem_id="cp-chat"):
                self.conversation = _html("cp-conversation", theme.CONVERSATION_JS)
                with gr.Column(elem_id="cp-composer"):
                    self._composer(labels)
            with gr.Column(scale=2, min_width=320, elem_id="cp-side"):
                self.sources = _html("cp-sources", theme.SOURCES_JS)

    def _composer(self, labels: Labels) -> None:
        self.status = _html("cp-status", None, status(""))
        self.question = gr.Textbox(
            lines=1, max_lines=12, elem_id="cp-question", autofocus=True, interactive=True, **_question(labels)
        )
        with gr.Row(elem_id="cp-controls"):
            self.send = gr.Button(labels("chat.send"), variant="primary", elem_id="cp-send")
            self.stop = gr.Button(labels("chat.stop"), variant="stop", elem_id="cp-stop", visible=False)
            self.clear = gr.Button(labels("chat.new"), elem_id="cp-new")
            self.export = gr.Button(labels("chat.export"), elem_id="cp-export")
        self.answer_language = gr.Radio(value=_AUTO, elem_id="cp-answer-language", **_languages(labels))
        self.sender = gr.HTML(visible="hidden", elem_id="cp-sender", js_on_load=theme.SENDER_JS)
        self.file = gr.Textbox(visible="hidden", elem_id="cp-exported", label="Markdown", show_label=False)

    @property
    def outputs(self) -> list[Any]:
        """What a `View` updates, in the order of `_updates`."""
        return [self.conversation, self.sources, self.status, self.sender, self.file, self.send, self.stop]

    def register(self, page: Page) -> None:
        """Say which properties are words."""
        page.translate(self.question, _question)
        page.translate(self.answer_language, _languages)
        for button, key in (
            (self.send, "chat.send"),
            (self.stop, "chat.stop"),
            (self.clear, "chat.new"),
            (self.export, "chat.export"),
        ):
            page.translate(button, lambda labels, key=key: {"value": labels(key)})  # type: ignore[misc]


def _connect(page: Page, parts: _Parts, handlers: ChatHandlers) -> None:
    _connect_questions(page, parts, handlers)
    session = [page.session]
    quick: dict[str, Any] = {"outputs": parts.outputs, "queue": False, **_HIDDEN}

    def on_select(session: Session, event: gr.EventData) -> list[Any]:
        return _updates(handlers.select(session, _value(event)))

    def in_language(session: Session) -> list[Any]:
        view = handlers.redraw(session)
        return [view.conversation, view.panel, status("")]

    parts.stop.click(_one(handlers.stop), session, **quick)
    parts.clear.click(_one(handlers.clear), session, **quick)
    for opened in (parts.conversation.select, parts.sources.select):
        opened(on_select, session, **quick)
    parts.answer_language.input(
        handlers.set_answer_language, [page.session, parts.answer_language], None, queue=False, **_HIDDEN
    )
    exported = parts.export.click(_one(handlers.export), session, **quick)
    exported.then(None, [parts.file], None, js=theme.DOWNLOAD_JS, **_HIDDEN)
    page.redraw([parts.conversation, parts.sources, parts.status], in_language)


def _connect_questions(page: Page, parts: _Parts, handlers: ChatHandlers) -> None:
    """Everything that starts an answer.

    Stop does not use Gradio's `cancels`: a draft that is on its way would overwrite what Stop showed. A stopped answer
    ends by itself at its next event and has the last word (`ChatHandlers`).
    """

    def on_ask(session: Session, event: gr.EventData) -> Iterator[list[Any]]:
        sent = str(getattr(event, "id", ""))
        with contextlib.closing(handlers.ask(session, _value(event))) as views:
            for place, view in enumerate(views):
                news = view.returned is not None or not place
                yield _updates(view, _receipts(session.receive(sent, view.returned)) if news else None)

    def on_example(session: Session, event: gr.EventData) -> Iterator[list[Any]]:
        yield from _stream(handlers.example(session, _value(event)))

    def on_retry(session: Session, event: gr.EventData) -> Iterator[list[Any]]:
        yield from _stream(handlers.retry(session, _value(event)))

    # "multiple": a question sent right after Stop must not be swallowed while the stopped one is still ending.
    options: dict[str, Any] = {
        "outputs": parts.outputs,
        "trigger_mode": "multiple",
        "concurrency_limit": _MOST_AT_ONCE,
        "concurrency_id": "answers",
        **_HIDDEN,
    }
    parts.sender.ask(on_ask, [page.session], **options)
    parts.conversation.example_select(on_example, [page.session], **options)
    parts.conversation.retry(on_retry, [page.session], **options)


def _stream(views: Generator[View, None, None]) -> Iterator[list[Any]]:
    """Updates for views; when Gradio closes this (a closed tab) the views are closed at once."""
    with contextlib.closing(views):
        yield from map(_updates, views)


def _receipts(receipts: Sequence[Receipt]) -> Html:
    """What SENDER_JS reads: which questions arrived, and what goes back into the field."""
    return join(
        element(
            "span",
            data_number=receipt.number,
            data_sent=receipt.sent,
            data_text=receipt.returned.text if receipt.returned else None,
            data_only=receipt.returned is not None and receipt.returned.only_if_empty,
        )
        for receipt in receipts
    )


def _one(handler: Callable[[Session], View]) -> Callable[[Session], list[Any]]:
    return lambda session: _updates(handler(session))


def _updates(view: View, receipts: Html | None = None) -> list[Any]:
    """A view as updates of `_Parts.outputs`."""
    parts = (view.conversation, view.panel, view.status, receipts, view.file)
    updates: list[Any] = [gr.skip() if part is None else part for part in parts]
    if view.running is None:
        return [*updates, gr.skip(), gr.skip()]
    return [*updates, gr.update(visible=not view.running), gr.update(visible=view.running)]


def _value(event: gr.EventData) -> str:
    return str(getattr(event, "value", ""))


def _html(elem_id: str, js: str | None, value: str = "") -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=js)


def _question(labels: Labels) -> dict[str, Any]:
    return {
        "label": labels("chat.question"),
        "info": labels("chat.hint"),
        "placeholder": labels("chat.placeholder"),
    }


def _languages(labels: Labels) -> dict[str, Any]:
    names = ((_AUTO, "chat.answer_auto"), ("fr", "chat.answer_fr"), ("en", "chat.answer_en"))
    return {"label": labels("chat.answer_language"), "choices": [(labels(key), value) for value, key in names]}
