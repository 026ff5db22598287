"""The default model, from its prepared folder, without the libraries that load any model.

Owns prompts, tokens and pooling of that folder: what sentence-transformers gives for it, to the last digits of float32.
Knows nothing of how the folder is made (`e5`).
"""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.embedding import e5
from ingest.embedding.bert import BertEncoder, has_fast_bfloat16
from ingest.embedding.rows import OnDone, Remembered, TextVectors, normalised
from ingest.errors import EmbedderUnavailable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_MOST_TOKENS = 512
_AT_ONCE = 64  # texts between two notes of progress


class PreparedEmbedder:
    """The embedder of a folder that `e5.prepare` wrote; loaded at first use.

    Raises EmbedderUnavailable when it cannot be. Safe to share between threads.
    """

    def __init__(self, folder: Path, *, name: str, threads: int = 0) -> None:
        self._folder = folder
        self._name = name
        self._threads = threads
        self._encoder: BertEncoder | None = None
        self._tokenizer: Any = None
        self._loading = threading.Lock()
        self._computing = threading.Lock()
        # One question is compared with passages, with sentences, and with the sentences of each option.
        self._asked = Remembered(lambda texts: self._embed(texts, e5.PREFIXES["query"], None))

    @property
    def name(self) -> str:
        """Model and revision as the index records them."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector; loads the model."""
        return self._loaded().dimension

    def count_tokens(self, text: str) -> int:
        """Tokens of the model's own tokenizer, which is loaded without the model."""
        return len(self._tokens().encode(text, add_special_tokens=False).ids)

    def embed_documents(self, texts: Sequence[str], on_done: OnDone | None = None) -> Vectors:
        """With the prompt for documents; rows of length 1, in the order of `texts`."""
        return self._embed(texts, e5.PREFIXES["document"], on_done)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """With the prompt for queries; rows of length 1, in the order of `texts`; the last ones are remembered."""
        return self._asked.rows(texts)

    def embed_pieces(self, texts: Sequence[str]) -> list[TextVectors]:
        """The vectors of `embed_queries` with those of the pieces, from the same pass."""
        prompt = e5.PREFIXES["query"]
        found: dict[int, TextVectors] = {}
        for place, rows, offsets in self._rows([prompt + text for text in texts]):
            kept = [k for k, (start, end) in enumerate(offsets) if end > start >= len(prompt)]
            spans = tuple((offsets[k][0] - len(prompt), offsets[k][1] - len(prompt)) for k in kept)
            found[place] = TextVectors(normalised(rows.mean(axis=0, keepdims=True))[0], spans, rows[kept])
        return [found[place] for place in range(len(texts))]

    def _embed(self, texts: Sequence[str], prompt: str, on_done: OnDone | None) -> Vectors:
        import numpy as np

        means: Vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        # Longest first: like lengths share a pass and the time left is not underestimated.
        order = sorted(range(len(texts)), key=lambda place: -len(texts[place]))
        for start in range(0, len(order), _AT_ONCE):
            batch = order[start : start + _AT_ONCE]
            for place, rows, _ in self._rows([prompt + texts[place] for place in batch]):
                means[batch[place]] = rows.mean(axis=0)
            if on_done is not None:
                on_done(len(batch))
        return normalised(means)

    def _rows(self, texts: Sequence[str]) -> Iterator[tuple[int, Vectors, Sequence[tuple[int, int]]]]:
        """(place, a row for each token, its start and end in the text) of texts with their prompts, in any order."""
        encoder = self._loaded()
        read = self._tokens().encode_batch(list(texts))
        ids = [_cut(one.ids) for one in read]
        with self._computing:
            rows = [(place, own.numpy()) for place, own in encoder.rows(ids)]
        yield from ((place, own, _cut(read[place].offsets)) for place, own in rows)

    def _loaded(self) -> BertEncoder:
        with self._loading:
            if self._encoder is None:
                self._encoder = self._load()
        return self._encoder

    def _load(self) -> BertEncoder:
        try:
            import torch

            if self._threads:
                torch.set_num_threads(self._threads)
            return BertEncoder(self._folder, bfloat16=has_fast_bfloat16())
        except Exception as error:  # whatever torch and safetensors make of a damaged file
            raise EmbedderUnavailable(
                f"The prepared embedding model cannot be loaded: {str(error).strip()[:200]}",
                help=f"Remove {self._folder}; the next command prepares it again.",
            ) from error

    def _tokens(self) -> Any:
        with self._loading:
            if self._tokenizer is None:
                os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
                from tokenizers import Tokenizer

                self._tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        return self._tokenizer


def _cut(tokens: Any) -> Any:
    """What the model reads of a text: its first tokens and the one that ends it."""
    return tokens if len(tokens) <= _MOST_TOKENS else [*itertools.islice(tokens, _MOST_TOKENS - 1), tokens[-1]]
