"""Reading without tesseract, whether this machine has it or not; `test_ocr` has it back."""

from __future__ import annotations

import pytest

from ingest.readers.pdf import ocr


@pytest.fixture(autouse=True)
def no_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a file's own letters give, nothing from its pictures."""
    monkeypatch.setattr(ocr, "languages", lambda: ())
