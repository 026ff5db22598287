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


class StartRefused(AssistantError):
    """The page cannot be served there, or would be open to strangers."""

    code = "start-refused"
