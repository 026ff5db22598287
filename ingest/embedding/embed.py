"""Texts to unit vectors: the `Embedder` shape, any sentence-transformers model, a tiny one for tests; which is opened.

Owns model loading and batching. Knows nothing of chunks, files or indexes. torch is imported only inside methods.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ingest.embedding import e5
from ingest.embedding.bert import has_fast_bfloat16
from ingest.embedding.prepared import PreparedEmbedder
from ingest.embedding.rows import OnDone, Remembered, TextVectors, normalised
from ingest.errors import EmbedderUnavailable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ingest.settings import IngestSettings

    Vectors = NDArray[np.float32]

__all__ = [
    "Embedder",
    "HashingEmbedder",
    "OnDone",
    "SentenceTransformerEmbedder",
    "TextVectors",
    "embedder_name",
    "normalised",
    "open_embedder",
]


class Embedder(Protocol):
    """Turns texts into rows of unit length; documents and queries may be treated differently."""

    @property
    def name(self) -> str:
        """Model and revision; two embedders with one name give the same vectors."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def count_tokens(self, text: str) -> int:
        """Length of a text in the model's own tokens."""

    def embed_documents(self, texts: Sequence[str], on_done: OnDone | None = None) -> Vectors:
        """Shape (len(texts), dimension), float32. `on_done` hears how many more are finished."""

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension), float32."""


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, by folder or by hub name; loaded at first use.

    Raises EmbedderUnavailable when the model cannot be loaded. Safe to share between threads.
    """

    def __init__(self, model: str, *, name: str = "", threads: int = 0, batch: int = 32) -> None:
        self._source = model
        self._name = name or model
        self._threads = threads
        self._batch = batch
        self._model: Any = None
        self._tokenizer: Any = None
        self._lock = threading.Lock()
        # One question is compared with passages, with sentences, and with the sentences of each option.
        self._asked = Remembered(lambda texts: self._embed(texts, "encode_query", None))

    @property
    def name(self) -> str:
        """Model and revision as the index records them."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector; loads the model."""
        return int(self._loaded().get_embedding_dimension())

    def count_tokens(self, text: str) -> int:
        """Tokens of the model's own tokenizer, which is loaded without the model."""
        if self._tokenizer is None:
            self._tokenizer = self._load_tokenizer()
        return len(self._tokenizer(text))

    def embed_documents(self, texts: Sequence[str], on_done: OnDone | None = None) -> Vectors:
        """With the prompt that the model has for documents; rows of length 1, in the order of `texts`."""
        return self._embed(texts, "encode_document", on_done)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """With the prompt that the model has for queries; rows of length 1, in the order of `texts`; remembered."""
        return self._asked.rows(texts)

    def embed_pieces(self, texts: Sequence[str]) -> list[TextVectors]:
        """The vectors of `embed_queries` with those of the pieces, from the same pass."""
        import torch

        model = self._loaded()
        prompt = str(model.prompts.get("query", ""))
        found: dict[int, TextVectors] = {}
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        for batch in _batches(order, self._batch):
            with self._lock, torch.inference_mode():
                inputs = model.tokenizer(
                    [prompt + texts[i] for i in batch], padding=True, truncation=True,
                    max_length=model.max_seq_length, return_offsets_mapping=True, return_tensors="pt",
                )  # fmt: skip
                offsets = inputs.pop("offset_mapping").tolist()
                output = model(dict(inputs))
            whole = normalised(output["sentence_embedding"].float().numpy())
            pieces = output["token_embeddings"].float().numpy()
            for row, i in enumerate(batch):
                kept = [k for k, (a, b) in enumerate(offsets[row]) if b > a >= len(prompt)]
                spans = tuple((offsets[row][k][0] - len(prompt), offsets[row][k][1] - len(prompt)) for k in kept)
                found[i] = TextVectors(whole[row], spans, pieces[row, kept])
        return [found[i] for i in range(len(texts))]

    def _embed(self, texts: Sequence[str], method: str, on_done: OnDone | None) -> Vectors:
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        model = self._loaded()
        rows: Vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        # Longest first: like lengths share a batch (little padding) and the time left is not underestimated.
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        for batch in _batches(order, self._batch):
            with self._lock:
                encoded = getattr(model, method)(
                    [texts[i] for i in batch], batch_size=self._batch, show_progress_bar=False, convert_to_tensor=True
                )
            rows[batch] = encoded.float().numpy()
            if on_done is not None:
                on_done(len(batch))
        return normalised(rows)

    def _loaded(self) -> Any:
        with self._lock:
            if self._model is None:
                self._model = self._load()
        return self._model

    def _load(self) -> Any:
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        local = Path(self._source).is_dir()
        if local:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        try:
            import torch
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging as transformers_logging
        except ImportError as error:
            raise EmbedderUnavailable(
                "sentence-transformers is not installed.", help="Run `make app`, which installs it."
            ) from error
        transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        if self._threads:
            torch.set_num_threads(self._threads)
        dtype = torch.bfloat16 if has_fast_bfloat16() else torch.float32
        try:
            return SentenceTransformer(
                self._source, device="cpu", local_files_only=local, model_kwargs={"dtype": dtype}
            )
        except (OSError, ValueError, RuntimeError, ImportError, KeyError) as error:
            raise EmbedderUnavailable(
                f"The embedding model {self._source!r} cannot be loaded: {_first_line(error)}",
                help="Check EMBEDDING_MODEL: a folder, or a sentence-transformers name with a network. "
                "Unset it to use the default.",
            ) from error

    def _load_tokenizer(self) -> Callable[[str], Sequence[int]]:
        path = Path(self._source) / "tokenizer.json"
        if path.is_file():
            from tokenizers import Tokenizer

            tokenizer = Tokenizer.from_file(str(path))
            return lambda text: tokenizer.encode(text, add_special_tokens=False).ids
        model_tokenizer = self._loaded().tokenizer
        return lambda text: list(model_tokenizer(text, add_special_tokens=False)["input_ids"])


