"""The measures on rankings and decisions small enough to check by hand."""

from __future__ import annotations

import math

import pytest

from evals.measuring.metrics import (
    covers,
    exact_choice,
    ndcg_at,
    recall_at,
    reciprocal_rank,
    refusal_scores,
    touches,
    trade_off,
)
from evals.measuring.stats import ratio

HITS = [False, True, False, True, False]


@pytest.mark.parametrize(("k", "expected"), [(1, 0.0), (2, 1.0), (5, 1.0)])
def test_recall_is_whether_some_evidence_is_among_the_first(k: int, expected: float) -> None:
    assert recall_at(HITS, k) == expected


def test_reciprocal_rank_is_of_the_first_hit() -> None:
    assert reciprocal_rank(HITS, 10) == 0.5
    assert reciprocal_rank(HITS, 1) == 0.0
    assert reciprocal_rank([], 10) == 0.0


def test_ndcg_by_hand() -> None:
    gained = 1 / math.log2(3) + 1 / math.log2(5)
    assert ndcg_at(HITS, 2, 10) == pytest.approx(gained / (1 + 1 / math.log2(3)))
    assert ndcg_at([True], 1, 10) == 1.0
    assert ndcg_at([True, True], 2, 10) == 1.0
    assert ndcg_at([False], 1, 10) == 0.0
    assert ndcg_at([False], 0, 10) == 0.0


def test_ndcg_asks_for_no_more_than_fits_into_k() -> None:
    assert ndcg_at([True, True], 50, 2) == 1.0


@pytest.mark.parametrize(
    ("start", "end", "expected"), [(0, 100, True), (10, 20, True), (10, 15, True), (10, 14, False), (30, 90, False)]
)
def test_a_passage_holds_a_quote_from_half_of_it(start: int, end: int, expected: bool) -> None:
    assert covers(start, end, 10, 20) is expected


def test_a_citation_touches_a_quote_from_half_of_the_shorter() -> None:
    assert touches(12, 14, 10, 40)
    assert touches(0, 100, 10, 20)
    assert not touches(0, 13, 10, 40)
    assert not touches(10, 10, 10, 20)


def test_a_choice_counts_only_when_it_is_exact() -> None:
    assert exact_choice(("B", "A"), {"A", "B"}) == 1.0
    assert exact_choice(("A",), {"A", "B"}) == 0.0
    assert exact_choice(("A", "B", "C"), {"A", "B"}) == 0.0


def test_refusal_precision_recall_and_f1_by_hand() -> None:
    # 3 unanswerable, 2 of them refused; 4 answerable, 1 of them refused.
    decisions = [
        (True, False),
        (True, False),
        (False, False),
        (True, True),
        (False, True),
        (False, True),
        (False, True),
    ]
    cases = [refusal_scores(refused, answerable) for refused, answerable in decisions]

    def figure(name: str) -> float:
        return ratio([case[name] for case in cases if name in case])

    precision, recall = 2 / 3, 2 / 3
    assert figure("precision") == pytest.approx(precision)
    assert figure("recall") == pytest.approx(recall)
    assert figure("f1") == pytest.approx(2 * precision * recall / (precision + recall))
    assert figure("answered") == pytest.approx(3 / 4)
    assert figure("correct") == pytest.approx(5 / 7)


def test_the_trade_off_by_hand() -> None:
    cases = [(0.2, False), (0.6, False), (0.4, True), (0.9, True)]
    none, some, most = trade_off(cases, [0.0, 0.3, 0.7])
    assert (none.precision, none.recall, none.lost) == (1.0, 0.0, 0.0)
    assert (some.precision, some.recall, some.lost) == (1.0, 0.5, 0.0)
    assert (most.precision, most.recall, most.lost) == (pytest.approx(2 / 3), 1.0, 0.5)
