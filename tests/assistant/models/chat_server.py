"""A chat server on a real socket that does what a test's handler says, and a chat model that asks it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from assistant.models.provider import LangChainChat, open_provider
from assistant.settings import AssistantSettings

SECONDS = 2.0  # that the model waits


@contextmanager
def model_of(
    handler: type[BaseHTTPRequestHandler], go: threading.Event, name: str, path: str = ""
) -> Iterator[LangChainChat]:
    """A model of a server on loopback, its libraries loaded by a first answer; `go` ends the handler's waits."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}{path}"
    opened = open_provider(
        AssistantSettings(chat_model=name, chat_base_url=address, chat_timeout=SECONDS, max_tokens=50)
    )
    assert said(opened, "well") == "Pipe mode streams."
    yield opened
    go.set()
    server.shutdown()
    server.server_close()


def said(model: LangChainChat, word: str) -> str:
    """All that the model says to a word."""
    return "".join(model.stream([("user", word)], max_tokens=50))
