"""Runs: records as they come, going on after a stop, crashes that are errors and never zeros."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from evals.errors import BadRun, CaseFailed
from evals.measuring.suites import chosen
from evals.running.runner import CASES, RESULT, read_records, read_run, run, run_id, sample
from evals.schema import RunInfo, record_from_json, record_to_json, run_to_json
from tests.evals.helpers import INFO, ScriptedEngine, answer, bench, fixed_clock, question, refusal

FIRST, SECOND, THIRD = question("q-1"), question("q-2"), question("q-3")
OFF = question("q-off", kind="unanswerable", facts=(), evidence=())


def engine(**answers: object) -> ScriptedEngine:
    given = {"q-1": answer(), "q-2": answer(), "q-3": answer(), "q-off": refusal(), **answers}
    return ScriptedEngine(given)  # type: ignore[arg-type]


def test_a_run_records_everything_and_writes_its_result(tmp_path: Path) -> None:
    result = run([FIRST, OFF], bench(engine()), INFO, tmp_path, clock=fixed_clock)
    assert [suite.name for suite in result.suites] == ["retrieval", "answers", "citations", "refusal", "mcq", "latency"]
    first = result.cases[0]
    assert first.pair == "fr>fr"
    assert first.score("citations", "placement") == 1.0
    assert first.score("retrieval", "recall@1") == 1.0
    assert first.passages[0].hit
    assert first.gate == {"score": 0.7, "cosine": 0.9}
    assert first.judged == {"checker": ((True,),)}
    assert result.suite("refusal").metric("recall").value == 1.0  # type: ignore[union-attr]
    assert read_run(tmp_path / RESULT) == result


def test_a_record_comes_back_from_json_as_it_was(tmp_path: Path) -> None:
    case = run([FIRST], bench(engine()), INFO, tmp_path).cases[0]
    assert record_from_json(json.loads(json.dumps(record_to_json(case)))) == case


def test_only_what_suites_need_is_done(tmp_path: Path) -> None:
    scripted = engine()
    result = run([FIRST], bench(scripted, "retrieval"), INFO, tmp_path)
    assert scripted.asked == []
    assert result.cases[0].answer is None


def test_a_crash_is_an_error_and_no_score(tmp_path: Path) -> None:
    scripted = engine(**{"q-2": RuntimeError("boom")})
    result = run([FIRST, SECOND, THIRD], bench(scripted, "answers"), INFO, tmp_path)
    assert [(case.id, case.error) for case in result.errors] == [("q-2", "RuntimeError: boom")]
    suite = result.suite("answers")
    assert suite is not None
    assert (suite.cases, suite.errors) == (2, 1)
    assert suite.metric("facts").value == 1.0  # type: ignore[union-attr]


def test_evidence_that_is_not_in_the_index_is_an_error(tmp_path: Path) -> None:
    from ingest.schema import Reference

    lost = question("q-1", evidence=(Reference("gone.md"),))
    result = run([lost], bench(engine(), "retrieval"), INFO, tmp_path)
    assert "No document is named gone.md" in result.errors[0].error


class Stop(ScriptedEngine):
    """Is interrupted at its second question."""

    def ask(self, question):  # type: ignore[no-untyped-def]
        if self.asked:
            raise KeyboardInterrupt
        return super().ask(question)


def test_an_interrupted_run_goes_on_where_it_was(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run([FIRST, SECOND], bench(Stop({"q-1": answer()}), "answers"), INFO, tmp_path)
    assert [record.id for record in read_records(tmp_path)] == ["q-1"]
    scripted = engine()
    result = run([FIRST, SECOND], bench(scripted, "answers"), INFO, tmp_path)
    assert scripted.asked == ["q-2"]
    assert [case.id for case in result.cases] == ["q-1", "q-2"]


def test_a_line_cut_off_by_a_crash_is_done_again(tmp_path: Path) -> None:
    run([FIRST, SECOND], bench(engine(), "answers"), INFO, tmp_path)
    path = tmp_path / CASES
    path.write_text(path.read_text(encoding="utf-8")[:-30], encoding="utf-8")
    scripted = engine()
    run([FIRST, SECOND], bench(scripted, "answers"), INFO, tmp_path)
    assert scripted.asked == ["q-2"]
    assert {record.id for record in read_records(tmp_path)} == {"q-1", "q-2"}


def test_a_line_separator_within_a_text_is_no_end_of_a_record(tmp_path: Path) -> None:
    asked = replace(FIRST, question="First line\u2028second\x85third")
    run([asked], bench(engine(), "answers"), INFO, tmp_path)
    assert [record.id for record in read_records(tmp_path)] == ["q-1"]
    scripted = engine()
    run([asked], bench(scripted, "answers"), INFO, tmp_path)
    assert scripted.asked == []


def test_crashed_and_changed_cases_are_run_again(tmp_path: Path) -> None:
    broken = engine(**{"q-2": CaseFailed("down")})
    run([FIRST, SECOND, THIRD], bench(broken, "answers"), INFO, tmp_path)
    scripted = engine()
    result = run([FIRST, SECOND, question("q-3", facts=("180",))], bench(scripted, "answers"), INFO, tmp_path)
    assert scripted.asked == ["q-2", "q-3"]
    assert result.errors == ()


def test_a_run_is_named_by_what_decides_its_results() -> None:
    suites = chosen(["answers"])
    other = RunInfo("extractive", "build-2", "hashing-64", "p1", "v1", INFO.settings)
    assert run_id(INFO, suites) == run_id(INFO, suites)
    assert (
        len({run_id(INFO, suites), run_id(other, suites), run_id(INFO, chosen(["all"])), run_id(INFO, suites, ["x"])})
        == 4
    )
    assert "/" not in run_id(RunInfo("openai:a/b", "", "", "", "", {}), suites)


def test_a_sample_is_the_same_every_time_and_keeps_the_order() -> None:
    questions = [question(f"q-{n}") for n in range(20)]
    drawn = sample(questions, 5)
    assert drawn == sample(questions, 5)
    assert [q.id for q in drawn] == [q.id for q in questions if q in drawn]
    assert sample(questions, 0) == questions
    assert set(sample(questions, 5)) < set(sample(questions, 8))


def test_a_file_that_is_no_run_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(BadRun, match=r"x\.json is no run"):
        read_run(path)


def test_a_summary_leaves_the_cases_out(tmp_path: Path) -> None:
    result = run([FIRST], bench(engine(), "answers"), INFO, tmp_path)
    data = run_to_json(result, cases=False)
    assert "cases" not in data
    assert {"model", "index", "prompt", "code", "settings", "suites", "errors"} <= set(data)
