"""The web app: settings, index, assistant, page. `make app` runs it."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
import threading

if __name__ == "__main__":
    # Ctrl-C while the libraries load (seconds) is no error of theirs; serving has its own way to end.
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))

# Before any heavy import: nothing is reported anywhere, nothing is fetched, idle threads do not spin.
os.environ.update(
    GRADIO_ANALYTICS_ENABLED="False",
    HF_HUB_OFFLINE=os.environ.get("HF_HUB_OFFLINE", "1"),
    HF_HUB_DISABLE_TELEMETRY="1",
    TOKENIZERS_PARALLELISM="false",
    OMP_WAIT_POLICY="PASSIVE",
)

from assistant.answering.answer import open_assistant
from assistant.errors import AssistantError, SettingsError
from assistant.settings import AssistantSettings
from assistant.ui.layout import build_page, launch_options
from ingest.errors import IngestError
from ingest.settings import IngestSettings


def main() -> int:
    """Open the page and serve it until Ctrl-C; 2 when that is not possible, with the reason on stderr."""
    try:
        host, port = os.environ.get("HOST", "").strip() or "127.0.0.1", _port(os.environ.get("PORT", ""))
        settings = AssistantSettings.from_env()
        assistant = open_assistant(settings, IngestSettings.from_env())
    except (AssistantError, IngestError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    page = build_page(assistant, max_question_chars=settings.max_question_chars)
    try:
        page.launch(**launch_options(host, port))
    except OSError:
        sys.stderr.write(f"{_why_not(host, port)}\n")
        return 2
    threading.Thread(target=assistant.warm_up, daemon=True).start()
    sys.stdout.write(f"The page is on http://{host}:{port} (Ctrl-C stops it).\n")
    sys.stdout.flush()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    page.block_thread()
    return 0


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


def _port(text: str) -> int:
    """A port number, 7860 for "". Raises SettingsError."""
    if text and not (text.isdecimal() and 1 <= int(text) <= 65535):
        raise SettingsError(f"PORT is {text!r}.", help="Give a number from 1 to 65535.")
    return int(text or 7860)


if __name__ == "__main__":
    sys.exit(main())
