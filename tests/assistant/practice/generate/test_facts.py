"""What is read out of sentences: roles, settings, limits, lists, formulas, orders."""

from __future__ import annotations

import pytest

from assistant.practice.generate.facts.formulas import find_formulas, in_lang
from assistant.practice.generate.facts.limits import find_limits
from assistant.practice.generate.facts.lists import find_lists, split_list
from assistant.practice.generate.facts.roles import find_roles, singular
from assistant.practice.generate.facts.steps import find_orders
from assistant.practice.generate.settings import find_settings
from tests.assistant.practice.generate.material import FAMILIES, sentences


def roles(*lines: str, lang: str = "en", uri: str = "corpus/aws/page.md") -> list[tuple[str, str, str]]:
    found = find_roles(sentences(*lines, lang="fr" if lang == "fr" else "en", uri=uri), FAMILIES)
    return [(fact.family, fact.label["en"], fact.statement) for fact in found]


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


def test_defaults_and_objectives_are_read_with_a_frame_to_put_other_values_in() -> None:
    found = find_settings(
        sentences(
            "The XGBoost hyperparameter max_bin is the number of bins and defaults to 256.",
            "LDA tuning maximizes test:pwll.",
        )
    )
    default, objective = found
    assert (default.subject, default.statement) == ("XGBoost max_bin", "256")
    assert default.claim("512") == "The XGBoost hyperparameter max_bin is the number of bins and defaults to 512."
    assert default.label["fr"] == "l’hyperparamètre max_bin de XGBoost"
    assert (objective.subject, objective.parts) == ("LDA", ("test:pwll",))


def test_a_limit_has_a_question_in_each_language_and_keeps_its_number() -> None:
    line = "Data Wrangler generates every analysis from 100,000 rows of the dataset."
    (fact,) = find_limits(sentences(line))
    assert fact.statement == "100,000"
    assert fact.label["en"].endswith("?")
    assert fact.label["fr"].endswith("?")
    assert fact.claim("50,000") == line.replace("100,000", "50,000")


def test_a_general_pattern_finds_limits_of_sources_it_has_never_seen() -> None:
    (fact,) = find_limits(sentences("A widget can have up to 40 tags."))
    assert (fact.label["en"], fact.statement, fact.label["fr"]) == (
        "At most how many tags can a widget have?",
        "40",
        "",
    )


def test_a_list_is_cut_into_its_members() -> None:
    (fact,) = find_lists(
        sentences("The deserializer of Kinesis Data Firehose is either Apache Hive JSON SerDe or OpenX JSON SerDe.")
    )
    assert fact.parts == ("Apache Hive JSON SerDe", "OpenX JSON SerDe")
    assert "Parquet SerDe" in fact.extra["others"].split("\n")
    assert split_list("a bucket, a queue and a topic") == ("a bucket", "a queue", "a topic")


def test_formulas_are_read_when_they_are_symbols_only() -> None:
    found = find_formulas(
        sentences(
            "Recall = TP / (TP + FN), also called sensitivity.",
            "Accuracy = right predictions / all predictions.",
        ),
        FAMILIES,
    )
    assert [(fact.label["en"], fact.statement) for fact in found] == [("recall", "TP / (TP + FN)")]
    assert (
        in_lang("2 × precision × recall / (precision + recall)", "fr")
        == "2 × précision × rappel / (précision + rappel)"
    )


def test_steps_are_in_the_order_of_the_sentence() -> None:
    (fact,) = find_orders(
        sentences("k-NN training runs three steps: sampling, dimension reduction and index building.")
    )
    assert fact.parts == ("Sampling", "Dimension reduction", "Index building")
    assert fact.extra["fr:Sampling"] == "Échantillonnage"


def test_the_same_place_and_words_give_the_same_id() -> None:
    line = "The DropFields transform of AWS Glue removes the fields named in its paths argument."
    one, two = (find_roles(sentences(line), FAMILIES) for _ in range(2))
    assert [fact.id for fact in one] == [fact.id for fact in two]
