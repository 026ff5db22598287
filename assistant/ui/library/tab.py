"""The library's tab: its components, and which handler each event goes to. What happens is in `handlers`."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.ui.ids import Id
from assistant.ui.library.handlers import View, in_own
from assistant.ui.page import Page
from assistant.ui.session import Session
from assistant.ui.wiring import AT_ONCE, clicked, html, tab_words, updates


def build(page: Page) -> None:
    """Add the tab to the page, where it has a library."""
    if page.library is None:
        return
    libraries = page.library
    with gr.Tab(page.labels("library.tab"), id="library") as tab, gr.Row(elem_classes="cp-work"):
        with gr.Column(scale=3, min_width=320, elem_classes="cp-work-main"):
            adding = html(Id.LIBRARY_ADD, "forms", "library")
            progress = html(Id.LIBRARY_PROGRESS, "forms", "library")
            listing = html(Id.LIBRARY, "forms", "library")
        with gr.Column(scale=2, min_width=320, elem_classes="cp-work-side"):
            side = html(Id.LIBRARY_DOCUMENT, "forms", "library")
    tab_words(page, tab, "library.tab")
    parts = [adding, progress, listing, side]
    head = page.head

    def on_action(session: Session, event: gr.EventData) -> list[Any]:
        view = in_own(libraries, session, lambda handlers: handlers.act(session, clicked(event)))
        return [*_updates(view), head.drawn(session) if view.listing else gr.skip()]

    def drawn(session: Session) -> list[Any]:
        return _updates(in_own(libraries, session, lambda handlers: handlers.redraw(session)))

    for part in parts:
        part.submit(on_action, [page.session], [*parts, head.component], trigger_mode="multiple", **AT_ONCE)
    tab.select(drawn, [page.session], parts, **AT_ONCE)
    page.redraw(parts, drawn)


def _updates(view: View) -> list[Any]:
    return updates([view.adding, view.progress, view.listing, view.side])
