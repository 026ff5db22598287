"""How near in meaning a claim and a sentence are, by an embedder: cosines of the whole texts and of their pieces.

Owns the vectors' cache. Without an embedder every value is missing. Knows nothing of words or verdicts.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ingest.embedding.calibration import NEUTRAL, Calibration, calibration_of
from ingest.embedding.embed import Embedder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ingest.embedding.embed import TextVectors

    Vector = NDArray[np.float32]

_CACHE = 4096


@dataclass(frozen=True, slots=True)
class Nearness:
    """Cosines with a sentence: of the claim and of its denial. None without an embedder, or where none can be made.

    `said` and `given` are the vectors of the claim's and the sentence's pieces, for `soft`.
    """

    claim: float | None = None
    denied: float | None = None
    said: TextVectors | None = field(default=None, repr=False, compare=False)
    given: TextVectors | None = field(default=None, repr=False, compare=False)
    usual: Calibration = field(default=NEUTRAL, repr=False, compare=False)

    def meaning(self, *, cross: bool) -> float | None:
        """Spreads above the usual cosine with a sentence that says the same, of the other language if `cross`."""
        return None if self.claim is None else self.usual.meaning(self.claim, cross=cross)

    @property
    def denial(self) -> float:
        """How much nearer the denied claim is than the claim, in usual losses; 0 is as usual, or unknown."""
        if self.claim is None or self.denied is None:
            return 0.0
        return self.usual.denial(self.denied, self.claim)


@dataclass(frozen=True, slots=True)
class _Entry:
    whole: Vector
    pieces: TextVectors | None


class Semantics:
    """Cosines between texts, both read as queries (e5 treats like with like that way). Safe to share.

    An embedder whose cosines say nothing of claims (by its calibration, unless one is given) is left out.
    """

    def __init__(self, embedder: Embedder | None, calibration: Calibration | None = None) -> None:
        self._usual = calibration or calibration_of(embedder.name if embedder is not None else "")
        self._embedder = embedder if self._usual.judges_claims else None
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def available(self) -> bool:
        """Whether there is an embedder at all."""
        return self._embedder is not None

    @property
    def name(self) -> str:
        """Name of the embedder, "" without one."""
        return self._embedder.name if self._embedder is not None else ""

    def nearness(self, claim: str, denied: str | None, others: Sequence[str]) -> list[Nearness]:
        """How near the claim, and its denial, are to each of the others."""
        if self._embedder is None:
            return [Nearness()] * len(others)
        said, turned, *rest = self._rows([claim, denied or claim, *others])
        return [
            Nearness(
                float(said.whole @ row.whole),
                None if denied is None else float(turned.whole @ row.whole),
                said.pieces,
                row.pieces,
                self._usual,
            )
            for row in rest
        ]

    def remember(self, texts: Sequence[str]) -> None:
        """Compute and keep vectors, so that asking about these texts is fast."""
        if self._embedder is not None and texts:
            self._rows(texts)

    def _rows(self, texts: Sequence[str]) -> list[_Entry]:
        with self._lock:
            missing = list(dict.fromkeys(text for text in texts if text not in self._entries))
            if missing:
                self._entries.update(zip(missing, self._computed(missing), strict=True))
            rows = []
            for text in texts:
                self._entries.move_to_end(text)
                rows.append(self._entries[text])
            while len(self._entries) > _CACHE:
                self._entries.popitem(last=False)
        return rows

    def _computed(self, texts: Sequence[str]) -> list[_Entry]:
        import numpy as np

        assert self._embedder is not None
        by_piece: Any = getattr(self._embedder, "embed_pieces", None)
        if by_piece is None:
            return [_Entry(row, None) for row in self._embedder.embed_queries(texts)]
        found: list[TextVectors] = by_piece(texts)
        return [_Entry(np.asarray(vectors.whole), vectors) for vectors in found]
