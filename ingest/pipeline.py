"""One build: read, chunk, embed, store, verify, publish; what did not change is not done again.

Owns the order of the stages and what is reused. Knows nothing of file formats (readers), of Chroma (vectors) or of
the screen (progress). A build is written aside and becomes visible by one rename, so that a crash or Ctrl-C at any
moment leaves the published index serving; finished vectors are kept, so that the next run resumes.
"""

from __future__ import annotations

import datetime
import hashlib
import itertools
import secrets
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.chunk import chunk as split
from ingest.chunk import distinct
from ingest.embedded import Embedded, embed, embedding_key, sentence_texts
from ingest.embedding.embed import Embedder, open_embedder
from ingest.embedding.vector_cache import VectorCache
from ingest.errors import BadIndex, IndexDamaged, UnreadableFile, VectorStoreUnavailable
from ingest.fetch import fetched
from ingest.index.apart import Verify, seal_graph, verify_apart
from ingest.index.check import files_changed, still_sound
from ingest.index.manifest import (
    FileRecord,
    Manifest,
    builds_folder,
    current_build,
    publish,
    read_manifest,
    remove_unfinished,
    require_fit,
)
from ingest.index.removal import published_files, require_no_loss
from ingest.index.seal import damaged, is_sealed, seal
from ingest.index.sentences import SentenceVectors, open_sentences
from ingest.index.store import TEXTS, read_chunks, read_documents, read_vectors, write_build
from ingest.index.vectors import drop_collections
from ingest.index.writer import only_writer
from ingest.library.records import Records, read_all
from ingest.progress import Progress, counter, silent, timed
from ingest.readers import read
from ingest.schema import Chunk, Document, IngestReport, LeftOut, Problem, hash_of
from ingest.settings import IngestSettings
from ingest.sourcing.passed_over import PassedOver
from ingest.sourcing.sources import SourceFile, walk
from ingest.twins import originals

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_COLLECTION_PREFIX = "citeprep-"
Clock = Callable[[], datetime.datetime]


@dataclass(slots=True)
class _Previous:
    """What the published build already has."""

    manifest: Manifest | None = None
    records: dict[str, FileRecord] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    chunks: dict[str, tuple[Chunk, ...]] = field(default_factory=dict)
    vectors: dict[str, Vectors] = field(default_factory=dict)
    sentences: SentenceVectors | None = None


@dataclass(slots=True)
class _Work:
    """What this build found: documents with their chunks, in order of uri."""

    documents: list[Document] = field(default_factory=list)
    records: list[FileRecord] = field(default_factory=list)
    chunks: list[Chunk] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    omissions: list[LeftOut] = field(default_factory=list)
    taken_out: frozenset[str] = frozenset()
    read: int = 0
    reused: int = 0


