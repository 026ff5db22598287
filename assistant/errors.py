"""What can go wrong between a question and its answer. Each has a code, what happened, and what to do.

Standard library only.
"""

from __future__ import annotations

from typing import ClassVar


class AssistantError(Exception):
    """Base of what the assistant raises on purpose."""

    code: ClassVar[str] = "assistant"
    default_help: ClassVar[str] = ""

    def __init__(self, message: str, *, help: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help or self.default_help

    def __str__(self) -> str:
        return f"{self.message} {self.help}".strip()


class SettingsError(AssistantError):
    """A setting is unknown or out of bounds."""

    code = "settings"


class QuestionError(AssistantError):
    """There is nothing to answer, or too much."""

    code = "question"
    default_help = "Type a question of at most a few thousand characters."


class ModelUnavailable(AssistantError):
    """The chat model cannot be used: not installed, no key, no server."""

    code = "model-unavailable"


class ModelTimeout(ModelUnavailable):
    """The chat model took too long."""

    code = "model-timeout"
    default_help = "Try again, or raise CHAT_TIMEOUT (seconds)."


class ModelRefused(ModelUnavailable):
    """The provider refused the key or the request."""

    code = "model-refused"


class OpinionUnavailable(AssistantError):
    """The model for a second opinion on claims cannot be used."""

    code = "opinion-unavailable"
