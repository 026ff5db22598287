"""An answer that rests on an aged note says so in its first line: in both languages, of quotes and of a chat model."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.answer import Assistant
from assistant.schema import Answer, Final, Quoted
from assistant.settings import AssistantSettings
from ingest.embedding.embed import HashingEmbedder
from ingest.index.store import Index, open_index
from ingest.settings import IngestSettings
from tests.fakes import ScriptedChatModel, build_here, write_corpus

PAGES = """---
title: Amazon S3 and its neighbours
lang: en
kind: aws-doc
as_of: "2026"
---

# Amazon S3 and its neighbours

- The largest object of Amazon S3 was 5 TB in 2021 and is 50 TB since December 2025.
- Kinesis Data Firehose was renamed Amazon Data Firehose in February 2024.
- AWS Data Pipeline has been closed to new customers since July 2024.
"""
NOTES = """---
title: Mes notes
lang: fr
kind: note
as_of: "2023"
---

# Mes notes

- La taille maximale d'un objet Amazon S3 est de 5 To, ce que la console rappelle.
- Kinesis Data Firehose remplit un lac de données sans écrire de code consommateur.
- AWS Data Pipeline orchestre des copies nocturnes entre bases relationnelles.
- Les étagères du bureau portent douze classeurs rouges et verts.
"""
SIZE = "La taille maximale d'un objet Amazon S3 est de 5 To [1]."


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    root: Path = tmp_path_factory.mktemp("aged")
    corpus = write_corpus(root)
    (corpus / "aws" / "s3.md").write_text(PAGES, encoding="utf-8")
    (corpus / "notes" / "mine.md").write_text(NOTES, encoding="utf-8")
    settings = IngestSettings(corpus=(corpus,), index=root / "index", embedding_model="hashing-256", chunk_tokens=80)
    build_here(settings, HashingEmbedder(256))
    return open_index(settings)


def answers(index: Index, question: str, *replies: str, words: str = "instead") -> list[Answer]:
    """All answers that come for a question, the last one final."""
    model = ScriptedChatModel(*replies) if replies else None
    settings = AssistantSettings(refusal_threshold=0.0, chat_words=words)
    events = list(Assistant(index, HashingEmbedder(256), model, settings).ask(question))
    assert isinstance(events[-1], Final)
    return [event.answer for event in events if isinstance(event, Quoted | Final)]


def rests_on_the_note(answer: Answer) -> bool:
    return any(citation.uri.endswith("notes/mine.md") for citation in answer.citations)


@pytest.mark.parametrize("replies", [(), (SIZE,)])
@pytest.mark.parametrize("words", ["instead", "beside"])
def test_french_quotes_and_drafts_begin_with_what_has_aged(index: Index, replies: tuple[str, ...], words: str) -> None:
    question = "Quelle est la taille maximale d'un objet Amazon S3 que la console rappelle ?"
    for answer in answers(index, question, *replies, words=words):
        assert rests_on_the_note(answer)
        first = answer.text.split("\n")[0]
        assert first.startswith("Vos notes (2023) ont vieilli : elles disent 5 To, c'est 50 To depuis décembre 2025 [")
        holds(index, answer)


@pytest.mark.parametrize("replies", [(), ("The notes say that the largest Amazon S3 object is 5 TB [1].",)])
def test_english_quotes_and_drafts_begin_with_what_has_aged(index: Index, replies: tuple[str, ...]) -> None:
    question = "In English please: taille maximale d'un objet Amazon S3 que la console rappelle, what is it?"
    settings = AssistantSettings(refusal_threshold=0.0)
    model = ScriptedChatModel(*replies) if replies else None
    events = list(Assistant(index, HashingEmbedder(256), model, settings).ask(question, lang="en"))
    assert isinstance(events[-1], Final)
    answer = events[-1].answer
    assert rests_on_the_note(answer)
    assert answer.text.startswith("Your notes (2023) have aged: they say 5 To, it has been 50 To since December 2025 [")
    holds(index, answer)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        (
            "Qu'est-ce qui remplit un lac de données sans écrire de code consommateur ?",
            "Vos notes (2023) ont vieilli : Kinesis Data Firehose s'appelle Amazon Data Firehose depuis février 2024 [",
        ),
        (
            "Qu'est-ce qui orchestre des copies nocturnes entre bases relationnelles ?",
            "Vos notes (2023) ont vieilli : le service ou la fonction a fermé (juillet 2024) : « AWS Data Pipeline has",
        ),
    ],
)
def test_names_and_ends_are_told_too(index: Index, question: str, first: str) -> None:
    (answer,) = answers(index, question)
    assert rests_on_the_note(answer)
    assert answer.text.startswith(first)
    holds(index, answer)


def test_what_has_not_aged_has_no_such_line(index: Index) -> None:
    (answer,) = answers(index, "Que portent les étagères du bureau, combien de classeurs rouges et verts ?")
    assert rests_on_the_note(answer)
    assert "ont vieilli" not in answer.text.split("\n")[0]
    (digest,) = answers(index, "Which SageMaker input mode streams data from S3 instead of copying it first?")
    assert "have aged" not in digest.text


def holds(index: Index, answer: Answer) -> None:
    """Statements and markers stand where they say, and every number in the text opens a quote that is verbatim."""
    for claim in answer.claims:
        assert answer.text[claim.start : claim.end] == claim.text
    numbers = {citation.number for citation in answer.citations}
    for marker in answer.markers:
        assert answer.text[marker.start : marker.end] == f"[{marker.number}]"
        assert marker.number in numbers
    for citation in answer.citations:
        document = index.find_document(citation.uri)
        assert document is not None
        assert document.text[citation.start : citation.end] == citation.quote
