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


@pytest.mark.parametrize("marker", ["4", "9", "999"])
def test_numbers_the_model_was_not_shown_are_dropped(marker: str) -> None:
    resolved = resolve(f"Firehose writes to S3 [{marker}].", EVIDENCE, trusting)
    assert (resolved.text, resolved.citations) == ("Firehose writes to S3.", ())


@pytest.mark.parametrize("marker", ["0", "00", "0, 1"])
def test_a_zero_names_nothing_and_least_of_all_the_last_sentence(marker: str) -> None:
    resolved = resolve(f"Firehose writes to S3 [{marker}].", EVIDENCE, trusting)
    assert (resolved.citations, resolved.claims[0].citations) == ((), ())


def test_the_first_and_the_last_number_shown_are_citations() -> None:
    resolved = resolve("Firehose writes to S3 [1, 3, 4].", EVIDENCE, trusting)
    assert [citation.quote for citation in resolved.citations] == [EVIDENCE[0].quote, EVIDENCE[2].quote]


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


BRACKETS = "The range of eta is [0,1] as in [2]. Shards hold records."
INTERVALS = tuple(
    Evidence(n, Span(Document(Source("x", "X", "aws-doc", "en"), BRACKETS, ()), a, b), 0.9, 1)
    for n, (a, b) in enumerate(((0, 36), (37, 58)), start=1)
)


@pytest.mark.parametrize("said", ["Eta is in [0,1].", "Eta is in [0, 1].", "Eta is as in [2]."])
def test_brackets_that_stand_in_the_sources_name_no_evidence(said: str) -> None:
    resolved = resolve(said, INTERVALS, trusting)
    assert resolved.text == said
    assert resolved.markers == ()
    assert resolved.citations == ()


def test_a_document_s_own_reference_is_no_number_that_a_claim_shares_with_it() -> None:
    """ "All is free, as AWS confirms [97]" agreed with "... keeps 101 copies [97], as AWS confirms" in a number."""
    checked: list[str] = []

    def check(sentence: str, named: tuple[int, ...]) -> Checked:
        checked.append(sentence)
        return Checked("not_found", 0.1, "", ())

    document = Document(
        Source("a", "A", "user", "en"), "It keeps 101 [97] copies [98], in [0,1], as AWS says [99].", ()
    )
    found = (Evidence(1, Span(document, 0, len(document.text)), 0.9, 1),)
    resolve("All is free, as AWS confirms [97][98]. It is in [0,1]. It keeps [97] copies.", found, check)
    assert checked == ["All is free, as AWS confirms.", "It is in [0,1].", "It keeps [97] copies."]


def test_a_bracket_with_a_zero_is_never_a_marker() -> None:
    assert sentences_with_markers("One [0]. Two [0,1].") == [("One [0].", ()), ("Two [0,1].", ())]


def test_markers_are_where_the_text_says() -> None:
    resolved = resolve("Firehose writes to S3 [1]. Shards hold records [3][1].", EVIDENCE, trusting)
    shown = [(resolved.text[m.start : m.end], m.number) for m in resolved.markers]
    assert shown == [("[1]", 1), ("[2]", 2), ("[1]", 1)]
