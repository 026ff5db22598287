"""The library's folder: what comes in, what is told, and that nothing outside of it is ever touched."""

from __future__ import annotations

import datetime
import io
import os
import zipfile
from pathlib import Path

import pytest

from ingest.errors import LibraryError, NotInLibrary
from ingest.library.intake import Given, Limits
from ingest.library.records import FILE, FIRST, Collection
from ingest.library.shelf import Shelf
from ingest.settings import IngestSettings

TODAY = "2026-11-30"


def shelf_in(folder: Path, **limits: float) -> Shelf:
    settings = IngestSettings(corpus=(folder,), max_file_mb=0.01)
    bounds = Limits(**limits) if limits else None  # type: ignore[arg-type]
    return Shelf(folder / "library", settings, bounds, lambda: datetime.date.fromisoformat(TODAY))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """An empty library."""
    return shelf_in(tmp_path)


def given(tmp_path: Path, name: str, data: bytes = b"Some words about streams.") -> Given:
    """A file as it was uploaded: somewhere else, under another name."""
    path = tmp_path / f"upload-{len(list(tmp_path.iterdir()))}"
    path.write_bytes(data)
    return Given(path, name)


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


def test_a_file_comes_in_under_its_name_and_the_original_stays(shelf: Shelf, tmp_path: Path) -> None:
    one = given(tmp_path, "notes.md")
    taken = shelf.add([one])
    assert taken.added == ("library/documents/notes.md",)
    assert [kept.uri for kept in shelf.files()] == ["library/documents/notes.md"]
    assert one.path.read_bytes() == shelf.files()[0].path.read_bytes()
    assert shelf.records().note(taken.added[0]).added == TODAY


