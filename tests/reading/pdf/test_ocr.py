"""Pages without text are read from their pictures where tesseract is there, and marked; where it is not, it is said."""

from __future__ import annotations

import importlib.util
import io
import json
import shutil
import subprocess
import sys
from typing import Any

import pytest

from ingest.errors import ScannedPdf
from ingest.readers.pdf import ocr
from ingest.readers.pdf.layout.words import Page
from ingest.readers.pdf.worker import packed
from ingest.schema import Document
from tests.reading.conftest import ReadBytes
from tests.reading.pdf.make import Sheet, pdf

LANGUAGES = ocr.languages
FRENCH = (
    "Les points de contrôle sont écrits dans un compartiment pendant que la",
    "tâche s'exécute. Une tâche interrompue reprend là où elle s'est arrêtée.",
)
ENGLISH = ("Checkpoints are written to a bucket while the training job runs.", "They are kept until they are deleted.")


@pytest.fixture
def real_ocr(no_ocr: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tesseract as it is on this machine; the tests of reading are without it otherwise."""
    monkeypatch.setattr(ocr, "languages", LANGUAGES)
    if set(LANGUAGES()) != {"fra", "eng"}:
        pytest.skip("tesseract with French and English, or the extra `ocr`, is not installed")


def scan(*sheets: Sheet) -> bytes:
    """The pages as a scanner leaves them: one picture each, no letters."""
    import pypdfium2

    pages = [page.render(scale=150 / 72).to_pil() for page in pypdfium2.PdfDocument(pdf(*sheets))]
    written = io.BytesIO()
    pages[0].save(written, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    return written.getvalue()


def mixed() -> bytes:
    """A page of text and a scanned one."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for data in (pdf(Sheet().lines(60, 100, *ENGLISH, size=12)), scan(Sheet().lines(60, 100, *FRENCH, size=12))):
        writer.append(PdfReader(io.BytesIO(data)))
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def omitted(document: Document) -> dict[str, tuple[int, str]]:
    return {omission.code: (omission.count, omission.where) for omission in document.omissions}


@pytest.mark.slow
def test_a_scanned_page_is_read_and_marked(real_ocr: None, read_as: ReadBytes) -> None:
    document = read_as("a.pdf", mixed())
    assert " ".join(FRENCH).replace("'", "’") in document.text.replace("\n", " ").replace("'", "’")
    assert document.page_at(document.text.index("compartiment")) == 2
    assert omitted(document) == {"page-by-ocr": (1, "p. 2")}


@pytest.mark.slow
def test_a_scan_of_columns_is_read_column_by_column(real_ocr: None, read_as: ReadBytes) -> None:
    left = (
        "The left column begins here and", "goes on with a second line of text", "which tells of training jobs that",
        "write their checkpoints to a bucket", "while they run, and ends with this.",
    )  # fmt: skip
    right = (
        "Beside it stands the right column,", "which is read after the left one", "as any reader of paper would do it,",
        "since columns are read from the top", "down to the foot of the page.",
    )  # fmt: skip
    document = read_as("a.pdf", scan(Sheet().lines(50, 100, *left, size=12).lines(320, 100, *right, size=12)))
    text = " ".join(document.text.split())
    assert " ".join(left) in text
    assert " ".join(right) in text
    assert text.index("ends with this") < text.index("Beside")


@pytest.mark.slow
def test_a_blank_page_is_a_page_without_text(real_ocr: None, read_as: ReadBytes) -> None:
    document = read_as("a.pdf", scan(Sheet().lines(60, 100, *ENGLISH, size=12), Sheet()))
    assert omitted(document) == {"page-by-ocr": (1, "p. 1"), "page-without-text": (1, "p. 2")}


@pytest.mark.slow
def test_without_the_time_for_it_the_rest_goes_in(
    real_ocr: None, read_as: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "_GRACE", 1e6)
    document = read_as("a.pdf", mixed())
    assert ENGLISH[0] in document.text
    assert omitted(document) == {"page-failed": (1, "p. 2")}


def test_a_program_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    page = json.dumps({**packed(4, Page(9, 9, ())), "unclear": 1}).encode()

    def hang(*args: Any, timeout: float, **options: Any) -> None:
        raise subprocess.TimeoutExpired("ocr", timeout, output=page + b'\n{"page": 5, "si')

    monkeypatch.setattr(ocr, "languages", lambda: ("eng",))
    monkeypatch.setattr(subprocess, "run", hang)
    seen = ocr.read_pictures(b"%PDF-", [4, 5], 10)
    assert not seen.pages
    assert seen.unclear == {4: 1}
    assert seen.reached == {4}


def test_without_tesseract_it_is_said_how_to_get_it(read_as: ReadBytes) -> None:
    with pytest.raises(ScannedPdf, match=r"citeprep\[ocr\].*tesseract-ocr-fra"):
        read_as("a.pdf", scan(Sheet().lines(60, 100, *FRENCH, size=12)))
    told = {omission.code: omission.detail for omission in read_as("b.pdf", mixed()).omissions}
    assert "citeprep[ocr]" in told["page-without-text"]


def test_the_extra_alone_or_the_program_alone_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    look = LANGUAGES.__wrapped__
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert look() == ()
    monkeypatch.setattr(shutil, "which", lambda name: sys.executable)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert look() == ()


def test_unclear_words_are_counted_and_lines_have_one_size() -> None:
    told: dict[str, list[Any]] = {
        "block_num": [1, 1, 1, 1],
        "par_num": [1, 1, 1, 1],
        "line_num": [0, 1, 1, 2],
        "left": [0, 0, 100, 0],
        "top": [0, 10, 10, 60],
        "width": [400, 90, 90, 90],
        "height": [400, 30, 39, 36],
        "conf": [-1, 96, 95, 12],
        "text": ["", "Modèle", "appris", "~~|"],
    }
    words, unclear = ocr.words_of(told, 4.0)
    assert unclear == 1
    assert [word.text for word in words] == ["Modèle", "appris"]
    assert words[0].base == words[1].base
    assert words[0].size == words[1].size == pytest.approx(39 / 4 / 0.93)
