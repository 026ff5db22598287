"""The library as the page uses it: uploads come and do not stay, every change is followed by a build."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.library.library import Library, Sent
from assistant.library.pages import host_of
from assistant.library.uploads import Uploads
from ingest.errors import LibraryError
from ingest.library.shelf import Shelf
from ingest.settings import IngestSettings
from tests.assistant.library.test_rows import document, index_of


class Builds:
    """Counts builds instead of making them."""

    def __init__(self) -> None:
        self.begun = 0

    def start(self) -> None:
        self.begun += 1


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library over an index of one document."""
    (tmp_path / "uploads").mkdir()
    shelf = Shelf(tmp_path / "library", IngestSettings())
    index = index_of(document("notes/a.md"))
    return Library(shelf, lambda: index, Builds(), Uploads(tmp_path / "uploads"))  # type: ignore[arg-type]


def uploaded(tmp_path: Path, name: str, text: str = "Some words.") -> Sent:
    folder = tmp_path / "uploads" / f"{len(list((tmp_path / 'uploads').iterdir()))}"
    folder.mkdir()
    (folder / "blob").write_text(text)
    return Sent(str(folder / "blob"), name)


def begun(library: Library) -> int:
    count = library._rebuilding.begun  # type: ignore[attr-defined]
    assert isinstance(count, int)
    return count


def test_an_upload_comes_in_is_indexed_and_does_not_stay(library: Library, tmp_path: Path) -> None:
    taken = library.add([uploaded(tmp_path, "a.md"), uploaded(tmp_path, "photo.png")], "documents")
    assert taken.added == ("library/documents/a.md",)
    assert [row.uri for row in library.rows] == ["library/documents/a.md", "notes/a.md"]
    assert list((tmp_path / "uploads").iterdir()) == []
    assert begun(library) == 1


def test_uploads_of_a_failure_do_not_stay_either(library: Library, tmp_path: Path) -> None:
    with pytest.raises(LibraryError):
        library.add([uploaded(tmp_path, "a.md")], "no-such-collection")
    assert list((tmp_path / "uploads").iterdir()) == []
    assert begun(library) == 0


@pytest.mark.parametrize("path", ["/etc/passwd", "", "..", "uploads", "secret.md", "\0"])
def test_a_path_that_is_no_upload_is_not_read_and_not_deleted(library: Library, tmp_path: Path, path: str) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("mine")
    (tmp_path / "uploads" / "link").symlink_to(secret)
    here = tmp_path / "uploads"
    for given in (path, str(secret), str(here / "link"), str(here / ".." / "secret.md")):
        taken = library.add([Sent(given, "a.md")], "documents")
        assert [problem.code for problem in taken.refused] == ["not-arrived"]
    assert secret.read_text() == "mine"
    assert library.shelf.files() == ()


def test_old_uploads_are_swept(tmp_path: Path) -> None:
    for name, age in (("old", 7200), ("new", 10)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "blob").write_text("x")
        os.utime(tmp_path / name, (1_000_000 - age, 1_000_000 - age))
    assert Uploads(tmp_path, lambda: 1_000_000.0).sweep() == 1
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_each_change_is_followed_by_a_build(library: Library, tmp_path: Path) -> None:
    (uri,) = library.add([uploaded(tmp_path, "a.md")], "documents").added
    library.rename(uri, "Mine")
    other = library.shelf.add_collection("Course")
    moved = library.move(uri, other.id)
    library.remove(moved)
    library.remove_collection(other.id)
    assert begun(library) == 5


@pytest.mark.parametrize(
    "url", ["", "notes.md", "ftp://host/x", "file:///etc/passwd", "javascript:alert(1)", "https://"]
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(LibraryError):
        host_of(url)


def test_the_host_of_an_address() -> None:
    assert host_of(" https://Docs.AWS.amazon.com:443/x ") == "docs.aws.amazon.com"
