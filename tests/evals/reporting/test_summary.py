"""The summary that the page shows: the main figures with their targets, nothing of the questions themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.ui.quality.summary import read_summary
from evals.errors import EvalError
from evals.reporting.summary import summary, write_summary
from evals.running.runner import run
from evals.schema import Run
from tests.evals.helpers import INFO, ScriptedEngine, answer, bench, question, refusal

JUDGED: dict[str, Any] = {
    "n": 40,
    "balanced_accuracy": 0.9,
    "number_and_unit_caught": [0.95, 20],
    "false_alarms_same_language": [0.0, 0],
    "caught_by_edit": {"number": [1.0, 12], "unit": [0.875, 8], "free": [0.0, 0]},
    "balanced_accuracy_by_language": {"fr-fr": [0.92, 25]},
    "milliseconds": {"median": [3.1, 40], "p95": [9.8, 40]},
}


@pytest.fixture
def made(tmp_path: Path) -> Run:
    asked = [question("q-1", question="A secret?"), question("q-2", kind="unanswerable", facts=(), evidence=())]
    return run(asked, bench(ScriptedEngine({"q-1": answer(), "q-2": refusal()})), INFO, tmp_path)


def test_it_has_the_main_figures_with_their_targets(made: Run) -> None:
    (one,) = summary([made])["runs"]
    figures = {(row["metric"], row["group"]): row for row in one["figures"]}
    assert (figures["recall@5", "same"]["value"], figures["recall@5", "same"]["target"]) == (1.0, 0.95)
    assert (figures["recall", "all"]["value"], figures["recall", "all"]["target"]) == (1.0, 0.9)
    assert figures["mrr@10", "all"]["target"] is None
    assert figures["total p50", "all"]["value"] == 0.3
    assert one["questions"] == 2


def test_it_holds_no_question(made: Run) -> None:
    assert "secret" not in json.dumps(summary([made]))


def test_the_command_can_be_typed_again(made: Run) -> None:
    (one,) = summary([made])["runs"]
    assert one["command"].startswith("python -m evals run --suite retrieval")
    assert "--split dev --model extractive" in one["command"]


def test_the_trade_off_of_refusing(made: Run) -> None:
    (one,) = summary([made])["runs"]
    curve = one["trade_off"]
    assert (curve["n"], curve["threshold"], len(curve["points"])) == (2, 0.5, 21)
    assert curve["points"][0] == {"threshold": 0.0, "precision": 1.0, "recall": 0.0, "lost": 0.0}
    assert curve["points"][-1] == {"threshold": 1.0, "precision": 0.5, "recall": 1.0, "lost": 1.0}


def test_the_checkers_table_gets_intervals(made: Run) -> None:
    table = summary([made], JUDGED, checked_on="test")["checker"]
    assert [row["name"] for row in table["caught_by_edit"]] == ["number", "unit"]
    number, false_alarms = table["measures"]
    assert number["target"] == 0.98
    assert number["low"] < 0.95 < number["high"]
    assert (false_alarms["low"], false_alarms["high"], false_alarms["more_is_better"]) == (0.0, 1.0, False)


def test_the_page_reads_what_is_written(made: Run, tmp_path: Path) -> None:
    judged = tmp_path / "judged.json"
    judged.write_text(json.dumps(JUDGED))
    write_summary([made, made], tmp_path / "s.json", judged)
    read = read_summary(tmp_path / "s.json")
    assert read is not None
    assert len(read.runs) == 2
    assert read.checker is not None
    assert read.checker.balanced_accuracy == 0.9


def test_a_wrong_file_is_named(made: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text("[1]")
    with pytest.raises(EvalError, match=r"wrong\.json is not what"):
        write_summary([made], tmp_path / "s.json", wrong)
    with pytest.raises(EvalError, match="No such file"):
        write_summary([made], tmp_path / "s.json", tmp_path / "nowhere.json")
