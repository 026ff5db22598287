"""The pages of a PDF as one flow: paragraphs and tables in reading order, whole again over columns and page breaks.

Owns what a page is laid out to, what goes on behind a page break, where notes stand and which text is a heading.
Knows nothing of PDF libraries and of the text that is made of the flow (`document`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.readers.pdf.layout.furniture import without_furniture
from ingest.readers.pdf.layout.grid import ruled_tables
from ingest.readers.pdf.layout.hyphens import Joiner
from ingest.readers.pdf.layout.lines import Line, lines_of
from ingest.readers.pdf.layout.paragraphs import (
    SMALLER,
    Paragraph,
    note_marks,
    paragraphs_of,
    split_notes,
    without_mark,
    without_references,
)
from ingest.readers.pdf.layout.regions import Region, regions_of
from ingest.readers.pdf.layout.tables import Table
from ingest.readers.pdf.layout.words import Page, Word

# Headings are larger than the text by this, or bold; and short.
_LARGER, _LONGEST_HEADING, _HEADING_LINES = 1.12, 160, 3
_SIZE_STEP = 0.6
# Slides are wide pages with few words.
_SLIDE_WORDS = 140
# Lines of a slide that end before this share of its width were not wrapped.
_SLIDE_ROOM = 0.8
# A line of words that ends behind the text's edge by this many letter sizes is outside of it.
_OUTSIDE = 0.5
_ALL_MONO = 0.6
_SHORT_RULE = 0.6


@dataclass(slots=True)
class Part:
    """One entry of the flow: a paragraph in pieces by page, or the rows of a table by page."""

    kind: str
    pieces: list[tuple[int, Paragraph]] = field(default_factory=list)
    table: Table | None = None
    rows: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    level: int = 0

    @property
    def first_page(self) -> int:
        """Index of the page it begins on."""
        return self.rows[0][0] if self.rows else self.pieces[0][0]

    @property
    def last_page(self) -> int:
        """Index of the page it ends on."""
        return self.rows[-1][0] if self.rows else self.pieces[-1][0]

    @property
    def last(self) -> Paragraph:
        """Its last paragraph."""
        return self.pieces[-1][1]


@dataclass(frozen=True, slots=True)
class Flow:
    """The parts in order, and how to join lines."""

    parts: tuple[Part, ...]
    join: Joiner


def flow_of(pages: Sequence[Page]) -> Flow:
    """The parts of the pages in reading order; a page without words has none."""
    faced = [_faced(page) for page in pages]
    lines = [lines_of(words) for words, _ in faced]
    join = Joiner(line.text for one in lines for line in one)
    body = _body_size(lines)
    slides = _are_slides(pages)
    all_mono = _is_all_mono(lines)
    kept = without_furniture(pages, lines, body)
    parts: list[Part] = []
    notes: list[Part] = []
    for number, (page, one) in enumerate(zip(pages, kept, strict=True)):
        regions, beside = _page_regions(page, one, faced[number][1], join, body, slides)
        sheet = _Sheet(number, page, body, all_mono)
        new_notes = _add_page(parts, regions, sheet, slides)
        notes.extend([*new_notes, *(Part("note", [(number, paragraph)]) for paragraph in beside)])
        for words in _turned(page, faced[number][0]):
            paragraphs = paragraphs_of(lines_of(words), number)
            notes.extend(Part("note", [(number, paragraph)]) for paragraph in paragraphs)
        notes.extend(Part("note", [(number, _pinned(note, number, body))]) for note in page.notes)
    _set_levels(parts, body, slides)
    return Flow(tuple(_with_notes(parts, notes)), join)


def _faced(page: Page) -> tuple[tuple[Word, ...], bool]:
    """The words in the direction that most letters of the page have, and whether that is the page's own."""
    counts = Counter[int]()
    for word in page.words:
        counts[word.turn] += len(word.text)
    main = counts.most_common(1)[0][0] if counts else 0
    return tuple(word for word in page.words if word.turn == main), main == 0


def _turned(page: Page, main: Sequence[Word]) -> list[list[Word]]:
    """The words in the other directions, each direction by itself."""
    used = main[0].turn if main else 0
    return [[w for w in page.words if w.turn == turn] for turn in sorted({w.turn for w in page.words} - {used})]


def _pinned(note: str, number: int, size: float) -> Paragraph:
    """A note that a reader pinned to the page: it has no place among the lines."""
    words = tuple(Word(text, 0.0, 0.0, 0.0, 0.0, 0.0, size) for text in note.split())
    return Paragraph("note", [Line(words)], number)


