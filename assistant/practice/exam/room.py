"""The exam room, as a page uses it: every step loads the exam, takes one step of `exam`, and keeps it, at once.

Two tabs, a reload or a restart see the same exam, because nothing of it lives in memory. When an exam ends, whoever
looks first after the deadline, its result is kept and its answers enter training exactly once: a missed item comes
back there. An item that was left unanswered counts as wrong in the score and stays new for training.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from assistant.practice.blueprint import Blueprint
from assistant.practice.errors import ExamError
from assistant.practice.exam import exam
from assistant.practice.exam.scoring import score
from assistant.practice.grade import grade
from assistant.practice.records.store import LearnerStore
from assistant.practice.schema import Attempt, ExamSession, ItemType, PracticeItem, Result
from assistant.practice.selection import plan_exam
from assistant.practice.training.schedule import review
from assistant.practice.views import answered_item, places
from ingest.schema import Lang


class ExamRoom:
    """The exams of one learner. Several threads may use it: all state is in the store."""

    def __init__(self, store: LearnerStore, new_id: Callable[[], str] = lambda: uuid.uuid4().hex) -> None:
        self.store, self._new_id = store, new_id

    def start(
        self,
        blueprint: Blueprint,
        items: Iterable[PracticeItem],
        *,
        lang: Lang,
        n: int | None = None,
        minutes: float | None = None,
        types: Collection[ItemType] | None = None,
        seed: str | None = None,
    ) -> ExamSession:
        """Begin a mock exam; items the learner has not seen come first, reported ones not at all.

        Raises ExamError while another exam runs, for impossible numbers, and when the bank has nothing suitable.
        """
        id = self._new_id()
        with self.store.transaction() as store:
            running = store.running_session()
            if running is not None:
                _keep(store, running, exam.tick(running, store.now))
            plan = plan_exam(
                blueprint,
                items,
                lang=lang,
                seed=id if seed is None else seed,
                n=n,
                minutes=minutes,
                types=types,
                seen={attempt.item_id for attempt in store.attempts(blueprint.id)},
                exclude={report.item_id for report in store.reports()},
            )
            session = exam.start(plan, id=id, now=store.now)
            store.add_session(session)
        return session

    def running(self) -> ExamSession | None:
        """The exam to go on with after a reload or a restart; None when there is none or its time is over."""
        found = self.store.running_session()
        session = None if found is None else self.get(found.id)
        return session if session is not None and session.state == "running" else None

    def get(self, id: str) -> ExamSession:
        """An exam as it is now; one whose time has passed is handed in first. Raises ExamError."""
        session = self.store.session(id)
        return session if exam.tick(session, self.store.now) == session else self._step(id, exam.tick)

    def answer(self, id: str, position: int, letters: Sequence[str]) -> ExamSession:
        """Keep a response by letters of the screen; in a matching one "" is an open prompt. Raises ResponseError.

        Ordering: the letters in order. Matching: a letter for each prompt. An empty response takes it back.
        """

        def step(session: ExamSession, now: Any) -> ExamSession:
            if not 0 <= position < len(session.items):
                raise ExamError(f"There is no question {position + 1}.", key="exam-question", n=str(position + 1))
            return exam.answer(session, position, places(session.items[position].item, letters), now)

        return self._step(id, step)

    def flag(self, id: str, position: int, flagged: bool) -> ExamSession:
        """Mark an item for review, or take the mark off."""
        return self._step(id, lambda session, now: exam.set_flag(session, position, flagged, now))

    def go_to(self, id: str, position: int) -> ExamSession:
        """Move to another item."""
        return self._step(id, lambda session, now: exam.go_to(session, position, now))

    def submit(self, id: str) -> ExamSession:
        """Hand the exam in; a second time changes nothing."""
        return self._step(id, exam.submit)

    def abandon(self, id: str) -> ExamSession:
        """Throw the exam away."""
        return self._step(id, exam.abandon)

    def view(self, id: str, position: int | None = None) -> dict[str, Any]:
        """What may go to the browser while the exam runs (`exam.public_view`)."""
        return exam.public_view(self.get(id), self.store.now, position)

    def result(self, id: str) -> Result:
        """The result of an exam that was handed in. Raises ExamError before that."""
        self.get(id)
        result = self.store.result(id)
        if result is None:
            raise ExamError("The exam is not handed in yet, so it has no result.", key="exam-open")
        return result

    def review(self, id: str) -> list[dict[str, Any]]:
        """Every item of a finished exam as plain data: `views.answered_item` with position, flagged and scored.

        Raises ExamError before it is handed in.
        """
        return [
            answered_item(one.shown.item, one.shown.order, one.response, one.grade)
            | {"position": one.position, "flagged": one.flagged, "scored": one.shown.scored}
            for one in exam.review(self.get(id))
        ]

    def _step(self, id: str, step: Callable[[ExamSession, Any], ExamSession]) -> ExamSession:
        with self.store.transaction() as store:
            before = store.session(id)
            after = step(before, store.now)
            return _keep(store, before, after)


def _keep(store: LearnerStore, before: ExamSession, after: ExamSession) -> ExamSession:
    """Write what changed; when the exam has just ended, its result and its answers too."""
    if after == before:
        return after
    finished = after.state in ("submitted", "expired")
    store.save_session(after, score(after) if finished else None)
    if finished:
        _teach(store, after)
    return after


def _teach(store: LearnerStore, session: ExamSession) -> None:
    assert session.ended_at is not None
    store.keep_answers()
    zone = store.zone
    for position, one in enumerate(session.items):
        response = session.response(position)
        if not response:
            continue
        item, correct = one.item, grade(one.item, response).correct
        store.put_card(review(store.card(item.id), item.id, correct=correct, now=session.ended_at, zone=zone))
        store.add_attempt(
            Attempt(
                item_id=item.id,
                exam=item.exam,
                domain=item.domain,
                at=session.ended_at,
                response=response,
                correct=correct,
                mode="exam",
                session_id=session.id,
            )
        )
