"""A quote is shown on its page: the picture has a frame around its words."""

from __future__ import annotations

import struct
import subprocess
import zlib

import pytest

from ingest.errors import DamagedPdf, PdfTimeout
from ingest.readers.pdf import picture
from ingest.readers.pdf.layout.words import Page, Word
from ingest.readers.pdf.picture import page_picture, quote_boxes
from tests.reading.pdf.make import Sheet, pdf

LINES = [
    "Checkpoints are written to a bucket while the job runs, so that a job that is",
    "interrupted resumes where it stopped. They are kept until they are deleted by",
]
QUOTE = "so that a job that is interrupted resumes where it stopped."


def pixels_of(png: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height and the rows of an RGB picture without filters."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    content, position = b"", 8
    while position < len(png):
        size = struct.unpack(">I", png[position : position + 4])[0]
        if png[position + 4 : position + 8] == b"IDAT":
            content += png[position + 8 : position + 8 + size]
        position += 12 + size
    raw = zlib.decompress(content)
    return width, height, [raw[y * (3 * width + 1) + 1 : (y + 1) * (3 * width + 1)] for y in range(height)]


def marked(png: bytes) -> list[tuple[float, float]]:
    """The places of the frame's pixels, in points."""
    width, _, rows = pixels_of(png)
    ink = bytes(picture._INK)
    return [(x / 2, y / 2) for y, row in enumerate(rows) for x in range(width) if row[3 * x : 3 * x + 3] == ink]


def test_the_words_of_a_quote_are_boxed_on_both_lines() -> None:
    png = page_picture(pdf(Sheet(), Sheet().lines(60, 100, *LINES)), 2, QUOTE)
    assert pixels_of(png)[:2] == (1190, 1684)
    places = marked(png)
    upper = [x for x, y in places if 88 < y < 101]
    lower = [x for x, y in places if 103 < y < 114]
    assert min(upper) > 250
    assert max(upper) < 430
    assert 57 < min(lower) < 61


def test_a_quote_that_is_not_on_the_page_leaves_it_plain() -> None:
    assert (
        marked(page_picture(pdf(Sheet().lines(60, 100, *LINES)), 1, "Nothing of this is written there at all.")) == []
    )


def test_the_page_is_shown_as_it_is_turned() -> None:
    sheet = Sheet().lines(60, 100, *LINES)
    sheet.extra = "/Rotate 90"
    png = page_picture(pdf(sheet), 1, QUOTE)
    assert pixels_of(png)[:2] == (1684, 1190)
    xs = [x for x, _ in marked(png)]
    assert 842 - 116 < min(xs) < max(xs) < 842 - 85


def test_a_picture_that_would_be_large_is_drawn_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf(Sheet().lines(60, 100, *LINES))
    limit = len(picture.draw(data, 1, QUOTE)) * 2 // 3
    monkeypatch.setattr(picture, "_MOST_BYTES", limit)
    smaller = picture.draw(data, 1, QUOTE)
    assert len(smaller) <= limit
    assert pixels_of(smaller)[0] < 1190
    assert bytes(picture._INK) in b"".join(pixels_of(smaller)[2])


@pytest.mark.parametrize("number", [0, 3])
def test_a_page_that_is_not_there(number: int) -> None:
    with pytest.raises(DamagedPdf):
        page_picture(pdf(Sheet().lines(60, 100, *LINES)), number, QUOTE)


@pytest.mark.slow
def test_a_process_of_its_own_draws_what_is_drawn_here() -> None:
    data = pdf(Sheet().lines(60, 100, *LINES))
    assert page_picture(data, 1, QUOTE) == picture.draw(data, 1, QUOTE)
    with pytest.raises(DamagedPdf):
        page_picture(data, 2, QUOTE)


def test_the_drawing_has_a_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*args: object, timeout: float, **options: object) -> None:
        raise subprocess.TimeoutExpired("picture", timeout)

    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(PdfTimeout, match="2 s"):
        page_picture(b"%PDF-", 1, QUOTE, seconds=2)


def words(*texts: tuple[str, float, float]) -> Page:
    return Page(600, 800, tuple(Word(t, x, y - 8, x + 5 * len(t), y + 2, y, 10) for t, x, y in texts))


def test_hyphens_and_cells_are_found_by_their_letters() -> None:
    page = words(("conser-", 500, 100), ("vation", 50, 112), ("Payload", 50, 200), ("25", 200, 200), ("GB", 214, 200))
    assert len(quote_boxes(page, "conservation")) == 2
    assert len(quote_boxes(page, "| Payload | 25 GB |")) == 2


def test_of_two_places_the_one_beside_the_rest_is_boxed() -> None:
    page = words(("no", 50, 100), ("yes", 80, 100), ("Serverless", 50, 300), ("endpoints", 110, 300), ("no", 200, 300))
    assert all(box[1] > 200 for box in quote_boxes(page, "| Serverless endpoints | no |"))
