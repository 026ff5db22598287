"""Passages for a question: dense and BM25 search in each language, fused, near-duplicates removed.

French and English are searched separately: the embedding model prefers its own language so strongly that in one
mixed pool a wrong text in the right language outranks the right text in the other (docs/architecture.md). Within a
language the two searches are fused by score, meaning scaled within the language and BM25 over both, so that the scores
of the two languages can be compared and merged (docs/evaluation.md has the alternatives). Knows nothing of answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

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
_OWN_LANGUAGE = 1.05  # between equals, the passage in the reader's language comes first


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How to search. `dense_weight` 0 is BM25 alone, 1 is dense alone.

    `fusion` of the two searches: "convex" (scores) or "rrf" (ranks). `merge` of the two languages: "scores", "ranks",
    or "mixed" for one pool scaled together. The alternatives are there to be measured.
    """

    candidates: int = 40
    passages: int = 8
    dense_weight: float = 0.7
    fusion: Literal["convex", "rrf"] = "convex"
    merge: Literal["scores", "ranks", "mixed"] = "scores"
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
        found = [self._find(vector, terms, own, settings) for own in self._index.langs]
        if settings.merge == "mixed" and found:
            found = [_Found(lang, [h for f in found for h in f.dense], [h for f in found for h in f.lexical])]
        best = max((hit.score for one in found for hit in one.lexical), default=1.0)
        ranked = [(one.lang, _fused(one, settings, best)) for one in found]
        merge = _merge_ranks if settings.merge == "ranks" else _merge_scores
        return tuple(self._passages(merge(ranked, lang), settings.passages))

    def terms(self, text: str, *, expand: bool = True) -> list[str]:
        """Search terms of a text, with their counterparts in the other language."""
        terms = query_terms(text)
        if expand and self._expand is not None:
            for phrase in self._expand(text):
                terms.extend(query_terms(phrase))
        return list(dict.fromkeys(terms))

    def _find(self, vector: Vectors, terms: Sequence[str], lang: Lang, settings: SearchSettings) -> _Found:
        weight = settings.dense_weight
        dense = self._index.dense(vector, settings.candidates, lang) if weight > 0 else []
        lexical = self._index.lexical(terms, settings.candidates, lang) if weight < 1 else []
        return _Found(lang, dense, lexical)

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


@dataclass(frozen=True, slots=True)
class _Found:
    """What the two searches returned in one language."""

    lang: Lang
    dense: Sequence[Hit]
    lexical: Sequence[Hit]


_Ranked = list[tuple[Chunk, Scores]]


def _fused(found: _Found, settings: SearchSettings, best_lexical: float) -> _Ranked:
    if settings.fusion == "rrf":
        rows = _fuse_ranks(found.dense, found.lexical, settings.dense_weight)
    else:
        rows = _fuse_scores(found.dense, found.lexical, settings.dense_weight, best_lexical)
    return sorted(rows, key=_by_score)


def _fuse_scores(dense: Sequence[Hit], lexical: Sequence[Hit], weight: float, best_lexical: float) -> _Ranked:
    """Convex combination (Bruch et al. 2023, "An Analysis of Fusion Functions").

    Cosines are scaled by minimum and maximum; BM25, whose zero means something, by the best score of all languages.
    """
    cosine = {hit.chunk.id: hit.score for hit in dense}
    bm25 = {hit.chunk.id: hit.score for hit in lexical}
    scaled = _min_max(cosine)
    rows = []
    for chunk in {hit.chunk.id: hit.chunk for hit in (*dense, *lexical)}.values():
        words = bm25.get(chunk.id, 0.0) / best_lexical if best_lexical > 0 else 0.0
        fused = weight * scaled.get(chunk.id, 0.0) + (1 - weight) * words
        rows.append((chunk, Scores(cosine.get(chunk.id), bm25.get(chunk.id), fused)))
    return rows


def _fuse_ranks(dense: Sequence[Hit], lexical: Sequence[Hit], weight: float) -> _Ranked:
    """Weighted reciprocal rank fusion (Cormack et al. 2009), offset 60."""
    cosine = {hit.chunk.id: hit.score for hit in dense}
    bm25 = {hit.chunk.id: hit.score for hit in lexical}
    fused: dict[str, float] = {}
    for share, hits in ((weight, dense), (1 - weight, lexical)):
        for rank, hit in enumerate(hits, start=1):
            fused[hit.chunk.id] = fused.get(hit.chunk.id, 0.0) + share / (60 + rank)
    chunks = {hit.chunk.id: hit.chunk for hit in (*dense, *lexical)}
    return [(chunk, Scores(cosine.get(id_), bm25.get(id_), fused[id_])) for id_, chunk in chunks.items()]


def _merge_scores(ranked: Sequence[tuple[Lang, _Ranked]], lang: Lang) -> _Ranked:
    """One list by score; between equals, the passage in the reader's language comes first."""
    rows = [
        (scores.fused * (_OWN_LANGUAGE if own == lang else 1.0), chunk, scores)
        for own, found in ranked
        for chunk, scores in found
    ]
    rows.sort(key=lambda row: (-row[0], row[1].id))
    return [(chunk, scores) for _, chunk, scores in rows]


def _merge_ranks(ranked: Sequence[tuple[Lang, _Ranked]], lang: Lang) -> _Ranked:
    """Firsts of each language, then seconds, and so on; the reader's language first."""
    rows = [(rank, own != lang, chunk, scores) for own, found in ranked for rank, (chunk, scores) in enumerate(found)]
    rows.sort(key=lambda row: (row[0], row[1], row[2].id))
    return [(chunk, scores) for _, _, chunk, scores in rows]


def _by_score(row: tuple[Chunk, Scores]) -> tuple[float, str]:
    return (-row[1].fused, row[0].id)


def _min_max(scores: dict[str, float]) -> dict[str, float]:
    if not scores:
        return {}
    low = min(scores.values())
    spread = max(scores.values()) - low
    return {key: (value - low) / spread if spread > 0 else 1.0 for key, value in scores.items()}


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
