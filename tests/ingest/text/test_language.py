"""The language decides which words the search drops and in which language the assistant refuses."""

from __future__ import annotations

import pytest

from ingest.text.language import detect_language


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Quelle est la durée de rétention par défaut de Kinesis Data Streams ?", "fr"),
        ("What is the default retention of Kinesis Data Streams?", "en"),
        ("Quel service pour du streaming temps reel", "fr"),
        ("SageMaker Debugger vs Model Monitor", "en"),
        ("L'optimisation des hyperparamètres avec Amazon SageMaker Automatic Model Tuning", "fr"),
        ("The naïve Bayes café example is short", "en"),
        ("", "en"),
        ("12345", "en"),
    ],
)
def test_short_texts(text: str, lang: str) -> None:
    assert detect_language(text) == lang


def test_a_long_text_is_not_judged_by_its_beginning_alone() -> None:
    text = "Amazon SageMaker Kinesis " * 300 + "Les données sont chiffrées avec une clé que le service garde. " * 400
    assert detect_language(text) == "fr"
