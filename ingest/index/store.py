"""An index: documents, chunks, vectors and BM25 together; writing a build, opening the published one.

Owns the layout of a build folder. Chunks and vectors are kept in plain files beside Chroma, which can then be
rebuilt, checked, or stood in for. Knows nothing of how documents are read or questions answered.
"""

from __future__ import annotations

import copy
import dataclasses
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import BadIndex, IndexDamaged, IngestError
from ingest.index.apart import CHROMA, require_sound_graph
from ingest.index.fallback import FallbackVectors
from ingest.index.lexical import LexicalIndex
from ingest.index.manifest import Manifest, current_build, read_manifest, require_fit
from ingest.index.seal import damaged
from ingest.index.sentences import SENTENCES, SentenceVectors, open_sentences, write_sentences
from ingest.index.vectors import ExactVectors, OnDone, VectorStore, open_collection, write_collection
from ingest.schema import Block, Chunk, Document, Lang, Omission, Origin, Source, hash_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ingest.settings import IngestSettings

    Vectors = NDArray[np.float32]

_DOCUMENTS = "documents.jsonl"
_CHUNKS = "chunks.jsonl"
_VECTORS = "vectors.npy"
_LEXICAL = "lexical"
TEXTS = frozenset({_DOCUMENTS, _CHUNKS, _VECTORS})
"""The files that a build makes the next one from."""
_NAMED = 3
MEND = 'Press "Bring the index up to date" in the Library, or run `python -m ingest build`.'
"""What mends an index."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk found by one search. `score` is a cosine (dense) or a BM25 score (lexical)."""

    chunk: Chunk
    score: float


class Index:
    """A published build, open for reading. Never changes; open again to see a newer one."""

    def __init__(
        self,
        manifest: Manifest,
        documents: Mapping[str, Document],
        chunks: Sequence[Chunk],
        vectors: VectorStore,
        lexical: LexicalIndex,
        warning: str = "",
        sentences: SentenceVectors | None = None,
    ) -> None:
        self.manifest = manifest
        self.documents = documents
        self.chunks = tuple(chunks)
        self.warning = warning
        self.sentences = sentences
        self._by_id = {chunk.id: chunk for chunk in chunks}
        self._vectors = vectors
        self._lexical = lexical
        self._langs: dict[Lang, NDArray[np.bool_]] = {}

    def only(self, documents: Collection[str]) -> Index:
        """A part of it, by the ids of documents: searched exactly, whatever else is near.

        A translation brings the page with it that is searched for it. Scores of words are those of the whole: how rare
        a word is does not depend on where one looks.
        """
        translated = (self.documents[id].version_of for id in documents if id in self.documents)
        documents = {*documents, *(hash_of(uri) for uri in translated if uri)}
        rows = [row for row, chunk in enumerate(self.chunks) if chunk.document_id in documents]
        chunks = [self.chunks[row] for row in rows]
        found = self._vectors.of([chunk.id for chunk in chunks])
        return Index(
            self.manifest,
            {id: document for id, document in self.documents.items() if id in documents},
            chunks,
            ExactVectors([chunk.id for chunk in chunks], found, [chunk.lang for chunk in chunks]),
            self._lexical.only(rows),
            self.warning,
            self.sentences,
        )

    def without_meaning(self) -> Index:
        """The same without the vectors of sentences: for who asks with another model than the one that made them."""
        other = copy.copy(self)
        other.sentences = None
        return other

    @property
    def trouble(self) -> str:
        """Why another search stands in for Chroma now; "" where none does."""
        return self._vectors.trouble

    @property
    def langs(self) -> tuple[Lang, ...]:
        """Languages that occur, in a fixed order."""
        present = {chunk.lang for chunk in self.chunks}
        return tuple(lang for lang in ("fr", "en") if lang in present)

    def dense(self, vector: Vectors, k: int, lang: Lang) -> list[Hit]:
        """Chunks of one language nearest to a unit vector, best first."""
        found = self._vectors.nearest(vector, k, lang)
        return [Hit(self._by_id[id_], score) for id_, score in found if id_ in self._by_id]

    def lexical(
        self, terms: Sequence[str], k: int, lang: Lang, more: Sequence[str] = (), weight: float = 1.0
    ) -> list[Hit]:
        """Chunks of one language with the best BM25 scores, best first; only those that hold a term.

        `more` are further terms, which count with `weight`.
        """
        import numpy as np

        scores = self._lexical.scores(terms) + weight * self._lexical.scores(more)
        rows = np.flatnonzero(scores * self._of_lang(lang))
        if 0 < k < len(rows):  # of all that hold a term, only those that may be among the best are put in order
            least = np.partition(scores[rows], len(rows) - k)[len(rows) - k]
            rows = rows[scores[rows] >= least]
        best = sorted(rows.tolist(), key=lambda i: (-scores[i], self.chunks[i].id))
        return [Hit(self.chunks[i], float(scores[i])) for i in best[:k]]

    def _of_lang(self, lang: Lang) -> NDArray[np.bool_]:
        """Which chunks are of a language."""
        import numpy as np

        if lang not in self._langs:
            self._langs[lang] = np.array([chunk.lang == lang for chunk in self.chunks], dtype=np.bool_)
        return self._langs[lang]

    def document_of(self, chunk: Chunk) -> Document:
        """The document that a chunk is a slice of."""
        return self.documents[chunk.document_id]

    def find_document(self, uri: str) -> Document | None:
        """A document by its uri."""
        return self.documents.get(hash_of(uri))


