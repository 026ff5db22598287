"""An exam question with a chat model: the sources' choice is shown first, and a slow model is not waited for."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from assistant.answering import choice
from assistant.answering.answer import Assistant
from assistant.schema import ChatModel, Final, Message, Quoted
from assistant.settings import AssistantSettings
from ingest.embedding.embed import HashingEmbedder
from ingest.index.store import Index, open_index
from ingest.settings import IngestSettings
from tests.fakes import build_here, write_corpus

TYPED = """Which SageMaker input mode streams data from S3 instead of copying it first?
A) File mode
B) Pipe mode
C) Batch mode
D) Spot mode"""


class Chooser:
    """Believes in one letter, after a while."""

    name = "chooser"
    go = threading.Event()

    def __init__(self, wait: float) -> None:
        self._wait = wait

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Iterator[str]:
        """Never asked."""
        raise AssertionError

    def letter_probabilities(
        self, messages: Sequence[Message], letters: Sequence[str], *, seconds: float | None = None
    ) -> Mapping[str, float]:
        """Sure of the option that says Pipe mode."""
        self.go.wait(self._wait)
        lines = messages[-1][1].splitlines()[-len(letters) :]
        return {letter: float("Pipe mode" in line) for letter, line in zip(letters, lines, strict=True)}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    root: Path = tmp_path_factory.mktemp("choice")
    settings = IngestSettings(
        corpus=(write_corpus(root),), index=root / "index", embedding_model="hashing-256", chunk_tokens=80
    )
    build_here(settings, HashingEmbedder(256))
    return open_index(settings)


def events(index: Index, model: ChatModel) -> list[object]:
    engine = Assistant(index, HashingEmbedder(256), model, AssistantSettings(refusal_threshold=0.0))
    return list(engine.ask(TYPED))


def test_the_choice_of_the_sources_is_shown_before_the_model_is_asked(index: Index) -> None:
    found = events(index, Chooser(0.0))
    assert isinstance(found[-2], Quoted)
    assert found[-2].answer.choice == ("B",)
    assert found[-2].answer.citations
    assert isinstance(found[-1], Final)
    assert found[-1].answer.choice == ("B",)
    assert not found[-1].answer.notices


def test_a_model_that_takes_too_long_is_not_waited_for(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "_PATIENCE", 0.2)
    started = time.monotonic()
    last = events(index, Chooser(60.0))[-1]
    assert time.monotonic() - started < 30
    Chooser.go.set()
    assert isinstance(last, Final)
    assert last.answer.choice == ("B",)
    assert any("did not choose within" in notice for notice in last.answer.notices)
