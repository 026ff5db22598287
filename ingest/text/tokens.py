"""Where the words of a text begin and end: the one tokeniser, at its two joints.

A word is a run of letters and digits, joined by dots and underscores (ml.p3.2xlarge, max_depth). For search, hyphens
and slashes join too (us-east-1, key/value), since an identifier is looked up whole and in parts; the checker compares
words, so there they part ("multi-model" is two). Owns the pattern; knows no stems, stop words or concepts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LETTERS = r"[^\W_]+"
_WORD = re.compile(rf"{_LETTERS}(?:[._]{_LETTERS})*")
_IDENTIFIER = re.compile(rf"{_LETTERS}(?:[._\-/]{_LETTERS})*")


def word_matches(text: str) -> Iterator[re.Match[str]]:
    """Words in order, parted at hyphens and slashes."""
    return _WORD.finditer(text)


def identifiers(text: str) -> list[str]:
    """The words of `identifier_matches`, without their places."""
    return _IDENTIFIER.findall(text)


def identifier_matches(text: str) -> Iterator[re.Match[str]]:
    """Words in order, identifiers with hyphens and slashes whole."""
    return _IDENTIFIER.finditer(text)
