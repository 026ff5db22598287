"""From signals to chances and choices, and what the exception in a stem does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.asking.asked import asked_of
from assistant.choosing.options import asks_for_exception
from assistant.choosing.weighing import Signals, chances, chosen_of

STRONG, WEAK, NONE = Signals(0.8, 9.0), Signals(0.5, 5.0), Signals(0.2, 2.0)


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


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("All of these are metrics EXCEPT one. Which?", True),
        ("Which of these algorithms is NOT supervised?", True),
        ("Laquelle de ces métriques n'est pas une métrique de régression ?", True),
        ("Toutes ces sources conviennent, sauf une. Laquelle ?", True),
        ("A stream cannot keep up. What should the team do?", False),
        ("Les visiteurs ne sont pas connectés. Quelle recette convient ?", False),
        ("Which option has the LEAST operational overhead?", False),
    ],
)
def test_an_exception_is_asked_for_by_its_words(stem: str, expected: bool) -> None:
    assert asks_for_exception(asked_of(stem, "en")) is expected
