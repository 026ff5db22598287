"""Pieces of text put together into a document's text and its blocks.

Owns how blocks are set apart and that their positions are exact. Knows nothing of the formats the pieces come from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.schema import Block, BlockKind

PARAGRAPH_BREAK = "\n\n"
LINE_BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of one block, and what stands between it and the block before."""

    kind: BlockKind
    text: str
    heading_path: tuple[str, ...] = ()
    before: str = PARAGRAPH_BREAK


def assemble(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    """The joined text and one block per piece that has any text; blocks carry no white space at their ends."""
    parts: list[str] = []
    blocks: list[Block] = []
    length = 0
    for piece in pieces:
        text = piece.text.rstrip().strip("\n") if piece.kind == "code" else piece.text.strip()
        if not text.strip():
            continue
        if parts:
            parts.append(piece.before)
            length += len(piece.before)
        parts.append(text)
        indent = len(text) - len(text.lstrip())
        blocks.append(Block(piece.kind, length + indent, length + len(text), piece.heading_path))
        length += len(text)
    return "".join(parts), tuple(blocks)
