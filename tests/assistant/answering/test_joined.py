"""Several questions answered one by one: no sentence stands under two of them for want of a better one."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.answer import Assistant
from assistant.settings import AssistantSettings
from ingest.embedding.embed import HashingEmbedder
from ingest.index.store import open_index
from ingest.settings import IngestSettings
from tests.fakes import build_here

PAGE = """---
title: Lex and Polly
lang: en
---

# Lex and Polly

- Amazon Lex builds chatbots, and Amazon Polly reads their answers aloud.
- Amazon Polly turns text into speech.
- Amazon Lex understands what a speaker wants.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    root: Path = tmp_path_factory.mktemp("joined")
    (root / "corpus").mkdir()
    (root / "corpus" / "lex.md").write_text(PAGE, encoding="utf-8")
    settings = IngestSettings(corpus=(root / "corpus",), index=root / "index", embedding_model="hashing-256")
    build_here(settings, HashingEmbedder(256))
    return Assistant(open_index(settings), HashingEmbedder(256), None, AssistantSettings(refusal_threshold=0.0))


def test_a_sentence_is_quoted_once(assistant: Assistant) -> None:
    answer = assistant.answer("What is Amazon Lex? What is Amazon Polly?")
    first, _, second = answer.text.partition("Question 2")
    shared = "Amazon Lex builds chatbots, and Amazon Polly reads their answers aloud"
    assert second
    assert (first + second).count(shared) == 1
    assert "turns text into speech" in second
