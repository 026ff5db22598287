"""`app.py`: what it says and how it ends when the page cannot be opened, and what it launches when it can."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.ui import serve
from assistant.ui.layout import launch_options
from ingest.embedding.embed import HashingEmbedder
from ingest.errors import IndexMissing
from ingest.settings import IngestSettings
from tests.fakes import build_here
from tests.ui.serving import ROOT, free_port


class FakePage:
    """Remembers how it was launched."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.options: dict[str, Any] = {}
        self.blocked = False

    def launch(self, **options: Any) -> None:
        self.options = options
        if self.error:
            raise self.error

    def block_thread(self) -> None:
        self.blocked = True


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> FakePage:
    """The page that is served, in place of the real one."""
    page = FakePage()
    opened = serve.Opened(page, launch_options, lambda: None)  # type: ignore[arg-type]
    monkeypatch.setattr(serve, "_open", lambda: opened)
    for name in ("HOST", "PORT"):
        monkeypatch.delenv(name, raising=False)
    return page


def test_it_serves_this_machine_only_and_says_where(served: FakePage, capsys: pytest.CaptureFixture[str]) -> None:
    assert serve.main() == 0
    assert served.options["server_name"] == "127.0.0.1"
    assert served.options["server_port"] == 7860
    assert served.blocked
    assert "http://127.0.0.1:7860" in capsys.readouterr().out


def test_host_and_port_can_be_chosen(served: FakePage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST", "0.0.0.0")
    monkeypatch.setenv("PORT", "8080")
    assert serve.main() == 0
    assert (served.options["server_name"], served.options["server_port"]) == ("0.0.0.0", 8080)


@pytest.mark.parametrize("port", ["x", "0", "70000", "-1"])
def test_a_port_that_is_none(
    served: FakePage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], port: str
) -> None:
    monkeypatch.setenv("PORT", port)
    assert serve.main() == 2
    assert capsys.readouterr().err == f"PORT is {port!r}. Give a number from 1 to 65535.\n"


def test_a_port_that_is_taken(
    served: FakePage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("PORT", str(taken.getsockname()[1]))
        served.error = OSError("Cannot find empty port")
        assert serve.main() == 2
    assert "another program has it. Try PORT=" in capsys.readouterr().err


def test_a_host_that_is_none(
    served: FakePage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOST", "203.0.113.7")  # an address for documentation: no machine has it
    served.error = OSError("cannot assign requested address")
    assert serve.main() == 2
    assert "HOST is '203.0.113.7', which is no address of this machine" in capsys.readouterr().err


def test_the_last_port_has_one_before_it(
    served: FakePage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", "65535")
    served.error = OSError("Cannot find empty port")
    assert serve.main() == 2
    assert "Try PORT=65534" in capsys.readouterr().err


def test_ctrl_c_while_it_starts_is_no_traceback(corpus: Path) -> None:
    index = corpus.parent / "index"
    build_here(IngestSettings(corpus=(corpus,), index=index, embedding_model="hashing-64"), HashingEmbedder(64))
    command = [sys.executable, str(ROOT / "app.py")]
    chosen = {"PORT": str(free_port()), "INDEX_DIR": str(index), "EMBEDDING_MODEL": "hashing-64"}
    environment = {**os.environ, **chosen, "PYTHONPROFILEIMPORTTIME": "1"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as starting:
        assert starting.stderr is not None
        read = iter(starting.stderr.readline, "")
        next(line for line in read if "gradio" in line)  # the libraries are being imported
        starting.send_signal(signal.SIGINT)
        said = "".join(read)
    assert starting.returncode == 130
    assert "Traceback" not in said


def test_no_index(served: FakePage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def missing() -> serve.Opened:
        raise IndexMissing("There is no index in .index.")

    monkeypatch.setattr(serve, "_open", missing)
    assert serve.main() == 2
    said = capsys.readouterr().err
    assert said.startswith("There is no index in .index.")
    assert "python -m ingest build" in said


def test_what_is_launched_reports_nothing_and_serves_no_files() -> None:
    options = launch_options("127.0.0.1", 7860)
    assert options["run_history"] is False
    assert options["footer_links"] == []
    assert options["show_error"] is False
    assert options["share"] is False
    assert options["max_file_size"]
    assert "allowed_paths" not in options
    assert "https://" not in options["css"]
