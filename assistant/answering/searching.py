"""How an assistant searches, and what answers while search by meaning cannot be used: quotes found by words alone.

Owns which failures that is for, what is said then, and that the next question is tried in the usual way again. How such
quotes are found is the assistant's (`Assistant.by_words`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Generic, TypeVar

from assistant.answering.wording import say as words
from assistant.finding.retrieve import SearchSettings
from assistant.schema import Event, Failed, Final
from assistant.settings import AssistantSettings
from ingest.embedding.careful import CarefulEmbedder
from ingest.embedding.embed import Embedder, open_embedder
from ingest.errors import CiteprepError, EmbedderUnavailable, IndexDamaged, VectorStoreUnavailable
from ingest.settings import IngestSettings

if TYPE_CHECKING:
    from ingest.index.manifest import Manifest

T = TypeVar("T")
_OF_MEANING = (EmbedderUnavailable, VectorStoreUnavailable, IndexDamaged)


def search_of(settings: AssistantSettings) -> SearchSettings:
    """How to search, as the settings say."""
    return SearchSettings(
        candidates=settings.candidates, passages=settings.passages, dense_weight=settings.dense_weight
    )


def embedder_of(told: Manifest, ingest: IngestSettings, say: Callable[[str], None]) -> Embedder:
    """The embedder that an index was made with, warm; one that cannot be opened is told, and tried again later."""
    embedder = CarefulEmbedder(lambda: open_embedder(ingest), told.embedding_model, told.dimension)
    try:
        embedder.embed_queries(["warm up"])
    except EmbedderUnavailable as error:
        say(f"{error} Until it can be used quotes are found by their words alone.")
    return embedder


class StandIn(Generic[T]):
    """The assistant that stands in, made when it is first needed. Safe to share between threads."""

    def __init__(self, make: Callable[[], T] | None) -> None:
        self._make = make
        self._made: T | None = None
        self._lock = threading.Lock()

    def events(self, error: CiteprepError, ask: Callable[[T], Iterator[Event]]) -> Iterator[Event]:
        """What stands in for an answer that ended with an error; that error where nothing does."""
        if self._make is None or not isinstance(error, _OF_MEANING):
            yield Failed(error.code, error.message, error.help)
            return
        with self._lock:
            if self._made is None:
                self._made = self._make()
        for event in ask(self._made):
            if isinstance(event, Final):
                answer = event.answer
                told = words("search-by-words", answer.lang, reason=str(error))
                event = Final(replace(answer, notices=(*answer.notices, told)))
            yield event
