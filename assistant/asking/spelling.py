"""Words as the sources spell them: short forms written out, near spellings of words that no source holds.

A near spelling is offered beside the word, never in its place: without a dictionary "centaines" cannot be told from a
typing error, and a name that is not covered must remain visible to the refusal gate. It also finds cognates
("agrégation", "aggregation"). Knows words only, no index and no model.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from ingest.schema import LANGS, Lang
from ingest.text.analysis import document_terms, fold, is_stop_word, words

_ABBREVIATIONS = Path(__file__).parent / "data" / "abbreviations.json"
_SHORTEST = 6  # letters; shorter words have too many neighbours
_ALIKE = 0.84  # of difflib's ratio: one letter of six, two of twelve
_LETTERS = 2  # how much longer or shorter a near spelling may be
_WORD = re.compile(r"[^\W_]+", re.UNICODE)


class Speller:
    """Near spellings among the words of the texts it was given. Immutable once built."""

    def __init__(self, texts: Iterable[str]) -> None:
        found = {word for text in texts for word in _WORD.findall(text)}  # folded once each, not wherever they stand
        written = {fold(word) for word in found}
        self._terms = {term for word in written for term in _terms(word)}
        self._by_start: dict[str, list[str]] = {}
        for word in sorted(written):
            if len(word) >= _SHORTEST - _LETTERS and not is_stop_word(word):
                self._by_start.setdefault(word[0], []).append(word)

    def near(self, word: str) -> str:
        """The one word of the sources that an unknown word is almost the same as; "" for none, or no single one."""
        folded = fold(word)
        if len(folded) < _SHORTEST or is_stop_word(folded) or _terms(word) & self._terms:
            return ""
        found = difflib.get_close_matches(folded, self._neighbours(folded), n=2, cutoff=_ALIKE)
        if not found or (len(found) == 2 and _ratio(folded, found[0]) == _ratio(folded, found[1])):
            return ""
        return found[0]

    def near_words(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, near spelling) of the words of a text that have one."""
        found = ((m.start(), m.end(), self.near(m.group())) for m in _WORD.finditer(text))
        return [(start, end, word) for start, end, word in found if word]

    def _neighbours(self, folded: str) -> list[str]:
        """Words with the same first letter and exactly the same digits: p3 is not a typing error of p4."""
        digits = _digits(folded)
        return [
            word
            for word in self._by_start.get(folded[0], ())
            if abs(len(word) - len(folded)) <= _LETTERS and _digits(word) == digits
        ]


def write_out(text: str, lang: Lang) -> str:
    """The text with the short forms that people type (HPO, SM) written out in its language."""
    short = _abbreviations()[lang]
    return _WORD.sub(lambda match: short.get(match.group(), match.group()), text)


def _terms(word: str) -> set[str]:
    return {term for part in words(word) for lang in LANGS for term in document_terms(part, lang)}


def _digits(word: str) -> str:
    return "".join(c for c in word if c.isdigit())


def _ratio(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()


@cache
def _abbreviations() -> dict[Lang, dict[str, str]]:
    data = json.loads(_ABBREVIATIONS.read_text(encoding="utf-8"))
    return {lang: dict(data[lang]) for lang in LANGS}
