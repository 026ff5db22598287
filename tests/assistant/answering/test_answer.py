"""The pipeline with doubles: order of events, refusals, fallbacks, and the promise that quotes are verbatim."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.answer import Assistant
from assistant.answering.phrasing.prompts import REFUSAL
from assistant.errors import ModelUnavailable
from assistant.schema import Answer, Event, Failed, Final, Retrieved, Searching, Token, Turn, answer_to_json
from assistant.settings import AssistantSettings
from ingest.embedding.embed import HashingEmbedder
from ingest.index.store import Index, open_index
from ingest.settings import IngestSettings
from tests.fakes import ScriptedChatModel, build_here, write_corpus

SCORE = "Quel score faut-il pour réussir l'examen MLS-C01 ?"
PIPE = "Which SageMaker input mode streams data from S3 instead of copying it first?"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    root: Path = tmp_path_factory.mktemp("answer")
    settings = IngestSettings(
        corpus=(write_corpus(root),), index=root / "index", embedding_model="hashing-256", chunk_tokens=80
    )
    build_here(settings, HashingEmbedder(256))
    return open_index(settings)


def assistant(index: Index, *replies: str | Exception, threshold: float = 0.0, words: str = "instead") -> Assistant:
    # Hashed vectors have other cosines than the real model, so the gate (fitted to it) is set by the test.
    model = ScriptedChatModel(*replies) if replies else None
    settings = AssistantSettings(refusal_threshold=threshold, chat_words=words)
    return Assistant(index, HashingEmbedder(256), model, settings)


def final(events: list[Event]) -> Answer:
    assert isinstance(events[-1], Final), events[-1]
    return events[-1].answer


def test_evidence_comes_before_any_model_output(index: Index) -> None:
    events = list(assistant(index, "Il faut 750 [1].").ask(SCORE))
    kinds = [type(event) for event in events]
    assert kinds[:2] == [Searching, Retrieved]
    assert kinds.index(Retrieved) < kinds.index(Token)
    assert kinds[-1] is Final
    assert kinds.count(Final) == 1


@pytest.mark.parametrize("question", [SCORE, PIPE])
def test_extractive_answers_are_quotes_with_citations(index: Index, question: str) -> None:
    answer = final(list(assistant(index).ask(question)))
    assert answer.status == "answered"
    assert answer.citations
    for citation in answer.citations:
        document = index.find_document(citation.uri)
        assert document is not None
        assert document.text[citation.start : citation.end] == citation.quote
    assert all(claim.support == "supported" and claim.citations for claim in answer.claims)


def test_the_answer_names_the_right_sentence(index: Index) -> None:
    answer = final(list(assistant(index).ask(SCORE)))
    assert answer.lang == "fr"
    assert "750" in answer.citations[0].quote


def test_claims_are_spans_of_the_text(index: Index) -> None:
    answer = final(list(assistant(index, "Le score minimal est de 750 [1]. Autre chose [7].").ask(SCORE)))
    for claim in answer.claims:
        assert answer.text[claim.start : claim.end] == claim.text


def test_too_little_evidence_is_refused_without_asking_the_model(index: Index) -> None:
    engine = assistant(index, "It was France [1].", threshold=1.0)
    answer = final(list(engine.ask("Who won the 2018 football World Cup?")))
    assert answer.status == "refused"
    assert answer.reason
    assert answer.nearest
    assert answer.citations == ()


def test_a_models_own_refusal_is_a_refusal(index: Index) -> None:
    answer = final(list(assistant(index, REFUSAL["fr"]).ask(SCORE)))
    assert (answer.status, answer.citations) == ("refused", ())


def test_an_invented_sentence_is_marked_and_the_sources_follow(index: Index) -> None:
    answer = final(list(assistant(index, "Le score minimal est de 900 sur 1000 [1].").ask(SCORE)))
    assert answer.status == "partial"
    assert answer.claims[0].support != "supported"
    assert "900" in answer.claims[0].text
    assert "750" in answer.text


def test_markers_without_words_are_replaced_by_quotes(index: Index) -> None:
    answer = final(list(assistant(index, "[1] [2]").ask(SCORE)))
    assert "750" in answer.text
    assert answer.claims
    assert answer.citations


@pytest.mark.parametrize(
    "draft",
    [
        "Le score minimal est de 900 [1].",
        "Le score minimal n'est pas de 750 [1].",
        "Il faut 750 points [1]. Il faut aussi un passeport biométrique [1].",
        "Le soleil brille. Le score minimal est de 750 [1].",
    ],
)
def test_every_sentence_is_checked_and_answered_means_all_hold(index: Index, draft: str) -> None:
    answer = final(list(assistant(index, draft).ask(SCORE)))
    failing = [claim for claim in answer.claims if claim.support != "supported"]
    assert failing
    assert answer.status == "partial"
    assert answer.reason
    assert all(claim.reason for claim in failing)  # marked with a reason, not dropped
    if answer.claims[0].support != "supported":
        assert answer.claims[-1].support == "supported"  # the sources' own words follow a main claim that fails


def test_the_trace_tells_how_sure_the_gate_was(index: Index) -> None:
    answer = final(list(assistant(index).ask(SCORE)))
    assert 0.0 < answer.trace.gate <= 1.0
    assert answer.trace.gate == pytest.approx(assistant(index).gate(SCORE).score, abs=1e-4)


def test_a_model_that_fails_is_replaced_by_quotes(index: Index) -> None:
    answer = final(list(assistant(index, ModelUnavailable("The server is down.", help="Start it.")).ask(SCORE)))
    assert answer.status == "answered"
    assert "750" in answer.text
    assert any("The server is down." in notice for notice in answer.notices)


def test_an_answer_in_the_other_language_is_replaced_by_quotes(index: Index) -> None:
    draft = "The minimum score that a candidate must reach to pass the exam is 750 [1]."
    answer = final(list(assistant(index, draft).ask(SCORE)))
    assert "The minimum" not in answer.text
    assert "750" in answer.text
    assert answer.claims
    assert any("l'autre langue" in notice for notice in answer.notices)


def test_closing_the_iterator_stops_the_model(index: Index) -> None:
    engine = assistant(index, "un deux trois quatre cinq six")
    events = engine.ask(SCORE)
    for event in events:
        if isinstance(event, Token):
            break
    events.close()  # type: ignore[attr-defined]
    assert engine._model is not None
    assert engine._model.closed  # type: ignore[attr-defined]


def test_bad_input_is_an_event_not_an_exception(index: Index) -> None:
    events = list(assistant(index).ask("   "))
    assert isinstance(events[-1], Failed)
    assert events[-1].help


def test_exam_questions_get_their_letter(index: Index) -> None:
    text = f"{PIPE}\nA) File mode\nB) Pipe mode\nC) Batch mode\nD) Spot mode"
    answer = final(list(assistant(index).ask(text)))
    assert answer.choice == ("B",)
    assert "Pipe mode streams" in answer.citations[0].quote
    assert all(f"{letter}. " in answer.text for letter in "ABCD")
    assert any("File mode copies" in citation.quote for citation in answer.citations)
    assert "no source found says enough" in answer.text


def test_a_follow_up_uses_the_conversation(index: Index) -> None:
    history = [Turn("user", "Combien de questions comporte l'examen MLS-C01 ?"), Turn("assistant", "65 questions.")]
    answer = final(list(assistant(index).ask("Et il dure combien de temps ?", history)))
    assert "180" in answer.text


def test_the_answer_as_json_has_the_documented_keys(index: Index) -> None:
    data = answer_to_json(final(list(assistant(index).ask(SCORE))))
    assert {"status", "text", "claims", "citations", "choice", "reason", "trace"} <= set(data)
    assert {"text", "support", "score", "citations"} <= set(data["claims"][0])
    assert {"number", "title", "uri", "url", "section", "page", "quote", "start", "end"} <= set(data["citations"][0])
    assert {"model", "index", "seconds"} <= set(data["trace"])
