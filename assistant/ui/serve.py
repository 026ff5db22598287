"""Serving the page: settings, index, assistant, then the browser page until Ctrl-C.

Owns the order of a start, what the terminal says while it goes on, and how a start that is not possible ends. Knows
nothing of what the page holds; heavy libraries are imported when they are needed, so that the first line comes at once.
"""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from ingest.errors import CiteprepError

if TYPE_CHECKING:
    from gradio import Blocks

    from assistant.settings import PageSettings

# Before any heavy import: nothing is reported anywhere, nothing is fetched, idle threads do not spin.
_ENVIRONMENT = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "OMP_WAIT_POLICY": "PASSIVE",
}


class Opened(NamedTuple):
    """A page that is ready to be served, how to launch it, and what to do once it is up."""

    page: Blocks
    options: Callable[[str, int], dict[str, Any]]
    warm_up: Callable[[], None]


def main() -> int:
    """Open the page and serve it until Ctrl-C; 2 when that is not possible, with the reason on stderr.

    HOST and PORT say where it listens (127.0.0.1 and 7860 when unset).
    """
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    # Ctrl-C while the libraries load (seconds) is no error of theirs; serving has its own way to end.
    before = signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    try:
        where = _where()
        opened = _open()
    except CiteprepError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    finally:
        signal.signal(signal.SIGINT, before)
    return _serve(opened, where.host, where.port)


def _serve(opened: Opened, host: str, port: int) -> int:
    try:
        opened.page.launch(**opened.options(host, port))
    except OSError:
        sys.stderr.write(f"{_why_not(host, port)}\n")
        return 2
    threading.Thread(target=opened.warm_up, daemon=True).start()
    _say(f"The page is on http://{host}:{port} (Ctrl-C stops it).")
    opened.page.block_thread()
    return 0


def _where() -> PageSettings:
    from assistant.settings import ALL_SETTINGS, PageSettings
    from ingest.environment import tell_mistyped

    tell_mistyped(ALL_SETTINGS)
    return PageSettings.from_env()


def _open() -> Opened:
    """The real page, from the settings of the environment. Raises CiteprepError."""
    _say("Loading the libraries ...")
    from assistant.settings import AssistantSettings
    from ingest.settings import IngestSettings

    settings = AssistantSettings.from_env()
    ingest = IngestSettings.from_env()
    from assistant.answering.answer import open_assistant
    from assistant.answering.opening import build_if_missing
    from assistant.answering.reopen import Reopening
    from assistant.ui.layout import build_page, launch_options

    build_if_missing(ingest)
    _say("Opening the index and the models ...")
    assistant = Reopening(open_assistant(settings, ingest), ingest)
    return Opened(
        build_page(assistant, max_question_chars=settings.max_question_chars), launch_options, assistant.warm_up
    )


def _why_not(host: str, port: int) -> str:
    """Why a port cannot be listened to, and what to do."""
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        if error.errno == errno.EACCES:
            return f"Port {port} needs an administrator's rights. Try PORT={max(port, 1024) + 1}."
        if error.errno != errno.EADDRINUSE:
            return f"HOST is {host!r}, which is no address of this machine. Unset it, or give 127.0.0.1 or 0.0.0.0."
    other = port + 1 if port < 65535 else port - 1
    return f"Port {port} of {host} cannot be used: another program has it. Try PORT={other}."


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
