"""Why a claim is contradicted, in words: of what else the source says what the claim says."""

from __future__ import annotations

import pytest

from assistant.checking.reasons import Why, keys
from ingest.schema import LANGS
from tests.assistant.checking.asked import verdict

BUILT_IN = "K-Means is the SageMaker built-in algorithm for clustering, whereas k-NN is a supervised algorithm."


@pytest.mark.parametrize(
    ("claim", "langs", "words"),
    [
        ("K-Means is a supervised algorithm.", "en", "The source says it of k-NN, not of K-Means."),
        ("K-Means est un algorithme supervisé.", "fr>en", "La source le dit de k-NN, pas de K-Means."),
    ],
)
def test_a_statement_that_the_source_makes_of_another_subject_is_told_with_both(
    claim: str, langs: str, words: str
) -> None:
    found = verdict(claim, BUILT_IN, langs)
    assert (found.support, found.reason) == ("contradicted", words)


@pytest.mark.parametrize("key", sorted(keys()))
def test_every_reason_is_said_in_both_languages(key: str) -> None:
    values = tuple((name, f"<{name}>") for name in "source claim cue a b what".split())
    said = {lang: Why(key, values).said(lang) for lang in LANGS}
    assert len(set(said.values())) == 2
    assert {name for name, _ in values if f"<{name}>" in said["fr"]} == {
        name for name, _ in values if f"<{name}>" in said["en"]
    }


@pytest.mark.parametrize(
    ("claim", "evidence", "langs", "replaces"),
    [
        (
            "The default retention of a stream is 48 hours.",
            "The default retention of a stream is 24 hours.",
            "en",
            True,
        ),
        (
            "K-means is a supervised algorithm.",
            "The SageMaker k-means algorithm is an unsupervised algorithm that finds groups of similar observations.",
            "en",
            True,
        ),
        ("L'examen dure 120 minutes.", "L'examen dure 180 minutes, et ce temps vaut pour 65 questions.", "fr", True),
        ("A stream keeps data for 48 hours.", "A Firehose stream of Amazon MSK keeps data for 24 hours.", "en", False),
        ("Athena keeps data for 48 hours and scans S3.", "Data is kept for 24 hours by a stream.", "en", False),
        ("The retention is 24 hours.", "The retention is 24 hours.", "en", False),
    ],
)
def test_a_quote_corrects_what_it_speaks_of_and_says_otherwise(
    claim: str, evidence: str, langs: str, replaces: bool
) -> None:
    assert verdict(claim, evidence, langs).replaces is replaces
