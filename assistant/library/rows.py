"""The list of documents: what the index holds and what waits to be read, one row each. Pure.

Owns how the files of the library, the documents of the index and what went wrong at reading come together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from ingest.index.manifest import FileRecord, Manifest
from ingest.library.records import ROOT, Records
from ingest.library.shelf import Kept
from ingest.schema import Document, Kind, Lang, Omission, Problem

State = Literal["indexed", "waiting", "unread", "leaving"]
"""In the index; to be read by the next build; not readable, `Row.problem` says why; gone from the library's folder."""


class IndexPort(Protocol):
    """What the list needs of an open index."""

    @property
    def manifest(self) -> Manifest:
        """Files with their passages, and what could not be read."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents, by their id."""


@dataclass(frozen=True, slots=True)
class Row:
    """A document. `exams` are ids of blueprints, `date` is what it is as of, else when it was added (ISO, "" unknown).

    `collection` is "" for the documents of the project and of other folders: those are only looked at. `lang` is None
    and `passages` 0 while nobody has read it. `omissions` are parts of it that are not in its text. `translates` is the
    uri of the page that it is a translation of: it has no passages of its own and is searched through that page.
    """

    uri: str
    title: str
    kind: Kind
    state: State
    lang: Lang | None = None
    exams: tuple[str, ...] = ()
    date: str = ""
    passages: int = 0
    omissions: tuple[Omission, ...] = ()
    problem: Problem | None = None
    collection: str = ""
    url: str = ""
    translates: str = ""

    @property
    def own(self) -> bool:
        """Whether it is the learner's, to be renamed and removed."""
        return bool(self.collection)


def rows(
    index: IndexPort, files: Sequence[Kept], records: Records, domains: Mapping[str, Sequence[str]], root: str = ROOT
) -> tuple[Row, ...]:
    """All documents in order of uri. `domains` are the exams that have a domain, by its id; `root` is the library's."""
    passages = {record.uri: record for record in index.manifest.files}
    problems = {problem.uri: problem for problem in index.manifest.problems}
    by_uri = {document.source.uri: document for document in index.documents.values()}
    own = {kept.uri: kept for kept in files}
    found = [_indexed(document, own, passages, records, domains, root) for document in by_uri.values()]
    found += [_unread(kept, records, problems.get(kept.uri)) for kept in files if not _is_read(kept.uri, by_uri)]
    return tuple(sorted(found, key=lambda row: row.uri))


def _is_read(uri: str, documents: Mapping[str, Document]) -> bool:
    """Whether a file, or a member of it where it is a ZIP, is in the index."""
    return uri in documents or (uri.lower().endswith(".zip") and any(one.startswith(f"{uri}/") for one in documents))


def _indexed(
    document: Document,
    own: Mapping[str, Kept],
    passages: Mapping[str, FileRecord],
    records: Records,
    domains: Mapping[str, Sequence[str]],
    root: str,
) -> Row:
    source = document.source
    below = source.uri.removeprefix(f"{root}/")
    collection = below.partition("/")[0] if below != source.uri else ""
    kept, record = own.get(source.uri), passages.get(source.uri)
    note = records.note(source.uri)
    state: State = "indexed"
    if collection and kept is None and not any(source.uri.startswith(f"{uri}/") for uri in own):
        state = "leaving"
    elif kept is not None and ((note.sha256 or source.sha256) != source.sha256 or _renamed(note.title, source.title)):
        state = "waiting"
    exam = records.collection(collection).exam if collection else ""
    return Row(
        source.uri,
        note.title or source.title,
        source.kind,
        state,
        source.lang,
        (exam,) if exam else tuple(_exams(source.domains, domains)),
        source.as_of or note.added,
        record.chunks if record else 0,
        document.omissions,
        collection=collection,
        url=source.url,
        translates=document.version_of,
    )


def _renamed(wanted: str, title: str) -> bool:
    return bool(wanted) and wanted != title


def _unread(kept: Kept, records: Records, problem: Problem | None) -> Row:
    note = records.note(kept.uri)
    exam = records.collection(kept.collection).exam
    return Row(
        kept.uri,
        note.title or kept.path.name,
        "user",
        "waiting" if problem is None else "unread",
        exams=(exam,) if exam else (),
        date=note.added,
        problem=problem,
        collection=kept.collection,
        url=note.url,
    )


def _exams(own: Sequence[str], domains: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield from dict.fromkeys(exam for domain in own for exam in domains.get(domain, ()))
