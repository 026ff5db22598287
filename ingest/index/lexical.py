"""BM25 over the chunks, with the bilingual analyser; saved beside the vectors.

Owns scoring and the files of the lexical index. Knows chunks only as (text, language) in a fixed order.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import IndexDamaged
from ingest.schema import Lang
from ingest.text.analysis import document_terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class LexicalIndex:
    """BM25 scores of queries against all chunks, by position in the chunk list."""

    def __init__(self, model: Any, size: int, rows: Sequence[int] | None = None) -> None:
        self._model = model
        self._size = size
        self._rows = rows
        self._vocabulary: dict[str, int] = model.vocab_dict if model is not None else {}

    @classmethod
    def build(cls, texts: Sequence[tuple[str, Lang]]) -> LexicalIndex:
        """Index texts in order. An empty collection gives an index that finds nothing."""
        import bm25s

        terms = [document_terms(text, lang) for text, lang in texts]
        if not any(terms):
            return cls(None, len(terms))
        model = bm25s.BM25(method="lucene", k1=1.2, b=0.6)
        model.index(terms, show_progress=False)
        return cls(model, len(terms))

    @classmethod
    def load(cls, folder: Path, size: int) -> LexicalIndex:
        """Read what `save` wrote; raises IndexDamaged."""
        import bm25s

        if (folder / "empty").exists():
            return cls(None, size)
        try:
            index = cls(bm25s.BM25.load(str(folder)), size)
            scored = len(index.scores([max(index._vocabulary)]))
        except Exception as error:  # whatever bm25s and numpy make of a damaged file
            raise IndexDamaged(f"The lexical index cannot be read: {error}") from error
        if scored != size:
            raise IndexDamaged(f"The lexical index is of {scored} passages, not {size}.")
        return index

    def only(self, rows: Sequence[int]) -> LexicalIndex:
        """A view of some chunks, by position; their scores are those that they have among all."""
        return LexicalIndex(self._model, self._size, rows)

    def save(self, folder: Path) -> None:
        """Write plain .npy and .json files (no pickle)."""
        folder.mkdir(parents=True, exist_ok=True)
        if self._model is None:
            (folder / "empty").touch()
        else:
            self._model.save(str(folder))

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """One score per chunk, 0 where no term occurs; shape (number of chunks,)."""
        import numpy as np

        known = [term for term in terms if term in self._vocabulary]
        if known:
            result: NDArray[np.float32] = np.asarray(self._model.get_scores(known), dtype=np.float32)
        else:
            result = np.zeros(self._size, dtype=np.float32)
        return result if self._rows is None else result[list(self._rows)]
