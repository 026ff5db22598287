"""The lexicon as the search needs it: other-language words for a query, and all ways to say a thing.

A thin view over `checking.lexicon`, which owns the table.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.checking.lexicon import Lexicon
from ingest.schema import Lang


class Bilingual:
    """Answers the questions of `terms` and `retrieve` from the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def expand(self, text: str) -> list[str]:
        """Forms in the other language of what a text names."""
        return self._lexicon.expand([text])

    def synonyms(self, text: str, lang: Lang) -> Sequence[tuple[int, int, Sequence[str]]]:
        """(start, end, forms in both languages) of the concepts that a text names, not overlapping."""
        found = []
        for span in self._lexicon.concepts(text, lang):
            forms = [form for id_ in span.ids for form in (*self._lexicon[id_].fr, *self._lexicon[id_].en)]
            found.append((span.start, span.end, forms))
        return found
