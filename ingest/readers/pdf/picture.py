"""A page of a PDF as a picture with the words of a quote boxed: `python -m ingest.readers.pdf.picture < request > png`.

Owns which words of a page a quote is made of, and the drawing. Knows nothing of documents: it is given the file, the
page and the quote. The file is opened in a process of its own, as for reading.
"""

from __future__ import annotations

import json
import re
import struct
import subprocess
import sys
import unicodedata
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ingest import process
from ingest.errors import DamagedPdf, PdfTimeout
from ingest.readers.pdf.layout.words import Page, Word

if TYPE_CHECKING:
    import numpy as np

Box = tuple[float, float, float, float]

# Dots per point: 2 gives 144 dots to the inch.
_SCALE = 2.0
_LARGEST_SIDE = 4000
# A picture with more bytes (a page of photographs) is drawn smaller, by this step.
_MOST_BYTES, _SMALLER = 1_500_000, 0.7
# A run of the quote with fewer letters is taken only close to the run before it, that many words away at most.
_SURE_LETTERS, _NEAR_WORDS = 12, 40
# Share of the quote's letters that have to be found on the page.
_FOUND = 0.6
_INK = (214, 90, 0)
_GROUND = (255, 236, 153)


def page_picture(data: bytes, page: int, quote: str, *, seconds: float = 20.0) -> bytes:
    """The page (counted from 1) as a PNG with the words of `quote` marked and boxed.

    1.5 MB at most; 144 dots to the inch where that fits. A quote that is not on the page leaves the
    picture plain. Raises PdfTimeout, and DamagedPdf for a page that cannot be drawn or is not there.
    """
    request = json.dumps({"page": page, "quote": quote}).encode() + b"\n" + data
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__],
            input=request,
            capture_output=True,
            timeout=seconds,
            env=process.environment(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PdfTimeout(f"Drawing page {page} took longer than {seconds:g} s.") from error
    if done.returncode != 0 or not done.stdout:
        raise DamagedPdf(f"Page {page} cannot be drawn.")
    return done.stdout


def quote_boxes(page: Page, quote: str) -> list[Box]:
    """The boxes of the quote's words on the page, one per line and run of words, in points from the upper left."""
    boxes: list[Box] = []
    before: Word | None = None
    for word in (page.words[index] for index in _words_of_quote(page.words, quote)):
        box = _as_seen(word, page)
        if before is not None and _beside(before, word):
            last = boxes[-1]
            boxes[-1] = (min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            boxes.append(box)
        before = word
    return boxes


def _words_of_quote(words: Sequence[Word], quote: str) -> list[int]:
    """The indexes of the words that the quote is made of, found in the longest runs that the page writes together."""
    text, owners = "", []
    for index, word in enumerate(words):
        letters = _letters(word.text)
        text += letters
        owners.extend([index] * len(letters))
    tokens = [token for token in map(_letters, re.findall(r"\S+", quote)) if token]
    found: list[int] = []
    start = matched = 0
    while start < len(tokens):
        end, run = start, ""
        while end < len(tokens) and run + tokens[end] in text:
            run += tokens[end]
            end += 1
        place = _place(text, owners, run, found[-1] if found else None)
        if place is not None:
            found.extend(dict.fromkeys(owners[place : place + len(run)]))
            matched += len(run)
        start = max(end, start + 1)
    return list(dict.fromkeys(found)) if matched >= _FOUND * sum(map(len, tokens)) else []


def _place(text: str, owners: Sequence[int], run: str, after: int | None) -> int | None:
    """Where the run stands: the place nearest to the word `after`; None for a short one far from it or without it."""
    places = [match.start() for match in re.finditer(re.escape(run), text)] if run else []
    if not places:
        return None
    if after is None:
        return places[0] if len(run) >= _SURE_LETTERS or len(places) == 1 else None
    nearest = min(places, key=lambda place: (abs(owners[place] - after - 1), place))
    sure = len(run) >= _SURE_LETTERS or abs(owners[nearest] - after) <= _NEAR_WORDS
    return nearest if sure else None


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def _beside(before: Word, word: Word) -> bool:
    same = before.turn == word.turn and abs(before.base - word.base) < 0.5 * word.size
    return same and -word.size < word.x0 - before.x1 < 2 * word.size


def _as_seen(word: Word, page: Page) -> Box:
    """The box of a word on the page as it is shown, a point wider than its letters."""
    from ingest.readers.pdf.characters import turned

    width, height = (page.height, page.width) if word.turn % 2 else (page.width, page.height)
    x0, y0, x1, y1 = turned((word.x0, word.top, word.x1, word.bottom), word.turn, width, height)
    return x0 - 1, y0 - 1, x1 + 1, y1 + 1


def draw(data: bytes, number: int, quote: str) -> bytes:
    """The picture, drawn in this process. Raises whatever pdfium raises for what is in the file."""
    import pypdfium2

    from ingest.readers.pdf.characters import read_page

    page = pypdfium2.PdfDocument(data)[number - 1]
    read = read_page(page)
    boxes = quote_boxes(read, quote)
    scale = min(_SCALE, _LARGEST_SIDE / max(read.width, read.height))
    while True:
        pixels = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False).to_numpy()[:, :, :3].copy()
        for box in boxes:
            _mark(pixels, [round(value * scale) for value in box])
        png = _png(pixels)
        if len(png) <= _MOST_BYTES:
            return png
        scale *= _SMALLER


def _mark(pixels: np.ndarray[Any, Any], box: Sequence[int]) -> None:
    """Tint a box and draw its frame, inside of the picture."""
    height, width = pixels.shape[:2]
    x0, x1 = max(0, box[0]), min(width, box[2] + 1)
    y0, y1 = max(0, box[1]), min(height, box[3] + 1)
    if x1 - x0 < 4 or y1 - y0 < 4:
        return
    pixels[y0:y1, x0:x1] = pixels[y0:y1, x0:x1].astype(float) * _GROUND / 255
    for rows, columns in (
        (slice(y0, y0 + 2), slice(x0, x1)),
        (slice(y1 - 2, y1), slice(x0, x1)),
        (slice(y0, y1), slice(x0, x0 + 2)),
        (slice(y0, y1), slice(x1 - 2, x1)),
    ):
        pixels[rows, columns] = _INK


def _png(pixels: np.ndarray[Any, Any]) -> bytes:
    """Pixels (height, width, 3) as a PNG file."""
    height, width = pixels.shape[:2]
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )


def main() -> None:
    """Read the request from standard input: a line of JSON with page and quote, then the file; write the picture."""
    process.limit_memory()
    line, _, data = sys.stdin.buffer.read().partition(b"\n")
    request = json.loads(line)
    sys.stdout.buffer.write(draw(data, int(request["page"]), str(request["quote"])))


if __name__ == "__main__":
    main()
