"""A small model's words stand behind the sources' answer, where they are supported and say something of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.answering.answer import Assistant
from assistant.answering.phrasing.prompts import REFUSAL
from assistant.answering.wording import say
from assistant.errors import ModelUnavailable
from assistant.schema import Answer, Final, Quoted, Token
from assistant.settings import AssistantSettings
from ingest.embedding.embed import HashingEmbedder
from ingest.errors import SettingsError
from ingest.index.store import Index, open_index
from ingest.settings import IngestSettings
from tests.fakes import ScriptedChatModel, build_here, write_corpus

SCORE = "Quel score faut-il pour réussir l'examen MLS-C01 ?"
WORDS = say("wording", "fr")
OWN = "Il faut un score minimal de 750 pour réussir cet examen de certification [1]."


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    root: Path = tmp_path_factory.mktemp("phrasing")
    settings = IngestSettings(
        corpus=(write_corpus(root),), index=root / "index", embedding_model="hashing-256", chunk_tokens=80
    )
    build_here(settings, HashingEmbedder(256))
    return open_index(settings)


def told(index: Index, *replies: str | Exception, **more: str) -> tuple[Answer, Answer]:
    """The sources' answer, as it is given out before the model is asked, and the last one."""
    settings = AssistantSettings(refusal_threshold=0.0, **more)
    events = list(Assistant(index, HashingEmbedder(256), ScriptedChatModel(*replies), settings).ask(SCORE))
    quoted = [place for place, event in enumerate(events) if isinstance(event, Quoted)]
    words = [place for place, event in enumerate(events) if isinstance(event, Token)]
    assert len(quoted) == 1
    assert not words or quoted[0] < words[0]
    first, last = events[quoted[0]], events[-1]
    assert isinstance(first, Quoted)
    assert isinstance(last, Final)
    return first.answer, last.answer


def test_supported_words_follow_the_quotes(index: Index) -> None:
    sources, answer = told(index, OWN)
    assert answer.status == "answered"
    assert answer.text.startswith(sources.text)
    assert WORDS in answer.text.removeprefix(sources.text)
    assert [claim.copied for claim in answer.claims] == [True] * len(sources.claims) + [False]
    for claim in answer.claims:
        assert answer.text[claim.start : claim.end] == claim.text
    assert answer.claims[-1].citations == (1,)


@pytest.mark.parametrize(
    "draft",
    [
        REFUSAL["fr"],
        "The minimum score of the exam is 750 points [1].",  # the other language
        "[1]",
        "Le score minimal est de 750 [1].",  # a quote, said again
    ],
)
def test_words_that_add_nothing_leave_the_quotes_alone(index: Index, draft: str) -> None:
    sources, answer = told(index, draft)
    assert (answer.status, answer.text, answer.claims) == (sources.status, sources.text, sources.claims)
    assert not answer.notices


def test_words_that_the_sources_deny_are_left_out_and_counted(index: Index) -> None:
    sources, answer = told(index, "Le score minimal est de 900 [1]. Il faut aussi un passeport biométrique [1].")
    assert answer.text == sources.text
    assert answer.notices == (say("wording-left-out", "fr", n="2"),)


def test_a_model_that_fails_leaves_the_quotes(index: Index) -> None:
    sources, answer = told(index, ModelUnavailable("The server is down."))
    assert answer.text == sources.text
    assert any("The server is down." in notice for notice in answer.notices)


def test_a_large_models_words_replace_the_quotes(index: Index) -> None:
    _, answer = told(index, OWN, chat_model="openai:some-model")
    assert [claim.copied for claim in answer.claims] == [False]
    _, answer = told(index, OWN, chat_model="openai:some-model", chat_words="beside")
    assert answer.claims[0].copied


def test_the_place_of_the_words_is_one_of_two() -> None:
    with pytest.raises(SettingsError, match="CHAT_WORDS"):
        AssistantSettings(chat_words="above")


@pytest.mark.parametrize(("words", "times"), [("beside", 1), ("instead", 0)])
def test_the_command_line_says_nothing_twice(
    index: Index, words: str, times: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = AssistantSettings(refusal_threshold=0.0, chat_words=words)
    engine = Assistant(index, HashingEmbedder(256), ScriptedChatModel(OWN), settings)
    monkeypatch.setattr("assistant.answering.opening.opened", lambda *_: engine)
    assert main(["ask", SCORE]) == 0
    answer = capsys.readouterr().out.split("\n[1] ")[0]  # ahead of the list of sources
    assert answer.count("Le score minimal pour réussir") == times
    assert answer.count("Il faut un score minimal de 750") == 1
