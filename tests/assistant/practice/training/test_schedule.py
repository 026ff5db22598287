"""What is picked and when a card comes back, as laws over many states; a quiz on a terminal, line by line."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.practice.records.progress import by_day, due_counts, mastery, streak
from assistant.practice.schema import Attempt, CardState, PracticeItem
from assistant.practice.training.quiz import _when, question_lines
from assistant.practice.training.schedule import pick, review
from assistant.practice.views import public_item
from tests.assistant.practice.items import EXAM, ITEMS, NOON, many

DAY = datetime.timedelta(days=1)
WEIGHTS = {domain.id: domain.weight for domain in EXAM.domains}
BANK = many(40)
ANSWERS = st.lists(st.booleans(), min_size=1, max_size=8)


def attempt(id: str, correct: bool, at: datetime.datetime, domain: str = "modeling") -> Attempt:
    return Attempt(id, "mls-c01", domain, at, (0,), correct, seconds=2.0)


# cards


@given(ANSWERS)
@settings(deadline=None, max_examples=25)
def test_a_card_always_comes_back_later_than_its_answer(answers: list[bool]) -> None:
    card, now = None, NOON
    for right in answers:
        card = review(card, "x", correct=right, now=now)
        assert card.due > now
        assert card.item_id == "x"
        if not right:
            assert card.due - now <= datetime.timedelta(minutes=10)
        now = card.due


@given(ANSWERS)
@settings(deadline=None, max_examples=15)
def test_right_comes_back_no_sooner_than_guessed_and_guessed_no_sooner_than_wrong(answers: list[bool]) -> None:
    card, now = None, NOON
    for right in answers:
        card = review(card, "x", correct=right, now=now)
        now = card.due
    known = review(card, "x", correct=True, now=now).due
    guessed = review(card, "x", correct=True, guessed=True, now=now).due
    wrong = review(card, "x", correct=False, now=now).due
    assert wrong <= guessed <= known


def test_the_time_zone_of_the_clock_does_not_matter() -> None:
    tokyo = datetime.timezone(datetime.timedelta(hours=9))
    one, two = review(None, "x", correct=True, now=NOON), review(None, "x", correct=True, now=NOON.astimezone(tokyo))
    assert one == two


@pytest.mark.parametrize("data", ["", "[]", "null", "{", '{"card_id": "x"}'])
def test_a_damaged_card_is_named(data: str) -> None:
    from assistant.records.errors import StoreError

    with pytest.raises(StoreError, match="card of x") as caught:
        review(CardState("x", NOON, data), "x", correct=True, now=NOON)
    assert caught.value.key == "card-damaged"


# picks


@given(st.dictionaries(st.sampled_from([one.id for one in BANK]), st.integers(-5, 5), max_size=20), st.integers(0, 50))
@settings(deadline=None, max_examples=40)
def test_picks_are_distinct_ordered_by_reason_and_as_many_as_there_are(offsets: dict[str, int], n: int) -> None:
    cards = {id: CardState(id, NOON + offset * DAY, "{}") for id, offset in offsets.items()}
    found = pick(BANK, n=n, cards=cards, weights=WEIGHTS, mastery=mastery(EXAM, []), now=NOON)
    assert len(found) == min(n, len(BANK))
    assert len({one.item.id for one in found}) == len(found)
    reasons = [one.why for one in found]
    assert reasons == sorted(reasons, key=("due", "new", "ahead").index)
    for one in found:
        due = cards.get(one.item.id)
        assert one.why == ("new" if due is None else "due" if due.due <= NOON else "ahead")
    for domain in WEIGHTS:
        late = [cards[one.item.id].due for one in found if one.why == "due" and one.item.domain == domain]
        assert late == sorted(late)


@given(st.integers(0, 20), st.integers(0, 20))
@settings(deadline=None, max_examples=25)
def test_asking_for_more_goes_on_where_asking_for_less_stopped(less: int, more: int) -> None:
    few, many_ = sorted((less, more))
    asked = {"cards": {}, "weights": WEIGHTS, "mastery": mastery(EXAM, []), "now": NOON}
    short, long = pick(BANK, n=few, **asked), pick(BANK, n=many_, **asked)
    assert long[:few] == short


def test_items_of_domains_without_a_weight_are_left_out() -> None:
    only = {"modeling": 100.0}
    found = pick(BANK, n=40, cards={}, weights=only, mastery=(), now=NOON)
    assert {one.item.domain for one in found} == {"modeling"}
    assert pick(BANK, n=5, cards={}, weights={}, mastery=(), now=NOON) == ()


@pytest.mark.parametrize("n", [0, -3])
def test_nothing_is_picked_where_nothing_is_wanted(n: int) -> None:
    assert pick(BANK, n=max(0, n), cards={}, weights=WEIGHTS, mastery=(), now=NOON) == ()


# progress


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.integers(0, 20)), max_size=12))
@settings(deadline=None, max_examples=40)
def test_mastery_counts_each_item_once_and_days_count_every_answer(rows: list[tuple[str, bool, int]]) -> None:
    attempts = [attempt(id, right, NOON + hour * DAY / 24) for id, right, hour in rows]
    level = next(row for row in mastery(EXAM, attempts) if row.domain == "modeling")
    assert level.total == len({id for id, _, _ in rows})
    assert level.attempts == len(rows)
    assert 0 <= level.low <= level.mean <= level.high <= 1
    days = by_day(attempts)
    assert sum(day.total for day in days) == len(rows)
    assert sum(day.right for day in days) == sum(right for _, right, _ in rows)
    assert sum(day.seconds for day in days) == pytest.approx(2.0 * len(rows))
    assert [day.day for day in days] == sorted({day.day for day in days})


@given(st.sets(st.integers(0, 15), max_size=10))
@settings(deadline=None, max_examples=40)
def test_a_streak_is_never_longer_than_the_longest(days_ago: set[int]) -> None:
    found = streak([attempt("a", True, NOON - ago * DAY) for ago in days_ago], NOON)
    assert 0 <= found.current <= found.longest <= len(days_ago)
    assert found.today is (0 in days_ago)
    assert (found.current > 0) is bool(days_ago & {0, 1})


@given(st.lists(st.integers(-100, 400), max_size=12))
@settings(deadline=None, max_examples=40)
def test_what_is_due_is_counted_once(hours: list[int]) -> None:
    cards = {str(n): CardState(str(n), NOON + h * DAY / 24, "{}") for n, h in enumerate(hours)}
    found = due_counts(cards, NOON)
    assert found.now == sum(h <= 0 for h in hours)
    assert len(found.ahead) == 7
    assert found.now + sum(found.ahead) <= len(hours)
    assert due_counts(cards, NOON, ids=[]).now == 0
    assert sum(due_counts(cards, NOON, days=30).ahead) == sum(h > 0 for h in hours)


# a terminal


@pytest.mark.parametrize(
    ("span", "told"),
    [
        (datetime.timedelta(seconds=0), "+1 min"),
        (datetime.timedelta(seconds=29), "+1 min"),
        (datetime.timedelta(minutes=10), "+10 min"),
        (datetime.timedelta(hours=23, minutes=59), "+1439 min"),
        (DAY, "+1 d"),
        (2.4 * DAY, "+2 d"),
        (30 * DAY, "+30 d"),
    ],
)
def test_when_it_comes_back(span: datetime.timedelta, told: str) -> None:
    assert _when(span) == told


@pytest.mark.parametrize("one", ITEMS, ids=lambda one: one.id)
def test_a_question_on_a_terminal(one: PracticeItem) -> None:
    order = tuple(range(len(one.options)))
    lines: Iterator[str] = question_lines(public_item(one, order), one.lang, 2, 9)
    shown = list(lines)
    assert shown[1] == ("== Question 2 sur 9" if one.lang == "fr" else "== Question 2 of 9")
    assert shown[2] == one.stem
    assert shown[-len(one.options) :] == [f"  {'ABCDE'[k]}) {text}" for k, text in enumerate(one.options)]
    assert [line for line in shown if line.startswith("  1. ")] == [f"  1. {prompt}" for prompt in one.pairs[:1]]
