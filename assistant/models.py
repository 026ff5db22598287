"""Chat models: one small shape, and opening the one that the settings name.

A `ChatModel` streams text for a list of messages; that is all the assistant asks of it. Owns how names become
models and how provider failures become our errors. Knows nothing of prompts or evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from assistant.errors import ModelUnavailable
from assistant.settings import AUTO, EXTRACTIVE, LOCAL, AssistantSettings

Message = tuple[str, str]
"""A role ("system", "user" or "assistant") and its text."""


class ChatModel(Protocol):
    """Streams an answer. Closing the iterator stops the model."""

    @property
    def name(self) -> str:
        """Model id, recorded with every answer."""

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str]:
        """Pieces of text, in order. Raises ModelUnavailable, ModelTimeout or ModelRefused."""


def open_chat_model(settings: AssistantSettings, cache: Path) -> ChatModel | None:
    """The chat model the settings name; None for extractive answers.

    Raises ModelUnavailable when a model that was asked for by name cannot be opened; with "auto" a missing local
    model is not an error.
    """
    if settings.chat_model == EXTRACTIVE:
        return None
    if settings.chat_model in (LOCAL, AUTO):
        from assistant.backends.local import open_local

        try:
            return open_local(settings, cache)
        except ModelUnavailable:
            if settings.chat_model == AUTO:
                return None
            raise
    from assistant.backends.provider import open_provider

    return open_provider(settings)
