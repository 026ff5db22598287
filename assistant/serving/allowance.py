"""How much one caller, and all together, may send within a quarter of an hour: what a door's size alone does not bound.

Owns the counting. Uploads lie for as long at most, so this is also what may be lying at once.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

_WINDOW_SECONDS = 900.0
_ALL = 4  # callers' worth for everybody together


class Allowance:
    """Bytes that were let through lately. Safe to share between threads."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._sent: deque[tuple[float, str, int]] = deque()
        self._lock = threading.Lock()

    def take(self, owner: str, size: int, most: int) -> bool:
        """Count `size` bytes of a caller who may send `most`; False, and nothing is counted, where it is too much."""
        with self._lock:
            now = self._now()
            while self._sent and now - self._sent[0][0] > _WINDOW_SECONDS:
                self._sent.popleft()
            own = sum(sent for _, whose, sent in self._sent if whose == owner)
            everybody = sum(sent for _, _, sent in self._sent)
            if own + size > most or everybody + size > _ALL * most:
                return False
            self._sent.append((now, owner, size))
            return True
