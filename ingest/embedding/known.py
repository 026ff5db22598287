"""Vectors by text: what is known is taken, what is not is computed and written down at once.

Owns which texts of a build still need the model, and that an interrupted build loses at most one batch. Knows neither
chunks nor sentences: keys and texts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ingest.embedding.embed import Embedder, OnDone
from ingest.embedding.vector_cache import VectorCache
from ingest.errors import IndexDamaged

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_BATCH = 64  # texts between two notes of progress


class KnownVectors:
    """The vectors that an unfinished build left behind, and those that this one adds."""

    def __init__(self, embedder: Embedder, cache: VectorCache) -> None:
        self._embedder = embedder
        self._cache = cache
        self._resumed = cache.load()
        if any(len(row) != embedder.dimension for row in self._resumed.values()):
            cache.remove()  # cut short while it was written
            self._resumed = {}

    def of(
        self, texts: Mapping[str, str], known: Mapping[str, Vectors], counter: Callable[[int], OnDone]
    ) -> tuple[dict[str, Vectors], int]:
        """A vector for every key of `texts`, and how many were neither in `known` nor left behind.

        `counter` is told how many have to be computed; what it returns hears of each that is. Raises IndexDamaged when
        the model gives something that is no number.
        """
        import numpy as np

        found = {key: known[key] if key in known else self._resumed[key] for key in texts if self._has(key, known)}
        missing = sorted((key for key in texts if key not in found), key=lambda key: -len(texts[key]))
        done = counter(len(missing))
        for start in range(0, len(missing), _BATCH):
            batch = missing[start : start + _BATCH]
            rows = self._embedder.embed_documents([texts[key] for key in batch], done)
            if not np.isfinite(rows).all():
                raise IndexDamaged(
                    "The embedding model gave vectors that are not numbers.", help="Try another EMBEDDING_MODEL."
                )
            found.update(zip(batch, rows, strict=True))
            self._cache.append(batch, rows)
        return found, len(missing)

    def _has(self, key: str, known: Mapping[str, Vectors]) -> bool:
        return key in known or key in self._resumed
