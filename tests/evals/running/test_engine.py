"""The engine: the assistant as people use it, its failures as errors of the case, parts switched off."""

from __future__ import annotations

import pytest

from assistant.errors import ModelUnavailable
from assistant.settings import AssistantSettings
from evals.errors import CaseFailed
from evals.running.engine import RANKED, Ablation, AssistantEngine, describe, measured_assistant
from evals.schema import EvalQuestion
from ingest.embedding.embed import HashingEmbedder
from ingest.index.store import Index
from tests.evals.conftest import DIMENSION
from tests.fakes import ScriptedChatModel


def engine(index: Index, *replies: str | Exception, ablation: Ablation | None = None) -> AssistantEngine:
    # Hashed vectors have other cosines than the real model, so nothing is refused here.
    settings = AssistantSettings(refusal_threshold=0.0, dense_weight=0.3, chat_words="instead")
    model = ScriptedChatModel(*replies) if replies else None
    return AssistantEngine(measured_assistant(index, HashingEmbedder(DIMENSION), model, settings, ablation))


def test_more_passages_are_ranked_than_an_answer_uses(
    product_index: Index, product_questions: list[EvalQuestion]
) -> None:
    found = engine(product_index).search(product_questions[0])
    assert [passage.rank for passage in found] == list(range(1, RANKED + 1))


def test_answers_and_gate_scores_come_from_the_assistant(
    product_index: Index, product_questions: list[EvalQuestion]
) -> None:
    tried = engine(product_index)
    answer = tried.ask(product_questions[0])
    assert answer.status == "answered"
    cited = tried.document(answer.citations[0].uri)
    assert cited is not None
    assert cited.text[answer.citations[0].start : answer.citations[0].end] == answer.citations[0].quote
    assert 0 <= tried.gate(product_questions[0])["score"] <= 1


def test_a_chat_model_that_failed_is_an_error_although_quotes_stood_in(
    product_index: Index, product_questions: list[EvalQuestion]
) -> None:
    with pytest.raises(CaseFailed, match="down"):
        engine(product_index, ModelUnavailable("The server is down.")).ask(product_questions[0])


def test_a_question_that_cannot_be_answered_is_an_error(product_index: Index) -> None:
    with pytest.raises(CaseFailed, match=r"\[question\]"):
        engine(product_index).ask(EvalQuestion("long", "open", "en", "why " * 5000))


def test_ablations_change_the_settings_that_are_recorded(product_index: Index) -> None:
    ablation = Ablation(dense_weight=0.0, rescored=0, expand=False)
    settings = describe(engine(product_index, ablation=ablation), "v1", {"corpus": ["x"]}).settings
    assert (settings["dense_weight"], settings["rescored"], settings["expand"]) == (0, 0, False)
    assert settings["corpus"] == ["x"]


def test_without_a_checker_every_sentence_is_believed(
    product_index: Index, product_questions: list[EvalQuestion]
) -> None:
    draft = "It keeps 999999 copies on the moon [1]."
    checked = engine(product_index, draft).ask(product_questions[1])
    believed = engine(product_index, draft, ablation=Ablation(checker=False)).ask(product_questions[1])
    assert checked.claims[0].support != "supported"
    assert believed.claims[0].support == "supported"
