"""The features behind the refusal score, on a small index."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from assistant.asking.asked import asked_of
from assistant.asking.bilingual import Bilingual
from assistant.checking.reading.lexicon import load_lexicon
from assistant.finding import refusal
from assistant.finding.evidence import EvidenceFinder, Found
from assistant.finding.ranking import rank
from assistant.finding.refusal import Features, Gate, judge, missing_names, score
from assistant.finding.retrieve import Retriever, SearchSettings
from assistant.finding.signals import asks_which, missing_identifiers
from ingest.embedding.embed import HashingEmbedder
from ingest.index.store import Index, open_index
from ingest.schema import Lang
from ingest.settings import IngestSettings
from tests.fakes import build_here, write_corpus

NAMES = Bilingual(load_lexicon())


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    root: Path = tmp_path_factory.mktemp("signals")
    settings = IngestSettings(corpus=(write_corpus(root),), index=root / "index", embedding_model="hashing-256")
    build_here(settings, HashingEmbedder())
    return open_index(settings, exact=True)


def gate(index: Index, text: str, lang: Lang = "en") -> Gate:
    embedder = HashingEmbedder()
    finder = EvidenceFinder(index, embedder)
    asked = asked_of(text, lang, NAMES)
    passages = Retriever(index, embedder).search(asked, SearchSettings())
    found = finder.find(asked, passages)
    return judge(found, finder, rank(found, finder))


def test_a_question_the_sources_answer_has_its_signs(index: Index) -> None:
    found = gate(index, "What does Pipe mode stream from Amazon S3?").features
    assert found.has_name == 1
    assert found.unsaid == 0
    assert found.joint > 0.5
    assert found.identifiers_missing == 0
    assert found.year_missing == 0


def test_what_is_not_said_shows(index: Index) -> None:
    asked = gate(index, "Which max_stream_rate did Pipe mode get in 2021?")
    assert asked.features.identifiers_missing == 1
    assert asked.features.year_missing == 1
    assert asked.features.asks_which == 1
    other = gate(index, "What does Pipe mode stream from Amazon S3?").features
    assert asked.features.unsaid > other.unsaid
    assert asked.features.joint < other.joint


def test_a_thing_that_is_only_named_is_defined_where_a_sentence_is_about_it(index: Index) -> None:
    known = gate(index, "What is Pipe mode?").features
    assert known.attributes == 0
    assert known.defined == 1
    unknown = gate(index, "What is Amazon Bedrock?").features
    assert unknown.defined == 0
    assert unknown.names_seen < known.names_seen


def test_names_are_told_from_words(index: Index) -> None:
    groups = asked_of("max_depth of XGBoost trees", "en", NAMES).groups
    assert [group.name for group in groups] == [True, False, True]  # what the lexicon knows comes first
    assert gate(index, "how do trees grow").features.has_name == 0


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("How many versions does it keep?", True),
        ("Which window should I use?", True),
        ("Quelle valeur par défaut a le momentum ?", True),
        ("Combien de têtes a-t-il ?", True),
        ("Why is recall better?", False),
        ("Pourquoi normaliser ?", False),
    ],
)
def test_asking_for_one_of_a_kind(text: str, asks: bool) -> None:
    assert asks_which(asked_of(text, "en")) is asks


def test_an_identifier_counts_as_there_under_its_other_spellings() -> None:
    assert missing_identifiers(asked_of("min_data_in_leaf?", "en"), "the value min-data-in-leaf is 3") == []
    assert missing_identifiers(asked_of("min_data_in_leaf?", "en"), "data in a leaf") == ["min_data_in_leaf"]
    assert missing_identifiers(asked_of("plain words, 30 of them", "en"), "") == []


def test_nothing_found_scores_nothing(index: Index) -> None:
    finder = EvidenceFinder(index, HashingEmbedder())
    assert judge(Found(asked_of("What?", "en"), (), ()), finder, []) == Gate(0.0, Features(), ())


def test_the_weights_are_those_of_the_features() -> None:
    names = {field.name for field in dataclasses.fields(Features)}
    assert {term.name for term in refusal._model().terms} == names
    assert 0 < score(Features()) < 1


def test_better_evidence_scores_higher() -> None:
    weak = Features(best=0.3, cosine=0.82, joint=0.1, unsaid=4, substance=3.2, names_seen=0.3)
    strong = dataclasses.replace(weak, best=0.9, cosine=0.92, joint=0.8, unsaid=0, names_seen=1.0)
    assert score(strong) > score(weak)


def test_missing_names_are_what_the_reader_is_told() -> None:
    asked = asked_of("Does SageMaker Canvas export to Tableau?", "en")
    assert missing_names(asked, "SageMaker has algorithms") == (
        "Canvas",
        "Tableau",
    )


@pytest.mark.parametrize("common", ["AWS", "Amazon", "SageMaker", "MLS-C01", "AIP"])
def test_names_that_every_page_is_about_are_not_missed(common: str) -> None:
    """A reader who is told that "Amazon" is not in the sources learns nothing, and doubts the rest."""
    assert missing_names(asked_of(f"Does {common} Canvas export to Tableau?", "en"), "nothing") == ("Canvas", "Tableau")


def test_a_common_name_beside_what_is_there_leaves_nothing_missing() -> None:
    assert missing_names(asked_of("Does Amazon Firehose write to S3?", "en"), "firehose writes to s3") == ()


@pytest.mark.parametrize(
    "text",
    [
        "🚀🔥 Combien de temps Kinesis garde les données par défaut ? 😅",
        "## Combien de temps Kinesis garde-t-il les données ?",
        "- **Combien** de temps Kinesis garde-t-il les données ?",
        "Une question :\n## Combien de temps Kinesis garde-t-il les données ?",
        "Une question\n- Combien de temps Kinesis garde-t-il les données ?",
        "Une question ! 🚀 Combien de temps Kinesis garde-t-il les données ?",
    ],
)
def test_signs_ahead_of_the_first_word_make_it_no_name(text: str) -> None:
    assert missing_names(asked_of(text, "fr"), "rien") == ("Kinesis",)
    assert {group.name for group in asked_of("🚀 Dropout aide-t-il ?", "fr").groups} == {False}


def test_a_name_after_a_sign_inside_a_sentence_is_one() -> None:
    text = "Compare S3 – Kinesis / Redshift (Tableau)"
    assert missing_names(asked_of(text, "en"), "nothing") == ("S3", "Kinesis", "Redshift", "Tableau")


def test_a_name_that_other_documents_hold_is_not_said_to_be_unknown(index: Index) -> None:
    """ "The sources say nothing about X" is said of a name that no document holds, and of no other."""
    finder = EvidenceFinder(index, HashingEmbedder(256))
    question = "Does Quorbitex charge the Kinesis score?"
    asked = asked_of(question, "en")
    passages = Retriever(index, HashingEmbedder(256)).search(asked, SearchSettings(passages=1))
    found = finder.find(asked, passages)
    gate = judge(found, finder, rank(found, finder))
    assert gate.missing == ("Quorbitex",)
    assert "Quorbitex" not in gate.unstated
