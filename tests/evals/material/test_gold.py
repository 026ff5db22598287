"""Evidence found in documents: by exact uri, by the end of a path, by quote; and what is not there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evals.errors import EvidenceMissing
from evals.material.gold import Gold, is_whole, read_corpus
from ingest.schema import Origin, Reference
from tests.evals.helpers import CHUNKS, DOCUMENTS, NOTE, PAGE, document, question

GOLD = Gold(DOCUMENTS, CHUNKS)


def test_a_quote_is_found_at_its_place() -> None:
    (span,) = GOLD.spans(Reference("corpus/aws/input-modes.md", "File mode copies the data first."))
    assert PAGE[span.start : span.end] == "File mode copies the data first."
    assert span.lang == "en"


def test_the_end_of_a_path_is_enough() -> None:
    (span,) = GOLD.spans(Reference("notes/examen.md"))
    assert (span.uri, span.start, span.end, is_whole(span)) == ("corpus/notes/examen.md", 0, len(NOTE), True)


def test_the_end_of_a_name_is_not_the_end_of_a_path() -> None:
    with pytest.raises(EvidenceMissing, match="No document"):
        GOLD.spans(Reference("amen.md"))


def test_words_that_do_not_stand_there_are_an_error() -> None:
    with pytest.raises(EvidenceMissing, match="do not stand in"):
        GOLD.spans(Reference("corpus/notes/examen.md", "Le score minimal est de 700."))


def test_an_ambiguous_end_needs_a_quote() -> None:
    gold = Gold([document("a/page.md", "One. Two.", "en"), document("b/page.md", "Three.", "en")])
    with pytest.raises(EvidenceMissing, match="may be any of"):
        gold.spans(Reference("page.md"))
    assert [span.uri for span in gold.spans(Reference("page.md", "Three."))] == ["b/page.md"]


def test_a_quote_that_stands_twice_has_two_places() -> None:
    gold = Gold([document("a.md", "Same. Other. Same.", "en")])
    assert [span.start for span in gold.spans(Reference("a.md", "Same."))] == [0, 13]


def test_gold_says_which_passages_hold_it_and_in_which_language() -> None:
    found = GOLD.of(question())
    assert found.pair("fr") == "fr>fr"
    assert found.pair("en") == "en>fr"
    assert found.holds("corpus/notes/examen.md", 0, 20)
    assert not found.holds("corpus/notes/examen.md", 20, 40)
    assert not found.holds("corpus/aws/input-modes.md", 0, 20)
    assert found.passages == 1


def test_evidence_in_both_languages_counts_as_the_questions_own() -> None:
    both = question(evidence=(Reference("input-modes.md"), Reference("examen.md")))
    assert GOLD.of(both).pair("fr") == "fr>fr"
    assert GOLD.of(both).passages == len(CHUNKS)


def test_entries_found_are_counted_one_by_one() -> None:
    two = question(evidence=(Reference("examen.md", "Le score minimal est de 750."), Reference("input-modes.md")))
    gold = GOLD.of(two)
    assert gold.found([("corpus/notes/examen.md", 0, 30)]) == 1
    assert gold.found([("corpus/notes/examen.md", 0, 30), ("corpus/aws/input-modes.md", 50, 70)]) == 2


def test_a_corpus_is_read_as_ingestion_reads_it(corpus) -> None:  # type: ignore[no-untyped-def]
    documents = read_corpus([corpus])
    assert [doc.source.uri for doc in documents] == ["corpus/aws/input-modes.md", "corpus/notes/examen.md"]
    assert "title:" not in documents[0].text


def test_what_says_the_same_in_the_other_version_is_evidence_too() -> None:
    english = document("aws/x.md", "First. Second fact.", "en")
    french = document("aws/x.fr.md", "Premier. Deuxième fait.", "fr")
    gold = Gold([english, french])
    spans = gold.spans(Reference("aws/x.md", "Second fact."))
    assert [(span.uri, span.quote) for span in spans] == [
        ("aws/x.md", "Second fact."),
        ("aws/x.fr.md", "Deuxième fait."),
    ]


def test_a_statement_of_a_sheet_is_evidence_where_its_words_come_from_it() -> None:
    page = document("aws/x.md", "Pipe mode streams data. File mode copies it.", "en")
    text = "Pipe is for streams. File is for copies."
    origins = (Origin(0, 20, "aws/x.md", "mode streams data"), Origin(21, 40, "aws/x.md", "File mode copies"))
    sheet = replace(document("sheets/s.md", text, "en"), origins=origins)
    gold = Gold([page, sheet])
    places = gold.spans(Reference("aws/x.md", "Pipe mode streams data."))
    assert [(span.uri, span.document.text[span.start : span.end]) for span in places] == [
        ("aws/x.md", "Pipe mode streams data."),
        ("sheets/s.md", "Pipe is for streams."),
    ]
    assert [span.uri for span in gold.spans(Reference("aws/x.md"))] == ["aws/x.md"]
