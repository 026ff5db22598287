"""What can go wrong with a learner's files. `assistant.errors` only."""

from __future__ import annotations

from assistant.errors import AssistantError


class StoreError(AssistantError):
    """A file with a learner's records cannot be used.

    `key` names the message for a page that says it in another language, `values` are what it is about.
    """

    code = "records"

    def __init__(self, message: str, *, help: str = "", key: str = "", **values: str) -> None:
        super().__init__(message, help=help)
        self.key = key
        self.values = values


class FolderError(AssistantError):
    """The data folder cannot be backed up, brought back or exported: what stands in the way, and what to do."""

    code = "data-folder"
