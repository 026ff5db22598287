"""A page served on a free port of this machine, and a browser to look at it: for the tests and the screenshots."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

CHROMIUM = Path("/usr/bin/chromium")
ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS = 90


@contextlib.contextmanager
def served(
    script: str, *arguments: str, environment: Mapping[str, str] | None = None, log: list[str] | None = None
) -> Iterator[str]:
    """The address of a page that `python script PORT arguments...` serves, with PORT in its environment too.

    What a learner does there goes into a folder of its own, unless `environment` names one. Ends the server; what it
    wrote is then in `log`. Raises RuntimeError when it does not start.
    """
    with tempfile.TemporaryDirectory() as data:
        port = free_port()
        server = started(port, script, *arguments, environment={"CITEPREP_DATA": data, **(environment or {})})
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            written = server.communicate(timeout=20)[0]
            if log is not None:
                log.append(written)


def started(port: int, script: str, *arguments: str, environment: Mapping[str, str]) -> subprocess.Popen[str]:
    """A server that listens; whoever starts it ends it. Raises RuntimeError when it does not start."""
    command = [sys.executable, str(ROOT / script), str(port), *arguments]
    env = {**os.environ, "PORT": str(port), **environment}
    server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        _wait_for(f"http://127.0.0.1:{port}", server)
    except BaseException:
        server.kill()
        server.communicate()
        raise
    return server


def serve_page(page: Any, port: int) -> None:
    """Serve a page as the product does, until it is ended; HOST and the other settings are the environment's."""
    from assistant.serving.server import listen
    from assistant.settings import PageSettings
    from assistant.ui.layout import page_options
    from assistant.ui.serve import Opened, serve, who_signs_in

    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    where = PageSettings.from_env(port=port)
    serve(Opened(page, page_options(), lambda: None), where, who_signs_in(where), listen(where.host, port))


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def chromium(playwright: Any) -> Any:
    """Debian's Chromium, in the background."""
    return playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])


def _wait_for(url: str, server: subprocess.Popen[str]) -> None:
    for _ in range(_START_SECONDS * 4):
        if server.poll() is not None:
            raise RuntimeError(f"The page did not start: {server.communicate()[0]}")
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.25)
    raise RuntimeError("The page did not start in time.")
