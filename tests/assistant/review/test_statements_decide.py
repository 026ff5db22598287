"""Which window decides a claim: by relevance, not by chance."""

from __future__ import annotations

import pytest

from assistant.checking.verdict import Verdict
from assistant.review.decide import completes, deciding, is_partial, relevance
from assistant.schema import Support


def verdict(support: Support, closeness: float, confidence: float = 0.9, meaning: float = 0.0) -> Verdict:
    return Verdict(support, confidence, "", 0, {"closeness": closeness, "meaning": meaning})


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([], None),
        ([verdict("not_found", 0.9)], None),
        ([verdict("supported", 0.3), verdict("partly", 0.4), verdict("contradicted", 0.6)], None),
        ([verdict("supported", 0.5), verdict("supported", 0.8)], 1),
        ([verdict("supported", 0.5), verdict("contradicted", 0.9)], 1),
        ([verdict("supported", 0.88), verdict("contradicted", 0.9)], 0),
        ([verdict("supported", 0.9), verdict("contradicted", 0.9, meaning=-2.0)], 0),
        ([verdict("partly", 0.6), verdict("contradicted", 0.9)], 1),
        ([verdict("supported", 0.8), verdict("supported", 0.8)], 0),
    ],
)
def test_the_nearest_window_that_says_something_decides(verdicts: list[Verdict], expected: int | None) -> None:
    assert deciding(verdicts) == expected


@pytest.mark.parametrize(
    ("found", "partial"),
    [
        (verdict("supported", 0.5, 0.5), True),
        (verdict("supported", 0.5, 0.7), False),
        (verdict("supported", 0.7, 0.5), False),
        (verdict("contradicted", 0.5, 0.5), False),
    ],
)
def test_support_that_is_neither_near_nor_sure_is_partial(found: Verdict, partial: bool) -> None:
    assert is_partial(found) is partial


def test_a_window_without_the_numbers_of_the_claim_counts_as_further_away() -> None:
    lacking = Verdict("partly", 0.9, "", 0, {"closeness": 0.9, "number_missing": 1.0})
    assert deciding([verdict("supported", 0.75), lacking]) == 0
    assert deciding([verdict("contradicted", 0.75), lacking]) == 0
    assert deciding([verdict("supported", 0.6), lacking]) == 1


@pytest.mark.parametrize(
    ("joined", "expected"),
    [(verdict("supported", 0.8), True), (verdict("supported", 0.6), False), (verdict("partly", 0.8), False)],
)
def test_two_sentences_complete_one_only_where_they_say_no_less(joined: Verdict, expected: bool) -> None:
    assert completes(joined, verdict("partly", 0.7)) is expected


def test_relevance_counts_words_and_meaning() -> None:
    assert relevance(verdict("partly", 0.6, meaning=2.0)) == pytest.approx(0.7)
    assert relevance(Verdict("not_found", 0.9, "")) == 0.0
