"""`python -m ingest` as people and scripts use it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.__main__ import main


@pytest.fixture(autouse=True)
def small_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDING_MODEL", "hashing-64")


def run(*arguments: str) -> int:
    return main(list(arguments))


def test_build_reports_as_json_and_check_agrees(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    index = str(corpus.parent / "index")
    assert run("build", "--corpus", str(corpus), "--index", index, "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["documents"], report["problems"]) == (2, [])
    assert run("check", "--corpus", str(corpus), "--index", index, "--json") == 0
    assert {row["severity"] for row in json.loads(capsys.readouterr().out)} <= {"ok", "warning"}


def test_strict_fails_only_when_asked(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (corpus / "empty.md").write_text("")
    common = ("build", "--corpus", str(corpus), "--index", str(corpus.parent / "index"))
    assert run(*common) == 0
    assert "empty.md" in capsys.readouterr().out
    assert run(*common, "--strict") == 1


def test_errors_are_one_line_with_a_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("build", "--corpus", str(tmp_path / "nowhere"), "--index", str(tmp_path / "index")) == 2
    message = capsys.readouterr().err
    assert "corpus-not-found" in message
    assert "Traceback" not in message


def test_a_bad_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], corpus: Path
) -> None:
    monkeypatch.setenv("INGEST_MAX_FILE_MB", "many")
    assert run("build", "--corpus", str(corpus), "--index", str(corpus.parent / "index")) == 2
    assert "INGEST_MAX_FILE_MB" in capsys.readouterr().err
