"""Scores of several searches to one ranking: dense with BM25, French with English.

Pure functions over hits. The default, "calibrated", puts the cosines of both languages on one scale: a passage in the
other language gets a fixed amount more, since the embedding model puts a translation that much further away. Cosines
count by their distance from the best one, BM25 as a share of its best score. The alternatives are there to be measured
(docs/evaluation.md). Knows nothing of how hits were found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.schema import Scores
from ingest.index.store import Hit
from ingest.schema import Chunk, Lang

_OWN_LANGUAGE = 1.05  # between equals, the passage in the reader's language comes first
_SPAN = 0.1  # cosine below the best at which a passage counts as unrelated
_OFFSET = 60  # of reciprocal rank fusion, as published

Ranked = list[tuple[Chunk, Scores]]


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How to search. `dense_weight` 0 is BM25 alone, 1 is dense alone.

    `fusion` of the two searches: "convex" (scores) or "rrf" (ranks). `merge` of the two languages: "calibrated",
    "scores" or "ranks", or "mixed" for one pool scaled together. `other_language` is the cosine added to passages in
    the other language ("calibrated" only), `expansion_weight` that of BM25 terms which the question does not hold.
    The best `rescored` passages are ranked again with their best sentence (0: none).
    """

    candidates: int = 120
    passages: int = 8
    dense_weight: float = 0.65
    fusion: Literal["convex", "rrf"] = "convex"
    merge: Literal["calibrated", "scores", "ranks", "mixed"] = "calibrated"
    expand: bool = True
    expansion_weight: float = 0.7
    other_language: float = 0.025
    rescored: int = 12


@dataclass(frozen=True, slots=True)
class Found:
    """What the two searches returned in one language."""

    lang: Lang
    dense: Sequence[Hit]
    lexical: Sequence[Hit]


def fuse(found: Sequence[Found], lang: Lang, settings: SearchSettings) -> Ranked:
    """One ranking of everything found for a reader of `lang`, best first, ties by id."""
    if settings.merge == "mixed" and found:
        found = [Found(lang, [h for f in found for h in f.dense], [h for f in found for h in f.lexical])]
    if settings.merge == "calibrated" and settings.fusion == "convex":
        return _calibrated(found, lang, settings)
    best = max((hit.score for one in found for hit in one.lexical), default=1.0)
    ranked = [(one.lang, _fused(one, settings, best)) for one in found]
    return (_merge_ranks if settings.merge == "ranks" else _merge_scores)(ranked, lang)


def rescore(ranked: Ranked, sentences: Sequence[float], lang: Lang, settings: SearchSettings) -> Ranked:
    """The same passages ranked by the mean of their own cosine and that of their best sentence.

    `sentences` holds a cosine per passage. Passages that dense search did not return count by their sentence.
    """
    if not ranked:
        return []
    meanings = []
    for (chunk, scores), sentence in zip(ranked, sentences, strict=True):
        cosine = sentence if scores.dense is None else (scores.dense + sentence) / 2
        meanings.append(cosine + (settings.other_language if chunk.lang != lang else 0.0))
    words = [scores.lexical or 0.0 for _, scores in ranked]
    fused = _weighed(meanings, words, max(words), settings.dense_weight)
    rows = [(chunk, Scores(s.dense, s.lexical, value)) for (chunk, s), value in zip(ranked, fused, strict=True)]
    return sorted(rows, key=_by_score)


def _calibrated(found: Sequence[Found], lang: Lang, settings: SearchSettings) -> Ranked:
    chunks = {hit.chunk.id: hit.chunk for one in found for hit in (*one.dense, *one.lexical)}
    cosine = {hit.chunk.id: hit.score for one in found for hit in one.dense}
    bm25 = {hit.chunk.id: hit.score for one in found for hit in one.lexical}
    lowest = min(cosine.values(), default=0.0) - _SPAN
    meanings = [
        cosine.get(id_, lowest) + (settings.other_language if chunk.lang != lang else 0.0)
        for id_, chunk in chunks.items()
    ]
    words = [bm25.get(id_, 0.0) for id_ in chunks]
    fused = _weighed(meanings, words, max(words, default=0.0), settings.dense_weight)
    rows = [
        (chunk, Scores(cosine.get(id_), bm25.get(id_), score))
        for (id_, chunk), score in zip(chunks.items(), fused, strict=True)
    ]
    return sorted(rows, key=_by_score)


def _weighed(meanings: Sequence[float], words: Sequence[float], best_words: float, weight: float) -> list[float]:
    top = max(meanings, default=0.0)
    return [
        weight * max(0.0, 1 - (top - meaning) / _SPAN) + (1 - weight) * (word / best_words if best_words > 0 else 0.0)
        for meaning, word in zip(meanings, words, strict=True)
    ]


def _fused(found: Found, settings: SearchSettings, best_lexical: float) -> Ranked:
    if settings.fusion == "rrf":
        rows = _fuse_ranks(found.dense, found.lexical, settings.dense_weight)
    else:
        rows = _fuse_scores(found.dense, found.lexical, settings.dense_weight, best_lexical)
    return sorted(rows, key=_by_score)


def _fuse_scores(dense: Sequence[Hit], lexical: Sequence[Hit], weight: float, best_lexical: float) -> Ranked:
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


def _fuse_ranks(dense: Sequence[Hit], lexical: Sequence[Hit], weight: float) -> Ranked:
    """Weighted reciprocal rank fusion (Cormack et al. 2009)."""
    cosine = {hit.chunk.id: hit.score for hit in dense}
    bm25 = {hit.chunk.id: hit.score for hit in lexical}
    fused: dict[str, float] = {}
    for share, hits in ((weight, dense), (1 - weight, lexical)):
        for rank, hit in enumerate(hits, start=1):
            fused[hit.chunk.id] = fused.get(hit.chunk.id, 0.0) + share / (_OFFSET + rank)
    chunks = {hit.chunk.id: hit.chunk for hit in (*dense, *lexical)}
    return [(chunk, Scores(cosine.get(id_), bm25.get(id_), fused[id_])) for id_, chunk in chunks.items()]


def _merge_scores(ranked: Sequence[tuple[Lang, Ranked]], lang: Lang) -> Ranked:
    """One list by score; between equals, the passage in the reader's language comes first."""
    rows = [
        (scores.fused * (_OWN_LANGUAGE if own == lang else 1.0), chunk, scores)
        for own, found in ranked
        for chunk, scores in found
    ]
    rows.sort(key=lambda row: (-row[0], row[1].id))
    return [(chunk, scores) for _, chunk, scores in rows]


def _merge_ranks(ranked: Sequence[tuple[Lang, Ranked]], lang: Lang) -> Ranked:
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
