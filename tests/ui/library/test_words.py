"""What is said of a file that cannot be read, in each language."""

from __future__ import annotations

import pytest

from assistant.ui.library.words import why_not
from assistant.ui.locale import load_labels
from ingest.library.intake import Limits
from ingest.schema import Lang, Problem

REASON = "pypdf cannot find the trailer (PdfReadError)."


def _said(code: str, lang: Lang) -> str:
    problem = Problem("cours.pdf", code, REASON, "Print it to a new PDF.")
    return "".join(map(str, why_not(problem, load_labels(lang), megabytes=25, limits=Limits())))


@pytest.mark.parametrize("code", ["pdf-damaged", "damaged", "zip-damaged"])
def test_what_a_library_saw_in_english_is_on_the_english_page_only(code: str) -> None:
    assert REASON not in _said(code, "fr")
    assert REASON in _said(code, "en")


def test_a_status_is_told_in_both() -> None:
    assert REASON in _said("fetch-failed", "fr")
