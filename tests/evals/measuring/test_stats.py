"""Intervals and paired differences on known cases; the same figures every time."""

from __future__ import annotations

import numpy as np
import pytest

from evals.measuring.stats import interval, paired, percentile, percentile_interval, ratio, wilson

YES, NO = (1.0, 1.0), (0.0, 1.0)


def test_a_ratio_is_of_sums_not_a_mean_of_shares() -> None:
    assert ratio([(1.0, 1.0), (1.0, 4.0)]) == pytest.approx(2 / 5)
    with pytest.raises(ValueError, match="nothing"):
        ratio([])


def test_wilson_by_hand() -> None:
    # Newcombe 1998, table I: 81 of 263.
    assert wilson(81 / 263, 263) == (pytest.approx(0.2553, abs=1e-4), pytest.approx(0.3662, abs=1e-4))


def test_all_hits_are_not_certainty() -> None:
    estimate = interval([YES] * 20)
    assert (estimate.value, estimate.high, estimate.n) == (1.0, 1.0, 20)
    assert 0.8 < estimate.low < 0.9
    sentences = interval([(3.0, 3.0), (2.0, 2.0)])
    assert sentences.low < 0.5


def test_the_interval_of_a_mean_is_near_the_normal_one() -> None:
    values = np.random.default_rng(1).uniform(size=400)
    estimate = interval([(float(v), 1.0) for v in values])
    spread = 1.96 * values.std() / 20
    assert estimate.value == pytest.approx(values.mean())
    assert estimate.low == pytest.approx(values.mean() - spread, abs=0.006)
    assert estimate.high == pytest.approx(values.mean() + spread, abs=0.006)


def test_cases_are_resampled_not_sentences() -> None:
    # Ten answers of ten sentences each, all right or all wrong: as uncertain as ten cases, not as a hundred.
    clustered = interval([(10.0, 10.0)] * 5 + [(0.0, 10.0)] * 4 + [(1.0, 10.0)])
    independent = interval([YES] * 51 + [NO] * 49)
    assert clustered.high - clustered.low > 2 * (independent.high - independent.low)


def test_figures_do_not_change_from_call_to_call() -> None:
    pairs = [(0.3, 1.0), (0.9, 1.0), (0.5, 1.0)]
    assert interval(pairs) == interval(pairs)


def test_no_difference_is_exactly_zero() -> None:
    pairs = [(1 / 3, 1.0), YES, NO, (2 / 3, 1.0)]
    assert paired(pairs, pairs).value == 0.0  # type: ignore[union-attr]


@pytest.mark.parametrize(("lost", "won", "significant"), [(5, 0, True), (3, 1, False), (12, 2, True), (2, 0, False)])
def test_paired_differences_need_more_losses_than_chance(lost: int, won: int, significant: bool) -> None:
    before = [YES] * lost + [NO] * won + [YES] * 150
    after = [NO] * lost + [YES] * won + [YES] * 150
    difference = paired(before, after, 0.98)
    assert difference is not None
    assert difference.value == pytest.approx((won - lost) / len(before))
    assert (difference.high < 0) is significant


def test_a_side_without_a_score_is_left_out_of_that_side() -> None:
    difference = paired([YES, None, NO], [YES, YES, None])
    assert difference is not None
    assert difference.value == pytest.approx(1.0 - 0.5)
    assert paired([YES], [None]) is None


def test_percentiles_lie_between_neighbours() -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], 0.5) == 2.5
    assert percentile([1.0], 0.95) == 1.0
    estimate = percentile_interval([float(n) for n in range(1, 101)], 0.95)
    assert estimate.value == pytest.approx(95.05)
    assert estimate.low < 95.05 < estimate.high
