"""What a reader makes of one file: its pieces in order, what the file says of itself, what was left out.

Owns the value that readers return. Knows nothing of formats, of sources or of how omissions are told.
"""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.readers.assemble import Piece
from ingest.schema import Block, Omission


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read. `meta` is what it says of itself (title, lang, url, ...), `title` its first top heading.

    `omissions` are parts of the content that are in no piece; what is no content (menus, comments, markup) is no
    omission. `page_pieces` is the place in `pieces` of each page's first, for formats that have pages or slides.
    """

    pieces: tuple[Piece, ...]
    meta: Mapping[str, object] = field(default_factory=dict)
    title: str = ""
    omissions: tuple[Omission, ...] = ()
    page_pieces: tuple[int, ...] = ()


def page_starts(reading: Reading, blocks: Sequence[Block], end: int) -> tuple[int, ...]:
    """Where each page begins in the assembled text (0 for the first); a page without text begins where the next does.

    `blocks` are those that `assemble` gave for the reading's pieces, `end` is the length of their text.
    """
    filled = [place for place, piece in enumerate(reading.pieces) if piece.text.strip()]
    starts: list[int] = []
    for first in reading.page_pieces:
        following = bisect.bisect_left(filled, first)
        starts.append(blocks[following].start if following < len(blocks) else end)
    return (0, *starts[1:]) if starts else ()
