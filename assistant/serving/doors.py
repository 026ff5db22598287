"""What is served, door by door: a path that is not listed does not exist, whatever stands behind it.

Owns what a door is and how a request finds its door. The page and the programs' interface list their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Who = Literal["anyone", "page", "browser", "program"]
"""Who may come, on a network: anyone; a signed-in browser (a page sends others to the sign-in, a call refuses them); a
program with a token or a signed-in browser. Calls of a browser also need the cookie that the page gave it."""
Place = Literal["", "body", "query", "path"]

KILOBYTE, MEGABYTE = 1000, 1_000_000


@dataclass(frozen=True, slots=True)
class Door:
    """One thing that is served. `path` is exact, or a beginning that ends in "*".

    A body may have `most_bytes` bytes and `seconds` seconds to arrive. `wrong` says what is wrong with a JSON body, ""
    when nothing is; with it the body must be JSON. One caller sends at most `most_lately` bytes in a quarter of an hour
    (0: as many as come). `page_session` is where a call names the page's session.
    """

    method: Literal["GET", "POST"]
    path: str
    who: Who
    what: str
    most_bytes: int = 0
    seconds: float = 20.0
    wrong: Callable[[Any], str] | None = None
    page_session: Place = ""
    most_lately: int = 0

    def opens(self, path: str) -> bool:
        """Whether a request for this path comes through here."""
        if self.path.endswith("*"):
            return path.startswith(self.path[:-1])
        return path == self.path


class Doors:
    """All doors of a server."""

    def __init__(self, *doors: Iterable[Door]) -> None:
        self.all: Sequence[Door] = tuple(door for some in doors for door in some)

    def find(self, method: str, path: str) -> Door | None:
        """The door of a request; HEAD goes where GET goes."""
        wanted = "GET" if method == "HEAD" else method
        return next((door for door in self.all if door.method == wanted and door.opens(path)), None)

    def methods(self, path: str) -> tuple[str, ...]:
        """The methods that this path is there for; none when it is not there at all."""
        return tuple(sorted({door.method for door in self.all if door.opens(path)}))
