"""Other words for what a text says: the lexicon's forms in both languages, near spellings of unknown words.

A thin view over `checking.lexicon`, which owns the table, and `spelling`.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.asking.spelling import Speller
from assistant.checking.reading.lexicon import NAME_KINDS, Lexicon
from ingest.schema import Lang


class Bilingual:
    """Answers the questions of `terms` and `retrieve` from the lexicon and, if given, the words of the sources."""

    def __init__(self, lexicon: Lexicon, speller: Speller | None = None) -> None:
        self._lexicon = lexicon
        self._speller = speller

    def expand(self, text: str) -> list[str]:
        """Forms in the other language of what a text names, and near spellings."""
        near = [word for _, _, word in self._near(text)]
        return [*self._lexicon.expand([text]), *near]

    def synonyms(self, text: str, lang: Lang) -> Sequence[tuple[int, int, Sequence[str]]]:
        """(start, end, forms in both languages) of the concepts that a text names, not overlapping, in order."""
        found: list[tuple[int, int, Sequence[str]]] = []
        for span in self._lexicon.concepts(text, lang):
            forms = [form for id_ in span.ids for form in (*self._lexicon[id_].fr, *self._lexicon[id_].en)]
            found.append((span.start, span.end, forms))
        taken = [(start, end) for start, end, _ in found]
        for start, end, word in self._near(text):
            if all(end <= begin or start >= stop for begin, stop in taken):
                found.append((start, end, [word]))
        return sorted(found, key=lambda row: row[:2])

    def named(self, text: str, lang: Lang) -> set[tuple[int, int]]:
        """(start, end) of the services, algorithms, parameters and formats that a text names."""
        spans = self._lexicon.concepts(text, lang)
        return {(span.start, span.end) for span in spans if self._lexicon.kind(span.ids) in NAME_KINDS}

    def _near(self, text: str) -> list[tuple[int, int, str]]:
        return self._speller.near_words(text) if self._speller is not None else []
