"""PDFs have lines, not paragraphs, and can hang or break their reader: both are dealt with here."""

from __future__ import annotations

import io
import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from ingest.errors import DamagedPdf, EncryptedPdf, FileTooLarge, PdfTimeout, ScannedPdf
from ingest.readers.pdf import reader as pdf
from ingest.readers.pdf import worker as pdf_worker

if TYPE_CHECKING:
    from tests.ingest.conftest import MakePdf, ReadBytes

LINES = [
    "Kinesis Data Streams",
    "Kinesis Data Streams conserve les enregistrements d'un flux pendant vingt-",
    "quatre heures par défaut, et la durée de conser-",
    "vation peut être portée à un an par une opération du service de gestion.",
    "- Un fragment accepte un mégaoctet par seconde en écriture, toutes clés de",
    "partition confondues.",
    "- Une lecture renvoie au plus dix mégaoctets.",
]


def encrypted(data: bytes, password: str, algorithm: str = "RC4-128") -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(password, owner_password="owner", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_lines_become_paragraphs_and_items(read_as: ReadBytes, make_pdf: MakePdf) -> None:
    document = read_as("cours.pdf", make_pdf([LINES]))
    assert [(block.kind, document.text[block.start : block.end]) for block in document.blocks] == [
        ("text", "Kinesis Data Streams"),
        (
            "text",
            "Kinesis Data Streams conserve les enregistrements d'un flux pendant vingt-quatre heures par défaut, et la "
            "durée de conservation peut être portée à un an par une opération du service de gestion.",
        ),
        (
            "list",
            "- Un fragment accepte un mégaoctet par seconde en écriture, toutes clés de partition confondues.",
        ),
        ("list", "- Une lecture renvoie au plus dix mégaoctets."),
    ]
    assert document.source.lang == "fr"
    assert document.page_starts == (0,)


def test_the_empty_password_opens(read_as: ReadBytes, make_pdf: MakePdf) -> None:
    assert "fragment" in read_as("a.pdf", encrypted(make_pdf([LINES]), "")).text


def test_a_password_is_asked_for(read_as: ReadBytes, make_pdf: MakePdf) -> None:
    with pytest.raises(EncryptedPdf):
        read_as("a.pdf", encrypted(make_pdf([LINES]), "secret"))


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = json.dumps({"error": pdf_worker.NEEDS_CRYPTO, "message": "The PDF is encrypted with AES."}).encode()
    monkeypatch.setattr(subprocess, "run", lambda *args, **options: subprocess.CompletedProcess([], 0, answer, b""))
    with pytest.raises(EncryptedPdf, match="pdf-crypto"):
        pdf.read_pdf(b"", "a.pdf", seconds=1, max_pages=1)


def test_the_worker_tells_aes_without_cryptography_apart(monkeypatch: pytest.MonkeyPatch, make_pdf: MakePdf) -> None:
    import pypdf
    from pypdf.errors import DependencyError

    def refuse(*args: object) -> None:
        raise DependencyError("cryptography>=3.1 is required for AES algorithm")

    data = encrypted(make_pdf([LINES]), "")
    monkeypatch.setattr(pypdf.PdfReader, "decrypt", refuse)
    assert next(pdf_worker.extract(data, 10))["error"] == pdf_worker.NEEDS_CRYPTO


@pytest.mark.parametrize("cut", [20, 400])
def test_damage_is_reported(read_as: ReadBytes, make_pdf: MakePdf, cut: int) -> None:
    with pytest.raises((DamagedPdf, ScannedPdf)):
        read_as("a.pdf", make_pdf([LINES])[:cut])


def test_a_name_is_not_a_format(read_as: ReadBytes) -> None:
    with pytest.raises(DamagedPdf):
        read_as("a.pdf", "<html>not found</html>")


def test_a_scan_is_not_indexed_as_nothing(read_as: ReadBytes, make_pdf: MakePdf) -> None:
    with pytest.raises(ScannedPdf):
        read_as("a.pdf", make_pdf([[], []]))


def test_the_page_limit_holds(read_as: ReadBytes, make_pdf: MakePdf) -> None:
    with pytest.raises(FileTooLarge, match="3 pages"):
        read_as("a.pdf", make_pdf([LINES] * 3), max_pages=2)


def test_a_hanging_reader_is_stopped(monkeypatch: pytest.MonkeyPatch, make_pdf: MakePdf) -> None:
    def hang(*args: object, timeout: float, **options: object) -> None:
        raise subprocess.TimeoutExpired("pdf_worker", timeout)

    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(PdfTimeout, match="2 s"):
        pdf.read_pdf(make_pdf([LINES]), "a.pdf", seconds=2, max_pages=9)


def test_a_killed_reader_is_the_files_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    killed = subprocess.CompletedProcess([], -9, b"", b"")
    monkeypatch.setattr(subprocess, "run", lambda *args, **options: killed)
    with pytest.raises(DamagedPdf, match="-9"):
        pdf.read_pdf(b"%PDF-", "a.pdf", seconds=2, max_pages=9)
