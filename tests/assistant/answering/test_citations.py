"""Markers a model writes, and what becomes of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.citations import Checked, Resolved, resolve, sentences_with_markers
from assistant.schema import Evidence
from ingest.schema import Document, Source, Span

TEXT = "Firehose writes to S3. Streams cannot write to S3. Shards hold records."
DOCUMENT = Document(Source("corpus/aws/kinesis.md", "Kinesis", "aws-doc", "en"), TEXT, ())


def evidence(*spans: tuple[int, int]) -> tuple[Evidence, ...]:
    return tuple(Evidence(n, Span(DOCUMENT, a, b, ("Kinesis",)), 0.9, 1) for n, (a, b) in enumerate(spans, start=1))


EVIDENCE = evidence((0, 22), (23, 50), (51, 71))


def trusting(sentence: str, named: tuple[int, ...]) -> Checked:
    return Checked("supported", 0.9, "", named)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One [1]. Two [2].", [("One.", (1,)), ("Two.", (2,))]),
        ("One. [1] Two. [2]", [("One.", (1,)), ("Two.", (2,))]),
        ("One [1][3].", [("One.", (1, 3))]),
        ("One [1, 3].", [("One.", (1, 3))]),
        ("No marker at all.", [("No marker at all.", ())]),
    ],
)
def test_markers_belong_to_the_sentence_they_follow(text: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert sentences_with_markers(text) == expected


def test_numbers_the_model_was_not_shown_are_dropped() -> None:
    resolved = resolve("Firehose writes to S3 [9].", EVIDENCE, trusting)
    assert resolved.citations == ()
    assert "[9]" not in resolved.text


def test_citations_are_numbered_in_order_of_first_use() -> None:
    resolved = resolve("Shards hold records [3]. Firehose writes to S3 [1].", EVIDENCE, trusting)
    assert resolved.text == "Shards hold records [1]. Firehose writes to S3 [2]."
    assert [c.quote for c in resolved.citations] == [EVIDENCE[2].quote, EVIDENCE[0].quote]


@given(st.text(alphabet="ab [1234].!?,\n«»", max_size=80))
def test_whatever_a_model_writes_quotes_are_slices_and_claims_are_in_the_text(text: str) -> None:
    resolved: Resolved = resolve(text, EVIDENCE, trusting)
    for citation in resolved.citations:
        assert DOCUMENT.text[citation.start : citation.end] == citation.quote
    numbers = {citation.number for citation in resolved.citations}
    for claim in resolved.claims:
        assert set(claim.citations) <= numbers
        assert claim.text in resolved.text
