"""Facts found in answers whatever the notation, and the language of a text without its quotations."""

from __future__ import annotations

import pytest

from evals.material.facts import fact_stated, language_match, share_stated


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("750", "Il faut obtenir plus de 750 (>750)."),
        ("100 to 1000 | 100 à 1000", "L'échelle va de 100 à 1 000 points."),
        ("1000", "at most 1,000 objects"),
        ("0.5", "un taux de 0,5 par défaut"),
        ("1 048 576", "1,048,576 tokens"),
        ("5 GB", "un objet de 5 Go"),
        ("5 GB", "a 5GB object"),
        ("1.5 To", "1,5 TB in all"),
        ("70 %", "70% of the data"),
        ("70 pour cent", "70 percent of the data"),
        ("300 dollars", "It costs $300."),
        ("$300", "Le prix est de 300\u00a0$."),
        ("5.0", "a value of 5"),
        ("-1 and 1", "between −1 and 1"),
        ("24 hours | 24 heures | one day", "conservé 24 heures"),
        ("two copies", "It keeps 2 copies."),
        ("ÉTÉ", "en ete"),
        ("one-hot", "One hot encoding is used."),
        ("snack", "some snacks before"),
        ("hours", "within an hour"),
        ("minimis | minimiz", "La perte est à minimiser."),
        ("ml.p3.2xlarge", "an ml.p3.2xlarge instance."),
        ("UpdateEndpoint", "call updateendpoint"),
        ("multipart", "Use multipart upload"),
    ],
)
def test_a_fact_is_found_in_any_notation(fact: str, text: str) -> None:
    assert fact_stated(fact, text)


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("750", "1750 points"),
        ("750", "a score of 75"),
        ("1000", "1 001 objects"),
        ("0.5", "a value of 0.55"),
        ("2", "release 2.1"),
        ("24 hours", "24 days"),
        ("class", "classification"),
        ("no", "a node"),
        ("-1", "a value of 1"),
        ("GPU", "CPU only"),
    ],
)
def test_what_is_not_said_is_not_found(fact: str, text: str) -> None:
    assert not fact_stated(fact, text)


def test_the_share_counts_facts_not_alternatives() -> None:
    assert share_stated(["65 questions", "180 minutes | 3 hours"], "65 questions in 3 hours") == 1.0
    assert share_stated(["65 questions", "180 minutes"], "There are 65 questions.") == 0.5


def test_quotations_do_not_count_for_the_language() -> None:
    frame = "D'après « Input modes » (source en anglais) : « Pipe mode streams the data from S3 to the container. » [1]"
    assert language_match(frame, "fr") is True
    assert language_match(frame, "en") is False
    english = "According to “Examen” (source in French): “Le score minimal est de 750 sur une échelle de 1000.” [1]"
    assert language_match(english, "en") is True


def test_a_text_in_the_wrong_language_is_seen() -> None:
    assert language_match("The minimum score is 750 on a scale from 100 to 1000 [1].", "fr") is False
    assert language_match("Le score minimal est de 750 sur une échelle de 100 à 1000 [1].", "fr") is True


@pytest.mark.parametrize("text", ["Pipe mode [1].", "750", "« Le score est de 750. » [1]", ""])
def test_a_text_that_shows_no_language_gives_no_score(text: str) -> None:
    assert language_match(text, "fr") is None
