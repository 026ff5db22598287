"""Whatever a provider raises becomes one clear sentence with what to do; what it streams becomes plain text."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.errors import ModelRefused, ModelTimeout, ModelUnavailable
from assistant.models.provider import LangChainChat, explain, open_provider
from assistant.settings import AssistantSettings

NAME = "openai:gpt-test"


class WithStatus(Exception):
    """An error of an HTTP client that knows its status only."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the reply had status {status}")
        self.status_code = status


def named(kind: str, text: str = "") -> Exception:
    """An error of that name, as the packages of the providers have them."""
    return type(kind, (Exception,), {})(text)


@pytest.mark.parametrize(
    "error",
    [
        WithStatus(401),
        WithStatus(403),
        named("AuthenticationError", "bad key"),
        named("PermissionDeniedError", "not yours"),
        named("NoCredentialsError"),
    ],
)
def test_a_refused_key_is_told_as_one(error: Exception) -> None:
    told = explain(error, NAME)
    assert isinstance(told, ModelRefused)
    assert told.code == "model-refused"
    assert told.message == f"The provider of {NAME} refused the key."
    assert "key" in told.help


@pytest.mark.parametrize(
    ("error", "kind", "said", "remedy"),
    [
        (named("APITimeoutError"), ModelTimeout, "did not answer in time", ""),
        (named("ReadTimeout"), ModelTimeout, "did not answer in time", ""),
        (TimeoutError("slow"), ModelTimeout, "did not answer in time", ""),
        (ConnectionError("refused"), ModelUnavailable, "cannot be reached", "CHAT_BASE_URL"),
        (named("APIConnectionError"), ModelUnavailable, "cannot be reached", "CHAT_BASE_URL"),
        (named("RateLimitError", "slow down"), ModelRefused, "limits requests: slow down", "Wait"),
        (WithStatus(429), ModelRefused, "limits requests", "Wait"),
        (named("NotFoundError"), ModelUnavailable, f"no model {NAME}", "CHAT_MODEL"),
        (WithStatus(404), ModelUnavailable, f"no model {NAME}", "CHAT_MODEL"),
        (ValueError("set OPENAI api_key first"), ModelRefused, "needs a key", "environment"),
        (ValueError("Credentials were not found"), ModelRefused, "needs a key", "environment"),
        (WithStatus(400), ModelUnavailable, "the reply had status 400", "CHAT_MODEL"),
        (WithStatus(500), ModelUnavailable, "the reply had status 500", "CHAT_MODEL"),
        (ValueError(""), ModelUnavailable, "failed: ValueError", "CHAT_MODEL"),
    ],
)  # fmt: skip
def test_every_failure_says_what_happened_and_what_to_do(
    error: Exception, kind: type[ModelUnavailable], said: str, remedy: str
) -> None:
    told = explain(error, NAME)
    assert type(told) is kind
    assert said in told.message
    assert remedy in told.help


def test_only_the_first_line_of_a_long_message_is_shown() -> None:
    told = explain(ValueError("x" * 500 + "\nTraceback: secret line"), NAME)
    assert "secret" not in str(told)
    assert len(told.message) < 220


class Model:
    """A LangChain model that streams what it was given, and notes that it was closed."""

    def __init__(self, *contents: object) -> None:
        self.contents = contents
        self.closed = False
        self.sent: list[Any] = []

    def stream(self, messages: list[tuple[str, str]]) -> Iterator[SimpleNamespace]:
        self.sent = messages
        try:
            for content in self.contents:
                if isinstance(content, Exception):
                    raise content
                yield SimpleNamespace(content=content)
            yield SimpleNamespace(content="", response_metadata={"finish_reason": "stop"})
        finally:
            self.closed = True


def test_text_comes_as_strings_or_as_parts_and_nothing_else_is_shown() -> None:
    model = Model("One ", "", ["two ", {"type": "text", "text": "three"}, {"type": "tool_use"}, 7], None, 5)
    chat = LangChainChat(model, NAME)  # type: ignore[arg-type]
    assert "".join(chat.stream([("user", "Say it.")], max_tokens=9)) == "One two three"
    assert (chat.name, model.sent, model.closed) == (NAME, [("user", "Say it.")], True)


def test_a_model_that_never_ends_is_stopped() -> None:
    model = Model(*["word "] * 1000)
    pieces = list(LangChainChat(model, NAME).stream([], max_tokens=5))  # type: ignore[arg-type]
    assert 20 <= len(pieces) <= 30
    assert model.closed


def test_a_stream_that_breaks_gives_what_came_and_then_our_error() -> None:
    pieces = LangChainChat(Model("half ", WithStatus(401)), NAME).stream([], max_tokens=5)  # type: ignore[arg-type]
    assert next(pieces) == "half "
    with pytest.raises(ModelRefused, match="refused the key") as caught:
        next(pieces)
    assert isinstance(caught.value.__cause__, WithStatus)


def test_a_reader_who_leaves_closes_the_stream_without_an_error() -> None:
    model = Model("one", "two")
    pieces = LangChainChat(model, NAME).stream([], max_tokens=5)  # type: ignore[arg-type]
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    assert model.closed


@pytest.mark.parametrize(
    ("model", "extra"),
    [("anthropic:claude", "anthropic"), ("bedrock_converse:nova", "bedrock"), ("ollama:llama", "ollama")],
)
def test_a_package_that_is_not_installed_is_named_with_its_extra(
    model: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ModelUnavailable, match="not installed") as caught:
        open_provider(AssistantSettings(chat_model=model))
    assert f"citeprep[{extra}]" in caught.value.help
    assert f"CHAT_MODEL={model}" in caught.value.help
