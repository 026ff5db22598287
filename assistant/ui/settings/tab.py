"""The head and the settings of the page: their components, and which handler each event goes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import gradio as gr

from assistant.markup import Html
from assistant.practice.blueprint import load_catalogue
from assistant.ui.ids import Id
from assistant.ui.locale import Labels, load_labels
from assistant.ui.page import Arrival, Page
from assistant.ui.session import Session
from assistant.ui.settings import render
from assistant.ui.settings.handlers import SettingsHandlers, Step
from assistant.ui.settings.state import CHOSEN, Chosen
from assistant.ui.wiring import AT_ONCE, clicked, html

More = tuple[Mapping[str, Step], Callable[[Chosen, Labels], Html]]


def component() -> gr.HTML:
    """Where the settings are, beside the head."""
    return html(Id.SETTINGS, "forms", "settings")


def connect(page: Page, settings: gr.HTML, *, models: bool, more: More | None = None) -> None:
    """Draw the settings, and take what is chosen in them and in the head; after the tabs, which another exam redraws.

    `models`: whether another chat model may be chosen. `more`: further actions, and what is drawn of them.
    """
    steps = more[0] if more else {}
    handlers = SettingsHandlers(page.assistant, load_catalogue().exams, models=models, more=steps)
    parts = [page.head.component, settings]

    def drawn(session: Session) -> list[Any]:
        chosen, labels = CHOSEN.of(session), load_labels(session.lang)
        below = more[1](chosen, labels) if more else None
        panel = render.panel(chosen, page.assistant.model_name, labels, models=models, more=below)
        return [page.head.drawn(session), panel]

    page.redraw(parts, drawn)
    outputs = page.outputs()

    def on_arrival(session: Session, arrival: Arrival) -> None:
        handlers.arrive(session)
        page.exam_chosen(session, CHOSEN.of(session).exam)

    page.on_arrival(on_arrival)

    def on_choice(session: Session, event: gr.EventData) -> list[Any]:
        before = CHOSEN.of(session).exam
        changed = handlers.act(session, clicked(event))
        exam = CHOSEN.of(session).exam
        if exam != before:  # practice and exam begin with it
            page.exam_chosen(session, exam)
            return page.updates(session)
        news: dict[Any, Any] = dict(zip(parts, drawn(session), strict=True)) if changed else {}
        return [news.get(part, gr.skip()) for part in outputs]

    for part in parts:
        part.submit(on_choice, [page.session], outputs, trigger_mode="multiple", **AT_ONCE)
