"""A mock exam as a state machine: start, answer, flag, move, hand in, run out of time; then review.

Pure functions on a frozen ExamSession with the time given: the deadline is fixed at the start, so a reload or a restart
changes nothing. A step on an exam that has ended (or ends by this very look at the clock) returns it unchanged: the
caller reads `state`. `public_view` is all that may leave the server before the exam is handed in.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.practice.errors import ExamError
from assistant.practice.grade import Grade, check_response, grade, is_complete, to_item_order
from assistant.practice.schema import ExamSession, Response, SessionItem
from assistant.practice.selection import ExamPlan
from assistant.practice.views import letters, public_item

WARNINGS = (30, 10, 5, 1)
"""Minutes left at which the learner is told."""


@dataclass(frozen=True, slots=True)
class ReviewedItem:
    """One item of a finished exam with what was answered and how it was graded."""

    position: int
    shown: SessionItem
    response: Response
    grade: Grade
    flagged: bool


def start(plan: ExamPlan, *, id: str, now: datetime.datetime) -> ExamSession:
    """Begin an exam; the clock runs from `now` (with a time zone)."""
    return ExamSession(
        id=id,
        exam=plan.exam,
        lang=plan.lang,
        items=plan.items,
        started_at=now,
        deadline=now + datetime.timedelta(minutes=plan.minutes),
        scale=plan.scale,
        notices=plan.notices,
    )


def time_left(session: ExamSession, now: datetime.datetime) -> float:
    """Seconds until the deadline, never below 0 nor above the exam's length; 0 once it has ended."""
    if session.state != "running":
        return 0.0
    return min(max(0.0, (session.deadline - now).total_seconds()), session.seconds)


def time_warning(session: ExamSession, now: datetime.datetime) -> int | None:
    """The smallest of 30, 10, 5, 1 minutes that the time left does not exceed; None while none applies.

    A threshold as long as the exam itself is no news and is left out. The page tells the learner when this changes.
    """
    if session.state != "running":
        return None
    left = time_left(session, now)
    reached = [minutes for minutes in WARNINGS if left <= 60 * minutes < session.seconds]
    return min(reached, default=None)


def tick(session: ExamSession, now: datetime.datetime) -> ExamSession:
    """Hand the exam in, as of its deadline, if that has passed."""
    if session.state == "running" and now >= session.deadline:
        return replace(session, state="expired", ended_at=session.deadline)
    return session


def answer(session: ExamSession, position: int, shown: Sequence[int], now: datetime.datetime) -> ExamSession:
    """Keep a response given by places on the screen (empty: take it back). Raises ResponseError, ExamError."""
    session = tick(session, now)
    one = _item(session, position)
    response = check_response(one.item, to_item_order(one.order, shown))
    if session.state != "running":
        return session
    kept = dict(session.responses)
    kept.pop(position, None)
    if response:
        kept[position] = response
    return replace(session, responses=tuple(sorted(kept.items())))


def set_flag(session: ExamSession, position: int, flagged: bool, now: datetime.datetime) -> ExamSession:
    """Mark an item for review, or take the mark off."""
    session = tick(session, now)
    _item(session, position)
    if session.state != "running":
        return session
    flags = set(session.flags) - {position} | ({position} if flagged else set())
    return replace(session, flags=tuple(sorted(flags)))


def go_to(session: ExamSession, position: int, now: datetime.datetime) -> ExamSession:
    """Show another item; a position outside the exam is brought to its nearest end."""
    session = tick(session, now)
    if session.state != "running":
        return session
    return replace(session, position=min(max(0, position), len(session.items) - 1))


def submit(session: ExamSession, now: datetime.datetime) -> ExamSession:
    """Hand the exam in, early or not; a second time changes nothing."""
    session = tick(session, now)
    return replace(session, state="submitted", ended_at=now) if session.state == "running" else session


def abandon(session: ExamSession, now: datetime.datetime) -> ExamSession:
    """Throw the exam away: it has no result and teaches the schedule nothing."""
    session = tick(session, now)
    return replace(session, state="abandoned", ended_at=now) if session.state == "running" else session


def public_view(session: ExamSession, now: datetime.datetime, position: int | None = None) -> dict[str, Any]:
    """All that may go to the browser before the exam is handed in, as plain data.

    Holds no key, explanation, evidence, note, item id, domain or scored mark, and nothing that depends on them. Once
    the exam has ended there is no item in it any more (`review` has them). `position` looks at an item without moving.
    """
    session = tick(session, now)
    running = session.state == "running"
    place = session.position if position is None else position
    answered = dict(session.responses)
    return {
        "id": session.id,
        "exam": session.exam,
        "lang": session.lang,
        "state": session.state,
        "count": len(session.items),
        "position": place,
        "started_at": session.started_at.isoformat(),
        "deadline": session.deadline.isoformat(),
        "seconds": session.seconds,
        "seconds_left": time_left(session, now),
        "warning": time_warning(session, now),
        "notices": list(session.notices),
        "map": [
            {
                "position": k,
                "answered": k in answered,
                "complete": k in answered and is_complete(one.item, answered[k]),
                "flagged": k in session.flags,
            }
            for k, one in enumerate(session.items)
        ],
        "item": _public_position(session, place) if running else None,
    }


def _public_position(session: ExamSession, position: int) -> dict[str, Any]:
    one = _item(session, position)
    response = letters(one.order, session.response(position))
    return public_item(one.item, one.order) | {"response": response, "flagged": position in session.flags}


def review(session: ExamSession) -> tuple[ReviewedItem, ...]:
    """Every item of a finished exam, graded. Raises ExamError before it is handed in."""
    if session.state not in ("submitted", "expired"):
        raise ExamError("The exam is not handed in yet, so there is nothing to review.", key="exam-open")
    return tuple(
        ReviewedItem(k, one, session.response(k), grade(one.item, session.response(k)), k in session.flags)
        for k, one in enumerate(session.items)
    )


def _item(session: ExamSession, position: int) -> SessionItem:
    if not 0 <= position < len(session.items):
        raise ExamError(
            f"There is no question {position + 1}: the exam has {len(session.items)}.",
            key="exam-question",
            n=str(position + 1),
        )
    return session.items[position]
