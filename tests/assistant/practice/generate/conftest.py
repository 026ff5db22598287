"""The project's own corpus with its sentences and facts, read once: a few tests hold the tables to it."""

from __future__ import annotations

import pytest

from assistant.practice.generate.facts.facts import Fact
from assistant.practice.generate.facts.roles import find_roles
from assistant.practice.generate.facts.sources import Sources
from ingest.schema import Document
from tests.assistant.practice.generate.material import FAMILIES, LEXICON


@pytest.fixture(scope="session")
def sources(own_documents: tuple[Document, ...]) -> Sources:
    """All sentences of the corpus, with the concepts they name (some seconds)."""
    return Sources(own_documents, LEXICON)


@pytest.fixture(scope="session")
def facts(sources: Sources) -> list[Fact]:
    """All facts that the corpus states (some seconds)."""
    return find_roles(sources.sentences, FAMILIES)
