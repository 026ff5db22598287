"""Whatever is added, changed, removed, renamed, rebuilt or opened anew: the index holds what a plain dict holds."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, precondition, rule

from ingest.embedding.embed import HashingEmbedder
from ingest.index.manifest import builds_folder, current_build, read_manifest
from ingest.index.store import Index, chroma_target, open_index
from ingest.index.vectors import open_collection
from ingest.settings import IngestSettings
from tests.fakes import build_here

WORDS = ("firehose", "streams", "glue", "athena", "redshift", "shards", "kmeans", "recall")
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
names = st.integers(0, 9).map(lambda number: f"page{number}.md")
langs = st.sampled_from(["en", "fr"])


class IndexMachine(RuleBasedStateMachine):
    """Files on disk and their published index, against a dict of what the last build must have seen."""

    files: Bundle[str] = Bundle("files")

    @initialize()
    def start(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="state-machine-"))
        self.corpus = self.root / "corpus"
        self.corpus.mkdir()
        self.settings = IngestSettings(
            corpus=(self.corpus,), index=self.root / "index", embedding_model="hashing-64", chunk_tokens=80
        )
        self.embedder = HashingEmbedder(64)
        self.disk: dict[str, tuple[str, str]] = {}
        self.published: dict[str, tuple[str, str]] | None = None
        self.opened: tuple[Index, dict[str, tuple[str, str]]] | None = None
        self.write("anchor.md", "the page that is always there", "en")  # a corpus cannot be empty

    def write(self, name: str, text: str, lang: str) -> None:
        self.disk[name] = (text, lang)
        page = f"---\ntitle: {name}\nlang: {lang}\n---\n\n# {name}\n\nIt speaks of {text}.\n"
        (self.corpus / name).write_text(page, encoding="utf-8")

    @rule(target=files, name=names, text=texts, lang=langs)
    def add_or_change(self, name: str, text: str, lang: str) -> str:
        self.write(name, text, lang)
        return name

    @rule(name=files)
    def remove(self, name: str) -> None:
        (self.corpus / name).unlink(missing_ok=True)
        self.disk.pop(name, None)

    @rule(target=files, name=files, new=names)
    def rename(self, name: str, new: str) -> object:
        if name not in self.disk:
            return multiple()
        self.disk[new] = self.disk.pop(name)
        (self.corpus / name).rename(self.corpus / new)
        return new

    @rule(name=files)
    def save_again(self, name: str) -> None:
        if name in self.disk:
            (self.corpus / name).touch()

    @rule()
    def build(self) -> None:
        report = build_here(self.settings, self.embedder, allow_removal=True)
        before = set(self.published or {})
        assert report.documents == len(self.disk)
        assert report.removed == len(before - set(self.disk))
        assert report.embedded + report.reused_vectors == report.chunks
        assert bool(report.build) == (self.published is None or self.published != self.disk)
        self.published = dict(self.disk)

    @precondition(lambda self: self.published is not None)
    @rule()
    def restart(self) -> None:
        """A page opens the published build; it goes on reading that one, whatever is built next."""
        assert self.published is not None
        index = open_index(self.settings)
        assert index.warning == ""
        self.opened = (index, dict(self.published))

    @invariant()
    def an_open_index_holds_what_was_published_when_it_was_opened(self) -> None:
        if self.opened is None:
            return
        index, held = self.opened
        assert {d.source.uri.rpartition("/")[2] for d in index.documents.values()} == set(held)
        for chunk in index.chunks:
            document = index.document_of(chunk)
            assert document.text[chunk.start : chunk.end] == chunk.text
            text, lang = held[document.source.uri.rpartition("/")[2]]
            assert text in chunk.text
            assert chunk.lang == lang

    def teardown(self) -> None:
        """Chroma itself, not what stands beside it: as many vectors as chunks, and each finds its own text."""
        if self.published is not None:
            self.every_vector_is_found()
        shutil.rmtree(self.root, ignore_errors=True)

    def every_vector_is_found(self) -> None:
        folder = current_build(self.settings.index)
        manifest = read_manifest(folder)
        index = open_index(self.settings)
        store = open_collection(chroma_target(folder, manifest), manifest.collection)
        assert store.count() == len(index.chunks) == manifest.chunks
        assert len(list(builds_folder(self.settings.index).iterdir())) <= 2
        for chunk in index.chunks:
            title = index.document_of(chunk).source.title
            vector = self.embedder.embed_documents([chunk.embedding_text(title)])[0]
            (found, similarity), *_ = store.nearest(vector, 1, chunk.lang)
            assert similarity == pytest.approx(1.0, abs=1e-4)  # equal texts have equal vectors: any of them may come
            assert next(other.lang for other in index.chunks if other.id == found) == chunk.lang


TestIndexMachine = pytest.mark.slow(IndexMachine.TestCase)
TestIndexMachine.settings = settings(
    max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)
