"""A question read once: what its value holds, and that no step reads the same words again."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType

import pytest

from assistant.answering.answer import Assistant
from assistant.asking.asked import asked_of, read_question, with_option
from assistant.asking.bilingual import Bilingual
from assistant.asking.query import parse_question
from assistant.checking.reading.lexicon import load_lexicon, tokens
from assistant.schema import Turn
from assistant.settings import AssistantSettings
from ingest.embedding.embed import HashingEmbedder
from ingest.index.store import open_index
from ingest.settings import IngestSettings
from ingest.text.analysis import analyse, fold, query_terms, words
from ingest.text.sentences import split_sentences
from tests.fakes import build_here, write_corpus

EXAM = """Which mode streams data from Amazon S3?
A. File mode copies everything
B. Pipe mode reads as it goes
C. Batch transform"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    root: Path = tmp_path_factory.mktemp("asked")
    settings = IngestSettings(corpus=(write_corpus(root),), index=root / "index", embedding_model="hashing-256")
    build_here(settings, HashingEmbedder())
    return Assistant(open_index(settings, exact=True), HashingEmbedder(), None, AssistantSettings())


def readings(action: Callable[[], object]) -> Counter[tuple[str, str]]:
    """How often each text is folded, cut into words or into sentences while something is done: by (function, text)."""
    watched: dict[CodeType, str] = {
        function.__code__: function.__name__ for function in (fold, tokens, split_sentences)
    }
    found: Counter[tuple[str, str]] = Counter()

    def watch(frame: FrameType, event: str, _: object) -> None:
        name = watched.get(frame.f_code) if event == "call" else None
        if name is not None:
            found[name, " ".join(frame.f_locals["text"].split())] += 1

    sys.setprofile(watch)
    try:
        action()
    finally:
        sys.setprofile(None)
    return found


@pytest.mark.parametrize(
    "typed",
    [
        "What does Pipe mode stream from Amazon S3, and how long does a training job keep its records?",
        "Combien de temps le mode Pipe garde-t-il les données de Textract ?",
        EXAM,
    ],
)
def test_every_text_of_a_question_is_read_once(assistant: Assistant, typed: str) -> None:
    question = assistant.understand(typed)
    analyse.cache_clear()
    found = readings(lambda: list(assistant.ask(typed)))
    texts = [question.text, *(option.text for option in question.options)]
    often = {key: count for key, count in found.items() if key[1] in texts and count > 1}
    assert not often
    assert found["fold", question.text] == 1


def test_a_question_knows_its_words_and_what_it_wants() -> None:
    asked = asked_of("Which hyperparameters does XGBoost have, and how many days does min_data_in_leaf2 take?", "en")
    assert asked.terms == tuple(query_terms(asked.text))
    assert [word.text for word in asked.names] == ["XGBoost", "min_data_in_leaf2"]
    assert [word.text for word in asked.identifiers] == ["min_data_in_leaf2"]
    assert [part.wants for part in asked.parts] == ["name", "duration"]
    assert asked.whole.text == asked.text
    assert not asked.compares
    assert asked_of("bagging vs boosting", "en").compares


def test_other_words_are_searched_beside_its_own() -> None:
    asked = asked_of("taux d'apprentissage", "fr", Bilingual(load_lexicon()))
    assert {"learn", "rate"} <= set(asked.more)
    assert not set(asked.more) & set(asked.terms)
    assert asked.groups[0].covered_by(set(query_terms("the learning rate")))


def test_a_follow_up_wants_what_was_typed_and_searches_what_it_leans_on() -> None:
    history = [Turn("user", "How is precision of a classifier computed?"), Turn("assistant", "TP / (TP + FP).")]
    asked = read_question(parse_question("And what about its recall?", history))
    assert [part.text for part in asked.parts] == ["And what about its recall?"]
    assert [(part.text, part.wants) for part in asked.parts] == [(asked.whole.text, asked.whole.wants)]
    assert "precis" in asked.terms


def test_an_option_is_searched_with_its_stem() -> None:
    stem, option = asked_of("Which mode streams?", "en"), asked_of("Pipe mode", "en")
    both = with_option(stem, option)
    assert both.text == "Which mode streams? Pipe mode"
    assert list(both.terms) == query_terms(both.text)
    assert both.groups == (*stem.groups, *option.groups)
    assert both.parts == stem.parts
    assert list(words(both.text))[-2:] == ["Pipe", "mode"]
