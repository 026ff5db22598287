"""The tab with the audit of the notes: its components, and which handler each event goes to."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.review.audit import Audit
from assistant.review.committed import committed_audit
from assistant.ui.audit.handlers import AuditHandlers
from assistant.ui.ids import Id
from assistant.ui.locale import Labels
from assistant.ui.page import Page
from assistant.ui.session import Session
from assistant.ui.wiring import AT_ONCE, clicked, html, sources_part, tab_words, updates


def build(page: Page, audit: Audit | None = None) -> None:
    """Add the tab to the page; `audit` is shown instead of the one that ships with the package."""
    handlers = AuditHandlers(page.assistant, committed_audit() if audit is None else audit)
    labels = page.labels
    with gr.Tab(labels("audit.tab"), id="audit") as tab, gr.Row(elem_classes="cp-work"):
        with gr.Column(scale=3, min_width=320, elem_classes="cp-work-main"):
            outcome = gr.Radio(value="", elem_id=Id.AUDIT_OUTCOME, **handlers.outcomes(labels))
            with gr.Row(elem_id=Id.AUDIT_FILTERS):
                note = gr.Dropdown(value="", elem_id=Id.AUDIT_NOTE, **handlers.notes(labels))
                words = gr.Textbox(lines=1, elem_id=Id.AUDIT_WORDS, **_words(labels))
            table = html(Id.AUDIT, "events", own_events=("more",))
        with gr.Column(scale=2, min_width=320, elem_classes="cp-work-side"):
            sources = sources_part(Id.AUDIT_SOURCES)
    tab_words(page, tab, "audit.tab")
    page.translate(outcome, handlers.outcomes)
    page.translate(note, handlers.notes)
    page.translate(words, _words)
    page.redraw([table, sources], lambda session: updates(handlers.redraw(session)))

    def on_select(session: Session, event: gr.EventData) -> list[Any]:
        return updates([handlers.select(session, clicked(event))])

    def on_choose(session: Session, *wanted: str | None) -> list[Any]:
        return updates([handlers.choose(session, *wanted)])

    def on_more(session: Session) -> list[Any]:
        return updates([handlers.more(session)])

    for field in (outcome, note, words):
        field.input(on_choose, [page.session, outcome, note, words], [table], **AT_ONCE)
    table.more(on_more, [page.session], [table], **AT_ONCE)
    for opened in (table.select, sources.select):
        opened(on_select, [page.session], [sources], **AT_ONCE)


def _words(labels: Labels) -> dict[str, Any]:
    return {"label": labels("audit.words"), "placeholder": labels("audit.words_hint")}
