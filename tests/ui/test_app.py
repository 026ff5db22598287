"""`app.py`: what it says and how it ends when the page cannot be opened, and what it launches when it can."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.serving import server
from assistant.serving.users import Users
from assistant.settings import PageSettings
from assistant.ui import serve
from assistant.ui.layout import page_options
from assistant.ui.site import whole
from ingest.embedding.embed import HashingEmbedder
from ingest.errors import IndexMissing
from ingest.settings import IngestSettings
from tests.fakes import build_here
from tests.ui.serving import ROOT, free_port


class Serving:
    """Stands in for the server: remembers what was to be served."""

    def __init__(self) -> None:
        self.where: PageSettings | None = None
        self.users: Users | None = None
        self.waited = self.stopped = False

    def launch(self, opened: Any, where: PageSettings, users: Users | None, listening: socket.socket) -> Serving:
        self.where, self.users = where, users
        return self

    def wait(self) -> None:
        self.waited = True

    def stop(self) -> None:
        self.stopped = True


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Serving:
    """What is served, on a free port, with a data folder of its own; the page itself is not opened."""
    serving = Serving()
    opened = serve.Opened(None, {}, lambda: None)  # type: ignore[arg-type]
    monkeypatch.setattr(serve, "_open", lambda **_: opened)
    monkeypatch.setattr(serve, "_launch", serving.launch)
    for name in ("HOST", "PUBLIC_URL", "NO_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PORT", str(free_port()))
    monkeypatch.setenv("CITEPREP_DATA", str(tmp_path))
    return serving


def test_it_serves_this_machine_only_and_says_where(
    served: Serving, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[tuple[str, int]] = []
    monkeypatch.delenv("PORT")
    monkeypatch.setattr(server, "listen", lambda host, port: asked.append((host, port)) or socket.socket())
    assert serve.main() == 0
    assert asked == [("127.0.0.1", 7860)]
    assert served.users is None
    assert served.waited
    assert served.stopped
    said = "Loading the page ...\nThe page is on http://127.0.0.1:7860 (Ctrl-C stops it).\n"
    assert capsys.readouterr().out == said


def test_on_a_network_it_does_not_start_when_nobody_could_sign_in(
    served: Serving, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOST", "0.0.0.0")
    assert serve.main() == 2
    assert served.where is None
    said = capsys.readouterr().err
    assert "The page would be open to everybody who reaches 0.0.0.0." in said
    assert "citeprep user add NAME" in said
    assert "NO_PASSWORD=1" in said


def test_behind_a_proxy_this_machine_is_a_network_too(
    served: Serving, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://study.example.org")
    assert serve.main() == 2
    assert "everybody who reaches https://study.example.org." in capsys.readouterr().err


def test_on_a_network_it_asks_for_a_password(
    served: Serving, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Users(tmp_path / "users.json").add("anna", "correct horse")
    monkeypatch.setenv("HOST", "0.0.0.0")
    assert serve.main() == 0
    assert served.users is not None
    assert served.users.names() == ("anna",)
    said = capsys.readouterr().out
    assert "It asks for name and password (1 users" in said
    assert "travel unencrypted" in said


def test_it_is_open_to_all_where_that_was_said(
    served: Serving, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOST", "0.0.0.0")
    monkeypatch.setenv("NO_PASSWORD", "1")
    assert serve.main() == 0
    assert served.users is None
    assert "NO_PASSWORD is set: everybody" in capsys.readouterr().out


@pytest.mark.parametrize("url", ["study.example.org", "ftp://x", "https://a/b", "https://a?b", "https://u:p@a"])
def test_a_public_address_that_is_none(
    served: Serving, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    monkeypatch.setenv("PUBLIC_URL", url)
    assert serve.main() == 2
    assert f"PUBLIC_URL is {url!r}" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["x", "0", "70000", "-1"])
def test_a_port_that_is_none(
    served: Serving, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], port: str
) -> None:
    monkeypatch.setenv("PORT", port)
    assert serve.main() == 2
    assert capsys.readouterr().err == f"PORT is {port!r}. Give a number from 1 to 65535.\n"


def test_a_port_that_is_taken(
    served: Serving, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("PORT", str(taken.getsockname()[1]))
        assert serve.main() == 2
    assert "another program has it. Try PORT=" in capsys.readouterr().err


def test_a_host_that_is_none(
    served: Serving, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOST", "203.0.113.7")  # an address for documentation: no machine has it
    monkeypatch.setenv("NO_PASSWORD", "1")
    assert serve.main() == 2
    assert "HOST is '203.0.113.7', which is no address of this machine" in capsys.readouterr().err


def test_the_last_port_has_one_before_it() -> None:
    taken = OSError(errno.EADDRINUSE, "in use")
    assert "Try PORT=65534" in serve._why_not(taken, "127.0.0.1", 65535)
    assert "administrator" in serve._why_not(OSError(errno.EACCES, "no"), "127.0.0.1", 80)


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


def test_no_index(served: Serving, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def missing(**_: object) -> serve.Opened:
        raise IndexMissing("There is no index in .index.")

    monkeypatch.setattr(serve, "_open", missing)
    assert serve.main() == 2
    said = capsys.readouterr().err
    assert said.startswith("There is no index in .index.")
    assert "python -m ingest build" in said


def test_how_the_page_looks_needs_nobody_elses_files() -> None:
    assert "https://" not in page_options()["css"]


def test_gradios_run_history_stays_off() -> None:
    """It would keep questions and answers, in clear, in the browser's storage."""
    assert whole._QUIET["run_history"] is False
    assert whole._QUIET["show_error"] is False
    assert whole._QUIET["footer_links"] == []
