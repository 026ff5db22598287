"""`python -m evals` end to end on a corpus of one's own, with hashed vectors: the commands as they are typed."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.running import session
from evals.schema import EvalQuestion, question_to_json, run_from_json


@pytest.fixture
def asked(
    product_questions: list[EvalQuestion],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    product_corpus: Path,
    checked_here: None,
) -> list[str]:
    """A question file and the corpus it is about, as arguments; the work folder is the test's own."""
    monkeypatch.setenv("EMBEDDING_MODEL", "hashing-16")
    monkeypatch.setenv("REFUSAL_THRESHOLD", "0")
    original = session.run_session
    monkeypatch.setattr(session, "run_session", lambda request: original(request, tmp_path / "work"))
    rows = [question_to_json(question) for question in product_questions[:10]]
    rows[0]["evidence"] = [{"uri": rows[0]["evidence"][0]["uri"].removeprefix("corpus/")}]
    path = tmp_path / "own.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return ["--questions", str(path), "--corpus", str(product_corpus)]


def test_any_questions_over_any_corpus(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--suite", "retrieval", "--json", "-", *asked]) == 0
    captured = capsys.readouterr()
    run = run_from_json(json.loads(captured.out))
    assert len(run.cases) == 10
    assert run.suite("retrieval").metric("recall@10").value > 0.8  # type: ignore[union-attr]
    assert run.info.model == "extractive"
    assert run.info.settings["corpus"] == ["corpus"]
    assert "Evaluating: 10/10" in captured.err


def test_run_compare_and_report(asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, after, page = tmp_path / "a.json", tmp_path / "b.json", tmp_path / "out" / "page.html"
    common = ["--suite", "retrieval", "--suite", "answers", *asked]
    assert main(["run", *common, "--json", str(before)]) == 0
    assert main(["run", *common, "--json", str(after), "--dense-weight", "1"]) == 0
    assert "retrieval: 10 questions, 0 errors" in capsys.readouterr().out
    assert main(["compare", str(before), str(after)]) == 0
    assert "retrieval recall@5" in capsys.readouterr().out
    assert main(["compare", str(before), str(after), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"]
    assert main(["report", str(before), "--out", str(page), "--summary", str(tmp_path / "s.json")]) == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))["runs"][0]["questions"] == 10


def test_a_second_run_uses_what_is_recorded(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert main(["run", "--suite", "retrieval", "--limit", "3", *asked]) == 0
    assert "are used again" in capsys.readouterr().err


def test_validate_names_what_is_wrong(asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", *asked]) == 0
    bad = tmp_path / "bad.jsonl"
    bad.write_text(json.dumps({"id": "x", "question": "Why is this here at all?", "evidence": [{"uri": "no.md"}]}))
    assert main(["validate", "--questions", str(bad), *asked[2:]]) == 1
    assert "[evidence] No document is named no.md" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["run", "--questions", "nowhere.jsonl"], "error [bad-questions]"),
        (["compare", "nowhere.json", "nowhere.json"], "error [bad-run]"),
        (["gate", "--baseline", "nowhere.json"], "--write"),
        (["report", "nowhere.json"], "error [bad-run]"),
    ],
)
def test_errors_are_one_line_and_exit_2(arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert reason in capsys.readouterr().err


def test_the_gate_writes_a_baseline_and_passes_on_it(
    asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    own = session.run_session
    given = {"questions": (Path(asked[1]),), "corpus": (Path(asked[3]),)}
    monkeypatch.setattr(session, "run_session", lambda request: own(dataclasses.replace(request, **given)))
    baseline = ["--baseline", str(tmp_path / "baseline.json")]
    assert main(["gate", "--write", *baseline]) == 0
    assert main(["gate", *baseline]) == 0
    assert "The gate passes." in capsys.readouterr().out
    refusing = {**given, "threshold": 1.0}
    monkeypatch.setattr(session, "run_session", lambda request: own(dataclasses.replace(request, **refusing)))
    assert main(["gate", *baseline]) == 1
    assert "FAILED: refusal answered (all) dropped" in capsys.readouterr().out


def test_closed_book_needs_a_chat_model(asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "m.jsonl"
    path.write_text(json.dumps({"id": "m", "question": "Which?", "options": ["a", "b"], "answers": [0]}))
    assert main(["run", "--closed-book", "--questions", str(path), *asked[2:]]) == 2
    assert "needs a chat model" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [["run", "--json", "-", "--bogus"], ["run", "--json", "-", "--limit", "0"], ["compare", "--json"], ["--json"]],
)
def test_wrong_use_is_json_where_json_was_asked_for(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "usage"
    assert "--help" in error["help"]


@pytest.mark.parametrize(
    ("content", "remedy"),
    [
        (None, "existing file"),
        (b"not json", "docs/evaluation.md"),
        (b'{"id": "x"}', "docs/evaluation.md"),
        (b'{"id": "x", "question": "Y?"}\n{"id": "x", "question": "Y?"}', "an id of its own"),
        (b"\xff\xfe\xfa", "UTF-8"),
        (b"\n", "--questions"),
    ],
)
def test_a_bad_question_file_names_a_remedy(
    content: bytes | None, remedy: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "own.jsonl"
    if content is not None:
        path.write_bytes(content)
    assert main(["run", "--questions", str(path), "--json", "-"]) == 2
    captured = capsys.readouterr()
    error = json.loads(captured.out)["error"]
    assert error["code"] == "bad-questions"
    assert remedy in error["help"]
    assert remedy in captured.err


def test_an_error_is_text_alone_where_the_run_goes_to_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--questions", str(tmp_path / "none"), "--json", str(tmp_path / "run.json")]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "error [bad-questions]" in captured.err
