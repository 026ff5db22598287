"""One browser tab, and the one way in which the parts of the page keep something for it.

A page that is open somewhere is a `Session`. A part of the page keeps one frozen value in it, under a `Kept` of its
own: the value is replaced as a whole and under the session's lock, because handlers run at the same time (words arrive
while Stop is pressed). All of it is in this process's memory and goes with the session. Knows nothing of Gradio.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from ingest.schema import Lang

T = TypeVar("T")
_KEY = re.compile(r"[0-9a-f]{32}")  # 128 random bits: whoever knows a key sees what is kept under it


class Session:
    """What is kept for one browser tab; `lang` is the page's language in it.

    Not a dataclass: Gradio would write a dataclass in a `gr.State` out into the page's public configuration.
    """

    def __init__(self, lang: Lang = "en") -> None:
        self.lang: Lang = lang
        self._values: dict[Kept[Any], Any] = {}
        self._lock = threading.RLock()

    def __deepcopy__(self, memo: dict[int, object]) -> Session:
        """A new session: Gradio copies the first value for every browser tab, and a lock cannot be copied."""
        return Session(self.lang)

    def turn(self) -> threading.RLock:
        """To be held while several steps must be one.

        Without it the page's language, which is set while an exam is being found again, could draw the tab as it was
        before, and come last.
        """
        return self._lock


class Kept(Generic[T]):
    """What one part of the page keeps in each session: `first` until it is replaced.

    `reopened` makes of it what the page goes on with after a reload; without one a reload begins anew.
    """

    def __init__(self, first: T, reopened: Callable[[T], T] | None = None) -> None:
        self._first, self.reopened = first, reopened

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


class Reloads:
    """The last `capacity` sessions by the keys of their browser tabs; those opened longest ago are forgotten first.

    The browser keeps a random key, the server what belongs to it: nothing goes back and forth, nothing is written to a
    disk, and what is drawn again has its sources and verdicts.
    """

    def __init__(self, capacity: int = 200) -> None:
        self._capacity = capacity
        self._sessions: dict[str, Session] = {}
        self._lock = threading.Lock()

    def resume(self, key: str, session: Session) -> None:
        """Let a new session go on where the one before it under this key stood; anything but a key is ignored."""
        if not _KEY.fullmatch(key):
            return
        with self._lock:
            before = self._sessions.pop(key, None)
            self._sessions[key] = session
            while len(self._sessions) > self._capacity:
                del self._sessions[next(iter(self._sessions))]
            if before is not None:
                _take_over(session, before)


def _take_over(session: Session, before: Session) -> None:
    with before._lock:
        values = dict(before._values)
    with session._lock:
        for kept, value in values.items():
            if kept.reopened is not None:
                kept.put(session, kept.reopened(value))
