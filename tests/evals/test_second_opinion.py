"""Second opinions on labelled items: kept, drawn, weighed, and reported beside the checker's own verdicts."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.checking.verdict import checker
from assistant.checking.window import Window
from evals.checker import fit_opinion, judge
from evals.checker.items import LabelledItem
from evals.checker.opinions import KeptOpinion, drawn

SOURCE = Window.alone("The tray keeps a parcel for 24 hours.", "en")


@pytest.fixture(autouse=True)
def no_corpus(monkeypatch: pytest.MonkeyPatch) -> None:
    """The items here quote a page that is in no corpus: none is read."""
    monkeypatch.setattr(judge, "documents", dict)


class Opinion:
    """Says 0.8 and counts."""

    name = "counting"

    def __init__(self) -> None:
        self.count = 0

    def probability(self, claim: str, evidence: Sequence[Window]) -> float:
        self.count += 1
        return 0.8


def item(number: int, claim: str, label: str = "supported") -> LabelledItem:
    return LabelledItem(
        f"X-{number}",
        claim,
        "en",
        "nowhere.md",
        SOURCE.text,
        "en",
        label,
        "free",
        "dev",  # type: ignore[arg-type]
    )


def test_nothing_is_asked_twice_also_after_a_stop(tmp_path: Path) -> None:
    model, file = Opinion(), tmp_path / "kept.jsonl"
    first = KeptOpinion(model, file)
    assert [first.probability("a", [SOURCE]), first.probability("a", [SOURCE])] == [0.8, 0.8]
    again = KeptOpinion(model, file)
    assert again.probability("a", [SOURCE]) == 0.8
    assert again.probability("b", [SOURCE]) == 0.8
    assert model.count == 2
    assert len(file.read_text(encoding="utf-8").splitlines()) == 2


def test_the_seconds_of_a_kept_opinion_count_again(tmp_path: Path) -> None:
    file = tmp_path / "kept.jsonl"
    kept = KeptOpinion(Opinion(), file)
    kept.probability("Parcels may be opened.", [SOURCE])
    file.write_text(file.read_text(encoding="utf-8").split('"seconds"')[0] + '"seconds": 7.0, "cpu_seconds": 3.0}\n')
    row = judge.judged([item(1, "Parcels may be opened.")], checker(), KeptOpinion(Opinion(), file))[0]
    assert row.seconds > 7.0
    assert row.cpu_seconds > 3.0


def test_fewer_items_are_the_same_items() -> None:
    items = [item(number, "x") for number in range(30)]
    assert drawn(items, 5) == drawn(items, 30)[:5]
    assert sorted(i.id for i in drawn(items, None)) == sorted(i.id for i in items)


def made_up() -> fit_opinion.Pairs:
    """Two hundred pairs: the opinion tells, the checker tells half as well."""
    chance = random.Random(4)
    labels = np.array([float(number % 2) for number in range(200)])
    odds = np.array([[label + chance.gauss(0, 1), 2 * label - 3 + chance.gauss(0, 1)] for label in labels])
    return fit_opinion.Pairs(odds, labels, [f"page {number % 20}" for number in range(200)])


def test_what_tells_more_weighs_more() -> None:
    fitted = fit_opinion.fit(made_up())
    checker, opinion = fitted.logistic.terms
    assert (checker.name, opinion.name) == ("checker", "opinion")
    assert opinion.weight > checker.weight > 0
    assert fitted.pairs == 200


def test_both_together_are_reported_beside_each_alone() -> None:
    found = fit_opinion.report(made_up())
    assert found["both"]["auc"] >= found["opinion"]["auc"] > found["checker"]["auc"] > 0.5
    assert found["both"]["balanced_accuracy"] > found["opinion"]["balanced_accuracy"]


def test_the_report_has_both_tables(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    items = [item(1, "The tray keeps a parcel for 24 hours."), item(2, "It keeps it for 48 hours.", "contradicted")]
    monkeypatch.setattr(judge, "load", lambda split: items)
    monkeypatch.setattr(judge, "open_kept", lambda name, cache: KeptOpinion(Opinion(), cache))
    judge.main(["--lexical", "--second-opinion", "local", "--limit", "2"])
    said = capsys.readouterr().out
    assert "Checker on `dev`, n = 2" in said
    assert "Checker on `dev` with a second opinion from counting, n = 2" in said
