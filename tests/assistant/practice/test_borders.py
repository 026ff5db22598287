"""The numbers of practice at their borders: seats, limits, shares, days, cards, exports; in both languages."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.practice.bank import Bank
from assistant.practice.cards import Card, items_of
from assistant.practice.days import BEGINS, day_of, start_of, zone_named
from assistant.practice.errors import ExamError, PracticeError, ResponseError
from assistant.practice.estimate import LEVEL, beta_quantile, interval
from assistant.practice.exam import exam
from assistant.practice.exam.scoring import estimate_note, scale, score
from assistant.practice.export.export import plain, to_csv, to_markdown
from assistant.practice.export.sheet import sheet
from assistant.practice.grade import check_response, display_order, grade, is_complete, printed_order, to_shown_order
from assistant.practice.records.progress import by_day, due_counts, mastery, retention, streak
from assistant.practice.records.store import LearnerStore
from assistant.practice.schema import BLANK, Attempt, CardState, PracticeItem
from assistant.practice.selection import MOST_ITEMS, MOST_MINUTES, apportion, apportion_within, plan_exam
from assistant.practice.training.quiz import _when
from assistant.practice.training.readiness import _over_all, readiness
from assistant.practice.training.schedule import DESIRED_RETENTION, recall, review
from assistant.practice.training.training import MOST_PICKS, Training
from assistant.practice.views import letters, places
from ingest.schema import Lang
from tests.assistant.practice.items import EXAM, ITEMS, NOON, item, many

DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
BANK = Bank("mls-c01", many(40))


def attempt(id: str, correct: bool, at: datetime.datetime, domain: str = "modeling", seconds: float = 2.0) -> Attempt:
    return Attempt(id, "mls-c01", domain, at, (0,), correct, seconds=seconds)


# seats


@pytest.mark.parametrize(
    ("weights", "seats", "counts"),
    [
        ({"a": 1.0, "b": 1.0}, 3, {"a": 2, "b": 1}),  # a tie goes to what comes first
        ({"a": 20.0, "b": 24.0, "c": 36.0, "d": 20.0}, 50, {"a": 10, "b": 12, "c": 18, "d": 10}),
        ({"a": 20.0, "b": 24.0, "c": 36.0, "d": 20.0}, 1, {"a": 0, "b": 0, "c": 1, "d": 0}),
        ({"a": 1.0, "b": 2.0}, 0, {"a": 0, "b": 0}),
        ({"a": 1.0, "b": 1.0, "c": 1.0}, 2, {"a": 1, "b": 1, "c": 0}),
        ({"a": 0.1, "b": 0.2, "c": 0.7}, 10, {"a": 1, "b": 2, "c": 7}),  # sums of tenths lose no seat
    ],
)
def test_seats_by_largest_remainder(weights: dict[str, float], seats: int, counts: dict[str, int]) -> None:
    assert apportion(weights, seats) == counts


@pytest.mark.parametrize("weights", [{}, {"a": 0.0}, {"a": 1.0, "b": -1.0}])
def test_without_weight_there_are_no_seats(weights: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="above 0"):
        apportion(weights, 3)


@pytest.mark.parametrize(
    ("seats", "room", "counts"),
    [
        (10, {"a": 1, "b": 9}, {"a": 1, "b": 9}),
        (10, {"a": 9, "b": 3}, {"a": 7, "b": 3}),
        (10, {"a": 2, "b": 3}, {"a": 2, "b": 3}),
        (4, {"a": 9}, {"a": 4, "b": 0}),
        (0, {"a": 9, "b": 9}, {"a": 0, "b": 0}),
    ],
)
def test_what_does_not_fit_goes_to_the_others(seats: int, room: dict[str, int], counts: dict[str, int]) -> None:
    assert apportion_within({"a": 1.0, "b": 1.0}, seats, room) == counts


# an exam before it starts


@pytest.mark.parametrize(
    ("n", "minutes", "fine"),
    [
        (1, None, True), (0, None, False), (MOST_ITEMS, None, True), (MOST_ITEMS + 1, None, False),
        (3, 0.05, True), (3, 0.04, False), (3, MOST_MINUTES, True), (3, MOST_MINUTES + 1, False),
    ],
)  # fmt: skip
def test_how_long_an_exam_may_be(n: int, minutes: float | None, fine: bool) -> None:
    assert (MOST_ITEMS, MOST_MINUTES) == (500, 1440)
    if fine:
        assert plan_exam(EXAM, BANK.items, lang="en", seed="s", n=n, minutes=minutes).items
    else:
        with pytest.raises(ExamError):
            plan_exam(EXAM, BANK.items, lang="en", seed="s", n=n, minutes=minutes)


@pytest.mark.parametrize(("n", "minutes"), [(6, 12), (5, 10), (4, 8), (1, 2)])
def test_the_time_shrinks_with_the_questions_and_is_whole_minutes_up(n: int, minutes: int) -> None:
    assert plan_exam(EXAM, BANK.items, lang="en", seed="s", n=n).minutes == minutes
    longer = dataclasses.replace(EXAM, minutes=13)
    assert plan_exam(longer, BANK.items, lang="en", seed="s", n=1).minutes == 3  # 13 / 6 is more than 2


@pytest.mark.parametrize(("seen", "lang"), [(0, "en"), (3, "en"), (3, "fr")])
def test_what_was_practised_before_is_counted(seen: int, lang: Lang) -> None:
    items = many(6, lang=lang)
    plan = plan_exam(EXAM, items, lang=lang, seed="s", seen=[one.id for one in items[:seen]])
    told = [notice for notice in plan.notices if re.search(r"practised before|déjà été", notice)]
    assert [re.findall(r"\d+", notice) for notice in told] == ([[str(seen), "6"]] if seen else [])


# an exam that runs


@pytest.mark.parametrize(
    ("left", "warning"),
    [(1801, None), (1800, 30), (601, 30), (600, 10), (301, 10), (300, 5), (61, 5), (60, 1), (0, 1)],
)
def test_when_the_learner_is_told_of_the_time(left: int, warning: int | None) -> None:
    plan = plan_exam(EXAM, BANK.items, lang="en", seed="s", minutes=60)
    session = exam.start(plan, id="x", now=NOON)
    at = session.deadline - datetime.timedelta(seconds=left)
    assert exam.time_warning(session, at) == warning
    assert exam.time_left(session, at) == left


def test_a_threshold_as_long_as_the_exam_is_no_news() -> None:
    session = exam.start(plan_exam(EXAM, BANK.items, lang="en", seed="s", minutes=10), id="x", now=NOON)
    assert exam.time_warning(session, NOON) is None
    assert exam.time_warning(session, NOON + 5 * HOUR / 60) == 5


@pytest.mark.parametrize(("late", "state"), [(-1, "running"), (0, "expired"), (1, "expired")])
def test_the_deadline_itself_is_too_late(late: int, state: str) -> None:
    session = exam.start(plan_exam(EXAM, BANK.items, lang="en", seed="s"), id="x", now=NOON)
    looked = exam.tick(session, session.deadline + datetime.timedelta(seconds=late))
    assert looked.state == state
    assert looked.ended_at == (session.deadline if state == "expired" else None)


@pytest.mark.parametrize(("wanted", "position"), [(-3, 0), (0, 0), (5, 5), (6, 5), (99, 5)])
def test_a_position_outside_is_brought_to_the_nearest_end(wanted: int, position: int) -> None:
    session = exam.start(plan_exam(EXAM, BANK.items, lang="en", seed="s"), id="x", now=NOON)
    assert exam.go_to(session, wanted, NOON).position == position


# scores


@pytest.mark.parametrize(
    ("share", "low", "high", "scaled"),
    [(0.0, 100, 1000, 100), (1.0, 100, 1000, 1000), (0.5, 100, 1000, 550), (0.999, 100, 1000, 999), (0.7, 0, 10, 7)],
)
def test_a_share_is_rounded_down_on_the_scale(share: float, low: int, high: int, scaled: int) -> None:
    assert scale(share, low, high) == scaled


@pytest.mark.parametrize(("lang", "share"), [("en", "72.2 %"), ("fr", "72,2 %")])
def test_the_note_gives_the_share_of_the_mark(lang: Lang, share: str) -> None:
    session = exam.start(plan_exam(EXAM, BANK.items, lang="en", seed="s"), id="x", now=NOON)
    result = score(exam.submit(session, NOON + HOUR / 10))
    note = estimate_note(result, lang)
    assert share in note
    assert all(str(number) in note for number in (100, 1000, 750, result.scaled_low, result.scaled_high))


def test_intervals_hold_nine_of_ten() -> None:
    assert LEVEL == 0.9
    low, high = interval(30, 40)
    assert low == pytest.approx(beta_quantile(0.05, 30.5, 10.5))
    assert high == pytest.approx(beta_quantile(0.95, 30.5, 10.5))
    assert interval(0, 5)[0] == 0.0
    assert interval(5, 5)[1] == 1.0
    assert interval(5, 5, prior=1.0)[0] < interval(5, 5)[0]


# responses


@pytest.mark.parametrize(
    ("id", "response", "complete"),
    [
        ("en-05", (1,), True), ("en-05", (), False),
        ("en-02", (1, 3), True), ("en-02", (1,), False),
        ("en-03", (0, 1, 2), True), ("en-03", (0, 1), False),
        ("en-04", (1, 0, 2), True), ("en-04", (1, BLANK, 2), False),
    ],
)  # fmt: skip
def test_when_a_response_is_complete(id: str, response: tuple[int, ...], complete: bool) -> None:
    assert is_complete(item(id), check_response(item(id), response)) is complete


@pytest.mark.parametrize(
    ("id", "response"),
    [
        ("en-05", (3,)), ("en-05", (BLANK,)), ("en-05", (0, 1)), ("en-02", (1, 1)), ("en-02", (0, 1, 2)),
        ("en-03", (0, 3)), ("en-04", (0, 1, 2, 3)), ("en-04", (4,)), ("en-04", (-2,)),
    ],
)  # fmt: skip
def test_impossible_responses_are_refused(id: str, response: tuple[int, ...]) -> None:
    with pytest.raises(ResponseError):
        check_response(item(id), response)


@pytest.mark.parametrize(
    ("id", "response", "marks"),
    [
        ("en-03", (0, 2, 1), [True, False, False]),
        ("en-03", (0,), [True, False, False]),
        ("en-04", (1, BLANK, 2), [True, False, True]),
        ("en-04", (), [False, False, False]),
    ],
)
def test_each_place_is_marked(id: str, response: tuple[int, ...], marks: list[bool]) -> None:
    found = grade(item(id), response)
    assert [mark.right for mark in found.places] == marks
    assert not found.correct


def test_an_option_is_right_where_it_is_chosen_and_keyed_or_neither() -> None:
    found = grade(item("en-02"), (1, 2))  # the key is 1 and 3 of five
    assert [mark.right for mark in found.options] == [True, True, False, False, True]


@pytest.mark.parametrize("one", [one for one in ITEMS if one.type in ("ordering", "matching")], ids=lambda one: one.id)
def test_what_is_printed_is_never_solved_already(one: PracticeItem) -> None:
    for number in range(30):
        again = dataclasses.replace(one, id=f"{one.id}-{number}")
        assert to_shown_order(printed_order(again), again.answers) != tuple(range(again.choose))


def test_orders_are_of_seed_and_item() -> None:
    shown = {display_order(item("en-02"), f"seed {number}") for number in range(20)}
    assert len(shown) > 10
    assert display_order(item("en-02"), "s") == display_order(item("en-02"), "s")


@pytest.mark.parametrize(
    ("given_", "found"), [(["a"], (0,)), ([" C "], (2,)), (["-", "b", ""], (BLANK, 1, BLANK)), ([], ())]
)
def test_letters_of_the_screen_are_places(given_: list[str], found: tuple[int, ...]) -> None:
    assert places(item("en-05"), given_) == found


@pytest.mark.parametrize("letter", ["D", "AB", "1", "é"])
def test_letters_that_are_not_there_are_refused_with_those_that_are(letter: str) -> None:
    with pytest.raises(ResponseError) as refused:
        places(item("en-05"), [letter])
    assert "A to C" in str(refused.value)


def test_letters_are_by_the_order_shown() -> None:
    assert letters((2, 0, 1), (0, 2, BLANK)) == ["B", "A", ""]


# days


@pytest.mark.parametrize(("hour", "minute", "day"), [(3, 59, 22), (4, 0, 23), (23, 59, 23), (0, 0, 22)])
def test_a_day_begins_at_four(hour: int, minute: int, day: int) -> None:
    at = datetime.datetime(2026, 11, 23, hour, minute, tzinfo=datetime.UTC)
    assert day_of(at, datetime.UTC) == datetime.date(2026, 11, day)
    assert datetime.time(4) == BEGINS


ZONES = st.sampled_from(["Europe/Paris", "Asia/Tokyo", "America/New_York"])


@given(st.datetimes(datetime.datetime(2020, 1, 1), datetime.datetime(2030, 1, 1)), ZONES)
@settings(deadline=None, max_examples=50)
def test_a_moment_is_in_the_day_that_has_begun(moment: datetime.datetime, name: str) -> None:
    at, zone = moment.replace(tzinfo=datetime.UTC), zone_named(name)
    assert zone is not None
    day = day_of(at, zone)
    assert start_of(day, zone) <= at < start_of(day + DAY, zone)


@pytest.mark.parametrize("name", ["", "Nowhere/None", "../etc/passwd", "\0"])
def test_a_zone_of_no_name_is_none(name: str) -> None:
    assert zone_named(name) is None


# progress


@pytest.mark.parametrize(("right", "total", "mean"), [(0, 0, 0.5), (1, 1, 2 / 3), (0, 1, 1 / 3), (3, 4, 4 / 6)])
def test_mastery_begins_in_the_middle(right: int, total: int, mean: float) -> None:
    rows = mastery(EXAM, [attempt(f"i{number}", number < right, NOON) for number in range(total)])
    own = next(row for row in rows if row.domain == "modeling")
    assert (own.right, own.total, own.attempts) == (right, total, total)
    assert own.mean == pytest.approx(mean)
    assert [row.domain for row in rows] == list(EXAM.domain_ids)
    if not total:
        assert (own.low, own.high) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("days_ago", "current", "longest", "today"),
    [([], 0, 0, False), ([0], 1, 1, True), ([1], 1, 1, False), ([2], 0, 1, False), ([0, 1, 3, 4, 5], 2, 3, True)],
)
def test_a_streak_lives_until_the_day_after(days_ago: list[int], current: int, longest: int, today: bool) -> None:
    found = streak([attempt("i", True, NOON - days * DAY) for days in days_ago], NOON)
    assert (found.current, found.longest, found.today) == (current, longest, today)


def test_days_are_summed_and_empty_ones_left_out() -> None:
    answers = [attempt("a", True, NOON, seconds=3), attempt("b", False, NOON, seconds=4)]
    rows = by_day([*answers, attempt("a", True, NOON - 3 * DAY)])
    assert [(row.right, row.total, row.seconds) for row in rows] == [(1, 1, 2.0), (1, 2, 7.0)]


@pytest.mark.parametrize(
    ("hours", "now", "ahead"),
    [
        ([0], 1, (0, 0)),
        ([-5], 1, (0, 0)),
        ([1], 0, (1, 0)),
        ([24], 0, (0, 1)),
        ([48], 0, (0, 0)),
        ([15.9, 16], 0, (1, 1)),
    ],
)
def test_what_is_due_now_and_on_the_next_days(hours: list[float], now: int, ahead: tuple[int, ...]) -> None:
    """The day of noon ends sixteen hours later, at four."""
    cards = {f"c{k}": CardState(f"c{k}", NOON + hour * HOUR, "{}") for k, hour in enumerate(hours)}
    found = due_counts(cards, NOON, days=2)
    assert (found.now, found.ahead) == (now, ahead)
    assert due_counts(cards, NOON, ids=["other"]).now == 0
    assert len(due_counts(cards, NOON).ahead) == 7


def test_weeks_begin_on_monday_and_count_first_answers_of_later_days() -> None:
    """NOON is a Monday."""
    rows = [attempt("a", True, NOON - 2 * DAY), attempt("a", False, NOON - DAY), attempt("a", True, NOON)]
    rows += [attempt("a", True, NOON + HOUR), attempt("b", True, NOON + HOUR)]
    found = retention(rows)
    assert [(one.week.isoformat(), one.right, one.total) for one in found] == [
        ("2026-11-16", 0, 1),
        ("2026-11-23", 1, 1),
    ]


# reviews


def test_a_card_is_known_with_nine_of_ten_when_it_is_due() -> None:
    assert DESIRED_RETENTION == 0.9
    card = review(None, "x", correct=True, now=NOON)
    for _ in range(3):
        card = review(card, "x", correct=True, now=card.due + HOUR)
    assert recall(card, card.due + HOUR) == pytest.approx(0.9, abs=0.02)
    assert recall(card, card.due - 2 * DAY) > 0.9


def test_what_was_missed_is_due_ten_minutes_later() -> None:
    assert review(None, "x", correct=False, now=NOON).due - NOON == datetime.timedelta(minutes=10)


@pytest.mark.parametrize(("days", "due"), [(2, 1), (1, 1), (0, None), (-1, None)])
def test_a_card_comes_back_before_the_exam(days: int, due: int | None) -> None:
    plainly = review(None, "x", correct=True, now=NOON)
    found = review(None, "x", correct=True, now=NOON, until=NOON.date() + days * DAY)
    assert (plainly.due.date() - NOON.date()).days == 2
    if due is None:
        assert found.due == plainly.due
    else:
        assert found.due == start_of(NOON.date() + due * DAY, datetime.UTC)


# readiness


def test_over_all_is_by_the_weights_of_the_domains() -> None:
    rows = mastery(EXAM, [attempt(f"i{number}", True, NOON) for number in range(8)])
    weights = {one.id: one.weight for one in EXAM.domains}
    mean, spread = _over_all(weights, rows)
    assert mean == pytest.approx(0.36 * 0.9 + 0.64 * 0.5)
    own, other = 0.36**2 * 9 / (100 * 11), (0.2**2 + 0.24**2 + 0.2**2) / 12
    assert spread == pytest.approx((own + other) ** 0.5)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_nothing_practised_is_the_middle_of_the_scale(learner: LearnerStore, lang: Lang) -> None:
    found = readiness(Training(learner, Bank("mls-c01", ITEMS), EXAM), lang)
    assert (found.scaled, found.answer, found.pass_mark) == (550, "near", 750)
    assert found.scaled - found.low == pytest.approx(found.high - found.scaled, abs=1)
    assert all((risk.chance, risk.seen) == (0.5, False) for risk in found.risks)
    assert found.risks
    assert {risk.item.lang for risk in found.risks} == {lang}


@pytest.mark.parametrize("n", [0, -1, MOST_PICKS + 1])
def test_impossible_numbers_of_picks_are_refused(learner: LearnerStore, n: int) -> None:
    with pytest.raises(PracticeError, match="1 to 500"):
        Training(learner, BANK, EXAM).next(n)


@pytest.mark.parametrize(("seconds", "kept"), [(-5.0, 0.0), (3.5, 3.5), (1e9, 86_400.0)])
def test_the_time_of_an_answer_is_at_most_a_day(learner: LearnerStore, seconds: float, kept: float) -> None:
    Training(learner, BANK, EXAM).answer("many-000", [0], seconds=seconds)
    assert [one.seconds for one in learner.attempts("mls-c01")] == [kept]


@pytest.mark.parametrize(
    ("span", "said"),
    [(10, "+1 min"), (89, "+1 min"), (91, "+2 min"), (86_300, "+1438 min"), (86_400, "+1 d"), (86_400 * 2.6, "+3 d")],
)
def test_when_a_card_comes_back_is_said_in_minutes_or_days(span: float, said: str) -> None:
    assert _when(datetime.timedelta(seconds=span)) == said


# cards


@pytest.mark.parametrize(("cards", "options"), [(1, 2), (2, 2), (3, 3), (4, 4), (5, 4), (9, 4)])
def test_an_answer_stands_among_those_of_up_to_three_other_cards(cards: int, options: int) -> None:
    made = items_of([Card(f"Question {k}?", f"answer {'x' * k}") for k in range(cards)], "own", "all")
    assert [len(one.options) for one in made] == [options] * cards
    assert all(one.answers == (0,) and one.options[0] == one.explanation for one in made)
    assert all(len(set(one.options)) == options for one in made)


def test_the_other_answers_are_those_of_about_the_same_length() -> None:
    made = items_of([Card(f"Q{n}?", "x" * n) for n in (1, 2, 4, 8, 16, 32)], "own", "all")
    assert {len(option) for option in made[-1].options} == {32, 16, 8, 4}
    assert {len(option) for option in made[0].options} == {1, 2, 4, 8}


@pytest.mark.parametrize(
    ("question", "answer", "other"),
    [("What is it?", "the one", "None of these"), ("Quel est le mode ?", "le flux", "Aucune de ces réponses")],
)
def test_a_card_that_is_alone_has_none_of_these_beside_it(question: str, answer: str, other: str) -> None:
    (made,) = items_of([Card(question, answer), Card(question, answer.upper())][:1], "own", "all")
    assert made.options == (answer, other)


# exports


@pytest.mark.parametrize(
    ("cell", "guarded"),
    [("=1+1", True), ("+x", True), ("@x", True), ("-x", True), ("-5", False), ("-0.5", False), ("a=b", False)],
)
def test_a_cell_that_a_spreadsheet_would_compute_is_guarded(cell: str, guarded: bool) -> None:
    made = dataclasses.replace(item("en-05"), explanation=cell)
    header, row = csv.reader(io.StringIO(to_csv([made])))
    assert row[header.index("explanation")] == (f"'{cell}" if guarded else cell)
    assert row[header.index("key")] == "B"
    assert row[header.index("difficulty")] == "0.50"


@pytest.mark.parametrize(
    ("words", "escaped"),
    [
        ("- x", "\\- x"),
        ("1. x", "1\\. x"),
        ("12) x", "12\\) x"),
        ("a*b", "a\\*b"),
        ("1.5 x", "1.5 x"),
        ("a\n b", "a b"),
    ],
)
def test_text_is_no_markup(words: str, escaped: str) -> None:
    assert plain(words) == escaped


def head_of(page: str) -> str:
    """The line under a sheet's title."""
    return page.partition("</h1>\n<p>")[2].partition("</p>")[0]


@pytest.mark.parametrize(("count", "minutes"), [(6, 12), (3, 6), (1, 2)])
def test_the_time_on_a_sheet_is_its_share_of_the_exams(count: int, minutes: int) -> None:
    page = sheet(many(count), EXAM, "en")
    assert re.findall(r"\d+", head_of(page)) == [str(count), str(minutes)]
    assert page.count('<span class="box round">') == 3 * count


def test_a_sheet_has_a_minute_at_least() -> None:
    page = sheet(many(1), dataclasses.replace(EXAM, minutes=1), "en")
    assert re.findall(r"\d+", head_of(page)) == ["1", "1"]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_questions_come_before_the_key(lang: Lang) -> None:
    items = [one for one in ITEMS if one.lang == lang]
    text = to_markdown(items, EXAM, lang)
    questions, key = text.split("\n# ", 2)[0], text.split("\n# ")[-1]
    assert questions.count("\n## ") == len(items)
    assert key.count("\n**") == len(items)
    assert all(plain(one.explanation) in key and plain(one.explanation) not in questions for one in items)
