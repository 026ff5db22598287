"""A row of a table as evidence: the cell that a claim speaks of is read with its row and its column."""

from __future__ import annotations

import pytest

from assistant.checking.window import Window
from ingest.readers.assemble import Piece, assemble
from ingest.schema import Document, Source, Span
from tests.assistant.checking.asked import checker, judged

TABLE = (
    "| Feature | Real-time | Batch transform | Serverless |\n"
    "| GPU | yes | yes | no |\n"
    "| Payload size | 6 MB | 100 MB | 4 MB |"
)


def row(begins: str) -> Window:
    """The row of the table that begins so, as a window."""
    text, blocks = assemble([Piece("table", TABLE, ("Inference options",), header_rows=1)])
    document = Document(Source("aws/x.md", "Inference options", "aws-doc", "en"), text, blocks)
    start = document.text.index(begins)
    end = document.text.find("\n", start)
    return Window(Span(document, start, end if end > 0 else len(document.text), ("Inference options",)))


def test_a_row_reads_as_its_cells_each_with_its_column_and_then_as_a_whole() -> None:
    assert row("| GPU").readings == (
        "GPU: Real-time",
        "GPU: Batch transform",
        "GPU: no Serverless",
        "GPU: Real-time; Batch transform; no Serverless",
    )
    assert row("| Payload").readings[1] == "Payload size: Batch transform: 100 MB"
    assert row("| GPU").about == ("Inference options",)


@pytest.mark.parametrize(
    ("start", "claim", "read"),
    [
        ("| GPU", "Serverless inference has no GPU.", "GPU: no Serverless"),
        ("| GPU", "A GPU is available in batch transform.", "GPU: Batch transform"),
        ("| Payload", "The payload of a serverless request is at most 4 MB.", "Payload size: Serverless: 4 MB"),
    ],
)
def test_a_claim_is_compared_with_the_cell_it_speaks_of(start: str, claim: str, read: str) -> None:
    assert checker().findings(claim, [row(start)], "en")[0].evidence.text == read


@pytest.mark.parametrize(
    ("start", "claim"),
    [
        ("| Payload", "The payload size of batch transform is 6 MB."),
        ("| Payload", "The payload size of serverless inference is 100 MB."),
    ],
)
def test_the_value_of_another_column_contradicts(start: str, claim: str) -> None:
    assert judged(claim, [row(start)], "en").support == "contradicted"
