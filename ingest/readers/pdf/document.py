"""The flow of a PDF as pieces of text, with the place where each page begins in them.

Owns how paragraphs, lists, tables and code are written out. Knows nothing of where things stood on the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.assemble import LINE_BREAK, PARAGRAPH_BREAK, Piece, assemble
from ingest.readers.pdf.layout.flow import Flow, Part
from ingest.readers.pdf.layout.hyphens import Joiner
from ingest.readers.pdf.layout.lines import Line
from ingest.readers.pdf.layout.tables import row_text
from ingest.schema import Block, BlockKind

# Indents of list items differ by at least this many points.
_INDENT = 4.0
# A line above an indented paragraph that is not longer than this is the term that it defines.
_LONGEST_TERM = 60
# Steps in a listing that are this many letter sizes high hold an empty line.
_EMPTY_LINE = 1.9
_GUILLEMETS = re.compile(r"≪(\s*[^≪≫\n]{1,400}?\s*)≫")
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\u00ad": None})
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


@dataclass(frozen=True, slots=True)
class Written:
    """A document's text and blocks, the position where each page begins, the first top heading ("" without one)."""

    text: str
    blocks: tuple[Block, ...]
    page_starts: tuple[int, ...]
    title: str


@dataclass(frozen=True, slots=True)
class _Draft:
    """A piece, and the positions in its text where lines of a page begin."""

    piece: Piece
    pages: tuple[tuple[int, int], ...]


def write(flow: Flow, pages: int) -> Written:
    """The text of the flow. `pages` is how many pages there are; one without text begins where the next does."""
    drafts = _drafts(flow)
    text, blocks = assemble(draft.piece for draft in drafts)
    filled = [draft for draft in drafts if draft.piece.text.strip()]
    first_of_page: dict[int, int] = {}
    for draft, block in zip(filled, blocks, strict=True):
        skipped = len(draft.piece.text) - len(draft.piece.text.lstrip())
        for position, page in draft.pages:
            start = block.start + max(0, position - skipped)
            first_of_page[page] = min(first_of_page.get(page, start), start)
    title = next((draft.piece.text for draft in filled if draft.piece.kind == "heading"), "")
    return Written(text, blocks, _page_starts(first_of_page, pages, len(text)), title)


def _page_starts(first_of_page: dict[int, int], pages: int, end: int) -> tuple[int, ...]:
    starts = [end] * pages
    following = end
    for page in range(pages - 1, -1, -1):
        following = min(first_of_page.get(page, following), following)
        starts[page] = following
    return (0, *starts[1:])


def tidy(text: str) -> str:
    """Text as it is quoted: composed accents, plain spaces, no ligatures, no invisible hyphens; one line of it."""
    return unicodedata.normalize("NFC", text.translate(_LIGATURES)).translate(_SPACES)


def _drafts(flow: Flow) -> list[_Draft]:
    writer = _Writer(flow.join)
    for part in flow.parts:
        writer.add(part)
    return writer.drafts


