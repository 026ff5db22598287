"""A build from files to a published index: what is reused, what survives a crash, what is left out."""

from __future__ import annotations

import errno
import inspect
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from ingest.embedding.embed import HashingEmbedder, OnDone
from ingest.embedding.vector_cache import VectorCache
from ingest.errors import IndexBusy, IndexDamaged, IndexMismatch, IndexMissing, IndexUnwritable
from ingest.index.apart import verify_apart
from ingest.index.check import check_index, is_sound
from ingest.index.manifest import builds_folder, current_build
from ingest.index.store import open_build, open_index
from ingest.index.verify import verify_build
from ingest.pipeline import build_index
from ingest.settings import IngestSettings
from tests.fakes import build_here, fixed_clock


class CountingEmbedder(HashingEmbedder):
    """Remembers what it embedded; can fail on the way."""

    def __init__(self, fail_after: int | None = None) -> None:
        super().__init__(64)
        self.texts: list[str] = []
        self._fail_after = fail_after

    def embed_documents(self, texts: Sequence[str], on_done: OnDone | None = None) -> np.ndarray:
        if self._fail_after is not None and len(self.texts) >= self._fail_after:
            raise KeyboardInterrupt
        self.texts.extend(texts)
        return super().embed_documents(texts, on_done)


def settings(corpus: Path, **more: object) -> IngestSettings:
    return IngestSettings.from_mapping(
        {"corpus": (corpus,), "index": corpus.parent / "index", "embedding_model": "hashing-64", **more}
    )


def test_a_build_is_published_sound_and_verbatim(corpus: Path) -> None:
    chosen = settings(corpus)
    report = build_here(chosen, CountingEmbedder(), clock=fixed_clock)
    assert (report.documents, report.read, report.problems) == (2, 2, ())
    assert report.embedded == report.chunks > 0
    index = open_index(chosen)
    assert index.warning == ""
    for chunk in index.chunks:
        assert index.document_of(chunk).text[chunk.start : chunk.end] == chunk.text
    assert is_sound(check_index(chosen, verify_build))


def test_a_second_run_reads_and_embeds_nothing(corpus: Path) -> None:
    chosen = settings(corpus)
    build_here(chosen, CountingEmbedder())
    before = current_build(chosen.index)
    embedder = CountingEmbedder()
    report = build_here(chosen, embedder)
    assert (report.build, report.read, report.embedded, embedder.texts) == ("", 0, 0, [])
    assert current_build(chosen.index) == before


def test_touching_a_page_embeds_only_its_changed_chunks(corpus: Path) -> None:
    chosen = settings(corpus)
    build_here(chosen, CountingEmbedder())
    page = corpus / "aws" / "input-modes.md"
    page.write_text(page.read_text() + "\n## Fast file mode\n\n- FastFile mode reads objects on demand.\n")
    embedder = CountingEmbedder()
    report = build_here(chosen, embedder)
    assert (report.read, report.embedded) == (1, 1)
    assert (report.embedded_sentences, len(embedder.texts)) == (1, 2)
    assert all("FastFile" in text for text in embedder.texts)


def test_a_saved_but_unchanged_file_publishes_nothing(corpus: Path) -> None:
    chosen = settings(corpus)
    build_here(chosen, CountingEmbedder())
    os.utime(corpus / "notes" / "examen.md", (1, 1))
    report = build_here(chosen, CountingEmbedder())
    assert (report.build, report.embedded) == ("", 0)


def test_deleted_files_disappear(corpus: Path) -> None:
    chosen = settings(corpus)
    build_here(chosen, CountingEmbedder())
    (corpus / "notes" / "examen.md").unlink()
    report = build_here(chosen, CountingEmbedder())
    assert (report.removed, report.documents, report.embedded) == (1, 1, 0)
    assert {d.source.uri for d in open_index(chosen).documents.values()} == {"corpus/aws/input-modes.md"}


def test_bad_files_are_named_with_a_remedy_and_the_rest_goes_in(corpus: Path) -> None:
    (corpus / "empty.md").write_text("")
    (corpus / "latin.txt").write_bytes("Żółw i łabędź".encode("cp1250"))
    (corpus / "binary.md").write_bytes(bytes(range(256)) * 8)
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.7 this is not a PDF")
    (corpus / "big.txt").write_text("word " * 4000)
    report = build_here(settings(corpus, max_file_mb=0.01), CountingEmbedder())
    assert report.documents == 2
    named = {problem.uri.rpartition("/")[2]: problem for problem in report.problems}
    assert set(named) == {"empty.md", "latin.txt", "binary.md", "broken.pdf", "big.txt"}
    assert all(problem.reason and problem.help for problem in named.values())
    assert len({problem.code for problem in named.values()}) == 5


