"""Other words for what a text says: the lexicon's forms in both languages, near spellings of unknown words.

A thin view over `checking.lexicon`, which owns the table, and `spelling`.
"""

from __future__ import annotations

from functools import lru_cache

from assistant.asking.spelling import Speller
from assistant.asking.terms import OtherWords, Synonyms
from assistant.checking.reading.lexicon import NAME_KINDS, ConceptSpan, Lexicon, tokens
from ingest.schema import Lang

_KEPT = 256  # texts: a message and those before it are asked about several times


class Bilingual:
    """Answers the questions of `terms` from the lexicon and, if given, the words of the sources."""

    def __init__(self, lexicon: Lexicon, speller: Speller | None = None) -> None:
        self._lexicon = lexicon
        self._speller = speller
        self._read = lru_cache(maxsize=_KEPT)(self._other_words)

    def other_words(self, text: str, lang: Lang) -> OtherWords:
        """Forms in both languages of what a text names, and near spellings, each at its place and to search for."""
        return self._read(text, lang)

    def _other_words(self, text: str, lang: Lang) -> OtherWords:
        words = tokens(text)
        near = self._speller.near_words(text) if self._speller is not None else []
        found = [self._synonyms(span) for span in self._lexicon.spans(text, words, lang)]
        taken = [(place.start, place.end) for place in found]
        for start, end, word in near:
            if all(end <= begin or start >= stop for begin, stop in taken):
                found.append(Synonyms(start, end, (word,), name=False))
        expansion = (*self._lexicon.translated(text, words), *(word for _, _, word in near))
        return OtherWords(tuple(sorted(found, key=lambda place: (place.start, place.end))), expansion)

    def _synonyms(self, span: ConceptSpan) -> Synonyms:
        concepts = [self._lexicon[id_] for id_ in span.ids]
        forms = tuple(form for concept in concepts for form in (*concept.fr, *concept.en))
        return Synonyms(span.start, span.end, forms, name=self._lexicon.kind(span.ids) in NAME_KINDS)
