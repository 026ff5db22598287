"""The names of things on the page, in one place: components, buttons, and what has numbered sources.

A name stands once in a document, whatever tab draws it: two alike are refused when this file is imported. The style
sheets and scripts of `web` write the same names; a test holds them together. Pure.
"""

from __future__ import annotations

from enum import StrEnum, unique
from typing import Literal


@unique
class Id(StrEnum):
    """Elements that a script, a style or a test speaks to."""

    TOP = "cp-top"
    HEAD = "cp-head"
    LANGUAGE = "cp-language"
    SETTINGS = "cp-settings"
    TABS = "cp-tabs"

    WORKSPACE = "cp-workspace"
    CHAT = "cp-chat"
    SIDE = "cp-side"
    CONVERSATION = "cp-conversation"
    SOURCES = "cp-sources"
    COMPOSER = "cp-composer"
    STATUS = "cp-status"
    QUESTION = "cp-question"
    CONTROLS = "cp-controls"
    SEND = "cp-send"
    STOP = "cp-stop"
    NEW = "cp-new"
    EXPORT = "cp-export"
    ANSWER_LANGUAGE = "cp-answer-language"
    SENDER = "cp-sender"
    EXPORTED = "cp-exported"
    EXPORT_HTML = "cp-export-html"
    KEPT = "cp-kept"
    KEPT_OPEN = "cp-kept-open"
    KEPT_DRAWER = "cp-kept-drawer"
    KEPT_SEARCH = "cp-kept-search"
    KEPT_RENAME = "cp-kept-rename"
    KEPT_UNDO = "cp-kept-undo"

    LIBRARY = "cp-library"
    LIBRARY_ADD = "cp-library-add"
    LIBRARY_PROGRESS = "cp-library-progress"
    LIBRARY_DOCUMENT = "cp-library-document"

    CHECK_TEXT = "cp-check-text"
    CHECK = "cp-check"
    CHECK_STOP = "cp-check-stop"
    CHECK_CLEAR = "cp-check-clear"
    CHECK_MARKDOWN = "cp-check-markdown"
    CHECK_HTML = "cp-check-html"
    CHECK_STATUS = "cp-check-status"
    CHECKED = "cp-checked"
    CHECK_SOURCES = "cp-check-sources"
    CHECK_FILE = "cp-check-file"

    PRACTICE = "cp-practice"
    PRACTICE_SOURCES = "cp-practice-sources"
    PRACTICE_START = "cp-practice-start"
    PRACTICE_CHECK = "cp-practice-check"
    PRACTICE_NEXT = "cp-practice-next"

    EXAM = "cp-exam"
    EXAM_BAR = "cp-exam-bar"
    EXAM_SOURCES = "cp-exam-sources"
    EXAM_START = "cp-exam-start"
    EXAM_PREVIOUS = "cp-exam-previous"
    EXAM_NEXT = "cp-exam-next"
    EXAM_FLAG = "cp-exam-flag"
    EXAM_FINISH = "cp-exam-finish"
    EXAM_SUBMIT = "cp-exam-submit"
    EXAM_LOBBY = "cp-exam-lobby"

    AUDIT = "cp-audit"
    AUDIT_FILTERS = "cp-audit-filters"
    AUDIT_NOTE = "cp-audit-note"
    AUDIT_WORDS = "cp-audit-words"
    AUDIT_COPY = "cp-audit-copy"
    AUDIT_FILE = "cp-audit-file"
    AUDIT_SOURCES = "cp-audit-sources"

    QUALITY = "cp-quality"


Numbered = Literal["exchange", "check", "practice", "exam", "audit"]
"""What has sources: an answer of the chat, a checked text, an item of practice or of an exam, a claim of the audit."""


def anchor(of: Numbered, number: int) -> str:
    """The name of the `number`th of its kind, for example "exchange-3"; the sources panel leads back to it."""
    return f"{of}-{number}"


def place_value(of: str, number: int) -> str:
    """What a click on source `number` of an anchor sends, for example "exchange-3-2"."""
    return f"{of}-{number}"


def page_value(of: str, number: int) -> str:
    """What a click on the picture of the page of a source sends, for example "exchange-3-2-page"."""
    return f"{place_value(of, number)}-page"


def origin_value(of: str, number: int, origin: int) -> str:
    """What a click on where a sheet's statement comes from sends, for example "exchange-3-2-from0"."""
    return f"{place_value(of, number)}-from{origin}"


def other_value(value: str) -> str:
    """What a click on the other language of an opened place sends, for example "exchange-3-2-other"."""
    return f"{value}-other"


def source_button(of: str, number: int) -> str:
    """The name of the button that opens source `number` of an anchor."""
    return f"cp-source-{of}-{number}"


def map_button(position: int) -> str:
    """The name of a question's button in the map of an exam."""
    return f"cp-map-{position}"


def quality_heading(subject: str) -> str:
    """The name of a heading of the Quality tab."""
    return f"{Id.QUALITY}-{subject}"


def library_field(name: str) -> str:
    """The name of a field or heading of the library."""
    return f"{Id.LIBRARY}-on-{name}"


def setting_field(name: str) -> str:
    """The name of a field of the settings."""
    return f"{Id.SETTINGS}-on-{name}"


def choice_button(name: str, value: str) -> str:
    """The name of a radio button of a group."""
    return f"cp-choice-{name}-{value or 'all'}"
