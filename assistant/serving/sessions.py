"""Who is signed in, and who has guessed too often. In this process's memory: a restart signs everyone out.

Owns when a session ends (some hours after it began, or two hours after the last request, or when password or user are
gone) and when a name or an address has to wait. Knows no requests.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

_IDLE_SECONDS = 2 * 3600.0
_MOST_SESSIONS = 1000
_WINDOW_SECONDS = 15 * 60.0
_MOST_NAMES = 10_000
# Wrong passwords within the window after which sign-in waits: for a name from one address, from one address, for a name
# from anywhere. The last is high, because anyone can make a stranger wait with it.
_FAILURES = {"pair": 5, "address": 20, "name": 50}


@dataclass(frozen=True, slots=True)
class _Signed:
    user: str
    stamp: str
    began: float
    seen: float


class Sessions:
    """Signed-in browsers by the hash of their cookie. `stamp` tells whether a user is still who signed in."""

    def __init__(
        self, stamp: Callable[[str], str | None], *, hours: float, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._stamp, self._seconds, self._now = stamp, hours * 3600, now
        self._signed: dict[str, _Signed] = {}
        self._lock = threading.Lock()

    def begin(self, user: str) -> str:
        """The cookie of a new session."""
        token, now = secrets.token_urlsafe(32), self._now()
        with self._lock:
            while len(self._signed) >= _MOST_SESSIONS:
                del self._signed[min(self._signed, key=lambda key: self._signed[key].seen)]
            self._signed[_key(token)] = _Signed(user, self._stamp(user) or "", now, now)
        return token

    def user_of(self, token: str) -> str | None:
        """Who is signed in with this cookie; None when nobody is, any more."""
        key, now = _key(token), self._now()
        with self._lock:
            signed = self._signed.get(key)
            if signed is None:
                return None
            old = now - signed.began > self._seconds or now - signed.seen > _IDLE_SECONDS
            if old or self._stamp(signed.user) != signed.stamp:
                del self._signed[key]
                return None
            self._signed[key] = replace(signed, seen=now)
            return signed.user

    def end(self, token: str) -> None:
        """Sign out."""
        with self._lock:
            self._signed.pop(_key(token), None)


class Attempts:
    """Wrong passwords of the last quarter of an hour."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._failures: dict[tuple[str, str, str], deque[float]] = {}
        self._lock = threading.Lock()

    def begin(self, name: str, address: str) -> float:
        """Count an attempt as failed before it is made; the seconds to wait when it may not be made, else 0.

        Counted first, so that many at the same moment are no way round.
        """
        keys, now = _attempt_keys(name, address), self._now()
        with self._lock:
            wait = max(self._wait(key, now) for key in keys)
            if wait <= 0:
                for key in keys:
                    self._failures.setdefault(key, deque()).append(now)
                while len(self._failures) > _MOST_NAMES:
                    del self._failures[next(iter(self._failures))]
        return wait

    def succeeded(self, name: str, address: str) -> None:
        """The attempt was right: this name from this address begins anew, the others forget the one attempt."""
        pair, *others = _attempt_keys(name, address)
        with self._lock:
            self._failures.pop(pair, None)
            for key in others:
                if self._failures.get(key):
                    self._failures[key].pop()

    def _wait(self, key: tuple[str, str, str], now: float) -> float:
        times = self._failures.get(key)
        while times and now - times[0] > _WINDOW_SECONDS:
            times.popleft()
        if not times or len(times) < _FAILURES[key[0]]:
            return 0.0
        return _WINDOW_SECONDS - (now - times[0])


def _attempt_keys(name: str, address: str) -> tuple[tuple[str, str, str], ...]:
    known = name.strip().lower()[:64]
    return (("pair", known, address), ("address", "", address), ("name", known, ""))


def _key(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
