"""The library as a part of every build: read first, described by its records, removed without an alarm."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.embedding.embed import HashingEmbedder
from ingest.errors import IndexWouldShrink
from ingest.index.manifest import current_build, read_manifest
from ingest.index.store import open_index
from ingest.library.intake import Given
from ingest.library.shelf import Shelf
from ingest.settings import IngestSettings
from tests.fakes import build_here

WORDS = b"# Week three\n\nA quokka cluster keeps seventeen replicas of each shard.\n"


@pytest.fixture
def settings(corpus: Path, tmp_path: Path) -> IngestSettings:
    """A corpus, a library beside it, an index."""
    return IngestSettings(
        corpus=(corpus,), index=tmp_path / "index", embedding_model="hashing-256", library=tmp_path / "data" / "library"
    )


def shelf_of(settings: IngestSettings) -> Shelf:
    assert settings.library is not None
    return Shelf(settings.library, settings)


def added(settings: IngestSettings, tmp_path: Path, name: str, data: bytes = WORDS) -> str:
    path = tmp_path / f"up-{name}"
    path.write_bytes(data)
    (uri,) = shelf_of(settings).add([Given(path, name)]).added
    return uri


def titles(settings: IngestSettings) -> dict[str, str]:
    index = open_index(settings)
    return {document.source.uri: document.source.title for document in index.documents.values()}


def test_documents_of_the_library_are_indexed_beside_the_corpus(settings: IngestSettings, tmp_path: Path) -> None:
    assert build_here(settings, HashingEmbedder()).documents == 2
    uri = added(settings, tmp_path, "w3.md")
    assert build_here(settings, HashingEmbedder()).documents == 3
    assert titles(settings)[uri] == "Week three"


def test_a_corpus_folder_of_the_same_name_does_not_take_its_place(settings: IngestSettings, tmp_path: Path) -> None:
    other = tmp_path / "mine" / "library" / "documents"
    other.mkdir(parents=True)
    (other / "w3.md").write_text("# Other\n\nSomething else entirely is said here.\n")
    uri = added(settings, tmp_path, "w3.md")
    build_here(settings.changed(corpus=(other.parent,)), HashingEmbedder())
    assert titles(settings) == {uri: "Week three", "library~2/documents/w3.md": "Other"}


def test_the_learners_title_is_the_title(settings: IngestSettings, tmp_path: Path) -> None:
    uri = added(settings, tmp_path, "w3.md")
    build_here(settings, HashingEmbedder())
    shelf_of(settings).rename(uri, "My third week")
    report = build_here(settings, HashingEmbedder())
    assert report.build
    assert titles(settings)[uri] == "My third week"
    assert build_here(settings, HashingEmbedder()).build == ""


def test_what_was_removed_on_purpose_is_no_loss(settings: IngestSettings, tmp_path: Path) -> None:
    uri = added(settings, tmp_path, "w3.md")
    build_here(settings, HashingEmbedder())
    shelf_of(settings).remove(uri)
    report = build_here(settings, HashingEmbedder())
    assert report.removed == 1
    assert uri not in titles(settings)


def test_a_library_that_vanished_is_a_loss(settings: IngestSettings, tmp_path: Path) -> None:
    uri = added(settings, tmp_path, "w3.md")
    build_here(settings, HashingEmbedder())
    shelf_of(settings).files()[0].path.unlink()
    with pytest.raises(IndexWouldShrink):
        build_here(settings, HashingEmbedder())
    assert uri in titles(settings)


def test_what_cannot_be_read_is_in_the_manifest_even_when_nothing_else_changed(
    settings: IngestSettings, tmp_path: Path
) -> None:
    build_here(settings, HashingEmbedder())
    uri = added(settings, tmp_path, "broken.pdf", b"no pdf at all")
    assert build_here(settings, HashingEmbedder()).build == ""
    manifest = read_manifest(current_build(settings.index))
    assert [problem.uri for problem in manifest.problems] == [uri]
    assert manifest.passed_over == (uri,)
    shelf_of(settings).remove(uri)
    build_here(settings, HashingEmbedder())
    assert read_manifest(current_build(settings.index)).problems == ()
