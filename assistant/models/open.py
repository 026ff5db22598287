"""Chat models: one small shape, and opening the one that the settings name.

A `ChatModel` streams text for a list of messages; that is all the assistant asks of it. Owns how names become
models (also the one that gives second opinions on claims) and how provider failures become our errors. Knows
nothing of prompts or evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant.errors import ModelUnavailable, OpinionUnavailable
from assistant.settings import AUTO, EXTRACTIVE, LOCAL, AssistantSettings

if TYPE_CHECKING:
    from assistant.checking.opinion.second_opinion import SecondOpinion

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
        from assistant.models.local import open_local

        try:
            return open_local(settings, cache)
        except ModelUnavailable:
            if settings.chat_model == AUTO:
                return None
            raise
    from assistant.models.provider import open_provider

    return open_provider(settings)


def open_second_opinion(
    settings: AssistantSettings, cache: Path, chat: ChatModel | None = None
) -> SecondOpinion | None:
    """The second opinion on claims that `check_model` names, None for none; a local `chat` is not opened twice.

    Raises OpinionUnavailable: who asks for a second opinion is not given verdicts without it.
    """
    if not settings.check_model:
        return None
    if settings.check_model == LOCAL:
        from assistant.checking.opinion.chat_opinion import ChatOpinion
        from assistant.models.local import LocalChat, open_local

        try:
            return ChatOpinion(chat if isinstance(chat, LocalChat) else open_local(settings, cache))
        except ModelUnavailable as error:
            raise OpinionUnavailable(error.message, help=f"{error.help} Or check without a second opinion.") from error
    from assistant.checking.opinion.cross_encoder import CrossEncoderOpinion

    opinion = CrossEncoderOpinion(settings.check_model, threads=settings.chat_threads)
    opinion.open()
    return opinion
