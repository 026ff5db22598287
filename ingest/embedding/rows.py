"""What embedders give: rows of unit length, texts with the vectors of their pieces, and rows that are remembered."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

OnDone = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class TextVectors:
    """A text as one unit vector, and its pieces (`spans` in the text) with a vector each, not of unit length."""

    whole: NDArray[np.float32]
    spans: tuple[tuple[int, int], ...]
    pieces: NDArray[np.float32]


class Remembered:
    """The rows of the last texts that were asked about; what is asked together and not known is computed together.

    `compute` gives a row for each text. Safe to share between threads.
    """

    def __init__(self, compute: Callable[[Sequence[str]], Vectors], most: int = 256) -> None:
        self._compute = compute
        self._most = most
        self._known: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def rows(self, texts: Sequence[str]) -> Vectors:
        """A row for each text, in their order: the caller's own."""
        import numpy as np

        with self._lock:
            known = {text: self._known[text] for text in texts if text in self._known}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing or not texts:
            fresh = self._compute(missing)
            known.update(zip(missing, fresh, strict=True))
            if not texts:
                return fresh
        with self._lock:
            self._known.update((text, known[text]) for text in missing)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return np.stack([known[text] for text in texts])


def normalised(rows: Vectors) -> Vectors:
    """Rows scaled to unit length; a zero row stays zero."""
    import numpy as np

    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    result: Vectors = (rows / np.maximum(lengths, 1e-12)).astype(np.float32)
    return result
