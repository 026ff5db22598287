"""The real corpus, the real embedder, the real index: built once for all tests that need them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.embedding.embed import Embedder, open_embedder
from ingest.pipeline import build_index
from ingest.schema import IngestReport
from ingest.settings import DEFAULT_CORPUS, IngestSettings


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The default embedding model, prepared when it is not."""
    return open_embedder(IngestSettings())


@pytest.fixture(scope="session")
def real_settings(tmp_path_factory: pytest.TempPathFactory) -> IngestSettings:
    """The project's corpus, in an index of this test run."""
    return IngestSettings(corpus=(DEFAULT_CORPUS,), index=tmp_path_factory.mktemp("real") / "index")


@pytest.fixture(scope="session")
def real_report(real_settings: IngestSettings, embedder: Embedder) -> IngestReport:
    """What building the whole corpus from nothing reported."""
    return build_index(real_settings, embedder)


@pytest.fixture(scope="session")
def pdf_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for printed pages."""
    return tmp_path_factory.mktemp("pdf")
