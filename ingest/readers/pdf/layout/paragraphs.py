"""The lines of one column to paragraphs: what belongs together and what kind of text it is.

Owns where a paragraph ends (steps, indents, lines that had room for the next word), what is a list item, code and a
note under the text. Knows nothing of tables, headings and of other pages.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Literal

from ingest.readers.pdf.layout.lines import Line, joined, row_groups
from ingest.readers.pdf.layout.words import Word

Kind = Literal["text", "list", "code", "note"]

SENTENCE_END = (".", "!", "?", "…", ":", ";", ".»", "»", ".”", ".)", '."', "?”", "!”")
# Steps and indents in letter sizes; a step that is this much larger than the usual one parts paragraphs.
_LARGER_STEP, _USUAL_STEP, _LARGEST_STEP = 1.28, 1.25, 2.2
_INDENT = 0.7
# Letters of one paragraph differ by less than this share in size.
_OTHER_SIZE = 0.08
# Lines of code this many sizes apart are of different listings.
_CODE_STEP = 3.2
# Text at the foot of a column that is smaller than the body by this share is notes.
SMALLER = 0.93
_NOTE_MARK = re.compile(r"(?:\d{1,3}|[*†‡§]{1,3}|\[\d{1,3}\]|\(\d{1,3}\)|[a-z])\.?")


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, from one page. `gap` is the step before it in letter sizes."""

    kind: Kind
    lines: list[Line] = field(default_factory=list)
    page: int = 0
    gap: float = 0.0
    right: float = 0.0
    left: float = 0.0

    @property
    def size(self) -> float:
        """Size of its letters in points."""
        return max((line for line in self.lines), key=lambda line: len(line.text)).size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(line.bold for line in self.lines)

    @property
    def text(self) -> str:
        """Its lines with single spaces: for looking at, not for showing."""
        return " ".join(line.text for line in self.lines)

    @property
    def open(self) -> bool:
        """Whether its last sentence goes on behind it."""
        return not self.lines[-1].text.endswith(SENTENCE_END)


def paragraphs_of(lines: Sequence[Line], page: int, *, all_mono: bool = False, room: float = 0.0) -> list[Paragraph]:
    """The paragraphs of a column from top to bottom.

    `all_mono`: the document has no other font, so it is no code. `room` is how far lines could reach at least.
    """
    rows = [joined(row) for row in row_groups(lines)]
    if not rows:
        return []
    right = max(room, *(line.x1 for line in rows))
    left = min(line.x0 for line in rows)
    found: list[Paragraph] = []
    step = _usual_step(rows)
    for index, line in enumerate(rows):
        before = rows[index - 1] if index else None
        gap = (line.base - before.base) / line.size if before else 9.0
        current = found[-1] if found else None
        if current is None or before is None or _starts(current, before, line, gap, step, right, all_mono):
            kind: Kind = "code" if line.mono and not all_mono else "list" if _is_item(line, before, right) else "text"
            current = Paragraph(kind, [], page, gap, right, left)
            found.append(current)
        current.lines.append(line)
    return found


