"""Files that libraries open are read in a process that is ended when it hangs; the time grows with the size."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import docx
import openpyxl
import pytest

from ingest.embedding.embed import HashingEmbedder
from ingest.errors import DamagedFile, ReadTimeout
from ingest.pipeline import build_index
from ingest.readers import apart, read
from ingest.readers.apart import read_apart
from ingest.readers.by_format import reading_of
from ingest.settings import IngestSettings
from ingest.sourcing.sources import SourceFile
from tests.reading.formats.making import saved
from tests.reading.growing import grows_in_proportion

LIMIT = 25_000_000
SLEEPER = 'echo $$ > "$PID_FILE"; exec sleep 600'  # no Python, whose start takes seconds on a busy machine


def word_file() -> bytes:
    made = docx.Document()
    made.add_heading("Storage", 1)
    made.add_paragraph("Classes:")
    made.add_paragraph("Glacier", style="List Bullet")
    table = made.add_table(2, 2)
    for place, text in enumerate(["Class", "Fee", "Glacier", "yes"]):
        table.cell(place // 2, place % 2).text = text
    return saved(made)


def sleeping(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    monkeypatch.setenv("PID_FILE", str(folder / "pid"))
    monkeypatch.setattr(apart, "_COMMAND", ("sh", "-c", SLEEPER))
    return folder / "pid"


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.slow
def test_what_comes_back_is_what_was_read() -> None:
    data = word_file()
    there = read_apart(".docx", data, "n/a.docx", limit=LIMIT, seconds=60)
    assert there == reading_of(".docx", data, "n/a.docx", LIMIT)


@pytest.mark.slow
def test_an_error_keeps_its_kind_and_words() -> None:
    with pytest.raises(DamagedFile) as here:
        reading_of(".docx", b"PK\x03\x04x", "n/a.docx", LIMIT)
    with pytest.raises(DamagedFile) as there:
        read_apart(".docx", b"PK\x03\x04x", "n/a.docx", limit=LIMIT, seconds=60)
    assert (there.value.message, there.value.help) == (here.value.message, here.value.help)


def test_a_reader_that_dies_is_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_COMMAND", (sys.executable, "-c", "import os; os._exit(9)"))
    with pytest.raises(DamagedFile, match="exit status 9"):
        read_apart(".docx", word_file(), "n/a.docx", limit=LIMIT, seconds=60)


@pytest.mark.slow
def test_a_reader_that_hangs_is_ended_and_the_rest_goes_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pid_file = sleeping(monkeypatch, tmp_path)
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "hangs.docx").write_bytes(word_file())
    (notes / "good.md").write_text("# Good\n\nThis note is read.\n")
    settings = IngestSettings(corpus=(notes,), index=tmp_path / "i", embedding_model="hashing-64", pdf_seconds=3)
    report = build_index(settings, HashingEmbedder(64))
    assert [(problem.uri, problem.code) for problem in report.problems] == [("notes/hangs.docx", "timeout")]
    assert report.documents == 1
    assert not is_running(int(pid_file.read_text()))


@pytest.mark.slow
def test_a_large_text_is_read_apart_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sleeping(monkeypatch, tmp_path)
    data = b"Some words. " * 100_000
    with pytest.raises(ReadTimeout):
        read(SourceFile("n/a.txt", Path("a.txt"), None, len(data), 0), data, IngestSettings(pdf_seconds=2))


def prose(size: int) -> str:
    return ("One shard takes in one megabyte a second and gives out two. " * (size // 60 + 1))[:size]


def sheet(size: int) -> bytes:
    book = openpyxl.Workbook()
    for number in range(size // 200):
        book.active.append([f"Service {number}", number, "limit per account", 0.5])
    return saved(book)


def document(size: int) -> bytes:
    made = docx.Document()
    for _ in range(size // 400):
        made.add_paragraph("One shard takes in one megabyte a second and gives out two.")
    return saved(made)


MAKERS = {
    ".txt": lambda size: prose(size).encode(),
    ".md": lambda size: f"# T\n\n{prose(size)}\n\n- item\n".encode(),
    ".csv": lambda size: ("a,b,c\n" + "one,two,three\n" * (size // 14)).encode(),
    ".ipynb": lambda size: json.dumps({"cells": [{"cell_type": "code", "source": prose(size)}]}).encode(),
    ".rtf": lambda size: ("{\\rtf1 " + "One shard takes in one megabyte.\\par " * (size // 37) + "}").encode(),
    ".xlsx": sheet,
    ".docx": document,
}


@pytest.mark.slow
@pytest.mark.parametrize("suffix", MAKERS)
def test_four_times_as_much_takes_about_four_times_as_long(suffix: str) -> None:
    small, large = MAKERS[suffix](200_000), MAKERS[suffix](800_000)
    assert grows_in_proportion(lambda data: reading_of(suffix, data, f"n/a{suffix}", LIMIT), small, large)


@pytest.mark.slow
def test_front_matter_says_the_same_in_a_process_of_its_own() -> None:
    top = "---\ntitle: Scaling\nas_of: 2026-03-31 10:00:00\nseen: {2026-01-02: yes}\n---\n"
    data = f"{top}# Scaling\n\nFit on the training set only.\n".encode()
    here = reading_of(".md", data, "a.md", LIMIT).meta
    apart_ = read_apart(".md", data, "a.md", limit=LIMIT, seconds=30).meta
    assert str(here["as_of"])[:10] == apart_["as_of"] == "2026-03-31"
    assert apart_["seen"] == {"2026-01-02": True}
