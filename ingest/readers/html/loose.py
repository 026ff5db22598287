"""Lists that are no lists in the markup: Word writes paragraphs with a level, Google Docs one flat list per level.

Owns how such items are put into one another. Knows nothing of their text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.readers.flow import Flow

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_WORD = re.compile(r"mso-list:\s*\S+\s+level(\d)", re.IGNORECASE)
_GOOGLE = re.compile(r"\blst-kix_\w+-(\d)\b")


class LooseLists:
    """The lists that are open in a flow because of an item's level."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        # Per level, whether an item of it is open.
        self._items: list[bool] = []

    @property
    def is_open(self) -> bool:
        """Whether there is such a list."""
        return bool(self._items)

    def to_level(self, level: int, number: int | None) -> None:
        """Be in a list at this level, 1 for the outermost: deeper ones are left, missing ones are entered."""
        self.leave(level)
        while len(self._items) < level:
            self._flow.enter("list", number=number)
            self._items.append(False)

    def next_item(self) -> None:
        """Begin an item of the innermost list."""
        if self._items[-1]:
            self._flow.leave()
        self._flow.enter("item")
        self._items[-1] = True

    def leave(self, level: int = 0) -> None:
        """Close the lists below this level."""
        while len(self._items) > level:
            if self._items.pop():
                self._flow.leave()
            self._flow.leave()


def word_level(paragraph: LexborNode) -> int:
    """The level of a paragraph that is a list item, 0 for any other."""
    match = _WORD.search(paragraph.attributes.get("style") or "")
    return int(match[1]) if match is not None else 0


def google_level(node: LexborNode) -> int:
    """The level of a list of Google's, 0 for any other."""
    match = _GOOGLE.search(node.attributes.get("class") or "")
    return int(match[1]) + 1 if match is not None else 0


def take_marker(paragraph: LexborNode) -> int | None:
    """Remove the bullet that Word has written out; its first number where it counts."""
    for span in paragraph.css("span"):
        if "mso-list" in (span.attributes.get("style") or "").lower():
            mark = "".join(span.text().split())
            span.decompose()
            return 1 if len(mark) > 1 and re.match(r"\w+[.)]", mark) else None
    return None