_TOKEN = re.compile(r"\w+|[^\w\s]")


class HashingEmbedder:
    """Deterministic vectors from hashed words and letter groups: for tests and for explaining, not for quality."""

    def __init__(self, dimension: int = 256) -> None:
        self._dimension = dimension

    @property
    def name(self) -> str:
        """With its dimension, such as hashing-256: other lengths are other vectors."""
        return f"hashing-{self._dimension}"

    @property
    def dimension(self) -> int:
        """As it was made."""
        return self._dimension

    def count_tokens(self, text: str) -> int:
        """Words and punctuation marks."""
        return sum(map(_tokens_in, text.split()))

    def embed_documents(self, texts: Sequence[str], on_done: OnDone | None = None) -> Vectors:
        """A bag of hashed words for each text; rows of length 1 (0 for a text without words)."""
        import numpy as np

        found = [b"".join([_hashed(token, self._dimension) for token in text.split()]) for text in texts]
        columns = np.frombuffer(b"".join(found), dtype=np.int32)
        width = 2 * self._dimension
        rows = np.repeat(np.arange(len(texts)), [len(own) // columns.itemsize for own in found])
        counts = np.bincount(rows * width + columns, minlength=len(texts) * width)
        added, taken = counts.reshape(len(texts), 2, self._dimension).swapaxes(0, 1)
        if on_done is not None:
            for _ in texts:
                on_done(1)
        return normalised((added - taken).astype(np.float32))

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """The same as for documents: this model has no prompts."""
        return self.embed_documents(texts)


def open_embedder(settings: IngestSettings, cache: Path | None = None) -> Embedder:
    """The embedder that the settings name; the default model is prepared when it is not there yet.

    Raises EmbedderUnavailable.
    """
    name = settings.embedding_model
    if name.startswith("hashing-"):
        return HashingEmbedder(int(name.removeprefix("hashing-")))
    if name == e5.NAME:
        from ingest.settings import user_cache

        folder = e5.prepare(cache or user_cache())
        return PreparedEmbedder(folder, name=f"{e5.NAME}@{e5.REVISION}", threads=settings.embedding_threads)
    return SentenceTransformerEmbedder(name, threads=settings.embedding_threads, batch=settings.embedding_batch)


def embedder_name(settings: IngestSettings) -> str:
    """Name that `open_embedder` would give, without loading anything."""
    return f"{e5.NAME}@{e5.REVISION}" if settings.embedding_model == e5.NAME else settings.embedding_model


def _batches(order: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(order), size):
        yield order[start : start + size]


@lru_cache(maxsize=65536)
def _tokens_in(run: str) -> int:
    """Tokens of a run without white space; a text has the same runs again and again."""
    return len(_TOKEN.findall(run))


@lru_cache(maxsize=65536)
def _hashed(token: str, dimension: int) -> bytes:
    """Where each word of a run without white space counts, and each of its groups of three letters: 32 bits each.

    Those below `dimension` are added to the number at that place, those above it are taken from the one as far behind.
    """
    import numpy as np

    folded = unicodedata.normalize("NFKD", token.casefold())
    columns = []
    for word in re.findall(r"[a-z0-9]+", "".join(c for c in folded if not unicodedata.combining(c))):
        padded = f"^{word}$"
        for feature in (word, *(padded[start : start + 3] for start in range(len(padded) - 2))):
            number = int.from_bytes(hashlib.blake2b(feature.encode(), digest_size=8).digest(), "big")
            columns.append(number % dimension + (0 if number >> 63 else dimension))
    return np.array(columns, dtype=np.int32).tobytes()


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
