"""What `citeprep doctor` finds: each trouble with its remedy, and nothing private."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from assistant import __main__ as command_line
from assistant import health
from assistant.health import examine
from ingest.schema import CheckResult


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Models and data of these tests are their own, below a home of their own."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("CITEPREP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("CITEPREP_DATA", str(tmp_path / "data"))


def found(name: str, env: dict[str, str]) -> CheckResult:
    return next(result for result in examine({"INDEX_DIR": "nowhere", **env}) if result.name == name)


def test_every_trouble_has_a_remedy() -> None:
    results = examine({"INDEX_DIR": "nowhere", "CHAT_MODEL": "local"})
    assert {result.name for result in results} >= {"python", "processor", "memory", "packages", "settings", "index"}
    assert [result for result in results if result.severity == "error"]
    assert not [result for result in results if result.severity != "ok" and not result.remedy]


def test_a_setting_out_of_bounds_is_named_and_ends_what_depends_on_it() -> None:
    results = examine({"REFUSAL_THRESHOLD": "7"})
    assert results[-1].name == "settings"
    assert results[-1].severity == "error"
    assert "7" in results[-1].message
    assert results[-1].remedy


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The packages of models that are there, whatever this machine has."""
    names = {"langchain_openai", "xllamacpp"}
    monkeypatch.setattr("importlib.util.find_spec", lambda name: name if name in names else None)
    return names


def test_a_hosted_model_without_its_package(installed: set[str]) -> None:
    missing = found("chat model", {"CHAT_MODEL": "ollama:x"})
    assert missing.severity == "error"
    assert "citeprep[ollama]" in missing.remedy
    installed.add("langchain_ollama")
    assert found("chat model", {"CHAT_MODEL": "ollama:x"}).severity == "ok"


def test_the_local_model_needs_its_client_too(installed: set[str]) -> None:
    installed.discard("langchain_openai")
    assert "runtime" in found("chat model", {"CHAT_MODEL": "local"}).message


@pytest.mark.usefixtures("installed")
def test_a_hosted_model_without_its_key_and_with_it_never_told() -> None:
    missing = found("chat model", {"CHAT_MODEL": "openai:x"})
    assert (missing.severity, missing.remedy) == ("error", "Set OPENAI_API_KEY.")
    there = found("chat model", {"CHAT_MODEL": "openai:x", "OPENAI_API_KEY": "sk-secret"})
    assert there.severity == "ok"
    assert "sk-secret" not in str(there)
    assert found("chat model", {"CHAT_MODEL": "openai:x", "CHAT_BASE_URL": "http://127.0.0.1:9/v1"}).severity == "ok"


def test_a_local_model_that_was_asked_for_is_an_error_when_it_is_not_there() -> None:
    assert found("chat model", {"CHAT_MODEL": "local"}).severity == "error"
    assert found("chat model", {}).severity == "warning"
    assert found("chat model", {"CHAT_MODEL": "extractive"}).severity == "ok"


def test_a_chroma_server_is_asked() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert found("chroma server", {"CHROMA_URL": f"http://127.0.0.1:{port}"}).severity == "ok"
    closed = found("chroma server", {"CHROMA_URL": f"http://127.0.0.1:{port}"})
    assert closed.severity == "error"
    assert "CHROMA_URL" in closed.remedy


@pytest.mark.parametrize(
    ("known", "severity", "said"),
    [
        ((), "ok", "citeprep[ocr]"),
        (("eng",), "warning", "English only"),
        (("fra", "eng"), "ok", "French and English"),
    ],
)
def test_whether_scans_are_read(
    monkeypatch: pytest.MonkeyPatch, known: tuple[str, ...], severity: str, said: str
) -> None:
    monkeypatch.setattr("ingest.readers.pdf.ocr.languages", lambda: known)
    result = found("scans", {})
    assert result.severity == severity
    assert said in result.message


def test_a_folder_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_writable", lambda folder: False)
    assert found("data folder", {}).severity == "error"
    assert "CITEPREP_DATA" in found("data folder", {}).remedy


def test_the_home_folder_is_not_told() -> None:
    assert found("cache folder", {}).message.startswith("~/cache,")


def test_the_command_prints_lines_or_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("INDEX_DIR", "nowhere")
    assert command_line.main(["doctor"]) == 1
    assert "ERROR   index: There is no index" in capsys.readouterr().out
    assert command_line.main(["doctor", "--json"]) == 1
    assert {row["name"] for row in json.loads(capsys.readouterr().out)} >= {"python", "index"}


def test_a_variable_that_is_nearly_a_setting_is_told() -> None:
    said = [result for result in examine({"CHAT_MODLE": "local", "INDEX_DIR": "nowhere"}) if result.name == "settings"]
    assert [result.severity for result in said] == ["ok", "warning"]
    assert "CHAT_MODEL?" in said[1].message
