"""On the page the subject is told before the quote and marked where it stands, otherwise than the cited words."""

from __future__ import annotations

import re

from assistant.review.schema import claim_to_json
from assistant.review.windows import window
from assistant.schema import Citation
from assistant.ui.document import document_html
from assistant.ui.locale import load_labels
from assistant.ui.quote import quoted
from ingest.schema import Document, Span
from tests.reading.subjects.asking import assistant_over, document_of
from tests.reading.subjects.test_quotes import INSTANCES, STORAGE


def span_of(document: Document, words: str) -> Span:
    start = document.text.index(words)
    return Span(document, start, start + len(words), document.heading_at(start))


def test_a_card_tells_the_subject_before_the_quote() -> None:
    citation = Citation.of(span_of(document_of(STORAGE), "no retrieval fee"), 1)
    page = quoted(citation, "blockquote")
    assert '<span class="cp-subject">Amazon S3 › Standard</span>' in page
    assert '<span class="cp-words">no retrieval fee</span>' in page


def test_a_row_is_shown_cell_by_cell() -> None:
    citation = Citation.of(span_of(document_of(INSTANCES), "| ml.p3.8xlarge | 4 | 64 GB |"), 1)
    page = quoted(citation, "blockquote")
    assert re.findall(r'<span class="cp-subject">([^<]+)</span> ([^<]+)<', page)[-1] == ("GPU memory", "64 GB")


def test_the_open_document_marks_words_and_subject_differently() -> None:
    page = document_html(span_of(document_of(STORAGE), "no retrieval fee"), load_labels("en"))
    assert re.findall(r"<mark>([^<]+)</mark>", page) == ["no retrieval fee"]
    assert re.findall(r'<span class="cp-about">([^<]+)</span>', page) == ["Amazon S3", "Standard"]


def test_the_header_of_a_cited_row_is_marked_as_its_subject() -> None:
    page = document_html(span_of(document_of(INSTANCES), "| ml.p3.8xlarge | 4 | 64 GB |"), load_labels("en"))
    assert re.findall(r"<mark>([^<]+)</mark>", page) == ["ml.p3.8xlarge", "4", "64 GB"]
    assert re.findall(r'<th><span class="cp-about">([^<]+)</span></th>', page) == ["Instance", "GPUs", "GPU memory"]


def test_a_claim_is_checked_with_the_subject_of_the_words_that_decide() -> None:
    document = document_of(STORAGE)
    assert window(span_of(document, "no retrieval fee")).about == ("Storage choice", "Amazon S3", "Standard")
    text = "Amazon S3 Standard has no retrieval fee."
    *_, done = assistant_over(document).check_text(text)
    row = claim_to_json(done.result.claims[0])  # type: ignore[union-attr]
    assert row["verdict"] == "supported"
    assert [citation["subject"] for citation in row["citations"]] == ["Amazon S3 > Standard"]
