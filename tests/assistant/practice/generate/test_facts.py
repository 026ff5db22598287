"""What is read out of sentences: roles."""

from __future__ import annotations

import pytest

from assistant.practice.generate.facts.roles import find_roles, singular
from tests.assistant.practice.generate.material import FAMILIES, sentences


def roles(*lines: str, lang: str = "en", uri: str = "corpus/aws/page.md") -> list[tuple[str, str, str]]:
    found = find_roles(sentences(*lines, lang="fr" if lang == "fr" else "en", uri=uri), FAMILIES)
    return [(fact.family, fact.name.en, fact.statement) for fact in found]


def test_a_role_is_what_follows_the_name() -> None:
    line = "The DropFields transform of AWS Glue removes the fields named in its paths argument, in dot notation."
    expected = "removes the fields named in its paths argument, in dot notation"
    assert ("glue-transform", "DropFields", expected) in roles(line)


def test_a_role_ends_where_a_reason_begins() -> None:
    line = "Class weights multiply the loss of each example, so errors on the rare class cost more."
    assert ("resampling", "class weights", "multiplies the loss of each example") in roles(
        line, uri="corpus/general/class-imbalance.md"
    )


def test_both_sides_of_a_contrast_are_roles() -> None:
    line = (
        "Real-time inference serves online predictions through a persistent endpoint, whereas batch transform runs "
        "offline predictions on data that is available upfront."
    )
    found = {(name, statement) for family, name, statement in roles(line) if family == "inference-option"}
    assert found == {
        ("real-time inference", "serves online predictions through a persistent endpoint"),
        ("batch transform", "runs offline predictions on data that is available upfront"),
    }


def test_a_role_in_french_comes_from_the_notes() -> None:
    line = "Amazon Lex fournit des interfaces conversationnelles, à la voix comme à l’écrit."
    expected = "fournit des interfaces conversationnelles, à la voix comme à l’écrit"
    assert ("lexicon-ai-service", "Amazon Lex", expected) in roles(line, lang="fr", uri="corpus/notes/a.md")


@pytest.mark.parametrize(
    "line",
    [
        "AWS Glue crawlers reach data stores through connections that hold their credentials.",
        "The k-means algorithm of the paper was published in 1957 by one author.",
        "Use Amazon Lex to build a chatbot for a web page of your company.",
    ],
)
def test_a_sentence_about_something_else_gives_no_role(line: str) -> None:
    assert not [row for row in roles(line) if row[1] in ("AWS Glue", "Amazon Lex")]


def test_plural_verbs_become_singular() -> None:
    assert singular("store and serve data") == "stores and serves data"
    assert singular("are pairs of examples") == "is pairs of examples"
    assert singular("applies rules") == "applies rules"
    assert singular("crawlers reach data stores") == ""
    assert singular("quickly") == ""


def test_the_same_place_and_words_give_the_same_id() -> None:
    line = "The DropFields transform of AWS Glue removes the fields named in its paths argument."
    one, two = (find_roles(sentences(line), FAMILIES) for _ in range(2))
    assert [fact.id for fact in one] == [fact.id for fact in two]
