"""Rows of tables as they stand in a text: what a row is, its cells, and each cell with its header."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.text.rows import cell_spans, cells, is_row, paired

CELL = st.text(alphabet="abc é1.%", min_size=1, max_size=8).filter(lambda text: text.strip() == text)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("| a | b |", True),
        ("| a |", True),
        ("|  |", True),
        ("| |", True),
        ("| ", False),
        ("|", False),
        ("||", False),
        ("", False),
        ("a | b", False),
        ("| a | b", False),
        ("a | b |", False),
        (" | a |", False),
    ],
)
def test_is_row(line: str, said: bool) -> None:
    assert is_row(line) is said


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("| a | b |", ("a", "b")),
        ("| a |  | c |", ("a", "", "c")),
        ("| one cell |", ("one cell",)),
        ("|   spaced   | b |", ("spaced", "b")),
        ("| a|b | c |", ("a|b", "c")),
        ("no row", ()),
        ("", ()),
    ],
)
def test_cells(row: str, expected: tuple[str, ...]) -> None:
    assert cells(row) == expected


@given(st.lists(CELL, min_size=1, max_size=5))
@settings(deadline=None, max_examples=50)
def test_a_row_gives_back_its_cells(written: list[str]) -> None:
    row = f"| {' | '.join(written)} |"
    assert cells(row) == tuple(written)
    text = f"before\n{row}\nafter"
    start = text.index(row)
    spans = list(cell_spans(text, start, start + len(row)))
    assert [text[a:b] for a, b in spans] == written
    assert all(a[1] < b[0] for a, b in pairwise(spans))


def test_a_line_that_is_no_row_is_one_span() -> None:
    assert list(cell_spans("plain text", 2, 7)) == [(2, 7)]


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("| Mode | Limit |", "| File | 5 TB |", (("Mode", "File"), ("Limit", "5 TB"))),
        ("| Mode | Limit |", "| File |  |", (("Mode", "File"),)),
        ("|  | Limit |", "| File | 5 |", (("", "File"), ("Limit", "5"))),
        # A header of two lines names a column by both, once where they are the same.
        ("| Cost | Cost |\n| in | out |", "| 1 | 2 |", (("Cost in", "1"), ("Cost out", "2"))),
        ("| Cost | Cost |\n| Cost | out |", "| 1 | 2 |", (("Cost", "1"), ("Cost out", "2"))),
        ("| A |  |\n|  | B |", "| 1 | 2 |", (("A", "1"), ("B", "2"))),
        # Lines that do not have the same cells are paired with nothing.
        ("| A | B | C |", "| 1 | 2 |", ()),
        ("| A | B |\n| C |", "| 1 | 2 |", ()),
        ("A and B", "| 1 | 2 |", ()),
        ("| A | B |", "1 and 2", ()),
        ("", "| 1 |", ()),
        ("| A |", "", ()),
    ],
)
def test_cells_with_their_headers(header: str, row: str, expected: tuple[tuple[str, str], ...]) -> None:
    assert paired(header, row) == expected
