"""The local chat model: a GGUF file in an in-process llama.cpp server on loopback, driven through LangChain.

Owns starting and stopping the server. One slot, short context: prompts are short by design, and the fixed beginning
of the prompt stays in the server's cache.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.errors import ModelUnavailable
from assistant.models import local_file
from assistant.models.provider import LangChainChat, explain
from assistant.schema import Message
from assistant.settings import AssistantSettings

_CONTEXT_TOKENS = 4096


class LocalChat(LangChainChat):
    """A LangChain chat model whose server lives and dies with this object."""

    def __init__(self, model: Any, name: str, server: Any) -> None:
        super().__init__(model, name)
        self._server = server

    def letter_probabilities(
        self, messages: Sequence[Message], letters: Sequence[str], *, seconds: float | None = None
    ) -> dict[str, float]:
        """Probability of each letter as the whole reply, from the model's own token probabilities.

        `seconds` is how long it may take (None: as long as an answer); the server stops when it is over.

        Raises ModelUnavailable.
        """
        grammar = "root ::= " + " | ".join(f'"{letter}"' for letter in letters)
        limit = {} if seconds is None else {"timeout": seconds}
        extra = {"grammar": grammar}
        asking = self._model.bind(logprobs=True, top_logprobs=12, max_tokens=1, extra_body=extra, **limit)
        try:
            reply = asking.invoke([(role, text) for role, text in messages])
            likely = reply.response_metadata["logprobs"]["content"][0]["top_logprobs"]
        except Exception as error:  # the edge of a third-party library, and a reply without probabilities
            raise explain(error, self._name) from error
        found = {entry["token"].strip(): math.exp(entry["logprob"]) for entry in likely}
        return {letter: found.get(letter, 0.0) for letter in letters}


def open_local(settings: AssistantSettings, cache: Path) -> LocalChat:
    """Load the file and start the server (about two seconds); raises ModelUnavailable."""
    # Threads that spin at barriers starve the embedder and the page on a small machine (measured: a prompt that
    # takes 16 s did not finish in 150 s), so idle threads sleep. Read by OpenMP when the library is loaded.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    path = local_file.require(cache, settings.chat_model_file)
    try:
        import xllamacpp
        from langchain_openai import ChatOpenAI
    except ImportError as error:
        raise ModelUnavailable(
            "The local model's engine is not installed.", help="Run `make app`, or `pip install 'citeprep[local-llm]'`."
        ) from error
    threads = settings.chat_threads or os.cpu_count() or 2
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_ctx = _CONTEXT_TOKENS
    params.n_parallel = 1
    params.use_jinja = True
    params.cpuparams.n_threads = threads
    params.cpuparams_batch.n_threads = threads
    params.verbosity = -1
    try:
        server = xllamacpp.Server(params)
    except Exception as error:  # the edge of a third-party library (a C++ exception becomes RuntimeError or ValueError)
        raise ModelUnavailable(
            f"The chat model {path.name} cannot be loaded.", help="Remove it and run `make chat-model`."
        ) from error
    name = local_file.NAME if not settings.chat_model_file else path.stem
    model = ChatOpenAI(
        base_url=server.listening_address + "/v1",
        api_key="none",  # type: ignore[arg-type]
        model=name,
        temperature=0,
        max_tokens=settings.max_tokens,  # type: ignore[call-arg]
        timeout=settings.chat_timeout,
        max_retries=0,
    )
    return LocalChat(model, name, server)
