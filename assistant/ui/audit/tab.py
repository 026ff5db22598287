"""The tab with the audit of the notes: its components, and which handler each event goes to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from assistant.review.audit import Audit
from assistant.review.committed import committed_audit
from assistant.ui.audit.handlers import AuditHandlers, AuditView
from assistant.ui.audit.notes import KnownNotes
from assistant.ui.ids import Id
from assistant.ui.locale import Labels
from assistant.ui.page import Page
from assistant.ui.session import Session
from assistant.ui.web.files import function
from assistant.ui.wiring import AT_ONCE, HIDDEN, clicked, html, sources_part, streamed, tab_words, updates

_EVENTS = ("more", "outcome", "correct", "compare", "halt", "download")


def build(page: Page, audit: Audit | None = None) -> None:
    """Add the tab to the page; `audit` is shown instead of the one that ships with the package."""
    notes = KnownNotes(committed_audit()) if audit is None else KnownNotes(audit, fixed=True)
    handlers = AuditHandlers(page.assistant, notes)
    labels = page.labels
    with gr.Tab(labels("audit.tab"), id="audit") as tab, gr.Row(elem_classes="cp-work"):
        with gr.Column(scale=3, min_width=320, elem_classes="cp-work-main"):
            with gr.Row(elem_id=Id.AUDIT_FILTERS):
                note = gr.Dropdown([("", "")], value="", elem_id=Id.AUDIT_NOTE, **_note(labels))
                words = gr.Textbox(lines=1, elem_id=Id.AUDIT_WORDS, **_words(labels))
            table = html(Id.AUDIT, "events", "choices", own_events=_EVENTS)
            copy = html(Id.AUDIT_COPY, "events", "choices", own_events=_EVENTS)
        with gr.Column(scale=2, min_width=320, elem_classes="cp-work-side"):
            sources = sources_part(Id.AUDIT_SOURCES)
        file = gr.Textbox(visible="hidden", elem_id=Id.AUDIT_FILE, label="File", show_label=False)
    tab_words(page, tab, "audit.tab")
    page.translate(note, _note)
    page.translate(words, _words)
    parts = [table, sources, copy, note, file]

    def drawn(session: Session) -> list[Any]:
        return _updates(handlers.redraw(session))

    def at(handler: Callable[[Session, str], AuditView]) -> Callable[..., list[Any]]:
        def on_event(session: Session, event: gr.EventData) -> list[Any]:
            return _updates(handler(session, clicked(event)))

        return on_event

    def on_choose(session: Session, *wanted: str | None) -> list[Any]:
        return _updates(handlers.choose(session, *wanted))

    def on_more(session: Session) -> list[Any]:
        return _updates(handlers.more(session))

    def on_halt(session: Session) -> list[Any]:
        return _updates(handlers.halt(session))

    def on_compare(session: Session, event: gr.EventData) -> Iterator[list[Any]]:
        yield from streamed(handlers.compare(session, clicked(event)), _updates)

    page.redraw(parts[:4], lambda session: drawn(session)[:4])
    tab.select(drawn, [page.session], parts, **AT_ONCE)
    for field in (note, words):
        field.input(on_choose, [page.session, note, words], parts, **AT_ONCE)
    table.more(on_more, [page.session], parts, **AT_ONCE)
    table.outcome(at(handlers.outcome), [page.session], parts, **AT_ONCE)
    table.correct(at(handlers.correct), [page.session], parts, trigger_mode="multiple", **AT_ONCE)
    table.compare(on_compare, [page.session], parts, concurrency_limit=1, concurrency_id="audits", **HIDDEN)
    copy.halt(on_halt, [page.session], parts, **AT_ONCE)
    made = copy.download(at(handlers.download), [page.session], parts, **AT_ONCE)
    made.then(None, [file], None, js=function("download"), **HIDDEN)
    for opened in (table.select, sources.select):
        opened(at(handlers.select), [page.session], parts, **AT_ONCE)


def _updates(view: AuditView) -> list[Any]:
    notes = None if view.notes is None else gr.update(choices=view.notes)
    return updates((view.table, view.panel, view.copy, notes, view.file))


def _note(labels: Labels) -> dict[str, Any]:
    return {"label": labels("audit.note")}


def _words(labels: Labels) -> dict[str, Any]:
    return {"label": labels("audit.words"), "placeholder": labels("audit.words_hint")}
