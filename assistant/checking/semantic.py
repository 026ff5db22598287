"""How near in meaning a claim and a sentence are, by an embedder: the cosine, set against what is usual.

Owns the vectors' cache. Without an embedder every value is neutral. Knows nothing of words or verdicts.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.embed import Embedder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

_CACHE = 8192


class Semantics:
    """Cosines between texts, both read as queries (e5 treats like with like that way). Safe to share."""

    def __init__(self, embedder: Embedder | None) -> None:
        self._embedder = embedder
        self._vectors: OrderedDict[str, Vector] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def available(self) -> bool:
        """Whether there is an embedder at all."""
        return self._embedder is not None

    def cosines(self, text: str, others: Sequence[str]) -> list[float] | None:
        """Cosine of `text` with each of the others, None without an embedder."""
        if self._embedder is None:
            return None
        rows = self._rows([text, *others])
        return [float(rows[0] @ row) for row in rows[1:]]

    def remember(self, texts: Sequence[str]) -> None:
        """Compute and keep vectors, so that asking about these texts is fast."""
        if self._embedder is not None and texts:
            self._rows(texts)

    def _rows(self, texts: Sequence[str]) -> list[Vector]:
        assert self._embedder is not None
        with self._lock:
            missing = list(dict.fromkeys(text for text in texts if text not in self._vectors))
            if missing:
                self._vectors.update(zip(missing, self._embedder.embed_queries(missing), strict=True))
            rows = []
            for text in texts:
                self._vectors.move_to_end(text)
                rows.append(self._vectors[text])
            while len(self._vectors) > _CACHE:
                self._vectors.popitem(last=False)
        return rows
