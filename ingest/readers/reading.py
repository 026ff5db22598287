"""What a reader makes of one file: its pieces in order, what the file says of itself, what was left out.

Owns the value that readers return. Knows nothing of formats, of sources or of how omissions are told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.readers.assemble import Piece
from ingest.schema import Omission


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read. `meta` is what it says of itself (title, lang, url, ...), `title` its first top heading.

    `omissions` are parts of the content that are in no piece; what is no content (menus, comments, markup) is no
    omission.
    """

    pieces: tuple[Piece, ...]
    meta: Mapping[str, object] = field(default_factory=dict)
    title: str = ""
    omissions: tuple[Omission, ...] = ()
