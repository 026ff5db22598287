"""Names under which files are kept."""

from __future__ import annotations

import pytest

from ingest.library.names import MOST_CHARS, free_id, free_name, safe_name, safe_path


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("slides.pdf", "slides.pdf"),
        ("  a  b .pdf ", "a b.pdf"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ("a:b?.md", "a-b-.md"),
        (".hidden", "hidden"),
        ("...", "document"),
        ("", "document"),
        ("CON.txt", "_CON.txt"),
        ("caf\u0065\u0301.md", "café.md"),
        ("evil\u202egnp.md", "evilgnp.md"),
        ("half\ud800.md", "half-.md"),
        ("nul\0byte.md", "nul-byte.md"),
    ],
)
def test_a_name_is_safe_anywhere(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_a_long_name_keeps_its_suffix() -> None:
    name = safe_name("x" * 400 + ".docx")
    assert len(name) == MOST_CHARS
    assert name.endswith(".docx")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a/b/c.md", "a/b/c.md"),
        ("../../c.md", "c.md"),
        ("/etc/c.md", "etc/c.md"),
        ("C:\\notes\\c.md", "C-/notes/c.md"),
        ("a/./b//c.md", "a/b/c.md"),
        ("", "document"),
        ("/".join("abcdefghij") + "/x.md", "e/f/g/h/i/j/x.md"),
    ],
)
def test_a_path_stays_below(given: str, kept: str) -> None:
    assert str(safe_path(given)) == kept


def test_no_name_is_taken_twice_in_any_case() -> None:
    assert free_name("a.md", []) == "a.md"
    assert free_name("A.md", ["a.MD"]) == "A (2).md"
    assert free_name("a.md", ["a.md", "a (2).md"]) == "a (3).md"
    assert free_name("Été.md", ["ete.md"]) == "Été (2).md"


def test_a_collection_has_a_folder_of_plain_letters() -> None:
    assert free_id("Cours d'été: MLA-C01", set()) == "cours-d-ete-mla-c01"
    assert free_id("日本", set()) == "collection"
    assert free_id("a", {"a", "a-2"}) == "a-3"
    assert free_id("con", set()) == "_con"
