"""Which texts a build still computes, in which batches and order; rows that are remembered; a model that is missing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.embedding.careful import CarefulEmbedder
from ingest.embedding.embed import HashingEmbedder, OnDone
from ingest.embedding.known import KnownVectors
from ingest.embedding.rows import Remembered, normalised
from ingest.embedding.vector_cache import VectorCache
from ingest.errors import EmbedderUnavailable, IndexDamaged


class Batches(HashingEmbedder):
    """Remembers what it was asked for at a time."""

    def __init__(self, dimension: int = 8) -> None:
        super().__init__(dimension)
        self.asked: list[list[str]] = []

    def embed_documents(self, texts: Sequence[str], on_done: OnDone | None = None) -> np.ndarray:
        self.asked.append(list(texts))
        return super().embed_documents(texts, on_done)


class Broken(HashingEmbedder):
    """Gives what is no number."""

    def embed_documents(self, texts: Sequence[str], on_done: OnDone | None = None) -> np.ndarray:
        return np.full((len(texts), self.dimension), np.nan, dtype=np.float32)


def key(number: int) -> str:
    return f"{number:016x}"


def counted(heard: list[int]) -> OnDone:
    return heard.append


def of(
    known: KnownVectors, texts: dict[str, str], given_: dict[str, np.ndarray] | None = None
) -> tuple[int, list[int]]:
    """How many were computed, and what the counter was told."""
    told: list[int] = []

    def counter(count: int) -> OnDone:
        told.append(count)
        return counted([])

    found, computed = known.of(texts, given_ or {}, counter)
    assert found.keys() == texts.keys()
    return computed, told


@pytest.mark.parametrize(
    ("count", "batches"), [(0, []), (1, [1]), (63, [63]), (64, [64]), (65, [64, 1]), (130, [64, 64, 2])]
)
def test_texts_are_computed_sixty_four_at_a_time(tmp_path: Path, count: int, batches: list[int]) -> None:
    embedder = Batches()
    known = KnownVectors(embedder, VectorCache(tmp_path, "m"))
    texts = {key(number): f"text {number}" for number in range(count)}
    assert of(known, texts) == (count, [count])
    assert [len(batch) for batch in embedder.asked] == batches


def test_the_longest_texts_come_first(tmp_path: Path) -> None:
    """So that a batch holds texts of about one length, and too little memory shows at once."""
    embedder = Batches()
    of(KnownVectors(embedder, VectorCache(tmp_path, "m")), {key(1): "b", key(2): "ccc", key(3): "dd"})
    assert embedder.asked == [["ccc", "dd", "b"]]


def test_what_is_known_or_was_left_behind_is_not_computed_again(tmp_path: Path) -> None:
    texts = {key(number): f"text {number}" for number in range(5)}
    first = Batches()
    of(KnownVectors(first, VectorCache(tmp_path, "m")), {k: texts[k] for k in (key(0), key(1))})
    second = Batches()
    row = np.ones(8, dtype=np.float32)
    resumed = KnownVectors(second, VectorCache(tmp_path, "m"))
    assert of(resumed, texts, {key(2): row}) == (2, [2])
    assert sorted(second.asked[0]) == ["text 3", "text 4"]
    found, computed = KnownVectors(Batches(), VectorCache(tmp_path, "m")).of(
        texts, {key(2): row}, lambda _: counted([])
    )
    assert computed == 0
    assert np.array_equal(found[key(2)], row)
    assert np.allclose(found[key(0)], HashingEmbedder(8).embed_documents(["text 0"])[0])


def test_rows_of_another_length_are_forgotten(tmp_path: Path) -> None:
    of(KnownVectors(Batches(16), VectorCache(tmp_path, "m")), {key(1): "one"})
    embedder = Batches(8)
    assert of(KnownVectors(embedder, VectorCache(tmp_path, "m")), {key(1): "one"}) == (1, [1])
    assert len(VectorCache(tmp_path, "m").load()[key(1)]) == 8


def test_what_is_no_number_is_damage_and_is_not_written_down(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="not numbers"):
        of(KnownVectors(Broken(8), VectorCache(tmp_path, "m")), {key(1): "one"})
    assert VectorCache(tmp_path, "m").load() == {}


# rows that are remembered


def remembered(most: int) -> tuple[Remembered, list[list[str]]]:
    asked: list[list[str]] = []

    def compute(texts: Sequence[str]) -> np.ndarray:
        asked.append(list(texts))
        return np.array([[float(len(text)), 1.0] for text in texts], dtype=np.float32).reshape(len(texts), 2)

    return Remembered(compute, most), asked


def test_the_last_texts_are_remembered_and_the_oldest_forgotten() -> None:
    rows, asked = remembered(2)
    rows.rows(["a", "bb"])
    rows.rows(["ccc"])  # "a" goes
    rows.rows(["bb", "ccc"])
    assert asked == [["a", "bb"], ["ccc"]]
    rows.rows(["a"])
    assert asked[-1] == ["a"]


def test_256_texts_are_remembered_by_default() -> None:
    asked: list[int] = []

    def compute(texts: Sequence[str]) -> np.ndarray:
        asked.append(len(texts))
        return np.ones((len(texts), 1), dtype=np.float32)

    rows = Remembered(compute)
    rows.rows([f"t{number}" for number in range(257)])
    rows.rows(["t1"])
    assert asked == [257]
    rows.rows(["t0"])
    assert asked == [257, 1]


@given(st.lists(st.sampled_from(["a", "bb", "ccc", "dddd"]), max_size=8), st.integers(1, 4))
@settings(deadline=None, max_examples=50)
def test_rows_come_in_the_order_asked_whatever_is_remembered(texts: list[str], most: int) -> None:
    rows, asked = remembered(most)
    for _ in range(2):
        found = rows.rows(texts)
        assert found.shape == (len(texts), 2)
        assert [int(row[0]) for row in found] == [len(text) for text in texts]
    assert all(len(set(one)) == len(one) for one in asked)


@given(st.lists(st.floats(-1e3, 1e3, width=32), min_size=3, max_size=3))
@settings(deadline=None, max_examples=50)
def test_a_row_is_turned_no_way_and_has_length_one(values: list[float]) -> None:
    row = np.array([values], dtype=np.float32)
    length = float(np.linalg.norm(row))
    unit = normalised(row)
    if length < 1e-6:
        return
    assert float(np.linalg.norm(unit)) == pytest.approx(1, abs=1e-4)
    assert np.allclose(unit * length, row, rtol=1e-3, atol=1e-3)


# a model that is missing


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(("waited", "tried"), [(0.0, 1), (19.9, 1), (20.0, 2), (25.0, 2)])
def test_a_model_that_took_two_seconds_to_fail_is_left_alone_for_twenty(waited: float, tried: int) -> None:
    clock, tries = Clock(), []

    def open_() -> HashingEmbedder:
        tries.append(clock.now)
        clock.now += 2.0
        raise OSError("no such file")

    careful = CarefulEmbedder(open_, "m", 8, clock)
    with pytest.raises(EmbedderUnavailable, match="no such file"):
        careful.embed_queries(["a"])
    clock.now += waited
    with pytest.raises(EmbedderUnavailable, match="no such file"):
        careful.embed_queries(["a"])
    assert len(tries) == tried


@pytest.mark.parametrize(
    ("message", "told"),
    [("", "RuntimeError"), ("one\ntwo", "one"), ("  spaced  ", "spaced"), ("x" * 300, "x" * 200)],
)
def test_of_an_error_the_first_line_is_told(message: str, told: str) -> None:
    class Failing(HashingEmbedder):
        def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
            raise RuntimeError(message)

    careful = CarefulEmbedder(Failing, "m", 256)
    with pytest.raises(EmbedderUnavailable) as raised:
        careful.embed_queries(["a"])
    assert f"({told})" in str(raised.value)
