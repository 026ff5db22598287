"""What one browser tab has chosen, as frozen values. A key is in this process's memory, never in the page."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace

from assistant.schema import NO_WISHES, Wishes
from assistant.ui.session import Kept, Session

FIRST_EXAM = "mls-c01"


@dataclass(frozen=True, slots=True)
class Chosen:
    """`exam` is the id of a blueprint; `model_name` is how the wished model calls itself; `said` the last result;
    `deleting` whether it is being asked if all data are to go."""

    exam: str = FIRST_EXAM
    wishes: Wishes = NO_WISHES
    model_name: str = ""
    said: str = ""
    alert: bool = False
    deleting: bool = False


CHOSEN = Kept(Chosen())
"""Where the page keeps what a session has chosen."""


class Remembered:
    """What each learner chose last, for their next window: in memory only, since a key may be in it."""

    def __init__(self, capacity: int = 200) -> None:
        self._capacity = capacity
        self._by_learner: OrderedDict[str, Chosen] = OrderedDict()
        self._lock = threading.Lock()

    def take_up(self, session: Session) -> None:
        """Let a new window begin with what its learner chose before."""
        with self._lock:
            before = self._by_learner.get(session.learner)
        if session.learner and before is not None:
            CHOSEN.put(session, replace(before, said="", alert=False, deleting=False))

    def note(self, session: Session) -> None:
        """Remember what is chosen now."""
        if session.learner:
            with self._lock:
                self._by_learner[session.learner] = CHOSEN.of(session)
                self._by_learner.move_to_end(session.learner)
                while len(self._by_learner) > self._capacity:
                    self._by_learner.popitem(last=False)


def wished(session: Session) -> dict[str, Wishes]:
    """What is wished of answers, as an argument of `ask`; none where nothing is."""
    wishes = CHOSEN.of(session).wishes
    return {} if wishes == NO_WISHES else {"wishes": wishes}
