"""A span is words of a document; everything said of their place follows from it."""

from __future__ import annotations

from assistant.schema import Citation
from ingest.schema import Block, Document, Reference, Source, Span

TEXT = "Guide\nLimits\nA shard takes:\n- 1 MB a second\nThe end. The end."
LEAD, ITEM = (13, 27), (28, 43)
DOCUMENT = Document(
    Source("aws/x.pdf", "Guide", "aws-doc", "en", url="https://example.org/x", as_of="2023"),
    TEXT,
    (
        Block("heading", 6, 12, ("Guide", "Limits")),
        Block("text", *LEAD, ("Guide", "Limits")),
        Block("list", *ITEM, ("Guide", "Limits"), subjects=(LEAD,)),
        Block("text", 44, 61, ("Guide", "Limits")),
    ),
    page_starts=(0, 28),
)


def test_what_is_said_of_words_follows_from_their_place() -> None:
    span = Span(DOCUMENT, *ITEM, ("Guide", "Limits"))
    assert span.quote == "- 1 MB a second"
    assert (span.uri, span.lang, span.page) == ("aws/x.pdf", "en", 2)
    assert span.headings == ("Guide", "Limits")
    assert span.inner == ("Limits",)
    assert span.subjects == ("A shard takes",)
    assert Span(DOCUMENT, 43, 44).block is None
    assert Span(DOCUMENT, 43, 44).subjects == ()


def test_a_citation_copies_words_and_place_from_the_span() -> None:
    citation = Citation.of(Span(DOCUMENT, *ITEM, ("Guide", "Limits")), 3)
    assert (citation.number, citation.section, citation.page, citation.as_of) == (3, "Limits", 2, "2023")
    assert citation.quote == TEXT[slice(*ITEM)]
    assert citation.place == ("aws/x.pdf", *ITEM)


def test_a_citation_finds_its_words_again_or_says_that_they_are_gone() -> None:
    citation = Citation.of(Span(DOCUMENT, *ITEM, ("Guide", "Limits")), 1)
    span = citation.span_in(DOCUMENT)
    assert span is not None
    assert span.quote == citation.quote
    changed = Document(DOCUMENT.source, "New. " + TEXT, ())
    assert citation.span_in(changed) is None


def test_a_reference_finds_every_place_of_its_words() -> None:
    assert [span.start for span in Reference("aws/x.pdf", "The end.").spans(DOCUMENT)] == [44, 53]
    assert Reference("aws/x.pdf", "Never said.").spans(DOCUMENT) == ()
    (whole,) = Reference("aws/x.pdf").spans(DOCUMENT)
    assert whole.quote == TEXT


def test_words_without_a_document_are_the_whole_of_one() -> None:
    span = Span.alone("Shards hold records.", "en", ("Kinesis", "Shards"))
    assert span.quote == "Shards hold records."
    assert span.headings == ("Kinesis", "Shards")
