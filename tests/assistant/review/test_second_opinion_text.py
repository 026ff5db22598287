"""A whole text with a second opinion: asked once a claim, about what decided it; and asked for on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant import __main__ as command_line
from assistant.answering.answer import Assistant
from assistant.checking.window import Window
from assistant.review.schema import Done
from assistant.settings import AssistantSettings
from ingest.embedding.embed import HashingEmbedder
from ingest.index.store import open_index
from ingest.settings import IngestSettings
from tests.fakes import build_here, write_corpus

COPIED = "Pipe mode needs no local disk for the whole dataset."
LOOSE = "Pipe mode needs no local disk for the dataset, whatever its size."


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> IngestSettings:
    root: Path = tmp_path_factory.mktemp("opinions")
    found = IngestSettings(
        corpus=(write_corpus(root),), index=root / "index", embedding_model="hashing-256", chunk_tokens=80
    )
    build_here(found, HashingEmbedder(256))
    return found


class Opinion:
    """Always of one mind; remembers the evidence it was shown."""

    name = "scripted"

    def __init__(self, value: float) -> None:
        self.value = value
        self.shown: list[str] = []

    def probability(self, claim: str, evidence: Sequence[Window]) -> float:
        self.shown.append(evidence[0].text)
        return self.value


def verdicts(settings: IngestSettings, text: str, opinion: Opinion | None) -> list[str]:
    assistant = Assistant(open_index(settings), HashingEmbedder(256), None, AssistantSettings(), second=opinion)
    last = list(assistant.check_text(text))[-1]
    assert isinstance(last, Done)
    return [claim.verdict for claim in last.result.claims]


def test_one_opinion_a_claim_on_the_window_that_decided(settings: IngestSettings) -> None:
    for_it, against = Opinion(0.9999), Opinion(0.0001)
    assert verdicts(settings, LOOSE, for_it) == ["supported"]
    assert verdicts(settings, LOOSE, against) != ["supported"]
    assert for_it.shown == against.shown
    assert len(for_it.shown) == 1
    assert "Pipe mode needs no local disk" in for_it.shown[0]


def test_nothing_is_asked_of_copied_words_or_where_nothing_was_found(settings: IngestSettings) -> None:
    opinion = Opinion(0.0001)
    assert verdicts(settings, COPIED, opinion) == verdicts(settings, COPIED, None) == ["supported"]
    assert verdicts(settings, "Apples are mostly red in autumn.", opinion) == ["not_found"]
    assert opinion.shown == []


def test_a_second_opinion_that_cannot_be_had_is_an_error_not_silence(
    settings: IngestSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INDEX_DIR", str(settings.index))
    monkeypatch.setenv("EMBEDDING_MODEL", "hashing-256")
    monkeypatch.setenv("INGEST_CHUNK_TOKENS", "80")
    monkeypatch.setenv("CITEPREP_CACHE", str(tmp_path))
    assert command_line.main(["check", LOOSE, "--second-opinion", "local"]) == 2
    assert "error [opinion-unavailable]" in capsys.readouterr().err
