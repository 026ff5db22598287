"""Workbooks (.xlsx) to pieces: a heading per sheet, its tables with their real header, values as they are shown.

Owns where a table begins on a sheet and how a cell's number format shows its value. Hidden sheets, rows and columns,
comments, pictures and formulas without a stored value are left out and counted.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ingest.readers.office.package import open_package
from ingest.readers.outline import Outline
from ingest.readers.reading import Reading

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell

_MOST_CELLS = 400_000
_DATE_PARTS = {"yyyy": "%Y", "yy": "%y", "mmmm": "%m", "mmm": "%m", "mm": "%m", "m": "%m", "dd": "%d", "d": "%d"}
_DATE_WORDS = re.compile(r"yyyy|yy|mmmm|mmm|mm|m|dddd|ddd|dd|d", re.IGNORECASE)
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)(?:-[^\]]*)?\]')


def read_xlsx(data: bytes, uri: str, limit: int) -> Reading:
    """The pieces of a workbook. Raises DamagedFile, EncryptedFile, FileTooLarge, and what openpyxl raises."""
    import openpyxl

    archive = open_package(data, uri, "xl/workbook.xml", limit)
    outline = Outline()
    shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(data))
    several = len(shown.worksheets) > 1
    budget = _MOST_CELLS
    for sheet in shown.worksheets:
        if sheet.sheet_state != "visible":
            outline.omit("hidden", sheet.title, "sheets that are hidden")
            continue
        if several or not re.fullmatch(r"(?:Sheet|Feuil|Feuille)\s?1?", sheet.title):
            outline.heading(1, sheet.title)
        budget = _sheet(sheet, formulas[sheet.title], outline, budget)
    pictures = [name for name in archive.namelist() if name.startswith("xl/media/")]
    if pictures:
        outline.omit("picture", detail="pictures, whose words are not read", count=len(pictures))
    return outline.reading()


def _sheet(sheet: Any, formulas: Any, outline: Outline, budget: int) -> int:
    """The tables of a sheet, set apart by empty rows; returns how many cells may still be read."""
    merged = _merged(sheet)
    columns = [x for x in range(1, sheet.max_column + 1) if not _hidden_column(sheet, x)]
    if len(columns) < sheet.max_column:
        outline.omit("hidden", sheet.title, "columns that are hidden", sheet.max_column - len(columns))
    table: list[list[str]] = []
    for row in sheet.iter_rows():
        number = row[0].row
        if sheet.row_dimensions[number].hidden:
            outline.omit("hidden", sheet.title, "rows that are hidden")
            continue
        budget -= len(row)
        if budget < 0:
            outline.omit("limit", sheet.title, f"rows beyond {_MOST_CELLS} cells", sheet.max_row - number + 1)
            break
        cells = [_cell(row[x - 1], formulas, merged, outline) for x in columns]
        if any(cells):
            table.append(cells)
        else:
            _tables(table, outline)
            table = []
    _tables(table, outline)
    return budget


def _cell(cell: Cell, formulas: Any, merged: dict[str, Any], outline: Outline) -> str:
    if getattr(cell, "comment", None) is not None:
        outline.omit("comment", detail="comments on cells")
    origin = merged.get(cell.coordinate, cell)
    if origin.value is None:
        formula = formulas[origin.coordinate].value
        if isinstance(formula, str) and formula.startswith("="):
            outline.omit("formula", cell.coordinate, "formulas without a stored value: save the file in its program")
        return ""
    return shown_value(origin.value, origin.number_format)


def _merged(sheet: Any) -> dict[str, Any]:
    """For every cell of a merged range, the one that holds its value."""
    found: dict[str, Any] = {}
    for area in sheet.merged_cells.ranges:
        origin = sheet.cell(area.min_row, area.min_col)
        if area.size["rows"] * area.size["columns"] <= 10_000:
            for row in sheet.iter_rows(area.min_row, area.max_row, area.min_col, area.max_col):
                found.update((cell.coordinate, origin) for cell in row)
    return found


def _hidden_column(sheet: Any, number: int) -> bool:
    from openpyxl.utils import get_column_letter

    letter = get_column_letter(number)
    return letter in sheet.column_dimensions and bool(sheet.column_dimensions[letter].hidden)


def _tables(rows: Sequence[Sequence[str]], outline: Outline) -> None:
    """Tables that stand side by side, with an empty column between them, are tables of their own."""
    for first, last in _runs([any(row[x] for row in rows) for x in range(len(rows[0]))] if rows else []):
        outline.table([row[first:last] for row in rows])


def _runs(filled: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for place, is_filled in enumerate([*filled, False]):
        if is_filled and start is None:
            start = place
        elif not is_filled and start is not None:
            yield start, place
            start = None


def shown_value(value: object, number_format: str) -> str:
    """A cell's value as its number format shows it: 25 %, 29/11/2026, 1,234.50; plain where the format is unusual."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (datetime.datetime, datetime.date)):
        return _date(value, number_format)
    if isinstance(value, datetime.time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, (int, float)):
        return _number(value, number_format.split(";")[0])
    return str(value)


def _date(value: datetime.datetime | datetime.date, number_format: str) -> str:
    day_part = re.split(r"\s*[hH]", _QUOTED.sub("", number_format))[0].strip(" ;@")
    time = ""
    if isinstance(value, datetime.datetime) and (value.hour or value.minute):
        time = f" {value:%H:%M}"
    if not _DATE_WORDS.search(day_part) or re.search(r"mmm|ddd|general", day_part, re.IGNORECASE):
        return f"{value:%Y-%m-%d}{time}"
    return value.strftime(_DATE_WORDS.sub(lambda m: _DATE_PARTS.get(m.group().lower(), ""), day_part)) + time


def _number(value: float, number_format: str) -> str:
    words = "".join(m[1] or m[2] or m[3] or "" for m in _QUOTED.finditer(number_format))
    pattern = _QUOTED.sub("", number_format)
    if not re.search(r"[0#]", pattern) or re.search(r"[E?/]", pattern):
        return (f"{value:.10g}" if isinstance(value, float) else str(value)) + (f" {words}" if words.strip() else "")
    percent = "%" in pattern
    decimals = len(re.sub(r"[^0#]", "", pattern.partition(".")[2]))
    number = f"{value * 100 if percent else value:{',' if ',' in pattern else ''}.{decimals}f}"
    sign = "%" if percent else ""
    before = bool(_QUOTED.match(number_format)) or number_format[:1] in "$€£"
    symbol = words.strip() or "".join(c for c in pattern if c in "$€£")
    if before:
        return f"{symbol}{number}{sign}"
    return f"{number}{sign}" + (f" {symbol}" if symbol else "")
