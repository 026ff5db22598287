"""Answers made of quotes: how quotes are introduced, and what is never quoted."""

from __future__ import annotations

import pytest

from assistant.answering import compose
from assistant.answering.citations import Checked, TextBuilder
from assistant.asking.query import parse_question
from assistant.finding.evidence import is_table_header
from assistant.schema import Evidence
from ingest.schema import Document, Lang, Source, Span

QUESTION = parse_question("Combien de temps Kinesis garde-t-il les données ?")


def evidence(number: int, quote: str, uri: str, lang: Lang) -> Evidence:
    document = Document(Source(uri, f"Page {uri}", "aws-doc", lang), quote, ())
    return Evidence(number, Span(document, 0, len(quote)), 0.9, number)


def test_a_source_in_the_other_language_is_named_once() -> None:
    found = (
        evidence(1, "Records stay for 24 hours.", "a", "en"),
        evidence(2, "Retention can reach 365 days.", "a", "en"),
        evidence(3, "Les données restent 24 heures.", "n", "fr"),
        evidence(4, "Retention is set per stream.", "a", "en"),
    )
    resolved = compose.from_quotes(QUESTION, found, range(4))
    paragraphs = resolved.text.split("\n\n")
    assert paragraphs[0] == "D'après « Page a » (source en anglais) : « Records stay for 24 hours » [1]."
    assert paragraphs[1] == "« Retention can reach 365 days » [2]."
    assert paragraphs[2] == "Les données restent 24 heures [3]."
    assert paragraphs[3] == "« Retention is set per stream » [4]."
    assert [resolved.text[c.start : c.end] + "." for c in resolved.claims] == [e.quote for e in found]
    assert all(claim.copied for claim in resolved.claims)
    assert [resolved.text[m.start : m.end] for m in resolved.markers] == ["[1]", "[2]", "[3]", "[4]"]


def test_brackets_of_a_quote_are_no_markers() -> None:
    found = (evidence(1, "Its range is [0,1] and its default is [2].", "a", "fr"),)
    resolved = compose.from_quotes(QUESTION, found, range(1))
    assert resolved.text == "Its range is [0,1] and its default is [2] [1]."
    assert [(resolved.text[m.start : m.end], m.start) for m in resolved.markers] == [("[1]", len(resolved.text) - 4)]


TABLE = "Operations\n\n| Task | Synchronous |\n| Text detection | DetectDocumentText |\n\n| Alone | Head |"


@pytest.mark.parametrize(
    ("row", "header"),
    [("| Task", True), ("| Text detection", False), ("| Alone", True), ("Operations", False)],
)
def test_the_first_row_of_a_table_states_nothing(row: str, header: bool) -> None:
    document = Document(Source("t", "T", "aws-doc", "en"), TABLE, ())
    assert is_table_header(document, TABLE.index(row)) is header


def test_a_draft_whose_main_claim_fails_is_followed_by_what_the_sources_say() -> None:
    found = (
        evidence(1, "Les données restent 24 heures.", "n", "fr"),
        evidence(2, "Le maximum est 365 jours.", "m", "fr"),
    )
    builder = TextBuilder(found)
    builder.claim("Les données restent 48 heures.", Checked("contradicted", 0.9, "La source dit 24 heures.", (0,)))
    status, resolved, reason = compose.after_check(QUESTION, builder.done(), found, (0, 1))
    assert status == "partial"
    assert reason
    assert [claim.support for claim in resolved.claims] == ["contradicted", "supported", "supported"]
    assert resolved.text.endswith("Les données restent 24 heures [1].\n\nLe maximum est 365 jours [2].")


def test_a_sentence_in_the_language_of_the_question_is_no_source_in_the_other_one() -> None:
    found = (
        evidence(1, "Les données restent 24 heures dans un flux.", "a", "en"),
        evidence(2, "Retention can reach 365 days.", "a", "en"),
        evidence(3, "Pipe mode.", "b", "en"),
    )
    paragraphs = compose.from_quotes(QUESTION, found, range(3)).text.split("\n\n")
    assert paragraphs[0] == "Les données restent 24 heures dans un flux [1]."
    assert paragraphs[1].startswith("D'après « Page a » (source en anglais)")
    assert paragraphs[2].startswith("D'après « Page b » (source en anglais)")
