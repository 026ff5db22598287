"""Work whose result arrives in events, and handlers from which no exception comes: for the chat and the Check tab.

Owns in which order events become states and views, when small ones are passed over, and that events are closed however
a view stream ends. Knows neither answers nor verdicts, and nothing of Gradio.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import time
from collections.abc import Callable, Generator, Iterator
from typing import Any, Protocol, TypeVar, cast

from assistant.ui.session import Session

E = TypeVar("E")
E_contra = TypeVar("E_contra", contravariant=True)
V = TypeVar("V")
W = TypeVar("W")
V_co = TypeVar("V_co", covariant=True)
F = TypeVar("F", bound=Callable[..., Any])
Clock = Callable[[], float]


class State(Protocol):
    """How far something has come."""

    @property
    def running(self) -> bool:
        """Whether events are still to come."""


S = TypeVar("S", bound=State)


class Steps(Protocol[S, E_contra, V_co]):
    """What one kind of work does with its events."""

    def after(self, state: S, event: E_contra) -> S:
        """The state after one more event."""

    def put(self, state: S) -> bool:
        """Keep a state; False when the work was stopped or is gone, and must not go on."""

    def view(self, state: S, event: E_contra) -> V_co:
        """What the page shows of it."""

    def overtaken(self) -> V_co:
        """The last word of work that was stopped: the page as it is now.

        The view that Stop returned may have been followed on the page by one that was on its way already; this one
        comes after that for certain.
        """


def follow(
    events: Iterator[E],
    state: S,
    steps: Steps[S, E, V],
    *,
    small: type,
    seconds: float,
    clock: Clock = time.monotonic,
) -> Generator[V, None, None]:
    """The views of a state that events move on.

    Events of the type `small` that come within `seconds` of the last view change the state and show nothing. The end of
    this generator, however it comes, closes the events. Raises what they raise, and RuntimeError when they end early.
    """
    shown = clock()
    with _closing(events):
        for event in events:
            state = steps.after(state, event)
            if not steps.put(state):
                yield steps.overtaken()
                return
            if isinstance(event, small) and clock() - shown < seconds:
                continue
            shown = clock()
            yield steps.view(state, event)
        if state.running:
            raise RuntimeError("The events ended without a result.")


def in_turn(places: Iterator[W], state: S, steps: Steps[S, Any, V], view: Callable[[W], V]) -> Generator[V, None, bool]:
    """The views of a place in line, each time it is another, until the turn has come: True.

    False where the work was stopped meanwhile; its last word is given then.
    """
    shown: W | None = None
    for place in places:
        if not steps.put(state):
            yield steps.overtaken()
            return False
        if place != shown:
            shown = place
            yield view(place)
    return True


def _closing(events: Iterator[Any]) -> contextlib.AbstractContextManager[Any]:
    """Close a generator in the end; what cannot be closed needs none of it."""
    return contextlib.closing(cast(Any, events)) if hasattr(events, "close") else contextlib.nullcontext()


class Guarded(Protocol[V_co]):
    """Handlers that can say of themselves that something went wrong."""

    def trouble(self, session: Session, *, ended: bool) -> V_co:
        """What is shown after a bug, whose exception is the current one; `ended`: nobody goes on with what runs."""


def guarded(handler: F) -> F:
    """A handler of a `Guarded` class (session, value, ...) from which a bug comes back as a view that says so.

    A handler that yields several views may go on being closed; its bug is its last view.
    """

    @functools.wraps(handler)
    def call(self: Guarded[Any], session: Session, *args: Any, **kwargs: Any) -> Any:
        try:
            return handler(self, session, *args, **kwargs)
        except Exception:
            return self.trouble(session, ended=False)

    @functools.wraps(handler)
    def stream(self: Guarded[Any], session: Session, *args: Any, **kwargs: Any) -> Generator[Any, None, None]:
        try:
            yield from handler(self, session, *args, **kwargs)
        except Exception:
            yield self.trouble(session, ended=True)

    return cast(F, stream if inspect.isgeneratorfunction(handler) else call)
