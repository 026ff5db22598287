"""An assistant over one file in memory: what is quoted of it, and how the quote is told."""

from __future__ import annotations

from pathlib import Path

from assistant.answering.answer import Assistant
from assistant.schema import Answer, Final
from assistant.settings import AssistantSettings
from ingest.chunk import chunk
from ingest.embedding.embed import HashingEmbedder
from ingest.index.lexical import LexicalIndex
from ingest.index.manifest import Manifest
from ingest.index.store import Index
from ingest.index.vectors import ExactVectors
from ingest.readers import read
from ingest.schema import Document
from ingest.settings import IngestSettings
from ingest.sourcing.sources import SourceFile

_EMBEDDER = HashingEmbedder(256)


def document_of(text: str, name: str = "file.md") -> Document:
    """The document in a file of that name."""
    data = text.encode()
    return read(SourceFile(f"notes/{name}", Path(name), None, len(data), 0), data, IngestSettings())


def assistant_over(document: Document) -> Assistant:
    """An assistant that quotes this document, whatever the refusal gate thinks of hashed vectors."""
    chunks = chunk(document, _EMBEDDER.count_tokens, 220)
    texts = [part.embedding_text(document.source.title) for part in chunks]
    vectors = ExactVectors([c.id for c in chunks], _EMBEDDER.embed_documents(texts), [c.lang for c in chunks])
    lexical = LexicalIndex.build([(text, part.lang) for text, part in zip(texts, chunks, strict=True)])
    manifest = Manifest("b", "2026-01-01", "f", _EMBEDDER.name, 256, 1, len(chunks), 1, "c", "", (), ())
    index = Index(manifest, {document.id: document}, chunks, vectors, lexical)
    return Assistant(index, _EMBEDDER, None, AssistantSettings(refusal_threshold=0.0))


def ask(document: Document, question: str) -> Answer:
    """The answer in quotes of this document."""
    event = list(assistant_over(document).ask(question))[-1]
    assert isinstance(event, Final)
    return event.answer


def first_told(answer: Answer) -> str:
    """Subject and words of the first citation, on one line; the words are the document's own."""
    return answer.citations[0].line if answer.citations else ""
