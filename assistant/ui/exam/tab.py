"""The exam tab: its components, and which handler each event goes to. What happens is in `exam_handlers`."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.ui import theme
from assistant.ui.chat.state import Session
from assistant.ui.exam.handlers import Drawn, ExamHandlers
from assistant.ui.page import Page
from assistant.ui.practice import render as render_practice
from assistant.ui.practice.desk import Desk
from assistant.ui.practice.script import OPEN_JS, QUIET, html, script, sent, who


def build(page: Page, desk: Desk | None = None) -> None:
    """Add the tab to the page."""
    handlers = ExamHandlers(page.assistant, desk or Desk())
    with gr.Tab(page.labels("exam.tab"), id="exam") as tab:
        bar = html("cp-exam-bar", script() + script("exam.js"))
        with gr.Row(elem_classes="cp-work"):
            with gr.Column(scale=3, min_width=320, elem_classes="cp-work-main"):
                main = html("cp-exam", script() + OPEN_JS, render_practice.waiting(page.labels))
            with gr.Column(scale=2, min_width=320, elem_classes="cp-work-side"):
                sources = html("cp-exam-sources", theme.SOURCES_JS)
    page.translate(tab, lambda labels: {"label": labels("exam.tab")})
    outputs = [bar, main, sources]

    def on_action(session: Session, event: gr.EventData, request: gr.Request) -> list[Any]:
        action = sent(event)
        return _updates(handlers.act(session, action, who(action, request)))

    def on_source(session: Session, event: gr.EventData) -> list[Any]:
        return _updates(handlers.source(session, str(getattr(event, "value", ""))))

    for part in (bar, main):
        part.submit(on_action, [page.session], outputs, **QUIET)
    sources.select(on_source, [page.session], outputs, **QUIET)
    page.redraw(outputs, lambda session: _updates(handlers.in_language(session)))


def _updates(drawn: Drawn) -> list[Any]:
    return [gr.skip() if part is None else part for part in drawn]
