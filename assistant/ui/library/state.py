"""What one browser tab looks at in the library, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.ui.session import Kept
from ingest.library.records import FIRST
from ingest.library.shelf import Taken

PAGE = 40
MINE = "mine"


@dataclass(frozen=True, slots=True)
class Looking:
    """The rows that are wanted, the document that is open, where new files go, what came of the last ones.

    `which` is "" for all, "mine" for the learner's, a collection's id, or "exam:ID". `said` is what the last action
    has to say; `seen` is the version of the library that was
    drawn last.
    """

    words: str = ""
    which: str = ""
    shown: int = PAGE
    chosen: str = ""
    into: str = FIRST
    taken: Taken | None = None
    said: str = ""
    alert: bool = False
    seen: str = ""

    def saying(self, text: str, *, alert: bool = False) -> Looking:
        """With something to say, and nothing of what was said before."""
        return replace(self, said=text, alert=alert, taken=None)


LOOKING = Kept(Looking())
"""Where the library keeps what a session looks at."""
