"""What a command says while it works and when it ends: lines of progress, errors as text and as JSON."""

from __future__ import annotations

import argparse
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.command_line import Parser, failed, failure, unbroken
from ingest.errors import CorpusNotFound
from ingest.progress import ProgressBar, counter, silent, timed


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def bar() -> tuple[ProgressBar, io.StringIO, Clock]:
    stream, clock = io.StringIO(), Clock()
    return ProgressBar(stream, clock), stream, clock


@given(st.lists(st.integers(0, 9), max_size=8))
@settings(deadline=None, max_examples=30)
def test_steps_add_up(steps: list[int]) -> None:
    heard: list[tuple[str, int, int]] = []
    add = counter("embed", 50, lambda *told: heard.append(told))
    for step in steps:
        add(step)
    assert heard[0] == ("embed", 0, 50)
    assert heard[-1] == ("embed", sum(steps), 50)
    assert len(heard) == len(steps) + 1


def test_silence_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    silent("embed", 1, 2)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(("after", "lines"), [([0.0, 1.0, 2.0], 1), ([0.0, 5.0], 2), ([0.0, 4.9, 5.0, 10.0], 3)])
def test_a_log_gets_a_line_every_five_seconds(after: list[float], lines: int) -> None:
    shown, stream, clock = bar()
    with shown:
        for done, seconds in enumerate(after, 1):
            clock.now = 100.0 + seconds
            shown("embed", done, 100)
    assert stream.getvalue().count("\n") == lines


def test_the_end_of_a_stage_is_always_told_without_time_left() -> None:
    shown, stream, clock = bar()
    shown("embed", 1, 2)
    clock.now += 1.0
    shown("embed", 2, 2)
    assert stream.getvalue() == "embed: 1/2\nembed: 2/2\n"


@pytest.mark.parametrize(
    ("seconds", "done", "total", "said"),
    [
        (10.0, 5, 10, "embed: 5/10, about 10 s left"),
        (10.0, 1, 4, "embed: 1/4, about 30 s left"),
        (0.5, 5, 10, ""),
        (10.0, 0, 10, "embed: 0/10"),
        (10.0, 5, 0, "embed: 5/?"),
    ],
)
def test_the_time_that_is_left(seconds: float, done: int, total: int, said: str) -> None:
    shown, stream, clock = bar()
    shown("embed", 0, total)
    clock.now += seconds
    shown("embed", done, total)
    assert stream.getvalue().splitlines()[1:] == ([said] if said else [])


def test_stages_have_their_own_pace() -> None:
    shown, stream, _ = bar()
    shown("read", 1, 9)
    shown("embed", 1, 9)
    assert stream.getvalue() == "read: 1/9\nembed: 1/9\n"


def test_a_stage_is_timed_even_where_it_fails() -> None:
    seconds: dict[str, float] = {}
    with pytest.raises(KeyError), timed(seconds, "read"):
        raise KeyError
    assert seconds["read"] >= 0


# how a command ends


@pytest.mark.parametrize(
    ("json_", "on_stdout"), [(True, True), ("-", True), (False, False), ("report.json", False), (None, False)]
)
def test_an_error_is_text_and_where_asked_json(
    json_: object, on_stdout: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    code = failed(argparse.Namespace(json=json_), CorpusNotFound("There is no é.", source="é"))
    out, err = capsys.readouterr()
    assert code == 2
    assert err == f"error [corpus-not-found]: There is no é. {CorpusNotFound.default_help}\n"
    assert bool(out) is on_stdout
    if on_stdout:
        told = json.loads(out)["error"]
        assert told == {"code": "corpus-not-found", "message": "There is no é.", "help": CorpusNotFound.default_help}


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
@settings(deadline=None, max_examples=30)
def test_a_failure_is_one_line_of_json(code: str, message: str, help_: str) -> None:
    line = failure(code, message, help_)
    assert "\n" not in line
    assert json.loads(line) == {"status": "failed", "error": {"code": code, "message": message, "help": help_}}


@pytest.mark.parametrize(("arguments", "told"), [(["--json", "--no"], True), (["--no"], False)])
def test_wrong_use_is_json_only_where_asked(
    arguments: list[str], told: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = Parser(prog="x")
    parser.add_argument("--json", action="store_true")
    with pytest.raises(SystemExit) as caught:
        parser.parse_args(arguments)
    out, err = capsys.readouterr()
    assert caught.value.code == 2
    assert "unrecognized arguments: --no" in err
    assert bool(out) is told
    assert not told or json.loads(out)["error"]["code"] == "usage"


@pytest.mark.parametrize("code", [0, 1, 2])
def test_a_command_ends_with_its_code(code: int) -> None:
    assert unbroken(lambda: code) == code
