"""The summary of the last evaluation, as the page reads it: figures, the trade-off of refusing, the checker's table.

Owns its own idea of the file's format, so that the assistant needs nothing of the evaluation: the file is data of this
package, which the evaluation writes. Standard library and `assistant.errors` only.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError

SUMMARY = Path(__file__).with_name("summary.json")
_FORMAT = 1


class QualityError(AssistantError):
    """The summary is there and cannot be read."""

    code = "quality"
    default_help = "Write it again: python -m evals report RUN.json --summary assistant/ui/quality/summary.json"


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure with its 95 % interval over `n` cases; shares are in 0..1, times in seconds.

    `target` is what was aimed at, None where nothing was; `more_is_better` says on which side of it is good.
    """

    suite: str
    metric: str
    group: str
    value: float
    low: float
    high: float
    n: int
    target: float | None = None
    more_is_better: bool = True

    @property
    def reached(self) -> bool | None:
        """Whether the value is on the good side of its target; None without one."""
        if self.target is None:
            return None
        return self.value >= self.target if self.more_is_better else self.value <= self.target

    @property
    def undecided(self) -> bool:
        """Whether the target lies inside the interval: so many cases cannot tell."""
        return self.target is not None and self.low <= self.target <= self.high


@dataclass(frozen=True, slots=True)
class TradeOffPoint:
    """Refusing below `threshold`: precision and recall of refusals, share of answerable questions lost (0..1)."""

    threshold: float
    precision: float
    recall: float
    lost: float


@dataclass(frozen=True, slots=True)
class TradeOff:
    """The curve over `n` questions, and the threshold that is set."""

    n: int
    threshold: float
    points: tuple[TradeOffPoint, ...]


@dataclass(frozen=True, slots=True)
class MeasuredRun:
    """One run over the question set: what was measured, on which questions, by which command."""

    model: str
    split: str
    questions: int
    errors: int
    created: str
    code: str
    command: str
    closed_book: bool
    corpus: Mapping[str, int]
    figures: tuple[Figure, ...]
    trade_off: TradeOff | None

    def figure(self, suite: str, metric: str, group: str = "all") -> Figure | None:
        """A figure by suite, measure and group of questions."""
        wanted = (suite, metric, group)
        return next((f for f in self.figures if (f.suite, f.metric, f.group) == wanted), None)

    def suite(self, name: str) -> tuple[Figure, ...]:
        """All figures of one suite."""
        return tuple(figure for figure in self.figures if figure.suite == name)


@dataclass(frozen=True, slots=True)
class CheckerTable:
    """How good the claim checker is on claims that people labelled. Times are in milliseconds."""

    split: str
    n: int
    command: str
    balanced_accuracy: float
    target: float | None
    by_language: tuple[Figure, ...]
    caught_by_edit: tuple[Figure, ...]
    measures: tuple[Figure, ...]
    milliseconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Summary:
    """What the evaluation found, the main run first."""

    created: str
    runs: tuple[MeasuredRun, ...]
    checker: CheckerTable | None


def read_summary(path: Path = SUMMARY) -> Summary | None:
    """The summary; None where there is no file. Raises QualityError for one that is not what it should be."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise QualityError(f"{path.name} cannot be read: {error}.") from error
    try:
        return _summary(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise QualityError(f"{path.name} is not a summary of an evaluation ({error!r}).") from error


def _summary(data: Mapping[str, Any]) -> Summary:
    if data["format"] != _FORMAT:
        raise ValueError(f"format {data['format']}")
    runs = tuple(_run(run) for run in data["runs"])
    if not runs:
        raise ValueError("no run")
    return Summary(str(data["created"]), runs, _checker(data["checker"]) if data.get("checker") else None)


def _run(data: Mapping[str, Any]) -> MeasuredRun:
    curve = data.get("trade_off")
    return MeasuredRun(
        model=str(data["model"]),
        split=str(data["split"]),
        questions=int(data["questions"]),
        errors=int(data["errors"]),
        created=str(data["created"]),
        code=str(data["code"]),
        command=str(data["command"]),
        closed_book=bool(data.get("closed_book")),
        corpus={str(name): int(n) for name, n in data.get("corpus", {}).items()},
        figures=tuple(_figure(row, row["suite"], row["metric"], row["group"]) for row in data["figures"]),
        trade_off=_trade_off(curve) if curve else None,
    )


def _trade_off(data: Mapping[str, Any]) -> TradeOff:
    names = ("threshold", "precision", "recall", "lost")
    points = tuple(TradeOffPoint(*(_number(point[name]) for name in names)) for point in data["points"])
    return TradeOff(int(data["n"]), _number(data["threshold"]), points)


def _checker(data: Mapping[str, Any]) -> CheckerTable:
    overall = data["balanced_accuracy"]
    return CheckerTable(
        split=str(data["split"]),
        n=int(data["n"]),
        command=str(data["command"]),
        balanced_accuracy=_number(overall["value"]),
        target=_optional(overall.get("target")),
        by_language=_rows(data["by_language"]),
        caught_by_edit=_rows(data["caught_by_edit"]),
        measures=_rows(data["measures"]),
        milliseconds={str(name): _number(value) for name, value in data["milliseconds"].items()},
    )


def _rows(rows: Sequence[Mapping[str, Any]]) -> tuple[Figure, ...]:
    return tuple(_figure(row, "checker", row["name"], "all") for row in rows)


def _figure(row: Mapping[str, Any], suite: str, metric: str, group: str) -> Figure:
    """A figure; without an interval of its own it is a point."""
    value = _number(row["value"])
    low, high = _number(row.get("low", value)), _number(row.get("high", value))
    target, better = _optional(row.get("target")), bool(row.get("more_is_better", True))
    return Figure(str(suite), str(metric), str(group), value, low, high, int(row["n"]), target, better)


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{value} is not a number")
    return number


def _optional(value: Any) -> float | None:
    return None if value is None else _number(value)