@pytest.mark.parametrize("stop", [64, 200])  # among the passages, among the sentences
def test_interrupted_embedding_leaves_the_index_and_resumes(corpus: Path, stop: int) -> None:
    chosen = settings(corpus)
    build_here(chosen, CountingEmbedder())
    before = current_build(chosen.index)
    for number in range(150):
        (corpus / f"more{number}.md").write_text(f"# Page {number}\n\nThis page speaks of subject {number} only.\n")
    first = CountingEmbedder(fail_after=stop)
    with pytest.raises(KeyboardInterrupt):
        build_here(chosen, first)
    assert current_build(chosen.index) == before
    second = CountingEmbedder()
    report = build_here(chosen, second)
    assert report.documents == 152
    assert len(first.texts) >= stop
    assert len(first.texts) + len(second.texts) == 2 * 150  # a passage and its one sentence
    assert not set(first.texts) & set(second.texts)


def test_only_one_writer(corpus: Path) -> None:
    from filelock import FileLock

    chosen = settings(corpus)
    chosen.index.mkdir()
    with FileLock(chosen.index / ".lock"), pytest.raises(IndexBusy):
        build_here(chosen, CountingEmbedder())


def test_an_index_of_another_model_is_refused(corpus: Path) -> None:
    chosen = settings(corpus)
    build_here(chosen, CountingEmbedder())
    with pytest.raises(IndexMismatch, match="hashing-128"):
        open_index(settings(corpus, embedding_model="hashing-128"))
    with pytest.raises(IndexMismatch):
        open_index(settings(corpus, chunk_tokens=100))


def test_no_index_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="make index"):
        open_index(IngestSettings(index=tmp_path / "none"))


@pytest.mark.slow
def test_damaged_chroma_is_stood_in_for_and_reported(corpus: Path) -> None:
    chosen = settings(corpus)
    build_index(chosen, CountingEmbedder())
    for path in (current_build(chosen.index) / "chroma").rglob("*.sqlite3"):
        path.write_bytes(b"not a database")
    index = open_index(chosen)
    assert "Exact search stands in" in index.warning
    query = HashingEmbedder(64).embed_queries(["score pour réussir l'examen"])[0]
    assert index.dense(query, 3, "fr")
    assert not is_sound(check_index(chosen))


def test_a_truncated_document_file_is_our_error(corpus: Path) -> None:
    chosen = settings(corpus)
    build_here(chosen, CountingEmbedder())
    path = current_build(chosen.index) / "documents.jsonl"
    path.write_text(path.read_text()[:-40])
    with pytest.raises(IndexDamaged):
        open_index(chosen)


def test_a_passage_that_repeats_itself_is_kept_once(corpus: Path) -> None:
    """A long table of equal rows: hundreds of equal vectors tear the graph of Chroma, and no build was published."""
    rows = "| instance | price |\n|---|---|\n" + "| ml.m5.large | not stated |\n" * 9000
    (corpus / "repeats.md").write_text(f"# Prices\n\nWhat an instance costs.\n\n{rows}")
    chosen = settings(corpus)
    report = build_here(chosen, CountingEmbedder())
    again = [chunk.text for chunk in open_index(chosen).chunks if "ml.m5.large" in chunk.text]
    assert report.documents == 3
    assert 1 <= len(again) == len(set(again)) <= 3
    assert is_sound(check_index(chosen, verify_build))


