"""From cases to figures: the groups of a case, failures in words, and laws that figures keep."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.measuring import metrics
from evals.measuring.compare import common_cases, compare, suite_metrics
from evals.measuring.failures import ERROR, REASONS, failures
from evals.measuring.results import groups_of, ordered_groups, relation, summarise
from evals.measuring.stats import interval, paired, percentile, percentile_interval, ratio, wilson
from evals.measuring.suites import SUITES, chosen
from evals.schema import CaseRecord, Run, Score, SuiteResult
from tests.evals.helpers import INFO, question

HITS = st.lists(st.booleans(), max_size=12)
SHARE = st.tuples(st.integers(0, 4), st.integers(1, 4)).map(lambda p: (float(min(p)), float(p[1])))
SHARES = st.lists(SHARE, min_size=1)
Scored = dict[str, dict[str, Score]]


def case(id_: str = "q-1", pair: str = "fr>fr", scores: Scored | None = None, **more: Any) -> CaseRecord:
    error, answer = more.pop("error", ""), more.pop("answer", None)
    return CaseRecord(question(id_, **more), pair, error=error, answer=answer, scores=scores or {})


# which groups


@pytest.mark.parametrize(
    ("suite", "values", "pair", "groups"),
    [
        ("retrieval", {}, "fr>fr", ("all", "same", "fr>fr", "open")),
        ("retrieval", {}, "fr>en", ("all", "cross", "fr>en", "open")),
        ("retrieval", {"lang": "en"}, "en>en", ("all", "same", "en>en", "open")),
        ("answers", {"kind": "followup"}, "en>fr", ("all", "cross", "en>fr", "followup")),
        ("answers", {"lang": "en"}, "", ("all", "en", "open")),
        ("refusal", {"kind": "unanswerable"}, "fr>fr", ("all", "fr", "unanswerable")),
        ("latency", {}, "fr>en", ("all",)),
        ("retrieval", {"kind": "mcq", "options": ("a", "b"), "answers": (0,)}, "fr>fr", ("mcq",)),
        ("latency", {"kind": "mcq", "options": ("a", "b"), "answers": (0,)}, "fr>fr", ("mcq",)),
        ("mcq", {"kind": "mcq", "options": ("a", "b"), "answers": (0,)}, "", ("all", "fr", "one answer")),
        ("mcq", {"kind": "mcq", "options": ("a", "b", "c"), "answers": (0, 2)}, "", ("all", "fr", "several answers")),
    ],
)
def test_the_groups_of_a_case(suite: str, values: dict[str, Any], pair: str, groups: tuple[str, ...]) -> None:
    assert groups_of(suite, case(pair=pair, **values)) == groups


RELATIONS = [("fr>fr", "same"), ("en>en", "same"), ("fr>en", "cross"), ("en>fr", "cross")]


@pytest.mark.parametrize(("pair", "expected"), RELATIONS)
def test_relation(pair: str, expected: str) -> None:
    assert relation(pair) == expected


def test_groups_are_shown_in_one_order() -> None:
    names = ["zeta", "en", "cross", "fr>en", "all", "alpha", "same", "fr", "en>en"]
    expected = ["all", "same", "cross", "en>en", "fr>en", "fr", "en", "alpha", "zeta"]
    assert ordered_groups(names) == ordered_groups(reversed(names)) == expected


def test_suites_are_chosen_by_name_in_their_order() -> None:
    assert [suite.name for suite in chosen(["latency", "retrieval"])] == ["retrieval", "latency"]
    assert [suite.name for suite in chosen(["all"])] == list(SUITES)
    assert chosen(["nothing"]) == ()


def test_a_case_without_a_score_is_never_a_zero() -> None:
    cases = [
        case("a", scores={"answers": {"facts": (1.0, 1.0)}}),
        case("b", scores={"answers": {}}),
        case("c", error="boom", scores={}),
        case("d", kind="unanswerable"),
    ]
    result = summarise(SUITES["answers"], cases)
    assert (result.cases, result.errors) == (2, 1)
    found = result.metric("facts")
    assert found is not None
    assert (found.value, found.n) == (1.0, 1)
    assert result.metric("facts", "cross") is None


def test_measures_stand_in_the_suites_order_and_those_of_other_judges_after_them() -> None:
    scores: dict[str, Score] = dict.fromkeys(("recall [local]", "recall", "placement", "precision"), (1.0, 1.0))
    found = summarise(SUITES["citations"], [case(scores={"citations": scores})])
    names = [m.name for m in found.metrics if m.group == "all"]
    assert names == ["placement", "precision", "recall", "recall [local]"]


# what is wrong with a case, in words


@pytest.mark.parametrize(
    ("scores", "answer", "expected"),
    [
        ({}, None, ()),
        ({"retrieval": {"recall@5": (0.0, 1.0)}}, None, ("evidence not in the first 5",)),
        ({"retrieval": {"recall@5": (1.0, 1.0)}}, None, ()),
        ({"answers": {"facts": (0.5, 1.0)}}, {"status": "answered"}, ("facts missing",)),
        ({"answers": {"facts": (0.0, 1.0)}}, {"status": "refused"}, ()),
        ({"refusal": {"answered": (0.0, 1.0)}, "answers": {"facts": (0.0, 1.0)}}, {"status": "refused"},
         ("refused, but the sources answer",)),
        ({"refusal": {"recall": (0.0, 1.0)}}, {"status": "answered"}, ("answered, but the sources do not",)),
        ({"refusal": {"recall": (1.0, 1.0)}}, {"status": "refused"}, ()),
        ({"citations": {"placement": (1.0, 2.0), "precision": (2.0, 2.0)}}, None, ("quote not verbatim",)),
        ({"citations": {"recall": (1.0, 3.0), "evidence hit": (0.0, 1.0)}}, None,
         ("sentence without support", "no gold evidence cited")),
        ({"mcq": {"exact": (0.0, 1.0)}}, None, ("wrong choice",)),
        ({"answers": {"language": (0.0, 1.0)}}, {"status": "partial"}, ("wrong language",)),
    ],
)  # fmt: skip
def test_failures_in_words(scores: Any, answer: Any, expected: tuple[str, ...]) -> None:
    assert failures(case(scores=scores, answer=answer)) == expected
    assert set(expected) <= set(REASONS)


def test_a_crash_is_the_only_thing_said_of_a_case() -> None:
    assert failures(case(error="boom", scores={"mcq": {"exact": (0.0, 1.0)}})) == (ERROR,)


# laws of rankings


@given(HITS, st.integers(1, 12))
@settings(deadline=None, max_examples=60)
def test_looking_deeper_never_finds_less(hits: list[bool], k: int) -> None:
    assert metrics.recall_at(hits, k) <= metrics.recall_at(hits, k + 1)
    assert metrics.reciprocal_rank(hits, k) <= metrics.reciprocal_rank(hits, k + 1)


@given(HITS, st.integers(1, 12))
@settings(deadline=None, max_examples=60)
def test_rankings_are_scored_in_0_to_1(hits: list[bool], k: int) -> None:
    for total in (sum(hits), sum(hits) + 3):
        assert 0 <= metrics.ndcg_at(hits, total, k) <= 1 + 1e-12
    assert (metrics.reciprocal_rank(hits, k) > 0) == bool(metrics.recall_at(hits, k))


@given(HITS)
@settings(deadline=None, max_examples=40)
def test_the_best_order_has_all_the_gain(hits: list[bool]) -> None:
    ideal = sorted(hits, reverse=True)
    total = sum(hits)
    assert metrics.ndcg_at(ideal, total, 10) == pytest.approx(1.0 if total else 0.0)
    assert metrics.ndcg_at(hits, total, 10) <= metrics.ndcg_at(ideal, total, 10) + 1e-12


@pytest.mark.parametrize(
    ("hits", "total", "k", "value"),
    [
        ([True], 1, 10, 1.0),
        ([False, True], 1, 10, 1 / math.log2(3)),
        ([False, False, True], 1, 2, 0.0),
        ([True, False, True], 2, 10, (1 + 0.5) / (1 + 1 / math.log2(3))),
        ([], 2, 10, 0.0),
        ([False], 0, 10, 0.0),
    ],
)
def test_ndcg_values(hits: list[bool], total: int, k: int, value: float) -> None:
    assert metrics.ndcg_at(hits, total, k) == pytest.approx(value)


@given(*(st.integers(0, 20) for _ in range(4)))
@settings(deadline=None, max_examples=60)
def test_touching_is_symmetric_and_covering_is_the_narrower(a: int, b: int, c: int, d: int) -> None:
    (start, end), (low, high) = sorted((a, b)), sorted((c, d))
    assert metrics.touches(start, end, low, high) == metrics.touches(low, high, start, end)
    if metrics.covers(start, end, low, high) and end > start:
        assert metrics.touches(start, end, low, high)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=15))
@settings(deadline=None, max_examples=40)
def test_a_higher_threshold_refuses_more(cases: list[tuple[float, bool]]) -> None:
    points = metrics.trade_off(cases, [0.0, 0.25, 0.5, 0.75, 1.1])
    assert [p.recall for p in points] == sorted(p.recall for p in points)
    assert [p.lost for p in points] == sorted(p.lost for p in points)
    assert (points[0].precision, points[0].recall, points[0].lost) == (1.0, 0.0, 0.0)


# laws of intervals


@given(SHARES)
@settings(deadline=None, max_examples=25)
def test_an_interval_holds_its_value(pairs: list[Score]) -> None:
    found = interval(pairs)
    assert found.value == pytest.approx(ratio(pairs))
    assert 0 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1
    assert found.n == len(pairs)


@given(st.integers(1, 200), st.data())
@settings(deadline=None, max_examples=40)
def test_wilson_narrows_with_n_and_widens_with_the_level(n: int, data: st.DataObject) -> None:
    share = data.draw(st.integers(0, n)) / n
    low, high = wilson(share, n)
    wider, narrower = wilson(share, n, 0.99), wilson(share, 4 * n)
    assert wider[0] - 1e-12 <= low <= share + 1e-12
    assert share <= high + 1e-12
    assert high <= wider[1] + 1e-12
    assert narrower[1] - narrower[0] <= high - low + 1e-12


def test_an_unknown_level_is_an_error_and_not_another_level() -> None:
    with pytest.raises(KeyError):
        wilson(0.5, 10, 0.9)


@pytest.mark.parametrize("pairs", [[], [(0.0, 0.0)]])
def test_a_share_of_nothing_is_an_error(pairs: list[Score]) -> None:
    with pytest.raises(ValueError, match="nothing"):
        ratio(pairs)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=20), st.floats(0, 1))
@settings(deadline=None, max_examples=60)
def test_a_percentile_lies_between_the_smallest_and_the_largest(values: list[float], share: float) -> None:
    found = percentile(values, share)
    assert min(values) - 1e-9 <= found <= max(values) + 1e-9
    assert percentile(values, 0.0) == min(values)
    assert percentile(values, 1.0) == max(values)


def test_the_percentile_of_equal_values_has_no_width() -> None:
    found = percentile_interval([2.0] * 9, 0.95)
    assert (found.low, found.value, found.high, found.n) == (2.0, 2.0, 2.0, 9)


@given(SHARES, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=20)
def test_exchanging_the_sides_turns_the_difference_round(pairs: list[Score], random: Any) -> None:
    other = list(pairs)
    random.shuffle(other)
    there, back = paired(pairs, other), paired(other, pairs)
    assert there is not None
    assert back is not None
    assert there.value == pytest.approx(-back.value)
    assert there.low == pytest.approx(-back.high, abs=1e-9)


def test_sides_of_different_length_cannot_be_paired() -> None:
    with pytest.raises(ValueError, match="zip"):
        paired([(1.0, 1.0)], [])


@pytest.mark.parametrize("side", [[], [None], [None, None]])
def test_nothing_against_nothing_is_no_difference(side: list[Score | None]) -> None:
    assert paired(side, side) is None


# comparing runs


def run(*cases: CaseRecord) -> Run:
    return Run("r", "2026-11-29", INFO, (SuiteResult("retrieval", len(cases), 0, ()),), cases)


def scored(id_: str, value: float, **more: Any) -> CaseRecord:
    return case(id_, scores={"retrieval": {"recall@5": (value, 1.0)}}, **more)


def test_what_is_left_out_is_named_by_reason() -> None:
    before = [scored("a", 1), scored("b", 1), scored("c", 1, error="x"), scored("d", 1)]
    after = [scored("a", 0), scored("b", 0, question="Autre question ?"), scored("c", 1)]
    pairs, notes = common_cases(before, after)
    assert [one.id for one, _ in pairs] == ["a"]
    assert notes == [
        "4 and 3 questions, 3 of them in both",
        "left out because the question itself changed: b",
        "left out because of an error: c",
    ]


@pytest.mark.parametrize(("delta", "listed"), [(0.0, False), (1e-12, False), (1e-6, True), (0.5, True)])
def test_a_change_within_rounding_is_none(delta: float, listed: bool) -> None:
    found = compare(run(scored("a", 0.5)), run(scored("a", 0.5 + delta)))
    assert bool(found.changes) is listed


def test_a_score_that_came_or_went_is_a_change() -> None:
    there = case("a", scores={"retrieval": {"recall@5": (1.0, 1.0), "mrr@10": (1.0, 1.0)}})
    found = compare(run(scored("a", 1.0)), run(there))
    assert [change.scores for change in found.changes] == [(("retrieval", "mrr@10", None, 1.0),)]


def test_only_measures_of_both_runs_are_compared_in_order() -> None:
    one = case("a", scores={"retrieval": {"x": (1.0, 1.0), "mrr@10": (1.0, 1.0), "recall@5": (1.0, 1.0)}})
    two = case("a", scores={"retrieval": {"x": (1.0, 1.0), "recall@5": (1.0, 1.0), "recall@1": (1.0, 1.0)}})
    assert suite_metrics("retrieval", SUITES["retrieval"].measures, [(one, two)]) == ["recall@5", "x"]


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=1, max_size=8))
@settings(deadline=None, max_examples=15)
def test_a_run_against_itself_changes_nothing(values: list[float]) -> None:
    own = run(*(scored(f"q-{n}", value) for n, value in enumerate(values)))
    found = compare(own, own)
    assert found.changes == ()
    assert found.notes == ()
    assert all(row.difference.value == 0 and not row.significant for row in found.rows)
