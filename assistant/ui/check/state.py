"""What one browser tab is checking: the text, how far the check has come, which source is open.

`Check` values are frozen; `CheckSession` is the one thing that changes, under a lock: handlers run at the same time
(verdicts arrive while Stop is pressed), and a stopped check takes no more.
"""

from __future__ import annotations

import dataclasses
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from assistant.review.schema import CheckedClaim, CheckedText, citations_of
from assistant.schema import Citation, Failed
from assistant.ui.chat.state import Session
from assistant.ui.sources import Cited

T = TypeVar("T")
Phase = Literal["searching", "checking", "done", "failed", "stopped"]
# Numbers of checks in the sources panel: far from those of the other tabs, so that no two share an id on the page.
FIRST_CHECK = 5_000_001


@dataclass(frozen=True, slots=True)
class Check:
    """A text and the verdicts so far. `spans` are the places of all its claims, known once they were found."""

    id: int
    text: str
    phase: Phase = "searching"
    spans: tuple[tuple[int, int], ...] = ()
    claims: tuple[CheckedClaim, ...] = ()
    failure: Failed | None = None

    @property
    def running(self) -> bool:
        """Whether verdicts are still to come."""
        return self.phase in ("searching", "checking")

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations so far, by number."""
        return citations_of(self.claims)

    @property
    def cited(self) -> Cited:
        """The citations so far, for the panel."""
        searching = self.running and not self.claims
        return Cited(self.id, self.text, self.citations, None if searching else "cited")

    @property
    def checked(self) -> CheckedText:
        """What there is to show and export."""
        return CheckedText(self.text, self.claims)


class CheckSession:
    """The check of one browser tab, and the number of the citation that is open (None: the list)."""

    def __init__(self) -> None:
        self.check: Check | None = None
        self.number: int | None = None
        self._next = FIRST_CHECK
        self._lock = threading.RLock()

    @property
    def running(self) -> bool:
        """Whether a check is being made."""
        return self.check is not None and self.check.running

    def begin(self, text: str) -> Check | None:
        """Start with a text; None while another one is being checked."""
        with self._lock:
            if self.running:
                return None
            self.check = Check(self._next, text)
            self.number = None
            self._next += 1
            return self.check

    def put(self, check: Check) -> bool:
        """Replace the check by its next state; False when it was stopped or is gone, and must not go on."""
        with self._lock:
            if self.check is None or self.check.id != check.id or not self.check.running:
                return False
            self.check = check
            return True

    def stop(self) -> bool:
        """Stop what is running; False when nothing was."""
        with self._lock:
            if self.check is None or not self.check.running:
                return False
            self.check = dataclasses.replace(self.check, phase="stopped")
            return True

    def clear(self) -> None:
        """Forget the check; verdicts that are still coming find no place any more."""
        with self._lock:
            self.check, self.number = None, None


class PerSession(Generic[T]):
    """One value for each browser tab, by its session; forgotten with the session."""

    def __init__(self, new: Callable[[], T]) -> None:
        self._new = new
        self._known: weakref.WeakKeyDictionary[Session, T] = weakref.WeakKeyDictionary()
        self._lock = threading.Lock()

    def of(self, session: Session) -> T:
        """The value of a browser tab, new the first time."""
        with self._lock:
            found = self._known.get(session)
            if found is None:
                found = self._known[session] = self._new()
            return found
