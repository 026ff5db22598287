"""The Quality tab: its one component. What is drawn when is in `handlers`."""

from __future__ import annotations

from collections.abc import Callable

import gradio as gr

from assistant.ui.ids import Id
from assistant.ui.page import Page
from assistant.ui.quality.handlers import drawn
from assistant.ui.quality.summary import Summary, read_summary
from assistant.ui.wiring import html, tab_words


def build(page: Page, read: Callable[[], Summary | None] = read_summary) -> None:
    """Add the tab to the page; `read` gives the summary, None where there is none."""
    with gr.Tab(page.labels("quality.tab"), id="quality") as tab:
        shown = html(Id.QUALITY)
    tab_words(page, tab, "quality.tab")
    page.redraw([shown], lambda session: [drawn(session, read)])
