"""What `web/practice.js` sends to the Practice and Exam tabs, as an `Action` of a learner."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.ui.practice.desk import Action, learner_id
from assistant.ui.wiring import AT_ONCE

EACH: dict[str, Any] = {**AT_ONCE, "trigger_mode": "multiple"}
"""Of the tabs' events: what is filled in fast is sent each time."""


def sent(event: gr.EventData) -> Action:
    """What the script sent."""
    return Action(getattr(event, "value", None))


def who(action: Action, request: gr.Request | None) -> str | None:
    """The learner of a request: by login where there is one."""
    return learner_id(getattr(request, "username", None), action.data.get("learner"))
