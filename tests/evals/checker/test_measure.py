"""The measures of the checker, by hand: what counts, among what, and what a rate of nothing is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.checker import judge, measure
from evals.checker.items import LabelledItem
from evals.checker.measure import Judged, Rate, calibration_error

LABELS = ("supported", "contradicted", "not_found")


def judged(label: str, support: str, edit: str = "free", confidence: float = 1.0, **more: Any) -> Judged:
    """An item of one label, and what was said of it."""
    item = LabelledItem(
        id="x",
        claim="A claim.",
        lang=more.get("lang", "en"),
        uri="a.md",
        quote="A quote.",
        evidence_lang=more.get("evidence_lang", "en"),
        label=label,  # type: ignore[arg-type]
        edit=edit,  # type: ignore[arg-type]
        split="dev",
    )
    return Judged(item, support, confidence, more.get("seconds", 0.0), more.get("cpu_seconds", 0.0))


RIGHT, MISSED = judged("supported", "supported"), judged("supported", "not_found")
CAUGHT, LET_PASS = judged("contradicted", "contradicted", "number"), judged("not_found", "supported", "number")


def test_a_rate_of_nothing_is_zero_of_nothing() -> None:
    assert (Rate(0, 0).value, Rate(0, 0).n) == (0.0, 0)
    assert Rate(3, 4).value == 0.75
    assert measure.rate([], lambda _: True, lambda _: True) == Rate(0, 0)


def test_a_rate_counts_among_its_own() -> None:
    rows = [RIGHT, MISSED, CAUGHT, LET_PASS]
    assert measure.rate(rows, lambda row: row.said, lambda row: row.truly) == Rate(1, 2)
    assert measure.rate(rows, lambda row: row.said, lambda row: not row.truly) == Rate(1, 2)


def test_corrections_are_right_where_the_claim_is_wrong_in_part_at_least() -> None:
    rows = [
        replace(judged(label, "contradicted"), corrected=corrected)
        for label, corrected in [("contradicted", True), ("partly", True), ("supported", True), ("contradicted", False)]
    ]
    assert measure.corrections(rows) == (Rate(2, 3), Rate(1, 2))


def test_balanced_accuracy_weighs_both_sides_alike() -> None:
    assert measure.balanced_accuracy([RIGHT, RIGHT, RIGHT, MISSED, CAUGHT]) == (0.75 + 1.0) / 2
    assert measure.balanced_accuracy([RIGHT] * 99 + [LET_PASS]) == 0.5


def test_a_false_claim_is_caught_where_it_is_not_supported() -> None:
    rows = [CAUGHT, LET_PASS, judged("contradicted", "not_found", "unit"), judged("not_found", "supported", "service")]
    assert measure.detection(rows, "number") == Rate(1, 2)
    assert measure.detection(rows, "number", "unit") == Rate(2, 3)
    assert measure.detection(rows, "service") == Rate(0, 1)
    assert measure.detection([judged("supported", "not_found", "number")], "number") == Rate(0, 0)


def test_a_true_claim_of_a_kind_is_found_where_it_is_supported() -> None:
    rows = [judged("supported", "supported", "roles"), judged("supported", "not_found", "roles"), CAUGHT]
    assert measure.found(rows, "roles") == Rate(1, 2)
    assert measure.found(rows, "number") == Rate(0, 0)


def test_false_alarms_are_true_paraphrases_and_translations_that_are_not_supported() -> None:
    same = judged("supported", "not_found", "paraphrase")
    other = judged("supported", "contradicted", "translation", lang="fr")
    good = judged("supported", "supported", "translation", lang="fr")
    rows = [same, other, good, MISSED, judged("contradicted", "not_found", "paraphrase")]
    assert measure.false_alarms(rows) == Rate(2, 3)
    assert measure.false_alarms(rows, cross=False) == Rate(1, 1)
    assert measure.false_alarms(rows, cross=True) == Rate(1, 2)


def test_contradictions_have_a_precision_and_a_recall() -> None:
    rows = [CAUGHT, judged("supported", "contradicted"), judged("contradicted", "not_found"), RIGHT]
    precision, recall = measure.contradicted(rows)
    assert (precision, recall) == (Rate(1, 2), Rate(1, 2))
    precision, recall = measure.contradicted([CAUGHT, judged("contradicted", "not_found")])
    assert (precision, recall) == (Rate(1, 1), Rate(1, 2))


def test_calibration_is_the_distance_of_confidence_from_how_often_it_is_right() -> None:
    assert calibration_error([]) == 0.0
    assert calibration_error([judged("supported", "supported", confidence=1.0)]) == 0.0
    assert calibration_error([judged("supported", "not_found", confidence=1.0)]) == 1.0
    half = [judged("supported", said, confidence=0.5) for said in ("supported", "not_found")]
    assert calibration_error(half) == 0.0
    # One bin is right half of the time where 0.9 is claimed (off by 0.4), the other always where 0.9 is said.
    rows = [judged("supported", said, confidence=0.95) for said in ("supported", "not_found")] + [
        judged("contradicted", "contradicted", confidence=0.05)
    ] * 2
    assert calibration_error(rows) == pytest.approx((0.45 * 2 + 0.95 * 2) / 4)


def test_bins_are_tenths() -> None:
    """0.55 and 0.59 are judged together, 0.55 and 0.61 are not."""
    right, wrong = "supported", "not_found"
    together = [judged("supported", right, confidence=0.55), judged("supported", wrong, confidence=0.59)]
    apart = [judged("supported", right, confidence=0.55), judged("supported", wrong, confidence=0.61)]
    assert calibration_error(together) == pytest.approx(0.07)
    assert calibration_error(apart) == pytest.approx((0.45 + 0.61) / 2)


@given(st.lists(st.tuples(st.sampled_from(LABELS), st.sampled_from(LABELS), st.floats(0, 1)), max_size=30))
@settings(deadline=None, max_examples=60)
def test_every_measure_lies_between_nothing_and_all(rows: list[tuple[str, str, float]]) -> None:
    found = [judged(label, said, confidence=confidence) for label, said, confidence in rows]
    assert 0 <= measure.balanced_accuracy(found) <= 1
    assert 0 <= calibration_error(found) <= 1
    for one in measure.contradicted(found):
        assert 0 <= one.hits <= one.n <= len(found)


def test_the_summary_counts_languages_apart() -> None:
    rows = [
        judged("supported", "supported", lang="fr", evidence_lang="fr"),
        judged("contradicted", "supported", lang="fr", evidence_lang="fr"),
        judged("supported", "not_found", lang="fr", evidence_lang="en"),
        judged("contradicted", "contradicted", lang="en", evidence_lang="fr", seconds=0.2, cpu_seconds=0.1),
    ]
    found = judge.summary(rows)
    assert found["n"] == 4
    assert found["balanced_accuracy_by_language"] == {"fr-fr": [0.5, 2], "fr-en": [0.0, 1], "en-fr": [0.5, 1]}
    assert found["supported_found"] == [0.5, 2]
    assert found["others_refused"] == [0.5, 2]
    assert found["milliseconds"]["p95"] == [200.0, 4]
    assert found["cpu_milliseconds"]["median"] == [0.0, 4]


def test_the_table_has_a_row_for_each_measure_and_the_bars_it_is_held_to() -> None:
    text = judge.table(judge.summary([RIGHT, CAUGHT]), "dev")
    lines = text.splitlines()
    assert lines[0] == "Checker on `dev`, n = 2"
    assert "| balanced_accuracy | 1.0 | 2 | >= 0.85 |" in lines
    assert "| number_and_unit_caught | 1.000 | 1 | >= 0.98 |" in lines
    assert any(line.startswith("| caught_by_edit: number | 1.000 | 1 |") for line in lines)
    assert any(line.startswith("| milliseconds: median") and line.endswith("| <= 50 |") for line in lines)
    assert all(line.count("|") == 5 for line in lines[2:])
