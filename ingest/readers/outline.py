"""A document put together from what a format gives: headings, paragraphs, items by level, tables, code, pages.

Owns how those become pieces: the heading path, what a list item lies under, the real header of a table. Knows nothing
of the formats it is fed from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.readers.assemble import LINE_BREAK, PARAGRAPH_BREAK, Piece
from ingest.readers.reading import Reading
from ingest.schema import Omission

_SENTENCE_END = (".", "!", "?", "…")
_NUMBER = re.compile(r"[-+]?[\d\s.,:/%€$-]*\d[\d\s.,:/%€$-]*")
_CELL_BORDER = "¦"


class Outline:
    """Collects the pieces of one file in reading order."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.title = ""
        self._pages: list[int] = []
        self._omissions: dict[str, tuple[int, list[str], str]] = {}
        self._headings: list[tuple[int, str]] = []
        self._items: list[tuple[int, int]] = []
        self._lead: int | None = None

    def page(self) -> None:
        """A page or slide begins here; headings of the one before do not reach over."""
        self._pages.append(len(self.pieces))
        self._headings, self._items, self._lead = [], [], None

    def heading(self, level: int, text: str) -> None:
        """A heading; `level` 0 is the title of the whole."""
        text = one_line(text)
        if not text:
            return
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()
        self._headings.append((level, text))
        self.title = self.title or text
        self._add("heading", text)

    def text(self, text: str, about: tuple[int, ...] = ()) -> int | None:
        """A paragraph; the place of its piece, None for a blank one."""
        if not text.strip():
            return None
        self._add("text", text, about=about)
        return len(self.pieces) - 1

    def item(self, level: int, text: str, marker: str = "- ") -> int | None:
        """A list item, `level` counted from 0, under the items above it and the paragraph that leads in."""
        if not text.strip():
            return None
        while self._items and self._items[-1][0] >= level:
            self._items.pop()
        before = (LINE_BREAK if self._last_is("list") else PARAGRAPH_BREAK) + "  " * level
        lead = self._lead if self._last_is("list") else self._open_paragraph(text)
        over = ([] if lead is None else [lead]) + [place for _, place in self._items]
        above = self._items
        self._add("list", marker + text.strip(), before, tuple(over))
        self._items, self._lead = [*above, (level, len(self.pieces) - 1)], lead
        return len(self.pieces) - 1

    def code(self, text: str) -> None:
        """Lines of code as they are."""
        if text.strip():
            self._add("code", text)

    def table(self, rows: Sequence[Sequence[str]], header_rows: int | None = None) -> None:
        """A table: rows that only hold a title stand above it as text, empty rows and columns go.

        `header_rows` is how many rows the format marks as its header; None where it marks none: the first row is then
        taken for it, unless it holds numbers only. Cells over several rows or columns come repeated.
        """
        lead = self._open_paragraph("")
        filled = _without_empty([[one_line(cell) for cell in row] for row in rows])
        titles: list[int] = [] if lead is None else [lead]
        while filled and len(filled[0]) > 1 and len({cell for cell in filled[0] if cell}) == 1:
            title = self.text(next(cell for cell in filled.pop(0) if cell))
            titles += [] if title is None else [title]
            header_rows = None if header_rows is None else max(0, header_rows - 1)
            filled = _without_empty(filled)
        if filled and len(filled[0]) == 1:
            for row in filled:
                self.text(row[0], tuple(titles))
        elif filled:
            lines = [f"| {' | '.join(cell.replace('|', _CELL_BORDER) for cell in row)} |" for row in filled]
            self._add("table", "\n".join(lines), about=tuple(titles), header_rows=_header(filled, header_rows))

    def omit(self, code: str, where: str = "", detail: str = "", count: int = 1) -> None:
        """Count something that is left out."""
        times, places, words = self._omissions.get(code, (0, [], detail))
        if where and where not in places:
            places.append(where)
        self._omissions[code] = (times + count, places, words)

    def include(self, reading: Reading, under: str = "") -> None:
        """Take in what another reader made of a part, `under` a heading of its own where one is given."""
        if under and reading.pieces:
            self.heading(0, under)
        above = (under,) if under else ()
        offset = len(self.pieces)
        for piece in reading.pieces:
            about = tuple(place + offset for place in piece.about)
            self.pieces.append(replace(piece, about=about, heading_path=(*above, *piece.heading_path)))
        self.title = self.title or reading.title
        for omission in reading.omissions:
            self.omit(omission.code, omission.where, omission.detail, omission.count)

    def reading(self, title: str = "", lang: str = "") -> Reading:
        """Everything that was collected. `title` and `lang` are what the file says of itself."""
        omissions = tuple(
            Omission(code, count, ", ".join(places), detail)
            for code, (count, places, detail) in self._omissions.items()
        )
        meta = {key: value for key, value in {"title": title, "lang": lang}.items() if value}
        return Reading(tuple(self.pieces), meta, self.title, omissions, tuple(self._pages))

    def _add(
        self, kind: str, text: str, before: str = PARAGRAPH_BREAK, about: tuple[int, ...] = (), header_rows: int = 1
    ) -> None:
        self._items, self._lead = [], None
        path = tuple(name for _, name in self._headings)
        self.pieces.append(Piece(kind, text, path, before, about, header_rows))  # type: ignore[arg-type]

    def _last_is(self, kind: str) -> bool:
        begins = bool(self._pages) and self._pages[-1] == len(self.pieces)
        return bool(self.pieces) and not begins and self.pieces[-1].kind == kind

    def _open_paragraph(self, text: str) -> int | None:
        """The paragraph before, where it leads in: it leaves its sentence open, or what follows is a fragment."""
        if not self._last_is("text"):
            return None
        closed = self.pieces[-1].text.rstrip().endswith(_SENTENCE_END)
        fragment = bool(text) and not text.rstrip().endswith(_SENTENCE_END)
        return len(self.pieces) - 1 if fragment or not closed else None


def one_line(text: str) -> str:
    """The text with single spaces and no line breaks."""
    return " ".join(text.split())


def _without_empty(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows, all of one length, without those and the columns that hold nothing."""
    width = max((len(row) for row in rows), default=0)
    even = [[*row, *([""] * (width - len(row)))] for row in rows if any(row)]
    columns = [column for column in range(width) if any(row[column] for row in even)]
    return [[row[column] for column in columns] for row in even]


def _header(rows: Sequence[Sequence[str]], marked: int | None) -> int:
    if marked:
        return min(marked, len(rows) - 1)
    numbers_only = all(_NUMBER.fullmatch(cell) for cell in rows[0] if cell)
    return 0 if len(rows) < 2 or numbers_only else 1
