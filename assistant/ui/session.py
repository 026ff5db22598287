"""One browser tab, and the one way in which the parts of the page keep something for it.

A page that is open somewhere is a `Session`. A part of the page keeps one frozen value in it, under a `Kept` of its
own: the value is replaced as a whole and under the session's lock, because handlers run at the same time (words arrive
while Stop is pressed). All of it is in this process's memory and goes with the session; what outlives a reload is on
the disk, under the learner's name. Knows nothing of Gradio.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from ingest.schema import Lang

T = TypeVar("T")


class Session:
    """What is kept for one browser tab: the page's language in it, and whose it is ("" where the browser does not say).

    `user` is who signed in, "" where nobody does, `NOBODY` on a server that asks for names until the page says who.

    Not a dataclass: Gradio would write a dataclass in a `gr.State` out into the page's public configuration.
    """

    def __init__(self, lang: Lang = "en", user: str = "") -> None:
        self.lang: Lang = lang
        self.learner, self.user = "", user
        self._values: dict[Kept[Any], Any] = {}
        self._lock = threading.RLock()

    def __deepcopy__(self, memo: dict[int, object]) -> Session:
        """A new session: Gradio copies the first value for every browser tab, and a lock cannot be copied."""
        return Session(self.lang, self.user)

    def turn(self) -> threading.RLock:
        """To be held while several steps must be one.

        Without it the page's language, which is set while an exam is being found again, could draw the tab as it was
        before, and come last.
        """
        return self._lock


class Kept(Generic[T]):
    """What one part of the page keeps in each session: `first` until it is replaced. A reload begins anew."""

    def __init__(self, first: T) -> None:
        self._first = first

    def of(self, session: Session) -> T:
        """The value as it is now."""
        with session._lock:
            value: T = session._values.get(self, self._first)
            return value

    def put(self, session: Session, value: T) -> T:
        """Replace the value, whatever it is."""
        with session._lock:
            session._values[self] = value
            return value

    def change(self, session: Session, change: Callable[[T], T | None]) -> T | None:
        """Replace the value by what `change` makes of it; None, and nothing is replaced, where that is None."""
        with session._lock:
            value = change(self.of(session))
            return None if value is None else self.put(session, value)
