"""Rows of tables as they are kept in a text: a line "| a | b |", its cells, and each cell with its header.

Owns the shape of such a line. Knows nothing of documents. Standard library only.
"""

from __future__ import annotations

from collections.abc import Iterator

_OPEN, _BETWEEN, _CLOSE = "| ", " | ", " |"


def is_row(text: str) -> bool:
    """Whether a line is a row of a table."""
    return text.startswith(_OPEN) and text.endswith(_CLOSE) and len(text) > len(_OPEN)


def cell_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the cells of a row are; the whole line when it is none."""
    if not is_row(text[start:end]):
        yield start, end
        return
    at = start + len(_OPEN)
    for cell in text[at : end - len(_CLOSE)].split(_BETWEEN):
        yield at, at + len(cell)
        at += len(cell) + len(_BETWEEN)


def cells(row: str) -> tuple[str, ...]:
    """The cells of a row, without white space around them; () for a line that is none."""
    return tuple(row[a:b].strip() for a, b in cell_spans(row, 0, len(row))) if is_row(row) else ()


def paired(header: str, row: str) -> tuple[tuple[str, str], ...]:
    """(header, cell) of every cell that says something; () where the lines do not have the same cells.

    A header of two lines names a column by both.
    """
    said = cells(row)
    heads = [cells(line) for line in header.split("\n")]
    if not said or not heads or any(len(line) != len(said) for line in heads):
        return ()
    names = [" ".join(dict.fromkeys(line[column] for line in heads if line[column])) for column in range(len(said))]
    return tuple((name, cell) for name, cell in zip(names, said, strict=True) if cell)
