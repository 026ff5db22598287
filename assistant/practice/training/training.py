"""Training, as a page or a command line uses it: what next, an answer, its feedback, a report.

Binds one learner's store to a bank and a blueprint. Decides nothing itself: picking and dates are `schedule`'s, right
and wrong `grade`'s.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.practice.bank import Bank
from assistant.practice.blueprint import Blueprint
from assistant.practice.days import Zone, day_of
from assistant.practice.errors import PracticeError, ResponseError
from assistant.practice.grade import Grade, check_response, display_order, grade, to_item_order
from assistant.practice.records.progress import DueCounts, Mastery, Streak, due_counts, mastery, streak
from assistant.practice.records.store import LearnerStore
from assistant.practice.schema import Attempt, PracticeItem, Response
from assistant.practice.training.schedule import Pick, pick, review
from ingest.schema import Lang

MOST_PICKS = 500
DAYS_AHEAD = 14


def exam_day(store: LearnerStore, exam: str) -> datetime.date | None:
    """The day of the learner's exam, where they gave one."""
    try:
        return datetime.date.fromisoformat(store.choice(f"exam_date:{exam}"))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Feedback:
    """What an answer came to, and when the item comes back."""

    item: PracticeItem
    order: tuple[int, ...]
    response: Response
    grade: Grade
    due: datetime.datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a learner stands in an exam's domains."""

    mastery: tuple[Mastery, ...]
    streak: Streak
    due: DueCounts


class Training:
    """One learner practising one exam. Several threads may use it: all state is in the store."""

    def __init__(self, store: LearnerStore, bank: Bank, blueprint: Blueprint) -> None:
        self.store, self.bank, self.blueprint = store, bank, blueprint

    def next(
        self, n: int = 1, *, domain: str | None = None, lang: Lang | None = None, seed: str = ""
    ) -> tuple[Pick, ...]:
        """The next items; writes nothing, so asking twice gives the same. Reported items are left out.

        Raises PracticeError for an impossible `n` and BlueprintError for an unknown domain.
        """
        if not 1 <= n <= MOST_PICKS:
            raise PracticeError(f"n is {n}.", help=f"Give a number from 1 to {MOST_PICKS}.")
        if domain is not None:
            self.blueprint.domain(domain)
        attempts, zone, now = self.store.attempts(self.blueprint.id), self.store.zone, self.store.now
        return pick(
            self.bank.select(lang=lang, domain=domain),
            n=n,
            cards=self.store.cards(),
            weights={one.id: one.weight for one in self.blueprint.domains},
            mastery=mastery(self.blueprint, attempts),
            now=now,
            today=[one.domain for one in attempts if day_of(one.at, zone) == day_of(now, zone)],
            seed=seed,
            exclude={report.item_id for report in self.store.reports()},
        )

    def order(self, item: PracticeItem) -> tuple[int, ...]:
        """In which order this learner sees the options: changes from review to review, not from look to look."""
        card = self.store.card(item.id)
        return display_order(item, f"{self.store.id} {card.data if card else ''}")

    def answer(
        self,
        item_id: str,
        shown: Sequence[int],
        *,
        order: Sequence[int] | None = None,
        seconds: float = 0.0,
        guessed: bool = False,
    ) -> Feedback:
        """Grade a response given by places on the screen, keep it, and move the item's review.

        `order` is the one the item was shown in; without it, the one of `order()` now (another tab may have moved it).
        An empty response is "I do not know": wrong. Raises BankError, ResponseError.
        """
        item = self.bank[item_id]
        with self.store.transaction() as store:
            inner = Training(store, self.bank, self.blueprint)
            seen_in = inner.order(item) if order is None else tuple(order)
            if sorted(seen_in) != list(range(len(item.options))):
                raise ResponseError("The order of the options does not fit this question.", key="response")
            response = check_response(item, to_item_order(seen_in, shown))
            marks = grade(item, response)
            now = store.now
            card = review(
                store.card(item.id),
                item.id,
                correct=marks.correct,
                guessed=guessed,
                now=now,
                zone=store.zone,
                until=exam_day(store, self.blueprint.id),
            )
            attempt = Attempt(
                item_id=item.id,
                exam=item.exam,
                domain=item.domain,
                at=now,
                response=response,
                correct=marks.correct,
                seconds=max(0.0, min(seconds, 86_400.0)),
            )
            store.add_answer(attempt, card)
        return Feedback(item, seen_in, response, marks, card.due)

    def take_back(self) -> str | None:
        """Undo the last answer, as if it had not been given; its item, None where there is none any more."""
        return self.store.take_back()

    def report(self, item_id: str, reason: str, note: str = "") -> None:
        """Keep that an item is bad; this learner is not given it again. Raises BankError for an unknown item."""
        self.store.report(self.bank[item_id].id, reason, note)

    def standing(self, zone: Zone = datetime.UTC) -> Standing:
        """Mastery by domain, the streak over all exams, and what is due in this bank on the next days."""
        now = self.store.now
        return Standing(
            mastery(self.blueprint, self.store.attempts(self.blueprint.id)),
            streak(self.store.attempts(), now, zone),
            due_counts(self.store.cards(), now, ids=(item.id for item in self.bank.items), days=DAYS_AHEAD, zone=zone),
        )
