"""Plain text to blocks: paragraphs, list items by their bullets, titles that are underlined, rows of cells with tabs.

Owns what a bullet is in plain text, and in a paragraph of any other format where somebody typed it. Knows nothing of
Markdown: a "#" is a character.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from ingest.readers.assemble import Piece
from ingest.readers.outline import Outline

_BULLET = re.compile(r"[ \t]*(?P<mark>(?:[-*+•‣▪◦●]|\d{1,3}[.)])[ \t\u00a0]+)(?=\S)")
# Bullets that no format has as such; a dash begins an item where another one does.
_TYPED = re.compile(r"[ \t\u00a0]*(?:[•‣▪◦●▸►➢➤✓✔⁃∙]|(?P<dash>[–—]))[ \t\u00a0]+(?=\S)")
_UNDERLINE = re.compile(r"(=|-|~|\*|_)\1{2,}")
_LONGEST_TITLE = 100


def read_text(text: str) -> list[Piece]:
    """The paragraphs, list items and tables of a plain text, in order."""
    outline = Outline()
    for paragraph in re.split(r"\n[ \t\u00a0]*\n", text):
        _paragraph([line.rstrip() for line in paragraph.split("\n")], outline)
    return outline.pieces


def typed_items(lines: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    """What leads in to items that somebody typed into a paragraph, and the lines of each without its bullet."""
    marks = [_TYPED.match(line) for line in lines]
    dashes = sum(mark is not None and bool(mark["dash"]) for mark in marks)
    lead: list[str] = []
    items: list[list[str]] = []
    for line, mark in zip(lines, marks, strict=True):
        if mark is not None and (not mark["dash"] or dashes > 1):
            items.append([line[mark.end() :]])
        else:
            (items[-1] if items else lead).append(line)
    return lead, items


def _paragraph(lines: list[str], outline: Outline) -> None:
    """Lines without an empty one between them: a title, a table, or a lead-in with its list items."""
    if len(lines) > 1 and _is_underlined(*lines[:2]):
        outline.heading(1 if lines[1][0] == "=" else 2, lines[0])
        lines = lines[2:]
    rows = [line.strip("\n").split("\t") for line in lines]
    if len(rows) > 1 and len(rows[0]) > 1 and all(len(row) == len(rows[0]) and row[0].strip() for row in rows):
        outline.table(rows)
        return
    starts = [place for place, line in enumerate(lines) if _BULLET.match(line)]
    outline.text("\n".join(lines[: starts[0]] if starts else lines).strip())
    indents: list[int] = []
    for start, end in itertools.pairwise([*starts, len(lines)]):
        match = _BULLET.match(lines[start])
        assert match is not None
        indent = len(lines[start].expandtabs(4)) - len(lines[start].expandtabs(4).lstrip())
        while indents and indents[-1] >= indent:
            indents.pop()
        indents.append(indent)
        item = "\n".join([lines[start][match.end() :], *lines[start + 1 : end]])
        outline.item(len(indents) - 1, item, match["mark"])


def _is_underlined(title: str, line: str) -> bool:
    return bool(title.strip()) and len(title) <= _LONGEST_TITLE and bool(_UNDERLINE.fullmatch(line.strip()))
