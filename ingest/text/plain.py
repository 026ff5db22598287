"""Text folded without moving anything: lower case, no accents, one kind of apostrophe and space, same length.

So that a pattern found in the folded text stands at the same place in the text as written. Standard library only.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_SAME = {
    "’": "'",
    "‘": "'",
    "\u00a0": " ",
    "\u202f": " ",
    "\u2009": " ",
    "\t": " ",
    "œ": "e",
    "Œ": "e",
    "–": "-",
    "—": "-",
}


def flat(text: str) -> str:
    """`text` in lower case without accents; `flat(text)[i]` is the character at `text[i]`."""
    return "".join(map(_flat, text))


@lru_cache(maxsize=4096)
def _flat(character: str) -> str:
    if character in _SAME:
        return _SAME[character]
    first = unicodedata.normalize("NFD", character.lower())[:1]
    return first if first and not unicodedata.combining(first) else character
