"""Training: what comes back when, what is picked, and what the numbers say."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

import pytest

from assistant.practice.bank import Bank
from assistant.practice.errors import BankError, BlueprintError, PracticeError, ResponseError
from assistant.practice.exam.room import ExamRoom
from assistant.practice.records.progress import by_day, due_counts, exam_points, mastery, streak
from assistant.practice.records.store import LearnerStore, PracticeStore
from assistant.practice.schema import Attempt, CardState, PracticeItem
from assistant.practice.training.schedule import pick, review
from assistant.practice.training.stats import stats
from assistant.practice.training.training import Training
from assistant.records.errors import StoreError
from tests.assistant.practice.items import EXAM, ITEMS, NOON, MovingClock, item, many

BANK = Bank("mls-c01", tuple(sorted(ITEMS, key=lambda one: one.id)))
WEIGHTS = {domain.id: domain.weight for domain in EXAM.domains}
DAY = datetime.timedelta(days=1)


@pytest.fixture
def training(learner: LearnerStore) -> Training:
    return Training(learner, BANK, EXAM)


def key(training: Training, item: PracticeItem) -> tuple[int, ...]:
    order = training.order(item)
    return tuple(order.index(k) for k in item.answers)


def attempts(domain: str, right: int, wrong: int) -> list[Attempt]:
    oks = [True] * right + [False] * wrong
    return [Attempt(f"{domain}-{number}", "mls-c01", domain, NOON, (0,), ok, 1.0) for number, ok in enumerate(oks)]


# when an item comes back


def test_missed_items_come_back_within_the_sitting_and_known_ones_in_days() -> None:
    missed = review(None, "x", correct=False, now=NOON)
    known = review(None, "x", correct=True, now=NOON)
    guessed = review(None, "x", correct=True, guessed=True, now=NOON)
    assert missed.due - NOON == datetime.timedelta(minutes=10)
    assert known.due - NOON >= DAY
    assert missed.due < guessed.due < known.due


def test_intervals_grow_with_right_answers_and_shrink_after_a_lapse() -> None:
    card, now, spans = None, NOON, []
    for _ in range(4):
        card = review(card, "x", correct=True, now=now)
        spans.append(card.due - now)
        now = card.due
    assert spans == sorted(spans)
    assert spans[-1] > 10 * DAY
    assert review(card, "x", correct=False, now=now).due - now < DAY


def test_reviews_are_deterministic() -> None:
    runs = []
    for _ in range(2):
        card, now = None, NOON
        for ok in (True, False, True, True):
            card = review(card, "x", correct=ok, now=now)
            now = card.due
        runs.append(card)
    assert runs[0] == runs[1]


def test_a_late_exam_does_not_turn_time_back() -> None:
    card = review(None, "x", correct=True, now=NOON)
    assert review(card, "x", correct=True, now=NOON - 3 * DAY).due > NOON


def test_an_unreadable_card_is_an_error_of_ours() -> None:
    with pytest.raises(StoreError, match="card of x"):
        review(CardState("x", NOON, "{}"), "x", correct=True, now=NOON)


# what is picked


def chosen(items: tuple[PracticeItem, ...], n: int, **changes: Any) -> list[tuple[str, str]]:
    options: dict[str, Any] = {"cards": {}, "weights": WEIGHTS, "mastery": mastery(EXAM, []), "now": NOON}
    return [(one.item.id, one.why) for one in pick(items, n=n, **options | changes)]


def test_due_first_then_new_then_ahead() -> None:
    cards = {
        "en-01": CardState("en-01", NOON + DAY, "{}"),
        "en-02": CardState("en-02", NOON - DAY, "{}"),
        "en-03": CardState("en-03", NOON - 2 * DAY, "{}"),
        "gone": CardState("gone", NOON - DAY, "{}"),
    }
    items = tuple(one for one in ITEMS if one.lang == "en")
    got = chosen(items, 10, cards=cards)
    assert got[:2] == [("en-03", "due"), ("en-02", "due")]
    assert [why for _, why in got[2:]] == ["new", "new", "new", "ahead"]
    assert got[-1] == ("en-01", "ahead")
    assert chosen(items, 1, cards=cards) == got[:1]
    assert chosen(items, 10, cards=cards, exclude=["en-03"])[0] == ("en-02", "due")


def domains(items: tuple[PracticeItem, ...], n: int, rows: list[Attempt]) -> Counter[str]:
    by_id = {one.id: one.domain for one in items}
    return Counter(by_id[id] for id, _ in chosen(items, n, mastery=mastery(EXAM, rows)))


def test_new_items_follow_the_weights_while_nothing_is_known() -> None:
    counts = domains(many(400), 50, [])
    assert counts == {
        "data-engineering": 10,
        "exploratory-data-analysis": 12,
        "modeling": 18,
        "ml-implementation-and-operations": 10,
    }


def test_weak_domains_get_more_and_strong_ones_less() -> None:
    rows = attempts("modeling", 30, 0) + attempts("data-engineering", 2, 28)
    before, after = domains(many(400), 20, []), domains(many(400), 20, rows)
    assert after["data-engineering"] > before["data-engineering"]
    assert after["modeling"] < before["modeling"] / 2


def test_picks_are_the_same_for_a_seed_and_differ_between_seeds() -> None:
    items = many(100)
    assert chosen(items, 10) == chosen(tuple(reversed(items)), 10)
    assert chosen(items, 10) != chosen(items, 10, seed="other")


def test_difficulty_follows_mastery() -> None:
    rows = attempts("modeling", 50, 0)
    hard = pick(many(100), n=100, cards={}, weights={"modeling": 1}, mastery=mastery(EXAM, rows), now=NOON)
    assert hard[0].item.difficulty > hard[-1].item.difficulty


# the service


def test_a_round_of_training(training: Training, learner: LearnerStore, clock: MovingClock) -> None:
    picks = training.next(3, lang="en")
    assert picks == training.next(3, lang="en")
    right, wrong = picks[0].item, next(one.item for one in picks if one.item.type == "single")
    feedback = training.answer(right.id, key(training, right), seconds=12)
    assert feedback.grade.correct
    assert feedback.response == right.answers
    assert feedback.due == learner.cards()[right.id].due
    if wrong != right:
        assert not training.answer(wrong.id, ()).grade.correct
    assert learner.attempts()[0].seconds == 12
    assert right.id not in {one.item.id for one in training.next(3, lang="en")}
    clock.advance(days=30)
    assert right.id in {one.item.id for one in training.next(6, lang="en") if one.why == "due"}


def test_the_order_of_options_changes_between_reviews_only(training: Training) -> None:
    one = item("en-02")
    before = training.order(one)
    assert training.order(one) == before
    orders = set()
    for _ in range(5):
        training.answer(one.id, ())
        orders.add(training.order(one))
    assert len(orders) > 1


def test_an_answer_is_read_in_the_order_it_was_shown_in(training: Training) -> None:
    one = item("en-02")
    shown_in = (4, 3, 2, 1, 0)
    feedback = training.answer(one.id, (1, 3), order=shown_in)
    assert feedback.grade.correct
    with pytest.raises(ResponseError):
        training.answer(one.id, (0, 1), order=(0, 0, 1, 2, 3))


def test_bad_requests_are_refused_and_leave_nothing(training: Training, learner: LearnerStore) -> None:
    with pytest.raises(PracticeError, match="from 1 to 500"):
        training.next(0)
    with pytest.raises(BlueprintError):
        training.next(1, domain="physics")
    with pytest.raises(BankError):
        training.answer("nope", (0,))
    with pytest.raises(ResponseError):
        training.answer("en-01", (0, 1))
    with pytest.raises(BankError):
        training.report("nope", "bad")
    assert (learner.attempts(), learner.cards(), learner.reports()) == ((), {}, ())


def test_a_reported_item_is_not_given_again_to_this_learner(training: Training, store: PracticeStore) -> None:
    training.report("en-05", "two right answers")
    assert "en-05" not in {one.item.id for one in training.next(50)}
    other = Training(store.learner("grace"), BANK, EXAM)
    assert "en-05" in {one.item.id for one in other.next(50)}


# the numbers


def test_mastery_looks_at_the_latest_answer_to_each_item() -> None:
    rows = attempts("modeling", 0, 3)
    rows += [Attempt("modeling-0", "mls-c01", "modeling", NOON + DAY, (0,), True, 1.0)] * 5
    by_domain = {row.domain: row for row in mastery(EXAM, rows)}
    modeling = by_domain["modeling"]
    assert (modeling.right, modeling.total, modeling.attempts) == (1, 3, 8)
    assert modeling.low < modeling.mean < modeling.high
    nothing = by_domain["data-engineering"]
    assert (nothing.total, nothing.mean, nothing.low, nothing.high) == (0, 0.5, 0.0, 1.0)


def test_more_answers_mean_less_uncertainty() -> None:
    few, many_ = (mastery(EXAM, attempts("modeling", 3 * k, k))[2] for k in (1, 20))
    assert many_.high - many_.low < few.high - few.low


def test_days_and_streaks_follow_the_time_zone() -> None:
    late = datetime.datetime(2026, 11, 23, 3, 30, tzinfo=datetime.UTC)  # before four: the day before, but not in Paris
    rows = [
        Attempt("a", "mls-c01", "modeling", late, (0,), True, 5),
        Attempt("b", "mls-c01", "modeling", NOON, (0,), False, 7),
    ]
    paris = datetime.timezone(datetime.timedelta(hours=1))
    assert [(day.day.day, day.right, day.total, day.seconds) for day in by_day(rows)] == [(22, 1, 1, 5), (23, 0, 1, 7)]
    assert [(day.day.day, day.total) for day in by_day(rows, paris)] == [(23, 2)]
    assert streak(rows, NOON).current == 2
    assert streak(rows, NOON, paris).current == 1


@pytest.mark.parametrize(
    ("days_ago", "current", "longest", "today"),
    [
        ([], 0, 0, False),
        ([0], 1, 1, True),
        ([1], 1, 1, False),
        ([2], 0, 1, False),
        ([0, 1, 2, 5, 6, 7, 8], 3, 4, True),
        ([1, 2, 4], 2, 2, False),
    ],
)
def test_streaks(days_ago: list[int], current: int, longest: int, today: bool) -> None:
    rows = [Attempt("a", "mls-c01", "modeling", NOON - days * DAY, (0,), True) for days in days_ago]
    got = streak(rows, NOON)
    assert (got.current, got.longest, got.today) == (current, longest, today)


def test_due_counts() -> None:
    hours = {"a": -1, "b": 0, "c": 3, "d": 24, "e": 24 * 6, "f": 24 * 30}
    cards = {id: CardState(id, NOON + datetime.timedelta(hours=offset), "{}") for id, offset in hours.items()}
    counts = due_counts(cards, NOON)
    assert (counts.now, counts.ahead) == (2, (1, 1, 0, 0, 0, 0, 1))
    assert due_counts(cards, NOON, ids=["a", "x"]).now == 1


def test_the_numbers_for_plots_are_plain_data(learner: LearnerStore, clock: MovingClock, training: Training) -> None:
    import json

    training.answer("en-01", key(training, item("en-01")))
    room = ExamRoom(learner)
    session = room.start(EXAM, ITEMS, lang="en")
    clock.advance(minutes=3)
    room.submit(session.id)
    numbers = stats(learner, BANK, EXAM, datetime.UTC)
    assert json.loads(json.dumps(numbers)) == numbers
    assert numbers["streak"] == {"current": 1, "longest": 1, "today": True}
    assert [day["total"] for day in numbers["days"]] == [1]
    (point,) = numbers["exams"]
    assert point["scaled"] == 100
    assert [one.id for one in exam_points(learner.sessions())] == [session.id]
