"""What can go wrong between a question and its answer.

Standard library and `ingest.errors` (the base: a code, what happened, what to do) only.
"""

from __future__ import annotations

from ingest.errors import CiteprepError


class AssistantError(CiteprepError):
    """What goes wrong between a question and its answer."""

    code = "assistant"


class QuestionError(AssistantError):
    """There is nothing to answer, or too much."""

    code = "question"
    default_help = "Type a question of at most a few thousand characters."


class ModelUnavailable(AssistantError):
    """The chat model cannot be used: not installed, no key, no server.

    `reason` is stable: "key", "no-key", "limit", "no-server", "no-model", "no-package" ..., "" where none is known.
    """

    code = "model-unavailable"

    def __init__(self, message: str, *, help: str = "", source: str = "", reason: str = "") -> None:
        super().__init__(message, help=help, source=source)
        self.reason = reason


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


class StartRefused(AssistantError):
    """The page cannot be served there, or would be open to strangers."""

    code = "start-refused"
