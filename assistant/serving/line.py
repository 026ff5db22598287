"""Who is next where only so many are served at once: in the order in which they came, each told their place.

Owns order, places and how long it may take. Knows nothing of what is done, nor how a place is told.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_REMEMBERED = 20
_EVERY_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Waiting:
    """A place in the line: 1 is next. `seconds` until it is served, as the last ones lasted; None before any has."""

    place: int
    seconds: float | None = None


class Line:
    """A line before `at_once` that are served. Safe to share between threads."""

    def __init__(self, at_once: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._at_once, self._clock = at_once, clock
        self._waiting: list[object] = []
        self._served = 0
        self._lasted: deque[float] = deque(maxlen=_REMEMBERED)
        self._changed = threading.Condition()

    @contextmanager
    def turn(self, every: float = _EVERY_SECONDS) -> Iterator[Iterator[Waiting]]:
        """Queue up. What is given tells the place again and again, `every` so many seconds, and ends with the turn.

        Whoever leaves the block leaves the line, or lets the next one come.
        """
        ticket = object()
        began: list[float] = []
        with self._changed:
            self._waiting.append(ticket)
        try:
            yield self._until(ticket, began, every)
        finally:
            with self._changed:
                if began:
                    self._served -= 1
                    self._lasted.append(self._clock() - began[0])
                else:
                    self._waiting.remove(ticket)
                self._changed.notify_all()

    def _until(self, ticket: object, began: list[float], every: float) -> Iterator[Waiting]:
        while True:
            with self._changed:
                place = self._waiting.index(ticket)
                if place == 0 and self._served < self._at_once:
                    self._waiting.pop(0)
                    self._served += 1
                    began.append(self._clock())
                    self._changed.notify_all()
                    return
                told = Waiting(place + 1, self._estimate(place + 1))
            yield told
            with self._changed:
                self._changed.wait(every)

    def _estimate(self, place: int) -> float | None:
        if not self._lasted:
            return None
        return place * sum(self._lasted) / len(self._lasted) / self._at_once