def test_nothing_is_overwritten(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add([given(tmp_path, "notes.md", b"one text")])
    taken = shelf.add([given(tmp_path, "NOTES.md", b"another text")])
    assert taken.added == ("library/documents/NOTES (2).md",)
    assert {kept.path.read_bytes() for kept in shelf.files()} == {b"one text", b"another text"}


def test_the_same_content_is_kept_once_in_a_collection(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add([given(tmp_path, "notes.md")])
    again = shelf.add([given(tmp_path, "copy.md"), given(tmp_path, "copy2.md")])
    assert again.added == ()
    assert again.known == ("copy.md", "copy2.md")
    other = shelf.add_collection("Course")
    assert shelf.add([given(tmp_path, "copy.md")], other.id).added == ("library/course/copy.md",)


def test_bad_files_are_named_and_the_rest_goes_in(shelf: Shelf, tmp_path: Path) -> None:
    taken = shelf.add(
        [
            given(tmp_path, "good.md"),
            given(tmp_path, "large.md", b"x" * 10_001),
            given(tmp_path, "empty.md", b" \n"),
            given(tmp_path, "old.doc"),
            given(tmp_path, "photo.png"),
            given(tmp_path, "broken.zip", b"PK nothing"),
            Given(tmp_path / "never-arrived", "ghost.md"),
            given(tmp_path, "also good.txt", b"Words of another kind."),
        ]
    )
    assert [uri.rpartition("/")[2] for uri in taken.added] == ["good.md", "also good.txt"]
    assert {problem.uri: problem.code for problem in taken.refused} == {
        "large.md": "too-large",
        "empty.md": "empty",
        "old.doc": "binary",
        "photo.png": "passed-over",
        "broken.zip": "zip-damaged",
        "ghost.md": "unreadable",
    }
    assert all(problem.reason and problem.help for problem in taken.refused)


def test_a_zip_is_its_members_in_a_folder_of_its_name(shelf: Shelf, tmp_path: Path) -> None:
    data = zipped(a__one=b"x", **{"a__one.md": b"First words.", "two.txt": b"Second words.", "__MACOSX__two.txt": b"x"})
    taken = shelf.add([given(tmp_path, "course.zip", data)])
    assert set(taken.added) == {
        "library/documents/course/a/one",
        "library/documents/course/a/one.md",
        "library/documents/course/two.txt",
    }


def test_a_zip_that_leads_outside_puts_nothing_there(shelf: Shelf, tmp_path: Path) -> None:
    data = zipped(**{"..__..__evil.md": b"evil words", "good.md": b"good words"})
    taken = shelf.add([given(tmp_path, "z.zip", data)])
    assert taken.added == ("library/documents/z/good.md",)
    assert [problem.code for problem in taken.refused] == ["unsafe-path"]
    assert not list(tmp_path.rglob("evil.md"))


@pytest.mark.parametrize("name", ["../../evil.md", "/etc/evil.md", "C:\\evil.md", "a/../../../evil.md"])
def test_no_name_leads_outside(shelf: Shelf, tmp_path: Path, name: str) -> None:
    (uri,) = shelf.add([given(tmp_path, name)]).added
    assert shelf.files()[0].uri == uri
    assert shelf.files()[0].path.is_relative_to(shelf.folder / FIRST)


def test_the_library_has_an_end(tmp_path: Path) -> None:
    full = shelf_in(tmp_path, files=2)
    taken = full.add([given(tmp_path, f"{n}.md", b"text %d" % n) for n in range(3)])
    assert len(taken.added) == 2
    assert [problem.code for problem in taken.refused] == ["library-full"]
    heavy = shelf_in(tmp_path / "other", megabytes=0.00005)
    (tmp_path / "other").mkdir()
    taken = heavy.add([given(tmp_path, "a.md", b"x" * 40), given(tmp_path, "b.md", b"y" * 40)])
    assert (len(taken.added), [problem.code for problem in taken.refused]) == (1, ["library-full"])


def test_only_so_many_at_once(tmp_path: Path) -> None:
    taken = shelf_in(tmp_path, at_once=2).add([given(tmp_path, f"{n}.md", b"text %d" % n) for n in range(5)])
    assert len(taken.added) == 2
    assert [problem.code for problem in taken.refused] == ["too-many-files"]


def test_renaming_changes_the_title_and_no_file(shelf: Shelf, tmp_path: Path) -> None:
    (uri,) = shelf.add([given(tmp_path, "notes.md")]).added
    shelf.rename(uri, "  My\n week   three ")
    assert shelf.records().note(uri).title == "My week three"
    assert [kept.uri for kept in shelf.files()] == [uri]
    with pytest.raises(LibraryError):
        shelf.rename(uri, " \u200b ")


def test_removing_deletes_the_copy_and_is_remembered(shelf: Shelf, tmp_path: Path) -> None:
    one = given(tmp_path, "a/b/notes.md")
    (uri,) = shelf.add([one]).added
    shelf.remove(uri)
    assert shelf.files() == ()
    assert one.path.exists()
    assert shelf.records().removed == {uri}
    assert not (shelf.folder / FIRST / "a").exists()
    assert shelf.add([one]).added == (uri,)
    assert shelf.records().removed == frozenset()


@pytest.mark.parametrize(
    "uri",
    ["", "library", "library/documents", "library/../secret.md", "library/documents/../../secret.md", "corpus/a.md",
     "library/.library.json", "/etc/passwd", "library/documents/link.md", "library/documents/folder/secret.md"],
)  # fmt: skip
def test_what_is_not_in_the_library_cannot_be_removed_or_renamed(shelf: Shelf, tmp_path: Path, uri: str) -> None:
    shelf.add([given(tmp_path, "notes.md")])
    secret = tmp_path / "secret.md"
    secret.write_text("mine")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.md").write_text("mine too")
    (shelf.folder / FIRST / "link.md").symlink_to(secret)
    (shelf.folder / FIRST / "folder").symlink_to(tmp_path / "elsewhere")
    for change in (shelf.remove, lambda uri: shelf.rename(uri, "x"), lambda uri: shelf.move(uri, FIRST)):
        with pytest.raises(NotInLibrary):
            change(uri)
    assert secret.read_text() == "mine"
    assert (tmp_path / "elsewhere" / "secret.md").read_text() == "mine too"
    assert len(shelf.files()) == 1


def test_a_link_in_the_place_of_a_folder_takes_no_file(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    shelf.folder.mkdir(parents=True)
    (shelf.folder / FIRST).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotInLibrary):
        shelf.add([given(tmp_path, "notes.md")])
    (shelf.folder / "real").mkdir()
    (shelf.folder / "real" / "sub").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(LibraryError):
        shelf.add([given(tmp_path, "sub/notes.md")], "real")
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("collection", ["", "..", "../x", ".lock", "nothing", "/etc"])
def test_a_collection_that_is_not_there(shelf: Shelf, tmp_path: Path, collection: str) -> None:
    with pytest.raises(NotInLibrary):
        shelf.add([given(tmp_path, "notes.md")], collection)


def test_collections(shelf: Shelf, tmp_path: Path) -> None:
    assert shelf.collections() == (Collection(FIRST),)
    made = shelf.add_collection("Cours MLA", "mla-c01")
    assert shelf.collections() == (Collection(FIRST), made)
    (uri,) = shelf.add([given(tmp_path, "a.md")], made.id).added
    moved = shelf.move(uri, FIRST)
    assert moved == "library/documents/a.md"
    assert shelf.records().removed == {uri}
    shelf.change_collection(made.id, "Cours", "aip-c01")
    assert shelf.collections()[1] == Collection(made.id, "Cours", "aip-c01")
    with pytest.raises(LibraryError, match="already"):
        shelf.add_collection("cours")
    shelf.add([given(tmp_path, "b.md", b"other words")], made.id)
    shelf.remove_collection(made.id)
    assert [kept.uri for kept in shelf.files()] == [moved]
    assert shelf.collections() == (Collection(FIRST),)
    assert not (shelf.folder / made.id).exists()


def test_a_folder_that_the_learner_made_is_a_collection(shelf: Shelf) -> None:
    (shelf.folder / "Semaine 3").mkdir(parents=True)
    (shelf.folder / "Semaine 3" / "a.md").write_text("words")
    assert [one.id for one in shelf.collections()] == ["Semaine 3"]
    assert [kept.uri for kept in shelf.files()] == ["library/Semaine 3/a.md"]
    shelf.remove("library/Semaine 3/a.md")
    assert shelf.files() == ()


def test_a_list_that_cannot_be_read_says_so_and_loses_no_file(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add([given(tmp_path, "a.md")])
    (shelf.folder / FILE).write_text("{")
    with pytest.raises(LibraryError, match="cannot be read") as caught:
        shelf.records()
    assert FILE in caught.value.help
    assert len(shelf.files()) == 1


def test_what_a_later_version_writes_is_no_error(shelf: Shelf, tmp_path: Path) -> None:
    (uri,) = shelf.add([given(tmp_path, "a.md")]).added
    path = shelf.folder / FILE
    path.write_text(path.read_text().replace('"added"', '"colour": "red", "added"'))
    assert shelf.records().note(uri).added == TODAY


def test_half_written_files_are_removed(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add([given(tmp_path, "a.md")])
    stray = shelf.folder / FIRST / ".incoming-0123"
    stray.write_text("half")
    shelf.tidy()
    assert not stray.exists()
    assert len(shelf.files()) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_cannot_be_written_is_told(shelf: Shelf, tmp_path: Path) -> None:
    shelf.folder.mkdir(parents=True)
    shelf.folder.chmod(0o500)
    with pytest.raises(LibraryError, match="cannot be changed"):
        shelf.add([given(tmp_path, "a.md")])
