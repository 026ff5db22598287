"""Laws of practice values: shares with uncertainty, responses and orders of display, letters of the screen, phrases."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.practice.errors import ResponseError
from assistant.practice.estimate import beta_cumulative, beta_quantile, interval
from assistant.practice.exam.scoring import scale
from assistant.practice.grade import (
    check_response,
    display_order,
    grade,
    is_complete,
    printed_order,
    to_item_order,
    to_shown_order,
)
from assistant.practice.schema import BLANK, LETTERS, PracticeItem, item_from_json, item_to_json
from assistant.practice.texts import _TEXTS, text
from assistant.practice.views import answered_item, letters, places, public_item
from tests.assistant.practice.items import ITEMS, item

ANY = st.sampled_from(ITEMS)
SEEDS = st.text(max_size=8)
COUNTS = st.integers(0, 60)


# shares


@given(COUNTS, COUNTS)
@settings(deadline=None, max_examples=50)
def test_an_interval_holds_the_share_seen(right: int, wrong: int) -> None:
    if right + wrong == 0:
        assert interval(0, 0) == (0.0, 1.0)
        return
    low, high = interval(right, right + wrong)
    assert 0 <= low <= right / (right + wrong) <= high <= 1
    assert low < high


@given(st.integers(1, 30), st.integers(1, 30))
@settings(deadline=None, max_examples=40)
def test_more_of_the_same_narrows_the_interval(right: int, wrong: int) -> None:
    low, high = interval(right, right + wrong)
    less, more = interval(4 * right, 4 * (right + wrong))
    assert more - less < high - low


@given(COUNTS, COUNTS)
@settings(deadline=None, max_examples=40)
def test_right_and_wrong_are_mirror_images(right: int, wrong: int) -> None:
    low, high = interval(right, right + wrong)
    other_low, other_high = interval(wrong, right + wrong)
    assert low == pytest.approx(1 - other_high, abs=1e-9)
    assert high == pytest.approx(1 - other_low, abs=1e-9)


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    [(0, 1, 0.0, 0.77), (1, 1, 0.23, 1.0), (5, 10, 0.27, 0.73), (10, 10, 0.83, 1.0), (0, 10, 0.0, 0.17)],
)
def test_intervals_by_value(right: int, total: int, low: float, high: float) -> None:
    assert interval(right, total) == pytest.approx((low, high), abs=0.011)


@pytest.mark.parametrize(
    ("x", "a", "b", "value"), [(0.5, 1, 1, 0.5), (0.25, 1, 1, 0.25), (0.5, 3, 3, 0.5), (0.5, 2, 1, 0.25)]
)
def test_the_cumulative_where_it_is_known(x: float, a: float, b: float, value: float) -> None:
    assert beta_cumulative(x, a, b) == pytest.approx(value, abs=1e-10)


@pytest.mark.parametrize(("x", "value"), [(-1.0, 0.0), (0.0, 0.0), (1.0, 1.0), (2.0, 1.0)])
def test_outside_of_0_to_1_nothing_is_left_to_add(x: float, value: float) -> None:
    assert beta_cumulative(x, 2.5, 7.5) == value


@given(st.floats(0.01, 0.99), st.floats(0.5, 40), st.floats(0.5, 40))
@settings(deadline=None, max_examples=40)
def test_a_higher_probability_lies_further_up(p: float, a: float, b: float) -> None:
    assert beta_quantile(p / 2, a, b) <= beta_quantile(p, a, b)


@pytest.mark.parametrize(
    ("share", "scaled"), [(0.0, 100), (1.0, 1000), (0.5, 550), (0.7221, 749), (0.7223, 750), (0.99999, 999)]
)
def test_the_scale_rounds_down(share: float, scaled: int) -> None:
    assert scale(share, 100, 1000) == scaled


@given(st.integers(1, 200), st.data())
@settings(deadline=None, max_examples=50)
def test_a_share_that_is_a_whole_score_is_that_score(total: int, data: st.DataObject) -> None:
    right = data.draw(st.integers(0, total))
    assert scale(right / total, 0, total) == right


# responses


@given(ANY, SEEDS)
@settings(deadline=None, max_examples=60)
def test_an_order_shows_every_option_once_and_leads_back(one: PracticeItem, seed: str) -> None:
    order = display_order(one, seed)
    assert sorted(order) == list(range(len(one.options)))
    assert to_item_order(order, to_shown_order(order, one.answers)) == one.answers
    assert to_shown_order(order, (BLANK, *one.answers))[0] == BLANK


@pytest.mark.parametrize("one", ITEMS, ids=lambda one: one.id)
def test_the_key_is_complete_right_and_every_part_of_it(one: PracticeItem) -> None:
    assert check_response(one, one.answers) == one.answers
    assert is_complete(one, one.answers)
    marks = grade(one, one.answers)
    assert marks.correct
    assert all(mark.right for mark in (*marks.options, *marks.places))


@pytest.mark.parametrize("one", ITEMS, ids=lambda one: one.id)
def test_no_answer_is_wrong_and_possible(one: PracticeItem) -> None:
    assert check_response(one, ()) == ()
    assert not is_complete(one, ())
    marks = grade(one, ())
    assert not marks.correct
    assert not any(mark.chosen for mark in marks.options)
    assert all(mark.given is None for mark in marks.places)


@given(ANY, st.lists(st.integers(-3, 12), max_size=8))
@settings(deadline=None, max_examples=80)
def test_a_response_is_refused_or_brought_to_one_form(one: PracticeItem, given_: list[int]) -> None:
    try:
        form = check_response(one, given_)
    except ResponseError:
        return
    assert check_response(one, form) == form
    assert grade(one, given_).correct == (form == one.answers)


@pytest.mark.parametrize("one", ITEMS, ids=lambda one: one.id)
def test_what_is_printed_is_fixed_and_no_answer_by_itself(one: PracticeItem) -> None:
    order = printed_order(one)
    assert order == printed_order(one)
    if one.type in ("ordering", "matching"):
        assert to_shown_order(order, one.answers) != tuple(range(one.choose))


# letters of the screen


@given(ANY, SEEDS)
@settings(deadline=None, max_examples=40)
def test_letters_lead_back_to_the_response(one: PracticeItem, seed: str) -> None:
    order = display_order(one, seed)
    shown = letters(order, one.answers)
    assert to_item_order(order, places(one, shown)) == one.answers
    assert places(one, [letter.lower() for letter in shown]) == places(one, shown)


@pytest.mark.parametrize("given_", ["Z", "AB", "1", "é", "ﬀ", "A B", "?"])
def test_what_is_no_letter_of_the_question_names_its_letters(given_: str) -> None:
    with pytest.raises(ResponseError) as caught:
        places(item("en-05"), [given_])
    assert "A to C" in caught.value.help
    assert caught.value.key == "response"


def test_a_long_letter_is_shortened_in_the_message() -> None:
    with pytest.raises(ResponseError) as caught:
        places(item("en-05"), ["x" * 5000])
    assert len(caught.value.message) < 100


@pytest.mark.parametrize("one", ITEMS, ids=lambda one: one.id)
def test_before_the_answer_the_view_hangs_on_nothing_of_the_key(one: PracticeItem) -> None:
    order = tuple(range(len(one.options)))
    view = public_item(one, order)
    assert set(view) == {"type", "stem", "options", "prompts", "choose"}
    assert [option["letter"] for option in view["options"]] == list(LETTERS[: len(one.options)])
    assert all(set(option) == {"letter", "text"} for option in view["options"])
    assert one.explanation not in str(view)


@pytest.mark.parametrize("one", ITEMS, ids=lambda one: one.id)
def test_after_the_answer_the_key_is_told_in_letters_of_the_screen(one: PracticeItem) -> None:
    order = display_order(one, "seed")
    view = answered_item(one, order, one.answers)
    assert view["correct"]
    assert view["response"] == view["key"] == letters(order, one.answers)
    by_letter = {option["letter"]: option for option in view["options"]}
    if one.type in ("single", "several"):
        assert {letter for letter, option in by_letter.items() if option["keyed"]} == set(view["key"])
    else:
        assert [place["expected"] for place in view["places"]] == view["key"]
        assert all(place["right"] for place in view["places"])


@given(ANY)
@settings(deadline=None, max_examples=20)
def test_items_come_back_from_plain_data(one: PracticeItem) -> None:
    assert item_from_json(item_to_json(one)) == one


# phrases


@pytest.mark.parametrize("key", sorted(_TEXTS))
def test_both_languages_of_a_phrase_have_the_same_places(key: str) -> None:
    import re

    en, fr = _TEXTS[key]
    assert en.strip()
    assert fr.strip()
    assert set(re.findall(r"\{(\w+)\}", en)) == set(re.findall(r"\{(\w+)\}", fr))


def test_a_value_is_put_in_as_it_is() -> None:
    assert text("wrong", "en", key="{A}") == "Wrong. Right: {A}"
    assert text("wrong", "fr", key="B C") == "Faux. Il fallait : B C"
    assert text("source", "fr", quote="$1 \\1", uri="a{b}") == "Source : « $1 \\1 » (a{b})"


def test_a_phrase_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("nothing", "en")
