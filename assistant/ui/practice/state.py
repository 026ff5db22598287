"""Where one browser tab is in its practice, what the learner plans, and when an item comes back in words. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from assistant.markup import Html
from assistant.practice.days import Zone, day_of
from assistant.practice.records.store import LearnerStore
from assistant.practice.schema import PracticeItem
from assistant.practice.training.schedule import Pick
from assistant.practice.training.training import Feedback
from assistant.review.schema import CheckedClaim
from assistant.ui.action import Action
from assistant.ui.ids import anchor
from assistant.ui.locale import Labels
from assistant.ui.session import Kept, Session
from assistant.ui.sources import Chosen
from ingest.schema import Lang

Step = Callable[["Place", Action, Labels], "Place"]
LATER = 3
"""So many other questions come before one that was missed comes back."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one browser tab is in its practice: no `item` is the overview, no `feedback` an item without an answer.

    `queue` is what is left of the round; `right` of `total` questions of it (one that comes back counts once);
    `answered` counts the answers, `focus` what the keyboard's focus should go to; `before` is the place that the last
    answer was given at, `drawn` the language of the page then; `said` is what the last action has to say,
    `made` what it made (a file, an answer); `checked` are the sentences of an explanation with their verdicts, `pieces`
    what came so far of a file; `resetting`: the learner is asked if all is to go.
    """

    learner: str = ""
    exam: str = "mls-c01"
    domain: str = ""
    lang: Lang | None = None
    drawn: Lang | None = None
    item: PracticeItem | None = None
    order: tuple[int, ...] = ()
    why: str = ""
    shown_at: float = 0.0
    feedback: Feedback | None = None
    queue: tuple[Pick, ...] = ()
    right: int = 0
    total: int = 0
    answered: int = 0
    focus: int = 0
    before: Place | None = None
    chosen: Chosen | None = None
    said: Html | None = None
    made: Html | None = None
    checked: tuple[CheckedClaim, ...] = ()
    pieces: Mapping[int, str] = field(default_factory=dict)
    resetting: bool = False

    @property
    def anchor(self) -> str:
        """The name on the page of the item that was answered last."""
        return anchor("practice", self.answered)


PLACE = Kept(Place())
"""Where the practice tab keeps where a session is."""


def begin_with(session: Session, exam: str) -> None:
    """The exam of what has not begun yet; a question that is open keeps its own."""
    PLACE.change(session, lambda place: replace(place, exam=exam) if place.item is None else None)


def when(due: datetime.datetime, now: datetime.datetime, zone: Zone, labels: Labels) -> str:
    """When an item comes back, in words: in days of the learner, whatever the hours between."""
    days = (day_of(due, zone) - day_of(now, zone)).days
    if days > 0:
        return labels.count("practice.back_days", days)
    minutes = max(1, round((due - now).total_seconds() / 60))
    if minutes < 60:
        return labels.count("practice.back_minutes", minutes)
    return labels.count("practice.back_hours", round(minutes / 60))


PLAN = {"round": (10, 1, 100), "daily": (20, 1, 500)}
"""What a learner plans as a number: as it is without a choice, least, most."""


def planned(store: LearnerStore) -> dict[str, int]:
    """How many questions a round and a day have."""
    kept = {name: store.choice(name) for name in PLAN}
    return {name: int(kept[name]) if kept[name].isdecimal() else usual for name, (usual, _, _) in PLAN.items()}
