"""Passages for a question: dense and BM25 search in each language, fused, near-duplicates removed, the best rescored.

French and English are searched separately, so that neither language crowds out the other's candidates; `fusion` puts
them on one scale. Knows nothing of answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from assistant.asking.asked import Asked
from assistant.finding.fusion import Ranked, Searched, SearchSettings, fuse, rescore
from assistant.schema import Passage
from ingest.embedding.calibration import calibration_of
from ingest.embedding.embed import Embedder
from ingest.index.store import Index
from ingest.schema import Chunk, Lang
from ingest.text.analysis import content_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

__all__ = ["Retriever", "SearchSettings", "SentenceCosines"]

SentenceCosines = Callable[[str, Sequence[Chunk]], Sequence[float]]

_SAME_TEXT = 0.85  # share of words in common above which two passages say the same


class Retriever:
    """Hybrid search over one open index. `closest` gives the cosine of each chunk's best sentence to a question."""

    def __init__(self, index: Index, embedder: Embedder, closest: SentenceCosines | None = None) -> None:
        self._index = index
        self._embedder = embedder
        self._usual = calibration_of(embedder.name)
        self._closest = closest

    def search(self, asked: Asked, settings: SearchSettings) -> tuple[Passage, ...]:
        """Passages for what is asked, for a reader of its language, best first, at most `settings.passages`."""
        vector = self._embedder.embed_queries([asked.text])[0]
        more = asked.more if settings.expand else ()
        found = [self._find(vector, asked.terms, more, own, settings) for own in self._index.langs]
        fused = fuse(found, asked.lang, settings, self._usual)
        ranked = self._distinct(fused, max(settings.passages, settings.rescored))
        if self._closest is not None and settings.rescored:
            head, rest = ranked[: settings.rescored], ranked[settings.rescored :]
            cosines = self._closest(asked.text, [chunk for chunk, _ in head])
            ranked = [*rescore(head, cosines, asked.lang, settings, self._usual), *rest]
        return tuple(
            Passage(chunk, self._index.document_of(chunk).source, rank, scores)
            for rank, (chunk, scores) in enumerate(ranked[: settings.passages], start=1)
        )

    def _find(
        self, vector: Vectors, terms: Sequence[str], more: Sequence[str], lang: Lang, settings: SearchSettings
    ) -> Searched:
        weight, wanted = settings.dense_weight, settings.candidates
        dense = self._index.dense(vector, wanted, lang) if weight > 0 else []
        lexical = self._index.lexical(terms, wanted, lang, more, settings.expansion_weight) if weight < 1 else []
        return Searched(lang, dense, lexical)

    def _distinct(self, ranked: Ranked, wanted: int) -> Ranked:
        """The first passages that say something new."""
        kept: Ranked = []
        words: list[frozenset[str]] = []
        for chunk, scores in ranked:
            own = frozenset(content_words(chunk.text))
            if any(_overlap(own, other) > _SAME_TEXT for other in words):
                continue
            kept.append((chunk, scores))
            words.append(own)
            if len(kept) == wanted:
                break
        return kept


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
