"""Intervals and paired differences, by resampling cases; seeded, so that the same run gives the same figures.

A figure is a ratio of sums over cases (`Score` pairs), so shares of questions (denominator 1) and shares of sentences
are treated alike, and the case, not the sentence, is what is resampled: sentences of one answer are not independent.

Where every case is all or nothing, the interval is Wilson's instead: the bootstrap of twenty hits in twenty cases is
[1, 1], which claims a certainty that twenty cases do not give.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evals.schema import Score

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ROUNDS = 2000
SEED = 20261123
_Z = {0.95: 1.959964, 0.98: 2.326348, 0.99: 2.575829}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its interval; `n` cases."""

    value: float
    low: float
    high: float
    n: int


def ratio(pairs: Sequence[Score]) -> float:
    """Sum of numerators over sum of denominators; raises ValueError without any."""
    total = sum(below for _, below in pairs)
    if total <= 0:
        raise ValueError("A share of nothing.")
    return sum(above for above, _ in pairs) / total


def interval(pairs: Sequence[Score], level: float = 0.95) -> Estimate:
    """The ratio of the pairs with its interval. Raises ValueError for no pairs."""
    value, n = ratio(pairs), len(pairs)
    if all(above in (0, below) for above, below in pairs) and (_equal_weights(pairs) or value in (0.0, 1.0)):
        low, high = wilson(value, n, level)
        return Estimate(value, low, high, n)
    low, high = _quantiles(_resampled_ratios(pairs), level)
    return Estimate(value, low, high, n)


def wilson(share: float, n: int, level: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval of a proportion."""
    z = _Z[level]
    centre = share + z * z / (2 * n)
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    below = 1 + z * z / n
    return max(0.0, (centre - spread) / below), min(1.0, (centre + spread) / below)


def paired(before: Sequence[Score | None], after: Sequence[Score | None], level: float = 0.95) -> Estimate | None:
    """`after` minus `before` over the same cases, with the interval of the paired bootstrap.

    None stands for a case without a score on that side (refusal precision has a score only where it refused). The
    result is None when one side has no score at all. Raises ValueError for sides of different length.
    """
    rows = [
        (*(one or (0.0, 0.0)), *(two or (0.0, 0.0)))
        for one, two in zip(before, after, strict=True)
        if one is not None or two is not None
    ]
    if not any(row[1] for row in rows) or not any(row[3] for row in rows):
        return None
    import numpy as np

    table = np.asarray(rows, dtype=np.float64)

    def difference(sums: Floats) -> Floats:
        result: Floats = sums[..., 2] / sums[..., 3] - sums[..., 0] / sums[..., 1]
        return result

    value = float(difference(table.sum(axis=0)))
    low, high = _quantiles(_resample(table, difference), level)
    return Estimate(value, low, high, len(rows))


def percentile(values: Sequence[float], share: float) -> float:
    """Linear between neighbours: `percentile(x, 0.5)` is the median. Raises ValueError for no values."""
    if not values:
        raise ValueError("A percentile of nothing.")
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def percentile_interval(values: Sequence[float], share: float, level: float = 0.95) -> Estimate:
    """A percentile with its bootstrap interval."""
    import numpy as np

    table = np.asarray(values, dtype=np.float64)
    rng = np.random.default_rng(SEED)
    drawn = np.quantile(table[rng.integers(0, len(table), (ROUNDS, len(table)))], share, axis=1)
    low, high = _quantiles(drawn, level)
    return Estimate(percentile(values, share), low, high, len(values))


def _equal_weights(pairs: Sequence[Score]) -> bool:
    return len({below for _, below in pairs}) == 1


def _resampled_ratios(pairs: Sequence[Score]) -> Floats:
    import numpy as np

    def share(sums: Floats) -> Floats:
        result: Floats = sums[..., 0] / sums[..., 1]
        return result

    return _resample(np.asarray(pairs, dtype=np.float64), share)


def _resample(table: Floats, statistic: Callable[[Floats], Floats]) -> Floats:
    """The statistic of the column sums of `ROUNDS` tables, each drawn with replacement from the rows."""
    import numpy as np

    n = len(table)
    counts = np.random.default_rng(SEED).multinomial(n, np.full(n, 1 / n), size=ROUNDS)
    with np.errstate(divide="ignore", invalid="ignore"):
        return statistic(counts @ table)


def _quantiles(drawn: Floats, level: float) -> tuple[float, float]:
    import numpy as np

    finite = drawn[np.isfinite(drawn)]
    low, high = np.quantile(finite, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
