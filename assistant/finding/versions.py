"""A page that there is in both languages is found once, and in the reader's language.

Both versions of a page are searched, since either may hold the words of the question; what is found in the other
language stands for the passage that says the same in the reader's. Owns that exchange; knows nothing of scores.
"""

from __future__ import annotations

from bisect import bisect_right

from ingest.index.store import Index
from ingest.schema import Chunk, Document, Lang
from ingest.twins import Place, counterpart, statements, twins


class Versions:
    """The chunks of an index and their counterparts in the other language."""

    def __init__(self, index: Index) -> None:
        self._twins = twins(index.documents.values())
        self._documents = index.documents
        paired = {document.id for document in self._twins.values()}
        self._chunks: dict[str, list[Chunk]] = {}
        for chunk in sorted(index.chunks, key=lambda chunk: chunk.start):
            if chunk.document_id in paired:
                self._chunks.setdefault(chunk.document_id, []).append(chunk)
        self._statements: dict[str, list[list[Place]]] = {}

    def read_in(self, chunk: Chunk, lang: Lang) -> Chunk:
        """The chunk that says the same in `lang`; the chunk itself where it is in `lang` or has no other version."""
        if chunk.lang == lang:
            return chunk
        document = self._documents[chunk.document_id]
        twin = self._twins.get(document.source.uri)
        if twin is None or twin.source.lang != lang:
            return chunk
        place = counterpart(self._of(document), self._of(twin), (chunk.start + chunk.end) // 2)
        return chunk if place is None else self._at(twin, place[0]) or chunk

    def _of(self, document: Document) -> list[list[Place]]:
        if document.id not in self._statements:
            self._statements[document.id] = statements(document)
        return self._statements[document.id]

    def _at(self, document: Document, position: int) -> Chunk | None:
        chunks = self._chunks.get(document.id, [])
        place = bisect_right([chunk.start for chunk in chunks], position) - 1
        return chunks[place] if place >= 0 else None