def test_a_full_disk_is_told_and_leaves_no_half_build(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    chosen = settings(corpus)
    monkeypatch.setattr("ingest.pipeline.write_build", full)
    with pytest.raises(IndexUnwritable, match="No space left"):
        build_here(chosen, CountingEmbedder())
    assert list(builds_folder(chosen.index).glob("*")) == []


@pytest.mark.slow
@pytest.mark.parametrize("damaged", ["chroma/chroma.sqlite3", "lexical/data.csc.index.npy", "vectors.npy", "CURRENT"])
def test_what_check_calls_damaged_the_next_build_repairs(corpus: Path, damaged: str) -> None:
    """An unchanged corpus is no reason to leave a damaged index as it is."""
    chosen = settings(corpus)
    build_index(chosen, CountingEmbedder())
    place = chosen.index / damaged if damaged == "CURRENT" else current_build(chosen.index) / damaged
    place.write_bytes(b"\xff\xfe junk" if damaged == "CURRENT" else b"")
    assert not is_sound(check_index(chosen))
    assert build_index(chosen, CountingEmbedder()).build
    assert is_sound(check_index(chosen))
    assert open_index(chosen).warning == ""


def test_the_build_before_the_last_stays_for_who_still_reads_it_and_older_ones_go(corpus: Path) -> None:
    chosen = settings(corpus)
    builds = []
    for number in range(3):
        (corpus / f"more{number}.md").write_text(f"# Page {number}\n\nThis page speaks of subject {number} only.\n")
        builds.append(build_here(chosen, CountingEmbedder()).build)
        if number == 0:
            reader = open_index(chosen)
        if number == 1:  # opened before this build, and still whole beside it
            query = CountingEmbedder().embed_queries(["subject 0"])[0]
            assert [hit.chunk.text for hit in reader.dense(query, 9, "en")]
            assert {folder.name for folder in builds_folder(chosen.index).iterdir()} == set(builds)
            assert len(open_build(builds_folder(chosen.index) / builds[0], reader.manifest).documents) == 3
    assert {folder.name for folder in builds_folder(chosen.index).iterdir()} == set(builds[1:])
    assert current_build(chosen.index).name == builds[2]


def test_a_build_that_fails_its_check_is_not_published_and_leaves_nothing(corpus: Path) -> None:
    chosen = settings(corpus)
    build_here(chosen, CountingEmbedder())
    before = current_build(chosen.index)
    looked: list[Path] = []

    def unsound(folder: Path) -> None:
        looked.append(folder)
        if folder != before:
            raise IndexDamaged("Chroma finds only 3 of 200 stored vectors again.")

    (corpus / "more.md").write_text("# More\n\nThis page speaks of one more subject.\n")
    with pytest.raises(IndexDamaged, match="was not published: Chroma finds only 3 of 200") as caught:
        build_index(chosen, CountingEmbedder(), verify=unsound)
    assert "was not touched" in caught.value.help
    assert [folder.parent for folder in looked] == [builds_folder(chosen.index)]
    assert list(builds_folder(chosen.index).iterdir()) == [before]
    assert current_build(chosen.index) == before
    assert len(open_index(chosen).documents) == 2


def test_an_unchanged_corpus_is_built_again_when_the_published_build_fails_its_check(corpus: Path) -> None:
    chosen = settings(corpus)
    build_here(chosen, CountingEmbedder())
    before = current_build(chosen.index)

    def only_the_new_one(folder: Path) -> None:
        if folder == before:
            raise IndexDamaged("It is not sound.")

    report = build_index(chosen, CountingEmbedder(), verify=only_the_new_one)
    assert (report.embedded, report.read) == (0, 0)
    assert current_build(chosen.index).name == report.build != before.name
    found = [result for result in check_index(chosen, only_the_new_one) if result.name == "search"]
    assert [(result.severity, result.message) for result in found] == [("ok", "Chroma finds its vectors again.")]


def test_check_tells_what_the_search_lacks(corpus: Path) -> None:
    def unsound(folder: Path) -> None:
        raise IndexDamaged("Chroma holds 3 of 5 vectors.")

    chosen = settings(corpus)
    build_here(chosen, CountingEmbedder())
    found = next(result for result in check_index(chosen, unsound) if result.name == "search")
    assert (found.severity, found.message) == ("error", "Chroma holds 3 of 5 vectors.")
    assert "ingest build" in found.remedy


@pytest.mark.slow
def test_a_process_of_its_own_finds_a_sound_build_sound_and_names_what_is_wrong(corpus: Path) -> None:
    chosen = settings(corpus)
    build_here(chosen, CountingEmbedder())
    folder = current_build(chosen.index)
    verify_apart(folder)
    np.save(folder / "vectors.npy", np.zeros((1, 64), dtype=np.float32))
    with pytest.raises(IndexDamaged, match=r"chunks and vectors of shape \(1, 64\)"):
        verify_apart(folder)


def test_a_check_that_is_killed_is_told_by_its_exit_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A damaged HNSW file can end the process that opens it, without a word."""
    killed = subprocess.CompletedProcess([], -11, "", "")
    monkeypatch.setattr("ingest.index.apart.subprocess.run", lambda *arguments, **options: killed)
    with pytest.raises(IndexDamaged, match="ended with code -11"):
        verify_apart(tmp_path)


def test_a_build_is_checked_in_a_process_of_its_own_unless_told_otherwise() -> None:
    for function in (build_index, check_index):
        assert inspect.signature(function).parameters["verify"].default is verify_apart


def test_kept_vectors_of_another_size_are_not_used(corpus: Path) -> None:
    chosen = settings(corpus)
    with pytest.raises(KeyboardInterrupt):
        build_here(chosen, CountingEmbedder(fail_after=0))
    cache = VectorCache(chosen.index / "partial", CountingEmbedder().name)
    cache.append(["0" * 16], np.ones((1, 6), dtype=np.float32))
    assert build_here(chosen, CountingEmbedder()).build
