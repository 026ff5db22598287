"""The measures, as pure functions of small values; none knows of files, models or the assistant.

Rankings are given as booleans, best rank first: does this passage hold gold evidence? Positions are half-open.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from evals.measuring.stats import percentile
from evals.schema import Score

__all__ = [
    "covers",
    "exact_choice",
    "ndcg_at",
    "percentile",
    "recall_at",
    "reciprocal_rank",
    "refusal_scores",
    "touches",
    "trade_off",
]


def covers(start: int, end: int, quote_start: int, quote_end: int) -> bool:
    """True when [start, end) holds at least half of the quote."""
    shared = min(end, quote_end) - max(start, quote_start)
    return 2 * shared >= quote_end - quote_start > 0


def touches(start: int, end: int, quote_start: int, quote_end: int) -> bool:
    """True when the two share at least half of the shorter one."""
    shared = min(end, quote_end) - max(start, quote_start)
    shorter = min(end - start, quote_end - quote_start)
    return 2 * shared >= shorter > 0


def recall_at(hits: Sequence[bool], k: int) -> float:
    """1 when one of the first k passages holds gold evidence, else 0 (the evidence entries are alternatives)."""
    return float(any(hits[:k]))


def reciprocal_rank(hits: Sequence[bool], k: int) -> float:
    """1 / rank of the first passage with gold evidence among the first k; 0 without one."""
    return next((1 / rank for rank, hit in enumerate(hits[:k], start=1) if hit), 0.0)


def ndcg_at(hits: Sequence[bool], total: int, k: int) -> float:
    """Normalised discounted gain with gains 0 and 1; `total` passages of the whole index hold gold evidence."""
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(total, k) + 1))
    gained = sum(1 / math.log2(rank + 1) for rank, hit in enumerate(hits[:k], start=1) if hit)
    return gained / best if best else 0.0


def exact_choice(chosen: Collection[str], right: Collection[str]) -> float:
    """1 when exactly the right options were chosen: the exam gives nothing for a part."""
    return float(set(chosen) == set(right))


def refusal_scores(refused: bool, answerable: bool) -> dict[str, Score]:
    """One case's share in precision, recall and F1 of refusals (a refusal is what is to be detected).

    Summed over cases these pairs are TP/(TP+FP), TP/(TP+FN), 2TP/(2TP+FP+FN). `answered` is the other side: the
    share of answerable questions that were not refused.
    """
    right = refused and not answerable
    scores: dict[str, Score] = {"correct": (float(refused != answerable), 1.0)}
    if refused:
        scores["precision"] = (float(right), 1.0)
    if answerable:
        scores["answered"] = (float(not refused), 1.0)
    else:
        scores["recall"] = (float(refused), 1.0)
    if refused or not answerable:
        scores["f1"] = (2.0 * right, 2.0 if right else 1.0)
    return scores


@dataclass(frozen=True, slots=True)
class TradeOff:
    """Refusing below a threshold: precision and recall of refusals, and the share of answerable questions lost."""

    threshold: float
    precision: float
    recall: float
    lost: float


def trade_off(cases: Sequence[tuple[float, bool]], thresholds: Sequence[float]) -> list[TradeOff]:
    """The curve over thresholds for cases given as (gate score, answerable); precision is 1 when nothing is refused."""
    wanted = sum(1 for _, answerable in cases if not answerable)
    others = len(cases) - wanted
    points = []
    for threshold in thresholds:
        right = sum(1 for score, answerable in cases if score < threshold and not answerable)
        wrong = sum(1 for score, answerable in cases if score < threshold and answerable)
        points.append(
            TradeOff(
                threshold,
                right / (right + wrong) if right + wrong else 1.0,
                right / wanted if wanted else 0.0,
                wrong / others if others else 0.0,
            )
        )
    return points
