"""What a statement is to an answer: by how it opens, else by its heading; a warning before all else, both languages."""

from __future__ import annotations

import pytest

from assistant.arranging.roles import ROLES, role_of
from assistant.arranging.sides import sides_of, table_rows, title_of
from assistant.asking.asked import asked_of
from assistant.finding.ranking import sides
from ingest.readers.assemble import Piece, assemble
from ingest.schema import Document, Lang, Source, Span


def span(text: str, *section: str, lang: Lang = "en") -> Span:
    document = Document(Source("a.md", "Guide", "note", lang), text, ())
    return Span(document, 0, len(text), section)


@pytest.mark.parametrize(
    ("text", "lang", "role"),
    [
        ("Kinesis is a streaming service.", "en", "definition"),
        ("Kinesis est un service de flux.", "fr", "definition"),
        ("Drift means the data changed.", "en", "definition"),
        ("Le rappel désigne la part trouvée.", "fr", "definition"),
        ("Shards are the units of throughput.", "en", "definition"),
        ("Use Firehose for delivery.", "en", "when"),
        ("Choose Parquet for queries by column.", "en", "when"),
        ("Préférez Parquet pour lire par colonne.", "fr", "when"),
        ("Quand le débit varie, le mode à la demande convient.", "fr", "when"),
        ("If the load varies, on-demand mode fits.", "en", "when"),
        ("At the exam, look for streaming.", "en", "when"),
        ("À l'examen, cherchez le flux.", "fr", "when"),
        ("To resize a stream, split its shards.", "en", "how"),
        ("Pour agrandir un flux, divisez ses fragments.", "fr", "how"),
        ("The main pitfall is cost.", "en", "pitfalls"),
        ("Un piège est le coût.", "fr", "pitfalls"),
        ("Firehose cannot replay records.", "en", "pitfalls"),
        ("Firehose ne peut pas rejouer.", "fr", "pitfalls"),
        ("Streams do not deliver to S3.", "en", "pitfalls"),
        ("Un flux n'écrit pas dans S3.", "fr", "pitfalls"),
        ("Records arrive in seconds.", "en", "more"),
        ("Les enregistrements arrivent vite.", "fr", "more"),
        ("", "en", "more"),
    ],
)
def test_a_statement_shows_its_role_by_how_it_opens(text: str, lang: Lang, role: str) -> None:
    assert role_of(span(text, lang=lang)) == role


@pytest.mark.parametrize(
    ("heading", "lang", "role"),
    [
        ("Limits", "en", "pitfalls"),
        ("Limites et quotas", "fr", "pitfalls"),
        ("When to use it", "en", "when"),
        ("Cas d'usage", "fr", "when"),
        ("How it works", "en", "how"),
        ("Étapes", "fr", "how"),
        ("What it is", "en", "definition"),
        ("Ce que c'est", "fr", "definition"),
        ("History", "en", "more"),
        # The first of the file's order counts: a warning before all others.
        ("How it works and its limits", "en", "pitfalls"),
        ("When and how", "en", "when"),
        ("Delimiters", "en", "more"),  # no part of a word
    ],
)
def test_else_its_heading_shows_it(heading: str, lang: Lang, role: str) -> None:
    text = "Records arrive in seconds."
    assert role_of(span(text, "Guide", heading, lang=lang)) == role


def test_only_the_heading_right_above_counts() -> None:
    assert role_of(span("Records arrive in seconds.", "Guide", "Limits", "History")) == "more"


def test_how_it_opens_counts_before_the_heading() -> None:
    assert role_of(span("Kinesis is a streaming service.", "Guide", "Limits")) == "definition"
    assert role_of(span("Use Firehose for delivery.", "Guide", "What it is")) == "when"


@pytest.mark.parametrize(("words", "role"), [(9, "pitfalls"), (20, "more")])
def test_a_denial_far_into_a_sentence_does_not_make_it_a_warning(words: int, role: str) -> None:
    """Sixty characters may stand before it."""
    text = " ".join(["data"] * words) + " cannot come back."
    assert role_of(span(text)) == role


def test_the_roles_in_the_order_of_an_answer() -> None:
    assert ROLES == ("definition", "when", "how", "pitfalls")


# sides


COMPARED = asked_of("What is the difference between bagging and boosting?", "en")
SIDES = sides(COMPARED)


@pytest.mark.parametrize(
    ("text", "heading", "spoken"),
    [
        ("Bagging trains in parallel.", "Ensembles", (0,)),
        ("Boosting trains in turn.", "Ensembles", (1,)),
        ("Bagging and boosting join models.", "Ensembles", (0, 1)),
        ("It trains in parallel.", "Bagging", (0,)),
        ("It trains in turn.", "Boosting", (1,)),
        ("Boosting trains in turn.", "Bagging", (1,)),  # what it says counts before what it stands under
        ("It trains.", "Ensembles", ()),
    ],
)
def test_the_sides_that_a_statement_speaks_of(text: str, heading: str, spoken: tuple[int, ...]) -> None:
    assert sides_of(span(text, "Guide", heading), SIDES) == spoken


@pytest.mark.parametrize(
    ("question", "lang", "titles"),
    [
        ("What is the difference between bagging and boosting?", "en", ["bagging", "boosting"]),
        ("Quelle est la différence entre Bagging et Boosting ?", "fr", ["Bagging", "Boosting"]),
    ],
)
def test_a_side_is_called_as_the_question_calls_it(question: str, lang: Lang, titles: list[str]) -> None:
    asked = asked_of(question, lang)
    assert [title_of(side, asked) for side in sides(asked)] == titles


def table(header: str, count: int, section: tuple[str, ...] = ("T", "S")) -> Span:
    lines = [header, *(f"| row{number} | a{number} | b{number} |" for number in range(count))]
    text, blocks = assemble([Piece("list", "- It trains.", ("T", "S")), Piece("table", "\n".join(lines), section)])
    document = Document(Source("a.md", "T", "aws-doc", "en"), text, blocks)
    return Span(document, 0, len("It trains."), ("T", "S"))


@pytest.mark.parametrize(
    ("header", "count", "rows"),
    [
        ("| | Bagging | Boosting |", 3, 3),
        ("| | Boosting | Bagging |", 3, 3),
        ("| | Bagging | Boosting |", 12, 12),
        ("| | Bagging | Boosting |", 15, 12),  # a table is read at a glance
        ("| | Bagging | Stacking |", 3, 0),
        ("| Bagging | Boosting | Cost |", 3, 0),  # the first column names the rows
    ],
)
def test_a_table_whose_columns_are_the_sides_gives_its_rows(header: str, count: int, rows: int) -> None:
    found = table_rows(table(header, count), SIDES)
    assert len(found) == rows
    assert [one.quote.split("|")[1].strip() for one in found] == [f"row{number}" for number in range(rows)]


def test_a_table_of_another_section_compares_nothing_here() -> None:
    assert table_rows(table("| | Bagging | Boosting |", 3, ("T", "Other")), SIDES) == ()
