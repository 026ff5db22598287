"""A PDF to text, blocks and page starts: the lines of the pages joined to paragraphs.

Owns what is a wrapped line, a page header, a hyphenated word; and the clock over the worker that reads the file.
Knows nothing of pypdf (that is `pdf_worker`).
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest import process
from ingest.errors import DamagedPdf, EncryptedPdf, FileTooLarge, PdfTimeout, ScannedPdf, UnreadableFile
from ingest.readers.decode import normalise
from ingest.readers.pdf import worker as pdf_worker
from ingest.readers.text import BULLET
from ingest.schema import Block

# A line that fills less than this share of the page's width ends its paragraph.
_FULL_LINE = 0.72
# Letters and digits per page below which a PDF is a scan.
_FEWEST_CHARACTERS = 3
_EDGE_LINES = 2
_LONGEST_HEADER = 60
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\u00ad": "-", "\u2010": "-"})
_PAGE_FURNITURE = re.compile(
    r"(?:https?|file)://\S+(?:\s+\d+\s*/\s*\d+)?|\d{1,4}\s*/\s*\d{1,4}|(?:page|p\.)\s*\d+(?:\s*(?:/|of|sur|de)\s*\d+)?|\d{1,4}"
    r"|\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}:\d{2}(?: ?[AP]M)?(?:\s.*)?",
    re.IGNORECASE,
)
_SENTENCE_END = (".", "!", "?", "…", ":", ";", ".»", "»", ".”", ".)")


@dataclass(frozen=True, slots=True)
class PdfContent:
    """What was read: text, blocks, the position where each page begins, the title in the file ("" without one)."""

    text: str
    blocks: tuple[Block, ...]
    page_starts: tuple[int, ...]
    title: str


def read_pdf(data: bytes, uri: str, *, seconds: float, max_pages: int) -> PdfContent:
    """Read a PDF in at most `seconds`.

    Raises DamagedPdf, EncryptedPdf, ScannedPdf, PdfTimeout, FileTooLarge (more than `max_pages`).
    """
    answer = _ask_worker(data, uri, seconds, max_pages)
    if "error" in answer:
        raise _error(str(answer["error"]), str(answer["message"]), uri)
    pages = answer["pages"]
    assert isinstance(pages, list)
    texts = [normalise(str(page)).translate(_LIGATURES) for page in pages]
    if sum(character.isalnum() for text in texts for character in text) < _FEWEST_CHARACTERS * len(texts) or not texts:
        raise ScannedPdf("The PDF has pages but no text.", source=uri)
    text, blocks, starts = join_pages(texts)
    return PdfContent(text, blocks, starts, " ".join(normalise(str(answer["title"])).split()))


def _ask_worker(data: bytes, uri: str, seconds: float, max_pages: int) -> dict[str, object]:
    try:
        done = subprocess.run(
            [sys.executable, "-m", pdf_worker.__name__, str(max_pages)],
            input=data,
            capture_output=True,
            timeout=seconds,
            env=process.environment(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PdfTimeout(f"Reading took longer than {seconds:g} s.", source=uri) from error
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise DamagedPdf(f"The PDF stopped its reader (exit status {done.returncode}).", source=uri) from error
    assert isinstance(answer, dict)
    return answer


def _error(code: str, message: str, uri: str) -> UnreadableFile:
    if code == pdf_worker.ENCRYPTED:
        return EncryptedPdf(message, source=uri)
    if code == pdf_worker.NEEDS_CRYPTO:
        return EncryptedPdf(message, help='Install the extra: pip install ".[pdf-crypto]".', source=uri)
    if code == pdf_worker.TOO_LONG:
        return FileTooLarge(message, help="Split the PDF, or raise the limit with INGEST_MAX_PAGES.", source=uri)
    return DamagedPdf(message, source=uri)


@dataclass(slots=True)
class _Paragraph:
    """Lines that belong together, each with the number of its page."""

    lines: list[tuple[int, str]] = field(default_factory=list)
    is_item: bool = False


def join_pages(pages: Sequence[str]) -> tuple[str, tuple[Block, ...], tuple[int, ...]]:
    """Text, blocks and page starts from the text of the pages.

    A paragraph that runs over a page break stays one block; the page begins at its first word there.
    """
    words = Counter(re.findall(r"\w+(?:-\w+)*", "\n".join(pages).lower()))
    parts: list[str] = []
    length = 0
    blocks: list[Block] = []
    first_of_page: dict[int, int] = {}
    before_is_item = False
    for paragraph in _paragraphs(_without_furniture(pages)):
        if parts:
            parts.append("\n" if paragraph.is_item and before_is_item else "\n\n")
            length += len(parts[-1])
        start = length
        for page, line in paragraph.lines:
            if length > start:
                end = _line_end(parts[-1], line, words)
                length += len(end) - len(parts[-1])
                parts[-1] = end
            first_of_page.setdefault(page, length)
            parts.append(line)
            length += len(line)
        blocks.append(Block("list" if paragraph.is_item else "text", start, length))
        before_is_item = paragraph.is_item
    return "".join(parts), tuple(blocks), _page_starts(first_of_page, len(pages), length)


def _line_end(before: str, line: str, words: Counter[str]) -> str:
    """The line `before` as it stands when `line` follows on it: with a space, or its hyphenated word open."""
    broken = re.search(r"([^\W\d_]+)-$", before[-60:])
    rest = re.match(r"[^\W\d_]+", line)
    if not broken or not rest or not rest.group()[0].islower():
        return before + " "
    hyphenated = f"{broken[1]}-{rest.group()}".lower()
    whole = (broken[1] + rest.group()).lower()
    return before if words[hyphenated] > words[whole] else before[:-1]


def _page_starts(first_of_page: dict[int, int], pages: int, end: int) -> tuple[int, ...]:
    """A page without text begins where the next one does."""
    starts = [end] * pages
    following = end
    for page in range(pages - 1, -1, -1):
        following = first_of_page.get(page, following)
        starts[page] = following
    return (0, *starts[1:])


def _without_furniture(pages: Sequence[str]) -> list[list[str]]:
    """The lines of each page (blank ones kept as ""), without headers and footers."""
    split = [[" ".join(line.split()) for line in page.split("\n")] for page in pages]
    counts = Counter(key for lines in split for key in {_key(line) for edge in _edges(lines) for line in edge.values()})
    repeated = {key for key, count in counts.items() if len(pages) > 2 and count > len(pages) / 2}
    kept = []
    for lines in split:
        drop = {index for edge in _edges(lines) for index in _furniture(edge, repeated)}
        left = [line for index, line in enumerate(lines) if index not in drop]
        # Where every other line is blank, blank lines say nothing about paragraphs.
        kept.append([line for line in left if line] if left.count("") > 0.4 * len(left) else left)
    return kept


def _furniture(edge: dict[int, str], repeated: set[str]) -> Iterator[int]:
    """Header or footer lines, from the edge of the page inwards up to the first that is none."""
    for index, line in edge.items():
        if _key(line) not in repeated and not _PAGE_FURNITURE.fullmatch(line):
            return
        yield index


def _edges(lines: Sequence[str]) -> tuple[dict[int, str], dict[int, str]]:
    """The first and the last filled lines of a page by index, each from the edge inwards."""
    filled = [index for index, line in enumerate(lines) if line]
    top, bottom = filled[:_EDGE_LINES], filled[: -_EDGE_LINES - 1 : -1]
    return {index: lines[index] for index in top}, {index: lines[index] for index in bottom}


def _key(line: str) -> str:
    """What is the same in a header on each page: all but the numbers, where it is as short as headers are."""
    return re.sub(r"\d+", "#", line).lower() if len(line) <= _LONGEST_HEADER else line.lower()


def _paragraphs(pages: Sequence[Sequence[str]]) -> list[_Paragraph]:
    found: list[_Paragraph] = []
    current = _Paragraph()
    for number, lines in enumerate(pages):
        width = _width(lines)
        open_line = current.lines[-1][1] if current.lines else ""
        if open_line.endswith(_SENTENCE_END):
            current = _Paragraph()
        for line in lines:
            if not line:
                if open_line.endswith(_SENTENCE_END) or (current.lines and current.lines[-1][0] == number):
                    current = _Paragraph()
                continue
            bullet = bool(BULLET.match(line))
            if not current.lines or bullet or not _goes_on(current.lines[-1][1], line, width):
                current = _Paragraph(is_item=bullet)
                found.append(current)
            current.lines.append((number, line))
    return found


def _width(lines: Sequence[str]) -> int:
    """The usual length of a full line of the page, in characters."""
    lengths = sorted(len(line) for line in lines if line)
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _goes_on(before: str, line: str, width: int) -> bool:
    """Whether `line` is of the same paragraph as the line before it."""
    if line[0].islower():
        return True
    if before.endswith(_SENTENCE_END):
        return len(before) >= 0.9 * width
    return len(before) >= _FULL_LINE * width
