"""The text of code on a web page, line by line, without the numbers that were drawn beside it.

Owns what a line of code is in markup. Knows nothing of blocks or of the rest of the page.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.readers.html.tree import children

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_LINES = frozenset("div p li tr table ol ul".split())
_NOT_CODE = frozenset("button style script svg select".split())
_NUMBERED = re.compile(r"[ \t]*(\d{1,6})(?=\D|$)")


def code_text(node: LexborNode) -> str:
    """The text of a `pre` or of an element that stands for one, line breaks kept, line numbers left out."""
    parts: list[str] = []
    _collect(node, parts)
    return without_numbers("".join(parts).replace("\u200b", "").strip("\n"))


def lines_of(node: LexborNode) -> list[str]:
    """The lines of an element as they stand, numbers and all."""
    parts: list[str] = []
    _collect(node, parts)
    return "".join(parts).strip("\n").split("\n")


def without_numbers(text: str) -> str:
    """The lines without a number that each of them begins with, where these count up one by one."""
    lines = text.split("\n")
    numbers = [_NUMBERED.match(line) for line in lines]
    if len(lines) < 2 or not counts_up([match[1] if match else "" for match in numbers]):
        return text
    rest = [line[match.end() :] for line, match in zip(lines, numbers, strict=True) if match]
    if any(line and not line.startswith((" ", "\t", "\u00a0", "|", ":")) for line in rest):
        marked = [line for line in rest if line]
        # Numbers that touch the code ("1import os") are numbers only where all lines have one and code begins in words.
        if any(line[0] in ".,)%/*-+" for line in marked):
            return text
        return "\n".join(rest)
    return textwrap.dedent("\n".join(re.sub(r"^[ \u00a0]?[|:]", "", line) for line in rest))


def counts_up(lines: Sequence[str]) -> bool:
    """Whether the lines are nothing but numbers, each one more than the one before."""
    stripped = [line.strip() for line in lines]
    if not stripped or not all(line.isdecimal() for line in stripped):
        return False
    first = int(stripped[0])
    return all(int(line) == first + place for place, line in enumerate(stripped))


def _collect(node: LexborNode, parts: list[str]) -> None:
    for child in children(node):
        if child.is_text_node:
            parts.append(child.text_content or "")
        elif child.is_element_node and child.tag not in _NOT_CODE:
            if child.tag == "br":
                parts.append("\n")
            else:
                own_line = child.tag in _LINES
                if own_line and parts and not parts[-1].endswith("\n"):
                    parts.append("\n")
                _collect(child, parts)
                if own_line and parts and not parts[-1].endswith("\n"):
                    parts.append("\n")
