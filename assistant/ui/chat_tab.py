"""The chat tab: its components, and which handler each event goes to. What happens is in `handlers`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from assistant.ui import theme
from assistant.ui.handlers import ChatHandlers, View, status
from assistant.ui.locale import Labels
from assistant.ui.page import Page
from assistant.ui.state import Session

_AUTO = "auto"
_MOST_AT_ONCE = 4
_HIDDEN = {"show_progress": "hidden", "api_visibility": "private"}


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
        self.question = gr.Textbox(lines=1, max_lines=12, elem_id="cp-question", autofocus=True, **_question(labels))
        with gr.Row(elem_id="cp-controls"):
            self.send = gr.Button(labels("chat.send"), variant="primary", elem_id="cp-send")
            self.stop = gr.Button(labels("chat.stop"), variant="stop", elem_id="cp-stop", visible=False)
            self.clear = gr.Button(labels("chat.new"), elem_id="cp-new")
            self.export = gr.Button(labels("chat.export"), elem_id="cp-export")
        self.answer_language = gr.Radio(value=_AUTO, elem_id="cp-answer-language", **_languages(labels))
        self.file = gr.Textbox(visible="hidden", elem_id="cp-exported", label="Markdown", show_label=False)

    @property
    def outputs(self) -> list[Any]:
        """What a `View` updates, in the order of `_updates`."""
        return [self.conversation, self.sources, self.status, self.question, self.send, self.stop]

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
    session = page.session

    def on_ask(session: Session, typed: str) -> Iterator[list[Any]]:
        yield from map(_updates, handlers.ask(session, typed))

    def on_example(session: Session, event: gr.EventData) -> Iterator[list[Any]]:
        yield from map(_updates, handlers.example(session, _value(event)))

    def on_retry(session: Session, event: gr.EventData) -> Iterator[list[Any]]:
        yield from map(_updates, handlers.retry(session, _value(event)))

    def on_select(session: Session, event: gr.EventData) -> list[Any]:
        return _updates(handlers.select(session, _value(event)))

    def on_export(session: Session) -> list[Any]:
        text, view = handlers.export(session)
        return [text, *_updates(view)]

    # "multiple": a question sent right after Stop must not be swallowed while the stopped one is still ending.
    asking: dict[str, Any] = {
        "outputs": parts.outputs,
        "trigger_mode": "multiple",
        "concurrency_limit": _MOST_AT_ONCE,
        "concurrency_id": "answers",
        **_HIDDEN,
    }
    asked = [
        parts.question.submit(on_ask, [session, parts.question], **asking),
        parts.send.click(on_ask, [session, parts.question], **asking),
        parts.conversation.example_select(on_example, [session], **asking),
        parts.conversation.retry(on_retry, [session], **asking),
    ]
    for event in asked:
        event.then(handlers.unsent, [session, parts.question], [parts.question], queue=False, **_HIDDEN)
    quick: dict[str, Any] = {"outputs": parts.outputs, "queue": False, **_HIDDEN}
    parts.stop.click(_one(handlers.stop), [session], cancels=asked, **quick)
    parts.clear.click(_one(handlers.clear), [session], cancels=asked, **quick)
    for opened in (parts.conversation.select, parts.sources.select):
        opened(on_select, [session], **quick)
    parts.answer_language.input(
        handlers.set_answer_language, [session, parts.answer_language], None, queue=False, **_HIDDEN
    )
    parts.export.click(on_export, [session], [parts.file, *parts.outputs], queue=False, **_HIDDEN).then(
        None, [parts.file], None, js=theme.DOWNLOAD_JS, **_HIDDEN
    )
    page.redraw(parts.outputs, _one(handlers.redraw))


def _one(handler: Callable[[Session], View]) -> Callable[[Session], list[Any]]:
    return lambda session: _updates(handler(session))


def _updates(view: View) -> list[Any]:
    """A view as updates of `_Parts.outputs`."""
    parts = (view.conversation, view.panel, view.status, view.question)
    updates: list[Any] = [gr.skip() if part is None else part for part in parts]
    if view.running is None:
        return [*updates, gr.skip(), gr.skip()]
    return [*updates, gr.update(visible=not view.running), gr.update(visible=view.running)]


def _value(event: gr.EventData) -> str:
    return str(getattr(event, "value", ""))


def _html(elem_id: str, js: str | None, value: str = "") -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=js)


def _question(labels: Labels) -> dict[str, Any]:
    return {"label": labels("chat.question"), "placeholder": labels("chat.placeholder")}


def _languages(labels: Labels) -> dict[str, Any]:
    names = ((_AUTO, "chat.answer_auto"), ("fr", "chat.answer_fr"), ("en", "chat.answer_en"))
    return {"label": labels("chat.answer_language"), "choices": [(labels(key), value) for value, key in names]}
