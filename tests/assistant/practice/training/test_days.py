"""The schedule is a learner's day: whole local days for FSRS, due from 04:00, summer time, mixing, taking back."""

from __future__ import annotations

import datetime
import itertools
import json
import zoneinfo
from collections import Counter
from pathlib import Path

import pytest

from assistant.practice.bank import Bank
from assistant.practice.days import day_of, start_of, zone_named
from assistant.practice.records.progress import by_day, due_counts, retention, streak
from assistant.practice.records.store import LearnerStore, PracticeStore
from assistant.practice.schema import Attempt, CardState
from assistant.practice.training.schedule import pick, recall, review
from assistant.practice.training.stats import stats
from assistant.practice.training.training import Training
from tests.assistant.practice.items import EXAM, NOON, MovingClock, many

PARIS = zoneinfo.ZoneInfo("Europe/Paris")
AUCKLAND = zoneinfo.ZoneInfo("Pacific/Auckland")
BANK = Bank("mls-c01", tuple(many(60)))
DAY = datetime.timedelta(days=1)
EVENING = datetime.datetime(2026, 11, 2, 21, 0, tzinfo=PARIS)


def evenings(minutes: int, zone: datetime.tzinfo = PARIS, times: int = 6) -> list[int]:
    """The intervals in days of a card that is right whenever it is due, `minutes` later or earlier each evening."""
    card, spans, day = None, list[int](), EVENING.date()
    for number in range(times):
        clock = datetime.datetime.combine(day, datetime.time(21), tzinfo=zone) + number * datetime.timedelta(
            minutes=minutes
        )
        card = review(card, "x", correct=True, now=clock, zone=zone)
        spans.append((day_of(card.due, zone) - day).days)
        day = day_of(card.due, zone)
    return spans


def test_a_quarter_of_an_hour_earlier_each_evening_does_not_hold_the_interval_at_a_day() -> None:
    same = evenings(0)
    assert same == sorted(same)
    assert same[-1] > 30
    assert evenings(-15) == same == evenings(1)


def test_each_evening_a_little_earlier_is_a_day_later_each_time() -> None:
    """As the guide's example: six evenings one after the other, whether it is due or not."""
    found = []
    for minutes in (-15, 0, 1):
        card = None
        for number in range(6):
            now = EVENING + number * (DAY + datetime.timedelta(minutes=minutes))
            card = review(card, "x", correct=True, now=now, zone=PARIS)
        assert card is not None
        found.append(json.loads(card.data)["stability"])
    assert found[0] == found[1] == found[2] > 5


@pytest.mark.parametrize("zone", [PARIS, AUCKLAND, zoneinfo.ZoneInfo("Pacific/Pago_Pago")])
@pytest.mark.parametrize("hour", [0, 3, 4, 12, 23])
def test_days_are_due_from_four_in_the_morning_of_the_learner(zone: datetime.tzinfo, hour: int) -> None:
    now = datetime.datetime(2026, 3, 27, hour, 30, tzinfo=zone)
    due = review(None, "x", correct=True, now=now, zone=zone).due
    assert due.astimezone(zone).time() == datetime.time(4)
    assert day_of(due, zone) > day_of(now, zone)


def test_summer_time_moves_the_clock_and_not_the_day() -> None:
    before, after = datetime.date(2026, 3, 28), datetime.date(2026, 3, 30)  # Paris changes on the 29th
    assert start_of(before, PARIS).hour == 3
    assert start_of(after, PARIS).hour == 2
    late = datetime.datetime(2026, 3, 30, 1, 30, tzinfo=datetime.UTC)  # 03:30 in summer time: still the 29th
    assert day_of(late, PARIS) == datetime.date(2026, 3, 29)
    rows = [
        Attempt("a", "mls-c01", "modeling", datetime.datetime(2026, 3, day, 22, 30, tzinfo=datetime.UTC), (0,), True)
        for day in (27, 28, 29)
    ]
    assert [row.day.day for row in by_day(rows, PARIS)] == [27, 28, 29]  # 23:30 and 00:30 local
    assert streak(rows, late, PARIS).current == 3


def test_a_card_kept_before_days_were_is_read_by_its_moment() -> None:
    card = review(None, "x", correct=True, now=NOON)
    data = json.loads(card.data)
    del data["day"]
    data["last_review"] = NOON.isoformat()
    old = CardState("x", card.due, json.dumps(data))
    assert review(old, "x", correct=True, now=NOON + 2 * DAY) == review(card, "x", correct=True, now=NOON + 2 * DAY)
    assert recall(old, NOON) == pytest.approx(1.0)
    assert recall(old, NOON + 30 * DAY) < recall(old, NOON + 3 * DAY) < 1


def test_what_is_due_today_is_counted_from_the_morning() -> None:
    now = datetime.datetime(2026, 11, 3, 4, 0, tzinfo=PARIS)
    cards = {"x": CardState("x", start_of(datetime.date(2026, 11, 3), PARIS), "{}")}
    assert due_counts(cards, now, zone=PARIS).now == 1
    early = due_counts(cards, now - datetime.timedelta(minutes=1), zone=PARIS)
    assert early.now == 0
    assert early.ahead[:2] == (0, 1)


