"""Tables without ruling lines: which lines beside each other are cells, which of them are one row.

Owns what makes a table of text in columns (and not two columns of prose), its rows and its header. Knows nothing of
drawn lines (`grid`) and of pages.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from ingest.readers.pdf.layout.lines import Line, joined, row_groups

Join = Callable[[str, str], str]
Interval = tuple[float, float]

# White space between columns is at least that many letter sizes wide.
NARROWEST_GUTTER = 0.3
# Lines of prose are at least this long and fill this share of their column.
_PROSE_CHARACTERS, _PROSE_SHARE, _PROSE_LINES = 22, 0.62, 3
# Share of such rows in a column that holds lists, tables or code too.
_PROSE_ROWS = 0.25
# A step between rows that much larger than the smallest one parts two rows of a table.
_LARGER_STEP = 1.2
# Columns of two pages are the same where their left edges are that close, in points.
_SAME_COLUMN = 12.0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, every row as long as the others; `lefts` are the left edges of the columns in points."""

    rows: tuple[tuple[str, ...], ...]
    lefts: tuple[float, ...]
    top: float
    bottom: float
    header_rows: int = 1
    size: float = 10.0
    right: float = 0.0

    def continues(self, before: Table) -> bool:
        """Whether it goes on with the columns of the table `before`."""
        if len(self.lefts) != len(before.lefts):
            return False
        return all(abs(a - b) <= _SAME_COLUMN for a, b in zip(self.lefts, before.lefts, strict=True))


def gutters(rows: Sequence[Sequence[Line]], narrowest: float) -> list[Interval]:
    """The upright strips with text on both sides that no line of the rows crosses."""
    spans = sorted((line.x0, line.x1) for row in rows for line in row)
    found: list[Interval] = []
    right = spans[0][1] if spans else 0.0
    for x0, x1 in spans:
        if x0 - right >= narrowest:
            found.append((right, x0))
        right = max(right, x1)
    return found


def cells_of(row: Sequence[Line], between: Sequence[Interval]) -> list[list[Line]]:
    """The lines of a row by column; a line that runs over several columns is in each of them."""
    cells: list[list[Line]] = [[] for _ in range(len(between) + 1)]
    for line in row:
        first = sum(1 for left, right in between if line.x0 > (left + right) / 2)
        last = sum(1 for left, right in between if line.x1 > (left + right) / 2)
        for column in range(first, last + 1):
            cells[column].append(line)
    return cells


def is_prose(lines: Sequence[Line], width: float) -> bool:
    """Whether running text stands in a column: rows that are long and as wide as it is, beside what else is there."""
    rows = row_groups(lines)
    wide = [
        row
        for row in rows
        if row[-1].x1 - row[0].x0 >= _PROSE_SHARE * width and sum(len(line.text) for line in row) >= _PROSE_CHARACTERS
    ]
    return len(wide) >= max(_PROSE_LINES, _PROSE_ROWS * len(rows))


def as_table(rows: Sequence[Sequence[Line]], join: Join, breaks: Sequence[float] = ()) -> Table | None:
    """The table that the rows are, None where they are none. `breaks` are the heights of lines drawn across it."""
    if len(rows) < 2 or any(line.stands_for is not None for row in rows for line in row):
        return None
    size = median(line.size for row in rows for line in row)
    between = gutters(rows, NARROWEST_GUTTER * size)
    if breaks and len(rows) > 2:
        # A header over several columns crosses the white space between them.
        between = max(between, gutters(rows[1:], NARROWEST_GUTTER * size), key=len)
    between = _under_their_headers(rows, between)
    if not between:
        return None
    table = [cells_of(row, between) for row in rows]
    if not _looks_tabular(table):
        return None
    groups = _groups_between(table, breaks) if len(breaks) > 0.6 * len(rows) else _row_groups(table)
    texts = tuple(tuple(_cell(group, column, join) for column in range(len(between) + 1)) for group in groups)
    if len(texts) < 2:
        return None
    lefts = [min(line.x0 for row in table for line in row[column]) for column in range(len(between) + 1)]
    lines = [line for row in rows for line in row]
    bold = all(line.bold for cell in groups[0][0] for line in cell)
    return Table(
        texts, tuple(lefts), min(w.top for line in lines for w in line.words), max(line.base for line in lines),
        max(header_rows(texts, bold=bold), _rows_above(groups, breaks)), size, max(line.x1 for line in lines),
    )  # fmt: skip