def write_build(
    folder: Path,
    manifest: Manifest,
    documents: Sequence[Document],
    chunks: Sequence[Chunk],
    vectors: Vectors,
    on_done: OnDone | None = None,
    sentences: Mapping[str, Vectors] | None = None,
) -> None:
    """Write everything a build holds into a new folder (and a new collection, with a Chroma server).

    `vectors` has shape (len(chunks), dimension); `sentences` are those of sentences by key, None where there are to be
    none. Raises VectorStoreUnavailable, OSError.
    """
    import numpy as np

    folder.mkdir(parents=True, exist_ok=True)
    _write_lines(folder / _DOCUMENTS, (dataclasses.asdict(document) for document in documents))
    _write_lines(folder / _CHUNKS, (dataclasses.asdict(chunk) for chunk in chunks))
    np.save(folder / _VECTORS, vectors)
    if sentences is not None:
        write_sentences(folder, sentences, manifest.dimension)
    _lexical_of(documents, chunks).save(folder / _LEXICAL)
    target: Path | str = manifest.chroma_url or folder / CHROMA
    write_collection(target, manifest.collection, [c.id for c in chunks], vectors, [c.lang for c in chunks], on_done)
    manifest.write(folder)


def open_index(settings: IngestSettings, *, exact: bool = False) -> Index:
    """Open the published build and check that it fits the settings.

    When Chroma cannot be opened or disagrees on the count, the exact search stands in and `warning` says so; so it does
    when the word index is damaged, which is then made from the passages, and when the vectors of sentences cannot be
    read, which are then computed for each question.
    Raises IndexMissing, IndexMismatch, IndexDamaged, VectorStoreUnavailable.
    """
    folder = current_build(settings.index)
    manifest = read_manifest(folder)
    require_fit(manifest, settings)
    return open_build(folder, manifest, exact=exact)


def open_build(folder: Path, manifest: Manifest, *, exact: bool = False) -> Index:
    """Open one build folder; see `open_index`."""
    wrong = damaged(folder)
    if text := [name for name in wrong if name in (_DOCUMENTS, _CHUNKS)]:
        raise IndexDamaged(f"The index is damaged: {told_files(text)}.", source=str(folder))
    documents, chunks = read_documents(folder), read_chunks(folder)
    if len(chunks) != manifest.chunks or len(documents) != manifest.documents:
        raise IndexDamaged("The index holds another number of documents or chunks than it should.", source=str(folder))
    lexical, words = _open_lexical(folder, documents, chunks, wrong)
    vectors, warning = _open_vectors(folder, manifest, chunks, exact, wrong)
    sentences, slow = _open_sentences(folder, manifest, wrong)
    told = " ".join(part for part in (warning, words, slow) if part)
    return Index(manifest, {d.id: d for d in documents}, chunks, vectors, lexical, told, sentences)


