"""What stands where in an answer: direct answer, sides, table, steps, roles; no statement lost, none twice."""

from __future__ import annotations

import dataclasses

import pytest

from assistant.answering.compose import from_quotes
from assistant.arranging.arrange import with_groups
from assistant.arranging.roles import role_of
from assistant.asking.asked import Asked, asked_of
from assistant.asking.query import parse_question
from assistant.schema import Answer, Evidence
from ingest.readers.assemble import Piece, assemble
from ingest.schema import Document, Lang, Source, Span

_T = "Ensembles compared"
_SECTION = (_T, "Bagging or boosting")
_TABLE = "| | Bagging | Boosting |\n| Training | parallel | sequential |\n| Reduces | variance | bias |"


def document(*pieces: Piece, lang: Lang = "en") -> Document:
    text, blocks = assemble(pieces)
    return Document(Source("sheet.md", _T, "aws-doc", lang), text, blocks)


def cited(document: Document, *quotes: str) -> tuple[Evidence, ...]:
    found = []
    for number, quote in enumerate(quotes, start=1):
        start = document.text.index(quote)
        span = Span(document, start, start + len(quote), document.heading_at(start))
        found.append(Evidence(number, span, 0.9, number))
    return tuple(found)


def answer_of(question: str, evidence: tuple[Evidence, ...], lang: Lang = "en") -> tuple[Answer, Asked]:
    resolved = from_quotes(parse_question(question, lang=lang), evidence, range(len(evidence)))
    answer = Answer("answered", resolved.text, lang, resolved.claims, resolved.citations, markers=resolved.markers)
    return answer, asked_of(question, lang)


def groups(question: str, evidence: tuple[Evidence, ...], parts: int = 1) -> list[tuple[str, str, list[str]]]:
    answer, asked = answer_of(question, evidence)
    found = with_groups(answer, asked, evidence, parts)
    assert found.text == answer.text
    if found.groups:
        assert sorted(place for group in found.groups for place in group.claims) == list(range(len(answer.claims)))
    return [(g.role, g.title, [found.claims[place].text for place in g.claims]) for g in found.groups]


def pieces(*lines: str, section: tuple[str, ...] = _SECTION) -> list[Piece]:
    return [Piece("list", f"- {line}", section) for line in lines]


BAGGING, BOOSTING = "Bagging trains models in parallel.", "Boosting trains them one after another."
BOTH = "Bagging and boosting both join weak models."


def test_each_side_of_a_comparison_has_its_column() -> None:
    page = document(*pieces(BOTH, BAGGING, BOOSTING))
    found = groups("What is the difference between bagging and boosting?", cited(page, BOTH, BOOSTING, BAGGING))
    assert found == [
        ("direct", "", [BOTH[:-1]]),
        ("side", "bagging", [BAGGING[:-1]]),
        ("side", "boosting", [BOOSTING[:-1]]),
    ]


def test_what_speaks_of_one_side_only_is_no_table() -> None:
    page = document(*pieces(BOTH, BAGGING))
    assert groups("What is the difference between bagging and boosting?", cited(page, BOTH, BAGGING)) == []


def test_a_table_of_the_source_whose_columns_are_the_sides_is_shown_with_its_rows_cited() -> None:
    page = document(*pieces(BOTH), Piece("table", _TABLE, _SECTION))
    evidence = cited(page, BOTH)
    answer, asked = answer_of("bagging vs boosting", evidence)
    found = with_groups(answer, asked, evidence, 1)
    assert [group.role for group in found.groups] == ["direct", "table"]
    rows = [citation for citation in found.citations if citation.number in found.groups[1].rows]
    assert [row.quote for row in rows] == ["| Training | parallel | sequential |", "| Reduces | variance | bias |"]
    assert all(page.text[row.start : row.end] == row.quote for row in rows)
    assert [citation.number for citation in found.citations] == [1, 2, 3]


def test_a_table_of_other_things_is_not_shown() -> None:
    page = document(*pieces(BOTH), Piece("table", _TABLE.replace("Bagging", "XGBoost"), _SECTION))
    assert groups("bagging vs boosting", cited(page, BOTH)) == []


def test_items_that_the_source_numbers_are_steps_in_its_order() -> None:
    section = (_T, "Deploying")
    lines = ("1. Create the model.", "2. Create the configuration.", "3. Create the endpoint.")
    page = document(
        Piece("text", "Deploying takes three steps.", section), *(Piece("list", line, section) for line in lines)
    )
    quotes = ("Deploying takes three steps.", *(line[3:] for line in (lines[2], lines[0], lines[1])))
    found = groups("What are the steps of a deployment?", cited(page, *quotes))
    assert found[1] == ("steps", "", ["Create the model", "Create the configuration", "Create the endpoint"])


def test_more_than_three_statements_are_grouped_by_what_they_are() -> None:
    lines = (
        "SMOTE invents new minority examples.",
        "The pitfall of SMOTE is overlapping classes.",
        "Choose SMOTE when the minority class is small.",
        "SMOTENC is the variant for categorical features.",
    )
    page = document(*pieces(*lines))
    assert [role for role, _, _ in groups("What is SMOTE?", cited(page, *lines))] == [
        "direct",
        "definition",
        "when",
        "pitfalls",
    ]
    assert groups("What is SMOTE?", cited(page, *lines[:3])) == []


@pytest.mark.parametrize(
    ("quote", "heading", "lang", "role"),
    [
        ("Le piège de L1 est la corrélation entre features.", "L1", "fr", "pitfalls"),
        ("Choisissez FastFile pour commencer plus tôt.", "Modes", "fr", "when"),
        ("À l'examen, un modèle creux désigne L1.", "L1", "fr", "when"),
        ("Serverless inference does not support GPUs.", "Details", "en", "pitfalls"),
        ("Records stay 24 hours.", "Limits", "en", "pitfalls"),
        ("Records are read by shard.", "How it works", "en", "how"),
        ("Records stay 24 hours.", "Retention", "en", "more"),
    ],
)
def test_roles(quote: str, heading: str, lang: Lang, role: str) -> None:
    page = document(Piece("text", quote, (_T, heading)), lang=lang)
    assert role_of(cited(page, quote)[0].span) == role


def test_parts_of_a_question_are_counted() -> None:
    page = document(*pieces(BAGGING))
    evidence = cited(page, BAGGING)
    answer, asked = answer_of("What is bagging and what is the default timeout of Lambda?", evidence)
    found = with_groups(answer, dataclasses.replace(asked, parts=asked.parts * 2), evidence, 1)
    assert (found.asked, found.found) == (2, 1)
