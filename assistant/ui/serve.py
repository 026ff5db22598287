"""Serving the page: settings, page, then index and models behind it, until Ctrl-C.

Owns the order of a start, what the terminal says while it goes on, and how a start that is not possible ends. The page
is up before the index is open and before any model is imported; a question that comes earlier waits for them. Knows
nothing of what the page holds.
"""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from ingest.errors import CiteprepError

if TYPE_CHECKING:
    from gradio import Blocks

    from assistant.answering.coming import Coming
    from assistant.settings import AssistantSettings, PageSettings
    from ingest.settings import IngestSettings

# Before any heavy import: nothing is reported anywhere, nothing is fetched, idle threads do not spin.
_ENVIRONMENT = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "OMP_WAIT_POLICY": "PASSIVE",
}


class Opened(NamedTuple):
    """A page that is ready to be served, how to launch it, and what is opened behind it once it is up.

    `behind` raises CiteprepError when that is not possible.
    """

    page: Blocks
    options: Callable[[str, int], dict[str, Any]]
    behind: Callable[[], None]


def main() -> int:
    """Open the page and serve it until Ctrl-C; 2 when that is not possible, with the reason on stderr.

    HOST and PORT say where it listens (127.0.0.1 and 7860 when unset).
    """
    _say("Loading the page ...")
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    # Ctrl-C while the libraries load (seconds) is no error of theirs; serving has its own way to end.
    before = signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    try:
        where = _where()
        opened = _open()
        if (code := _launch(opened, where.host, where.port)) != 0:
            return code
        opened.behind()
    except CiteprepError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    finally:
        signal.signal(signal.SIGINT, before)
    opened.page.block_thread()
    return 0


def _launch(opened: Opened, host: str, port: int) -> int:
    try:
        opened.page.launch(**opened.options(host, port))
    except OSError:
        sys.stderr.write(f"{_why_not(host, port)}\n")
        return 2
    _say(f"The page is on http://{host}:{port} (Ctrl-C stops it).")
    return 0


def _where() -> PageSettings:
    from assistant.settings import ALL_SETTINGS, PageSettings
    from ingest.environment import tell_mistyped

    tell_mistyped(ALL_SETTINGS)
    return PageSettings.from_env()


def _open() -> Opened:
    """The real page, from the settings of the environment. Raises CiteprepError.

    Only what says at once that there can be no answers is looked at before the page is up: settings, and whether there
    is an index that fits them.
    """
    from assistant.settings import AssistantSettings
    from ingest.settings import IngestSettings

    settings = AssistantSettings.from_env()
    ingest = IngestSettings.from_env().with_own_files()
    from assistant.answering.coming import Coming
    from assistant.answering.opening import build_if_missing, manifest_that_fits
    from assistant.library.library import open_library, uploads_folder
    from assistant.ui.web.lean import lean_gradio

    os.environ.setdefault("GRADIO_TEMP_DIR", str(uploads_folder()))
    build_if_missing(ingest)
    coming = Coming(manifest_that_fits(ingest), settings.chat_model)
    with lean_gradio():
        from assistant.ui.layout import build_page, launch_options

    library = open_library(ingest, lambda: coming.index, lambda: coming.wait().refresh())
    page = build_page(coming, library=library, max_question_chars=settings.max_question_chars, opened=coming.wait)
    return Opened(page, launch_options, lambda: _open_behind(coming, settings, ingest))


def _open_behind(coming: Coming, settings: AssistantSettings, ingest: IngestSettings) -> None:
    """Open what answers, in the order in which a question needs it; look after it in a thread of its own."""
    from assistant.answering.answer import open_assistant
    from assistant.answering.reopen import Reopening

    started = time.monotonic()
    assistant = Reopening(open_assistant(settings, ingest, _say), ingest)
    assistant.warm_search()
    coming.arrive(assistant)
    _say(f"Ready: questions are answered at once now ({time.monotonic() - started:.0f} s after the page).")
    threading.Thread(target=_look_after, args=(coming, ingest), daemon=True).start()


def _look_after(coming: Coming, ingest: IngestSettings) -> None:
    """Warm up the chat model, then look at the whole index; what is wrong is said, here and on the page."""
    from ingest.index.check import check_index

    coming.wait().warm_up()
    for found in check_index(ingest):
        if found.severity == "error" or (found.name == "up to date" and found.severity != "ok"):
            _say(f"{found.name}: {found.message} {found.remedy}")
            coming.notice(f"{found.message} {found.remedy}")


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
