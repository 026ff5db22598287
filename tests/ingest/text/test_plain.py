"""Folding that moves nothing, the months, and words at their two joints."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.text.months import FOLDED_MONTHS, MONTHS
from ingest.text.plain import flat
from ingest.text.tokens import identifier_matches, word_matches


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Éléments Déjà Vus", "elements deja vus"),
        ("ÇA et Là", "ca et la"),
        ("l’élève", "l'eleve"),
        ("l‘élève", "l'eleve"),
        ("10\u202f000\u00a0Mo", "10 000 mo"),
        ("a\tb", "a b"),
        ("2010–2020", "2010-2020"),
        ("a — b", "a - b"),
        ("cœur", "ceur"),
        ("ŒUVRE", "euvre"),
        ("naïve", "naive"),
        ("ml.p3.2xlarge", "ml.p3.2xlarge"),
        ("日本", "日本"),
        ("e\u0301", "e\u0301"),  # a mark of its own stays, so that no place moves
        ("", ""),
    ],
)
def test_flat(written: str, folded: str) -> None:
    assert flat(written) == folded


@given(st.text(max_size=80))
@settings(deadline=None, max_examples=80)
def test_folding_moves_nothing_and_is_done_once(text: str) -> None:
    once = flat(text)
    assert len(once) == len(text)
    assert len(flat(once)) == len(once)


@given(st.text(alphabet="abcdeéèàçÉÀŒœ’\u00a0\u202f–— ZY", max_size=60))
@settings(deadline=None, max_examples=60)
def test_folding_french_twice_is_folding_once(text: str) -> None:
    assert flat(flat(text)) == flat(text)
    assert flat(text).isascii()


def test_every_month_has_its_two_names() -> None:
    by_number: dict[int, list[str]] = {}
    for name, number in MONTHS.items():
        by_number.setdefault(number, []).append(name)
    assert sorted(by_number) == list(range(1, 13))
    assert {number: len(names) for number, names in by_number.items()} == dict.fromkeys(range(1, 13), 2)
    assert all(name == name.lower() and name.isalpha() for name in MONTHS)
    assert {"fevrier", "aout", "decembre"} <= set(FOLDED_MONTHS)
    assert all(name.isascii() for name in FOLDED_MONTHS)


@pytest.mark.parametrize(
    ("text", "words", "identifiers"),
    [
        ("us-east-1", ["us", "east", "1"], ["us-east-1"]),
        ("ml.p3.2xlarge", ["ml.p3.2xlarge"], ["ml.p3.2xlarge"]),
        ("max_depth", ["max_depth"], ["max_depth"]),
        ("key/value", ["key", "value"], ["key/value"]),
        ("l'élève", ["l", "élève"], ["l", "élève"]),
        ("End.", ["End"], ["End"]),
        ("end-", ["end"], ["end"]),
        ("-end", ["end"], ["end"]),
        ("a--b", ["a", "b"], ["a", "b"]),
        ("s3://bucket/key", ["s3", "bucket", "key"], ["s3", "bucket/key"]),
        ("multi-model endpoint", ["multi", "model", "endpoint"], ["multi-model", "endpoint"]),
        ("__init__", ["init"], ["init"]),
        ("", [], []),
        ("!?…", [], []),
    ],
)
def test_words_part_at_hyphens_where_identifiers_do_not(text: str, words: list[str], identifiers: list[str]) -> None:
    assert [match.group() for match in word_matches(text)] == words
    assert [match.group() for match in identifier_matches(text)] == identifiers


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=60)
def test_the_two_joints_read_the_same_letters(text: str) -> None:
    def letters(found: list[str]) -> str:
        return "".join(c for word in found for c in word if c.isalnum())

    fine, coarse = [m.group() for m in word_matches(text)], [m.group() for m in identifier_matches(text)]
    assert letters(fine) == letters(coarse) == "".join(c for c in text if c.isalnum())
    assert len(coarse) <= len(fine)
