"""Sources that disagree are shown to disagree, both cited and dated; sources that agree are left alone."""

from __future__ import annotations

import pytest

from assistant.answering.citations import Checked, TextBuilder
from assistant.answering.conflicts import find_conflicts, with_conflicts
from assistant.answering.support import SentenceChecker
from assistant.checking import Checker, load_lexicon
from assistant.schema import Evidence
from ingest.schema import Document, Lang, Source, Span


def evidence(number: int, quote: str, uri: str, as_of: str, lang: Lang = "en") -> Evidence:
    document = Document(Source(uri, uri.upper(), "aws-doc", lang, as_of=as_of), quote, ())
    return Evidence(number, Span(document, 0, len(quote)), 0.9, number)


OLD = evidence(1, "The default retention period of a Kinesis data stream is 24 hours.", "old", "2021")
NEW = evidence(2, "The default retention period of a Kinesis data stream is 48 hours.", "new", "2026")
SAME = evidence(3, "A Kinesis data stream keeps records for 24 hours by default.", "same", "2022")


def answer(used: Evidence, *others: Evidence) -> tuple[str, int]:
    builder = TextBuilder((used,))
    builder.claim(used.quote, Checked("supported", 1.0, "", (0,)))
    resolved = builder.done()
    judge = SentenceChecker(Checker(load_lexicon()))
    conflicts = find_conflicts(resolved.citations, (used, *others), judge, "en")
    compared = with_conflicts(resolved, conflicts, "en")
    return compared.text, len(compared.citations)


def test_a_newer_page_that_disagrees_is_cited_with_its_date() -> None:
    text, citations = answer(OLD, NEW)
    assert "The sources disagree" in text
    assert "2021" in text
    assert "2026" in text
    assert citations == 2


def test_sources_that_agree_add_nothing() -> None:
    text, citations = answer(OLD, SAME)
    assert "disagree" not in text
    assert citations == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "When a SageMaker endpoint removes a container, SIGTERM is followed by SIGKILL 30 seconds later.",
            "To stop a training job, SageMaker sends SIGTERM and then SIGKILL after 120 seconds.",
        ),
        (
            "A CloudWatch alarm with 4 out of 5 data points and a period of 1 minute is evaluated over 5 minutes.",
            "CloudWatch keeps data points with a period of 60 seconds for 15 days.",
        ),
    ],
)
def test_sentences_about_different_things_do_not_disagree(one: str, other: str) -> None:
    text, _ = answer(evidence(1, one, "one", "2021"), evidence(2, other, "other", "2022"))
    assert "disagree" not in text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("During the first week of January, the daily export of the records writes at most 50 files into the archive.",
         "During the first week of March, the daily export of the records writes at most 80 files into the archive."),
        ("The validation step of a pipeline stops when the recall of the new model falls below 80 percent.",
         "The validation step of a pipeline stops when the precision of the new model falls below 90 percent."),
        ("The validation step of a pipeline stops when the recall of the new model falls below 80 percent.",
         "The validation step of a pipeline stops when the precision of the new model falls below 80 percent."),
    ],
)  # fmt: skip
def test_what_is_said_of_another_name_is_no_disagreement(one: str, other: str) -> None:
    """To the checker a swapped name and another number; to a reader a second fact beside the first."""
    text, citations = answer(evidence(1, one, "one", "2021"), evidence(2, other, "other", "2022"))
    assert "disagree" not in text
    assert citations == 1


def test_english_sources_are_read_as_english_for_a_french_reader() -> None:
    judge = SentenceChecker(Checker(load_lexicon()))
    denied = evidence(2, "The default retention period of a Kinesis data stream is not 24 hours.", "new", "2026")
    checked = judge.compare(denied, OLD, "fr")
    assert checked.support == "contradicted"
    assert "source" in checked.reason.lower()
