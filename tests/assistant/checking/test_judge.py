"""Which window decides a claim: what speaks most directly about it, never against a sure denial of the same subject."""

from __future__ import annotations

import pytest

from assistant.checking import Window
from assistant.checking.judge import completes, deciding, directness, relevance
from assistant.checking.verdict import Verdict
from assistant.schema import Support
from ingest.schema import Lang
from tests.assistant.checking.asked import judged

DEFAULT = "The default retention period of a Kinesis data stream is 24 hours."
EXTENDED = "A stream with extended retention keeps its records for 48 hours."


def verdict(
    support: Support, closeness: float, confidence: float = 0.9, meaning: float = 0.0, *, certain: bool = False
) -> Verdict:
    return Verdict(support, confidence, "", 0, {"closeness": closeness, "meaning": meaning}, certain=certain)


COPY = Verdict("supported", 0.99, "", 0, {"closeness": 0.9}, verbatim=True)


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([], None),
        ([verdict("not_found", 0.9)], None),
        ([verdict("contradicted", 0.5)], 0),
        ([verdict("contradicted", 0.5), verdict("not_found", 0.9)], None),
        ([verdict("contradicted", 0.5, certain=True), verdict("not_found", 0.9)], 0),
        ([verdict("supported", 0.5), verdict("supported", 0.8)], 1),
        ([verdict("supported", 0.5), verdict("contradicted", 0.9)], 1),
        ([verdict("supported", 0.88), verdict("contradicted", 0.9)], 0),
        ([verdict("supported", 0.88), verdict("contradicted", 0.8, certain=True)], 1),
        ([verdict("contradicted", 0.95, certain=True), COPY], 1),
        ([verdict("supported", 0.95), verdict("contradicted", 0.9, certain=True), COPY], 2),
        ([verdict("supported", 0.9), verdict("contradicted", 0.9, meaning=-2.0)], 0),
        ([verdict("partly", 0.6), verdict("contradicted", 0.9)], 1),
        ([verdict("supported", 0.8), verdict("supported", 0.8)], 0),
    ],
)
def test_what_speaks_most_directly_decides_and_a_sure_denial_is_not_outvoted(
    verdicts: list[Verdict], expected: int | None
) -> None:
    assert deciding(verdicts) == expected


def test_where_most_claims_are_true_a_denial_must_be_nearer() -> None:
    verdicts = [verdict("contradicted", 0.7), verdict("partly", 0.62)]
    assert deciding(verdicts) == 0
    assert deciding(verdicts, 0.8) == 1
    sure = [verdict("contradicted", 0.7, certain=True), verdict("partly", 0.62)]
    assert deciding(sure, 0.8) == 0


def test_a_window_without_the_numbers_of_the_claim_counts_as_further_away() -> None:
    lacking = Verdict("partly", 0.9, "", 0, {"closeness": 0.9, "number_missing": 1.0})
    assert directness(lacking) == pytest.approx(0.7)
    assert deciding([verdict("supported", 0.75), lacking]) == 0
    assert deciding([verdict("contradicted", 0.75), lacking]) == 0
    assert deciding([verdict("supported", 0.6), lacking]) == 1


@pytest.mark.parametrize(
    ("joined", "expected"),
    [(verdict("supported", 0.8), True), (verdict("supported", 0.6), False), (verdict("partly", 0.8), False)],
)
def test_two_sentences_complete_one_only_where_they_say_no_less(joined: Verdict, expected: bool) -> None:
    assert completes(joined, verdict("partly", 0.7)) is expected


def test_relevance_counts_words_and_meaning() -> None:
    assert relevance(verdict("partly", 0.6, meaning=2.0)) == pytest.approx(0.7)
    assert relevance(Verdict("not_found", 0.9, "")) == 0.0


@pytest.mark.parametrize(
    ("claim", "lang", "expected"),
    [
        ("The default retention period of a Kinesis data stream is 48 hours.", "en", "contradicted"),
        ("La durée de conservation par défaut d’un flux Kinesis est de 48 heures.", "fr", "contradicted"),
        ("The default retention period of a Kinesis data stream is 24 hours.", "en", "supported"),
        ("A stream with extended retention keeps records for 48 hours.", "en", "supported"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_sentence_on_a_special_case_does_not_outvote_the_one_on_the_subject(
    claim: str, lang: Lang, expected: Support, turned: bool
) -> None:
    texts = [EXTENDED, DEFAULT] if turned else [DEFAULT, EXTENDED]
    found = judged(claim, [Window.alone(text, "en") for text in texts], lang)
    assert found.support == expected
    assert texts[found.best] == (EXTENDED if "extended" in claim else DEFAULT)


@pytest.mark.parametrize(
    ("claim", "beside", "said"),
    [
        (
            "A Firehose buffer holds up to 128 MB.",
            "A Lambda function of Firehose holds up to 6 MB.",
            "A Firehose buffer holds up to 128 MB before it is written.",
        ),
        (
            "Batch transform splits its input by line.",
            "Batch transform does not split input that is compressed.",
            "Batch transform splits its input by line.",
        ),
    ],
)
def test_a_conflict_on_another_subject_is_no_contradiction(claim: str, beside: str, said: str) -> None:
    for texts in ([beside, said], [said, beside]):
        assert judged(claim, [Window.alone(text, "en") for text in texts], "en").support == "supported"