def _under_their_headers(rows: Sequence[Sequence[Line]], between: list[Interval]) -> list[Interval]:
    """The white space between columns without that between a name and the cells it stands beside, not over.

    A name in the middle of a wide column of short cells, or over numbers set to the right, has a strip of its own. It
    goes with the cells beside it, where that leaves no column without a name.
    """
    table = [cells_of(row, between) for row in rows]
    named = [bool(cell) for cell in table[0]]
    filled = [any(row[column] for row in table[1:]) for column in range(len(named))]
    kept: list[Interval] = []
    column = 0
    while column < len(named):
        lone = column + 1 < len(named) and named[column] != filled[column]
        pair = lone and named[column + 1] == filled[column] and filled[column + 1] == named[column]
        if not (pair or named[column]):
            return between
        column += 2 if pair else 1
        kept += between[column - 1 : column]
    return kept


def _groups_between(
    table: Sequence[Sequence[Sequence[Line]]], breaks: Sequence[float]
) -> list[list[Sequence[Sequence[Line]]]]:
    groups: dict[int, list[Sequence[Sequence[Line]]]] = {}
    for row in table:
        foot = min(line.base for cell in row for line in cell)
        groups.setdefault(sum(1 for height in breaks if height < foot), []).append(row)
    return list(groups.values())


def _rows_above(groups: Sequence[Sequence[Sequence[Sequence[Line]]]], breaks: Sequence[float]) -> int:
    """How many rows stand above the line under the header, where a table has lines there and at its ends only."""
    if len(breaks) != 3:
        return 0
    feet = [min(line.base for cell in group[0] for line in cell) for group in groups]
    above = sum(1 for foot in feet if foot < breaks[1])
    return above if above < len(groups) else 0


def _looks_tabular(table: Sequence[Sequence[Sequence[Line]]]) -> bool:
    columns = [[line for row in table for line in row[column]] for column in range(len(table[0]))]
    if all(line.mono for column in columns for line in column):
        return False
    widths = [max(line.x1 for line in column) - min(line.x0 for line in column) for column in columns]
    if sum(is_prose(column, width) for column, width in zip(columns, widths, strict=True)) > 1:
        return False
    if all(line.marker or len(line.text) == 1 for line in columns[0]) and len(columns) == 2:
        return False
    both = sum(1 for row in table if sum(1 for cell in row if cell) > 1)
    return both >= 2 and both >= 0.4 * len(table)


def _row_groups(table: Sequence[Sequence[Sequence[Line]]]) -> list[list[Sequence[Sequence[Line]]]]:
    """The printed rows that are one row of the table: cells that wrap go on below."""
    feet = [min(line.base for cell in row for line in cell) for row in table]
    steps = [b - a for a, b in itertools.pairwise(feet)]
    smallest = min(steps)
    larger = [step > _LARGER_STEP * smallest for step in steps]
    close = [row for step_is_larger, row in zip(larger, table[1:], strict=True) if not step_is_larger]
    full = sum(1 for row in close if all(row))
    trusted = sum(larger) >= 2 and full <= 0.5 * len(close)
    groups = [[table[0]]]
    for step_is_larger, row in zip(larger, table[1:], strict=True):
        filled = sum(1 for cell in row if cell)
        if step_is_larger:
            goes_on = False
        elif trusted:
            goes_on = True
        else:
            only = next(cell for cell in row if cell)[0].text if filled == 1 else ""
            goes_on = not row[0] or (only[:1].islower() and len(groups[-1][-1][0]) > 0)
        if goes_on:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _cell(group: Sequence[Sequence[Sequence[Line]]], column: int, join: Join) -> str:
    text = ""
    for row in group:
        if row[column]:
            line = joined(row[column]).text
            text = join(text, line) if text else line
    return text


def header_rows(rows: Sequence[Sequence[str]], *, bold: bool = False) -> int:
    """1 where the first row names the columns, 0 where it is a row of values like the others."""
    if bold or len(rows) < 2:
        return 1
    if all(row[0].endswith(":") for row in rows if row[0]):
        return 0
    values = 0
    for column in range(1, len(rows[0])):
        below = [row[column] for row in rows[1:] if row[column]]
        numeric = sum(any(map(str.isdigit, text)) for text in below) > len(below) / 2
        values += numeric and any(map(str.isdigit, rows[0][column]))
    return 0 if values and values == len(rows[0]) - 1 else 1


def row_text(row: Sequence[str]) -> str:
    """A row as a line of a table block."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
