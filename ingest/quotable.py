"""The sentences of a passage that may be quoted, and what is embedded of each.

Ingestion makes their vectors and a question looks them up by the same words: both ask here, so that neither can read a
passage otherwise than the other. Knows nothing of vectors or questions.
"""

from __future__ import annotations

from ingest.schema import Chunk, Document, Span
from ingest.subjects import told
from ingest.text.sentences import split_sentences

_MIN_CHARS = 12


def quotable(document: Document, chunk: Chunk) -> list[Span]:
    """The sentences of a chunk of a document, in order; of those of few letters only what is said of a subject."""
    found = split_sentences(document.text, chunk.start, chunk.end)
    spans = (Span(document, start, end, chunk.heading_path) for start, end in found)
    return [span for span in spans if span.end - span.start >= _MIN_CHARS or _is_short_item(span)]


def meaning_text(span: Span) -> str:
    """What is embedded of a sentence: its page's title, then the words with what they are about."""
    return f"{span.document.source.title}: {told(span)}"


def _is_short_item(span: Span) -> bool:
    """True for an item or a row of few letters that says something of a subject: "24 hours" under "Retention"."""
    block = span.block
    return block is not None and block.kind in ("list", "table") and bool(block.subjects)