def build_index(
    settings: IngestSettings | None = None,
    embedder: Embedder | None = None,
    progress: Progress = silent,
    clock: Clock = lambda: datetime.datetime.now(datetime.UTC),
    *,
    allow_removal: bool = False,
    verify: Verify = verify_apart,
) -> IngestReport:
    """Bring the index up to date with the corpus and publish it.

    Settings are those of the environment and the embedder theirs, where none is given.

    A root whose documents are gone, all or more than half of them, is not published without `allow_removal`.
    `verify` looks at a build before it is published: in a process of its own, since a damaged file can end the one
    that opens it.

    Raises CorpusNotFound, IndexWouldShrink, IndexBusy, IndexUnwritable, EmbedderUnavailable, VectorStoreUnavailable,
    IndexDamaged (a build that fails its verification is not published). Files that cannot be read are reported.
    """
    settings = settings or IngestSettings.from_env()
    embedder = embedder or open_embedder(settings)
    seconds: dict[str, float] = {}
    with only_writer(settings.index):
        remove_unfinished(settings.index)
        previous = _load_previous(settings, embedder)
        with timed(seconds, "read"):
            work = _read_all(settings, embedder, previous, progress)
        if not allow_removal:
            require_no_loss(published_files(settings.index), work.records, (*work.replaced, *work.taken_out))
        removed = len(set(previous.records) - {record.uri for record in work.records})
        sentences = sentence_texts(work.documents, work.chunks) if settings.sentences else None
        if _unchanged(previous, work, sentences, settings) and still_sound(settings, verify):
            assert previous.manifest is not None
            _remember_files(settings.index, previous.manifest, work)
            return _report(previous.manifest, work, None, 0, seconds)
        with timed(seconds, "embed"):
            cache = VectorCache(settings.index / "partial", embedder.name)
            known = (previous.vectors, previous.sentences)
            embedded = embed(work.documents, work.chunks, sentences, *known, embedder, cache, progress)
        words = sum(len(document.text.split()) for document in work.documents)
        manifest = _manifest(settings, embedder, work, embedded, words, clock())
        folder = builds_folder(settings.index) / manifest.build
        try:
            with timed(seconds, "store"):
                done = counter("Storing", len(work.chunks), progress)
                write_build(folder, manifest, work.documents, work.chunks, embedded.chunks, done, embedded.sentences)
            with timed(seconds, "verify"):
                progress("Checking", 0, 0)
                _verify(folder, verify)
                seal_graph(folder)
                seal(folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        publish(settings.index, manifest.build)
        _clean_up(settings, manifest, previous.manifest)
        return _report(manifest, work, embedded, removed, seconds)


def is_current(settings: IngestSettings) -> bool:
    """Whether the published build fits the settings and every file is as it was indexed, by its size and times.

    Contents are read where those differ. Whether the index is sound in all is another question (`index.check`).
    """
    try:
        folder = current_build(settings.index)
        manifest = read_manifest(folder)
        require_fit(manifest, settings)
    except BadIndex:
        return False
    if not is_sealed(folder) or damaged(folder):
        return False
    if manifest.chroma_url != settings.chroma_url or (manifest.sentences is not None) != settings.sentences:
        return False
    known = {record.uri: record.stat[:2] for record in manifest.files if record.uri.startswith("fetched/")}
    pages = {page.file.uri: (page.file.size, page.file.mtime_ns) for page in fetched.pages(settings.fetched)}
    return pages == known and files_changed(manifest, settings) == ""


def _load_previous(settings: IngestSettings, embedder: Embedder) -> _Previous:
    try:
        folder = current_build(settings.index)
        manifest = read_manifest(folder)
        documents, chunks, vectors = read_documents(folder), read_chunks(folder), read_vectors(folder)
        whole = len(vectors) == len(chunks) and {c.document_id for c in chunks} <= {d.id for d in documents}
        if manifest.embedding_model != embedder.name or not whole:
            return _Previous()
    except BadIndex:
        return _Previous()
    sentences = _previous_sentences(folder, manifest)
    if not TEXTS.isdisjoint(damaged(folder, thorough=True)):
        return _Previous(sentences=sentences)  # what cannot be told from what was written is not used again
    titles = {document.id: document.source.title for document in documents}
    grouped = {id_: tuple(own) for id_, own in itertools.groupby(chunks, key=lambda chunk: chunk.document_id)}
    known = {embedding_key(chunk, titles[chunk.document_id]): row for chunk, row in zip(chunks, vectors, strict=True)}
    if manifest.fingerprint != settings.fingerprint():
        return _Previous(vectors=known, sentences=sentences)  # read anew; the same words have the same vectors
    return _Previous(
        manifest,
        {record.uri: record for record in manifest.files},
        {document.source.uri: document for document in documents},
        {document.source.uri: grouped.get(document.id, ()) for document in documents},
        known,
        sentences,
    )


def _previous_sentences(folder: Path, manifest: Manifest) -> SentenceVectors | None:
    try:
        return None if manifest.sentences is None else open_sentences(folder, manifest.sentences, manifest.dimension)
    except IndexDamaged:
        return None  # made again


def _remember_files(index: Path, manifest: Manifest, work: _Work) -> None:
    """Note what changed of files without changing the index.

    That is the times of files that were saved again with the same content, so that nobody reads them for that again,
    and what is wrong with files that are in no index.
    """
    noted = replace(manifest, files=tuple(work.records), passed_over=_passed_over(work), problems=tuple(work.problems))
    if noted != manifest:
        noted.write(current_build(index))


def _passed_over(work: _Work) -> tuple[str, ...]:
    return tuple(sorted([*work.replaced, *(problem.uri for problem in work.problems)]))


def _read_all(settings: IngestSettings, embedder: Embedder, previous: _Previous, progress: Progress) -> _Work:
    library = Records() if settings.library is None else read_all(settings.library)
    work = _Work(taken_out=library.removed)
    pages = fetched.pages(settings.fetched)
    passed = PassedOver()
    found = [*walk(settings.roots, settings, passed), *(page.file for page in pages)]
    by_uri = {page.file.uri: page for page in pages}
    entries: list[tuple[Document, FileRecord, tuple[Chunk, ...]]] = []
    progress("Reading", 0, len(found))
    for number, item in enumerate(found, start=1):
        if isinstance(item, Problem):
            work.problems.append(item)
        else:
            try:
                document, record, chunks = _take_in(item, by_uri.get(item.uri), settings, embedder, previous, work)
                entries.append((library.describe(document), record, chunks))
            except UnreadableFile as error:
                work.problems.append(Problem(item.uri, error.code, error.message, error.help))
        progress("Reading", number, len(found))
    chunks_of: dict[str, tuple[Chunk, ...]] = {}
    replaced = {document.source.url for document, _, _ in entries if document.source.uri in by_uri}
    for document, record, chunks in sorted(entries, key=lambda entry: entry[0].source.uri):
        if document.source.url in replaced and document.source.uri not in by_uri and document.source.kind == "aws-doc":
            work.replaced.append(document.source.uri)  # the fetched page stands for the digest of the same address
            continue
        work.documents.append(document)
        work.omissions.extend(document.left_out)
        work.records.append(record)
        chunks_of[document.source.uri] = chunks
    work.omissions.extend(passed.left_out())
    _without_translations(work, chunks_of, lambda document: _cut(document, embedder, settings))
    return work


def _without_translations(
    work: _Work, chunks_of: Mapping[str, tuple[Chunk, ...]], cut: Callable[[Document], tuple[Chunk, ...]]
) -> None:
    """The chunks of the pages that are searched: of one in two languages the original's, which stands for both."""
    original = originals(work.documents)
    for place, document in enumerate(work.documents):
        uri, was = document.source.uri, document.version_of
        now = original.get(uri, "")
        chunks = () if now else cut(document) if was else chunks_of[uri]
        work.documents[place] = document if was == now else replace(document, version_of=now)
        work.records[place] = replace(work.records[place], chunks=len(chunks))
        work.chunks.extend(chunks)


def _take_in(
    file: SourceFile,
    page: fetched.Page | None,
    settings: IngestSettings,
    embedder: Embedder,
    previous: _Previous,
    work: _Work,
) -> tuple[Document, FileRecord, tuple[Chunk, ...]]:
    """A file's document and chunks, from the published build when the file did not change."""
    known = previous.records.get(file.uri)
    if known is not None and known.stat == file.stat:
        work.reused += 1
        return previous.documents[file.uri], known, previous.chunks[file.uri]
    data = file.read_bytes()
    if known is not None and page is None and known.sha256 == hashlib.sha256(data).hexdigest():
        work.reused += 1
        return previous.documents[file.uri], _record(file, known.sha256, known.chunks), previous.chunks[file.uri]
    document = read(file, data, settings)
    if page is not None:
        document = page.describe(document)
    work.read += 1
    chunks = _cut(document, embedder, settings)
    return document, _record(file, document.source.sha256, len(chunks)), chunks


def _record(file: SourceFile, sha256: str, chunks: int) -> FileRecord:
    return FileRecord(file.uri, sha256, file.size, file.mtime_ns, chunks, file.ctime_ns, file.inode)


def _cut(document: Document, embedder: Embedder, settings: IngestSettings) -> tuple[Chunk, ...]:
    return distinct(split(document, embedder.count_tokens, settings.chunk_tokens))


def _unchanged(previous: _Previous, work: _Work, sentences: Mapping[str, str] | None, settings: IngestSettings) -> bool:
    manifest = previous.manifest
    return (
        manifest is not None
        and (manifest.sentences is None) == (sentences is None)
        and (sentences is None or _has_all(previous.sentences, sentences))
        and manifest.chroma_url == settings.chroma_url
        and [(r.uri, r.sha256) for r in manifest.files] == [(r.uri, r.sha256) for r in work.records]
        and [d.source for d in previous.documents.values()] == [d.source for d in work.documents]
    )


def _has_all(vectors: SentenceVectors | None, sentences: Mapping[str, str]) -> bool:
    return vectors is not None and len(vectors.find(list(sentences))) == len(sentences)


def _manifest(
    settings: IngestSettings,
    embedder: Embedder,
    work: _Work,
    embedded: Embedded,
    words: int,
    now: datetime.datetime,
) -> Manifest:
    build = f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
    return Manifest(
        build=build,
        created=now.isoformat(timespec="seconds"),
        fingerprint=settings.fingerprint(),
        embedding_model=embedder.name,
        dimension=embedder.dimension,
        documents=len(work.documents),
        chunks=len(work.chunks),
        words=words,
        collection=f"{_COLLECTION_PREFIX}{hash_of(str(settings.index.resolve()))[:8]}-{build}",
        chroma_url=settings.chroma_url,
        files=tuple(work.records),
        passed_over=_passed_over(work),
        sentences=None if embedded.sentences is None else len(embedded.sentences),
        problems=tuple(work.problems),
    )


def _verify(folder: Path, verify: Verify) -> None:
    try:
        verify(folder)
    except IndexDamaged as error:
        raise IndexDamaged(
            f"The new index failed its check and was not published: {error.message}",
            help="Run the same command again; the published index was not touched.",
        ) from error


def _clean_up(settings: IngestSettings, manifest: Manifest, previous: Manifest | None) -> None:
    """Keep the new build and the one before it (a running app may still read it); remove older ones."""
    VectorCache(settings.index / "partial", manifest.embedding_model).remove()
    keep = {manifest.build} | ({previous.build} if previous else set())
    for folder in builds_folder(settings.index).iterdir():
        if folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)
    if settings.chroma_url:
        own = manifest.collection.removesuffix(manifest.build)
        try:
            drop_collections(settings.chroma_url, [own + build for build in keep], own)
        except (VectorStoreUnavailable, IndexDamaged):
            return  # the index is published; what is left on the server is removed by the next build


def _report(
    manifest: Manifest, work: _Work, embedded: Embedded | None, removed: int, seconds: dict[str, float]
) -> IngestReport:
    """What a build did; `embedded` is None when nothing had changed and the published one stays."""
    computed = embedded.computed if embedded else 0
    return IngestReport(
        build=manifest.build if embedded else "",
        documents=len(work.documents),
        chunks=len(work.chunks),
        words=manifest.words,
        read=work.read,
        reused_documents=work.reused,
        embedded=computed,
        reused_vectors=len(work.chunks) - computed,
        removed=removed,
        problems=tuple(work.problems),
        omissions=tuple(work.omissions),
        seconds=seconds,
        sentences=manifest.sentences or 0,
        embedded_sentences=embedded.computed_sentences if embedded else 0,
    )
