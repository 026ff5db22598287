"""Any LangChain chat model as a `ChatModel`: `provider:name` through `init_chat_model`.

Owns the translation of provider failures into one clear sentence with a remedy. Knows no provider by behaviour,
only which extra installs it.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelRefused, ModelTimeout, ModelUnavailable
from assistant.schema import Message
from assistant.settings import AssistantSettings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_EXTRAS = {
    "openai": "openai",
    "anthropic": "anthropic",
    "bedrock_converse": "bedrock",
    "bedrock": "bedrock",
    "ollama": "ollama",
}
_PACKAGES = {
    "openai": "langchain_openai",
    "anthropic": "langchain_anthropic",
    "bedrock_converse": "langchain_aws",
    "bedrock": "langchain_aws",
    "ollama": "langchain_ollama",
}


_KEYED = frozenset({"openai", "anthropic"})


_RETRYING = ("openai", "anthropic")  # their packages ask twice more by themselves
_MARKED = ("openai", "ollama")  # their last piece says why it is the last
_END_MARKS = {"finish_reason", "done_reason", "stop_reason"}


class LangChainChat:
    """A LangChain chat model, streamed as plain text."""

    def __init__(self, model: BaseChatModel, name: str, seconds: float = 120.0) -> None:
        self._model = model
        self._name = name
        self._seconds = seconds

    @property
    def name(self) -> str:
        """The model as the settings name it, "provider:name"."""
        return self._name

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str]:
        """See ChatModel. `max_tokens` is set when the model is opened; here it bounds the number of pieces.

        All of it within the seconds it was opened with: a provider's own limit counts each wait anew. A stream that
        ends without its end mark was cut, and one without any text (reasoning alone) is no answer: ModelUnavailable.
        """
        given = [(role, text) for role, text in messages]
        ended = said = False
        for number, piece in enumerate(within(lambda: self._model.stream(given), self._seconds, self._name)):
            text = _text_of(piece.content)
            ended = ended or bool(_END_MARKS & set(getattr(piece, "response_metadata", ())))
            if text:
                said = True
                yield text
            if number > 4 * max_tokens:
                return
        if self._name.partition(":")[0] in _MARKED and not ended:
            raise ModelUnavailable(f"{self._name} broke off in the middle of its answer.", help="Ask again.")
        if not said:
            raise ModelUnavailable(f"{self._name} gave no text.", help="Ask again, or choose another model.")


def within(open_stream: Callable[[], Any], seconds: float, name: str) -> Iterator[Any]:
    """The pieces of a stream, read in a thread of its own, so that a server that hangs is left after `seconds` in all.

    Raises ModelTimeout then, and what `explain` makes of the stream's own errors.
    """
    arrived: queue.Queue[tuple[str, Any]] = queue.Queue(maxsize=64)
    left = threading.Event()
    ends = time.monotonic() + seconds

    def read() -> None:
        try:
            pieces = open_stream()
            with contextlib.closing(pieces) if hasattr(pieces, "close") else contextlib.nullcontext():
                for piece in pieces:
                    _hand_on(arrived, ("piece", piece), left)
                    if left.is_set():
                        return
            _hand_on(arrived, ("end", None), left)
        except Exception as error:  # the edge of a third-party library: any provider's own exception types
            _hand_on(arrived, ("error", error), left)

    reading = threading.Thread(target=read, daemon=True)
    reading.start()
    try:
        while True:
            try:
                kind, value = arrived.get(timeout=max(0.0, ends - time.monotonic()))
            except queue.Empty:
                raise ModelTimeout(f"{name} did not answer in time.") from None
            if kind == "error":
                raise explain(value, name) from value
            if kind == "end":
                return
            yield value
    finally:
        left.set()
        reading.join(0.5)  # closes the stream, unless the server hangs


def _hand_on(arrived: queue.Queue[tuple[str, Any]], what: tuple[str, Any], left: threading.Event) -> None:
    """Wait for room, as long as somebody reads."""
    while not left.is_set():
        with contextlib.suppress(queue.Full):
            arrived.put(what, timeout=0.05)
            return


def open_provider(settings: AssistantSettings, key: str | None = None) -> LangChainChat:
    """Open `provider:name`; raises ModelUnavailable with the install line when its package is missing.

    `key` None takes the environment's. A key that was given, and "" with an address, is never replaced by it: the
    environment's key is for the server that the environment names.
    """
    require_package(settings.chat_model)
    provider, _, name = settings.chat_model.partition(":")
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {"temperature": 0, "max_tokens": settings.max_tokens, "timeout": settings.chat_timeout}
    if provider in _RETRYING:
        options["max_retries"] = 0  # each retry would wait for the whole time again
    if provider == "ollama":  # knows neither max_tokens nor timeout
        options = {"temperature": 0, "num_predict": settings.max_tokens}
        options["client_kwargs"] = {"timeout": settings.chat_timeout}
    if provider == "openai" and settings.chat_base_url:
        # Servers of OpenAI's shape know max_tokens; the package would send max_completion_tokens alone.
        options["extra_body"] = {"max_tokens": options.pop("max_tokens")}
    if settings.chat_base_url:
        options["base_url"] = settings.chat_base_url
    if provider in _KEYED and (key or (key == "" and settings.chat_base_url)):
        options["api_key"] = key or "none"
    elif provider == "openai" and settings.chat_base_url:
        import os

        options["api_key"] = os.environ.get("OPENAI_API_KEY") or "none"
    try:
        model = init_chat_model(name, model_provider=provider, **options)
        return LangChainChat(model, settings.chat_model, settings.chat_timeout)
    except Exception as error:  # the edge of a third-party library
        raise explain(error, settings.chat_model) from error


def require_package(model: str) -> None:
    """Raises ModelUnavailable, with the install line, when the package for `provider:name` is missing."""
    import importlib.util

    provider = model.partition(":")[0]
    package = _PACKAGES.get(provider)
    if package is not None and importlib.util.find_spec(package) is None:
        raise ModelUnavailable(
            f"The package for {provider} models is not installed.",
            help=f"Run `make app CHAT_MODEL={model}` or `pip install 'citeprep[{_EXTRAS[provider]}]'`.",
            reason="no-package",
        )


def explain(error: Exception, name: str) -> ModelUnavailable:
    """One clear sentence for whatever a provider raised."""
    kinds = {cls.__name__ for cls in type(error).__mro__}
    status = getattr(error, "status_code", None)
    text = str(error).strip().splitlines()[0][:160] if str(error).strip() else type(error).__name__
    if kinds & {"AuthenticationError", "PermissionDeniedError", "NoCredentialsError"} or status in (401, 403):
        return ModelRefused(
            f"The provider of {name} refused the key.", help="Check the key in the environment.", reason="key"
        )
    if kinds & {"APITimeoutError", "TimeoutError", "ReadTimeout", "ConnectTimeout"}:
        return ModelTimeout(f"{name} did not answer in time.", reason="time")
    if kinds & {"APIConnectionError", "ConnectError", "ConnectionError", "EndpointConnectionError"}:
        return ModelUnavailable(
            f"The server of {name} cannot be reached.", help="Start it, or check CHAT_BASE_URL.", reason="no-server"
        )
    if "RateLimitError" in kinds or status == 429:
        return ModelRefused(
            f"The provider of {name} limits requests: {text}", help="Wait a little and try again.", reason="limit"
        )
    if "NotFoundError" in kinds or status == 404:
        return ModelUnavailable(
            f"The provider knows no model {name}.", help="Check the name in CHAT_MODEL.", reason="no-model"
        )
    if "api_key" in str(error) or "credentials" in str(error).lower():
        return ModelRefused(
            f"{name} needs a key.", help="Put the provider's key in its environment variable.", reason="no-key"
        )
    return ModelUnavailable(f"{name} failed: {text}", help="Check CHAT_MODEL and CHAT_BASE_URL.")


def _text_of(content: object) -> str:
    """Text of a chunk: a string, or a list of parts of which only text counts."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        parts = (
            part if isinstance(part, str) else part.get("text", "") for part in content if isinstance(part, (str, dict))
        )
        return "".join(str(part) for part in parts)
    return ""
