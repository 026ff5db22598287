"""Runs and comparisons as plain text, for a terminal and for docs/evaluation.md. Every figure with n and interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evals.measuring.compare import Change, Comparison
from evals.measuring.results import ordered_groups
from evals.schema import Metric, Run, SuiteResult

_COLUMNS = 6
_LEFT_OUT = frozenset({"open", "followup", "adversarial", "unanswerable"})


def run_lines(run: Run, *, every_group: bool = False) -> Iterator[str]:
    """A run: what was measured, then a table for each suite."""
    info = run.info
    yield f"run {run.id}  {run.created}"
    yield f"model {info.model}  index {info.index} ({info.embedding_model})  prompt {info.prompt}  code {info.code}"
    for suite in run.suites:
        yield ""
        yield from suite_lines(suite, every_group=every_group)
    for case in run.errors:
        yield f"ERROR {case.id}: {case.error}"


def suite_lines(suite: SuiteResult, *, every_group: bool = False) -> Iterator[str]:
    """One suite: measures down, groups across; "value [low, high] n"."""
    yield f"{suite.name}: {suite.cases} questions, {suite.errors} errors"
    groups = ordered_groups({m.group for m in suite.metrics if every_group or m.group not in _LEFT_OUT})
    names = list(dict.fromkeys(m.name for m in suite.metrics))
    found = {(m.name, m.group): m for m in suite.metrics}
    for start in range(0, len(groups), _COLUMNS):
        part = groups[start : start + _COLUMNS]
        rows = [["", *part]]
        for name in names:
            cells = [found.get((name, group)) for group in part]
            if any(cells):
                rows.append([name, *(figure(cell) if cell else "-" for cell in cells)])
        yield from aligned(rows)


def figure(metric: Metric) -> str:
    """For example "0.952 [0.901, 0.987] 104"."""
    return f"{metric.value:.3f} [{metric.low:.3f}, {metric.high:.3f}] {metric.n}"


def comparison_lines(comparison: Comparison, *, changes: int = 40) -> Iterator[str]:
    """Differences with intervals ("*": the interval leaves out zero), then the questions that changed."""
    yield f"before {comparison.before}"
    yield f"after  {comparison.after}"
    yield from comparison.notes
    rows = [["", "", "before", "after", "difference", "n"]]
    for row in comparison.rows:
        mark = "*" if row.significant else ""
        change = f"{row.difference.value:+.3f} [{row.difference.low:+.3f}, {row.difference.high:+.3f}]{mark}"
        rows.append(
            [
                f"{row.suite} {row.metric}",
                row.group,
                f"{row.before:.3f}",
                f"{row.after:.3f}",
                change,
                str(row.difference.n),
            ]
        )
    yield from aligned(rows)
    yield f"{len(comparison.changes)} questions changed:"
    for change_ in comparison.changes[:changes]:
        yield change_line(change_)
    if len(comparison.changes) > changes:
        yield f"  ... and {len(comparison.changes) - changes} more (--json lists all)"


def change_line(change: Change) -> str:
    """One question and what changed in it."""
    parts = [f"{suite} {metric} {_or_none(one)} -> {_or_none(two)}" for suite, metric, one, two in change.scores]
    return f"  {change.id}: " + "; ".join(parts)


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows as columns, two spaces between them."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _or_none(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
