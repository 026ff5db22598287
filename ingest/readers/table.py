"""Cells of a table to lines of text in which every value stands under its own headers.

Owns spans (a value over several rows or columns is repeated in each), which rows are the header, rows that are a
heading for those below. Knows nothing of formats.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# A value longer than this is not repeated over its span: a page must not grow by its markup.
_LONGEST_REPEATED = 200
_MOST_COLUMNS = 100
_NUMBER = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it stands in the source: its text on one line, whether it is a header, how far it reaches."""

    text: str
    header: bool = False
    rowspan: int = 1
    colspan: int = 1
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells; `head` where the source says that it belongs to the header."""

    cells: tuple[Cell, ...]
    head: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A table, or the part of it below one of its inner headings; `titles` are what stands over it in the table."""

    lines: tuple[str, ...]
    header_rows: int
    titles: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The lines as they stand in a document."""
        return "\n".join(self.lines)


def parts_of(rows: Sequence[Row]) -> list[Part]:
    """The table as parts with lines "| a | b |", each with the header; rows without any text are left out.

    A title with nothing below it is a part without lines: the note under a table is written so.
    """
    grid = [(row, cells) for row, cells in zip(rows, _grid(rows), strict=True) if any(cells)]
    width = max((len(cells) for _, cells in grid), default=0)
    above: list[str] = []
    while len(grid) > 1 and width > 1 and _spans_all(grid[0], width):
        above.append(grid[0][1][0])
        grid = grid[1:]
    groups = [number for number, row in enumerate(grid) if width > 1 and _spans_all(row, width)]
    head = grid[: groups[0]] if groups else grid
    count = _header_rows([row for row, _ in head], [cells for _, cells in head])
    header = tuple(_line(cells) for _, cells in grid[:count])
    parts: list[Part] = []
    lines: list[str] = []
    titles = tuple(above)
    said = False  # whether the titles stand over a line
    for number, (_, cells) in enumerate(grid[count:], start=count):
        if number in groups:
            if lines:
                parts.append(Part((*header, *lines), count, titles))
            # A title right below another one is about less.
            lines, titles, said = [], (*(above if lines or said else titles), cells[0]), False
        else:
            lines.append(_line(cells))
            said = True
    if lines or not parts:
        parts.append(Part((*header, *lines), count, titles))
    elif not said:
        parts.append(Part((), 0, titles))
    return [part for part in parts if part.lines or part.titles]


def flat(rows: Sequence[Row]) -> str:
    """A small table as one line, for a cell that holds one: "Size: 1 GB, CPU: 2; Size: 2 GB, CPU: 4"."""
    grid = [cells for cells in _grid(rows) if any(cells)]
    count = _header_rows(rows, grid) if len(grid) == len(rows) else 0
    names = grid[count - 1] if count else []
    lines = []
    for cells in grid[count:] or grid:
        named = [
            f"{names[index]}: {cell}" if index < len(names) and names[index] else cell
            for index, cell in enumerate(cells)
            if cell
        ]
        lines.append(", ".join(named))
    return "; ".join(lines)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _spans_all(row: tuple[Row, list[str]], width: int) -> bool:
    """Whether a row is one cell over all columns: a heading for the rows below it, not a value of each column."""
    cells = row[0].cells
    return len(cells) == 1 and cells[0].rowspan <= 1 and 1 < width <= cells[0].colspan and not row[0].head


def _grid(rows: Sequence[Row]) -> list[list[str]]:
    """The texts by row and column, spans filled in."""
    grid: list[list[str]] = []
    reaching: dict[int, tuple[int, str]] = {}
    for row in rows:
        line: list[str] = []
        for cell in row.cells:
            _fill(line, reaching)
            text = _one_cell(cell.text)
            for number in range(max(1, min(cell.colspan, _MOST_COLUMNS - len(line)))):
                value = text if not number or len(text) <= _LONGEST_REPEATED else ""
                if cell.rowspan > 1:
                    reaching[len(line)] = (cell.rowspan - 1, text if len(text) <= _LONGEST_REPEATED else "")
                line.append(value)
        _fill(line, reaching)
        grid.append(line)
        reaching = {column: value for column, value in reaching.items() if value[0] or column < len(line)}
    return grid


def _fill(line: list[str], reaching: dict[int, tuple[int, str]]) -> None:
    """Take over what reaches down from the rows above into the next columns."""
    while len(line) in reaching and reaching[len(line)][0]:
        column = len(line)
        left, text = reaching[column]
        if left > 1:
            reaching[column] = (left - 1, text)
        else:
            del reaching[column]
        line.append(text)


def _one_cell(text: str) -> str:
    """One line; a bar with spaces around it would look like the border of a cell."""
    return re.sub(r"(?<!\|) \| (?!\|)", "|", " ".join(text.split()))


def _header_rows(rows: Sequence[Row], grid: Sequence[Sequence[str]]) -> int:
    """How many of the first rows are the header: as marked, else the first where it reads as one."""
    marked = 0
    while marked < len(rows) and (rows[marked].head or _all_headers(rows[marked])):
        marked += 1
    if marked:
        return marked
    if any(cell.header for row in rows for cell in row.cells):
        return 0  # headers of rows only
    return int(len(grid) > 1 and _reads_as_header(rows, grid))


def _all_headers(row: Row) -> bool:
    return bool(row.cells) and all(cell.header or not cell.text.strip() for cell in row.cells)


def _reads_as_header(rows: Sequence[Row], grid: Sequence[Sequence[str]]) -> bool:
    """Whether an unmarked first row names the columns: all filled, and bold, or free of the numbers below it."""
    first, rest = grid[0], grid[1:]
    if not all(first) or len(set(first)) < len(first) or len(first) == 1:
        return False
    if all(cell.bold for cell in rows[0].cells):
        return True
    if len(first) == 2 and all(row.cells and row.cells[0].bold for row in rows):
        return False  # names and values, side by side
    return not any(_NUMBER.search(cell) for cell in first) or any(
        not _NUMBER.search(name) and all(_NUMBER.search(row[column]) for row in rest if column < len(row))
        for column, name in enumerate(first)
    )
