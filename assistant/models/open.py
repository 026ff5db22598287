"""Opening the chat model that the settings name.

Owns how names become models; how a provider's failures become our errors stands beside each kind of model. Knows
nothing of prompts, evidence or claims.
"""

from __future__ import annotations

from pathlib import Path

from assistant.errors import ModelUnavailable
from assistant.schema import ChatModel
from assistant.settings import AUTO, EXTRACTIVE, LOCAL, AssistantSettings


def open_chat_model(settings: AssistantSettings, cache: Path, key: str | None = None) -> ChatModel | None:
    """The chat model the settings name; None for extractive answers.

    `key` is the provider's where somebody gave one, "" where nobody did; None: that of the environment.

    Raises ModelUnavailable when a model that was asked for by name cannot be opened; with "auto" a missing local
    model is not an error.
    """
    if settings.chat_model == EXTRACTIVE:
        return None
    if settings.chat_model in (LOCAL, AUTO):
        from assistant.models.local import open_local

        try:
            return open_local(settings, cache)
        except ModelUnavailable:
            if settings.chat_model == AUTO:
                return None
            raise
    from assistant.models.provider import open_provider

    return open_provider(settings, key)
