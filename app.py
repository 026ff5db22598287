"""The web app: settings, index, assistant, page. `make app` runs it."""

from __future__ import annotations

import os
import sys
import threading

# Before any heavy import: nothing is reported anywhere, nothing is fetched, idle threads do not spin.
os.environ.update(
    GRADIO_ANALYTICS_ENABLED="False",
    HF_HUB_OFFLINE=os.environ.get("HF_HUB_OFFLINE", "1"),
    HF_HUB_DISABLE_TELEMETRY="1",
    TOKENIZERS_PARALLELISM="false",
    OMP_WAIT_POLICY="PASSIVE",
)

from assistant.answer import open_assistant
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
        sys.stderr.write(f"Port {port} of {host} cannot be used: another program has it. Try PORT={port + 1}.\n")
        return 2
    threading.Thread(target=assistant.warm_up, daemon=True).start()
    sys.stdout.write(f"The page is on http://{host}:{port} (Ctrl-C stops it).\n")
    sys.stdout.flush()
    page.block_thread()
    return 0


def _port(text: str) -> int:
    """A port number, 7860 for "". Raises SettingsError."""
    if text and not (text.isdecimal() and 1 <= int(text) <= 65535):
        raise SettingsError(f"PORT is {text!r}.", help="Give a number from 1 to 65535.")
    return int(text or 7860)


if __name__ == "__main__":
    sys.exit(main())
