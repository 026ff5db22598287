"""What is in a document: its parts and first sentences, always in its own words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from assistant.library.outline import outline, summary
from ingest.readers.by_format import read
from ingest.schema import Document
from ingest.settings import IngestSettings
from ingest.sourcing.sources import SourceFile

NOTE = """# Streams

Data streams keep records for a day. They can keep them longer.

## Shards

- Each shard takes in one megabyte a second.

## Consumers

### Shared

Two consumers share two megabytes a second.
"""


def document_of(text: str, name: str = "a.md") -> Document:
    data = text.encode()
    return read(SourceFile(f"x/{name}", Path(name), None, len(data), 0), data, IngestSettings())


def test_headings_are_the_parts() -> None:
    parts = outline(document_of(NOTE))
    assert [(part.title, part.depth) for part in parts] == [
        ("Streams", 1), ("Shards", 2), ("Consumers", 2), ("Shared", 3),
    ]  # fmt: skip
    assert parts[0].words == 12
    assert parts[2].words == 0


def test_the_summary_is_first_sentences_as_they_stand() -> None:
    document = document_of(NOTE)
    told = summary(document)
    assert [one.title for one in told] == ["", "Shards", "Shared"]
    assert told[0].sentence.quote == "Data streams keep records for a day."
    assert all(document.text[one.sentence.start : one.sentence.end] == one.sentence.quote for one in told)


def test_pages_are_the_parts_of_what_has_no_headings() -> None:
    document = replace(
        document_of("First page here.\n\nSecond page here.", "a.txt"), page_starts=(0, 18), page_labels=("i", "1")
    )
    assert [(part.title, part.page) for part in outline(document)] == [("i", 1), ("1", 2)]


def test_a_text_in_one_piece_has_no_parts() -> None:
    document = document_of("Just three words.", "a.txt")
    assert outline(document) == ()
    assert [one.sentence.quote for one in summary(document)] == ["Just three words."]


def test_a_document_without_sentences_has_no_summary() -> None:
    assert summary(document_of("# Only\n\n## Headings\n")) == ()
