"""A page in two languages is found once, in the reader's language, whichever version holds the words."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.asking.asked import asked_of
from assistant.finding.retrieve import Retriever, SearchSettings
from assistant.finding.versions import Versions
from ingest.embedding.embed import HashingEmbedder
from ingest.index.store import Index, open_index
from ingest.settings import IngestSettings
from ingest.twins import page_of, twins
from tests.fakes import DIGEST, build_here, write_corpus

FRENCH = """---
title: Les modes d'entrée
lang: fr
kind: aws-doc
---

# Les modes d'entrée de SageMaker

## Le mode File

- Avec le mode File, le jeu de données entier arrive sur l'instance avant que le calcul débute.

## Le mode Pipe

- Le mode Pipe envoie le flot des objets au conteneur au fur et à mesure.
- Le mode Pipe se passe de disque local.
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    root: Path = tmp_path_factory.mktemp("versions")
    corpus = write_corpus(root)
    (corpus / "aws" / "input-modes.fr.md").write_text(FRENCH, encoding="utf-8")
    (corpus / "aws" / "lonely.fr.md").write_text(FRENCH.replace("Pipe", "Tuyau"), encoding="utf-8")
    settings = IngestSettings(corpus=(corpus,), index=root / "index", embedding_model="hashing-256")
    build_here(settings, HashingEmbedder())
    return open_index(settings, exact=True)


def test_versions_are_known_by_their_names(index: Index) -> None:
    assert page_of("corpus/aws/x.fr.md") == page_of("corpus/aws/x.md") == "corpus/aws/x.md"
    assert page_of("notes/v1.2.md") == "notes/v1.2.md"
    found = twins(index.documents.values())
    assert sorted(found) == ["corpus/aws/input-modes.fr.md", "corpus/aws/input-modes.md"]
    assert found["corpus/aws/input-modes.md"].source.lang == "fr"


def test_a_passage_is_exchanged_for_the_one_that_says_the_same(index: Index) -> None:
    versions = Versions(index)
    english = next(c for c in index.chunks if c.lang == "en" and "Pipe mode streams" in c.text)
    french = versions.read_in(english, "fr")
    assert "Le mode Pipe envoie" in french.text
    assert versions.read_in(french, "en") == english
    assert versions.read_in(english, "en") is english
    lonely = next(c for c in index.chunks if "mode Tuyau" in c.text)
    assert versions.read_in(lonely, "en") is lonely


def test_each_page_is_found_once_in_the_readers_language(index: Index) -> None:
    retriever = Retriever(index, HashingEmbedder())
    # The words are those of the English version; the reader is French.
    found = retriever.search(
        asked_of("Pipe mode streams data directly into the training container", "fr"), SearchSettings()
    )
    assert found[0].source.uri == "corpus/aws/input-modes.fr.md"
    assert "Le mode Pipe envoie" in found[0].chunk.text
    assert not [passage for passage in found if passage.source.uri == "corpus/aws/input-modes.md"]
    assert len({passage.chunk.id for passage in found}) == len(found)
    english = retriever.search(asked_of("Pipe mode streams data", "en"), SearchSettings())
    assert english[0].source.uri == "corpus/aws/input-modes.md"


def test_the_page_of_the_test_is_the_one_of_the_small_corpus() -> None:
    assert DIGEST.count("\n- ") == FRENCH.count("\n- ")
