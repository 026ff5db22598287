"""Measures of the checker over labelled items: pure functions of (item, verdict) pairs, checked by hand in tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evals.checker.items import LabelledItem

_BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """An item, what the checker said of it, and the seconds that took: on the clock and of the processor.

    `corrected`: the evidence counts as a correction of the claim (`Findings.replaces`).
    """

    item: LabelledItem
    support: str
    confidence: float
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    corrected: bool = False

    @property
    def truly(self) -> bool:
        """Whether a person says that the evidence supports the claim."""
        return self.item.label == "supported"

    @property
    def said(self) -> bool:
        """Whether the checker says so."""
        return self.support == "supported"


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of `n` items; `value` is in 0..1, 0 where there are none."""

    hits: int
    n: int

    @property
    def value(self) -> float:
        """hits / n."""
        return self.hits / self.n if self.n else 0.0


def rate(rows: Sequence[Judged], counts: Callable[[Judged], bool], among: Callable[[Judged], bool]) -> Rate:
    """Share of the rows `among` which something `counts`."""
    pool = [row for row in rows if among(row)]
    return Rate(sum(1 for row in pool if counts(row)), len(pool))


def corrections(rows: Sequence[Judged]) -> tuple[Rate, Rate]:
    """Of what counts as a correction the share that is contradicted, in part at least; and its share of all that is."""
    wrong = rate(rows, lambda r: r.item.label in ("contradicted", "partly"), lambda r: r.corrected)
    return wrong, rate(rows, lambda r: r.corrected, lambda r: r.item.label == "contradicted")


def balanced_accuracy(rows: Sequence[Judged]) -> float:
    """Mean of the share of supported claims found and of the share of the others found, 0..1."""
    found = rate(rows, lambda r: r.said, lambda r: r.truly)
    refused = rate(rows, lambda r: not r.said, lambda r: not r.truly)
    return (found.value + refused.value) / 2


def detection(rows: Sequence[Judged], *edits: str) -> Rate:
    """Share of the false claims with these edits that are not taken for supported."""
    return rate(rows, lambda r: not r.said, lambda r: not r.truly and r.item.edit in edits)


def found(rows: Sequence[Judged], *edits: str) -> Rate:
    """Share of the true claims of these kinds that are taken for supported."""
    return rate(rows, lambda r: r.said, lambda r: r.truly and r.item.edit in edits)


def false_alarms(rows: Sequence[Judged], *, cross: bool | None = None) -> Rate:
    """Share of true paraphrases and translations that are not taken for supported."""
    return rate(
        rows,
        lambda r: not r.said,
        lambda r: r.truly and r.item.edit in ("paraphrase", "translation") and (cross is None or r.item.cross == cross),
    )


def contradicted(rows: Sequence[Judged]) -> tuple[Rate, Rate]:
    """Precision and recall of the verdict `contradicted`."""
    precision = rate(rows, lambda r: r.item.label == "contradicted", lambda r: r.support == "contradicted")
    recall = rate(rows, lambda r: r.support == "contradicted", lambda r: r.item.label == "contradicted")
    return precision, recall


def calibration_error(rows: Sequence[Judged]) -> float:
    """Expected calibration error (0..1): confidence against how often supported-or-not was right, in ten bins."""
    bins: list[list[Judged]] = [[] for _ in range(_BINS)]
    for row in rows:
        bins[min(_BINS - 1, int(row.confidence * _BINS))].append(row)
    total = 0.0
    for members in bins:
        if members:
            right = sum(row.said == row.truly for row in members) / len(members)
            mean = sum(row.confidence for row in members) / len(members)
            total += abs(right - mean) * len(members)
    return total / len(rows) if rows else 0.0
