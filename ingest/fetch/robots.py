"""What a robots.txt allows (RFC 9309), and the pause it asks for. Protego reads it; this file is what we ask of it.

Pure. Two things are mended on the way in, each in favour of the host: a byte order mark hides no first line, and a
group for "CitePrep/2.0" is one for the robot CitePrep, whose groups count together.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_AGENT = re.compile(r"^(\s*user-agent\s*:\s*)([\w-]+|\*).*$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules for one robot: whether a path and query may be asked for, and the pause in seconds (0: none asked)."""

    allows: Callable[[str], bool]
    delay: float = 0.0


EVERYTHING_ALLOWED = Rules(lambda target: True)
NOTHING_ALLOWED = Rules(lambda target: False)


def parse_robots(text: str, product: str) -> Rules:
    """The rules for the robot `product`: those of its own groups, else those of the groups for all (`*`)."""
    from protego import Protego

    parsed = Protego.parse(_AGENT.sub(r"\1\2", text.removeprefix("\ufeff")))
    rate = parsed.request_rate(product)
    pause = rate.seconds / rate.requests if rate is not None and rate.requests else 0.0
    return Rules(lambda target: bool(parsed.can_fetch(target, product)), max(parsed.crawl_delay(product) or 0.0, pause))
