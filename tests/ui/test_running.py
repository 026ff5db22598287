"""Following events and guarding handlers: one way for the chat and the Check tab; no Gradio."""

from __future__ import annotations

import dataclasses
from collections.abc import Generator, Iterator
from typing import Any

import pytest

from assistant.ui.running import follow, guarded
from assistant.ui.session import Session


@dataclasses.dataclass(frozen=True)
class Count:
    """Something that runs until a word ends it."""

    events: tuple[object, ...] = ()
    running: bool = True


class Steps:
    """Writes down what it is asked to do; stopped once it has put `most` states."""

    def __init__(self, most: int = 99) -> None:
        self.states: list[Count] = []
        self._most = most

    def after(self, state: Count, event: object) -> Count:
        return Count((*state.events, event), running=event != "end")

    def put(self, state: Count) -> bool:
        if len(self.states) == self._most:
            return False
        self.states.append(state)
        return True

    def view(self, state: Count, event: object) -> str:
        return f"{event} of {len(state.events)}"

    def overtaken(self) -> str:
        return "overtaken"


class Events:
    """Events that know whether they were closed."""

    def __init__(self, *events: object, error: Exception | None = None) -> None:
        self.closed = False
        self._events, self._error = iter(events), error

    def __iter__(self) -> Iterator[object]:
        return self

    def __next__(self) -> object:
        for event in self._events:
            return event
        if self._error:
            raise self._error
        raise StopIteration

    def close(self) -> None:
        self.closed = True


def views(events: Iterator[Any], steps: Steps, *, moments: float = 1.0) -> Generator[str, None, None]:
    clock = iter(moments * n for n in range(999))
    return follow(events, Count(), steps, small=int, seconds=1.5, clock=lambda: next(clock))


def test_every_event_moves_the_state_and_small_ones_are_shown_together() -> None:
    steps = Steps()
    assert list(views(Events("found", 1, 2, 3, "end"), steps, moments=0.1)) == ["found of 1", "end of 5"]
    assert len(steps.states) == 5
    assert list(views(Events("found", 1, 2, 3, "end"), Steps(), moments=1.0)) == ["found of 1", "2 of 3", "end of 5"]


def test_what_was_stopped_takes_no_more_and_has_the_last_word() -> None:
    events, steps = Events("found", "more", "end"), Steps(most=1)
    assert list(views(events, steps)) == ["found of 1", "overtaken"]
    assert events.closed


@pytest.mark.parametrize("error", [None, ZeroDivisionError()])
def test_events_that_end_early_or_raise_are_closed_and_told(error: Exception | None) -> None:
    events = Events("found", error=error)
    running = views(events, Steps())
    assert next(running) == "found of 1"
    with pytest.raises(type(error) if error else RuntimeError):
        next(running)
    assert events.closed


def test_closing_the_views_closes_the_events() -> None:
    events = Events("found", "end")
    running = views(events, Steps())
    next(running)
    running.close()
    assert events.closed


def test_events_without_an_end_of_their_own_need_no_closing() -> None:
    assert list(views(iter(["end"]), Steps())) == ["end of 1"]


class Handlers:
    """Handlers of which each has a bug."""

    def __init__(self) -> None:
        self.closed = False

    @guarded
    def one(self, session: Session, value: str) -> str:
        raise ValueError(value)

    @guarded
    def several(self, session: Session, value: str) -> Generator[str, None, None]:
        try:
            yield value
            raise ValueError(value)
        finally:
            self.closed = True

    def trouble(self, session: Session, *, ended: bool) -> str:
        return "what ran has ended" if ended else "trouble"


def test_a_bug_is_a_view_and_a_stream_that_ends_by_one_says_so() -> None:
    handlers, session = Handlers(), Session("en")
    assert handlers.one(session, "x") == "trouble"
    assert list(handlers.several(session, "x")) == ["x", "what ran has ended"]


def test_a_guarded_stream_that_is_closed_closes_its_handler_and_shows_nothing() -> None:
    handlers = Handlers()
    stream = handlers.several(Session("en"), "x")
    next(stream)
    stream.close()
    assert handlers.closed
