"""What embedders give: rows of unit length, and texts with the vectors of their pieces. Values only."""

from __future__ import annotations

from collections.abc import Callable
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


def normalised(rows: Vectors) -> Vectors:
    """Rows scaled to unit length; a zero row stays zero."""
    import numpy as np

    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    result: Vectors = (rows / np.maximum(lengths, 1e-12)).astype(np.float32)
    return result
