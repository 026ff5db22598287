"""Vectors kept for an unfinished build: what comes back, and what a torn, foreign or missing file costs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.embedding.vector_cache import VectorCache

RECORD = 16 + 4 * 3


def key(number: int) -> str:
    return f"{number:016x}"


def rows(*numbers: int) -> np.ndarray:
    return np.array([[n, n + 0.5, -n] for n in numbers], dtype=np.float32)


def vectors_file(folder: Path) -> Path:
    return next(folder.glob("*.vectors"))


def test_what_was_added_is_loaded(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "cache", "m")
    cache.append([key(1), key(2)], rows(1, 2))
    cache.append([key(3)], rows(3))
    found = VectorCache(tmp_path / "cache", "m").load()
    assert sorted(found) == [key(1), key(2), key(3)]
    for number in (1, 2, 3):
        assert np.array_equal(found[key(number)], rows(number)[0])
        assert found[key(number)].dtype == np.float32


def test_the_later_of_two_records_counts(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path, "m")
    cache.append([key(1)], rows(1))
    cache.append([key(1)], rows(9))
    assert np.array_equal(cache.load()[key(1)], rows(9)[0])


def test_models_are_kept_apart(tmp_path: Path) -> None:
    VectorCache(tmp_path, "one").append([key(1)], rows(1))
    assert VectorCache(tmp_path, "two").load() == {}


def test_without_a_file_nothing_is_known(tmp_path: Path) -> None:
    assert VectorCache(tmp_path / "none", "m").load() == {}


def test_removed_is_forgotten_and_removing_twice_is_fine(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path, "m")
    cache.append([key(1)], rows(1))
    cache.remove()
    cache.remove()
    assert cache.load() == {}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("cut", range(1, RECORD))
def test_a_record_that_was_torn_is_left_out(tmp_path: Path, cut: int) -> None:
    cache = VectorCache(tmp_path, "m")
    cache.append([key(1), key(2)], rows(1, 2))
    file = vectors_file(tmp_path)
    file.write_bytes(file.read_bytes()[:-cut])
    assert sorted(cache.load()) == [key(1)]


@given(st.integers(min_value=0, max_value=3 * RECORD))
@settings(deadline=None, max_examples=25)
def test_after_a_tear_new_records_are_whole(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    folder = tmp_path_factory.mktemp("cache")
    cache = VectorCache(folder, "m")
    cache.append([key(1), key(2), key(3)], rows(1, 2, 3))
    file = vectors_file(folder)
    file.write_bytes(file.read_bytes()[: 3 * RECORD - cut])
    left = (3 * RECORD - cut) // RECORD
    cache.append([key(8), key(9)], rows(8, 9))
    found = cache.load()
    assert sorted(found) == sorted([*(key(n + 1) for n in range(left)), key(8), key(9)])
    assert np.array_equal(found[key(9)], rows(9)[0])


@pytest.mark.parametrize("text", ["", "many", "3.5"])
def test_a_dimension_that_cannot_be_read_costs_the_cache_alone(tmp_path: Path, text: str) -> None:
    cache = VectorCache(tmp_path, "m")
    cache.append([key(1)], rows(1))
    next(tmp_path.glob("*.dimension")).write_text(text)
    assert cache.load() == {}


def test_keys_and_rows_must_be_as_many(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="dimension"):
        VectorCache(tmp_path, "m").append([key(1), key(2)], rows(1))
