"""The Check tab: its components, and which handler each event goes to. What happens is in `handlers`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

import gradio as gr

from assistant.ui.check.handlers import CheckHandlers, CheckPort, CheckView
from assistant.ui.ids import Id
from assistant.ui.locale import Labels
from assistant.ui.page import Page
from assistant.ui.session import Session
from assistant.ui.trouble import status
from assistant.ui.web.files import function
from assistant.ui.wiring import (
    AT_ONCE,
    HIDDEN,
    button_words,
    clicked,
    html,
    sources_part,
    start_and_stop,
    streamed,
    tab_words,
    updates,
)

_MOST_WAITING = 12  # of whom so many are served at once as `CheckHandlers` says; the others are told their place


def build(page: Page) -> None:
    """Add the tab to the page."""
    with gr.Tab(page.labels("check.tab"), id="check") as tab:
        parts = _Parts(page.labels)
    tab_words(page, tab, "check.tab")
    parts.register(page)
    _connect(page, parts, CheckHandlers(cast(CheckPort, page.assistant)))


class _Parts:
    """The components of the tab."""

    def __init__(self, labels: Labels) -> None:
        with gr.Row(elem_classes="cp-work"):
            with gr.Column(scale=3, min_width=320, elem_classes="cp-work-main"):
                self.text = gr.Textbox(lines=5, max_lines=16, elem_id=Id.CHECK_TEXT, **_text(labels))
                with gr.Row(elem_classes="cp-controls"):
                    self.check = gr.Button(labels("check.check"), variant="primary", elem_id=Id.CHECK)
                    self.stop = gr.Button(labels("check.stop"), variant="stop", elem_id=Id.CHECK_STOP, visible=False)
                    self.clear = gr.Button(labels("check.clear"), elem_id=Id.CHECK_CLEAR)
                    self.markdown = gr.Button(labels("check.markdown"), elem_id=Id.CHECK_MARKDOWN)
                    self.page = gr.Button(labels("check.html"), elem_id=Id.CHECK_HTML)
                self.status = html(Id.CHECK_STATUS, value=status(""))
                self.result = html(Id.CHECKED, "events", "choices", own_events=("only", "order"))
            with gr.Column(scale=2, min_width=320, elem_classes="cp-work-side"):
                self.sources = sources_part(Id.CHECK_SOURCES)
        self.file = gr.Textbox(visible="hidden", elem_id=Id.CHECK_FILE, label="File", show_label=False)

    @property
    def outputs(self) -> list[Any]:
        """What a `CheckView` updates, in the order of `_updates`."""
        return [self.result, self.sources, self.status, self.text, self.file, self.check, self.stop]

    def register(self, page: Page) -> None:
        """Say which properties are words."""
        page.translate(self.text, _text)
        buttons = ((self.check, "check.check"), (self.stop, "check.stop"), (self.clear, "check.clear"))
        button_words(page, *buttons, (self.markdown, "check.markdown"), (self.page, "check.html"))


def _connect(page: Page, parts: _Parts, handlers: CheckHandlers) -> None:
    session = [page.session]
    quick: dict[str, Any] = {"outputs": parts.outputs, **AT_ONCE}

    def on_check(session: Session, typed: str) -> Iterator[list[Any]]:
        yield from streamed(handlers.check(session, typed), _updates)

    def on_select(session: Session, event: gr.EventData) -> list[Any]:
        return _updates(handlers.select(session, clicked(event)))

    def on_only(session: Session, event: gr.EventData) -> list[Any]:
        return _updates(handlers.only(session, clicked(event)))

    def on_order(session: Session, event: gr.EventData) -> list[Any]:
        return _updates(handlers.order(session, clicked(event)))

    def in_language(session: Session) -> list[Any]:
        view = handlers.redraw(session)
        return [view.result, view.panel, status("")]

    parts.check.click(
        on_check,
        [page.session, parts.text],
        parts.outputs,
        trigger_mode="multiple",
        concurrency_limit=_MOST_WAITING,
        concurrency_id="checks",
        **HIDDEN,
    )
    parts.stop.click(_one(handlers.stop), session, **quick)
    parts.clear.click(_one(handlers.clear), session, **quick)
    parts.result.example_select(_one(handlers.example), session, **quick)
    for opened in (parts.result.select, parts.sources.select):
        opened(on_select, session, **quick)
    parts.result.only(on_only, session, **quick)
    parts.result.order(on_order, session, **quick)
    for button, form in ((parts.markdown, "md"), (parts.page, "html")):
        made = button.click(_one(lambda session, form=form: handlers.export(session, form)), session, **quick)  # type: ignore[misc]
        made.then(None, [parts.file], None, js=function("download"), **HIDDEN)
    page.redraw([parts.result, parts.sources, parts.status], in_language)


def _one(handler: Callable[[Session], CheckView]) -> Callable[[Session], list[Any]]:
    return lambda session: _updates(handler(session))


def _updates(view: CheckView) -> list[Any]:
    """A view as updates of `_Parts.outputs`."""
    parts = (view.result, view.panel, view.status, view.text, view.file)
    return [*updates(parts), *start_and_stop(view.running)]


def _text(labels: Labels) -> dict[str, Any]:
    return {"label": labels("check.text"), "info": labels("check.hint"), "placeholder": labels("check.placeholder")}
