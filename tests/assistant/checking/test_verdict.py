"""One claim and its evidence to a verdict, with words only: what must hold whatever the coefficients are."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assistant.checking import Window
from assistant.checking.reading.reading import read
from ingest.schema import Lang
from tests.assistant.checking.asked import as_lang, judged, lexicon, verdict

RETENTION = "A Kinesis data stream keeps its records for 24 hours by default and has up to 20 consumers."
FACTS: list[tuple[Lang, str]] = [
    ("en", RETENTION),
    ("en", "An Amazon S3 object is at most 5 TB, and one PUT uploads up to 5 GB."),
    ("en", "Firehose buffers records for 60 to 900 seconds before it writes them to Amazon S3."),
    ("en", "The exam has 65 questions and lasts 180 minutes."),
    ("fr", "Un flux conserve les enregistrements 24 heures par défaut, et sert au plus 20 lecteurs."),
    ("fr", "L'examen MLS-C01 comporte 65 questions et dure 180 minutes."),
    ("fr", "Le tampon de Firehose garde de 1 à 128 Mo ou de 60 à 900 secondes."),
    ("fr", "Une tâche accepte jusqu'à 20 hyperparamètres et 1 000 entraînements."),
]


@pytest.mark.parametrize(
    ("langs", "claim", "source"),
    [
        ("en", "By default, records stay in a Kinesis data stream for one day.", RETENTION),
        ("fr>en", "Par défaut, un flux Kinesis conserve ses enregistrements 24 h.", RETENTION),
        ("fr>en", "Un objet Amazon S3 pèse au plus 5 To.", "An Amazon S3 object is at most 5 TB."),
        ("en>fr", "Firehose writes directly to Amazon S3.", "Kinesis Data Firehose écrit directement dans Amazon S3."),
        ("fr>en", "Le mode Pipe n'a pas besoin de disque local.", "Pipe mode needs no local disk."),
        ("en", "Recall is the share of actual positives that are found.",
         "Sensitivity is the share of the actual positives that the model finds."),
        ("fr", "L'ACP réduit la dimension des données.", "L'analyse en composantes principales réduit la dimension."),
    ],
)  # fmt: skip
def test_a_paraphrase_or_translation_is_supported(langs: str, claim: str, source: str) -> None:
    found = verdict(claim, source, langs)
    assert (found.support, found.best) == ("supported", 0)
    assert found.reason


@pytest.mark.parametrize(
    ("langs", "claim", "source", "said"),
    [
        ("en", "A Kinesis data stream keeps its records for 48 hours by default.", RETENTION, ("24 hours", "48 hours")),
        ("fr>en", "Un flux Kinesis conserve ses enregistrements 48 heures par défaut.", RETENTION,
         ("24 hours", "48 heures")),
        ("fr", "Un objet S3 pèse au plus 5 Go.", "Un objet S3 pèse au plus 5 To.", ("5 To", "5 Go")),
        ("en", "Data Streams can write to S3.", "Data Streams cannot write to S3.", ("cannot",)),
        ("fr", "Data Streams écrit dans S3.", "Data Streams ne peut pas écrire dans S3.", ("ne peut pas",)),
        ("en", "Kinesis Data Streams delivers data to S3.", "Firehose delivers data to S3.",
         ("Firehose", "Kinesis Data Streams")),
        ("en", "Regularization increases overfitting.", "Regularization reduces overfitting.",
         ("reduces", "increases")),
    ],
)  # fmt: skip
def test_a_contradiction_says_what_the_source_says_instead(
    langs: str, claim: str, source: str, said: tuple[str, ...]
) -> None:
    found = verdict(claim, source, langs)
    assert found.support == "contradicted"
    for words in said:
        assert words in found.reason


def test_the_reason_is_in_the_language_of_the_claim() -> None:
    english = verdict("Data is kept 48 h.", "Les données sont gardées 24 h.", "en>fr")
    french = verdict("Les données sont gardées 48 h.", "Data is kept for 24 h.", "fr>en")
    assert english.reason.startswith("The source says")
    assert french.reason.startswith("La source dit")


@pytest.mark.parametrize("langs", ["en", "en>fr"])
def test_what_the_source_does_not_speak_of_is_not_found(langs: str) -> None:
    source = RETENTION if langs == "en" else FACTS[4][1]
    found = verdict("The Eiffel Tower was painted brown.", source, langs)
    assert found.support == "not_found"
    assert "Eiffel" in found.missing


def test_without_evidence_nothing_is_found() -> None:
    found = judged("Firehose writes to S3.", [], "en")
    assert (found.support, found.best) == ("not_found", -1)


def test_the_evidence_that_supports_decides_wherever_it_stands() -> None:
    texts = ["S3 stores files.", "Data Streams cannot write to S3.", "Firehose writes to S3.", "Athena reads files."]
    for turn in range(4):
        turned = texts[turn:] + texts[:turn]
        found = judged("Firehose writes to S3.", [Window.alone(text, "en") for text in turned], "en")
        assert (found.support, turned[found.best]) == ("supported", "Firehose writes to S3.")


@pytest.mark.parametrize(("lang", "fact"), FACTS)
def test_a_quote_is_supported_even_as_a_part_and_in_other_case(lang: Lang, fact: str) -> None:
    for claim in (fact, fact.rstrip("."), fact.upper(), f"« {fact} »", fact.split(",")[0]):
        found = judged(claim, [Window.alone(fact, lang)], lang)
        assert found.support == "supported", claim


def figures() -> list[tuple[Lang, str, re.Match[str]]]:
    """Every figure of every fact: numbers that stand alone, not those of names."""
    found = re.compile(r"(?<![\w-])\d[\d ]*\d?(?= [a-zA-Zé])")
    return [(lang, fact, match) for lang, fact in FACTS for match in found.finditer(fact)]


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(figures()), st.integers(2, 1900))
def test_a_quote_with_another_number_is_never_supported(place: tuple[Lang, str, re.Match[str]], number: int) -> None:
    lang, fact, match = place
    assume(number != int(match.group().replace(" ", "")))
    changed = f"{fact[: match.start()]}{number}{fact[match.end() :]}"
    found = judged(changed, [Window.alone(fact, lang)], lang)
    assert found.support != "supported", changed


WORDS = st.sampled_from(
    "Firehose S3 not ne n'est pas jamais never before avant 5 To TB 24 h 90 % entre between and et un une only que "
    "plus less than moins ml.m5.large k-means by par from to , ; : ( ) . ? - | « » ’ É 🙂 ﬁ İ".split()
)
ANY_TEXT = st.one_of(st.text(max_size=150), st.lists(WORDS, max_size=30).map(" ".join))
LANG = st.sampled_from(["fr", "en"])


@settings(max_examples=50, deadline=None)
@given(ANY_TEXT, LANG)
def test_places_of_a_reading_hold_on_any_text(text: str, lang: str) -> None:
    found = read(text, as_lang(lang), lexicon())
    for item in found.items:
        assert text[item.start : item.end].replace("’", "'") == item.text.replace("’", "'")
    for denial in found.denials:
        assert 0 <= denial.start < denial.end <= len(text)
    assert [item.place for item in found.items] == list(range(len(found.items)))


@settings(max_examples=50, deadline=None)
@given(ANY_TEXT, ANY_TEXT, LANG, LANG)
def test_any_two_texts_get_a_verdict(claim: str, source: str, lang: str, source_lang: str) -> None:
    found = judged(claim, [Window.alone(source, as_lang(source_lang), (claim,), source)], as_lang(lang))
    assert found.support in ("supported", "partly", "contradicted", "not_found")
    assert 0.0 <= found.confidence <= 1.0
    assert found.reason
    assert all(math.isfinite(value) for value in found.features.values())


@settings(deadline=None)
@given(ANY_TEXT, LANG)
def test_a_text_supports_itself(text: str, lang: str) -> None:
    assume(sum(character.isascii() and character.isalpha() for character in text) >= 3)
    found = judged(text, [Window.alone(text, as_lang(lang))], as_lang(lang))
    assert found.support == "supported"
