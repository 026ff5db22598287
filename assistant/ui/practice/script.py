"""The scripts and actions that the Practice and Exam tabs share: practice.js, and what it sends as an `Action`."""

from __future__ import annotations

import logging
from importlib import resources
from typing import Any

import gradio as gr

from assistant.ui.practice.desk import Action, learner_id

LOG = logging.getLogger("assistant.ui.practice")
QUIET: dict[str, Any] = {
    "queue": False,
    "show_progress": "hidden",
    "api_visibility": "private",
    "trigger_mode": "multiple",
}
OPEN_JS = "\nsend('open');\n"


def script(name: str = "practice.js") -> str:
    """A script of the package."""
    return resources.files("assistant.ui").joinpath(name).read_text(encoding="utf-8")


def html(elem_id: str, js: str | None, value: str = "") -> gr.HTML:
    """An HTML part of a tab."""
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=js)


def sent(event: gr.EventData) -> Action:
    """What the script sent."""
    return Action(getattr(event, "value", None))


def who(action: Action, request: gr.Request | None) -> str | None:
    """The learner of a request: by login where there is one."""
    return learner_id(getattr(request, "username", None), action.data.get("learner"))
