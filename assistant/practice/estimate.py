"""Shares with their uncertainty: quantiles of the Beta distribution, without a statistics library.

Owns the arithmetic of "7 of 10 right, so somewhere between". Pure; standard library only.
"""

from __future__ import annotations

import math

LEVEL = 0.9
"""Intervals hold the true share with this probability."""


def interval(right: float, total: float, *, prior: float = 0.5) -> tuple[float, float]:
    """Bounds, in 0..1, of the share behind `right` of `total`: the central 90 % of Beta(right+prior, wrong+prior)."""
    a, b = right + prior, total - right + prior
    tail = (1 - LEVEL) / 2
    low = 0.0 if right == 0 else beta_quantile(tail, a, b)
    high = 1.0 if right == total else beta_quantile(1 - tail, a, b)
    return low, high


def beta_quantile(probability: float, a: float, b: float) -> float:
    """Where the cumulative Beta(a, b) reaches a probability in 0..1; a, b > 0. Exact to about 1e-12."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if beta_cumulative(middle, a, b) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def beta_cumulative(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Lentz)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_cumulative(1 - x, b, a)
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(log_front) * _fraction(x, a, b) / a


def _fraction(x: float, a: float, b: float) -> float:
    tiny = 1e-300
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > tiny else tiny)
    value = d
    for m in range(1, 500):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 + term * d
            d = 1 / (d if abs(d) > tiny else tiny)
            c = 1 + term / c
            c = c if abs(c) > tiny else tiny
            value *= d * c
        if abs(d * c - 1) < 1e-14:
            break
    return value
