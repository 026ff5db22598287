"""The characters of a text: the one form in which it is kept, and the folded one in which it is compared.

Owns which characters are the same to a reader: composed and decomposed accents, hyphens that do not break, apostrophes,
what is never seen (soft hyphens, zero-width spaces). Knows nothing of words. Standard library only.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Written into a text by browsers and word processors to say where a line may break; a reader never sees them.
_UNSEEN = "\u00ad\u200b\u200c\u2060\ufeff"
_HYPHENS = "\u2010\u2011"
_KEPT: dict[int, str | None] = {**dict.fromkeys(map(ord, _UNSEEN)), **dict.fromkeys(map(ord, _HYPHENS), "-")}
_FOLDED: dict[int, str | None] = {
    **_KEPT,
    **dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u02b9\u2032"), "'"),
    ord("œ"): "oe",
    ord("æ"): "ae",
}
# A character and the marks that are composed with it: what NFC may change is never larger.
_CLUSTER = re.compile(r"[\s\S][\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]*")


def normal(text: str) -> str:
    """The text as it is kept and quoted: accents composed (NFC), plain hyphens, nothing that is not seen."""
    if text.isascii():
        return text
    return unicodedata.normalize(
        "NFC", text.translate(_KEPT) if any(map(text.__contains__, _UNSEEN + _HYPHENS)) else text
    )


def whole(text: str) -> str:
    """Text of the same length with "?" for every half of a character.

    Halves (lone surrogates) come from bytes in another encoding on a command line and from cut emoji; no tokenizer, no
    JSON writer and no terminal takes them.
    """
    return text.encode("utf-8", "replace").decode("utf-8")


def fold(text: str) -> str:
    """For comparing only: lower case, no accents, one kind of apostrophe and hyphen, one space for every kind."""
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text.casefold()).translate(_FOLDED)
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


@dataclass(frozen=True, slots=True)
class Normal:
    """A text in its normal form, with the way back: its i-th character stands for `original[starts[i]:ends[i]]`."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a half-open span, not empty, stands in the original."""
        return self.starts[start], self.ends[end - 1]


def normal_with_places(text: str) -> Normal:
    """The normal form of a text whose positions lead back to it."""
    if normal(text) == text:
        return Normal(text, tuple(range(len(text))), tuple(range(1, len(text) + 1)))
    seen = [place for place, character in enumerate(text) if character not in _UNSEEN]
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _CLUSTER.finditer("".join(text[place] for place in seen)):
        part = normal(match.group())
        parts.append(part)
        starts += [seen[match.start()]] * len(part)
        ends += [seen[match.end() - 1] + 1] * len(part)
    return Normal("".join(parts), tuple(starts), tuple(ends))
