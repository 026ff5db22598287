"""The status line, and errors in the page's language: by the key of their message, else by their code. Pure.

The program's own messages are English. What a learner can meet has words of its own under [error]; the rest (a wrong
setting, a broken file) is for whoever set the page up, and is quoted after a French sentence that says of what kind it
is.
"""

from __future__ import annotations

import logging

from assistant.markup import Html, element
from assistant.practice.errors import PracticeError
from assistant.records.errors import StoreError
from assistant.schema import Failed
from assistant.serving.line import Waiting
from assistant.ui.locale import Labels, load_labels
from ingest.errors import CiteprepError
from ingest.schema import Lang

_LOG = logging.getLogger(__name__)


def status(text: str, *, alert: bool = False) -> Html:
    """A line that is always there, so that screen readers announce what changes in it."""
    return element("p", text, class_="cp-status is-alert" if alert else "cp-status", role="status")


def in_line(waiting: Waiting, lang: Lang) -> Html:
    """The place of who waits while others are served, and about how long that takes."""
    labels = load_labels(lang)
    said = labels("line.place", n=labels.number(waiting.place))
    if waiting.seconds is not None:
        said = f"{said} {labels.count('line.seconds', max(1, round(waiting.seconds)))}"
    return status(said)


def explained(error: CiteprepError, labels: Labels) -> str:
    """What went wrong and what to do, as plain text."""
    if isinstance(error, PracticeError | StoreError) and f"error.{error.key}" in labels:
        return labels(f"error.{error.key}", **error.values)
    kind = _kind(error.code, labels)
    return f"{kind} ({error})" if kind else str(error)


def told(error: Exception, labels: Labels, otherwise: str) -> str:
    """What to say of an error that ended a handler: its own words, or `otherwise` for a bug, which is logged."""
    if isinstance(error, CiteprepError):
        return explained(error, labels)
    _LOG.error("The page met a bug.", exc_info=error)
    return otherwise


def failure(failed: Failed, labels: Labels) -> Html:
    """Why a question or a text has no answer, as a paragraph."""
    own = f"error.failed.{failed.code}"
    if own in labels:
        return element("p", labels(own))
    said = f"{failed.message} {failed.help}".strip()
    kind = _kind(failed.code, labels)
    if not kind:
        return element("p", said)
    return element("p", kind, " ", element("span", said, lang="en", class_="cp-quiet"))


def failure_text(failed: Failed, labels: Labels) -> str:
    """The same as plain text, for a file."""
    own = f"error.failed.{failed.code}"
    if own in labels:
        return labels(own)
    said = f"{failed.message} {failed.help}".strip()
    kind = _kind(failed.code, labels)
    return f"{kind} ({said})" if kind else said


def _kind(code: str, labels: Labels) -> str:
    """Of what kind an error is, where the page is not in the program's own language; else ""."""
    key = f"error.kind.{code}"
    return labels(key) if labels.lang != "en" and key in labels else ""
