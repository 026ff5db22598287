"""Files that are no documents: which are passed over in silence, which are counted, and how the account reads."""

from __future__ import annotations

import pytest

from ingest.sourcing.passed_over import PassedOver


def account(*paths: str, listed: bool = False) -> list[tuple[str, int, str, str]]:
    passed = PassedOver()
    for path in paths:
        assert not passed.is_document("notes", path, listed=listed)
    return [(left.uri, left.count, left.where, left.detail) for left in passed.left_out()]


@pytest.mark.parametrize(
    "path",
    [
        "a.md", "a.MD", "a.txt", "a.pdf", "a.docx", "a.html", "a.pptx", "a.xlsx", "a.csv", "a.ipynb", "a.rtf",
        "noextension", "folder.png/a.md", "a.unknown", "license-notes.md", "README.md", "sources.md", "copying it.txt",
    ],
)  # fmt: skip
def test_documents_and_unknown_files_are_looked_at(path: str) -> None:
    passed = PassedOver()
    assert passed.is_document("notes", path)
    assert list(passed.left_out()) == []


@pytest.mark.parametrize("path", [".hidden.md", "a/.DS_Store", "Thumbs.db", "thumbs.DB", "a/desktop.ini"])
def test_files_of_the_system_are_not_counted(path: str) -> None:
    assert account(path) == []


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("a.png", "pictures"),
        ("a/b.JPG", "pictures"),
        ("film.mp4", "sound and film"),
        ("data.json", "data files"),
        ("refs.bib", "data files"),
        ("style.css", "web pages and programs"),
        ("old.bak", "copies"),
        ("deck.apkg", "cards"),
    ],
)
def test_kinds_that_are_not_read_are_counted_with_their_reason(path: str, reason: str) -> None:
    ((uri, count, where, detail),) = account(path)
    assert (uri, count, where) == ("notes", 1, path)
    assert reason in detail


@pytest.mark.parametrize("path", ["LICENSE", "LICENCE.md", "licence.txt", "COPYING", "NOTICE.rst", "a/LICENSE.md"])
def test_licences_are_counted(path: str) -> None:
    ((_, count, where, detail),) = account(path)
    assert (count, where) == (1, path)
    assert "licences are not read" in detail


@pytest.mark.parametrize("path", ["README.md", "readme.md", "COVERAGE.md", "UPDATES.md", "sources.toml"])
def test_what_a_listed_corpus_says_of_itself_is_no_document(path: str) -> None:
    assert account(path, listed=True) == []


def test_one_entry_for_each_kind_with_the_first_names() -> None:
    names = [f"{number}.png" for number in range(5)]
    found = account(*names, "b.mp3", "c.mp3")
    assert found == [
        ("notes", 2, "b.mp3, c.mp3", ".mp3: sound and film are not read"),
        ("notes", 5, "0.png, 1.png, 2.png and 2 more", ".png: pictures are not read"),
    ]


def test_three_names_are_all_shown() -> None:
    ((_, count, where, _),) = account("a.png", "b.png", "c.png")
    assert (count, where) == (3, "a.png, b.png, c.png")


def test_cards_are_told_where_they_are_read() -> None:
    ((_, _, _, detail),) = account("deck.apkg")
    assert "practice import" in detail


def test_roots_are_kept_apart() -> None:
    passed = PassedOver()
    for root in ("b", "a"):
        passed.is_document(root, "x.png")
    assert [left.uri for left in passed.left_out()] == ["a", "b"]