def _usual_step(rows: Sequence[Line]) -> float:
    """The usual distance of lines in letter sizes: that of lines that follow closely."""
    steps = [(b.base - a.base) / b.size for a, b in itertools.pairwise(rows) if abs(a.size - b.size) < 0.5]
    close = sorted(step for step in steps if 0.8 <= step <= _LARGEST_STEP)
    if not close:
        return _USUAL_STEP
    return max(1.0, min(median(close), 1.25 * close[len(close) // 5]))


def _starts(
    current: Paragraph, before: Line, line: Line, gap: float, step: float, right: float, all_mono: bool
) -> bool:
    """Whether `line` begins another paragraph than `current`, whose last line is `before`."""
    code = line.mono and not all_mono
    if code or current.kind == "code":
        return not (code and current.kind == "code" and gap <= _CODE_STEP)
    if re.search(r"[^\W\d_][-\u2010\u00ad]$", before.text) and gap <= _LARGEST_STEP:
        return False
    if abs(line.size - before.size) > _OTHER_SIZE * max(line.size, before.size):
        return not (len(line.text) < 4 or len(before.text) < 4)
    if gap > _LARGER_STEP * step or _is_item(line, before, right) or line.bold != before.bold:
        return gap > _LARGER_STEP * step or not line.text[:1].islower() or _is_item(line, before, right)
    if current.kind == "list":
        return _leaves_item(current, before, line, right)
    if line.x0 > before.x0 + _INDENT * line.size and len(current.lines) > 0 and not _is_centred(current, line):
        return not (line.text[:1].islower() and len(current.lines) == 1)
    return _had_room(before, line, right) and not line.text[:1].islower()


def _is_centred(current: Paragraph, line: Line) -> bool:
    """Whether the line stands in the middle under the one before."""
    before = current.lines[-1]
    return abs((line.x0 + line.x1) - (before.x0 + before.x1)) < line.size


def _is_item(line: Line, before: Line | None, right: float) -> bool:
    """Whether a line is a list item; a dash or a number at the start of a wrapped line is none."""
    if not line.marker:
        return False
    if before is None or line.words[0].text in "•‣▪◦●■□○▸►":
        return True
    if before.marker or abs(line.x0 - before.x0) > 0.5 * line.size:
        return True
    return before.text.endswith(SENTENCE_END) or _had_room(before, line, right)


def _had_room(before: Line, line: Line, right: float) -> bool:
    """Whether the first word of a line would have fitted on the one before: the break is meant."""
    word = line.words[0]
    return before.x1 + 0.3 * line.size + (word.x1 - word.x0) < right - 0.6 * line.size


def _leaves_item(current: Paragraph, before: Line, line: Line, right: float) -> bool:
    """Whether a line is no more of the list item: it stands out to the left of the item's text."""
    first = current.lines[0]
    text_left = first.words[1].x0
    if abs(line.x0 - text_left) <= 0.5 * line.size:
        return _had_room(before, line, right) and before.text.endswith(SENTENCE_END) and line.text[:1].isupper()
    if line.text[:1].islower():
        return False
    if line.x0 < text_left - 0.5 * line.size:
        return _had_room(before, line, right)
    return False


def split_notes(
    paragraphs: Sequence[Paragraph], body: float, height: float, rule: float | None
) -> tuple[list[Paragraph], list[Paragraph]]:
    """The paragraphs of a column without the notes under it, and the notes, one each.

    Notes are the small text at the end of a column in the lower half of the page that begins with a mark or stands
    under a short line, whose height is `rule`.
    """
    first = len(paragraphs)
    while first and _is_small(paragraphs[first - 1], body) and paragraphs[first - 1].lines[0].base > 0.5 * height:
        first -= 1
    while first < len(paragraphs):
        line = paragraphs[first].lines[0]
        under_rule = rule is not None and 0 < line.base - rule < 3 * line.size
        if under_rule or _note_mark(line):
            break
        first += 1
    notes: list[Paragraph] = []
    for paragraph in paragraphs[first:]:
        for line in paragraph.lines:
            if not notes or _note_mark(line):
                notes.append(Paragraph("note", [], paragraph.page, paragraph.gap, paragraph.right, paragraph.left))
            notes[-1].lines.append(line)
    return list(paragraphs[:first]), notes


def _is_small(paragraph: Paragraph, body: float) -> bool:
    return paragraph.kind in ("text", "list") and paragraph.size < SMALLER * body


def _note_mark(line: Line) -> bool:
    return len(line.words) > 1 and _NOTE_MARK.fullmatch(line.words[0].text) is not None


def note_marks(notes: Sequence[Paragraph]) -> set[str]:
    """The marks that the notes of a page begin with."""
    return {note.lines[0].words[0].text.rstrip(".") for note in notes if _note_mark(note.lines[0])}


def without_mark(note: Paragraph) -> list[Line]:
    """The lines of a note without its mark."""
    first = note.lines[0]
    return [Line(first.words[1:]), *note.lines[1:]] if _note_mark(first) else note.lines


def without_references(line: Line, marks: set[str]) -> Line:
    """A line without the raised marks that point to notes of its page; a mark that is found is taken from `marks`."""
    kept: list[Word] = []
    for word in line.words:
        if kept and word.text in marks and _is_raised(word, kept[-1]) and _takes_marks(kept[-1].text):
            marks.remove(word.text)
        else:
            kept.append(word)
    return line if len(kept) == len(line.words) else Line(tuple(kept))


def _takes_marks(text: str) -> bool:
    """Whether a note can be called behind this: a word or a sentence's end, not the base of a power."""
    return not text[-1].isdigit() and sum(map(str.isalpha, text)) > 1


def _is_raised(word: Word, before: Word) -> bool:
    return word.base < before.base - 0.1 * before.size and word.size < 0.9 * before.size
