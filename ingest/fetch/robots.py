"""What a robots.txt allows (RFC 9309): groups, longest match, `*` and `$`, and the crawl delay.

Pure. Written here because `urllib.robotparser` (Python 3.11) takes `*` and `$` as letters, takes the first match
instead of the longest, and drops a delay such as 0.5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules for one robot: (allow?, pattern) pairs, and the pause it asks for in seconds (0: none asked)."""

    patterns: tuple[tuple[bool, str], ...] = ()
    delay: float = 0.0

    def allows(self, target: str) -> bool:
        """True when the path and query may be asked for: the longest matching pattern decides, allow wins a tie."""
        path = _encoded(target)
        matching = [(len(pattern), allow) for allow, pattern in self.patterns if _matches(pattern, path)]
        return max(matching, default=(0, True))[1]


EVERYTHING_ALLOWED = Rules()
NOTHING_ALLOWED = Rules(((False, "/"),))


def parse_robots(text: str, product: str) -> Rules:
    """The rules for the robot `product`: those of its own groups, else those of the groups for all (`*`)."""
    own: list[tuple[str, str]] = []
    general: list[tuple[str, str]] = []
    named = False
    for agents, lines in _groups(text):
        if product.lower() in agents:
            named = True
            own.extend(lines)
        elif "*" in agents:
            general.extend(lines)
    lines = own if named else general
    patterns = [(key == "allow", _encoded(value)) for key, value in lines if key in ("allow", "disallow") and value]
    delays = [_seconds(key, value) for key, value in lines if key in ("crawl-delay", "request-rate")]
    return Rules(tuple(patterns), max(delays, default=0.0))


def _groups(text: str) -> Iterator[tuple[set[str], list[tuple[str, str]]]]:
    """Each group: the robots it is for (product names in lower case, or "*"), and its lines."""
    agents: set[str] = set()
    lines: list[tuple[str, str]] = []
    begun = False
    for line in text.removeprefix("\ufeff").splitlines():
        key, colon, value = line.split("#", 1)[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon or key == "sitemap":
            continue
        if key != "user-agent":
            begun = True
            lines.append((key, value))
            continue
        if begun:
            yield agents, lines
            agents, lines, begun = set(), [], False
        name = re.match(r"[\w-]+|\*", value)
        agents.add(name[0].lower() if name else "")
    yield agents, lines


def _seconds(key: str, value: str) -> float:
    """`Crawl-delay: 2.5`, or `Request-rate: 1/10` (requests per seconds)."""
    match = re.match(r"(\d{1,6}(?:\.\d{1,6})?)(?:\s*/\s*(\d{1,6})(s|m|h)?)?", value)
    if match is None:
        return 0.0
    first = float(match[1])
    if key == "crawl-delay":
        return first
    if not first or not match[2]:
        return 0.0
    return int(match[2]) * {"s": 1, "m": 60, "h": 3600, None: 1}[match[3]] / first


def _encoded(path: str) -> str:
    """One spelling for percent-encoded and plain characters; `*` and `$` stay."""
    return quote(unquote_to_bytes(path), safe="/*$?=&:@!'()+,;~-._%")


def _matches(pattern: str, path: str) -> bool:
    """`*` stands for any characters, a final `$` for the end; in time linear in the path for each piece."""
    to_end = pattern.endswith("$")
    first, *pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    position = len(first)
    if not pieces:
        return not to_end or position == len(path)
    last = pieces.pop()
    for piece in pieces:
        found = path.find(piece, position)
        if found < 0:
            return False
        position = found + len(piece)
    if to_end:
        return path.endswith(last) and len(path) - len(last) >= position
    return path.find(last, position) >= 0
