"""The tables of a page: their rows and cells, and those that are no tables but columns of a page or numbered code.

Owns what a `table` element is used for. Knows nothing of how a table is written down.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.readers.flow import Flow
from ingest.readers.html.code import code_text, counts_up, lines_of
from ingest.readers.html.tree import elements
from ingest.readers.table import Cell

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_MARKER = re.compile(r"\A(?:- |\d+\. )")


def rows_of(table: LexborNode) -> list[tuple[bool, list[LexborNode]]]:
    """The rows of a table that are its own, each with whether it is in the table's head, and its cells."""
    rows: list[tuple[bool, list[LexborNode]]] = []
    for node in elements(table):
        if node.tag == "tr":
            rows.append((False, _cells(node)))
        elif node.tag in ("thead", "tbody", "tfoot"):
            rows += [(node.tag == "thead", _cells(row)) for row in elements(node) if row.tag == "tr"]
    return [row for row in rows if row[1]]


def is_layout(table: LexborNode, rows: Sequence[Sequence[Flow]]) -> bool:
    """Whether a table only sets parts of the page beside one another: its cells hold headings, or there is one."""
    if (table.attributes.get("role") or "") in ("presentation", "none"):
        return True
    if any(piece.kind == "heading" for row in rows for flow in row for piece in flow.pieces):
        return True
    if table.css_first("th") is not None and any(len(row) > 1 for row in rows):
        return False
    return len(rows) == 1 or all(len(row) == 1 for row in rows)


def is_bold(cell: LexborNode) -> bool:
    """Whether all words of a cell are in bold."""
    text = "".join(cell.text().split())
    bold = cell.css("b, strong")
    within = {inner.mem_id for node in bold for inner in node.css("b, strong") if inner.mem_id != node.mem_id}
    said = "".join("".join(node.text().split()) for node in bold if node.mem_id not in within)
    return bool(text) and said == text


def code_lines(table: LexborNode) -> str:
    """The code of a table that sets line numbers beside it, "" for any other table."""
    rows = [cells for _, cells in rows_of(table)]
    if not rows or any(len(cells) != 2 for cells in rows):
        return ""
    numbers = [
        line for cells in rows for line in (lines_of(cells[0]) if cells[0].text().strip() else [_line_number(cells[0])])
    ]
    if not counts_up([number for number in numbers if number.strip()] or [""]):
        return ""
    name = table.attributes.get("class") or ""
    marked = any(word in name for word in ("highlight", "hljs", "code", "blob", "crayon"))
    if not marked and not any(cells[1].css_first("pre, code") for cells in rows):
        return ""
    return "\n".join(code_text(cells[1]) for cells in rows).replace("\u00a0", " ")


def as_cell(node: LexborNode, lines: Sequence[tuple[bool, str]]) -> Cell:
    """A cell with its texts on one line; `lines` are its texts, each with whether it is a list item."""
    texts: list[str] = []
    for is_item, text in lines:
        if texts and is_item and not texts[-1].endswith((";", ":", ".", ",")):
            texts[-1] += ";"
        texts.append(_MARKER.sub("", text) if is_item else text)
    attributes = node.attributes
    rowspan, colspan = as_number(attributes.get("rowspan"), 1), as_number(attributes.get("colspan"), 1)
    return Cell(" ".join(texts), node.tag == "th", rowspan, colspan, is_bold(node))


def as_number(value: str | None, default: int) -> int:
    """The whole number that an attribute holds."""
    value = (value or "").strip()
    return int(value) if value.isdecimal() and len(value) < 6 else default


def _line_number(cell: LexborNode) -> str:
    return cell.attributes.get("data-line-number") or ""


def _cells(row: LexborNode) -> list[LexborNode]:
    return [node for node in elements(row) if node.tag in ("td", "th")]