def told_files(names: Sequence[str]) -> str:
    """Which files are not as they were written, in words."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more} {'is' if len(names) == 1 else 'are'} not as when the build was checked"


def read_documents(folder: Path) -> list[Document]:
    """All documents of a build; raises IndexDamaged."""
    return [_document(row) for row in _read_lines(folder / _DOCUMENTS)]


def read_chunks(folder: Path) -> list[Chunk]:
    """All chunks of a build, in the order of the vectors; raises IndexDamaged."""
    try:
        return [Chunk(**{**row, "heading_path": tuple(row["heading_path"])}) for row in _read_lines(folder / _CHUNKS)]
    except (TypeError, KeyError) as error:
        raise IndexDamaged(f"{_CHUNKS} cannot be read: {error}", source=str(folder)) from error


def read_vectors(folder: Path) -> Vectors:
    """Vectors of a build, shape (chunks, dimension); raises IndexDamaged."""
    import numpy as np

    try:
        vectors: Vectors = np.load(folder / _VECTORS, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise IndexDamaged(f"{_VECTORS} cannot be read: {error}", source=str(folder)) from error
    return vectors


def read_lexical(folder: Path, size: int) -> LexicalIndex:
    """BM25 over the `size` chunks of a build; raises IndexDamaged."""
    return LexicalIndex.load(folder / _LEXICAL, size)


def chroma_target(folder: Path, manifest: Manifest) -> Path | str:
    """Where a build's collection is: its own folder, or the server's address."""
    return manifest.chroma_url or folder / CHROMA


def _open_lexical(
    folder: Path, documents: Sequence[Document], chunks: Sequence[Chunk], wrong: Sequence[str]
) -> tuple[LexicalIndex, str]:
    """BM25 as it was written, or made again from the passages where it was not (0.3 s for a thousand of them)."""
    names = [name for name in wrong if name.startswith(f"{_LEXICAL}/")]
    reason = told_files(names) if names else ""
    if not reason:
        try:
            return read_lexical(folder, len(chunks)), ""
        except IndexDamaged as error:
            reason = error.message.rstrip(".")
    told = f"The word index is damaged ({IndexDamaged.code}: {reason}). It was made again in memory. {MEND}"
    return _lexical_of(documents, chunks), told


def _lexical_of(documents: Sequence[Document], chunks: Sequence[Chunk]) -> LexicalIndex:
    titles = {document.id: document.source.title for document in documents}
    return LexicalIndex.build([(chunk.embedding_text(titles[chunk.document_id]), chunk.lang) for chunk in chunks])


def _open_vectors(
    folder: Path, manifest: Manifest, chunks: Sequence[Chunk], exact: bool, wrong: Sequence[str]
) -> tuple[VectorStore, str]:
    def other() -> VectorStore:
        if _VECTORS in wrong:
            raise IndexDamaged(f"The index is damaged: {told_files([_VECTORS])}.", source=str(folder))
        return ExactVectors([c.id for c in chunks], read_vectors(folder), [c.lang for c in chunks])

    warning = ""
    if not exact:
        try:
            if not manifest.chroma_url:
                require_sound_graph(folder)
            store = open_collection(chroma_target(folder, manifest), manifest.collection)
            if store.count() == len(chunks):
                return FallbackVectors(store, other), ""
            warning = f"Chroma holds {store.count()} of {len(chunks)} vectors."
        except BadIndex as error:
            warning = error.message
        except IngestError as error:
            warning = str(error)
        warning = f"{warning.rstrip('.')} ({IndexDamaged.code}). Exact search stands in. {MEND}"
    return other(), warning


def _open_sentences(folder: Path, manifest: Manifest, wrong: Sequence[str]) -> tuple[SentenceVectors | None, str]:
    """The vectors of sentences. Rows that are not as they were written are not used (their own checksums tell)."""
    if manifest.sentences is None:
        return None, ""
    names = [name for name in wrong if name.startswith(f"{SENTENCES}/")]
    slower = f"Questions compute what is missing, which is slower. {MEND}"
    try:
        opened = open_sentences(folder, manifest.sentences, manifest.dimension)
    except IndexDamaged as error:
        return None, f"{error.message.rstrip('.')} ({IndexDamaged.code}). {slower}"
    return opened, f"{told_files(names)} ({IndexDamaged.code}). {slower}" if names else ""


def _document(row: Mapping[str, Any]) -> Document:
    try:
        source = Source(**{**row["source"], "domains": tuple(row["source"]["domains"])})
        blocks = tuple(_block(block) for block in row["blocks"])
        omissions = tuple(Omission(**omission) for omission in row["omissions"])
        origins = tuple(Origin(**origin) for origin in row.get("origins", ()))
        pages = tuple(row["page_starts"]), tuple(row["page_labels"])
        return Document(source, row["text"], blocks, *pages, omissions, origins, row.get("version_of", ""))
    except (TypeError, KeyError) as error:
        raise IndexDamaged(f"{_DOCUMENTS} cannot be read: {error}") from error


def _block(row: Mapping[str, Any]) -> Block:
    subjects = tuple((start, end) for start, end in row["subjects"])
    return Block(**{**row, "heading_path": tuple(row["heading_path"]), "subjects": subjects})


def _write_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _read_lines(path: Path) -> list[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as file:
            return [json.loads(line) for line in file]
    except (OSError, ValueError) as error:
        raise IndexDamaged(f"{path.name} cannot be read: {error}", source=str(path)) from error
