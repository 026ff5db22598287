"""Passages for a question: dense and BM25 search in each language, fused, near-duplicates removed.

French and English are searched separately: the embedding model prefers its own language so strongly that in one
mixed pool a wrong text in the right language outranks the right text in the other (docs/architecture.md). Within a
language the two searches are fused by score; the languages are then fused by rank. Knows nothing of answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.schema import Passage, Scores
from ingest.analysis import content_words, query_terms
from ingest.embed import Embedder
from ingest.schema import Chunk, Lang
from ingest.store import Hit, Index

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

Expand = Callable[[str], Sequence[str]]

_SAME_TEXT = 0.85  # share of words in common above which two passages say the same
_RANK_OFFSET = 3.0  # how fast a rank loses weight when languages are merged
_OWN_LANGUAGE = 1.05  # between equals, the passage in the reader's language comes first


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """`dense_weight` 0 is BM25 alone, 1 is dense alone. `by_language` False searches one mixed pool."""

    candidates: int = 40
    passages: int = 8
    dense_weight: float = 0.7
    fusion: str = "convex"
    by_language: bool = True
    expand: bool = True


class Retriever:
    """Hybrid search over one open index."""

    def __init__(self, index: Index, embedder: Embedder, expand: Expand | None = None) -> None:
        self._index = index
        self._embedder = embedder
        self._expand = expand

    def search(self, text: str, lang: Lang, settings: SearchSettings) -> tuple[Passage, ...]:
        """Passages for a text in the reader's language, best first, at most `settings.passages`."""
        vector = self._embedder.embed_queries([text])[0]
        terms = self.terms(text, expand=settings.expand)
        ranked = {own: self._one_language(vector, terms, own, settings) for own in self._index.langs}
        if settings.by_language:
            merged = _merge(ranked, lang)
        else:
            merged = sorted((row for rows in ranked.values() for row in rows), key=_by_score)
        return tuple(self._passages(merged, settings.passages))

    def terms(self, text: str, *, expand: bool = True) -> list[str]:
        """Search terms of a text, with their counterparts in the other language."""
        terms = query_terms(text)
        if expand and self._expand is not None:
            for phrase in self._expand(text):
                terms.extend(query_terms(phrase))
        return list(dict.fromkeys(terms))

    def _one_language(
        self, vector: Vectors, terms: Sequence[str], lang: Lang, settings: SearchSettings
    ) -> list[tuple[Chunk, Scores]]:
        weight = settings.dense_weight
        dense = self._index.dense(vector, settings.candidates, lang) if weight > 0 else []
        lexical = self._index.lexical(terms, settings.candidates, lang) if weight < 1 else []
        fuse = _fuse_ranks if settings.fusion == "rrf" else _fuse_scores
        return sorted(fuse(dense, lexical, weight), key=_by_score)

    def _passages(self, ranked: Sequence[tuple[Chunk, Scores]], wanted: int) -> list[Passage]:
        kept: list[Passage] = []
        words: list[frozenset[str]] = []
        for chunk, scores in ranked:
            own = frozenset(content_words(chunk.text))
            if any(_overlap(own, other) > _SAME_TEXT for other in words):
                continue
            source = self._index.document_of(chunk).source
            kept.append(Passage(chunk, source, len(kept) + 1, scores))
            words.append(own)
            if len(kept) == wanted:
                break
        return kept


def _fuse_scores(dense: Sequence[Hit], lexical: Sequence[Hit], weight: float) -> list[tuple[Chunk, Scores]]:
    """Convex combination of min-max scaled scores (Bruch et al. 2023, "An Analysis of Fusion Functions")."""
    cosine = {hit.chunk.id: hit.score for hit in dense}
    bm25 = {hit.chunk.id: hit.score for hit in lexical}
    scaled_cosine, scaled_bm25 = _min_max(cosine), _min_max(bm25, floor=0.0)
    rows = []
    for chunk in {hit.chunk.id: hit.chunk for hit in (*dense, *lexical)}.values():
        fused = weight * scaled_cosine.get(chunk.id, 0.0) + (1 - weight) * scaled_bm25.get(chunk.id, 0.0)
        rows.append((chunk, Scores(cosine.get(chunk.id), bm25.get(chunk.id), fused)))
    return rows


def _fuse_ranks(dense: Sequence[Hit], lexical: Sequence[Hit], weight: float) -> list[tuple[Chunk, Scores]]:
    """Weighted reciprocal rank fusion (Cormack et al. 2009), offset 60."""
    cosine = {hit.chunk.id: hit.score for hit in dense}
    bm25 = {hit.chunk.id: hit.score for hit in lexical}
    fused: dict[str, float] = {}
    for share, hits in ((weight, dense), (1 - weight, lexical)):
        for rank, hit in enumerate(hits, start=1):
            fused[hit.chunk.id] = fused.get(hit.chunk.id, 0.0) + share / (60 + rank)
    chunks = {hit.chunk.id: hit.chunk for hit in (*dense, *lexical)}
    return [(chunk, Scores(cosine.get(id_), bm25.get(id_), fused[id_])) for id_, chunk in chunks.items()]


def _merge(ranked: dict[Lang, list[tuple[Chunk, Scores]]], lang: Lang) -> list[tuple[Chunk, Scores]]:
    """One list from one per language, by rank, weighted by how well each passage did within its own language."""
    rows: list[tuple[float, Chunk, Scores]] = []
    for own, found in ranked.items():
        bonus = _OWN_LANGUAGE if own == lang else 1.0
        for rank, (chunk, scores) in enumerate(found):
            rows.append((bonus * (0.5 + scores.fused) / (_RANK_OFFSET + rank), chunk, scores))
    rows.sort(key=lambda row: (-row[0], row[1].id))
    return [(chunk, scores) for _, chunk, scores in rows]


def _by_score(row: tuple[Chunk, Scores]) -> tuple[float, str]:
    return (-row[1].fused, row[0].id)


def _min_max(scores: dict[str, float], floor: float | None = None) -> dict[str, float]:
    if not scores:
        return {}
    low = min(scores.values()) if floor is None else floor
    spread = max(scores.values()) - low
    return {key: (value - low) / spread if spread > 0 else 1.0 for key, value in scores.items()}


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
