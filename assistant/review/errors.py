"""What can go wrong before a text is checked. Codes and help as in `assistant.errors`."""

from __future__ import annotations

from assistant.errors import AssistantError


class TextError(AssistantError):
    """There is no text to check, or too much of it."""

    code = "text"
    default_help = "Paste an explanation of a few sentences."


class AuditError(AssistantError):
    """The notes or a file of the audit cannot be read or written."""

    code = "audit"
