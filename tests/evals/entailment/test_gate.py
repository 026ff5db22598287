"""What a reader adds to the refusal gate is measured by hand-checked rates, on questions that may be looked at."""

from __future__ import annotations

import dataclasses
import random

import pytest

from assistant.finding.signals import Features
from evals.entailment.gate import Asked, cross_validated, fitted, questions, recall_at, report, with_chances


def rows() -> list[Asked]:
    """Questions whose signals say nothing and whose sentences say all."""
    draw = random.Random(2)
    return [
        Asked(
            "dev" if n % 3 else "natural",
            n % 2 == 0,
            tuple(draw.random() for _ in dataclasses.fields(Features)),
            f"question {n}",
            ("yes" if n % 2 == 0 else "no", "no"),
        )
        for n in range(120)
    ]


def read(_: str, evidence: str) -> float:
    return 0.9 if evidence == "yes" else 0.1


def test_recall_at_a_precision_by_hand() -> None:
    chances, answerable = [0.1, 0.2, 0.3, 0.4, 0.5], [False, True, False, False, True]
    assert recall_at(1.0, chances, answerable) == pytest.approx(1 / 3)
    assert recall_at(0.75, chances, answerable) == 1.0
    assert recall_at(0.9, [0.1, 0.2], [True, False]) == 0.0
    assert recall_at(0.9, [0.1], [True]) == 0.0


def test_chances_stand_beside_the_signals() -> None:
    [first, second, *_] = with_chances(rows(), read)
    assert first[-3:] == pytest.approx((2.197, 2.197, 0.0), abs=1e-3)
    assert second[-3:] == pytest.approx((-2.197,) * 3, abs=1e-3)
    [nothing] = with_chances([Asked("dev", False, first[:-3], "q", ())], read)
    assert max(nothing[-3:]) < -6


def test_a_reader_that_knows_is_seen_to_help() -> None:
    asked = rows()
    scores = {
        "signals": cross_validated(asked, [row.features for row in asked]),
        "with reader": cross_validated(asked, with_chances(asked, read)),
    }
    told = report(asked, scores)
    assert set(told) == {"all", "dev", "natural"}
    assert (told["all"]["n"], told["all"]["unanswerable"]) == (120, 60)
    assert told["all"]["with reader"]["area"] == 1.0
    assert told["all"]["with reader"]["recall_at"]["0.9"] == 1.0
    assert told["all"]["signals"]["area"] < 0.8
    both = with_chances(asked, read)
    assert [bool(chance > 0.5) for chance in fitted(asked, both, both)] == [row.answerable for row in asked]


def test_test_questions_are_asked_about_by_name_only() -> None:
    for split in ("dev", "test"):
        found = questions(split)
        assert {one.split for _, one in found} == {split}
        assert split in {source for source, _ in found}
        assert not any(one.options for _, one in found)
