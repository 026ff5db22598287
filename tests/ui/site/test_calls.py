"""What a call to a function of the page may hold, held against the real page's own components."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from typing import Any

import gradio as gr
import pytest

from assistant.ui.layout import build_page
from assistant.ui.site.calls import Calls
from assistant.ui.site.doors import page_doors
from assistant.ui.web.loop import in_a_loop
from tests.ui.fake_assistant import FakeAssistant


@pytest.fixture(scope="module", autouse=True)
def pages_are_collected() -> Iterator[None]:
    """Pages go here: Python 3.11 fails to parse ("AST constructor recursion depth mismatch") while it collects them."""
    yield
    gc.collect()


@pytest.fixture(scope="module")
def page() -> gr.Blocks:
    """The page."""
    return build_page(FakeAssistant())


@pytest.fixture(scope="module")
def calls(page: gr.Blocks) -> Calls:
    """Its calls."""
    return Calls(page)


def function(page: gr.Blocks, *kinds: type, event: bool) -> int:
    """The number of a function whose inputs are of these kinds."""
    for number, fn in page.fns.items():
        if [type(block) for block in fn.inputs] == list(kinds) and bool(fn.collects_event_data) is event:
            return number
    raise LookupError(kinds)


def call(number: Any, *data: Any, **more: Any) -> dict[str, Any]:
    return {"fn_index": number, "data": list(data), "session_hash": "abc", "event_data": None, "trigger_id": 1} | more


def test_what_the_page_itself_sends_is_right(page: gr.Blocks, calls: Calls) -> None:
    assert calls.wrong(call(function(page, gr.State, event=True), None, event_data={"value": "exchange-1-2"})) == ""
    assert calls.wrong(call(function(page, gr.State, gr.Radio, event=False), None, "fr")) == ""
    assert calls.wrong(call(function(page, gr.State, gr.Textbox, event=False), None, "some text")) == ""


@pytest.mark.parametrize(
    "wrong",
    [None, [], "x", 1, {}, {"fn_index": 1}, call(-1), call(10**9), call("1"), call(True), call(1.0), call(None)],
)
def test_what_is_no_call(calls: Calls, wrong: Any) -> None:
    assert calls.wrong(wrong)


@pytest.mark.parametrize(
    "more",
    [
        {"oauth_token": "x"},
        {"batched": True},
        {"simple_format": True},
        {"event_id": 1},
        {"trigger_id": "1"},
        {"trigger_id": True},
        {"unknown": 1},
        {"data": {}},
        {"data": None},
        {"data": []},
        {"data": [None, None]},
        {"data": [{"lang": "fr"}]},
        {"data": ["a state of one's own"]},
        {"event_data": None},
        {"event_data": "value"},
        {"event_data": 7},
        {"event_data": []},
    ],
)
def test_calls_that_do_not_fit(page: gr.Blocks, calls: Calls, more: dict[str, Any]) -> None:
    good = call(function(page, gr.State, event=True), None, event_data={"value": "x"})
    assert calls.wrong(good) == ""
    assert calls.wrong(good | more)


@pytest.mark.parametrize("value", [None, 1, True, [], {}, {"__type__": "update"}, "x" * 200_001])
def test_values_of_a_text_field(page: gr.Blocks, calls: Calls, value: Any) -> None:
    assert calls.wrong(call(function(page, gr.State, gr.Textbox, event=False), None, value)).startswith("Value 2 ")


@pytest.mark.parametrize("value", [[], {}, ["fr"], "de", "x" * 2000, 3])
def test_values_of_a_choice(page: gr.Blocks, calls: Calls, value: Any) -> None:
    assert calls.wrong(call(function(page, gr.State, gr.Radio, event=False), None, value)) == "Value 2 is no choice."


@in_a_loop
def a_page_of_other_kinds() -> gr.Blocks:
    with gr.Blocks() as page:
        number, truth, file = gr.Slider(0, 10), gr.Checkbox(), gr.File(file_count="multiple")
        several, free, other = gr.CheckboxGroup(["a"]), gr.Dropdown(["a"], allow_custom_value=True), gr.JSON()
        gr.Button().click(lambda *_: None, [number, truth, file, several, free, other], None)
    return page


def test_values_of_other_kinds(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    (tmp_path / "up.md").write_text("x")
    calls = Calls(a_page_of_other_kinds())
    good = [3, True, [{"path": str(tmp_path / "up.md")}], ["a"], "b", {"a": [1]}]
    assert calls.wrong(call(0, *good)) == ""
    deep: Any = 1
    for _ in range(30):
        deep = [deep]
    for place, wrong in (
        (0, 11),
        (0, "3"),
        (0, True),
        (0, 1e300),
        (1, 1),
        (2, "/etc/passwd"),
        (2, [{"path": "/etc/passwd"}]),
        (2, [{"path": str(tmp_path / "gone")}]),
        (2, [{"path": "a\0b"}]),
        (2, [{}]),
        (3, ["b"]),
        (3, [["a"]]),
        (4, {}),
        (5, deep),
    ):
        values = [*good[:place], wrong, *good[place + 1 :]]
        assert calls.wrong(call(0, *values)).startswith(f"Value {place + 1} "), (place, wrong)


def test_ending_a_call() -> None:
    calls = Calls(in_a_loop(gr.Blocks)())
    assert calls.wrong_cancel({"session_hash": "a", "fn_index": 1, "event_id": "x"}) == ""
    for wrong in (None, [], {}, {"fn_index": "1", "event_id": "x"}, {"fn_index": 1, "event_id": 2}, {"x": 1}):
        assert calls.wrong_cancel(wrong)


def test_gradios_own_doors_stay_closed(calls: Calls) -> None:
    opened = {door.path for door in page_doors(calls, upload_megabytes=1)}
    for (
        closed
    ) in "/config /gradio_api/info /gradio_api/openapi.json /monitoring /gradio_api/call/* /gradio_api/runs".split():
        assert closed not in opened
    assert not [path for path in opened if "file" in path or "proxy" in path or "vibe" in path or "stream" in path]


def test_a_page_leaves_no_event_loop_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gradio opens one, with a pair of sockets, for every lock it makes where none runs."""
    opened: list[asyncio.AbstractEventLoop] = []
    make = asyncio.new_event_loop
    monkeypatch.setattr(asyncio, "new_event_loop", lambda: opened.append(make()) or opened[-1])
    build_page(FakeAssistant())
    assert all(loop.is_closed() for loop in opened)


def test_what_is_made_in_a_running_loop_stays_in_it() -> None:
    async def running() -> bool:
        return in_a_loop(asyncio.get_running_loop)() is asyncio.get_running_loop()

    assert asyncio.run(running())
    with pytest.raises(ZeroDivisionError):
        in_a_loop(lambda: 1 // 0)()
