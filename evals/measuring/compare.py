"""Two runs over the same questions: paired differences with bootstrap intervals, and the questions that changed.

Only cases that both runs hold, unchanged and without an error, are compared; what is left out is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.errors import BadRun
from evals.measuring.results import groups_of, ordered_groups
from evals.measuring.stats import Estimate, paired, ratio
from evals.measuring.suites import SUITES
from evals.schema import CaseRecord, Run, Score

_GROUPS = frozenset({"all", "same", "cross", "mcq"})
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Row:
    """One measure in one group, before and after."""

    suite: str
    metric: str
    group: str
    before: float
    after: float
    difference: Estimate

    @property
    def significant(self) -> bool:
        """The interval of the difference leaves out zero."""
        return self.difference.low > 0 or self.difference.high < 0


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose scores differ: (suite, measure, before, after)."""

    id: str
    scores: tuple[tuple[str, str, float | None, float | None], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences of two runs; `notes` say what could not be compared."""

    before: str
    after: str
    rows: tuple[Row, ...]
    changes: tuple[Change, ...]
    notes: tuple[str, ...]


def compare(before: Run, after: Run) -> Comparison:
    """Compare two runs case by case. Raises BadRun when they have no case in common."""
    pairs, notes = common_cases(before.cases, after.cases)
    if not pairs:
        raise BadRun("The two runs have no question in common.", help="Run both with the same questions and suites.")
    rows = []
    for suite in SUITES.values():
        if suite.name == "latency" or before.suite(suite.name) is None or after.suite(suite.name) is None:
            continue
        for group in ordered_groups({g for one, _ in pairs for g in groups_of(suite.name, one)} & _GROUPS):
            members = [(one, two) for one, two in pairs if group in groups_of(suite.name, one)]
            for metric in suite_metrics(suite.name, suite.measures, members):
                row = _row(suite.name, metric, group, members)
                if row is not None:
                    rows.append(row)
    changes = tuple(change for one, two in pairs if (change := _change(one, two)) is not None)
    return Comparison(_title(before), _title(after), tuple(rows), changes, tuple(notes))


def common_cases(
    before: Sequence[CaseRecord], after: Sequence[CaseRecord]
) -> tuple[list[tuple[CaseRecord, CaseRecord]], list[str]]:
    """Cases of the same question in both, without errors, by id; and notes on the rest."""
    first = {case.id: case for case in before}
    second = {case.id: case for case in after}
    shared = sorted(set(first) & set(second))
    changed = [id_ for id_ in shared if first[id_].question != second[id_].question]
    broken = [id_ for id_ in shared if first[id_].error or second[id_].error]
    left_out = set(changed) | set(broken)
    notes = []
    if len(shared) < max(len(first), len(second)):
        notes.append(f"{len(first)} and {len(second)} questions, {len(shared)} of them in both")
    if changed:
        notes.append(f"left out because the question itself changed: {', '.join(changed)}")
    if broken:
        notes.append(f"left out because of an error: {', '.join(broken)}")
    return [(first[id_], second[id_]) for id_ in shared if id_ not in left_out], notes


def suite_metrics(suite: str, measures: Sequence[str], members: Sequence[tuple[CaseRecord, CaseRecord]]) -> list[str]:
    """Measures that occur in both runs, in the suite's order, then those of other judges."""
    one = {name for case, _ in members for name in case.scores.get(suite, {})}
    two = {name for _, case in members for name in case.scores.get(suite, {})}
    both = one & two
    return [name for name in measures if name in both] + sorted(both - set(measures))


def _row(suite: str, metric: str, group: str, members: Sequence[tuple[CaseRecord, CaseRecord]]) -> Row | None:
    before = [_score(one, suite, metric) for one, _ in members]
    after = [_score(two, suite, metric) for _, two in members]
    difference = paired(before, after)
    if difference is None:
        return None
    return Row(suite, metric, group, _ratio(before), _ratio(after), difference)


def _change(one: CaseRecord, two: CaseRecord) -> Change | None:
    found = []
    for suite in SUITES:
        if suite == "latency" or suite not in one.scores or suite not in two.scores:
            continue
        for metric in sorted(set(one.scores[suite]) | set(two.scores[suite])):
            was, is_ = one.score(suite, metric), two.score(suite, metric)
            if was is None or is_ is None:
                if was is not is_:
                    found.append((suite, metric, was, is_))
            elif abs(was - is_) > _SLACK:
                found.append((suite, metric, was, is_))
    return Change(one.id, tuple(found)) if found else None


def _score(case: CaseRecord, suite: str, metric: str) -> Score | None:
    scores: Mapping[str, Score] = case.scores.get(suite, {})
    return scores.get(metric)


def _ratio(pairs: Sequence[Score | None]) -> float:
    return ratio([pair for pair in pairs if pair is not None])


def _title(run: Run) -> str:
    return f"{run.id} ({run.created}, model {run.info.model}, index {run.info.index}, code {run.info.code})"
