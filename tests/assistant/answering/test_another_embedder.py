"""Any other embedding model, with the thresholds as they are: answers, refusals and verdicts still make sense."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.answer import Assistant, open_assistant
from assistant.checking.judge import judge
from assistant.checking.verdict import checker
from assistant.checking.window import Window
from assistant.finding import evidence
from assistant.schema import Answer, Final
from assistant.settings import EXTRACTIVE, AssistantSettings
from ingest.embedding.calibration import E5_SMALL, notice_of
from ingest.embedding.embed import HashingEmbedder, open_embedder
from ingest.settings import IngestSettings
from tests.fakes import build_here, write_corpus

ASKED = "Quel score faut-il pour réussir l'examen MLS-C01 ?"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> IngestSettings:
    root: Path = tmp_path_factory.mktemp("another")
    found = IngestSettings(corpus=(write_corpus(root),), index=root / "index", embedding_model="hashing-256")
    build_here(found, open_embedder(found))
    return found


def opened(settings: IngestSettings) -> Assistant:
    return open_assistant(AssistantSettings(chat_model=EXTRACTIVE), settings)


def final(assistant: Assistant, text: str) -> Answer:
    return next(event.answer for event in assistant.ask(text) if isinstance(event, Final))


def test_what_the_notes_hold_is_answered_and_the_rest_refused(settings: IngestSettings) -> None:
    assistant = opened(settings)
    answered = final(assistant, ASKED)
    assert answered.status == "answered"
    assert "750" in answered.text
    assert final(assistant, "How many wheels does a Kubernetes bicycle have?").status == "refused"


def test_with_the_numbers_of_the_default_model_it_would_be_refused(
    settings: IngestSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fault that a calibration of its own mends: cosines near 0.3 where the gate knows 0.88."""
    monkeypatch.setattr(evidence, "calibration_of", lambda _: E5_SMALL)
    assert final(opened(settings), ASKED).status == "refused"


def test_the_assistant_tells_that_the_model_was_not_measured(settings: IngestSettings) -> None:
    assert notice_of("hashing-256") in opened(settings).notices


def test_claims_are_judged_by_their_words_alone() -> None:
    source = [Window.alone("A stream keeps records for 24 hours.", "en")]
    for claim in ("A stream keeps records for 24 hours.", "A stream keeps records for 48 hours.", "Bread is brown."):
        with_vectors = judge(checker(HashingEmbedder()), claim, source, "en")
        assert with_vectors == judge(checker(), claim, source, "en")
