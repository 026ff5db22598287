"""Words around facts: French articles and spaces, families and their data."""

from __future__ import annotations

import random

import pytest

from assistant.checking.reading.lexicon import load_lexicon
from assistant.practice.generate.facts.families import FamilyError, Name, capital, load_families
from assistant.practice.generate.writing.said import name_forms
from assistant.practice.generate.writing.wording import (
    Wording,
    article,
    family_words,
    french_spaces,
    of_subject,
    sentence,
    to_subject,
)
from tests.assistant.practice.generate.material import BY_ID, FAMILIES

NARROW = "\u202f"


@pytest.mark.parametrize(
    ("subject", "of", "to"),
    [
        ("le crawler", "du crawler", "au crawler"),
        ("les files", "des files", "aux files"),
        ("la table", "de la table", "à la table"),
        ("l’algorithme", "de l’algorithme", "à l’algorithme"),
        ("Amazon S3", "d’Amazon S3", "à Amazon S3"),
        ("DeepAR", "de DeepAR", "à DeepAR"),
        ("Object2Vec", "d’Object2Vec", "à Object2Vec"),
    ],
)
def test_french_prepositions_contract(subject: str, of: str, to: str) -> None:
    assert (of_subject(subject), to_subject(subject)) == (of, to)


def test_french_punctuation() -> None:
    assert french_spaces("Quoi ? Ceci : cela ; « tout » !") == (
        f"Quoi{NARROW}? Ceci\u00a0: cela{NARROW}; «\u00a0tout\u00a0»{NARROW}!"
    )


def test_pronouns_agree_with_the_family() -> None:
    words = family_words(BY_ID["glue-transform"], "fr")
    assert (words["Which"], words["Which_one"], words["a"]) == ("Quelle", "Laquelle", "une")
    words = family_words(BY_ID["encoding"], "fr")
    assert (words["Which"], words["Which_one"], words["a"], words["the"]) == ("Quel", "Lequel", "un", "l’")


@pytest.mark.parametrize(
    ("noun", "expected"), [("AWS service", "an"), ("SQL command", "a"), ("union", "a"), ("XGBoost rule", "an")]
)
def test_english_articles(noun: str, expected: str) -> None:
    assert article(noun) == expected


def test_names_written_in_their_own_way_keep_their_first_letter() -> None:
    for text in ("k-means", "num_round", "aws:SourceVpc", "t-SNE"):
        assert capital(text) == sentence(text) == text
    assert capital("decision tree") == "Decision tree"
    assert sentence("l’Enterprise Edition fonctionne") == "L’Enterprise Edition fonctionne"


@pytest.mark.parametrize("kind", ["role", "describe", "several", "matching"])
def test_every_phrasing_of_every_family_is_filled_in(kind: str) -> None:
    wording = Wording()
    values = {"statement": "x", "subject": "y", "of": "de y", "to": "à y"}
    for family in FAMILIES:
        for lang in ("en", "fr"):
            words = {**values, **family_words(family, "fr" if lang == "fr" else "en")}
            for seed in range(4):
                text = wording.stem(kind, "fr" if lang == "fr" else "en", random.Random(seed), words, choose=True)
                assert "{" not in text


def test_a_name_is_found_by_its_gloss_and_without_its_maker() -> None:
    assert set(name_forms(Name("Class Imbalance (CI)", "Class Imbalance (CI)"))) == {"Class Imbalance", "CI"}
    assert "Lex" in name_forms(Name("Amazon Lex", "Amazon Lex"))


def test_a_member_says_what_it_belongs_to_unless_its_name_does() -> None:
    batch = BY_ID["batch-component"]
    assert batch.placed("a job queue", "en") == "a job queue of AWS Batch"
    assert batch.placed("an AWS Batch job", "en") == "an AWS Batch job"


FAMILY = '[x]\nen = "thing"\nfr = "chose"\ngender = "f"\n'


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('colour = "red"', "x.colour: unknown key"),
        ('names = [{ en = "one" }]', "fr: is missing"),
        ('do = "ask"', "x.do: 'ask' is not one of choose, know"),
        ('names = [{ en = "one", fr = "un" }]\nalike = [["one", "two"]]', "x: no member is called two"),
        ('names = [{ en = "one", fr = "un" }]\nkin = [["one", "two"]]', "x: no member is called two"),
        ('names = [{ en = "one", fr = "un" }]\nkinds = { two = ["one"] }', "x: no member is called two"),
    ],
)
def test_a_bad_family_is_refused(more: str, said: str) -> None:
    assert [family.id for family in load_families(load_lexicon(), FAMILY)] == ["x"]
    with pytest.raises(FamilyError, match=said):
        load_families(load_lexicon(), FAMILY + more)


def test_what_is_said_of_a_thing_holds_of_its_kinds_but_not_the_other_way_round() -> None:
    family = BY_ID["regularization"]
    l1, net = (next(name for name in family.names if name.en == en) for en in ("L1 regularization", "elastic net"))
    assert "elastic net" in family.sharers(l1)
    assert "L1 regularization" not in family.sharers(net)
    assert "L1 regularization" in family.givers(net)
    assert "elastic net" not in family.givers(l1)


def test_every_phrase_belongs_to_a_family_and_is_french() -> None:
    phrases = Wording().phrases
    assert set(phrases) <= set(BY_ID)
    for table in phrases.values():
        for english, french in table.items():
            assert french
            assert french != english
            assert "'" not in french
            assert not french.endswith(".")
