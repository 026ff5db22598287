"""A page in two languages is found once, in the reader's language, whichever version holds the words."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.answer import Assistant
from assistant.finding.versions import Versions
from assistant.review.schema import Done
from assistant.settings import AssistantSettings
from ingest.embedding.embed import HashingEmbedder
from ingest.index.store import Index, open_index
from ingest.schema import Reference, Span
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


def span_of(index: Index, uri: str, words: str) -> Span:
    document = index.find_document(uri)
    assert document is not None
    (span,) = Reference(uri, words).spans(document)
    return span


def test_the_original_alone_is_searched(index: Index) -> None:
    versions = {document.source.uri: document.version_of for document in index.documents.values()}
    assert versions["corpus/aws/input-modes.fr.md"] == "corpus/aws/input-modes.md"
    assert versions["corpus/aws/input-modes.md"] == versions["corpus/aws/lonely.fr.md"] == ""
    assert {index.document_of(chunk).source.uri for chunk in index.chunks if "mode" in chunk.text} == {
        "corpus/aws/input-modes.md",
        "corpus/aws/lonely.fr.md",
    }


def test_a_statement_is_exchanged_for_the_one_that_says_the_same(index: Index) -> None:
    versions = Versions(index)
    english = span_of(index, "corpus/aws/input-modes.md", DIGEST.split("- ")[-2].strip())
    french = versions.in_language(english, "fr")
    assert french.quote == "Le mode Pipe envoie le flot des objets au conteneur au fur et à mesure."
    assert (french.uri, french.section[-1]) == ("corpus/aws/input-modes.fr.md", "Le mode Pipe")
    back = versions.in_language(french, "en")
    assert back.place == english.place
    assert versions.in_language(english, "en") is english
    lonely = span_of(index, "corpus/aws/lonely.fr.md", "Le mode Tuyau se passe de disque local.")
    assert versions.in_language(lonely, "en") is lonely


def test_each_page_stands_once_in_a_list(index: Index) -> None:
    versions = Versions(index)
    for lang, left_out in (("en", "corpus/aws/input-modes.fr.md"), ("fr", "corpus/aws/input-modes.md")):
        names = {document.source.uri for document in versions.once(index.documents.values(), lang)}
        assert {document.source.uri for document in index.documents.values()} - names == {left_out}


def test_an_answer_is_given_in_the_readers_version(index: Index) -> None:
    # The words are those of the English version; the reader is French.
    assistant = Assistant(index, HashingEmbedder(), None, AssistantSettings(refusal_threshold=0.0))
    answer = assistant.answer("Pipe mode streams data from Amazon S3 directly into the training container ?", lang="fr")
    assert answer.citations[0].uri == "corpus/aws/input-modes.fr.md"
    assert answer.citations[0].quote == "Le mode Pipe envoie le flot des objets au conteneur au fur et à mesure."
    english = assistant.answer("Does Pipe mode stream data from Amazon S3?")
    assert english.citations[0].uri == "corpus/aws/input-modes.md"


def test_a_claim_is_shown_in_its_own_language(index: Index) -> None:
    assistant = Assistant(index, HashingEmbedder(), None, AssistantSettings())
    *_, done = assistant.check_text("Pipe mode needs no local disk for the whole dataset.", lang="fr")
    assert isinstance(done, Done)
    assert done.result.claims[0].citations[0].quote == "Le mode Pipe se passe de disque local."


def test_a_part_with_a_translation_holds_the_page_that_is_searched_for_it(index: Index) -> None:
    document = index.find_document("corpus/aws/input-modes.fr.md")
    assert document is not None
    part = index.only({document.id})
    assert {part.document_of(chunk).source.uri for chunk in part.chunks} == {"corpus/aws/input-modes.md"}


def test_a_file_with_the_name_of_a_version_and_other_statements_is_a_page_of_its_own(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path)
    path = corpus / "aws" / "input-modes.fr.md"
    settings = IngestSettings(corpus=(corpus,), index=tmp_path / "index", embedding_model="hashing-256")

    def searched(text: str) -> bool:
        path.write_text(text, encoding="utf-8")
        build_here(settings, HashingEmbedder())
        built = open_index(settings, exact=True)
        return any(built.document_of(chunk).source.uri.endswith(".fr.md") for chunk in built.chunks)

    assert searched(FRENCH + "- Une phrase de plus.\n")
    assert not searched(FRENCH)
    english = (corpus / "aws" / "input-modes.md").read_text(encoding="utf-8")
    (corpus / "aws" / "input-modes.md").write_text(english + "- One sentence more.\n", encoding="utf-8")
    assert searched(FRENCH)  # the file itself is as it was


def test_the_page_of_the_test_is_the_one_of_the_small_corpus() -> None:
    assert DIGEST.count("\n- ") == FRENCH.count("\n- ")
