"""Chroma while it answers, an exact search over the same vectors while it does not.

Owns when the other one is asked, and what is said of it meanwhile. A server that refuses is asked again at once; one
that does not answer in time is left alone for a while, so that no question waits for each of its searches.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from ingest.errors import IndexDamaged, VectorStoreUnavailable
from ingest.index.vectors import VectorStore
from ingest.schema import Lang

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

R = TypeVar("R")
_PAUSE = 10.0  # times as long as it took to find that it does not answer


class FallbackVectors:
    """A store, and what gives the same answers while it cannot be asked. Safe to share between threads."""

    def __init__(
        self, store: VectorStore, other: Callable[[], VectorStore], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._store, self._make_other, self._clock = store, other, clock
        self._other: VectorStore | None = None
        self._not_before = clock()
        self.trouble = ""

    def nearest(self, vector: Vectors, k: int, lang: Lang) -> list[tuple[str, float]]:
        """See VectorStore; raises IndexDamaged where there is no other store either."""
        return self._ask(lambda store: store.nearest(vector, k, lang))

    def of(self, ids: Sequence[str]) -> Vectors:
        """See VectorStore; raises IndexDamaged where there is no other store either."""
        return self._ask(lambda store: store.of(ids))

    def count(self) -> int:
        """See VectorStore."""
        return self._ask(lambda store: store.count())

    def _ask(self, question: Callable[[VectorStore], R]) -> R:
        began = self._clock()
        if began >= self._not_before:
            try:
                answer = question(self._store)
            except (VectorStoreUnavailable, IndexDamaged) as error:
                now = self._clock()
                self._not_before, self.trouble = now + _PAUSE * (now - began), str(error)
            else:
                self.trouble = ""
                return answer
        if self._other is None:
            self._other = self._make_other()
        return question(self._other)
