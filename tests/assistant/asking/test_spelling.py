"""Short forms and near spellings."""

from __future__ import annotations

import pytest

from assistant.asking.bilingual import Bilingual
from assistant.asking.spelling import Speller, write_out
from assistant.asking.terms import Synonyms
from assistant.checking.reading.lexicon import load_lexicon

TEXTS = (
    "Object2Vec learns embeddings of pairs; training uses a learning rate and epochs.",
    "Amazon Textract reads documents. The ml.p3.2xlarge instance trains models.",
    "L'agrégation et la multicollinearity, aggregation of records.",
)


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(TEXTS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("objct2vec", "object2vec"), ("textrakt", "textract"), ("trainnig", "training")],
)
def test_a_typing_error_is_near_one_word(speller: Speller, typed: str, meant: str) -> None:
    assert speller.near(typed) == meant


@pytest.mark.parametrize("word", ["training", "trains", "Textract", "the", "rate", "Bedrock", "p4", "object3vec", ""])
def test_known_short_and_strange_words_have_no_near_spelling(speller: Speller, word: str) -> None:
    assert speller.near(word) == ""


def test_a_name_with_other_digits_is_another_name(speller: Speller) -> None:
    assert Speller(["the instance p3dn24xlarge"]).near("p4dn24xlarge") == ""


def test_a_cognate_is_found(speller: Speller) -> None:
    assert speller.near("multicolinéarité") == "multicollinearity"


def test_near_words_say_where(speller: Speller) -> None:
    assert speller.near_words("how does textrakt work") == [(9, 17, "textract")]


def test_two_words_equally_near_are_none() -> None:
    assert Speller(["barfoo1 marker", "harker"]).near("parker") == ""


@pytest.mark.parametrize(
    ("text", "lang", "written"),
    [
        ("max HPs per HPO job in SM?", "en", "max hyperparameters per hyperparameter tuning job in SageMaker?"),
        ("HPO : quelle limite ?", "fr", "optimisation des hyperparamètres : quelle limite ?"),
        ("the SMS of hpo", "en", "the SMS of hpo"),
    ],
)
def test_short_forms_are_written_out(text: str, lang: str, written: str) -> None:
    assert write_out(text, lang) == written  # type: ignore[arg-type]


def test_near_spellings_are_other_words_for_a_text(speller: Speller) -> None:
    found = Bilingual(load_lexicon(), speller).other_words("limit of textrakt", "en")
    assert "textract" in found.expansion
    assert Synonyms(9, 17, ("textract",), name=False) in found.synonyms
    assert "textract" not in Bilingual(load_lexicon()).other_words("limit of textrakt", "en").expansion
