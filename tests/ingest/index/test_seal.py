"""Files of a build that are not as they were written: each is told, none is used or handed on to the next build."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from ingest.embedding.embed import HashingEmbedder
from ingest.errors import IndexDamaged
from ingest.index.check import check_index
from ingest.index.manifest import current_build
from ingest.index.seal import damaged, is_sealed, seal
from ingest.index.store import open_index
from ingest.index.verify import verify_build
from ingest.pipeline import is_current
from ingest.schema import CheckResult
from ingest.settings import IngestSettings
from tests.fakes import build_here


@pytest.fixture
def settings(corpus: Path) -> IngestSettings:
    """Settings of an index that is built."""
    chosen = IngestSettings(corpus=(corpus,), index=corpus.parent / "index", embedding_model="hashing-64")
    build_here(chosen, HashingEmbedder(64))
    return chosen


def build(settings: IngestSettings) -> bool:
    """Whether a build made a new index."""
    return bool(build_here(settings, HashingEmbedder(64)).build)


def flip(path: Path) -> None:
    """One bit in the middle of a file, without a trace in its size and time."""
    before = path.stat()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x04
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def files(settings: IngestSettings) -> CheckResult:
    names = ("files", IndexDamaged.code)
    return next(one for one in check_index(settings, verify_build) if one.name in names)


SEALED = [
    "chunks.jsonl",
    "documents.jsonl",
    "vectors.npy",
    *(f"lexical/{name}.csc.index.npy" for name in ("data", "indices", "indptr")),
    *(f"lexical/{name}.index.json" for name in ("params", "vocab")),
    *(f"sentences/{name}.npy" for name in ("keys", "sums", "vectors")),
]


def test_every_file_but_those_that_are_looked_at_otherwise_is_sealed(settings: IngestSettings) -> None:
    folder = current_build(settings.index)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    rest = {name for name in there if not name.startswith("chroma/")} - {"manifest.json", "files.json", "graph.json"}
    assert rest == {*SEALED}


@pytest.mark.parametrize("name", SEALED)
def test_one_bit_of_any_file_is_told_and_mended_by_a_build(settings: IngestSettings, name: str) -> None:
    assert files(settings).severity == "ok"
    assert not build(settings)
    folder = current_build(settings.index)
    flip(folder / name)
    assert damaged(folder) == ()  # nothing of it can be seen from outside
    told = files(settings)
    assert (told.name, told.severity) == ("index-damaged", "error")
    assert name in told.message
    assert "ingest build" in told.remedy
    assert build(settings)
    assert files(settings).severity == "ok"
    assert current_build(settings.index) != folder


def test_a_word_index_that_was_written_to_is_not_used(settings: IngestSettings) -> None:
    """Other scores: the words of a question would find other passages, and nothing would say so."""
    sound = open_index(settings)
    place = current_build(settings.index) / "lexical" / "data.csc.index.npy"
    np.save(place, np.random.default_rng(1).permutation(np.load(place)))
    opened = open_index(settings)
    assert "The word index is damaged (index-damaged: lexical/data.csc.index.npy is not as" in opened.warning
    assert "Bring the index up to date" in opened.warning
    for word in ("mode", "s3", "750"):
        found = [(hit.chunk.id, hit.score) for hit in opened.lexical([word], 5, "en")]
        assert found == [(hit.chunk.id, hit.score) for hit in sound.lexical([word], 5, "en")]
    assert not is_current(settings)
    build(settings)
    assert open_index(settings).warning == ""
    assert is_current(settings)


def test_a_word_index_that_cannot_be_read_is_made_again_in_memory(settings: IngestSettings) -> None:
    sound = open_index(settings)
    shutil.rmtree(current_build(settings.index) / "lexical")
    opened = open_index(settings)
    assert "The word index is damaged (index-damaged" in opened.warning
    assert [hit.chunk.id for hit in opened.lexical(["mode"], 5, "en")] == [
        hit.chunk.id for hit in sound.lexical(["mode"], 5, "en")
    ]


@pytest.mark.parametrize("name", ["chunks.jsonl", "documents.jsonl"])
def test_other_words_are_never_quoted(settings: IngestSettings, name: str) -> None:
    place = current_build(settings.index) / name
    place.write_text(place.read_text(encoding="utf-8").replace("750", "900"), encoding="utf-8")
    with pytest.raises(IndexDamaged, match=name):
        open_index(settings)
    assert build(settings)
    assert not [chunk for chunk in open_index(settings).chunks if "900" in chunk.text]


def test_damaged_vectors_of_sentences_are_told_and_not_used(settings: IngestSettings) -> None:
    place = current_build(settings.index) / "sentences" / "vectors.npy"
    data = bytearray(place.read_bytes())
    data[-1] ^= 0x40
    place.write_bytes(data)
    warning = open_index(settings).warning
    assert "sentences/vectors.npy is not as when the build was checked (index-damaged)" in warning
    assert "Bring the index up to date" in warning


def test_damaged_vectors_of_passages_do_not_stand_in_for_chroma(settings: IngestSettings) -> None:
    place = current_build(settings.index) / "vectors.npy"
    np.save(place, np.load(place)[::-1])
    with pytest.raises(IndexDamaged, match=r"vectors\.npy"):
        open_index(settings, exact=True)
    assert build(settings)
    open_index(settings, exact=True)


def test_a_copied_index_is_read_once_and_stays_whole(settings: IngestSettings, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(current_build(settings.index), copy, copy_function=shutil.copyfile)
    noted = (copy / "files.json").read_text(encoding="utf-8")
    assert damaged(copy) == ()
    assert (copy / "files.json").read_text(encoding="utf-8") != noted
    (copy / "more.bin").write_bytes(b"x")
    (copy / "chunks.jsonl").unlink()
    assert damaged(copy) == ("chunks.jsonl", "more.bin")


def test_where_there_is_no_seal_that_is_said_and_the_next_build_has_one(settings: IngestSettings) -> None:
    folder = current_build(settings.index)
    for content in ("", "[]", '{"chunks.jsonl": 1}'):
        (folder / "files.json").write_text(content, encoding="utf-8")
        assert not is_sealed(folder)
        assert damaged(folder, thorough=True) == ()
    assert files(settings).severity == "warning"
    assert open_index(settings).warning == ""
    assert not is_current(settings)
    assert build(settings)
    assert files(settings).severity == "ok"


def test_a_seal_that_cannot_be_noted_again_does_no_harm(
    settings: IngestSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = current_build(settings.index)
    os.utime(folder / "chunks.jsonl", ns=(1, 1))

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("ingest.index.seal.os.replace", refuse)
    assert damaged(folder) == ()
    with pytest.raises(PermissionError):
        seal(folder)
