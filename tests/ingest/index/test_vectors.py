"""Chroma for real, in a folder and as a server, against exact search as the oracle."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import IndexDamaged, VectorStoreUnavailable
from ingest.index.vectors import ExactVectors, drop_collections, open_collection, write_collection
from ingest.schema import Lang

SIZE, DIMENSION = 300, 16


def _data() -> tuple[list[str], np.ndarray, list[Lang]]:
    rows = np.random.default_rng(7).normal(size=(SIZE, DIMENSION)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return [f"id{i:04d}" for i in range(SIZE)], rows, ["fr" if i % 3 == 0 else "en" for i in range(SIZE)]


def test_a_folder_gives_the_same_neighbours_as_exact_search(tmp_path: Path) -> None:
    ids, rows, langs = _data()
    write_collection(tmp_path / "chroma", "test-collection", ids, rows, langs)
    store, oracle = open_collection(tmp_path / "chroma", "test-collection"), ExactVectors(ids, rows, langs)
    assert store.count() == oracle.count() == SIZE
    for row in rows[:20]:
        for lang in ("fr", "en"):
            found, wanted = store.nearest(row, 5, lang), oracle.nearest(row, 5, lang)
            assert [id_ for id_, _ in found] == [id_ for id_, _ in wanted]
            assert np.allclose([s for _, s in found], [s for _, s in wanted], atol=1e-5)


def test_a_vector_that_is_not_finite_finds_nothing(tmp_path: Path) -> None:
    ids, rows, langs = _data()
    write_collection(tmp_path / "chroma", "test-collection", ids, rows, langs)
    assert open_collection(tmp_path / "chroma", "test-collection").nearest(np.full(DIMENSION, np.nan), 5, "en") == []


def test_a_missing_collection_is_our_error(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged):
        open_collection(tmp_path / "nothing", "test-collection")


def test_a_server_that_is_down_is_named_with_a_remedy() -> None:
    with pytest.raises(VectorStoreUnavailable) as caught:
        open_collection(f"http://127.0.0.1:{_free_port()}", "test-collection")
    assert "CHROMA_URL" in str(caught.value)


@pytest.mark.slow
def test_a_server_stores_searches_and_drops_old_collections(server: str) -> None:
    ids, rows, langs = _data()
    for name in ("citeprep-x-1", "citeprep-x-2", "other-index"):
        write_collection(server, name, ids, rows, langs)
    store, oracle = open_collection(server, "citeprep-x-2"), ExactVectors(ids, rows, langs)
    assert [i for i, _ in store.nearest(rows[3], 5, "en")] == [i for i, _ in oracle.nearest(rows[3], 5, "en")]
    assert drop_collections(server, ["citeprep-x-2"], "citeprep-x-") == ["citeprep-x-1"]
    assert open_collection(server, "other-index").count() == SIZE


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """`chroma run` on a free loopback port."""
    port = _free_port()
    command = [
        str(Path(sys.executable).with_name("chroma")),
        "run",
        "--path",
        str(tmp_path),
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ})
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("The Chroma server did not start.")
