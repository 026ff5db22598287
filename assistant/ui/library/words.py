"""What the library has to say in the page's language: why a file is not read, names of collections and exams. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.library.rebuild import BuildFailed
from assistant.markup import element
from assistant.practice.blueprint import Blueprint
from assistant.ui.locale import Labels
from ingest.errors import CiteprepError
from ingest.library.intake import Limits
from ingest.library.records import FIRST, Collection
from ingest.schema import Problem

# Of these the program's own sentence says what no translation can: a status, names.
_WITH_DETAIL = frozenset({"fetch-failed", "fetch-refused", "passed-over"})
# Of these it says what a library saw in the file, in English: for who reads the page in English.
_TECHNICAL = frozenset({"damaged", "zip-damaged", "pdf-damaged"})


def why_not(problem: Problem, labels: Labels, *, megabytes: float, limits: Limits) -> tuple[str | None, ...]:
    """What is wrong with a file and what to do, as parts of a paragraph."""
    key = f"problem.{problem.code}"
    detail = element("span", problem.reason, class_="cp-quiet", lang="en")
    if key not in labels:
        return (element("span", f"{problem.reason} {problem.help}".strip(), lang="en"),)
    said = labels(key, mb=f"{megabytes:g}", at_once=labels.number(limits.at_once), files=labels.number(limits.files))
    shown = _WITH_DETAIL | _TECHNICAL if labels.lang == "en" else _WITH_DETAIL
    return (said, " ", detail) if problem.code in shown and problem.reason else (said,)


def trouble(error: CiteprepError, labels: Labels) -> str:
    """What went wrong with an action, and what to do."""
    code = error.kind if isinstance(error, BuildFailed) else error.code
    key = f"trouble.{code}"
    if key not in labels:
        return str(error)
    return f"{labels(key)} {_detail(error, labels)}".strip()


def _detail(error: CiteprepError, labels: Labels) -> str:
    """The program's own words where the label can only say of what kind it is."""
    return f"({error.message})" if error.code in ("fetch-failed", "fetch-refused") else ""


def collection_name(collection: Collection, labels: Labels) -> str:
    """A collection's name; its folder where nobody named it."""
    if collection.name:
        return collection.name
    return labels("library.first") if collection.id == FIRST else collection.id


def exam_names(ids: Sequence[str], exams: Sequence[Blueprint]) -> str:
    """The codes of exams, in the exams' order."""
    return ", ".join(exam.code for exam in exams if exam.id in ids)
