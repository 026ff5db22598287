"""Vectors that an unfinished build has already computed, so that the next run resumes.

An append-only file per embedding model; a half-written last record is ignored. Knows only keys and rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.schema import hash_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_KEY_BYTES = 16


class VectorCache:
    """Records of a 16-character key, then the vector as little-endian float32."""

    def __init__(self, folder: Path, model: str) -> None:
        self._path = folder / f"{hash_of(model)}.vectors"
        self._size_path = folder / f"{hash_of(model)}.dimension"

    def load(self) -> dict[str, Vectors]:
        """All complete records."""
        import numpy as np

        try:
            dimension = int(self._size_path.read_text())
            data = self._path.read_bytes()
        except (OSError, ValueError):
            return {}
        record = _KEY_BYTES + 4 * dimension
        found: dict[str, Vectors] = {}
        for start in range(0, len(data) - record + 1, record):
            key = data[start : start + _KEY_BYTES].decode("ascii", "replace")
            found[key] = np.frombuffer(data, "<f4", dimension, start + _KEY_BYTES).astype(np.float32)
        return found

    def append(self, keys: Sequence[str], rows: Vectors) -> None:
        """Add records at the end, after cutting off a half-written one."""
        import numpy as np

        self._path.parent.mkdir(parents=True, exist_ok=True)
        if not self._size_path.exists():
            self._size_path.write_text(str(rows.shape[1]))
        record = _KEY_BYTES + 4 * int(rows.shape[1])
        with self._path.open("ab") as file:
            file.truncate(file.tell() // record * record)
            names = np.array(keys, dtype=f"S{_KEY_BYTES}").view(np.uint8).reshape(len(keys), _KEY_BYTES)
            file.write(np.hstack([names, np.ascontiguousarray(rows, dtype="<f4").view(np.uint8)]).tobytes())

    def remove(self) -> None:
        """Forget everything: the build that needed it is published."""
        self._path.unlink(missing_ok=True)
        self._size_path.unlink(missing_ok=True)
