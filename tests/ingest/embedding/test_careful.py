"""An embedder that is missing or fails: one kind of error, tried again when that costs little."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from ingest.embedding.careful import CarefulEmbedder
from ingest.embedding.embed import HashingEmbedder
from ingest.errors import EmbedderUnavailable


class Opening:
    """Opens an embedder; raises `error` after `seconds` while it is set."""

    def __init__(self, embedder: HashingEmbedder | None = None) -> None:
        self.error: Exception | None = None
        self.now, self.seconds, self.tried = 0.0, 0.0, 0
        self._embedder = embedder or HashingEmbedder(8)

    def __call__(self) -> HashingEmbedder:
        self.tried += 1
        self.now += self.seconds
        if self.error is not None:
            raise self.error
        return self._embedder

    def careful(self) -> CarefulEmbedder:
        return CarefulEmbedder(self, "hashing-8", 8, lambda: self.now)


def test_it_is_opened_once_and_gives_what_the_model_gives() -> None:
    opening = Opening()
    careful, plain = opening.careful(), HashingEmbedder(8)
    assert (careful.name, careful.dimension, opening.tried) == ("hashing-8", 8, 0)
    assert (careful.embed_queries(["a b"]) == plain.embed_queries(["a b"])).all()
    assert (careful.embed_documents(["a b"]) == plain.embed_documents(["a b"])).all()
    assert careful.count_tokens("a b") == 2
    assert opening.tried == 1


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (EmbedderUnavailable("It is not there."), "It is not there."),
        (ImportError("No module named 'torch'"), "cannot be opened (No module named 'torch')"),
        (MemoryError(), "cannot be opened (MemoryError)"),
    ],
)
def test_one_that_is_missing_is_told_and_taken_when_it_is_there(error: Exception, told: str) -> None:
    opening = Opening()
    careful, opening.error = opening.careful(), error
    for _ in range(2):
        with pytest.raises(EmbedderUnavailable) as raised:
            careful.embed_queries(["a"])
        assert told in raised.value.message
    opening.error = None
    assert careful.embed_queries(["a"]).shape == (1, 8)


def test_one_that_takes_long_to_be_missing_is_not_waited_for_each_time() -> None:
    opening = Opening()
    careful, opening.error, opening.seconds = opening.careful(), EmbedderUnavailable("Gone."), 2.0
    for _ in range(5):
        with pytest.raises(EmbedderUnavailable):
            careful.embed_queries(["a"])
    assert opening.tried == 1
    opening.error = None
    opening.now += 20
    assert careful.embed_queries(["a"]).shape == (1, 8)


class Broken(HashingEmbedder):
    def embed_documents(self, texts: Sequence[str], on_done: Any = None) -> np.ndarray:
        raise RuntimeError("first line\nsecond line")


def test_what_its_libraries_raise_is_one_kind_of_error() -> None:
    careful = Opening(Broken(8)).careful()
    with pytest.raises(EmbedderUnavailable) as raised:
        careful.embed_documents(["a"])
    assert raised.value.message == "The embedding model failed (first line)."
    assert "citeprep doctor" in raised.value.help


class Pieces(HashingEmbedder):
    def embed_pieces(self, texts: Sequence[str]) -> list[str]:
        if texts[0] == "bad":
            raise MemoryError
        return list(texts)


def test_pieces_are_given_where_the_model_gives_them() -> None:
    assert Opening().careful().embed_pieces is None
    pieces = Opening(Pieces(8)).careful().embed_pieces
    assert pieces is not None
    assert pieces(["a"]) == ["a"]
    with pytest.raises(EmbedderUnavailable):
        pieces(["bad"])