def test_before_an_exam_a_card_comes_back_once_more() -> None:
    card, exam = None, EVENING.date() + 20 * DAY
    for number in range(4):
        card = review(card, "x", correct=True, now=EVENING + 4 * number * DAY, zone=PARIS, until=exam)
    assert card is not None
    assert day_of(card.due, PARIS) == exam - DAY
    gone = review(card, "x", correct=True, now=EVENING + 30 * DAY, zone=PARIS, until=exam)
    assert day_of(gone.due, PARIS) > exam + 20 * DAY, "an exam of the past limits nothing"


def test_only_answers_of_a_later_day_say_what_was_remembered() -> None:
    def at(hours: float, item: str, right: bool) -> Attempt:
        return Attempt(item, "mls-c01", "modeling", NOON + datetime.timedelta(hours=hours), (0,), right)

    rows = [at(0, "a", False), at(0.2, "a", True), at(24, "a", True), at(48, "b", True), at(24 * 8, "a", False)]
    found = retention(rows)
    assert [(one.right, one.total) for one in found] == [(1, 1), (0, 1)]
    assert all(one.week.weekday() == 0 for one in found)


# mixing


def test_one_at_a_time_the_domains_are_mixed(learner: LearnerStore, clock: MovingClock) -> None:
    training, domains = Training(learner, BANK, EXAM), []
    for _ in range(12):
        item = training.next(1)[0].item
        training.answer(item.id, [training.order(item).index(item.answers[0])])
        domains.append(item.domain)
        clock.advance(minutes=1)
    assert len(Counter(domains[:10])) == len(EXAM.domains)
    assert all(one != other for one, other in itertools.pairwise(domains))


def test_what_is_due_is_mixed_too() -> None:
    first = EXAM.domains[0].id
    bank = sorted(BANK.items, key=lambda item: (item.domain != first, item.domain, item.id))
    cards = {item.id: CardState(item.id, NOON - (60 - n) * DAY, "{}") for n, item in enumerate(bank)}
    weights = {domain.id: domain.weight for domain in EXAM.domains}
    found = pick(bank, n=20, cards=cards, weights=weights, mastery=(), now=NOON, today=[first])
    domains = [one.item.domain for one in found]
    assert domains[0] != first
    assert all(one != other for one, other in itertools.pairwise(domains))


# taking back


def test_the_last_answer_can_be_taken_back_until_the_next(learner: LearnerStore, clock: MovingClock) -> None:
    training = Training(learner, BANK, EXAM)
    first, second = BANK.items[:2]
    assert training.take_back() is None
    training.answer(first.id, [])
    before = learner.cards(), learner.attempts()
    clock.advance(minutes=1)
    training.answer(first.id, [])
    assert training.take_back() == first.id
    assert (learner.cards(), learner.attempts()) == before
    assert training.take_back() is None, "one step, not a history"
    training.answer(second.id, [])
    assert training.take_back() == second.id
    assert learner.card(second.id) is None
    assert learner.last_answered() is None


def test_another_learners_answer_is_not_taken_back(store: PracticeStore) -> None:
    ada, bob = (Training(store.learner(name), BANK, EXAM) for name in ("ada", "bob"))
    item = BANK.items[0]
    ada.answer(item.id, [])
    bob.answer(item.id, [])
    assert ada.take_back() == item.id
    assert not ada.store.attempts()
    assert len(bob.store.attempts()) == 1


# choices and numbers


def test_the_zone_is_the_learners(store: PracticeStore, tmp_path: Path) -> None:
    learner = store.learner("ada")
    assert learner.zone is datetime.UTC
    learner.choose("zone", "Pacific/Auckland")
    assert learner.zone == AUCKLAND
    learner.choose("zone", "../../etc/passwd")
    assert learner.zone is datetime.UTC
    assert zone_named("Nowhere/Land") is None
    assert zone_named("") is None
    assert PracticeStore(tmp_path / "other.db").learner("ada").zone is None, "this machine's own"


def test_the_numbers_hold_forecast_retention_and_the_days_left(learner: LearnerStore, clock: MovingClock) -> None:
    training, item = Training(learner, BANK, EXAM), BANK.items[0]
    assert stats(learner, BANK, EXAM)["recall"] is None
    training.answer(item.id, [training.order(item).index(item.answers[0])])
    learner.choose("exam_date:mls-c01", (NOON.date() + 9 * DAY).isoformat())
    found = stats(learner, BANK, EXAM)
    assert found["today"]["answered"] == 1
    assert found["today"]["unseen"] == 59
    assert len(found["due"]["ahead"]) == 14
    assert sum(found["due"]["ahead"]) == 1
    assert found["recall"] == pytest.approx(1.0)
    assert found["exam_in"] == 9
    clock.advance(days=20)
    training.answer(item.id, [])
    later = stats(learner, BANK, EXAM)
    assert [(one["right"], one["total"]) for one in later["retention"]] == [(0, 1)]
    assert later["exam_in"] < 0
    learner.choose("exam_date:mls-c01", "soon")
    assert stats(learner, BANK, EXAM)["exam_in"] is None
