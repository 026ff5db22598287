"""What the figures of the evaluation mean, in words: names, percentages, targets, what a learner should know. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.ui.locale import Labels
from assistant.ui.quality.summary import CheckerTable, Figure, MeasuredRun, Summary

_WEAK: tuple[tuple[str, str, str], ...] = (
    ("retrieval", "recall@5", "same"),
    ("retrieval", "recall@5", "cross"),
    ("answers", "facts", "all"),
    ("citations", "precision", "all"),
    ("citations", "evidence hit", "all"),
    ("refusal", "precision", "all"),
    ("refusal", "recall", "all"),
    ("mcq", "exact", "all"),
)
"""The figures behind "what is weak". Each has a sentence of its own: quality.weak.SUITE.MEASURE."""
_WORTH_TELLING = 3
"""Misses in a hundred below which nothing is said."""
_FEW_DIGITS = 10
Weak = tuple[int, str, dict[str, str]]
"""Misses in a hundred, the sentence's key, what is filled in besides."""


def percent(share: float, labels: Labels) -> str:
    """A share in 0..1 in percent; all and nothing only where it is exactly that."""
    whole = round(100 * share)
    if (whole == 100 and share < 1) or (whole == 0 and share > 0):
        return f"{decimal(100 * share, 1, labels)}\u00a0%"
    return f"{whole}\u00a0%"


def decimal(value: float, digits: int, labels: Labels) -> str:
    """A number with that many decimals, with the language's mark."""
    text = f"{value:.{digits}f}"
    return text.replace(".", ",") if labels.lang == "fr" else text


def seconds(value: float, labels: Labels) -> str:
    """Seconds, with fewer decimals the more there are."""
    return labels("chat.seconds", s=decimal(value, 2 if value < _FEW_DIGITS else 0, labels))


def with_interval(figure: Figure, labels: Labels) -> str:
    """A share with its interval and the number of questions or claims behind it."""
    low, high = round(100 * figure.low), round(100 * figure.high)
    value = percent(figure.value, labels)
    return labels("quality.interval", value=value, low=low, high=high, n=labels.number(figure.n))


def target(figure: Figure, labels: Labels) -> str:
    """Whether the target is reached, with a sign; "" without a target."""
    if figure.target is None:
        return ""
    key = "quality.reached" if figure.reached else "quality.near" if figure.undecided else "quality.missed"
    sign = "✓" if figure.reached else "✗"
    bound = "≥" if figure.more_is_better else "≤"
    return f"{sign} {labels(key, target=f'{bound} {percent(figure.target, labels)}')}"


def measure(figure: Figure, labels: Labels) -> str:
    """What a figure measures."""
    return named(f"quality.measure.{figure.suite}.{figure.metric}", figure.metric, labels)


def group(name: str, labels: Labels) -> str:
    """A group of questions."""
    return named(f"quality.group.{name}", name, labels)


def named(key: str, otherwise: str, labels: Labels) -> str:
    """The label of a key that the file brings; the file's own word where there is none."""
    return labels(key) if key in labels else otherwise


def model(run: MeasuredRun, labels: Labels) -> str:
    """What answered in a run."""
    if run.closed_book:
        return labels("quality.closed_book", name=run.model)
    return labels("quality.extractive") if run.model == "extractive" else labels("quality.with_model", name=run.model)


def split(name: str, labels: Labels) -> str:
    """Which part of the question set was asked."""
    return named(f"quality.split.{name}", name, labels)


def weak(summary: Summary, labels: Labels) -> list[str]:
    """What a learner should know, worst first, as so many in a hundred."""
    found = sorted((*_weak(summary), *_weak_checker(summary.checker, labels)), key=lambda one: -one[0])
    return [labels(f"quality.weak.{key}", misses=misses, **values) for misses, key, values in found]


def _weak(summary: Summary) -> Iterator[Weak]:
    for suite, metric, group in _WEAK:
        figures = (run.figure(suite, metric, group) for run in summary.runs if not run.closed_book)
        first = next((figure for figure in figures if figure is not None), None)
        if first is not None and (misses := round(100 * (1 - first.value))) >= _WORTH_TELLING:
            yield misses, f"{suite}.{metric}.{group}" if suite == "retrieval" else f"{suite}.{metric}", {}


def _weak_checker(table: CheckerTable | None, labels: Labels) -> Iterator[Weak]:
    """Doubts about true claims, and the kind of false claim that passes most often."""
    if table is None:
        return
    alarms = next((row for row in table.measures if row.metric == "false_alarms_same_language"), None)
    if alarms is not None and (misses := round(100 * alarms.value)) >= _WORTH_TELLING:
        yield misses, "checker.false_alarms", {}
    worst = min(table.caught_by_edit, key=lambda row: row.value, default=None)
    if worst is not None and (misses := round(100 * (1 - worst.value))) >= _WORTH_TELLING:
        yield misses, "checker.edit", {"edit": named(f"quality.edit.{worst.metric}", worst.metric, labels)}
