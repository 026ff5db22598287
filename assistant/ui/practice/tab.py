"""The practice tab: its components, and which handler each event goes to. What happens is in `handlers`."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.ui.ids import Id
from assistant.ui.page import Page
from assistant.ui.practice import render
from assistant.ui.practice.desk import Desk
from assistant.ui.practice.handlers import PracticeHandlers
from assistant.ui.practice.state import begin_with
from assistant.ui.session import Session
from assistant.ui.wiring import EACH, clicked, html, sent, sources_part, tab_words, updates, who


def build(page: Page, desk: Desk | None = None) -> None:
    """Add the tab to the page."""
    handlers = PracticeHandlers(page.assistant, desk or Desk(alone=page.alone))
    with gr.Tab(page.labels("practice.tab"), id="practice") as tab, gr.Row(elem_classes="cp-work"):
        with gr.Column(scale=3, min_width=320, elem_classes="cp-work-main"):
            main = html(Id.PRACTICE, "learner", "practice", "opened", value=render.waiting(page.labels))
        with gr.Column(scale=2, min_width=320, elem_classes="cp-work-side"):
            sources = sources_part(Id.PRACTICE_SOURCES)
    tab_words(page, tab, "practice.tab")

    def on_action(session: Session, event: gr.EventData, request: gr.Request) -> list[Any]:
        action = sent(event)
        return updates(handlers.act(session, action, who(action, request)))

    def on_source(session: Session, event: gr.EventData) -> list[Any]:
        return updates(handlers.source(session, clicked(event)))

    main.submit(on_action, [page.session], [main, sources], **EACH)
    sources.select(on_source, [page.session], [main, sources], **EACH)
    page.on_exam.append(begin_with)
    page.redraw([main, sources], lambda session: updates(handlers.in_language(session)))
