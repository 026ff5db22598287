"""A server of OpenAI's shape misbehaves, on a real socket: one clear error in time, and the next question works."""

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
from tests.assistant.models.chat_server import model_of, said

pytest.importorskip("langchain_openai", reason="the extra openai is not installed")


def piece(finish: str | None = None, **delta: str) -> bytes:
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    data = {**chunk, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}
    return f"data: {json.dumps(data)}\n\n".encode()


class Server(BaseHTTPRequestHandler):
    """Answers by the last word of the question."""

    asked: list[dict[str, Any]] = []
    go = threading.Event()

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        type(self).asked.append(body)
        word = body["messages"][-1]["content"]
        if word == "refuse":
            self.send_error(500, "no")
            return
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        try:
            self._tell(word)
        except OSError:
            return

    def _tell(self, word: str) -> None:
        if word == "hang":
            self.go.wait(60)
        elif word == "garbage":
            self.wfile.write(b"data: {no json\n\n")
        elif word == "reasoning":
            self.wfile.write(piece(reasoning_content="hm") + piece("stop") + b"data: [DONE]\n\n")
        elif word in ("endless", "drip"):
            for _ in range(1_000_000):
                self.wfile.write(piece(content="a "))
                if word == "drip":
                    self.wfile.flush()
                    time.sleep(0.2)
        else:
            self.wfile.write(piece(content="Pipe mode ") + piece(content="streams."))
            if word != "cut":
                self.wfile.write(piece("stop") + b"data: [DONE]\n\n")

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def model() -> Iterator[LangChainChat]:
    """A model of that server."""
    with model_of(Server, Server.go, "openai:m", "/v1") as opened:
        yield opened


@pytest.mark.parametrize(
    ("word", "error", "message"),
    [
        ("hang", ModelTimeout, "did not answer in time"),
        ("drip", ModelTimeout, "did not answer in time"),
        ("cut", ModelUnavailable, "broke off"),
        ("reasoning", ModelUnavailable, "gave no text"),
        ("garbage", ModelUnavailable, "openai:m"),
        ("refuse", ModelUnavailable, "openai:m failed"),
    ],
)
def test_a_fault_is_one_clear_error_in_time(
    model: LangChainChat, word: str, error: type[ModelUnavailable], message: str
) -> None:
    Server.asked.clear()
    began = time.monotonic()
    with pytest.raises(error, match=message) as raised:
        said(model, word)
    assert time.monotonic() - began < 30  # the server would take a minute, or for ever
    assert len(Server.asked) == 1  # asked once: a retry would wait for the whole time again
    assert "Traceback" not in str(raised.value)
    assert said(model, "well") == "Pipe mode streams."


def test_endless_output_is_left(model: LangChainChat) -> None:
    assert 0 < said(model, "endless").count("a ") <= 4 * 50 + 2


def test_a_server_is_told_max_tokens(model: LangChainChat) -> None:
    Server.asked.clear()
    said(model, "well")
    assert Server.asked[0]["max_tokens"] == 50
    assert "max_completion_tokens" not in Server.asked[0]
