"""From signals to chances and choices."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.choosing.weighing import Signals, chances, choice_of, chosen_of

STRONG, WEAK, NONE = Signals(0.8, 0.8, 9.0), Signals(0.5, 0.5, 5.0), Signals(0.2, 0.2, 2.0)


def test_the_better_supported_option_has_the_better_chance() -> None:
    first, second, third = chances([STRONG, WEAK, NONE])
    assert first > second > third


def test_a_model_that_is_sure_moves_the_chances() -> None:
    without = chances([STRONG, WEAK, NONE], [1 / 3, 1 / 3, 1 / 3])
    moved = chances([STRONG, WEAK, NONE], [0.02, 0.96, 0.02])
    assert moved[1] > without[1]
    assert moved[0] < without[0]


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(-20, 20)), min_size=1, max_size=6))
def test_chances_are_shares_whatever_the_signals(values: list[tuple[float, float]]) -> None:
    found = chances([Signals(*pair) for pair in values])
    assert all(0.0 <= chance <= 1.0 for chance in found)


def test_two_answers_are_the_two_best_in_their_order() -> None:
    assert chosen_of([0.1, 0.7, 0.2, 0.9], 2)[0] == [1, 3]
    assert chosen_of([0.5], 1) == ([0], 1.0)


def test_a_choice_that_leads_far_is_answered_and_a_near_one_is_not() -> None:
    assert choice_of([STRONG, NONE, NONE, NONE], 1) == ((0,), True)
    near = Signals(0.79, 0.79, 8.9)
    places, sure = choice_of([STRONG, near, NONE, NONE], 1)
    assert (places, sure) == ((0,), False)


def test_what_an_exception_asks_for_is_denied_and_not_affirmed() -> None:
    right, wrong = Signals(doubted=-0.3, denied=0.6), Signals(doubted=-0.7, denied=0.0)
    assert choice_of([wrong, right, wrong, wrong], 1)[0] == (1,)
