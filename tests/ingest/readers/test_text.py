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


def test_items_are_about_what_leads_in_to_them_and_the_items_above(read_as: ReadBytes) -> None:
    document = read_as(
        "n.txt", "Glacier asks for:\n- fees\n    - retrieval fee\n    - deletion fee\n- time\n\n* alone\n"
    )
    text = document.text
    assert [(text[b.start : b.end], [text[s:e] for s, e in b.subjects]) for b in document.blocks] == [
        ("Glacier asks for:", []),
        ("- fees", ["Glacier asks for:"]),
        ("- retrieval fee", ["Glacier asks for:", "fees"]),
        ("- deletion fee", ["Glacier asks for:", "fees"]),
        ("- time", ["Glacier asks for:"]),
        ("* alone", ["Glacier asks for:"]),
    ]


def test_an_underlined_line_is_a_title(read_as: ReadBytes) -> None:
    document = read_as("n.txt", "Kinesis\n=======\n\nShards\n------\nA shard is a unit.\n\na\n--\n\n-----\n")
    assert [(block.kind, block.heading_path) for block in document.blocks] == [
        ("heading", ("Kinesis",)),
        ("heading", ("Kinesis", "Shards")),
        ("text", ("Kinesis", "Shards")),
        ("text", ("Kinesis", "Shards")),
        ("text", ("Kinesis", "Shards")),
    ]


def test_lines_of_cells_with_tabs_are_a_table(read_as: ReadBytes) -> None:
    document = read_as("n.txt", "Prices:\n\nClass\tPrice\nS3\t0.023\nEBS\t0.08\n\none line\twith a tab\n")
    table = document.blocks[1]
    assert document.text[table.start : table.end] == "| Class | Price |\n| S3 | 0.023 |\n| EBS | 0.08 |"
    assert [document.text[start:end] for start, end in table.subjects] == ["Prices:"]
    assert document.blocks[2].kind == "text"


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
