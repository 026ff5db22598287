"""Plain text to blocks: paragraphs, and list items by their bullets.

Owns what a bullet is in plain text. Knows nothing of Markdown: a "#" is a character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.readers.assemble import LINE_BREAK, PARAGRAPH_BREAK, Piece

BULLET = re.compile(r"[ \t]*(?P<mark>[-*+•‣▪◦●]|\d{1,3}[.)])[ \t\u00a0]+(?=\S)")


def read_text(text: str) -> list[Piece]:
    """The paragraphs and list items of a plain text, in order."""
    return [piece for paragraph in re.split(r"\n[ \t\u00a0]*\n", text) for piece in _pieces(paragraph)]


def _pieces(paragraph: str) -> Iterator[Piece]:
    """A paragraph, or its lead-in and its list items (a line without bullet goes on with the item before it)."""
    lines: list[str] = []
    bulleted, before = False, PARAGRAPH_BREAK
    for line in paragraph.split("\n"):
        if BULLET.match(line) and lines:
            yield _piece(lines, bulleted, before)
            lines, before = [], LINE_BREAK
        if BULLET.match(line):
            bulleted = True
        lines.append(line.rstrip())
    if lines:
        yield _piece(lines, bulleted and bool(BULLET.match(lines[0])), before)


def _piece(lines: list[str], bulleted: bool, before: str) -> Piece:
    return Piece("list" if bulleted else "text", LINE_BREAK.join(lines).strip(), (), before)
