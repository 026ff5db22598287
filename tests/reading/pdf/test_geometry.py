"""Places on a page: turned pages, the gaps that part words into lines, the strips that part lines into columns."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers.pdf.characters import _View, turned
from ingest.readers.pdf.layout.grid import _ruled_across
from ingest.readers.pdf.layout.lines import Line, in_step, joined, lines_of, row_groups, rows_of
from ingest.readers.pdf.layout.regions import _lost, _remaining, _used
from ingest.readers.pdf.layout.words import BOLD, Rule, Word

WIDTH, HEIGHT = 600.0, 800.0
LENGTH = st.floats(0, 500)
TURNS = pytest.mark.parametrize("turn", [0, 1, 2, 3])


def word(text: str, x0: float, base: float = 100.0, *, size: float = 10.0, **more: Any) -> Word:
    """A word whose letters are half as wide as high."""
    return Word(text, x0, base - 0.8 * size, x0 + 0.5 * size * len(text), base + 0.2 * size, base, size, **more)


def line(text: str, x0: float, base: float = 100.0, *, size: float = 10.0) -> Line:
    return Line((word(text, x0, base, size=size),))


def texts(lines: list[Line]) -> list[str]:
    return [one.text for one in lines]


# turned pages


class Turned:
    """A page whose box begins at (10, 20), as a PDF library tells of it."""

    def __init__(self, degrees: int) -> None:
        self._degrees = degrees

    def get_cropbox(self, *, fallback_ok: bool) -> tuple[float, float, float, float]:
        assert fallback_ok
        return 10, 20, 10 + WIDTH, 20 + HEIGHT

    def get_rotation(self) -> int:
        return self._degrees


def view(turn: int) -> _View:
    return _View(Turned(90 * turn))  # type: ignore[arg-type]


@TURNS
def test_a_turned_page_has_its_sides_exchanged(turn: int) -> None:
    seen = view(turn)
    assert (seen.width, seen.height) == ((HEIGHT, WIDTH) if turn % 2 else (WIDTH, HEIGHT))
    assert seen.turn == turn


@pytest.mark.parametrize(
    ("turn", "upper_left"),
    [(0, (10, 820)), (1, (10, 20)), (2, (610, 20)), (3, (610, 820))],
    ids=["upright", "to the right", "upside down", "to the left"],
)
def test_the_upper_left_corner_as_seen_is_the_origin(turn: int, upper_left: tuple[float, float]) -> None:
    assert view(turn).point(*upper_left) == (0, 0)


@TURNS
@given(LENGTH, LENGTH)
@settings(deadline=None, max_examples=30)
def test_every_point_of_the_page_is_on_the_page_as_seen(turn: int, x: float, y: float) -> None:
    seen = view(turn)
    right, down = seen.point(10 + x, 20 + y)
    assert 0 <= right <= seen.width
    assert 0 <= down <= seen.height


@TURNS
def test_a_box_keeps_its_sides_in_order_and_its_area(turn: int) -> None:
    x0, top, x1, bottom = view(turn).box(100, 200, 130, 250)
    assert x0 < x1
    assert top < bottom
    assert (x1 - x0) * (bottom - top) == 30 * 50
    assert (x1 - x0, bottom - top) == ((50, 30) if turn % 2 else (30, 50))


@TURNS
@given(LENGTH, LENGTH, st.floats(1, 50), st.floats(1, 50))
@settings(deadline=None, max_examples=30)
def test_turning_back_gives_the_box_again(turn: int, x: float, y: float, wide: float, high: float) -> None:
    box = (x, y, x + wide, y + high)
    there = turned(box, turn, WIDTH, HEIGHT)
    width, height = (HEIGHT, WIDTH) if turn % 2 else (WIDTH, HEIGHT)
    assert there[0] < there[2]
    assert there[1] < there[3]
    assert turned(there, -turn % 4, width, height) == pytest.approx(box)


def test_a_quarter_turn_lays_the_left_edge_on_top() -> None:
    box = (0.0, 0.0, 20.0, 10.0)  # in the upper left corner
    assert turned(box, 1, WIDTH, HEIGHT) == (HEIGHT - 10, 0, HEIGHT, 20)
    assert turned(box, 2, WIDTH, HEIGHT) == (WIDTH - 20, HEIGHT - 10, WIDTH, HEIGHT)
    assert turned(box, 3, WIDTH, HEIGHT) == (0, WIDTH - 20, 10, WIDTH)


# words to lines


def test_words_on_one_foot_are_a_row_from_left_to_right() -> None:
    words = [word("c", 200), word("a", 50, 103.4), word("b", 100), word("next", 50, 104)]
    assert [[one.text for one in row] for row in rows_of(words)] == [["a", "b", "c"], ["next"]]


def test_a_raised_word_that_is_glued_stands_on_the_foot_of_the_word_before() -> None:
    raised = Word("2", 80, 84, 84, 92, 92, 6, glued=True)
    assert [[one.text for one in row] for row in rows_of([word("m", 75), raised])] == [["m", "2"]]
    loose = Word("2", 80, 84, 84, 92, 92, 6)
    assert [[one.text for one in row] for row in rows_of([word("m", 75), loose])] == [["2"], ["m"]]


@pytest.mark.parametrize(("gap", "parts"), [(3, 1), (7.9, 1), (8.1, 2), (60, 2)])
def test_a_gap_wider_than_most_of_a_letters_size_parts_two_lines(gap: float, parts: int) -> None:
    first = word("left", 50)
    assert len(lines_of([first, word("right", first.x1 + gap)])) == parts


@pytest.mark.parametrize(("gap", "parts"), [(20, 1), (39, 1), (41, 2)])
def test_the_text_of_an_item_may_stand_far_behind_its_marker(gap: float, parts: int) -> None:
    marker = word("•", 50)
    assert len(lines_of([marker, word("item", marker.x1 + gap)])) == parts


def spaced(*gaps: float) -> list[Word]:
    words = [word("word", 20)]
    for gap in gaps:
        words.append(word("word", words[-1].x1 + gap))
    return words


def test_in_a_justified_line_wide_spaces_are_spaces() -> None:
    """Four gaps tell what is usual in a row; three do not."""
    assert len(lines_of(spaced(9, 9, 9, 9))) == 5
    assert len(lines_of(spaced(3.6, 3.6, 3.6, 3.6, 8.1))) == 2
    assert len(lines_of(spaced(3.6, 3.6, 3.6, 3.6, 7.9))) == 1


def test_a_bold_number_stays_with_its_heading() -> None:
    number, heading = word("3.1", 50, style=BOLD), word("Limits", 90, style=BOLD)
    assert texts(lines_of([number, heading])) == ["3.1 Limits"]
    assert len(lines_of([word("3.1", 50), word("Limits", 90)])) == 2
    assert len(lines_of([word("three", 50, style=BOLD), word("Limits", 110, style=BOLD)])) == 2


def test_lines_beside_each_other_are_a_group() -> None:
    groups = row_groups([line("b", 200, 101), line("below", 50, 120), line("a", 50, 100)])
    assert [texts(group) for group in groups] == [["a", "b"], ["below"]]
    assert joined(groups[0]).text == "a b"
    assert joined(groups[1]) is groups[1][0]


def test_the_edges_of_a_line_are_those_of_its_words() -> None:
    whole = joined([line("left", 50), line("right", 200)])
    assert (whole.x0, whole.x1) == (50, 225)
    assert (whole.size, whole.base) == (10, 100)


def test_a_row_is_parted_where_its_neighbour_has_its_white_space() -> None:
    above = [line("Class", 50), line("Fee", 120), line("Days", 200)]
    close = [Line((word("Glacier", 50, 120), word("Deep", 87, 120), word("none", 120, 120), word("30", 200, 120)))]
    assert texts(in_step([above, close])[1]) == ["Glacier Deep", "none", "30"]
    assert texts(in_step([close, above])[0]) == ["Glacier Deep", "none", "30"]
    wide = [Line((word("everything", 50, 120), word("in", 103, 120), word("one", 116, 120)))]
    assert texts(in_step([above, wide])[1]) == ["everything in one"]


# lines to columns


def test_what_is_left_of_a_strip_is_what_no_line_covers() -> None:
    row = [line("a" * 20, 50), line("b" * 20, 200)]  # 50 to 150, 200 to 300
    assert _remaining([(0, 400)], row, 10) == [(0, 50), (150, 200), (300, 400)]
    assert _remaining([(0, 400)], row, 60) == [(300, 400)]
    assert _remaining([(160, 190)], row, 10) == [(160, 190)]
    assert _remaining([(60, 140)], row, 10) == []
    assert _remaining([(140, 210)], row, 50) == [(150, 200)]


def test_a_strip_is_used_where_text_stands_on_both_sides() -> None:
    left, right = [line("a" * 20, 50)], [line("b" * 20, 200)]
    assert _used([left, right], (150, 200))
    assert not _used([left], (150, 200))
    assert not _used([right], (150, 200))
    assert not _used([left, right], (140, 200))


def test_a_strip_is_lost_where_the_next_row_closes_what_two_rows_used() -> None:
    pair = [line("a" * 20, 50), line("b" * 20, 200)]
    strip = [(150.0, 200.0)]
    assert _lost([pair, pair], strip, [])
    assert not _lost([pair], strip, [])
    assert not _lost([pair, pair], strip, [(160, 190)])
    assert _lost([pair, pair], strip, [(100, 140)])


# rules


def across(y: float, x0: float = 50, x1: float = 300) -> Rule:
    return Rule(x0, y, x1, y)


def test_rules_of_one_extent_are_a_table_and_a_single_one_is_none() -> None:
    rules = [across(300), across(100), across(200, 53, 297), across(150, 50, 400)]
    (found,) = _ruled_across(rules, [])
    assert [rule.y0 for rule in found] == [100, 200, 300]
    assert _ruled_across([across(100)], []) == []


def test_rules_further_apart_than_their_ends_may_be_are_two_tables() -> None:
    assert _ruled_across([across(100), across(200, 56, 300)], []) == []
    assert _ruled_across([across(100), across(200, 50, 306)], []) == []


def test_rules_that_an_upright_line_meets_are_a_grid() -> None:
    rules = [across(100), across(200)]
    assert _ruled_across(rules, [Rule(50, 100, 50, 200)]) == []
    assert _ruled_across(rules, [Rule(180, 90, 180, 210)]) == []
    assert len(_ruled_across(rules, [Rule(400, 100, 400, 200)])) == 1
    assert len(_ruled_across(rules, [Rule(180, 300, 180, 400)])) == 1
