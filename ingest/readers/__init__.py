"""From the bytes of a file to a `Document`: which reader, what is refused, what is known of the file.

Owns the choice of the reader, by suffix and by content. Knows nothing of where files are (sources) or of chunks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from ingest.errors import BinaryFile, EmptyFile, FileTooLarge
from ingest.readers.assemble import assemble
from ingest.readers.decode import decode
from ingest.readers.html.reader import looks_like_html, read_html
from ingest.readers.markdown.reader import read_markdown
from ingest.readers.pdf.reader import read_pdf
from ingest.readers.reading import Reading
from ingest.readers.text import read_text
from ingest.schema import Document
from ingest.settings import IngestSettings
from ingest.sourcing.frontmatter import split_front_matter
from ingest.sourcing.sources import MEGABYTE, SourceFile, source_of, too_large

_MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx"})
_HTML = frozenset({".html", ".htm", ".xhtml"})
_PDF_MARK = b"%PDF-"
_OFFICE = frozenset(
    {
        ".docx",
        ".doc",
        ".pptx",
        ".ppt",
        ".xlsx",
        ".xls",
        ".odt",
        ".odp",
        ".ods",
        ".epub",
        ".pages",
        ".key",
        ".numbers",
        ".rtf",
    }
)


def read(
    file: SourceFile, data: bytes, settings: IngestSettings, entry: Mapping[str, object] | None = None
) -> Document:
    """The document in a file; `entry` is what sources.toml says of it, if anything.

    Raises a kind of UnreadableFile that names the file: EmptyFile, FileTooLarge, WrongEncoding, BinaryFile,
    NestedTooDeep, DamagedPdf, EncryptedPdf, ScannedPdf, PdfTimeout.
    """
    suffix = PurePosixPath(file.name).suffix.lower()
    if not data.strip(b"\0 \t\r\n"):
        raise EmptyFile("The file is empty.", source=file.uri)
    if len(data) > settings.max_file_mb * MEGABYTE:
        raise FileTooLarge(too_large(len(data), settings), source=file.uri)
    if suffix == ".pdf" or data[:1024].lstrip().startswith(_PDF_MARK):
        return _pdf(file, data, settings, entry)
    if suffix in _OFFICE or data.startswith(b"PK\x03\x04"):
        raise BinaryFile(f"{suffix or 'This'} is a format that is not read.", source=file.uri)
    text = decode(data, file.uri)
    if suffix in _MARKDOWN:
        reading = _markdown(text)
    elif suffix in _HTML or looks_like_html(text):
        reading = read_html(text, file.uri)
    else:
        reading = Reading(tuple(read_text(text)))
    readable, blocks = assemble(reading.pieces)
    if not readable:
        raise EmptyFile("There is no text in the file.", source=file.uri)
    source = source_of(file, data, readable, reading.meta, entry, reading.title)
    return Document(source, readable, blocks, omissions=reading.omissions)


def _markdown(text: str) -> Reading:
    """A Markdown file: its front matter, then its body."""
    meta, body = split_front_matter(text)
    return replace(read_markdown(text[body:]), meta=meta)


def _pdf(file: SourceFile, data: bytes, settings: IngestSettings, entry: Mapping[str, object] | None) -> Document:
    content = read_pdf(data, file.uri, seconds=settings.pdf_seconds, max_pages=settings.max_pages)
    source = source_of(file, data, content.text, {}, entry, content.title)
    return Document(source, content.text, content.blocks, content.page_starts)
