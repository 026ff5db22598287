"""An embedder that may be missing or fail while somebody asks: that is one kind of error, and it is tried again.

Owns when it is opened and tried again. What stands in for it meanwhile is for whoever asks.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from ingest.embedding.embed import Embedder, OnDone
from ingest.errors import EmbedderUnavailable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

R = TypeVar("R")
_PAUSE = 10.0  # times as long as it took to find that it cannot be opened
_HELP = "Ask again; if it happens again, `citeprep doctor` says what is missing (memory, model files)."


class CarefulEmbedder:
    """An embedder of a known name and dimension, opened when it is first used.

    Raises EmbedderUnavailable, whatever its libraries raise. Safe to share between threads.
    """

    def __init__(
        self, open: Callable[[], Embedder], name: str, dimension: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._open, self._name, self._dimension, self._clock = open, name, dimension, clock
        self._embedder: Embedder | None = None
        self._not_before = clock()
        self._trouble = EmbedderUnavailable("The embedding model was not opened.", help=_HELP)
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """Model and revision, as the index says."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector, as the index says."""
        return self._dimension

    def count_tokens(self, text: str) -> int:
        """See Embedder."""
        return self._use(lambda embedder: embedder.count_tokens(text))

    def embed_documents(self, texts: Sequence[str], on_done: OnDone | None = None) -> Vectors:
        """See Embedder."""
        return self._use(lambda embedder: embedder.embed_documents(texts, on_done))

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        return self._use(lambda embedder: embedder.embed_queries(texts))

    @property
    def embed_pieces(self) -> Callable[[Sequence[str]], Any] | None:
        """What gives the pieces of texts, too; None where the model has no such way."""
        if getattr(self._opened(), "embed_pieces", None) is None:
            return None
        return lambda texts: self._use(lambda embedder: getattr(embedder, "embed_pieces")(texts))  # noqa: B009

    def _use(self, work: Callable[[Embedder], R]) -> R:
        embedder = self._opened()
        try:
            return work(embedder)
        except EmbedderUnavailable:
            raise
        except Exception as error:  # whatever a model's libraries make of too little memory or a damaged file
            raise EmbedderUnavailable(f"The embedding model failed ({_told(error)}).", help=_HELP) from error

    def _opened(self) -> Embedder:
        with self._lock:
            if self._embedder is not None:
                return self._embedder
            began = self._clock()
            if began < self._not_before:
                raise self._trouble
            try:
                self._embedder = self._open()
            except Exception as error:
                now = self._clock()
                self._not_before = now + _PAUSE * (now - began)
                self._trouble = (
                    error
                    if isinstance(error, EmbedderUnavailable)
                    else EmbedderUnavailable(f"The embedding model cannot be opened ({_told(error)}).", help=_HELP)
                )
                raise self._trouble from error
            return self._embedder


def _told(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
