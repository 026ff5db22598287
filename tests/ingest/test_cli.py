"""`python -m ingest` as people and scripts use it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.__main__ import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def small_model(checked_here: None, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_an_index_that_cannot_be_written_is_an_error_with_a_remedy(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("a file")
    assert run("build", "--corpus", str(corpus), "--index", str(tmp_path / "taken"), "--json") == 2
    captured = capsys.readouterr()
    assert json.loads(captured.out)["error"]["code"] == "index-unwritable"
    assert "--index" in captured.err


def test_an_empty_corpus_argument_is_not_the_working_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list", "--corpus", "") == 2
    assert "--corpus is empty" in capsys.readouterr().err


def test_a_corpus_without_a_document_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes").mkdir()
    assert run("build", "--corpus", str(tmp_path / "notes"), "--index", str(tmp_path / "index")) == 0
    assert "nothing to read" in capsys.readouterr().out


def test_wrong_use_is_json_too_when_json_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run("check", "--json", "--nonsense")
    assert ended.value.code == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "usage"


def test_a_reader_that_stops_reading_ends_the_command_quietly(corpus: Path) -> None:
    for number in range(3000):  # more than a pipe holds
        (corpus / f"empty-{number:04d}-{'x' * 60}.md").touch()
    command = [sys.executable, "-m", "ingest", "list", "--corpus", str(corpus)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as listing:
        assert listing.stdout is not None
        assert listing.stderr is not None
        listing.stdout.readline()
        listing.stdout.close()
        assert listing.stderr.read() == b""
    assert listing.returncode == 141
