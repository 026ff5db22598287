"""From answers to an estimate: the line, its interval, the domains, and honesty about all of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.practice.blueprint import load_catalogue
from assistant.practice.errors import ExamError
from assistant.practice.estimate import beta_cumulative, beta_quantile, interval
from assistant.practice.exam import exam
from assistant.practice.exam.scoring import estimate_note, scale, score
from assistant.practice.schema import ExamSession
from assistant.practice.selection import plan_exam
from tests.assistant.practice.items import NOON, many

MLS = load_catalogue()["mls-c01"]


def sat(right: int, wrong: int, *, unscored_right: int = 0) -> ExamSession:
    """A full exam with so many scored items right and wrong; the rest unanswered."""
    session = exam.start(plan_exam(MLS, many(100), lang="en", seed="s"), id="x", now=NOON)
    responses = {}
    scored = [k for k, one in enumerate(session.items) if one.scored]
    unscored = [k for k, one in enumerate(session.items) if not one.scored]
    for k in scored[:right] + unscored[:unscored_right]:
        responses[k] = session.items[k].item.answers
    for k in scored[right : right + wrong]:
        responses[k] = ((session.items[k].item.answers[0] + 1) % 3,)
    session = replace(session, responses=tuple(sorted(responses.items())))
    return exam.submit(session, NOON.replace(hour=13))


@pytest.mark.parametrize(
    ("right", "scaled", "passed"),
    [(0, 100, False), (25, 550, False), (36, 748, False), (37, 766, True), (50, 1000, True)],
)
def test_the_scale_is_a_straight_line(right: int, scaled: int, passed: bool) -> None:
    result = score(sat(right, 50 - right))
    assert (result.scaled, result.passed) == (scaled, passed)
    assert (result.right, result.scored) == (right, 50)
    assert result.scaled_low <= result.scaled <= result.scaled_high
    assert result.seconds == 3600


def test_unanswered_counts_as_wrong_and_unscored_as_nothing() -> None:
    assert score(sat(37, 0)).scaled == score(sat(37, 13)).scaled == score(sat(37, 13, unscored_right=15)).scaled
    result = score(sat(30, 5, unscored_right=3))
    assert (result.unanswered, result.unscored, result.unscored_right) == (65 - 38, 15, 3)


@pytest.mark.parametrize(("right", "verdict"), [(50, "pass"), (45, "pass"), (37, "near"), (36, "near"), (20, "fail")])
def test_near_the_mark_one_exam_cannot_tell(right: int, verdict: str) -> None:
    assert score(sat(right, 50 - right)).verdict == verdict


@given(st.floats(0, 1), st.integers(0, 500), st.integers(501, 1000))
def test_reaching_the_mark_and_passing_are_the_same(share: float, low: int, high: int) -> None:
    assert low <= scale(share, low, high) <= high
    assert scale(1, low, high) == high


def test_domains_add_up_and_compare_with_the_line() -> None:
    result = score(sat(50, 0))
    assert [(row.domain, row.total) for row in result.domains] == [
        ("data-engineering", 10),
        ("exploratory-data-analysis", 12),
        ("ml-implementation-and-operations", 10),
        ("modeling", 18),
    ]
    assert all(row.meets and row.share == 1 for row in result.domains)
    part = score(sat(20, 30))
    assert sum(row.right for row in part.domains) == 20
    assert all(row.low <= row.share <= row.high for row in part.domains)


def test_a_running_or_abandoned_exam_has_no_result() -> None:
    session = exam.start(plan_exam(MLS, many(10), lang="en", seed="s"), id="x", now=NOON)
    for unfinished in (session, exam.abandon(session, NOON)):
        with pytest.raises(ExamError):
            score(unfinished)


def test_the_note_says_estimate_in_both_languages() -> None:
    result = score(sat(37, 13))
    english, french = estimate_note(result, "en"), estimate_note(result, "fr")
    assert english.startswith("An estimate")
    assert "72.2 %" in english
    assert "estimation" in french
    assert "72,2 %" in french
    assert "{" not in english + french


@pytest.mark.parametrize(("right", "total"), [(0, 0), (0, 5), (5, 5), (1, 2), (37, 50), (480, 500)])
def test_intervals_agree_with_scipy(right: int, total: int) -> None:
    special = pytest.importorskip("scipy.special")
    low, high = interval(right, total)
    a, b = right + 0.5, total - right + 0.5
    assert low == pytest.approx(special.betaincinv(a, b, 0.05) if right else 0, abs=1e-9)
    assert high == pytest.approx(special.betaincinv(a, b, 0.95) if right < total else 1, abs=1e-9)


@given(st.floats(0.3, 300), st.floats(0.3, 300), st.floats(0.01, 0.99))
def test_the_quantile_inverts_the_cumulative(a: float, b: float, p: float) -> None:
    assert beta_cumulative(beta_quantile(p, a, b), a, b) == pytest.approx(p, abs=1e-6)
