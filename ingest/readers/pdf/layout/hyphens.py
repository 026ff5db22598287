"""Words that a line break cut: joined again, and compounds left as they are.

Owns the decision between "conser-vation" and "on-demand". Knows nothing of pages; it is told what words the document
writes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from ingest.text.wordlist import known_words

_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_CUT = re.compile(r"(?P<word>(?:[^\W\d_]+[-\u2010\u2011])*(?P<last>[^\W\d_]+))(?P<hyphen>[-\u2010\u00ad])$")
_REST = re.compile(r"[^\W\d_]+")
_SOFT = "\u00ad"
# A part of a word that is shorter can be a word and a syllable ("on", "com").
_WORD_LENGTH = 4
# Weight in the word list from which a short part is a word all the same.
_COMMON = 6
# No word before a hyphen is longer.
_LONGEST_WORD = 80


class Joiner:
    """Joins lines as the document writes its words; made from all of its lines."""

    def __init__(self, lines: Iterable[str]) -> None:
        texts = list(lines)
        words: Counter[str] = Counter()
        cuts: list[tuple[str, str]] = []
        for line, following in zip(texts, [*texts[1:], ""], strict=False):
            cut, rest = _CUT.search(line, max(0, len(line) - _LONGEST_WORD)), _REST.match(following)
            words.update(_plain(word) for word in _WORD.findall(line[: cut.start()] if cut else line))
            if cut and rest:
                cuts.append((cut["last"].lower(), rest.group().lower()))
        self._words = words
        self._list = known_words()
        # U+2010 where no line of the document has it inside: the hyphen of a browser or a typesetter.
        self._soft = _SOFT if any("\u2010" in line[:-1] for line in texts) else _SOFT + "\u2010"
        self._cuts_words = any(self._is_fragment(*cut) for cut in cuts)

    def _is_fragment(self, first: str, rest: str) -> bool:
        """Whether a hyphen surely cut a word: the whole is one, its parts are not both."""
        whole = self._weight(first + rest) > 0
        return whole and not (self._is_word(first) and self._is_word(rest))

    def _is_word(self, word: str) -> bool:
        return self._weight(word) > 0

    def _weight(self, word: str) -> float:
        """How usual a word is: in this document, else in the list."""
        return 10.0 * self._words[word] + self._list.get(word, 0)

    def __call__(self, before: str, after: str) -> str:
        """Two lines of one paragraph as one."""
        cut, rest = _CUT.search(before, max(0, len(before) - _LONGEST_WORD)), _REST.match(after)
        if cut and rest:
            inside = after[rest.end() : rest.end() + 1] == "-" and cut["hyphen"] == "-"
            return (before if inside or self._keeps(cut, rest.group()) else before[:-1]) + after
        if before[-1:] == "/" and "://" in before.split()[-1] and re.match(r"\w", after):
            return before + after
        if re.fullmatch(r"[^\W_]-", before[-2:]) and re.match(r"\d|[A-Z]", after):
            return before + after
        return f"{before} {after}"

    def _keeps(self, cut: re.Match[str], rest: str) -> bool:
        """Whether the hyphen is part of the word."""
        if cut["hyphen"] in self._soft:
            return False
        if rest[0].isupper():
            return not (cut["word"].isupper() and rest.isupper()) or len(cut["word"]) < _WORD_LENGTH
        lower = rest.lower()
        compound, whole = f"{_plain(cut['word'])}-{lower}", cut["word"].lower() + lower
        a, b = self._weight(compound), self._weight(whole)
        if "-" in cut["word"] and not b:
            b = self._weight(cut["last"].lower() + lower)
        if a or b:
            return a > b
        first = cut["last"].lower()
        if self._cuts_words:
            usual = min(self._list.get(first, 0), self._list.get(lower, 0))
            return usual > 0 and (min(len(first), len(lower)) >= _WORD_LENGTH or usual >= _COMMON)
        return self._is_word(first) and self._is_word(lower)


def _plain(word: str) -> str:
    return word.lower().replace("\u2010", "-").replace("\u2011", "-")
