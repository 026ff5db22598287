"""Running heads, page numbers and what a browser prints around a page: found by their place and left out.

Owns what is furniture of a page and not content. Knows nothing of blocks.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.readers.pdf.layout.lines import Line, row_groups
from ingest.readers.pdf.layout.words import Page

# The strips at the upper and the lower end of a page, as shares of its height, and the rows in them that are looked at.
_EDGE, _EDGE_ROWS = 0.18, 2
_LONGEST_HEADER = 60
# Running heads stand this many letter sizes away from the text.
_APART = 1.5
# Rows of a table stand that regularly: the step to the next row is not much wider than those after it.
_EVEN = 1.3
_SAME_STEP = 1.1
# Cells of a column begin, or end, at one place, in points.
_SAME_EDGE = 2.0
# A running head is not larger than the text.
_LARGEST = 1.06
_NUMBER = re.compile(r"[-–—\s]*(?:\d{1,4}|[ivxlc]{1,7})[-–—\s]*", re.IGNORECASE)
_PAGE_FURNITURE = re.compile(
    r"(?:https?|file)://\S+(?:\s+\d+\s*/\s*\d+)?|\d{1,4}\s*/\s*\d{1,4}"
    r"|(?:page|p\.|slide|diapo(?:sitive)?)\s*\d+(?:\s*(?:/|of|sur|de)\s*\d+)?"
    r"|\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}:\d{2}(?: ?[AP]M)?(?:\s.*)?",
    re.IGNORECASE,
)


def without_furniture(pages: Sequence[Page], lines: Sequence[Sequence[Line]], body: float) -> list[list[Line]]:
    """The lines of each page without its furniture. `body` is the size of the text in points."""
    edges = [[_edge(page, one, top) for top in (True, False)] for page, one in zip(pages, lines, strict=True)]
    counts = Counter(
        key for sides in edges for top, side in enumerate(sides) for key in {_key(line, top) for line in _flat(side)}
    )
    repeated = {key for key, count in counts.items() if count > 1 and count > len(pages) / 2}
    numbers = _numbered(edges)
    kept = []
    for number, (sides, one) in enumerate(zip(edges, lines, strict=True)):
        drop = {
            id(line)
            for top, rows in enumerate(sides)
            for line in _furniture(rows, top, repeated, numbers.get((number, top)), body, len(pages))
        }
        kept.append([line for line in one if id(line) not in drop])
    return kept


def _flat(rows: Sequence[tuple[float, list[Line]]]) -> Iterator[Line]:
    return (line for _, row in rows for line in row)


def _edge(page: Page, lines: Sequence[Line], top: bool) -> list[tuple[float, list[Line]]]:
    """The outer rows of one end of the page from the edge inwards, each with its distance to the next, in sizes."""
    rows = row_groups(lines)
    if not top:
        rows.reverse()
    found: list[tuple[float, list[Line]]] = []
    for index, row in enumerate(rows[:_EDGE_ROWS]):
        away = row[0].base if top else page.height - row[0].base
        if away > _EDGE * page.height or _is_table_row(rows[index : index + 5]):
            break
        next_row = rows[index + 1] if index + 1 < len(rows) else None
        gap = abs(next_row[0].base - row[0].base) / row[0].size if next_row else 99.0
        found.append((gap, row))
    return found


def _is_table_row(rows: Sequence[Sequence[Line]]) -> bool:
    """Whether the first of these rows is one of a table: two of its cells or more stand in columns with the next row.

    A table over several pages has a row at the same height of each, often the same one but for its numbers.
    """
    steps = [abs(after[0].base - before[0].base) for before, after in itertools.pairwise(rows)]
    if len(steps) < 2 or steps[0] > _EVEN * max(steps[1:]):
        return False
    below = rows[1]
    if sum(any(_in_column(cell, other) for other in below) for cell in rows[0]) > 1:
        return True
    # Names in the middle of their columns, a step like all others over the first row.
    over = [any(cell.x0 < other.x1 and other.x0 < cell.x1 for other in below) for cell in rows[0]]
    return len(over) > 1 and all(over) and steps[0] <= _SAME_STEP * min(steps[1:])


def _in_column(cell: Line, other: Line) -> bool:
    return abs(cell.x0 - other.x0) < _SAME_EDGE or abs(cell.x1 - other.x1) < _SAME_EDGE


def _key(line: Line, top: int) -> tuple[int, int, str]:
    """What is the same in a header on each page: its height and all but the numbers, where it is short."""
    text = line.text.lower()
    return top, round(line.base / 6), re.sub(r"\d+", "#", text) if len(text) <= _LONGEST_HEADER else text


def _numbered(edges: Sequence[Sequence[Sequence[tuple[float, list[Line]]]]]) -> dict[tuple[int, int], int]:
    """The numbers that count the pages: by page and end of the page, for at least half of the pages the same step."""
    found: dict[tuple[int, int], list[int]] = {}
    for number, sides in enumerate(edges):
        for top, rows in enumerate(sides):
            for line in _flat(rows):
                if re.fullmatch(r"\d{1,4}", line.text):
                    found.setdefault((number, top), []).append(int(line.text))
    steps = Counter((top, value - number) for (number, top), values in found.items() for value in values)
    common = {step for step, count in steps.items() if count > 1 and count >= len(edges) / 2}
    return {
        (number, top): value
        for (number, top), values in found.items()
        for value in values
        if (top, value - number) in common
    }


def _furniture(
    rows: Sequence[tuple[float, list[Line]]],
    top: int,
    repeated: set[tuple[int, int, str]],
    counted: int | None,
    body: float,
    pages: int,
) -> Iterator[Line]:
    """Header or footer lines, from the edge of the page inwards up to the first row that has none."""
    for gap, row in rows:
        surely, numbers = [], []
        for line in row:
            text, key = line.text, _key(line, top)
            apart = gap >= _APART or (pages > 2 and "#" not in key[2])
            if _PAGE_FURNITURE.fullmatch(text) or (key in repeated and line.size <= _LARGEST * body and apart):
                surely.append(line)
            elif _NUMBER.fullmatch(text) and (
                text == str(counted) or (gap >= _APART and (pages < 3 or text.isalpha()))
            ):
                numbers.append(line)
        # A number beside text that stays is a cell, not the number of the page.
        dropped = [*surely, *numbers] if len(surely) + len(numbers) == len(row) else surely
        yield from dropped
        if len(dropped) < len(row):
            return
