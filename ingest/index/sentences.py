"""Vectors of sentences as a build holds them: found by the words that were embedded, read from a mapped file.

A row is 16-bit floats; beside it stand the key of its words and a checksum over both. A row whose checksum is wrong is
as one that is not there: who asks computes it, so that damage costs time and never changes an answer. Knows neither
documents nor questions.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import IndexDamaged
from ingest.schema import hash_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

SENTENCES = "sentences"
"""The folder of a build that they are in."""
_KEYS, _SUMS, _VECTORS = "keys.npy", "sums.npy", "vectors.npy"
_AT_ONCE = 4096


def sentence_key(text: str) -> str:
    """16 hex digits that name the vector of a sentence: by the words that were embedded."""
    return hash_of(text)


class SentenceVectors:
    """The rows of one build, in the order of their keys. Safe to share between threads: nothing is written."""

    def __init__(self, keys: NDArray[np.uint64], sums: NDArray[np.uint32], vectors: NDArray[np.float16]) -> None:
        self._keys = keys
        self._sums = sums
        self._vectors = vectors

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def megabytes(self) -> float:
        """What the rows take on disk, in 10^6 bytes."""
        return float(self._keys.nbytes + self._sums.nbytes + self._vectors.nbytes) / 1e6

    def find(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """The float32 rows of the keys that are there and undamaged; about unit length (16 bits each number)."""
        import numpy as np

        if not keys or not len(self):
            return {}
        wanted = np.array([int(key, 16) for key in keys], dtype=np.uint64)
        places = np.minimum(np.searchsorted(self._keys, wanted), len(self) - 1)
        there = np.flatnonzero(self._keys[places] == wanted)
        sound = [int(i) for i in there if self._is_sound(int(places[i]))]
        rows = self._vectors[places[sound]].astype(np.float32)
        return {keys[i]: row for i, row in zip(sound, rows, strict=True)}

    def damaged(self) -> int:
        """How many rows are not what was written. Reads all of them."""
        import numpy as np

        unordered = int(np.count_nonzero(self._keys[1:] <= self._keys[:-1]))
        sums = _sums_of(self._keys, self._vectors)
        return unordered + int(np.count_nonzero(sums != self._sums))

    def _is_sound(self, place: int) -> bool:
        return _sum_of(self._keys[place], self._vectors[place]) == int(self._sums[place])


def write_sentences(folder: Path, vectors: Mapping[str, Vectors], dimension: int) -> None:
    """Write the rows, of `dimension` numbers each, by key into the folder of a build."""
    import numpy as np

    target = folder / SENTENCES
    target.mkdir(parents=True, exist_ok=True)
    names = sorted(vectors)
    keys = np.array([int(name, 16) for name in names], dtype=np.uint64)
    rows = np.array([vectors[name] for name in names], dtype=np.float16).reshape(len(names), dimension)
    np.save(target / _KEYS, keys)
    np.save(target / _VECTORS, rows)
    np.save(target / _SUMS, _sums_of(keys, rows))


def open_sentences(folder: Path, count: int, dimension: int) -> SentenceVectors:
    """The rows of a build, mapped. Raises IndexDamaged where they are not `count` rows of `dimension` numbers."""
    import numpy as np

    try:
        keys, sums, vectors = (
            np.load(folder / SENTENCES / name, mmap_mode="r", allow_pickle=False) for name in (_KEYS, _SUMS, _VECTORS)
        )
    except (OSError, ValueError, EOFError) as error:
        raise _damaged(f"The vectors of sentences cannot be read: {error}", folder) from error
    written = [(keys.shape, keys.dtype), (sums.shape, sums.dtype), (vectors.shape, vectors.dtype)]
    if written != [((count,), np.uint64), ((count,), np.uint32), ((count, dimension), np.float16)]:
        raise _damaged("The vectors of sentences have another shape than they should.", folder)
    return SentenceVectors(np.asarray(keys), np.asarray(sums), vectors)


def _damaged(message: str, folder: Path) -> IndexDamaged:
    return IndexDamaged(message, source=str(folder), help="Run `python -m ingest build`: it makes them again.")


def _sums_of(keys: NDArray[np.uint64], rows: NDArray[np.float16]) -> NDArray[np.uint32]:
    """The checksum of each row with its key, a part of the rows at a time."""
    import numpy as np

    sums = []
    for start in range(0, len(keys), _AT_ONCE):
        parts = (keys[start : start + _AT_ONCE, None], rows[start : start + _AT_ONCE])
        records = np.concatenate([np.ascontiguousarray(part).view(np.uint8) for part in parts], axis=1)
        sums += [zlib.crc32(record) for record in records]
    return np.array(sums, dtype=np.uint32)


def _sum_of(key: np.uint64, row: NDArray[np.float16]) -> int:
    return zlib.crc32(row.tobytes(), zlib.crc32(key.tobytes()))
