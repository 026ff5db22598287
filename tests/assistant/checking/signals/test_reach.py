"""How far a statement reaches: all and some, always and usually, only, at least one; and where its clauses part."""

from __future__ import annotations

import pytest

from assistant.checking.reading.quantifiers import reach
from tests.assistant.checking.asked import as_lang, reading, signals, verdict


@pytest.mark.parametrize(
    ("lang", "text", "strength"),
    [
        ("en", "All objects are encrypted.", "universal"),
        ("en", "It always encrypts objects.", "universal"),
        ("en", "Every object is encrypted.", "universal"),
        ("fr", "Tous les objets sont chiffrés.", "universal"),
        ("fr", "Il chiffre toujours les objets.", "universal"),
        ("fr", "Chaque objet est chiffré.", "universal"),
        ("en", "Only Firehose writes to S3.", "exclusive"),
        ("en", "Firehose writes exclusively to S3.", "exclusive"),
        ("fr", "Seul Firehose écrit dans S3.", "exclusive"),
        ("fr", "Firehose n'écrit que dans S3.", "exclusive"),
        ("fr", "Firehose n’écrit que dans S3.", "exclusive"),
        ("fr", "Firehose écrit uniquement dans S3.", "exclusive"),
        ("en", "Objects are usually encrypted.", "limited"),
        ("en", "Most objects are encrypted.", "limited"),
        ("fr", "Les objets sont souvent chiffrés.", "limited"),
        ("fr", "La plupart des objets sont chiffrés.", "limited"),
    ],
)
def test_strengths(lang: str, text: str, strength: str) -> None:
    found = reach(text, as_lang(lang))
    held = {name for name in ("universal", "exclusive", "limited") if getattr(found, name)}
    assert held == {strength}


@pytest.mark.parametrize(("lang", "text"), [("en", "Firehose writes to S3."), ("fr", "Firehose écrit dans S3.")])
def test_a_plain_statement_has_no_strength(lang: str, text: str) -> None:
    found = reach(text, as_lang(lang))
    assert (found.universal, found.exclusive, found.limited) == ((), (), ())


@pytest.mark.parametrize(
    ("langs", "claim", "source"),
    [
        ("en", "All instances support GPUs.", "Some instances support GPUs."),
        ("fr>en", "Toutes les instances ont un GPU.", "Some instances have a GPU."),
        ("en", "The job always converges.", "The job usually converges."),
        ("fr>en", "La tâche converge toujours.", "The job usually converges."),
        ("en>fr", "The job always converges.", "La tâche converge généralement."),
        ("fr", "Tous les algorithmes lisent le CSV.", "Certains algorithmes lisent le CSV."),
    ],
)
def test_a_claim_that_reaches_further_than_its_source(langs: str, claim: str, source: str) -> None:
    found = signals(claim, source, langs).reach
    assert found.stronger
    assert found.hedge_dropped


@pytest.mark.parametrize(
    ("langs", "claim", "source"),
    [
        ("en", "Only Firehose writes to S3.", "Firehose writes to S3."),
        ("fr>en", "Seul Firehose écrit dans S3.", "Firehose writes to S3."),
        ("fr>en", "Firehose n'écrit que dans S3.", "Firehose writes to S3."),
        ("en>fr", "Firehose writes exclusively to S3.", "Firehose écrit dans S3."),
    ],
)
def test_an_only_of_the_claim_alone(langs: str, claim: str, source: str) -> None:
    assert signals(claim, source, langs).reach.exclusive


@pytest.mark.parametrize(
    ("langs", "claim", "source"),
    [
        ("fr>en", "Tous les objets sont chiffrés.", "Every object is encrypted."),
        ("fr>en", "Firehose n'écrit que dans S3.", "Firehose writes only to S3."),
        ("en>fr", "The job usually converges.", "En général, la tâche converge."),
        ("en", "At least one of the two is needed.", "One of the two is needed at least."),
    ],
)
def test_the_same_strength_in_other_words(langs: str, claim: str, source: str) -> None:
    found = signals(claim, source, langs).reach
    assert (found.stronger, found.exclusive, found.only_dropped, found.hedge_dropped) == ((), (), (), ())


@pytest.mark.parametrize(
    ("lang", "text", "first", "second"),
    [
        ("en", "Firehose writes to S3, whereas Data Streams keeps records.", "Firehose", "keeps"),
        ("en", "Firehose writes to S3; Data Streams keeps records.", "Firehose", "keeps"),
        ("en", "Firehose writes to S3 and Data Streams keeps records.", "Firehose", "keeps"),
        ("fr", "Firehose écrit dans S3, tandis que Data Streams garde les données.", "Firehose", "garde"),
        ("fr", "Firehose écrit dans S3 et Data Streams garde les données.", "Firehose", "garde"),
    ],
)
def test_two_statements_of_one_sentence_are_told_apart(lang: str, text: str, first: str, second: str) -> None:
    statement = {item.text: item.statement for item in reading(text, as_lang(lang)).items}
    assert statement[first] != statement[second]


@pytest.mark.parametrize(
    "text",
    ["Firehose reads and writes records.", "Firehose writes to S3 and Redshift.", "Precision and recall are metrics."],
)
def test_a_list_is_one_statement(text: str) -> None:
    assert len({item.statement for item in reading(text).items}) == 1


@pytest.mark.parametrize(
    ("lang", "claim", "source"),
    [
        ("en", "Only Firehose can write to S3.", "Firehose can write to S3."),
        ("en", "Clarify detects bias before and after training.", "Clarify detects bias before training."),
        (
            "fr",
            "Clarify détecte le biais avant et après l'entraînement.",
            "Clarify détecte le biais avant l'entraînement.",
        ),
    ],
)
def test_what_goes_further_is_partly_supported_at_best(lang: str, claim: str, source: str) -> None:
    found = signals(claim, source, lang)
    assert found.goes_further
    assert not found.certain_conflict
    assert verdict(claim, source, lang).support == "partly"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Glue does not only read CSV."),
        ("fr", "Les données sont dans un seul fichier."),
        ("fr", "Glue ne lit pas seulement le CSV."),
        ("fr", "Le job ne peut pas donner plus de composantes que prévu."),
    ],
)
def test_a_single_one_or_a_denied_only_excludes_nothing(lang: str, text: str) -> None:
    assert reach(text, as_lang(lang)).exclusive == ()
