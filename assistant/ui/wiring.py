"""What the tabs share of Gradio: HTML parts with scripts, options of events, views as updates.

Owns how a view reaches the components. Knows no handler and no tab.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Any, TypeVar

import gradio as gr

from assistant.ui.action import Action, learner_id
from assistant.ui.ids import Id
from assistant.ui.locale import Labels
from assistant.ui.page import Page
from assistant.ui.web.files import script

V = TypeVar("V")
HIDDEN: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""Of every event: nothing spins, nothing is offered to programs."""
AT_ONCE: dict[str, Any] = {**HIDDEN, "queue": False}
"""Of events that only look something up: they do not wait behind an answer."""
EACH: dict[str, Any] = {**AT_ONCE, "trigger_mode": "multiple"}
"""Of events of which each must arrive, however fast they follow each other: what is filled in, what is typed."""


def html(id: Id, *scripts: str, value: str = "", own_events: Iterable[str] = ()) -> gr.HTML:
    """A part of the page that is drawn as HTML, with scripts of `web`.

    `own_events` are events that Gradio does not know: it looks for their names, in quotation marks, in the scripts.
    """
    source = "\n".join([script(*scripts), *(f"// raises '{name}'" for name in own_events)]) if scripts else None
    return gr.HTML(value, elem_id=id, apply_default_css=False, js_on_load=source)


def sources_part(id: Id) -> gr.HTML:
    """The place of a tab's sources panel."""
    return html(id, "events", "sources", "find")


def clicked(event: gr.EventData) -> str:
    """The value of what was clicked, as `web/events.js` sends it; "" for anything else."""
    return str(getattr(event, "value", ""))


def sent(event: gr.EventData) -> Action:
    """What a script of the page sent as an action."""
    return Action(getattr(event, "value", None))


def who(action: Action, request: gr.Request | None) -> str | None:
    """The learner of a request: by login where there is one, else by the browser's own random name."""
    return learner_id(getattr(request, "username", None), action.data.get("learner"))


def updates(parts: Iterable[Any]) -> list[Any]:
    """The parts of a view as updates of their components; None leaves a component as it is."""
    return [gr.skip() if part is None else part for part in parts]


def start_and_stop(running: bool | None) -> list[Any]:
    """Updates of two buttons that take each other's place."""
    if running is None:
        return [gr.skip(), gr.skip()]
    return [gr.update(visible=not running), gr.update(visible=running)]


def streamed(views: Generator[V, None, None], updates: Callable[[V], list[Any]]) -> Iterator[list[Any]]:
    """Updates for views; when Gradio closes this (a closed tab) the views are closed at once."""
    with contextlib.closing(views):
        yield from map(updates, views)


def button_words(page: Page, *buttons: tuple[gr.Button, str]) -> None:
    """Buttons whose words are those of a key, in each language."""
    for button, key in buttons:
        page.translate(button, lambda labels, key=key: {"value": labels(key)})  # type: ignore[misc]


def tab_words(page: Page, tab: gr.Tab, key: str) -> None:
    """The name of a tab in each language."""

    def words(labels: Labels) -> dict[str, Any]:
        return {"label": labels(key)}

    page.translate(tab, words)
