"""Plain text has no markup: what looks like some is kept, bullets and blank lines are all the structure there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ingest.errors import BinaryFile, UnreadableFile

if TYPE_CHECKING:
    from tests.ingest.conftest import ReadBytes


def test_paragraphs_and_list_items(read_as: ReadBytes) -> None:
    document = read_as("n.txt", "# Not a heading *here*\nnext line\n\nServices:\n- one\n  goes on\n- two\n\n1) three\n")
    assert [(block.kind, document.text[block.start : block.end]) for block in document.blocks] == [
        ("text", "# Not a heading *here*\nnext line"),
        ("text", "Services:"),
        ("list", "- one\n  goes on"),
        ("list", "- two"),
        ("list", "1) three"),
    ]
    assert document.source.title == "n"


def test_unknown_suffixes_are_read_when_they_hold_text(read_as: ReadBytes) -> None:
    assert read_as("notes.rst", "Des notes.").text == "Des notes."


@pytest.mark.parametrize("name", ["notes.doc", "archive.bin", "notes.txt"])
def test_other_formats_are_refused_by_name_or_content(read_as: ReadBytes, name: str) -> None:
    with pytest.raises(BinaryFile):
        read_as(name, b"PK\x03\x04rest of an archive")


def test_every_refusal_says_what_to_do(read_as: ReadBytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_as("image.dat", bytes(range(1, 32)) * 40)
    assert caught.value.help
    assert caught.value.source == "notes/image.dat"
