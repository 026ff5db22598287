"""What a text calls its default, and whether can and must are told apart in the features."""

from __future__ import annotations

import pytest

from assistant.checking.features import features_of
from assistant.checking.signals.defaults import default_of
from tests.assistant.checking.asked import as_lang, reading, signals, verdict


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The optimizer is adam (default) or sgd.", "adam"),
        ("The algorithm is random forest (default) or k-means.", "random forest"),  # the mark follows its last word
        ("The optimizer is adam by default, with sgd beside it.", "adam"),
        ("The optimizer is adam or sgd.", None),
    ],
)
def test_the_default_is_the_whole_item_that_is_marked(text: str, value: str | None) -> None:
    found = default_of(reading(text))
    assert (found.text if found else None) == value


@pytest.mark.parametrize(
    ("lang", "claim", "source"),
    [
        ("en", "Spot instances can be interrupted.", "Spot instances cannot be interrupted."),
        ("fr", "Les instances Spot peuvent être interrompues.", "Les instances Spot ne peuvent pas être interrompues."),
        ("en", "The bucket must be in the same Region.", "The bucket need not be in the same Region."),
    ],
)
def test_either_of_can_and_must_is_a_sign_by_itself(lang: str, claim: str, source: str) -> None:
    own = as_lang(lang)
    assert features_of(signals(claim, source, own))["modal"] == 1.0
    assert features_of(signals(claim, claim, own))["modal"] == 0.0


def test_only_a_contradiction_is_certain() -> None:
    source = "A Kinesis data stream keeps its records for 24 hours by default."
    assert verdict(source.replace("24", "48"), source).certain
    assert not verdict(source, source).certain
    assert not verdict("Bread is brown.", source).certain
