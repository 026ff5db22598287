"""The tab with the audit of the notes: a table with filters, and the sources of what is chosen.

Components and their handlers; what is drawn is in `render_audit`. No exception leaves a handler.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable
from typing import Any

import gradio as gr

from assistant.markup import Html
from assistant.review.audit import Audit
from assistant.review.committed import committed_audit
from assistant.ui import theme
from assistant.ui.audit import render as render_audit
from assistant.ui.audit.render import PAGE, AuditFilter
from assistant.ui.chat.state import Session
from assistant.ui.check.state import PerSession
from assistant.ui.locale import Labels, load_labels
from assistant.ui.page import Page
from assistant.ui.ports import AssistantPort
from assistant.ui.sources import panel

_LOG = logging.getLogger(__name__)
_HIDDEN: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
# 'more' is an event of this tab's own: Gradio looks for its name in the script.
_TABLE_JS = theme.EVENTS_JS + "\n// raises 'select' and 'more'\n"
_SOURCES_JS = theme.SOURCES_JS.replace("#cp-conversation", "#cp-audit")


def build(page: Page, audit: Audit | None = None) -> None:
    """Add the tab to the page; `audit` is shown instead of the one that ships with the package."""
    handlers = AuditHandlers(page.assistant, committed_audit() if audit is None else audit)
    labels = page.labels
    with gr.Tab(labels("audit.tab"), id="audit") as tab, gr.Row(elem_classes="cp-work"):
        with gr.Column(scale=3, min_width=320, elem_classes="cp-work-main"):
            outcome = gr.Radio(value="", elem_id="cp-audit-outcome", **handlers.outcomes(labels))
            with gr.Row(elem_id="cp-audit-filters"):
                note = gr.Dropdown(value="", elem_id="cp-audit-note", **handlers.notes(labels))
                words = gr.Textbox(lines=1, elem_id="cp-audit-words", **_words(labels))
            table = gr.HTML(elem_id="cp-audit", apply_default_css=False, js_on_load=_TABLE_JS)
        with gr.Column(scale=2, min_width=320, elem_classes="cp-work-side"):
            sources = gr.HTML(elem_id="cp-audit-sources", apply_default_css=False, js_on_load=_SOURCES_JS)
    page.translate(tab, lambda labels: {"label": labels("audit.tab")})
    page.translate(outcome, handlers.outcomes)
    page.translate(note, handlers.notes)
    page.translate(words, _words)
    page.redraw([table, sources], handlers.redraw)

    def on_select(session: Session, event: gr.EventData) -> Html | Any:
        return handlers.select(session, str(getattr(event, "value", "")))

    wanted = [page.session, outcome, note, words]
    outcome.input(handlers.choose, wanted, [table], **_HIDDEN)
    note.input(handlers.choose, wanted, [table], **_HIDDEN)
    words.input(handlers.choose, wanted, [table], **_HIDDEN)
    table.more(handlers.more, [page.session], [table], **_HIDDEN)
    for opened in (table.select, sources.select):
        opened(on_select, [page.session], [sources], **_HIDDEN)


class _Chosen:
    """What one browser tab looks at. A plain class: Gradio publishes dataclasses."""

    def __init__(self) -> None:
        self.filter = AuditFilter()
        self.selected = ""


class AuditHandlers:
    """What each filter and click shows."""

    def __init__(self, assistant: AssistantPort, audit: Audit | None) -> None:
        self._assistant = assistant
        self._audit = audit
        self._rows = () if audit is None else render_audit.rows_of(audit)
        self._sessions = PerSession(_Chosen)

    def outcomes(self, labels: Labels) -> dict[str, Any]:
        """Words of the choice of outcomes."""
        return {"label": labels("audit.outcome"), "choices": render_audit.outcome_choices(self._audit, labels)}

    def notes(self, labels: Labels) -> dict[str, Any]:
        """Words of the choice of notes."""
        return {"label": labels("audit.note"), "choices": render_audit.note_choices(self._audit, labels)}

    def choose(self, session: Session, outcome: str | None, note: str | None, words: str | None) -> Html | Any:
        """The rows of a filter, from the beginning."""
        self._sessions.of(session).filter = AuditFilter(outcome or "", note or "", words or "")
        return self._safely(lambda: self._table(session))

    def more(self, session: Session) -> Html | Any:
        """More rows of the same filter."""
        own = self._sessions.of(session)
        own.filter = dataclasses.replace(own.filter, shown=own.filter.shown + PAGE)
        return self._safely(lambda: self._table(session))

    def select(self, session: Session, value: str) -> Html | Any:
        """Open a source: `value` is "row-number", as `render_audit` writes it."""
        self._sessions.of(session).selected = value
        return self._safely(lambda: self._panel(session))

    def redraw(self, session: Session) -> list[Html | Any]:
        """The tab of a session as it is now."""
        return [self._safely(lambda: self._table(session)), self._safely(lambda: self._panel(session))]

    def _safely(self, draw: Callable[[], Html]) -> Html | Any:
        try:
            return draw()
        except Exception:
            _LOG.exception("The audit could not be shown.")
            return gr.skip()

    def _table(self, session: Session) -> Html:
        chosen = self._sessions.of(session).filter
        return render_audit.table(self._audit, self._rows, chosen, load_labels(session.lang))

    def _panel(self, session: Session) -> Html:
        labels = load_labels(session.lang)
        row_id, _, number = self._sessions.of(session).selected.partition("-")
        row = next((row for row in self._rows if str(row.id) == row_id), None)
        if row is None or not number.isdecimal():
            return panel(None, None, self._assistant.document, labels)
        return panel(row.cited, int(number), self._assistant.document, labels)


def _words(labels: Labels) -> dict[str, Any]:
    return {"label": labels("audit.words"), "placeholder": labels("audit.words_hint")}
