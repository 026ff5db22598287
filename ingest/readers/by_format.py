"""From the bytes of a file to a `Document`: which reader, what is refused, what is known of the file.

Owns the choice of the reader, by suffix and by content, and what of a file is named as left out whatever its format.
Knows nothing of where files are (sources) or of chunks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ingest.errors import BinaryFile, DamagedFile, EmptyFile, FileTooLarge, UnreadableFile
from ingest.readers.apart import read_apart
from ingest.readers.assemble import assemble
from ingest.readers.decode import decode_or_guess
from ingest.readers.html.reader import looks_like_html, read_html
from ingest.readers.markdown.reader import read_markdown_file
from ingest.readers.markdown.traces import origins
from ingest.readers.notebook import read_notebook
from ingest.readers.office.docx import read_docx
from ingest.readers.office.epub import read_epub
from ingest.readers.office.odt import read_odt
from ingest.readers.office.pptx import read_pptx
from ingest.readers.office.xlsx import read_xlsx
from ingest.readers.pdf.reader import read_pdf
from ingest.readers.reading import Reading, page_starts
from ingest.readers.rtf import read_rtf
from ingest.readers.separated import read_table
from ingest.readers.text import read_text
from ingest.schema import Block, Document, Omission
from ingest.sourcing.sources import MEGABYTE, SourceFile, source_of, too_large
from ingest.text.plausible import is_language

if TYPE_CHECKING:
    from ingest.settings import IngestSettings

_MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx"})
_HTML = frozenset({".html", ".htm", ".xhtml"})
_PDF_MARK = b"%PDF-"
UNREAD = frozenset(".doc .ppt .xls .odp .ods .pages .key .numbers".split())
_PACKAGE_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
TextReader = Callable[[str, str], Reading]
"""From the text of a file and its uri to what was read."""
PackageReader = Callable[[bytes, str, int], Reading]
"""From the bytes of a file, its uri and the limit on its size in bytes to what was read."""
_PACKAGES: Mapping[str, PackageReader] = {
    ".docx": read_docx,
    ".docm": read_docx,
    ".pptx": read_pptx,
    ".ppsx": read_pptx,
    ".xlsx": read_xlsx,
    ".xlsm": read_xlsx,
    ".epub": read_epub,
    ".odt": read_odt,
}
# A text up to this size is read where it is: our own readers take less than a second a megabyte.
_READ_HERE = 1_000_000
_TABLES = frozenset({".csv", ".tsv"})
_OWN_TEXT = _TABLES | {".ipynb", ".rtf"}


def read(
    file: SourceFile,
    data: bytes,
    settings: IngestSettings,
    entry: Mapping[str, object] | None = None,
    *,
    apart: bool = True,
) -> Document:
    """The document in a file; `entry` is what sources.toml says of it, if anything.

    Files that a library opens, and large ones, are read in a process of their own, which is ended after
    `settings.pdf_seconds`; `apart` False reads them here.

    Raises a kind of UnreadableFile that names the file: EmptyFile, FileTooLarge, WrongEncoding, BinaryFile,
    NestedTooDeep, DamagedFile, EncryptedFile, ReadTimeout, DamagedPdf, EncryptedPdf, ScannedPdf,
    PdfTimeout.
    """
    suffix = PurePosixPath(file.name).suffix.lower()
    if not data.strip(b"\0 \t\r\n"):
        raise EmptyFile("The file is empty.", source=file.uri)
    if len(data) > settings.max_file_mb * MEGABYTE:
        raise FileTooLarge(too_large(len(data), settings), source=file.uri)
    if suffix == ".pdf" or data[:1024].lstrip().startswith(_PDF_MARK):
        return _pdf(file, data, settings, entry)
    limit = int(settings.max_file_mb * MEGABYTE)
    if apart and (suffix in _PACKAGES or len(data) > _READ_HERE):
        reading = read_apart(suffix, data, file.uri, limit=limit, seconds=settings.pdf_seconds)
    else:
        reading = reading_of(suffix, data, file.uri, limit)
    return _document(file, data, reading, entry)


def reading_of(suffix: str, data: bytes, uri: str, limit: int) -> Reading:
    """What the reader of a format makes of a file that is no PDF. `limit` is on the file's size, in bytes.

    Raises a kind of UnreadableFile.
    """
    if suffix not in _PACKAGES and (suffix in UNREAD or data.startswith(_PACKAGE_MARKS)):
        raise BinaryFile(f"{suffix or 'This'} is a format that is not read.", source=uri)
    try:
        return _PACKAGES[suffix](data, uri, limit) if suffix in _PACKAGES else _reading(suffix, data, uri)
    except UnreadableFile:
        raise
    except (Exception, RecursionError) as error:
        # A damaged file can raise anything from inside the parsers; whatever it is, the file is what is wrong.
        reason = f"The {suffix} file is damaged: its reader stopped ({type(error).__name__})."
        raise DamagedFile(reason, source=uri) from error


def _reading(suffix: str, data: bytes, uri: str) -> Reading:
    """A text file by the reader of its format."""
    text, guessed = decode_or_guess(data, uri)
    if suffix in _MARKDOWN:
        reader: TextReader = read_markdown_file
    elif suffix in _HTML or (suffix not in _OWN_TEXT and looks_like_html(text)):
        reader = read_html
    elif suffix in _TABLES:
        reader = read_table
    elif suffix == ".ipynb":
        reader = read_notebook
    elif suffix == ".rtf":
        reader = read_rtf
    else:
        reader = _plain
    reading = reader(text, uri)
    if not guessed:
        return reading
    taken = Omission("encoding-guessed", 1, detail=f"the encoding is not named; read as {guessed}")
    return replace(reading, omissions=(*reading.omissions, taken))


def _plain(text: str, uri: str) -> Reading:
    return Reading(tuple(read_text(text)))


def _document(file: SourceFile, data: bytes, reading: Reading, entry: Mapping[str, object] | None) -> Document:
    text, blocks = assemble(reading.pieces)
    if not text:
        left = "; ".join(omission.detail or omission.code for omission in reading.omissions)
        raise EmptyFile(f"There is no text in the file{f' ({left})' if left else ''}.", source=file.uri)
    source = source_of(file, data, text, reading.meta, entry, reading.title)
    starts = page_starts(reading, blocks, len(text))
    omissions = (*reading.omissions, *_whole_document(text, blocks))
    traced = tuple(origins(decode_or_guess(data, file.uri)[0], text)) if source.kind == "sheet" else ()
    return Document(source, text, blocks, starts, omissions=omissions, origins=traced)


def _whole_document(text: str, blocks: Sequence[Block]) -> Iterator[Omission]:
    """What can be said of a document of any format: nothing to quote in it, or nothing that is language."""
    if all(block.kind == "heading" for block in blocks):
        yield Omission("headings-only", len(blocks), detail="there are only headings, nothing to quote")
    prose = "\n".join(text[block.start : block.end] for block in blocks if block.kind not in ("table", "code"))
    if not is_language(prose):
        words = len(prose.split())
        yield Omission("no-language", words, detail="hardly a word is French or English: letters mapped wrongly?")


def _pdf(file: SourceFile, data: bytes, settings: IngestSettings, entry: Mapping[str, object] | None) -> Document:
    content = read_pdf(data, file.uri, seconds=settings.pdf_seconds, max_pages=settings.max_pages)
    source = source_of(file, data, content.text, {}, entry, content.title)
    omissions = (*content.omissions, *_whole_document(content.text, content.blocks))
    return Document(source, content.text, content.blocks, content.page_starts, content.page_labels, omissions)
