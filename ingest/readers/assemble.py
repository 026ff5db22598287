"""Pieces of text put together into a document's text and its blocks.

Owns how blocks are set apart and that their positions are exact. Knows nothing of the formats the pieces come from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.schema import Block, BlockKind
from ingest.text.characters import normal, whole
from ingest.text.sentences import split_sentences

PARAGRAPH_BREAK = "\n\n"
LINE_BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of one block, and what stands between it and the block before.

    `about` names the earlier pieces that say what this one is about, by their place in the sequence that is
    assembled, outermost first; they become the block's `subjects`.
    """

    kind: BlockKind
    text: str
    heading_path: tuple[str, ...] = ()
    before: str = PARAGRAPH_BREAK
    about: tuple[int, ...] = ()
    header_rows: int = 1


def assemble(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    """The joined text and one block per piece that has any text; blocks carry no white space at their ends.

    The text is in its normal form (`ingest.text.characters`) whatever a format's own escapes put into the pieces.
    """
    pieces = tuple(pieces)
    named = {place for piece in pieces for place in piece.about}
    parts: list[str] = []
    blocks: list[Block] = []
    spans: list[tuple[int, int] | None] = []
    length = 0
    paths: dict[tuple[str, ...], tuple[str, ...]] = {}
    for place, piece in enumerate(pieces):
        text = normal(whole(piece.text))
        text = text.rstrip().strip("\n") if piece.kind == "code" else text.strip()
        if not text.strip():
            spans.append(None)
            continue
        if parts:
            parts.append(piece.before)
            length += len(piece.before)
        parts.append(text)
        indent = len(text) - len(text.lstrip())
        start, end = length + indent, length + len(text)
        subjects = tuple(span for one in piece.about if (span := spans[one]) is not None)
        headings = paths.get(piece.heading_path)
        if headings is None:
            headings = paths[piece.heading_path] = tuple(normal(whole(one)) for one in piece.heading_path)
        blocks.append(Block(piece.kind, start, end, headings, subjects, piece.header_rows))
        spans.append(_subject(piece.kind, text.lstrip(), start) if place in named else None)
        length += len(text)
    return "".join(parts), tuple(blocks)


def _subject(kind: BlockKind, text: str, start: int) -> tuple[int, int]:
    """The part of a piece that stands for it in front of what it is the subject of, without its list marker.

    Of a paragraph its last sentence, which leads in; of an item its first, which names the thing, unless the last one
    leads on ("These classes exist:") or asks; of a table its first row.
    """
    sentences = split_sentences(text)
    if not sentences:
        return start, start + len(text)
    leads = kind == "text" or text[: sentences[-1][1]].endswith((":", "?"))
    first, end = sentences[-1] if leads else sentences[0]
    return start + first, start + end
