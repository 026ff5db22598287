"""What the text alone gives away: guessed from other documents, and left out of what is learned."""

from __future__ import annotations

import math

import pytest

from evals.entailment.pairs import Pair
from evals.entailment.priors import priors


def pair(number: int, text: str, target: int) -> Pair:
    return Pair(f"c{number}", "claim", text, "evidence", target, f"page {number}", "near", "en", "en")


def test_a_word_that_only_false_claims_have_is_given_away() -> None:
    pairs = [pair(n, "it can be a tray" if n % 2 else "it is always a tray", 1 - n % 2) for n in range(40)]
    chances = [[math.exp(value) for value in row] for row in priors(pairs)]
    assert all(sum(row) == pytest.approx(1.0, abs=0.01) for row in chances)
    assert all(row[one.target] > 0.8 for row, one in zip(chances, pairs, strict=True))


def test_nothing_is_given_away_by_a_word_of_one_document_only() -> None:
    pairs = [pair(n, f"word{n} in a tray", n % 2) for n in range(40)]
    assert all(math.exp(row[0]) == pytest.approx(0.5, abs=0.1) for row in priors(pairs))


def test_few_documents_give_even_chances() -> None:
    assert priors([pair(1, "always", 1), pair(2, "can", 0)]) == [pytest.approx([math.log(1 / 3)] * 3)] * 2
