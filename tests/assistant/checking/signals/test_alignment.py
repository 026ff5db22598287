"""Which words of a claim stand in the evidence: equal words count in full, opposites half, the rest not at all."""

from __future__ import annotations

import pytest

from assistant.checking.signals.alignment import Alignment, align, look_alike
from tests.assistant.checking.asked import lexicon, pair, reading

SOURCE = "Regularization reduces overfitting of the model."
SAME, OPPOSITE = (
    "Regularization reduces overfitting of the model.",
    "Regularization increases overfitting of the model.",
)
OTHER = "Regularization illustrates overfitting of the model."


def aligned(claim: str, source: str, langs: str = "en", heading: str = "") -> Alignment:
    lang, source_lang = pair(langs)
    around = reading(heading, source_lang) if heading else None
    return align(reading(claim, lang), reading(source, source_lang), lexicon(), around)


def test_an_opposite_is_a_counterpart_and_no_match() -> None:
    """It stands in the same place, so it is not missing; what it says is not there, so it covers less."""
    same, opposite, other = (aligned(claim, SOURCE) for claim in (SAME, OPPOSITE, OTHER))
    assert [pair_.opposite for pair_ in same.pairs].count(True) == 0
    assert [(pair_.claim.text, pair_.evidence.text) for pair_ in opposite.pairs if pair_.opposite] == [
        ("increases", "reduces")
    ]
    assert opposite.missing == ()
    assert [item.text for item in other.missing] == ["illustrates"]
    assert 1.0 == same.coverage > opposite.coverage > other.coverage


@pytest.mark.parametrize(
    ("langs", "claim", "source"),
    [
        ("en", "A larger batch size speeds up training.", "A smaller batch size speeds up training."),
        ("fr", "Le coût augmente avec le débit.", "Le coût diminue avec le débit."),
        ("fr>en", "La régularisation augmente le surapprentissage.", "Regularization reduces overfitting."),
        ("en", "The endpoint is synchronous.", "The endpoint is asynchronous."),
    ],
)
def test_an_opposite_covers_half_of_what_the_word_weighs(langs: str, claim: str, source: str) -> None:
    found = aligned(claim, source, langs)
    turned = [pair_.claim for pair_ in found.pairs if pair_.opposite]
    assert len(turned) == 1
    total = sum(item.weight for item in reading(claim, pair(langs)[0]).items)
    lost = 0.5 * turned[0].weight + sum(item.weight for item in found.missing)
    lost += sum((1 - pair_.strength) * pair_.claim.weight for pair_ in found.pairs if not pair_.opposite)
    assert found.coverage == pytest.approx(1 - lost / total)


def test_a_word_of_the_heading_counts_in_context_only() -> None:
    claim, source = "Pipe mode streams data.", "It streams data."
    alone, headed = aligned(claim, source), aligned(claim, source, heading="Pipe mode")
    assert headed.coverage == alone.coverage < 1.0
    assert headed.context_coverage == 1.0 > alone.context_coverage
    assert alone.missing == headed.contextual
    assert headed.missing == alone.contextual == ()


def test_one_word_of_the_source_stands_for_one_word_of_the_claim_while_others_are_left() -> None:
    found = aligned("Streams read streams.", "Streams write streams.")
    places = [pair_.evidence.place for pair_ in found.pairs if pair_.claim.text.lower() == "streams"]
    assert len(places) == len(set(places)) == 2


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("regularis", "regulariz", True),
        ("precision", "precis", False),
        ("data", "date", False),
        ("trans", "transform", False),
        ("distribut", "distribution", True),
    ],
)
def test_cognates_share_most_of_their_beginning(one: str, other: str, alike: bool) -> None:
    assert (look_alike(one, other) >= 0.85) is alike
    assert look_alike(one, other) == look_alike(other, one)
