"""Vectors of sentences on disk: found by their words, and never another's, whatever happened to the files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ingest.errors import IndexDamaged
from ingest.index.sentences import SentenceVectors, open_sentences, sentence_key, write_sentences

DIMENSION = 64
TEXTS = [f"A page: its sentence number {number}." for number in range(300)]
KEYS = [sentence_key(text) for text in TEXTS]


@pytest.fixture(scope="module")
def rows() -> np.ndarray:
    found = np.random.default_rng(7).normal(size=(len(TEXTS), DIMENSION)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


@pytest.fixture
def folder(tmp_path: Path, rows: np.ndarray) -> Path:
    write_sentences(tmp_path, dict(zip(KEYS, rows, strict=True)), DIMENSION)
    return tmp_path


def opened(folder: Path) -> SentenceVectors:
    return open_sentences(folder, len(TEXTS), DIMENSION)


def test_every_text_has_its_own_row_back(folder: Path, rows: np.ndarray) -> None:
    found = opened(folder).find(KEYS)
    assert list(found) == KEYS
    assert all(found[key].dtype == np.float32 for key in KEYS)
    assert max(float(np.abs(found[key] - row).max()) for key, row in zip(KEYS, rows, strict=True)) < 2**-11
    assert opened(folder).damaged() == 0


def test_what_was_written_twice_is_the_same(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A row that the next build takes over is not rounded again."""
    other = tmp_path_factory.mktemp("next")
    write_sentences(other, opened(folder).find(KEYS), DIMENSION)
    before, after = opened(folder).find(KEYS), opened(other).find(KEYS)
    assert all((before[key] == after[key]).all() for key in KEYS)


def test_a_text_that_is_not_there_has_no_row(folder: Path) -> None:
    unknown = [sentence_key(f"unknown {number}") for number in range(300)]
    lowest, highest = "0" * 16, "f" * 16
    assert opened(folder).find([*unknown, lowest, highest]) == {}
    assert list(opened(folder).find([unknown[0], KEYS[3], lowest, KEYS[3]])) == [KEYS[3]]
    assert opened(folder).find([]) == {}


def test_a_corpus_without_sentences_is_no_damage(tmp_path: Path) -> None:
    write_sentences(tmp_path, {}, DIMENSION)
    empty = open_sentences(tmp_path, 0, DIMENSION)
    assert (len(empty), empty.find(KEYS), empty.damaged()) == (0, {}, 0)


@pytest.mark.parametrize("name", ["keys.npy", "sums.npy", "vectors.npy"])
@pytest.mark.parametrize("bit", [0, 6, 7])  # 7 of the high byte of a number is its sign: the length of the row stays
def test_a_bit_that_fell_over_costs_its_row_and_no_other(folder: Path, rows: np.ndarray, name: str, bit: int) -> None:
    path = folder / "sentences" / name
    data = bytearray(path.read_bytes())
    data[128 + (len(data) - 128) // 2 | 1] ^= 1 << bit
    path.write_bytes(data)
    found = opened(folder).find(KEYS)
    assert len(KEYS) - 2 <= len(found) < len(KEYS)  # a key out of its order may hide a neighbour
    by_key = dict(zip(KEYS, rows, strict=True))
    assert max(float(np.abs(row - by_key[key]).max()) for key, row in found.items()) < 2**-11
    assert opened(folder).damaged() >= 1


def test_rows_that_changed_places_are_nobodys(folder: Path) -> None:
    path = folder / "sentences" / "vectors.npy"
    rows = np.load(path)
    rows[[3, 4]] = rows[[4, 3]]
    np.save(path, rows)
    assert len(opened(folder).find(KEYS)) == len(KEYS) - 2
    assert opened(folder).damaged() == 2


@pytest.mark.parametrize("name", ["keys.npy", "sums.npy", "vectors.npy"])
@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "longer", "text", "floats", "fewer"])
def test_a_file_that_is_not_what_was_written_is_told(folder: Path, name: str, damage: str) -> None:
    path = folder / "sentences" / name
    data = path.read_bytes()
    if damage == "gone":
        path.unlink()
    elif damage == "floats":
        np.save(path, np.load(path).astype(np.float64))
    elif damage == "fewer":
        np.save(path, np.load(path)[:-1])
    else:
        path.write_bytes({"empty": b"", "cut": data[:-7], "longer": data * 2, "text": b"# sentences\n"}[damage])
    if damage == "longer":  # what stands behind the rows is not read
        assert len(opened(folder).find(KEYS)) == len(KEYS)
    else:
        with pytest.raises(IndexDamaged):
            opened(folder)
