"""Shared set-up: quiet libraries, no telemetry, no network beyond this machine, and the fixtures everyone needs."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from tests.reading_here import running_here

if TYPE_CHECKING:
    from ingest.schema import Document

os.environ.update(
    GRADIO_ANALYTICS_ENABLED="False",
    HF_HUB_OFFLINE="1",
    HF_HUB_DISABLE_TELEMETRY="1",
    TOKENIZERS_PARALLELISM="false",
    OMP_WAIT_POLICY="PASSIVE",
)
# The library of whoever runs the tests is no part of what they build.
os.environ["CITEPREP_DATA"] = tempfile.mkdtemp(prefix="citeprep-tests-")
atexit.register(shutil.rmtree, os.environ["CITEPREP_DATA"], ignore_errors=True)
for name in ("CHAT_MODEL", "CHECK_MODEL", "CHROMA_URL", "INDEX_DIR", "EMBEDDING_MODEL", "CORPUS", "CHAT_BASE_URL"):
    os.environ.pop(name, None)


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by their marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What looks at the whole of the project's own corpus is slow, and gets slower with every page."""
    for item in items:
        if "own_documents" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: Python need not look through it again and again."""
    gc.collect()
    gc.freeze()


# How long an example takes is the machine's doing: no test fails for it. (One with settings of its own keeps these.)
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

_connect = socket.socket.connect
_LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches for another machine fails, whatever the network would say."""

    def connect(self: socket.socket, address: object) -> object:
        if isinstance(address, tuple) and not str(address[0]).startswith(_LOOPBACK):
            pytest.fail(f"A test tried to reach {address}.")
        return _connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(autouse=True)
def pdfs_read_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fast tests read PDFs in this process (see `tests.reading_here`), the others as the product does."""
    if not any(request.node.get_closest_marker(mark) for mark in ("slow", "model", "browser")):
        monkeypatch.setattr(subprocess, "run", running_here(subprocess.run))


@pytest.fixture
def checked_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that build or check an index look at it in this process (see `tests.fakes.build_here`)."""
    from functools import partial

    from ingest.index.check import check_index
    from ingest.index.verify import verify_build
    from ingest.pipeline import build_index

    monkeypatch.setattr("ingest.pipeline.build_index", partial(build_index, verify=verify_build))
    monkeypatch.setattr("ingest.index.check.check_index", partial(check_index, verify=verify_build))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A small French and English corpus on disk."""
    from tests.fakes import write_corpus

    return write_corpus(tmp_path)


@pytest.fixture(scope="session")
def own_documents() -> tuple[Document, ...]:
    """The documents of the project's own corpus, read once for all tests that look at it (some seconds)."""
    from evals.material.gold import read_corpus
    from ingest.settings import DEFAULT_CORPUS

    return tuple(read_corpus([DEFAULT_CORPUS]))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all tests of a module: a playwright Browser, which is not installed everywhere."""
    playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is missing (make test installs it)")
    from tests.ui.serving import chromium

    with playwright_api.sync_playwright() as playwright:
        started = chromium(playwright)
        yield started
        started.close()
