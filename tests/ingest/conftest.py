"""Helpers of the ingest tests: files that exist only as bytes, small PDFs made by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ingest.readers import read
from ingest.schema import Document
from ingest.settings import IngestSettings
from ingest.sourcing.sources import SourceFile

ReadBytes = Callable[..., Document]
MakePdf = Callable[[Sequence[Sequence[str]]], bytes]


@pytest.fixture
def read_as() -> ReadBytes:
    """Read bytes or text as if they were a file of that name."""

    def read_as_file(name: str, data: bytes | str, **settings: object) -> Document:
        raw = data.encode() if isinstance(data, str) else data
        file = SourceFile(f"notes/{name}", Path(name), None, len(raw), 0)
        return read(file, raw, IngestSettings.from_mapping(settings))

    return read_as_file


@pytest.fixture
def make_pdf() -> MakePdf:
    """A PDF of pages of lines, one text line each, 12 points apart."""

    def make(pages: Sequence[Sequence[str]]) -> bytes:
        count = len(pages)
        kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        ]
        for number, lines in enumerate(pages):
            stream = b"BT /F1 10 Tf 40 800 Td 12 TL " + b" ".join(_line(line) for line in lines) + b" ET"
            resources = "<< /Font << /F1 3 0 R >> >>"
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources {resources} "
                f"/Contents {5 + 2 * number} 0 R >>".encode()
            )
            objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        return _with_table(objects)

    return make


def _line(text: str) -> bytes:
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return b"(" + escaped.encode("cp1252") + b") Tj T*"


def _with_table(objects: Sequence[bytes]) -> bytes:
    data = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return (
        data
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(data))
    )
