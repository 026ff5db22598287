"""Right and wrong by type, and what a screen sends."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.practice.errors import ResponseError
from assistant.practice.grade import (
    check_response,
    display_order,
    grade,
    is_complete,
    printed_order,
    to_item_order,
    to_shown_order,
)
from assistant.practice.schema import ITEM_TYPES, Response
from assistant.practice.views import answered_item, letters, places, public_item
from tests.assistant.practice.items import ITEMS, item


@pytest.mark.parametrize(
    ("id", "response", "correct"),
    [
        ("en-01", (0,), True),
        ("en-01", (1,), False),
        ("en-01", (), False),
        ("en-02", (1, 3), True),
        ("en-02", (3, 1), True),
        ("en-02", (1,), False),  # no partial credit
        ("en-02", (1, 4), False),
        ("en-03", (0, 1, 2), True),
        ("en-03", (0, 2, 1), False),
        ("en-03", (0, 1), False),
        ("fr-03", (1, 2, 0), True),
        ("fr-03", (0, 1, 2), False),
        ("en-04", (1, 0, 2), True),
        ("en-04", (1, 0, -1), False),
        ("en-04", (1, 0), False),
        ("en-04", (0, 0, 2), False),
        ("en-04", (-1, -1, -1), False),
    ],
)
def test_grading_table(id: str, response: Response, correct: bool) -> None:
    assert grade(item(id), response).correct is correct


@pytest.mark.parametrize(
    ("id", "response"),
    [
        ("en-01", (4,)),
        ("en-01", (-1,)),
        ("en-01", (0, 1)),
        ("en-02", (1, 1)),
        ("en-02", (0, 1, 3)),
        ("en-03", (0, 0, 1)),
        ("en-04", (0, 1, 2, 3)),
        ("en-04", (-2, 0, 0)),
    ],
)
def test_an_impossible_response_is_refused(id: str, response: Response) -> None:
    with pytest.raises(ResponseError):
        grade(item(id), response)


def test_marks_say_which_options_were_right() -> None:
    marks = grade(item("en-02"), (1, 4)).options
    assert [(mark.chosen, mark.keyed, mark.right) for mark in marks] == [
        (False, False, True),
        (True, True, True),
        (False, False, True),
        (False, True, False),
        (True, False, False),
    ]
    places = grade(item("en-04"), (1, 2)).places
    assert [(mark.given, mark.expected, mark.right) for mark in places] == [
        (1, 1, True),
        (2, 0, False),
        (None, 2, False),
    ]


def test_an_unfinished_response_is_known_as_such() -> None:
    assert is_complete(item("en-02"), (1, 3))
    assert not is_complete(item("en-02"), (1,))
    assert not is_complete(item("en-04"), check_response(item("en-04"), (1,)))
    assert check_response(item("en-04"), (-1, -1, -1)) == ()


@given(st.sampled_from(ITEMS), st.text(max_size=20))
def test_the_key_is_graded_right_in_every_order_of_display(one: object, seed: str) -> None:
    assert one in ITEMS
    it = next(i for i in ITEMS if i == one)
    order = display_order(it, seed)
    assert sorted(order) == list(range(len(it.options)))
    shown = to_shown_order(order, it.answers)
    assert grade(it, to_item_order(order, shown)).correct
    assert places(it, letters(order, it.answers)) == shown


def test_the_order_of_display_varies_and_is_not_the_key() -> None:
    ordering = item("en-03")  # written in its right order
    orders = {display_order(ordering, str(seed)) for seed in range(50)}
    assert len(orders) == 6


def test_what_is_printed_is_never_already_solved() -> None:
    for number in range(30):
        for id in ("en-03", "fr-03", "fr-04"):
            one = replace(item(id), id=f"{id}-{number}")
            assert letters(printed_order(one), one.answers) != list("ABC")[: one.choose]
            assert printed_order(one) == printed_order(one)


@pytest.mark.parametrize("given", [["E"], ["AB"], ["?"], ["1"], ["É"]])
def test_letters_that_are_no_option_are_refused(given: list[str]) -> None:
    with pytest.raises(ResponseError, match="A to D"):
        places(item("en-01"), given)


def test_letters_may_be_small_and_prompts_open() -> None:
    assert places(item("en-04"), ["b", " ", "C"]) == (1, -1, 2)
    assert places(item("en-04"), ["b", "-"]) == (1, -1)


@pytest.mark.parametrize("kind", ITEM_TYPES)
def test_the_view_after_the_answer_holds_all_and_the_one_before_nothing(kind: str) -> None:
    for one in (i for i in ITEMS if i.type == kind):
        order = display_order(one, "x")
        before, after = public_item(one, order), answered_item(one, order, ())
        assert set(before) == {"type", "stem", "options", "prompts", "choose"}
        assert all(set(option) == {"letter", "text"} for option in before["options"])
        assert after["key"] == letters(order, one.answers)
        assert after["explanation"] == one.explanation
        assert after["correct"] is False
        assert [option["text"] for option in after["options"]] == [one.options[k] for k in order]


def test_notes_follow_their_options() -> None:
    one = item("en-01")
    view = answered_item(one, (2, 0, 3, 1), (1,))
    assert [(o["letter"], o["note"], o["chosen"], o["keyed"]) for o in view["options"]] == [
        ("A", "It queries.", False, False),
        ("B", "It delivers to S3.", False, True),
        ("C", "It migrates databases.", False, False),
        ("D", "It needs a consumer.", True, False),
    ]
    assert (view["response"], view["key"]) == (["D"], ["B"])
