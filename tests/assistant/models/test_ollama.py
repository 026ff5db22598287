"""Ollama over a real socket in its own protocol: the limit and the timeout that it knows are the ones it is given."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from assistant.errors import ModelTimeout, ModelUnavailable
from assistant.models.provider import LangChainChat
from tests.assistant.models.chat_server import SECONDS, model_of, said

pytest.importorskip("langchain_ollama", reason="the extra ollama is not installed")


class Server(BaseHTTPRequestHandler):
    """Answers by the last word of the question, one JSON a line as Ollama does."""

    asked: list[dict[str, Any]] = []
    go = threading.Event()

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        type(self).asked.append(body)
        word = body["messages"][-1]["content"]
        self.send_response(200)
        self.send_header("content-type", "application/x-ndjson")
        self.end_headers()
        try:
            if word == "hang":
                self.go.wait(20 * SECONDS)
                return
            self._piece("Pipe mode ")
            if word == "cut":
                return
            for _ in range(1_000_000 if word == "endless" else 0):
                self._piece("a ")
            self._piece("streams.")
            self._piece("", done=True, done_reason="stop")
        except OSError:
            return

    def _piece(self, text: str, *, done: bool = False, **more: str) -> None:
        message = {"role": "assistant", "content": text}
        line = {"model": "m", "created_at": "2026-11-30T00:00:00Z", "message": message, "done": done, **more}
        self.wfile.write(json.dumps(line).encode() + b"\n")

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def model() -> Iterator[LangChainChat]:
    """A model of that server."""
    with model_of(Server, Server.go, "ollama:m") as opened:
        yield opened


def test_it_is_told_how_much_it_may_say(model: LangChainChat) -> None:
    Server.asked.clear()
    said(model, "well")
    assert Server.asked[0]["options"]["num_predict"] == 50


@pytest.mark.parametrize(("word", "error"), [("hang", ModelTimeout), ("cut", ModelUnavailable)])
def test_a_fault_is_one_clear_error_in_time(model: LangChainChat, word: str, error: type[ModelUnavailable]) -> None:
    Server.asked.clear()
    began = time.monotonic()
    with pytest.raises(error):
        said(model, word)
    assert time.monotonic() - began < 5 * SECONDS  # it waited for 25 s with CHAT_TIMEOUT=3
    assert len(Server.asked) == 1
    assert said(model, "well") == "Pipe mode streams."


def test_endless_output_is_left(model: LangChainChat) -> None:
    assert 0 < said(model, "endless").count("a ") <= 4 * 50 + 2
