"""The Quality tab: what the evaluation found, drawn from the summary that ships with the project.

One component; what is drawn is in `render_quality`. No exception leaves it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import gradio as gr

from assistant.markup import Html
from assistant.ui.chat.state import Session
from assistant.ui.locale import load_labels
from assistant.ui.page import Page
from assistant.ui.quality import render as render_quality
from assistant.ui.quality.summary import QualityError, Summary, read_summary

_LOG = logging.getLogger(__name__)


def build(page: Page, read: Callable[[], Summary | None] = read_summary) -> None:
    """Add the tab to the page; `read` gives the summary, None where there is none."""
    with gr.Tab(page.labels("quality.tab"), id="quality") as tab:
        shown = gr.HTML(elem_id="cp-quality", apply_default_css=False)
    page.translate(tab, lambda labels: {"label": labels("quality.tab")})
    page.redraw([shown], lambda session: [drawn(session, read)])


def drawn(session: Session, read: Callable[[], Summary | None]) -> Html | Any:
    """The tab in the page's language; the file is read anew, so that a new evaluation shows without a restart."""
    labels = load_labels(session.lang)
    try:
        return render_quality.page(read(), labels)
    except QualityError as error:
        _LOG.warning("%s", error)
        return render_quality.page(None, labels, problem=labels("quality.unreadable"))
    except Exception:
        _LOG.exception("The Quality tab could not be drawn.")
        return render_quality.page(None, labels, problem=labels("quality.unreadable"))
