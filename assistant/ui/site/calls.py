"""What a call to one of the page's functions may hold: looked at before Gradio sees it.

Gradio gives each function of the page an address that anyone may post to, with any values; what does not fit ends as a
traceback in its log. Here a call is held against the function's own components. Knows no handler.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr
from gradio.block_function import BlockFunction
from gradio.blocks import Block, Blocks

_MOST_TEXT = 200_000  # characters of a text field; what a handler takes is less, and it says so in words
_MOST_CHOICE = 1000
_MOST_FILES = 2000
_MOST_NESTING = 20
_KNOWN = frozenset(
    "session_hash event_id data event_data fn_index trigger_id simple_format batched oauth_token".split()
)


class Calls:
    """Calls to the functions of a page."""

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks

    def wrong(self, call: Any) -> str:
        """What is wrong with a call; "" when nothing is."""
        if not isinstance(call, dict) or not _KNOWN.issuperset(call):
            return "That is no call of the page."
        if call.get("oauth_token") or call.get("batched") or call.get("simple_format"):
            return "The page makes no such calls."
        if not _optional(call.get("event_id"), str) or not _optional(call.get("trigger_id"), int):
            return "That is no call of the page."
        index = call.get("fn_index")
        fn = self._blocks.fns.get(index) if type(index) is int else None
        if fn is None or fn.fn is None:  # without one it is a script's alone
            return "The page has no such function."
        return self._wrong_event(fn, call.get("event_data")) or self._wrong_data(fn, call)

    def wrong_cancel(self, call: Any) -> str:
        """What is wrong with a call that ends another; "" when nothing is."""
        known = isinstance(call, dict) and set(call) <= {"session_hash", "fn_index", "event_id"}
        if not known or type(call.get("fn_index")) is not int or not isinstance(call.get("event_id"), str):
            return "That is no call of the page."
        return ""

    def _wrong_event(self, fn: BlockFunction, event: Any) -> str:
        if event is None and not fn.collects_event_data:
            return ""
        return "" if isinstance(event, dict) and _shallow(event) else "The call does not say what was clicked."

    def _wrong_data(self, fn: BlockFunction, call: dict[str, Any]) -> str:
        data = call.get("data")
        if not isinstance(data, list) or len(data) != len(fn.inputs):
            return f"The function takes {len(fn.inputs)} values."
        for place, (block, value) in enumerate(zip(fn.inputs, data, strict=True), 1):
            if wrong := self._wrong_value(self._now(block, call), value):
                return f"Value {place} {wrong}."
        return ""

    def _now(self, block: Block, call: dict[str, Any]) -> Block:
        """A component as the session has it: its choices may be others than at the start."""
        session = self._blocks.state_holder.session_data.get(str(call.get("session_hash")))
        now = None if session is None or isinstance(block, gr.State) else session.get(block._id)
        return now if isinstance(now, Block) else block

    def _wrong_value(self, block: Block, value: Any) -> str:
        for kind, wrong in _BY_KIND:
            if isinstance(block, kind):
                return wrong(block, value)
        return "" if _shallow(value) else "is nested too deep"


def _state(block: Any, value: Any) -> str:
    return "" if value is None else "is kept by the page and not sent"


def _text(block: Any, value: Any) -> str:
    """Text; nothing only where the component is no field (an empty field sends "")."""
    if value is None and not isinstance(block, gr.Textbox):
        return ""
    if not isinstance(value, str):
        return "is no text"
    return "" if len(value) <= _MOST_TEXT else f"has more than {_MOST_TEXT} characters"


def _choice(block: Any, value: Any) -> str:
    several = isinstance(value, list) and (getattr(block, "multiselect", False) or isinstance(block, gr.CheckboxGroup))
    known = {choice[1] for choice in block.choices if isinstance(choice[1], str | int | float)}
    free = getattr(block, "allow_custom_value", False)
    for one in value if several else [value]:
        if one is not None and (not isinstance(one, str | int | float) or len(str(one)) > _MOST_CHOICE):
            return "is no choice"
        if one is not None and not free and one not in known:
            return "is no choice"
    return ""


def _number(block: Any, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e15:
        return "is no number"
    low, high = getattr(block, "minimum", None), getattr(block, "maximum", None)
    inside = (low is None or value >= low) and (high is None or value <= high)
    return "" if inside else "is out of its bounds"


def _truth(block: Any, value: Any) -> str:
    return "" if _optional(value, bool) else "is neither true nor false"


def _files(block: Any, value: Any) -> str:
    """Files that were uploaded: Gradio names them by where it put them."""
    files = value if isinstance(value, list) else [] if value is None else [value]
    if len(files) > _MOST_FILES:
        return f"has more than {_MOST_FILES} files"
    good = all(
        isinstance(file, dict) and isinstance(file.get("path"), str) and _uploaded(file["path"]) for file in files
    )
    return "" if good else "is no uploaded file"


def _uploaded(path: str) -> bool:
    """Whether a path leads into the folder of uploads, to a file that is there."""
    from pathlib import Path

    from gradio.utils import get_upload_folder

    try:
        place = Path(path).resolve()
        return place.is_relative_to(Path(get_upload_folder()).resolve()) and place.is_file()
    except (OSError, ValueError):
        return False


_BY_KIND: Sequence[tuple[Any, Callable[[Any, Any], str]]] = (
    (gr.State, _state),
    ((gr.Textbox, gr.HTML, gr.Markdown, gr.Code, gr.Button), _text),
    ((gr.Radio, gr.Dropdown, gr.CheckboxGroup), _choice),
    ((gr.Number, gr.Slider), _number),
    (gr.Checkbox, _truth),
    ((gr.File, gr.UploadButton, gr.Image, gr.Gallery), _files),
)


def _optional(value: Any, kind: type) -> bool:
    return value is None or type(value) is kind


def _shallow(value: Any, left: int = _MOST_NESTING) -> bool:
    """Whether JSON is not nested deeper than any component needs."""
    if not left:
        return False
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return all(_shallow(one, left - 1) for one in inner)
