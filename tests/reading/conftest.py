"""Helpers of the readers' tests: files that exist only as bytes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.readers import read
from ingest.schema import Document
from ingest.settings import IngestSettings
from ingest.sourcing.sources import SourceFile

ReadBytes = Callable[..., Document]


@pytest.fixture
def read_as() -> ReadBytes:
    """Read bytes or text as if they were a file of that name."""

    def read_as_file(name: str, data: bytes | str, **settings: object) -> Document:
        raw = data.encode() if isinstance(data, str) else data
        file = SourceFile(f"notes/{name}", Path(name), None, len(raw), 0)
        return read(file, raw, IngestSettings.from_mapping(settings), apart=False)

    return read_as_file
