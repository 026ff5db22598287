"""What can go wrong in practice: a blueprint, a bank, the learner's file, an exam, an export.

`assistant.errors` only.
"""

from __future__ import annotations

from assistant.errors import AssistantError


class PracticeError(AssistantError):
    """Base of what practice raises on purpose.

    `key` names the message for a page that says it in another language, `values` are what it is about; messages that
    only a command line or the author of a file meets have none.
    """

    code = "practice"

    def __init__(self, message: str, *, help: str = "", key: str = "", **values: str) -> None:
        super().__init__(message, help=help)
        self.key = key
        self.values = values


class BlueprintError(PracticeError):
    """An exam's TOML file is missing or not as it must be."""

    code = "blueprint"


class BankError(PracticeError):
    """A file of practice items cannot be used."""

    code = "bank"


class ResponseError(PracticeError):
    """A response does not fit its item: an option that is not there, two where one may be chosen."""

    code = "response"


class ExamError(PracticeError):
    """The exam is not in the state this step needs."""

    code = "exam"


class ExportError(PracticeError):
    """The items cannot be written out."""

    code = "export"
