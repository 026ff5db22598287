"""Two runs side by side: only cases both have, differences with intervals, the questions that changed."""

from __future__ import annotations

import pytest

from evals.errors import BadRun
from evals.measuring.compare import compare
from evals.reporting.table import comparison_lines
from evals.schema import CaseRecord, Run, SuiteResult
from tests.evals.helpers import INFO, question


def case(id_: str, recall: float, **more: object) -> CaseRecord:
    scores = {"retrieval": {"recall@5": (recall, 1.0)}}
    return CaseRecord(question(id_, **more), "fr>fr", scores=scores)


def run(*cases: CaseRecord) -> Run:
    return Run("r", "2026-11-23", INFO, (SuiteResult("retrieval", len(cases), 0, ()),), cases)


def test_differences_are_paired() -> None:
    before = run(*(case(f"q-{n}", 1.0) for n in range(10)))
    after = run(*(case(f"q-{n}", float(n >= 6)) for n in range(10)))
    rows = {(row.metric, row.group): row for row in compare(before, after).rows}
    row = rows["recall@5", "all"]
    assert (row.before, row.after) == (1.0, 0.4)
    assert row.difference.value == pytest.approx(-0.6)
    assert row.significant
    assert ("recall@5", "cross") not in rows


def test_questions_that_changed_are_listed() -> None:
    found = compare(run(case("a", 1.0), case("b", 1.0)), run(case("a", 1.0), case("b", 0.0)))
    assert [(change.id, change.scores) for change in found.changes] == [("b", (("retrieval", "recall@5", 1.0, 0.0),))]
    text = "\n".join(comparison_lines(found))
    assert "b: retrieval recall@5 1.00 -> 0.00" in text
    assert "1 questions changed" in text


def test_what_cannot_be_compared_is_said_and_left_out() -> None:
    crashed = CaseRecord(question("c"), error="ValueError: no")
    before = run(case("a", 1.0), case("b", 1.0), case("c", 1.0), case("d", 1.0))
    after = run(case("a", 0.0), case("b", 0.0, facts=("other",)), crashed)
    found = compare(before, after)
    assert found.notes == (
        "4 and 3 questions, 3 of them in both",
        "left out because the question itself changed: b",
        "left out because of an error: c",
    )
    assert {row.difference.n for row in found.rows} == {1}


def test_runs_without_a_common_question_are_refused() -> None:
    with pytest.raises(BadRun, match="no question in common"):
        compare(run(case("a", 1.0)), run(case("b", 1.0)))


def test_equal_runs_differ_by_nothing() -> None:
    same = run(case("a", 1.0), case("b", 0.0))
    found = compare(same, same)
    assert found.changes == ()
    assert not any(row.significant for row in found.rows)
