"""What can go wrong with a kept conversation. `assistant.errors` only."""

from __future__ import annotations

from assistant.errors import AssistantError


class NoConversation(AssistantError):
    """There is no conversation of this id among the learner's: it was deleted, or it is another learner's."""

    code = "conversation-unknown"
    default_help = "Look for it in the list of conversations."
