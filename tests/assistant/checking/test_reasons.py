"""Why a claim is contradicted, in words: of what else the source says what the claim says."""

from __future__ import annotations

import pytest

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
