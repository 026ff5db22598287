"""One list of documents from the index, the library's files and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.library.rows import Row, rows
from ingest.index.manifest import FileRecord, Manifest
from ingest.library.records import Collection, Note, Records
from ingest.library.shelf import Kept
from ingest.schema import Document, Omission, Problem, Source


@dataclass
class Index:
    manifest: Manifest
    documents: dict[str, Document] = field(default_factory=dict)


def index_of(*documents: Document, problems: tuple[Problem, ...] = ()) -> Index:
    files = tuple(FileRecord(d.source.uri, d.source.sha256, 1, 1, 4) for d in documents)
    manifest = Manifest("b", "2026-11-30", "f", "e", 8, len(documents), 4, 9, "c", "", files, problems=problems)
    return Index(manifest, {document.id: document for document in documents})


def document(uri: str, title: str = "Title", *, sha256: str = "s", **more: object) -> Document:
    source = Source(uri, title, "user", "fr", sha256=sha256, **more)  # type: ignore[arg-type]
    return Document(source, "Text.", (), omissions=(Omission("page-without-text", 2, "p. 3, 7"),))


def kept(uri: str) -> Kept:
    return Kept(uri, Path("/x") / Path(uri).name, uri.split("/")[1], 9)


def one(found: tuple[Row, ...]) -> Row:
    (row,) = found
    return row


def test_a_document_of_the_corpus_is_read_only_and_has_the_exams_of_its_domains() -> None:
    index = index_of(document("notes/a.md", domains=("modeling", "exam"), as_of="2023"))
    row = one(rows(index, (), Records(), {"modeling": ["mls-c01"], "deployment": ["mla-c01"]}))
    assert not row.own
    assert (row.exams, row.date, row.passages, row.lang, row.state) == (("mls-c01",), "2023", 4, "fr", "indexed")
    assert row.omissions[0].where == "p. 3, 7"


def test_a_document_of_the_library_has_the_exam_of_its_collection() -> None:
    uri = "library/course/a.md"
    records = Records((Collection("course", "Cours", "mla-c01"),), {uri: Note(added="2026-11-30", sha256="s")})
    row = one(rows(index_of(document(uri)), (kept(uri),), records, {}))
    assert (row.own, row.collection, row.exams, row.date, row.state) == (
        True, "course", ("mla-c01",), "2026-11-30", "indexed",
    )  # fmt: skip


def test_a_file_that_no_build_has_seen_waits() -> None:
    row = one(rows(index_of(), (kept("library/documents/new.pdf"),), Records(), {}))
    assert (row.state, row.title, row.lang, row.passages) == ("waiting", "new.pdf", None, 0)


def test_a_file_that_could_not_be_read_says_why() -> None:
    problem = Problem("library/documents/bad.pdf", "pdf-damaged", "It is.", "Print it.")
    row = one(rows(index_of(problems=(problem,)), (kept(problem.uri),), Records(), {}))
    assert (row.state, row.problem) == ("unread", problem)


def test_what_was_removed_is_on_its_way_out_until_the_next_build() -> None:
    row = one(rows(index_of(document("library/documents/a.md")), (), Records(), {}))
    assert (row.state, row.own) == ("leaving", True)


def test_another_title_or_content_waits_for_the_next_build() -> None:
    uri = "library/documents/a.md"
    renamed = Records((), {uri: Note(title="Mine")})
    row = one(rows(index_of(document(uri)), (kept(uri),), renamed, {}))
    assert (row.state, row.title) == ("waiting", "Mine")
    changed = Records((), {uri: Note(sha256="other")})
    assert one(rows(index_of(document(uri)), (kept(uri),), changed, {})).state == "waiting"


def test_a_zip_in_the_folder_is_its_members() -> None:
    member = "library/documents/z.zip/a.md"
    row = one(rows(index_of(document(member)), (kept("library/documents/z.zip"),), Records(), {}))
    assert (row.uri, row.state) == (member, "indexed")


def test_a_translation_says_through_which_page_it_is_searched() -> None:
    page, other = document("aws/a.md"), replace(document("aws/a.fr.md"), version_of="aws/a.md")
    found = rows(index_of(page, other), (), Records(), {})
    assert {row.uri: row.translates for row in found} == {"aws/a.md": "", "aws/a.fr.md": "aws/a.md"}
