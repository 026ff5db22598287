"""A search over the learner's pages for what may make a wrong option right: the assistant's own retrieval.

Owns turning passages into places. Needs the index and its embedding model; without them the build uses the look-up of
`Sources` alone.
"""

from __future__ import annotations

from assistant.asking.asked import asked_of
from assistant.asking.terms import Names
from assistant.finding.retrieve import Retriever, SearchSettings
from assistant.practice.generate.rules.context import Place
from ingest.schema import Lang

PASSAGES = 5


class PassageSearch:
    """A `Finder` over the retriever that answers questions; remembers what it was asked."""

    def __init__(self, retriever: Retriever, names: Names, passages: int = PASSAGES) -> None:
        self._retriever = retriever
        self._names = names
        self._settings = SearchSettings(passages=passages)
        self._known: dict[tuple[str, Lang], tuple[Place, ...]] = {}

    def __call__(self, text: str, lang: Lang) -> tuple[Place, ...]:
        known = self._known.get((text, lang))
        if known is None:
            passages = self._retriever.search(asked_of(text, lang, self._names), self._settings)
            known = tuple((p.source.uri, p.chunk.start, p.chunk.end) for p in passages)
            self._known[text, lang] = known
        return known
