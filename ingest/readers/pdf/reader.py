"""A PDF to text, blocks and page starts, with what of it could not be read.

Owns the clock over the worker that reads the pages, what is said of pages without text, and the errors. Knows nothing
of PDF libraries (`worker`) and of the layout (`flow`).
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest import process
from ingest.errors import DamagedPdf, EncryptedPdf, FileTooLarge, PdfTimeout, ScannedPdf, UnreadableFile
from ingest.readers.decode import normalise
from ingest.readers.pdf import ocr
from ingest.readers.pdf import worker as pdf_worker
from ingest.readers.pdf.document import write
from ingest.readers.pdf.layout.flow import flow_of
from ingest.readers.pdf.layout.words import Page
from ingest.schema import Block, Omission
from ingest.text.wordlist import can_be_language, is_surely_language

# Letters and digits of a page below which it has no text, and of the whole file per page below which it is a scan.
_FEWEST_CHARACTERS = 3
# Share of letters that the file maps to no character from which a page is not read.
_MOST_UNKNOWN = 0.2
# A page that ends the worker is passed over; a file where that happens more often is not worth the time.
_MOST_RESTARTS = 3
_MOST_PAGES_NAMED = 12


@dataclass(frozen=True, slots=True)
class PdfContent:
    """What was read: text, blocks, the position where each page begins, the pages' own names, the title ("" without).

    `omissions` name the pages that are not in the text, and text that nobody sees.
    """

    text: str
    blocks: tuple[Block, ...]
    page_starts: tuple[int, ...]
    title: str
    page_labels: tuple[str, ...] = ()
    omissions: tuple[Omission, ...] = ()


@dataclass(slots=True)
class _Read:
    """What the worker has told so far. `failed` has the reason by page."""

    count: int = 0
    title: str = ""
    labels: list[str] = field(default_factory=list)
    pages: dict[int, Page] = field(default_factory=dict)
    failed: dict[int, str] = field(default_factory=dict)


def read_pdf(data: bytes, uri: str, *, seconds: float, max_pages: int) -> PdfContent:
    """Read a PDF in at most `seconds`; what was read by then is kept.

    Raises DamagedPdf, EncryptedPdf, ScannedPdf, PdfTimeout, FileTooLarge (more than `max_pages`).
    """
    end = time.monotonic() + seconds
    read = _ask_worker(data, uri, seconds, max_pages)
    pages = [read.pages.get(number, Page(1.0, 1.0, ())) for number in range(read.count)]
    garbled = _garbled(pages)
    kept = [replace(page, words=()) if number in garbled else page for number, page in enumerate(pages)]
    blind = [n for n, page in enumerate(kept) if not page.words and n not in read.failed]
    seen = _from_pictures(data, blind, end - time.monotonic())
    kept = [_with_words_of(page, seen.pages.get(number)) for number, page in enumerate(kept)]
    garbled = [number for number in garbled if number not in seen.pages]
    empty = [number for number in blind if number not in seen.pages and number not in garbled]
    if not any(page.words for page in kept) or _characters(kept) < _FEWEST_CHARACTERS * len(kept):
        reason = "letters that are mapped to no language" if garbled else "no text"
        raise ScannedPdf(f"The PDF has pages but {reason}.", help=_help_for_scan(), source=uri)
    written = write(flow_of(kept), len(kept))
    omissions = (
        *_without_text(empty, read.labels, seen),
        *_pages("no-language", garbled, read.labels, "the file maps the letters of the page to others"),
        *_pages("page-failed", sorted(read.failed), read.labels, "; ".join(sorted(set(read.failed.values())))),
        *_hidden(pages, read.labels),
        *_by_ocr(read.labels, seen),
    )
    title = " ".join(normalise(read.title).split()) or written.title
    return PdfContent(written.text, written.blocks, written.page_starts, title, tuple(read.labels), omissions)


def _from_pictures(data: bytes, numbers: Sequence[int], seconds: float) -> ocr.FromPictures:
    """What is read from the pictures of pages; what is found there and is no language is a drawing."""
    seen = ocr.read_pictures(data, numbers, seconds)
    return replace(seen, pages={n: page for n, page in seen.pages.items() if can_be_language(_text(page))})


def _with_words_of(page: Page, seen: Page | None) -> Page:
    """The page with the words of its picture, which is seen as it is turned: its ruling lines are not."""
    return page if seen is None else replace(seen, notes=page.notes, hidden=page.hidden)


def _without_text(numbers: Sequence[int], labels: Sequence[str], seen: ocr.FromPictures) -> list[Omission]:
    if not ocr.languages():
        return _pages("page-without-text", numbers, labels, f"a scan or a picture; to have it read: {ocr.HOW_TO_GET}")
    late = [number for number in numbers if number not in seen.reached]
    looked = [number for number in numbers if number in seen.reached]
    return [
        *_pages("page-without-text", looked, labels, "there is no text to read, on its picture neither"),
        *_pages("page-failed", late, labels, "the picture of the page was not read in time (INGEST_PDF_SECONDS)"),
    ]


def _by_ocr(labels: Sequence[str], seen: ocr.FromPictures) -> list[Omission]:
    """The pages that were read from their pictures, and how many words there were too unclear to take."""
    numbers = sorted(seen.pages)
    inexact = sorted(number for number in numbers if seen.unclear.get(number))
    lost = _pages("ocr-unclear", inexact, labels, "words of the picture that are too unclear to read")
    count = sum(seen.unclear[number] for number in inexact)
    return [
        *_pages("page-by-ocr", numbers, labels, "read from its picture: words may be misread"),
        *(replace(one, count=count) for one in lost),
    ]


def _help_for_scan() -> str:
    if ocr.languages():
        return ScannedPdf.default_help
    return f"Scans are read by an optional extra: {ocr.HOW_TO_GET}. Or run optical character recognition on it first."


def _garbled(pages: Sequence[Page]) -> list[int]:
    """The pages whose letters are no language. Where the file maps them to no characters, all must look like one."""
    unmapped = [number for number, page in enumerate(pages) if page.unknown > _MOST_UNKNOWN]
    if is_surely_language(" ".join(_text(pages[number]) for number in unmapped)):
        unmapped = []
    return [number for number, page in enumerate(pages) if number in unmapped or not can_be_language(_text(page))]


def _text(page: Page) -> str:
    return " ".join(word.text for word in page.words)


def _characters(pages: Sequence[Page]) -> int:
    return sum(character.isalnum() for page in pages for word in page.words for character in word.text)


def _pages(code: str, numbers: Sequence[int], labels: Sequence[str], detail: str) -> list[Omission]:
    """One omission for the pages of these numbers (from 0), named as they are; none where there are none."""
    if not numbers:
        return []
    names = [labels[number] if number < len(labels) else str(number + 1) for number in numbers]
    more = f" and {len(names) - _MOST_PAGES_NAMED} more" if len(names) > _MOST_PAGES_NAMED else ""
    return [Omission(code, len(numbers), f"p. {', '.join(names[:_MOST_PAGES_NAMED])}{more}", detail)]


def _hidden(pages: Sequence[Page], labels: Sequence[str]) -> list[Omission]:
    numbers = [number for number, page in enumerate(pages) if page.hidden]
    detail = "text that nobody sees: of layers that are off, outside of the page, tiny, white on white"
    found = _pages("hidden", numbers, labels, detail)
    return [replace(one, count=sum(page.hidden for page in pages)) for one in found]


def _ask_worker(data: bytes, uri: str, seconds: float, max_pages: int) -> _Read:
    """Have the file read; a page that ends the worker is passed over and the rest read by another one."""
    read = _Read()
    end = time.monotonic() + seconds
    first = 0
    for attempt in range(_MOST_RESTARTS + 1):
        try:
            done = _run(data, max_pages, first, end - time.monotonic())
            output, status = done.stdout, done.returncode
        except subprocess.TimeoutExpired as error:
            _take(read, error.stdout or b"", uri)
            if not read.pages:
                raise PdfTimeout(f"Reading took longer than {seconds:g} s.", source=uri) from error
            _fail_rest(read, f"not read within {seconds:g} s")
            return read
        _take(read, output, uri)
        first = len(read.pages) + len(read.failed)
        if status == 0 and read.count:
            return read
        if not read.count or attempt == _MOST_RESTARTS:
            break
        read.failed[first] = "the page ended its reader"
        first += 1
    if not read.pages:
        raise DamagedPdf(f"The PDF stopped its reader (exit status {status}).", source=uri)
    _fail_rest(read, "the pages before ended their reader")
    return read


def _run(data: bytes, max_pages: int, first: int, seconds: float) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", pdf_worker.__name__, str(max_pages), str(first)],
        input=data,
        capture_output=True,
        timeout=max(seconds, 0.1),
        env=process.environment(),
        check=False,
    )


def _take(read: _Read, output: bytes, uri: str) -> None:
    """Take in the whole lines that the worker wrote. Raises the error that it told of."""
    for line in output.split(b"\n"):
        try:
            told = json.loads(line)
        except ValueError:
            # The last line of a worker that was ended, or nothing at all.
            continue
        if "error" in told:
            if read.pages:
                _fail_rest(read, str(told["message"]))
                return
            raise _error(str(told["error"]), str(told["message"]), uri)
        if "pages" in told:
            read.count, read.title, read.labels = int(told["pages"]), str(told["title"]), list(told["labels"])
        elif "failed" in told:
            read.failed[int(told["page"])] = f"the page cannot be read ({told['failed']})"
        else:
            read.pages[int(told["page"])] = pdf_worker.unpacked(told)


def _fail_rest(read: _Read, reason: str) -> None:
    for number in range(read.count):
        if number not in read.pages:
            read.failed.setdefault(number, reason)


def _error(code: str, message: str, uri: str) -> UnreadableFile:
    if code == pdf_worker.ENCRYPTED:
        return EncryptedPdf(message, source=uri)
    if code == pdf_worker.NEEDS_CRYPTO:
        return EncryptedPdf(message, help='Install the extra: pip install ".[pdf-crypto]".', source=uri)
    if code == pdf_worker.TOO_LONG:
        return FileTooLarge(message, help="Split the PDF, or raise the limit with INGEST_MAX_PAGES.", source=uri)
    return DamagedPdf(message, source=uri)
