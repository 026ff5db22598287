"""Answers as a learner wishes them: from one collection, shorter, by another model; the rest stays shared."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.answer import Assistant
from assistant.answering.learner.wishes import Wishing, within
from assistant.errors import ModelUnavailable
from assistant.schema import ModelChoice, Wishes
from assistant.settings import AssistantSettings
from ingest.embedding.embed import HashingEmbedder
from ingest.index.store import Index, open_index
from ingest.settings import IngestSettings
from tests.fakes import ScriptedChatModel, build_here

QUOKKA = "# Quokka clusters\n\nA quokka cluster keeps seventeen replicas of each shard, streamed to Amazon S3.\n"


@pytest.fixture(params=[False, True], ids=["chroma", "exact"])
def index(corpus: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Index:
    """The small corpus and a library of one document."""
    library = tmp_path / "library"
    (library / "course").mkdir(parents=True)
    (library / "course" / "quokka.md").write_text(QUOKKA)
    settings = IngestSettings(
        corpus=(corpus,), index=tmp_path / "index", embedding_model="hashing-256", library=library
    )
    build_here(settings, HashingEmbedder())
    return open_index(settings, exact=request.param)


def assistant_over(index: Index) -> Assistant:
    return Assistant(index, HashingEmbedder(256), None, AssistantSettings(refusal_threshold=0.0))


def uris(assistant: Assistant, text: str) -> set[str]:
    return {citation.uri for citation in assistant.answer(text).citations}


def test_a_part_of_an_index_finds_what_the_whole_finds_there(index: Index) -> None:
    part = within(index, "course")
    assert [document.source.uri for document in part.documents.values()] == ["library/course/quokka.md"]
    whole = {hit.chunk.id: hit.score for hit in index.lexical(["quokka", "s3"], 99, "en")}
    assert {hit.chunk.id: hit.score for hit in part.lexical(["quokka", "s3"], 99, "en")} == {
        chunk.id: pytest.approx(whole[chunk.id]) for chunk in part.chunks
    }
    vector = HashingEmbedder(256).embed_queries(["quokka shards"])[0]
    near = {hit.chunk.id: hit.score for hit in index.dense(vector, 99, "en")}
    assert {hit.chunk.id: hit.score for hit in part.dense(vector, 99, "en")} == {
        chunk.id: pytest.approx(near[chunk.id], abs=1e-5) for chunk in part.chunks
    }


def test_an_answer_stays_within_its_collection(index: Index, tmp_path: Path) -> None:
    assistant, wishing = assistant_over(index), Wishing(tmp_path)
    text = "What streams data from Amazon S3 directly?"
    assert uris(assistant, text) != {"library/course/quokka.md"}
    scoped = wishing.assistant(assistant, Wishes("course"))
    assert uris(scoped, text) == {"library/course/quokka.md"}
    assert wishing.assistant(assistant, Wishes("course")) is scoped  # made once


def test_a_collection_without_documents_refuses(index: Index, tmp_path: Path) -> None:
    scoped = Wishing(tmp_path).assistant(assistant_over(index), Wishes("nothing"))
    assert scoped.answer("What streams data to Amazon S3?").status == "refused"


def test_no_wish_changes_nothing(index: Index, tmp_path: Path) -> None:
    assistant = assistant_over(index)
    assert Wishing(tmp_path).assistant(assistant, Wishes()) is assistant


def test_short_answers_have_less_to_say(index: Index, tmp_path: Path) -> None:
    assistant, wishing = assistant_over(index), Wishing(tmp_path)
    short = wishing.assistant(assistant, Wishes(length="short"))
    long = wishing.assistant(assistant, Wishes(length="long"))
    assert short.settings.evidence < assistant.settings.evidence < long.settings.evidence
    assert short.settings.max_tokens < assistant.settings.max_tokens < long.settings.max_tokens
    assert short.index is assistant.index


def test_another_model_is_opened_once_with_its_key_and_answers(index: Index, tmp_path: Path) -> None:
    opened: list[tuple[str, str, str | None]] = []

    def open_model(settings: AssistantSettings, cache: Path, key: str | None) -> ScriptedChatModel:
        opened.append((settings.chat_model, settings.chat_base_url, key))
        return ScriptedChatModel("Pipe mode streams data [1].", "Pipe mode streams data [1].")

    assistant, wishing = assistant_over(index), Wishing(tmp_path, open_model)
    wishes = Wishes(model=ModelChoice("openai:small", "http://127.0.0.1:9/v1", "secret"))
    for _ in range(2):
        assert wishing.assistant(assistant, wishes).model_name == "scripted"
    assert opened == [("openai:small", "http://127.0.0.1:9/v1", "secret")]
    assert assistant.model_name == "extractive"
    assert "secret" not in repr(wishes)


def test_a_model_that_cannot_be_opened_is_tried_again(index: Index, tmp_path: Path) -> None:
    def open_model(settings: AssistantSettings, cache: Path, key: str | None) -> ScriptedChatModel:
        raise ModelUnavailable("No server.")

    wishing = Wishing(tmp_path, open_model)
    for _ in range(2):
        with pytest.raises(ModelUnavailable):
            wishing.assistant(assistant_over(index), Wishes(model=ModelChoice("ollama:x")))


def test_the_environments_key_is_not_sent_to_an_address_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.models import provider

    options: list[dict[str, object]] = []
    monkeypatch.setenv("OPENAI_API_KEY", "of the environment")
    monkeypatch.setattr("langchain.chat_models.init_chat_model", lambda name, **given: options.append(given))
    settings = AssistantSettings(chat_model="openai:x", chat_base_url="http://127.0.0.1:9/v1")
    monkeypatch.setattr(provider, "require_package", lambda model: None)
    provider.open_provider(settings, "")
    provider.open_provider(settings, "mine")
    provider.open_provider(settings)
    assert [given["api_key"] for given in options] == ["none", "mine", "of the environment"]