class _Writer:
    """Turns parts into pieces one after the other; knows the headings and the list items above."""

    def __init__(self, join: Joiner) -> None:
        self.drafts: list[_Draft] = []
        self._join = join
        self._path: list[tuple[int, str]] = []
        self._items: list[tuple[float, int]] = []
        self._lead: int | None = None
        self._term: tuple[float, int] | None = None

    def add(self, part: Part) -> None:
        """Add the piece of a part."""
        if part.kind == "list":
            self._item(part)
            return
        self._items = []
        if part.kind == "heading":
            self._heading(part)
        elif part.kind == "table":
            self._table(part)
        elif part.kind == "code":
            text, pages = _code_text(part)
            self._append("code", text, pages)
        else:
            text, pages = self._running(part)
            self._append("text", text, pages, about=self._term_above(part))
            if part.kind == "text":
                self._lead = len(self.drafts) - 1 if text.rstrip().endswith(":") else None
                lines = part.pieces[0][1].lines
                is_term = len(lines) == 1 and len(text) <= _LONGEST_TERM and not text.endswith((".", ":", ";", ","))
                self._term = (lines[0].x0, len(self.drafts) - 1) if is_term else None
        if part.kind in ("heading", "table"):
            self._lead = None

    def _term_above(self, part: Part) -> tuple[int, ...]:
        """The term that an indented paragraph defines: the short line right above it, further to the left."""
        if self._term is None or part.kind != "text" or self._term[1] != len(self.drafts) - 1:
            return ()
        first = part.pieces[0][1].lines[0]
        return (self._term[1],) if first.x0 > self._term[0] + 1.5 * first.size else ()

    def _append(
        self,
        kind: BlockKind,
        text: str,
        pages: Sequence[tuple[int, int]],
        before: str = PARAGRAPH_BREAK,
        about: tuple[int, ...] = (),
        header_rows: int = 1,
    ) -> None:
        path = tuple(name for _, name in self._path)
        self.drafts.append(_Draft(Piece(kind, text, path, before, about, header_rows), tuple(pages)))

    def _heading(self, part: Part) -> None:
        text, pages = self._running(part)
        while self._path and self._path[-1][0] >= part.level:
            self._path.pop()
        self._path.append((part.level, text))
        self._append("heading", text, pages)

    def _item(self, part: Part) -> None:
        text, pages = self._running(part)
        left = part.pieces[0][1].lines[0].x0
        while self._items and self._items[-1][0] >= left - _INDENT:
            self._items.pop()
        about = ((self._lead,) if self._lead is not None else ()) + tuple(index for _, index in self._items)
        follows = bool(self.drafts) and self.drafts[-1].piece.kind == "list"
        self._append("list", text, pages, LINE_BREAK if follows else PARAGRAPH_BREAK, about)
        self._items.append((left, len(self.drafts) - 1))

    def _table(self, part: Part) -> None:
        assert part.table is not None
        lines: list[str] = []
        pages: list[tuple[int, int]] = []
        position = 0
        for page, row in part.rows:
            if not pages or pages[-1][1] != page:
                pages.append((position, page))
            lines.append(row_text([_quoted(cell) for cell in row]))
            position += len(lines[-1]) + 1
        self._append("table", LINE_BREAK.join(lines), pages, header_rows=part.table.header_rows)

    def _running(self, part: Part) -> tuple[str, list[tuple[int, int]]]:
        """The lines of a paragraph as one, and where those of a page begin."""
        parts: list[str] = []
        pages: list[tuple[int, int]] = []
        length = 0
        for page, paragraph in part.pieces:
            for line in paragraph.lines:
                written = tidy(line.text)
                if parts:
                    ending = self._join(parts[-1], written)[: -len(written) or None]
                    length += len(ending) - len(parts[-1])
                    parts[-1] = ending
                if not pages or pages[-1][1] != page:
                    pages.append((length, page))
                parts.append(written)
                length += len(written)
        return _quoted("".join(parts)), pages


def _quoted(text: str) -> str:
    """Text of the same length with the quotation marks that LaTeX draws as "much less" and "much greater"."""
    return _GUILLEMETS.sub(lambda match: f"«{match[1]}»", text)


def _code_text(part: Part) -> tuple[str, list[tuple[int, int]]]:
    """A listing line by line, with its indents, and where the lines of a page begin."""
    lines = [(page, line) for page, paragraph in part.pieces for line in paragraph.lines]
    left = min(line.x0 for _, line in lines)
    wide = max((line for _, line in lines), key=lambda line: len(line.text))
    letters = sum(len(word.text) for word in wide.words)
    width = sum(word.x1 - word.x0 for word in wide.words) / max(1, letters)
    text = ""
    pages: list[tuple[int, int]] = []
    before: tuple[int, Line] | None = None
    for page, line in lines:
        if before is not None:
            empty = before[0] == page and line.base - before[1].base > _EMPTY_LINE * line.size
            text += LINE_BREAK * (2 if empty else 1)
        if not pages or pages[-1][1] != page:
            pages.append((len(text), page))
        text += _code_line(line, left, width)
        before = page, line
    return text, pages


def _code_line(line: Line, left: float, width: float) -> str:
    text = ""
    for word in line.words:
        column = round((word.x0 - left) / width) if width else 0
        text += " " * max(column - len(text), 1 if text and not word.glued else 0) + word.text
    return tidy(text).rstrip()
