"""The library's tab: its components, and which handler each event goes to. What happens is in `handlers`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from assistant.library.library import Libraries
from assistant.ui.ids import Id
from assistant.ui.library.handlers import LibraryHandlers, View
from assistant.ui.library.words import trouble
from assistant.ui.locale import load_labels
from assistant.ui.page import Page
from assistant.ui.session import Session
from assistant.ui.trouble import status
from assistant.ui.wiring import AT_ONCE, clicked, html, tab_words, updates
from ingest.errors import CiteprepError


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
        view = _view(libraries, session, lambda handlers: handlers.act(session, clicked(event)))
        return [*_updates(view), head.drawn(session) if view.listing else gr.skip()]

    def drawn(session: Session) -> list[Any]:
        return _updates(_view(libraries, session, lambda handlers: handlers.redraw(session)))

    for part in parts:
        part.submit(on_action, [page.session], [*parts, head.component], trigger_mode="multiple", **AT_ONCE)
    tab.select(drawn, [page.session], parts, **AT_ONCE)
    page.redraw(parts, drawn)


def _view(libraries: Libraries, session: Session, act: Callable[[LibraryHandlers], View]) -> View:
    """What is done in the library that is the session's; why nothing is where it is nobody's, or cannot be used."""
    try:
        library = libraries.of(session.user)
    except CiteprepError as error:
        return View(progress=status(trouble(error, load_labels(session.lang)), alert=True))
    return act(LibraryHandlers(library))


def _updates(view: View) -> list[Any]:
    return updates([view.adding, view.progress, view.listing, view.side])
