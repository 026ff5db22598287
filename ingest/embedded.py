"""What a build embeds: its chunks, for search, and the sentences that may be quoted, for everything after it.

Owns the words that are embedded of each, their keys, and the order of the two stages. Knows nothing of files or of
where vectors are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.embedding.embed import Embedder
from ingest.embedding.known import KnownVectors
from ingest.embedding.vector_cache import VectorCache
from ingest.index.sentences import SentenceVectors, sentence_key
from ingest.progress import Progress, counter
from ingest.quotable import meaning_text, quotable
from ingest.schema import Chunk, Document, hash_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Embedded:
    """The vectors of a build and how many of each kind had to be computed.

    `chunks` has shape (chunks, dimension); `sentences` are by key, None where a build has none.
    """

    chunks: Vectors
    computed: int
    sentences: Mapping[str, Vectors] | None = None
    computed_sentences: int = 0


def embedding_key(chunk: Chunk, title: str) -> str:
    """Name of a vector: the text that was embedded, so that moved text keeps its vector."""
    return hash_of(chunk.embedding_text(title))


def sentence_texts(documents: Iterable[Document], chunks: Iterable[Chunk]) -> dict[str, str]:
    """What is embedded of every sentence that can be quoted, by its key."""
    by_id = {document.id: document for document in documents}
    spans = (span for chunk in chunks for span in quotable(by_id[chunk.document_id], chunk))
    return {sentence_key(text): text for text in map(meaning_text, spans)}


def embed(
    documents: Iterable[Document],
    chunks: Sequence[Chunk],
    sentences: Mapping[str, str] | None,
    known: Mapping[str, Vectors],
    known_sentences: SentenceVectors | None,
    embedder: Embedder,
    cache: VectorCache,
    progress: Progress,
) -> Embedded:
    """Vectors in the order of the chunks, and those of `sentences` (`sentence_texts`; None: none) by key.

    `known` are vectors of chunks by `embedding_key`; with those that `cache` holds they are not computed again. Raises
    IndexDamaged when the model gives something that is no number.
    """
    import numpy as np

    titles = {document.id: document.source.title for document in documents}
    keyed = [(embedding_key(chunk, titles[chunk.document_id]), chunk) for chunk in chunks]
    texts = {key: chunk.embedding_text(titles[chunk.document_id]) for key, chunk in keyed}
    all_known = KnownVectors(embedder, cache)
    found, computed = all_known.of(texts, known, lambda total: counter("Embedding", total, progress))
    rows = np.zeros((len(keyed), embedder.dimension), dtype=np.float32)
    for place, (key, _) in enumerate(keyed):
        rows[place] = found[key]
    if sentences is None:
        return Embedded(rows, computed)
    there = known_sentences.find(list(sentences)) if known_sentences is not None else {}
    own, more = all_known.of(sentences, there, lambda total: counter("Embedding sentences", total, progress))
    return Embedded(rows, computed, own, more)
