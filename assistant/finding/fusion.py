"""Scores of several searches to one ranking: dense with BM25, French with English.

Pure functions over hits. The cosines of both languages are put on one scale: a passage in the other language gets a
fixed amount more, since the embedding model puts a translation that much further away (`Calibration`). Cosines count by
their distance from the best one, BM25 as a share of its best score. What was tried instead, and measured worse, is in
docs/evaluation.md. Knows nothing of how hits were found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.schema import Scores
from ingest.embedding.calibration import Calibration
from ingest.index.store import Hit
from ingest.schema import Chunk, Lang

Ranked = list[tuple[Chunk, Scores]]


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How to search. `dense_weight` 0 is BM25 alone, 1 is dense alone.

    `expansion_weight` is that of BM25 terms which the question does not hold. The best `rescored` passages are ranked
    again with their best sentence (0: none).
    """

    candidates: int = 120
    passages: int = 8
    dense_weight: float = 0.65
    expand: bool = True
    expansion_weight: float = 0.7
    rescored: int = 12


@dataclass(frozen=True, slots=True)
class Searched:
    """What the two searches returned in one language."""

    lang: Lang
    dense: Sequence[Hit]
    lexical: Sequence[Hit]


def fuse(found: Sequence[Searched], lang: Lang, settings: SearchSettings, usual: Calibration) -> Ranked:
    """One ranking of everything found for a reader of `lang`, best first, ties by id.

    `usual` says what the cosines mean. Passages that dense search did not return count as further away than all that it
    did.
    """
    chunks = {hit.chunk.id: hit.chunk for one in found for hit in (*one.dense, *one.lexical)}
    cosine = {hit.chunk.id: hit.score for one in found for hit in one.dense}
    bm25 = {hit.chunk.id: hit.score for one in found for hit in one.lexical}
    lowest = min(cosine.values(), default=0.0) - usual.span
    meanings = [usual.even(cosine.get(id_, lowest), other=chunk.lang != lang) for id_, chunk in chunks.items()]
    words = [bm25.get(id_, 0.0) for id_ in chunks]
    fused = _weighed(meanings, words, max(words, default=0.0), settings.dense_weight, usual.span)
    rows = [
        (chunk, Scores(cosine.get(id_), bm25.get(id_), score))
        for (id_, chunk), score in zip(chunks.items(), fused, strict=True)
    ]
    return sorted(rows, key=_by_score)


def rescore(
    ranked: Ranked, sentences: Sequence[float], lang: Lang, settings: SearchSettings, usual: Calibration
) -> Ranked:
    """The same passages ranked by the mean of their own cosine and that of their best sentence.

    `sentences` holds a cosine per passage. Passages that dense search did not return count by their sentence.
    """
    if not ranked:
        return []
    meanings = []
    for (chunk, scores), sentence in zip(ranked, sentences, strict=True):
        cosine = sentence if scores.dense is None else (scores.dense + sentence) / 2
        meanings.append(usual.even(cosine, other=chunk.lang != lang))
    words = [scores.lexical or 0.0 for _, scores in ranked]
    fused = _weighed(meanings, words, max(words), settings.dense_weight, usual.span)
    rows = [(chunk, Scores(s.dense, s.lexical, value)) for (chunk, s), value in zip(ranked, fused, strict=True)]
    return sorted(rows, key=_by_score)


def _weighed(
    meanings: Sequence[float], words: Sequence[float], best_words: float, weight: float, span: float
) -> list[float]:
    top = max(meanings, default=0.0)
    return [
        weight * max(0.0, 1 - (top - meaning) / span) + (1 - weight) * (word / best_words if best_words > 0 else 0.0)
        for meaning, word in zip(meanings, words, strict=True)
    ]


def _by_score(row: tuple[Chunk, Scores]) -> tuple[float, str]:
    return (-row[1].fused, row[0].id)