def _body_size(lines: Sequence[Sequence[Line]]) -> float:
    """The size of most letters, in points."""
    sizes = Counter[float]()
    for one in lines:
        for line in one:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _are_slides(pages: Sequence[Page]) -> bool:
    filled = [page for page in pages if page.words]
    if not filled or sum(page.width > 1.15 * page.height for page in filled) <= len(filled) / 2:
        return False
    return median(len(page.words) for page in filled) <= _SLIDE_WORDS


def _is_all_mono(lines: Sequence[Sequence[Line]]) -> bool:
    total = sum(len(line.text) for one in lines for line in one)
    return sum(len(line.text) for one in lines for line in one if line.mono) > _ALL_MONO * total


def _page_regions(
    page: Page, lines: Sequence[Line], upright: bool, join: Joiner, body: float, slides: bool
) -> tuple[list[Region], list[Paragraph]]:
    """What stands on a page in reading order, and the notes in its margins."""
    inner, outer = ([*lines], []) if slides else _margins(lines, body)
    words = [word for line in inner for word in line.words]
    tables, left = ruled_tables(words, page.rules if upright else (), join)
    remaining = {id(word) for word in left}
    rest = [line for line in inner if id(line.words[0]) in remaining] if tables else inner
    beside = list(paragraphs_of(outer, 0)) if outer else []
    return regions_of(rest, tables, join), beside


