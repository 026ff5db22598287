"""The facts of the project's own corpus, read once: a few tests hold the tables to it."""

from __future__ import annotations

import pytest

from assistant.practice.generate.build import find_facts
from assistant.practice.generate.facts.facts import Fact
from assistant.practice.generate.facts.sources import Sources
from ingest.schema import Document
from tests.assistant.practice.generate.material import FAMILIES, LEXICON, read_corpus


@pytest.fixture(scope="session")
def corpus() -> dict[str, Document]:
    """All documents of the corpus by uri."""
    return {document.source.uri: document for document in read_corpus()}


@pytest.fixture(scope="session")
def facts(corpus: dict[str, Document]) -> list[Fact]:
    """All facts that the corpus states (some five seconds)."""
    return find_facts(Sources(corpus.values(), LEXICON), FAMILIES)
