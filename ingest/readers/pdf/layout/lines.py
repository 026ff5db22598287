"""Words to lines: runs of words on one foot line without a wide gap, and the rows that they stand in.

Owns what is one line, what a list marker is on a page, and how the words of a line are written out. Knows nothing of
columns, tables or paragraphs.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.readers.pdf.layout.words import BOLD, MONO, Word

# Gaps wider than this many letter sizes, and than this many usual gaps of the row, part two lines of one row.
_WIDE_GAP, _USUAL_GAPS = 0.8, 2.2
# The text of a list item may stand this many letter sizes behind its marker.
_MARKER_GAP = 4.0
_SAME_FOOT = 0.35
# A gap between cells is that much wider than the spaces in their line.
_CELL_GAP = 1.25

_BULLET_CHARACTERS = "•‣▪◦●■□○▸►–—∙·*➢➤⁃✓✔o\u2212-"
MARKER = re.compile(rf"(?:[{_BULLET_CHARACTERS}]|\(?\d{{1,3}}[.)]|\(?[a-zA-Z][.)]|\(?[ivx]{{1,4}}[.)])")
_BULLET = re.compile(rf"[{_BULLET_CHARACTERS}]")
_RAISED = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")


@dataclass(frozen=True)
class Line:
    """Words of one row that belong together, from left to right; or the place of a table, by its number."""

    words: tuple[Word, ...]
    stands_for: int | None = None

    @cached_property
    def x0(self) -> float:
        """Left edge."""
        return self.words[0].x0

    @cached_property
    def x1(self) -> float:
        """Right edge."""
        return max(word.x1 for word in self.words[-2:])

    @cached_property
    def main(self) -> Word:
        """A word that stands for the line's size and foot: the one with most letters."""
        return max(self.words, key=lambda word: (len(word.text), -word.x0))

    @cached_property
    def base(self) -> float:
        """Foot of the letters."""
        return self.main.base

    @cached_property
    def size(self) -> float:
        """Size of the letters in points."""
        return self.main.size

    @cached_property
    def text(self) -> str:
        """The words as one string."""
        return written(self.words)

    @cached_property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(word.style & BOLD for word in self.words if any(map(str.isalnum, word.text)))

    @cached_property
    def mono(self) -> bool:
        """Whether nearly all of it is in a fixed-width font."""
        total = sum(len(word.text) for word in self.words)
        return sum(len(word.text) for word in self.words if word.style & MONO) >= 0.8 * total

    @cached_property
    def marker(self) -> bool:
        """Whether it begins with a list marker and goes on behind it."""
        return len(self.words) > 1 and bool(MARKER.fullmatch(self.words[0].text)) and not self.words[1].glued


def written(words: Sequence[Word]) -> str:
    """Words with a space between them, raised figures as such ("10⁶"), a bullet as "-"."""
    parts: list[str] = []
    for index, word in enumerate(words):
        text = word.text
        if index == 0 and len(words) > 1 and _BULLET.fullmatch(text) and not words[1].glued:
            text = "-"
        if word.glued and index and word.base < words[index - 1].base and word.size < words[index - 1].size:
            raised = text.translate(_RAISED)
            text = raised if not raised.isascii() else text
        parts.append(text if word.glued or not index else f" {text}")
    return "".join(parts)


def rows_of(words: Iterable[Word]) -> list[list[Word]]:
    """Words by the foot line they stand on, from top to bottom, each row from left to right."""
    ordered = list(words)
    foot = [0.0] * len(ordered)
    for index, word in enumerate(ordered):
        foot[index] = foot[index - 1] if word.glued and index else word.base
    rows: list[list[tuple[float, Word]]] = []
    last = None
    for index in sorted(range(len(ordered)), key=lambda i: foot[i]):
        word = ordered[index]
        if last is None or foot[index] - last > _SAME_FOOT * min(word.size, rows[-1][0][1].size):
            rows.append([])
            last = foot[index]
        rows[-1].append((word.x0, word))
    return [[word for _, word in sorted(row, key=lambda pair: pair[0])] for row in rows]


def lines_of(words: Iterable[Word]) -> list[Line]:
    """The lines of a page by row, from left to right within a row."""
    return [Line(tuple(part)) for row in rows_of(words) for part in _parts(row)]


def _parts(row: Sequence[Word]) -> list[list[Word]]:
    gaps = sorted(b.x0 - a.x1 for a, b in itertools.pairwise(row) if b.x0 > a.x1 and not b.glued)
    usual = min(gaps[len(gaps) // 4], 0.36 * row[0].size) if gaps else 0.0
    parts = [[row[0]]]
    for before, word in itertools.pairwise(row):
        gap = word.x0 - before.x1
        size = max(word.size, before.size)
        widest = _MARKER_GAP if len(parts[-1]) == 1 and MARKER.fullmatch(before.text) else _WIDE_GAP
        if not word.glued and gap > max(widest * size, _USUAL_GAPS * usual if len(gaps) > 3 else 0):
            parts.append([])
        parts[-1].append(word)
    if len(parts) == 2 and len(parts[0]) == 1 and _is_section_number(parts[0][0], parts[1][0]):
        return [[*parts[0], *parts[1]]]
    return parts


def _is_section_number(number: Word, word: Word) -> bool:
    """Whether a bold number stands in front of a bold heading."""
    return (
        bool(number.style & word.style & BOLD) and re.fullmatch(r"(?:\d+|[A-Z])(?:\.\d+)*\.?", number.text) is not None
    )


def row_groups(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand beside each other, from top to bottom; each group from left to right."""
    groups: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.base, line.x0)):
        if groups and line.base - groups[-1][0].base <= _SAME_FOOT * min(line.size, groups[-1][0].size):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [sorted(group, key=lambda line: line.x0) for group in groups]


def joined(lines: Sequence[Line]) -> Line:
    """Lines of one row as one."""
    return lines[0] if len(lines) == 1 else Line(tuple(word for line in lines for word in line.words))


def in_step(rows: Sequence[list[Line]]) -> list[list[Line]]:
    """The rows, those with narrow gaps parted where the row above or below them has its white space.

    Cells can stand closer than words of a wide line do; that all of the gaps lie under those of a neighbour, and are
    wider than the spaces of their own line, tells them.
    """
    found = [list(row) for row in rows]
    for places in (range(1, len(found)), range(len(found) - 2, -1, -1)):
        for index in places:
            neighbour = found[index + (-1 if places.step > 0 else 1)]
            if len(neighbour) > 2 and len(found[index]) < len(neighbour):
                found[index] = _parted(found[index], neighbour)
    return found


def _parted(row: list[Line], neighbour: Sequence[Line]) -> list[Line]:
    """The row cut under each gap of its neighbour; as it was where one of them has no gap of it."""
    words = [word for line in row for word in line.words]
    gaps = [(a.x1, b.x0, index) for index, (a, b) in enumerate(itertools.pairwise(words), start=1)]
    if not gaps or any(line.stands_for is not None for line in (*row, *neighbour)):
        return row
    smallest = min(right - left for left, right, _ in gaps)
    cuts = []
    for a, b in itertools.pairwise(neighbour):
        under = [gap for gap in gaps if gap[0] < b.x0 and gap[1] > a.x1 and gap[1] - gap[0] > _CELL_GAP * smallest]
        if not under:
            return row
        cuts.append(max(under, key=lambda gap: gap[1] - gap[0])[2])
    edges = [0, *sorted(set(cuts)), len(words)]
    return [Line(tuple(words[a:b])) for a, b in itertools.pairwise(edges)]
