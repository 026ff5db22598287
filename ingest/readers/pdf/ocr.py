"""Pages of a PDF, read from their pictures: `python -m ingest.readers.pdf.ocr SECONDS LANGS PAGES < file`.

Owns whether there is anything here to read pictures with (the extra `ocr` and the program tesseract), the drawing of
the pages, and what of tesseract's answer is a word. Knows nothing of which pages are asked for and why. pdfium and
tesseract run in a process of their own, which writes each page as soon as it is read.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ingest import process
from ingest.readers.pdf.layout.words import Page, Word
from ingest.readers.pdf.worker import packed, unpacked

HOW_TO_GET = (
    'pip install "citeprep[ocr]", and the program tesseract with French and English '
    "(apt-get install tesseract-ocr tesseract-ocr-fra)"
)
_WANTED = ("fra", "eng")
# Dots per point: 300 dots to the inch, what tesseract is trained on; a page larger than A3 has fewer.
_SCALE, _LARGEST_SIDE = 300 / 72, 5000
# Tesseract's confidence (0 to 100) below which a word is a guess at a picture's lines.
_LEAST_CONFIDENCE = 30
# A line's box reaches from its capitals to its feet: shares of the letter size.
_HEIGHT, _FOOT = 0.93, 0.21
_WITH_FEET = frozenset("gjpqyç,;()[]Q")
# Heights that differ by less than this share of the page's usual one are measured inexactly, not another size.
_SAME_SIZE = 0.22
# The process is given this long beyond its deadline before it is ended.
_GRACE = 2.0


@dataclass(frozen=True, slots=True)
class FromPictures:
    """What was read: pages with words, by number from 0, and how many words of them were too unclear to take.

    `reached` are all pages that were looked at, also those on whose picture nothing was found.
    """

    pages: Mapping[int, Page] = field(default_factory=dict)
    unclear: Mapping[int, int] = field(default_factory=dict)
    reached: frozenset[int] = frozenset()


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The languages ("fra", "eng") in which pictures can be read here; () without the extra or the program."""
    program = shutil.which("tesseract")
    if program is None or importlib.util.find_spec("pytesseract") is None:
        return ()
    try:
        done = subprocess.run([program, "--list-langs"], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    known = done.stdout.decode("utf-8", "replace").split()
    return tuple(name for name in _WANTED if name in known)


def read_pictures(data: bytes, numbers: Sequence[int], seconds: float) -> FromPictures:
    """Read the pages of these numbers (from 0) from their pictures in at most `seconds`; what was read by then is kept.

    Nothing is raised for what is in the file: a page that ends the process is a page that was not reached.
    """
    known = languages()
    if not numbers or not known or seconds <= _GRACE:
        return FromPictures()
    arguments = [str(seconds - _GRACE), "+".join(known), ",".join(map(str, numbers))]
    try:
        output = subprocess.run(
            [sys.executable, "-m", __name__, *arguments],
            input=data,
            capture_output=True,
            timeout=seconds,
            # One thread: tesseract's own ones wait for each other more than they work.
            env={**process.environment(), "OMP_THREAD_LIMIT": "1"},
            check=False,
        ).stdout
    except subprocess.TimeoutExpired as error:
        output = error.stdout or b""
    return _taken(output)


def _taken(output: bytes) -> FromPictures:
    pages: dict[int, Page] = {}
    unclear: dict[int, int] = {}
    for line in output.split(b"\n"):
        try:
            told = json.loads(line)
        except ValueError:
            # The last line of a process that was ended, or nothing at all.
            continue
        pages[told["page"]] = unpacked(told)
        unclear[told["page"]] = told["unclear"]
    found = {number: page for number, page in pages.items() if page.words}
    return FromPictures(found, unclear, frozenset(pages))


def words_of(told: Mapping[str, Sequence[Any]], scale: float) -> tuple[tuple[Word, ...], int]:
    """The words in tesseract's answer (columns by name, boxes in pixels), and how many were too unclear to take.

    `scale` is pixels to a point. The words of a line have its foot and its size.
    """
    rows = [dict(zip(told, values, strict=True)) for values in zip(*told.values(), strict=True)]
    lines: dict[tuple[int, ...], list[dict[str, Any]]] = {}
    unclear = 0
    for row in rows:
        if not str(row["text"]).strip():
            continue
        if float(row["conf"]) < _LEAST_CONFIDENCE:
            unclear += 1
            continue
        lines.setdefault((row["block_num"], row["par_num"], row["line_num"]), []).append(row)
    sizes = _sizes(list(lines.values()), scale)
    words: list[Word] = []
    for line, size in zip(lines.values(), sizes, strict=True):
        bottom = max(row["top"] + row["height"] for row in line) / scale
        foot = _FOOT * size if _has_feet(line) else 0.0
        for row in line:
            x0, top = row["left"] / scale, row["top"] / scale
            x1, low = x0 + row["width"] / scale, top + row["height"] / scale
            words.append(Word(str(row["text"]).strip(), x0, top, x1, low, bottom - foot, size))
    return tuple(words), unclear


def _has_feet(line: Sequence[Mapping[str, Any]]) -> bool:
    return any(_WITH_FEET & set(str(row["text"])) for row in line)


def _sizes(lines: Sequence[Sequence[Mapping[str, Any]]], scale: float) -> list[float]:
    """The letter size of each line in points; near the page's usual one it is that one."""
    measured = []
    for line in lines:
        top, bottom = min(row["top"] for row in line), max(row["top"] + row["height"] for row in line)
        measured.append((bottom - top) / scale / (_HEIGHT if _has_feet(line) else _HEIGHT - _FOOT))
    usual = statistics.median(measured) if measured else 0.0
    return [usual if abs(size - usual) < _SAME_SIZE * usual else size for size in measured]


def _read(data: bytes, seconds: float, langs: str, numbers: Sequence[int]) -> Iterator[dict[str, object]]:
    """The pages as they are read, until the time is up; the page on which it is up is not among them."""
    import pypdfium2
    import pytesseract

    end = time.monotonic() + seconds
    opened = pypdfium2.PdfDocument(data)
    for number in numbers:
        page = opened[number]
        width, height = page.get_size()
        scale = min(_SCALE, _LARGEST_SIDE / max(width, height))
        picture = page.render(scale=scale, grayscale=True).to_pil()
        page.close()
        darkest, lightest = picture.getextrema()
        words: tuple[Word, ...] = ()
        unclear = 0
        if darkest != lightest:
            left = end - time.monotonic()
            if left <= 0:
                return
            try:
                told = pytesseract.image_to_data(picture, lang=langs, timeout=left, output_type=pytesseract.Output.DICT)
            except RuntimeError:
                # The time is up, or tesseract cannot read this picture: the page is one that was not reached.
                continue
            words, unclear = words_of(told, scale)
        yield {**packed(number, Page(width, height, words)), "unclear": unclear}


def main() -> None:
    """Read the file from standard input, write the pages to standard output, one JSON object a line."""
    process.limit_memory()
    seconds, langs, numbers = sys.argv[1:]
    for page in _read(sys.stdin.buffer.read(), float(seconds), langs, [int(n) for n in numbers.split(",")]):
        sys.stdout.write(json.dumps(page) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
