"""What a question supposes, and the sentence that says otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.answer import Assistant
from assistant.asking.asked import asked_of
from assistant.checking.reading.lexicon import load_lexicon
from assistant.checking.verdict import Checker
from assistant.finding.evidence import Candidate
from assistant.finding.premise import SURE, Correction, correction, oppositions
from assistant.finding.ranking import Likeness, Ranked
from assistant.schema import Answer
from assistant.settings import AssistantSettings
from ingest.embedding.embed import HashingEmbedder
from ingest.index.store import Index, open_index
from ingest.schema import Lang, Span
from ingest.settings import IngestSettings
from tests.fakes import build_here, write_corpus

CHECKER = Checker(load_lexicon())


def ranked(*sentences: str, lang: Lang = "en") -> list[Ranked]:
    spans = [Span.alone(sentence, lang, uri=f"{place}.md") for place, sentence in enumerate(sentences)]
    return [
        Ranked(Candidate(span, 1, 0.9, 0.8, 0.9), 0.9 - place / 20, (), Likeness()) for place, span in enumerate(spans)
    ]


def corrected(question: str, *sentences: str, lang: Lang = "en") -> Correction | None:
    return correction(asked_of(question, lang), ranked(*sentences, lang=lang), CHECKER, 0.0)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Why does RCF need a GPU?", True),
        ("Comment placer un endpoint serverless dans un VPC ?", True),
        ("Does RCF need a GPU?", False),
        ("Est-ce que RCF a besoin d'un GPU ?", False),
        ("serverless GPU", False),
    ],
)
def test_a_question_whether_something_is_so_supposes_nothing(question: str, expected: bool) -> None:
    assert asked_of(question, "en").openly is expected


@pytest.mark.parametrize(
    ("question", "sentence", "lang"),
    [
        (
            "How do I use job bookmarks in a Python shell job of Glue?",
            "Python shell jobs of AWS Glue do not support job bookmarks.",
            "en",
        ),
        (
            "Pourquoi l'ordre des mots compte-t-il dans LDA ?",
            "LDA est un modèle en sac de mots, pour lequel l'ordre des mots ne compte pas.",
            "fr",
        ),
        (
            "Why does mean imputation increase the variance of a column?",
            "Mean imputation shrinks the variance of the column.",
            "en",
        ),
    ],
)
def test_a_denial_or_an_opposite_of_what_is_supposed_corrects_it(question: str, sentence: str, lang: Lang) -> None:
    found = corrected(question, sentence, lang=lang)
    assert found is not None
    assert found.sentence.candidate.quote == sentence
    assert found.chance >= 0.5


def test_what_says_what_is_supposed_corrects_nothing() -> None:
    assert corrected("Why does RCF tuning need labels?", "RCF tuning needs labels, because it maximizes F1.") is None
    denied = "A regression tree cannot extrapolate, because a leaf predicts a value of the training targets."
    assert corrected("Why can't a regression tree extrapolate?", denied) is None


@pytest.mark.parametrize(
    ("question", "sentence", "lang"),
    [
        # What may be had without the other denies neither.
        (
            "How do I set up data capture and a baseline for Model Monitor?",
            "SageMaker data capture can be used without Model Monitor.",
            "en",
        ),
        # A question that chooses sets things side by side.
        (
            "Pourquoi faire du quantile binning plutôt que des intervalles de largeur égale ?",
            "Le binning à largeur égale prend des intervalles égaux, alors que le quantile binning n'en prend pas.",
            "fr",
        ),
        # A remedy speaks of what it undoes.
        (
            "How do I make Athena queries cheaper?",
            "The second remedy for an expensive Athena query is partitions that its WHERE clause names.",
            "en",
        ),
    ],
)
def test_what_only_sounds_like_a_denial_corrects_nothing(question: str, sentence: str, lang: Lang) -> None:
    found = corrected(question, sentence, lang=lang)
    assert found is None or found.chance < SURE


def test_a_denial_by_without_corrects_what_asks_for_it_without() -> None:
    asked = "Comment lire un objet S3 Glacier Deep Archive sans le restaurer ?"
    said = "Un objet S3 Glacier Deep Archive ne peut pas être lu sans être restauré."
    found = corrected(asked, said, lang="fr")
    assert found is not None


def test_an_unlikely_sentence_is_not_asked() -> None:
    asked = asked_of("Why does RCF need a GPU?", "en")
    far = [Ranked(one.candidate, 0.1, (), one.likeness) for one in ranked("RCF does not need a GPU.")]
    assert oppositions(asked, far, CHECKER, 0.0) == []
    assert correction(asked, [], CHECKER, 0.0) is None


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    root: Path = tmp_path_factory.mktemp("premise")
    settings = IngestSettings(corpus=(write_corpus(root),), index=root / "index", embedding_model="hashing-256")
    build_here(settings, HashingEmbedder(256))
    return open_index(settings, exact=True)


def answer(index: Index, question: str, threshold: float = 0.0) -> Answer:
    settings = AssistantSettings(refusal_threshold=threshold)
    return Assistant(index, HashingEmbedder(256), None, settings).answer(question)


def test_a_false_premise_is_answered_first_by_the_sentence_that_corrects_it(index: Index) -> None:
    found = answer(index, "Comment Kinesis Data Streams peut-il écrire directement dans Amazon S3 ?")
    assert found.corrects
    assert found.status == "partial"
    before_its_quotes = found.text[: found.claims[0].start]  # but for a line on what has aged, where a quote has
    assert before_its_quotes.rstrip().endswith("Les sources disent le contraire :")
    assert found.citations[0].quote == "Kinesis Data Streams ne peut pas écrire directement dans Amazon S3."


def test_a_refusal_names_what_is_not_stated(index: Index) -> None:
    found = answer(index, "Who invented Pipe mode of SageMaker?", threshold=1.0)
    assert found.status == "refused"
    assert found.reason == "The nearest passages say nothing of: invented."
