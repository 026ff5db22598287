"""Requests over a small index: served by quotes, told honestly where quotes cannot do it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.answer import Assistant
from assistant.answering.wording import say
from assistant.asking.talk.cues import load_cues
from assistant.schema import Answer, Final, Searching, Turn
from assistant.settings import AssistantSettings
from evals.material.statements import outside_claims
from ingest.embedding.embed import HashingEmbedder
from ingest.index.store import Index, open_index
from ingest.settings import IngestSettings
from tests.fakes import build_here, write_corpus

PIPE = "What does Pipe mode stream from Amazon S3?"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    root: Path = tmp_path_factory.mktemp("requests")
    settings = IngestSettings(
        corpus=(write_corpus(root),), index=root / "index", embedding_model="hashing-256", chunk_tokens=80
    )
    build_here(settings, HashingEmbedder(256))
    return open_index(settings)


@pytest.fixture(scope="module")
def assistant(index: Index) -> Assistant:
    return Assistant(index, HashingEmbedder(256), None, AssistantSettings(refusal_threshold=0.0))


def answered(assistant: Assistant, *messages: str) -> Answer:
    """The answer to the last of some messages, each after the answers to those before."""
    history: list[Turn] = []
    for text in messages:
        events = list(assistant.ask(text, history))
        assert isinstance(events[0], Searching)
        assert isinstance(events[-1], Final)
        answer = events[-1].answer
        history += [Turn("user", text), Turn("assistant", answer.text)]
    return answer


def verbatim(answer: Answer, assistant: Assistant) -> bool:
    for citation in answer.citations:
        document = assistant.document(citation.uri)
        assert document is not None
        assert document.text[citation.start : citation.end] == citation.quote
    for claim in answer.claims:
        assert answer.text[claim.start : claim.end] == claim.text
    for marker in answer.markers:
        assert answer.text[marker.start : marker.end] == f"[{marker.number}]"
    return bool(answer.citations)


REQUESTS = [
    "why?", "example?", "more simply", "shorter", "tell me more", "summarise", "revision sheet", "your source?",
    "are you sure?", "once more",
]  # fmt: skip


@pytest.mark.parametrize("request_", REQUESTS)
def test_requests_about_an_answer_quote_its_sources(assistant: Assistant, request_: str) -> None:
    answer = answered(assistant, PIPE, request_)
    assert answer.lang == "en"
    assert verbatim(answer, assistant)
    assert any("input-modes" in citation.uri for citation in answer.citations)


def test_a_translation_is_quotes_in_the_other_language_or_told_to_be_impossible(assistant: Assistant) -> None:
    answer = answered(assistant, PIPE, "en français")
    assert answer.lang == "fr"
    assert verbatim(answer, assistant)
    none = say("talk-translate-none", "fr")
    assert answer.text.startswith(none) or {citation.lang for citation in answer.citations} == {"fr"}


def test_a_request_goes_back_to_a_follow_up_as_it_was_asked(assistant: Assistant) -> None:
    before = answered(assistant, PIPE, "and File mode?")
    again = answered(assistant, PIPE, "and File mode?", "once more")
    assert [citation.place for citation in again.citations] == [citation.place for citation in before.citations]


def test_a_sheet_is_made_of_what_is_named(assistant: Assistant) -> None:
    answer = answered(assistant, "fiche de révision sur le mode Pipe")
    assert answer.text.startswith("Fiche de révision : mode Pipe")
    assert verbatim(answer, assistant)


@pytest.mark.parametrize("request_", ["pourquoi ?", "plus court", "fiche de révision", "résume"])
def test_without_a_question_there_is_nothing_to_go_back_to(assistant: Assistant, request_: str) -> None:
    answer = answered(assistant, request_)
    assert answer.text == say("talk-no-topic", "fr")
    assert not answer.citations


def test_an_unanswered_question_has_nothing_to_go_back_to(index: Index) -> None:
    strict = Assistant(index, HashingEmbedder(256), None, AssistantSettings(refusal_threshold=1.0))
    answer = answered(strict, PIPE, "why?")
    assert answer.status == "refused"
    assert PIPE in answer.text


def test_the_collection_is_counted_and_listed(assistant: Assistant) -> None:
    assert "2 documents" in answered(assistant, "how many documents are there?").text
    listed = answered(assistant, "quels documents as-tu ?").text
    assert "SageMaker training input modes" in listed
    assert "L'examen MLS-C01" in listed


def test_documents_on_a_subject_are_cited(assistant: Assistant) -> None:
    answer = answered(assistant, "which documents talk about Firehose?")
    assert [citation.uri.rsplit("/", 1)[-1] for citation in answer.citations] == ["examen.md"]
    assert verbatim(answer, assistant)
    assert "Splunk" in answered(assistant, "which documents talk about Splunk?").text


def test_what_a_file_holds_is_its_headings_and_its_beginning(assistant: Assistant) -> None:
    answer = answered(assistant, "que contient input-modes.md ?")
    assert "File mode · Pipe mode" in answer.text
    assert verbatim(answer, assistant)
    follow_up = answered(assistant, "que contient input-modes.md ?", "why?")
    assert follow_up.text != say("talk-no-topic", "fr")


def test_a_file_that_is_not_there_is_said_not_to_be(assistant: Assistant) -> None:
    answer = answered(assistant, "what is in missing-page.pdf?")
    assert answer.text == say("talk-file-none", "en", subject="missing page")


def test_services_are_listed_from_the_documents(assistant: Assistant) -> None:
    text = answered(assistant, "list all the services").text
    assert "Firehose" in text
    assert "Redshift" not in text


def test_every_request_is_served_in_both_languages(assistant: Assistant) -> None:
    for request, (fr, en) in _BY_REQUEST.items():
        assert request in load_cues().names
        assert (request, answered(assistant, fr).lang) == (request, "fr")
        assert answered(assistant, en).lang == "en"
        assert answered(assistant, fr).text != answered(assistant, en).text


_BY_REQUEST = {
    "who": ("qui es-tu ?", "who are you?"),
    "can": ("que sais-tu faire ?", "what can you do?"),
    "offline": ("tu marches sans internet ?", "do you work without internet?"),
    "privacy": ("est-ce que tu gardes mes questions ?", "do you keep my questions?"),
    "model": ("tu utilises quel modèle de langage ?", "which language model are you?"),
    "check": ("comment vérifies-tu tes réponses ?", "how do you check your answers?"),
    "add": ("comment ajouter mes fichiers ?", "how do I add my files?"),
    "languages": ("tu parles anglais ?", "do you speak French?"),
    "quiz": ("pose-moi des questions sur le cours", "quiz me"),
    "web": ("cherche sur internet", "search the web"),
    "make": ("dessine-moi un schéma", "draw me a diagram"),
    "greeting": ("bonjour !", "hello"),
    "thanks": ("merci beaucoup à vous", "thank you very much"),
}


def test_several_questions_are_answered_each_with_its_own_sources(assistant: Assistant) -> None:
    answer = answered(assistant, "What does Pipe mode stream? What does Kinesis Data Firehose write?")
    assert verbatim(answer, assistant)
    assert outside_claims(answer) == ()
    first, second = answer.text.index("Question 1: What does Pipe mode"), answer.text.index("Question 2: What does Kin")
    by_part = [{answer.citations[m.number - 1].uri for m in answer.markers if lo <= m.start < hi} for lo, hi in (
        (first, second), (second, len(answer.text)),
    )]  # fmt: skip
    assert any("input-modes" in uri for uri in by_part[0])
    assert any("examen" in uri for uri in by_part[1])
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