def _margins(lines: Sequence[Line], body: float) -> tuple[list[Line], list[Line]]:
    """The lines of the text, and smaller ones that stand wholly beside it."""
    text = [line for line in lines if abs(line.size - body) < 0.08 * body and len(line.words) > 2]
    if len(text) < 4:
        return list(lines), []
    left, right = min(line.x0 for line in text), max(line.x1 for line in text)
    outside = [
        line
        for line in lines
        if line.size < SMALLER * body and (line.x0 > right + _OUTSIDE * body or line.x1 < left - _OUTSIDE * body)
    ]
    skip = {id(line) for line in outside}
    return [line for line in lines if id(line) not in skip], outside


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One page while it is added to the flow."""

    number: int
    page: Page
    body: float
    all_mono: bool


def _add_page(parts: list[Part], regions: Sequence[Region], sheet: _Sheet, slides: bool) -> list[Part]:
    """Add what stands on a page to the flow; gives the notes under its columns."""
    number, body = sheet.number, sheet.body
    rule = _note_rule(sheet.page)
    laid: list[Table | list[Paragraph]] = []
    notes: list[Paragraph] = []
    for region in regions:
        if isinstance(region, Table):
            laid.append(region)
            continue
        room = _SLIDE_ROOM * sheet.page.width if slides else 0.0
        paragraphs = paragraphs_of(region, number, all_mono=sheet.all_mono, room=room)
        text, under = split_notes(paragraphs, body, sheet.page.height, rule)
        laid.append(text)
        notes.extend(under)
    marks = note_marks(notes)
    first = True
    for one in laid:
        if isinstance(one, Table):
            _add_table(parts, one, number, first)
            first = False
            continue
        for index, paragraph in enumerate(one):
            paragraph.lines = [without_references(line, marks) for line in paragraph.lines]
            _add_paragraph(parts, paragraph, number, index == 0 and not (slides and first), first)
            first = False
    for note in notes:
        note.lines = without_mark(note)
    return [Part("note", [(number, note)]) for note in notes]


def _note_rule(page: Page) -> float | None:
    """The height of the short line above notes: the lowest one in the lower half of the page."""
    short = [
        rule.y0
        for rule in page.rules
        if rule.horizontal and rule.x1 - rule.x0 < _SHORT_RULE * page.width
        and rule.y0 > 0.4 * page.height
    ]  # fmt: skip
    return max(short, default=None)


def _add_table(parts: list[Part], table: Table, number: int, first: bool) -> None:
    before = next((part for part in reversed(parts) if part.kind != "note"), None)
    rows = [(number, row) for row in table.rows]
    if first and before is not None and before.table is not None and before.last_page == number - 1:
        header = before.table.rows[: before.table.header_rows]
        if table.continues(before.table) or (header and table.rows[: len(header)] == header):
            if table.rows[: len(header)] == header:
                rows = rows[len(header) :]
            before.rows.extend(rows)
            return
    parts.append(Part("table", [], table, rows))


def _add_paragraph(parts: list[Part], paragraph: Paragraph, number: int, may_go_on: bool, first: bool) -> None:
    before = _open_part(parts, paragraph) if may_go_on else None
    if before is not None and before.last_page >= number - 1 and _goes_on(before, paragraph, number):
        before.pieces.append((number, paragraph))
    elif first and paragraph.kind == "text" and _row_of_table(parts, paragraph, number):
        return
    else:
        parts.append(Part(paragraph.kind, [(number, paragraph)]))


def _row_of_table(parts: list[Part], paragraph: Paragraph, number: int) -> bool:
    """Whether a lone line at the top of a page is one more row of the table that ended the page before."""
    before = parts[-1] if parts else None
    if before is None or before.table is None or before.last_page != number - 1 or len(paragraph.lines) != 1:
        return False
    lefts = before.table.lefts
    words = paragraph.lines[0].words
    starts = [
        min((w for w in words if abs(w.x0 - left) < 3), key=lambda w: abs(w.x0 - left), default=None) for left in lefts
    ]
    if any(start is None for start in starts):
        return False
    cells = tuple(
        " ".join(w.text for w in words if left - 3 <= w.x0 < right - 3)
        for left, right in pairwise([*lefts, float("inf")])
    )
    before.rows.append((number, cells))
    return True


def _open_part(parts: Sequence[Part], paragraph: Paragraph) -> Part | None:
    """The last running text; a table or code may stand between where the text goes on in lower case."""
    for part in reversed(parts[-4:]):
        if part.kind in ("text", "list"):
            return part
        if part.kind == "code" and paragraph.kind == "code":
            return part
        if not paragraph.text[:1].islower():
            return None
    return None


def _goes_on(part: Part, paragraph: Paragraph, number: int) -> bool:
    """Whether a paragraph at the top of a column or page goes on with a part that ended the one before."""
    before = part.last
    if part.kind == "code" or paragraph.kind == "code":
        return part.kind == paragraph.kind and part.last_page == number - 1
    if paragraph.kind != "text" or not before.open or abs(before.size - paragraph.size) > 0.08 * before.size:
        return False
    if before.bold != paragraph.bold:
        return False
    if paragraph.text[:1].islower() or before.lines[-1].text.endswith("-"):
        return True
    word = paragraph.lines[0].words[0]
    last = before.lines[-1]
    full = last.x1 + 0.3 * last.size + (word.x1 - word.x0) >= before.right - 0.6 * last.size
    return full and len(before.lines) + len(paragraph.lines) > 2 and len(last.words) > 3


def _set_levels(parts: Sequence[Part], body: float, slides: bool) -> None:
    """Mark the headings and their levels: by size, bold ones of the text's size below all others."""
    headings = [part for index, part in enumerate(parts) if _is_heading(parts, index, body)]
    sizes = sorted({round(part.last.size, 1) for part in headings if part.last.size >= _LARGER * body}, reverse=True)
    steps: list[float] = []
    for size in sizes:
        if not steps or steps[-1] - size > _SIZE_STEP:
            steps.append(size)
    for part in headings:
        size = part.last.size
        larger = [step for step in steps if size > step - _SIZE_STEP]
        part.kind = "heading"
        part.level = 1 if slides else (steps.index(larger[0]) + 1 if larger else len(steps) + 1)


def _is_heading(parts: Sequence[Part], index: int, body: float) -> bool:
    part = parts[index]
    if part.kind not in ("text", "list") or len(part.pieces) != 1:
        return False
    paragraph = part.pieces[0][1]
    text = paragraph.text
    if len(paragraph.lines) > _HEADING_LINES or len(text) > _LONGEST_HEADING or not any(map(str.isalpha, text)):
        return False
    if part.kind == "list" and paragraph.lines[0].words[0].text[:1] in "•‣▪◦●■□○▸►–—∙·*➢-":
        return False
    if paragraph.size >= _LARGER * body:
        return True
    following = parts[index + 1] if index + 1 < len(parts) else None
    if not paragraph.bold or paragraph.size < 0.95 * body or text.endswith((".", ",", ";", ":")) or following is None:
        return False
    return (
        following.table is not None or not following.pieces[0][1].bold or following.pieces[0][1].size != paragraph.size
    )


def _with_notes(parts: Sequence[Part], notes: Sequence[Part]) -> list[Part]:
    """The notes of a page before the first part that goes on behind it, so that each is counted to its page."""
    ordered: list[Part] = []
    waiting = list(notes)
    for part in parts:
        while waiting and waiting[0].first_page < part.last_page:
            ordered.append(waiting.pop(0))
        ordered.append(part)
    return [*ordered, *waiting]
