"""Statements of a sentence: what each says, and what it denies."""

from __future__ import annotations

from assistant.choosing.said import statements_of, terms_of


def test_two_things_set_against_one_another_are_two_statements() -> None:
    first, second = statements_of("A pair plot becomes unreadable, whereas a heat map stays compact.", "en")
    assert terms_of("pair plot unreadable") <= first.terms
    assert terms_of("heat map compact") <= second.terms
    assert not terms_of("compact") & first.terms


def test_what_is_denied_is_known() -> None:
    (said,) = statements_of("FastFile mode needs no code change.", "en")
    assert said.denies
    assert terms_of("code change") <= said.denied
    assert not terms_of("FastFile") & said.denied


def test_a_plain_sentence_denies_nothing() -> None:
    (said,) = statements_of("Le mode Pipe lit les données au fil de l'eau.", "fr")
    assert not said.denies
    assert not said.denied
