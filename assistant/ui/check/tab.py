"""The Check tab: its components, and which handler each event goes to. What happens is in `check_handlers`."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any, cast

import gradio as gr

from assistant.ui import theme
from assistant.ui.chat.handlers import status
from assistant.ui.chat.state import Session
from assistant.ui.check.handlers import CheckHandlers, CheckPort, CheckView, CheckViews
from assistant.ui.locale import Labels
from assistant.ui.page import Page

_MOST_AT_ONCE = 2
_HIDDEN: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
# The chat's scripts, for this tab's own components.
RESULT_JS = theme.EVENTS_JS
SOURCES_JS = theme.SOURCES_JS.replace("#cp-conversation", "#cp-checked")
DOWNLOAD_JS = """(made) => {
  if (!made) return;
  const { name, type, text } = JSON.parse(made);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}"""


def build(page: Page) -> None:
    """Add the tab to the page."""
    with gr.Tab(page.labels("check.tab"), id="check") as tab:
        parts = _Parts(page.labels)
    page.translate(tab, lambda labels: {"label": labels("check.tab")})
    parts.register(page)
    _connect(page, parts, CheckHandlers(cast(CheckPort, page.assistant)))


class _Parts:
    """The components of the tab."""

    def __init__(self, labels: Labels) -> None:
        with gr.Row(elem_classes="cp-work"):
            with gr.Column(scale=3, min_width=320, elem_classes="cp-work-main"):
                self.text = gr.Textbox(lines=5, max_lines=16, elem_id="cp-check-text", **_text(labels))
                with gr.Row(elem_classes="cp-controls"):
                    self.check = gr.Button(labels("check.check"), variant="primary", elem_id="cp-check")
                    self.stop = gr.Button(labels("check.stop"), variant="stop", elem_id="cp-check-stop", visible=False)
                    self.clear = gr.Button(labels("check.clear"), elem_id="cp-check-clear")
                    self.markdown = gr.Button(labels("check.markdown"), elem_id="cp-check-markdown")
                    self.page = gr.Button(labels("check.html"), elem_id="cp-check-html")
                self.status = _html("cp-check-status", None, status(""))
                self.result = _html("cp-checked", RESULT_JS)
            with gr.Column(scale=2, min_width=320, elem_classes="cp-work-side"):
                self.sources = _html("cp-check-sources", SOURCES_JS)
        self.file = gr.Textbox(visible="hidden", elem_id="cp-check-file", label="File", show_label=False)

    @property
    def outputs(self) -> list[Any]:
        """What a `CheckView` updates, in the order of `_updates`."""
        return [self.result, self.sources, self.status, self.text, self.file, self.check, self.stop]

    def register(self, page: Page) -> None:
        """Say which properties are words."""
        page.translate(self.text, _text)
        for button, key in (
            (self.check, "check.check"),
            (self.stop, "check.stop"),
            (self.clear, "check.clear"),
            (self.markdown, "check.markdown"),
            (self.page, "check.html"),
        ):
            page.translate(button, lambda labels, key=key: {"value": labels(key)})  # type: ignore[misc]


def _connect(page: Page, parts: _Parts, handlers: CheckHandlers) -> None:
    session = [page.session]
    quick: dict[str, Any] = {"outputs": parts.outputs, "queue": False, **_HIDDEN}

    def on_check(session: Session, typed: str) -> Iterator[list[Any]]:
        yield from _stream(handlers.check(session, typed))

    def on_select(session: Session, event: gr.EventData) -> list[Any]:
        return _updates(handlers.select(session, str(getattr(event, "value", ""))))

    def in_language(session: Session) -> list[Any]:
        view = handlers.redraw(session)
        return [view.result, view.panel, status("")]

    parts.check.click(
        on_check,
        [page.session, parts.text],
        parts.outputs,
        trigger_mode="multiple",
        concurrency_limit=_MOST_AT_ONCE,
        concurrency_id="checks",
        **_HIDDEN,
    )
    parts.stop.click(_one(handlers.stop), session, **quick)
    parts.clear.click(_one(handlers.clear), session, **quick)
    parts.result.example_select(_one(handlers.example), session, **quick)
    for opened in (parts.result.select, parts.sources.select):
        opened(on_select, session, **quick)
    for button, form in ((parts.markdown, "md"), (parts.page, "html")):
        made = button.click(_one(lambda session, form=form: handlers.export(session, form)), session, **quick)  # type: ignore[misc]
        made.then(None, [parts.file], None, js=DOWNLOAD_JS, **_HIDDEN)
    page.redraw([parts.result, parts.sources, parts.status], in_language)


def _stream(views: CheckViews) -> Iterator[list[Any]]:
    """Updates for views; when Gradio closes this (a closed tab) the views are closed at once."""
    with contextlib.closing(views):
        yield from map(_updates, views)


def _one(handler: Callable[[Session], CheckView]) -> Callable[[Session], list[Any]]:
    return lambda session: _updates(handler(session))


def _updates(view: CheckView) -> list[Any]:
    """A view as updates of `_Parts.outputs`."""
    parts = (view.result, view.panel, view.status, view.text, view.file)
    updates: list[Any] = [gr.skip() if part is None else part for part in parts]
    if view.running is None:
        return [*updates, gr.skip(), gr.skip()]
    return [*updates, gr.update(visible=not view.running), gr.update(visible=view.running)]


def _html(elem_id: str, js: str | None, value: str = "") -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=js)


def _text(labels: Labels) -> dict[str, Any]:
    return {"label": labels("check.text"), "info": labels("check.hint"), "placeholder": labels("check.placeholder")}
