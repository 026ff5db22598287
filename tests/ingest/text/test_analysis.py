"""The words that lexical search sees."""

from __future__ import annotations

import pytest

from ingest.text.analysis import content_words, document_terms, fold, query_terms


def test_fold_ignores_case_accents_and_kinds_of_space() -> None:
    assert fold("Été\u202fà l’École") == "ete a l'ecole"


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("an ml.p3.2xlarge instance", "ml.p3.2xlarge"),
        ("in us-east-1", "us-east-1"),
        ("call UpdateEndpoint", "updateendpoint"),
        ("the F1 score", "f1"),
        ("K-Means clustering", "kmeans"),
    ],
)
def test_identifiers_are_kept_whole(text: str, term: str) -> None:
    assert term in document_terms(text, "en")


def test_identifiers_are_also_found_by_their_parts() -> None:
    assert {"updat", "endpoint"} <= set(document_terms("UpdateEndpoint", "en"))


def test_a_query_word_meets_documents_in_both_languages() -> None:
    terms = set(query_terms("instances"))
    assert set(document_terms("instance", "fr")) & terms
    assert set(document_terms("instance", "en")) & terms


def test_stop_words_inversion_and_elision_carry_nothing() -> None:
    assert content_words("Faut-il que l'on soit") == ["faut-il"] or content_words("Faut-il que l'on soit") == []
    assert query_terms("Est-ce que le score est") == ["scor", "score"]


def test_terms_of_a_query_are_distinct_and_stable() -> None:
    terms = query_terms("score score SCORE")
    assert terms == query_terms("score")
    assert len(terms) == len(set(terms))
