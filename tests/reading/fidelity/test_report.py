"""What is left out of accepted files and of folders is counted and named everywhere, and fails a strict build."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.ui.document import omissions_line
from assistant.ui.locale import load_labels
from ingest.__main__ import main
from ingest.schema import LANGS, Document, LeftOut, Omission, Source
from ingest.settings import IngestSettings
from ingest.sourcing.passed_over import PassedOver
from ingest.sourcing.sources import walk

NOTE = "# Streams\n\nA shard takes in one megabyte a second.\n"


@pytest.fixture
def notes(tmp_path: Path, checked_here: None) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "streams.md").write_text(NOTE)
    return folder


def passed_over(*roots: Path) -> dict[str, tuple[int, str]]:
    passed = PassedOver()
    list(walk(roots, IngestSettings(), passed))
    return {left.detail.partition(":")[0]: (left.count, left.where) for left in passed.left_out()}


def names(folder: Path) -> list[str]:
    return [item.uri for item in walk([folder], IngestSettings())]


def build(folder: Path, *more: str) -> int:
    index = str(folder.parent / "index")
    return main(["build", "--corpus", str(folder), "--index", index, *more])


@pytest.mark.parametrize("name", ["README.md", "readme.md", "COVERAGE.md", "UPDATES.md", "license-manager.md"])
def test_a_learners_own_file_is_read_whatever_its_name(notes: Path, name: str) -> None:
    (notes / name).write_text(NOTE)
    assert f"notes/{name}" in names(notes)


@pytest.mark.parametrize("name", ["README.md", "deep/COVERAGE.md", "sources.toml"])
def test_texts_about_a_corpus_that_lists_its_sources_are_not_documents(notes: Path, name: str) -> None:
    (notes / "sources.toml").write_text("")
    (notes / "deep").mkdir()
    (notes / name).write_text(NOTE)
    assert names(notes) == ["notes/streams.md"]
    assert passed_over(notes) == {}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("diagram.png", ".png"),
        ("photo.JPG", ".jpg"),
        ("talk.mp4", ".mp4"),
        ("data.json", ".json"),
        ("deck.apkg", ".apkg"),
        ("style.css", ".css"),
        ("LICENSE", "LICENSE"),
        ("LICENSE.txt", ".txt"),
    ],
)
def test_each_kind_that_is_passed_over_is_counted_and_named(notes: Path, name: str, kind: str) -> None:
    (notes / name).write_bytes(b"x")
    assert passed_over(notes) == {kind: (1, name)}


@pytest.mark.parametrize("name", [".hidden.md", "Thumbs.db", "desktop.ini", ".DS_Store"])
def test_hidden_files_and_those_of_the_system_are_nobodys_notes(notes: Path, name: str) -> None:
    (notes / name).write_bytes(b"x")
    assert passed_over(notes) == {}
    assert names(notes) == ["notes/streams.md"]


def test_many_of_a_kind_are_one_entry_with_the_first_names(notes: Path) -> None:
    (notes / "img").mkdir()
    for number in range(5):
        (notes / "img" / f"{number}.png").write_bytes(b"x")
    assert passed_over(notes) == {".png": (5, "img/0.png, img/1.png, img/2.png and 2 more")}


def test_members_of_a_zip_are_counted_too(notes: Path) -> None:
    import zipfile

    with zipfile.ZipFile(notes / "export.zip", "w") as archive:
        archive.writestr("page.md", NOTE)
        archive.writestr("img/a.png", b"x")
    assert passed_over(notes) == {".png": (1, "export.zip/img/a.png")}


def test_build_list_and_check_name_what_is_left_out(
    notes: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMBEDDING_MODEL", "hashing-64")
    (notes / "diagram.png").write_bytes(b"x")
    (notes / "plan.md").write_text("# Only\n\n## Headings\n")
    assert build(notes) == 0
    told = capsys.readouterr().out
    assert "incomplete  notes [passed-over]: .png: pictures are not read (diagram.png)" in told
    assert "incomplete  notes/plan.md [headings-only]" in told
    assert main(["list", "--corpus", str(notes)]) == 0
    assert "incomplete  notes/plan.md [headings-only]" in capsys.readouterr().out
    assert main(["check", "--corpus", str(notes), "--index", str(notes.parent / "index")]) == 0
    assert "Left out: notes/plan.md [headings-only]" in capsys.readouterr().out


def test_json_has_the_same(notes: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDING_MODEL", "hashing-64")
    (notes / "diagram.png").write_bytes(b"x")
    assert build(notes, "--json") == 0
    wanted = {"uri": "notes", "code": "passed-over", "count": 1, "where": "diagram.png"}
    assert [wanted | {"detail": ".png: pictures are not read"}] == json.loads(capsys.readouterr().out)["omissions"]
    assert main(["list", "--corpus", str(notes), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["omissions"][0]["count"] == 1


def test_strict_fails_on_what_is_left_out_and_only_then(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDING_MODEL", "hashing-64")
    index = str(notes.parent / "index")
    assert build(notes, "--strict") == 0
    assert main(["check", "--corpus", str(notes), "--index", index, "--strict"]) == 0
    (notes / "diagram.png").write_bytes(b"x")
    assert build(notes, "--strict") == 1
    assert main(["check", "--corpus", str(notes), "--index", index, "--strict"]) == 1
    assert main(["list", "--corpus", str(notes), "--strict"]) == 1
    assert build(notes) == 0


def test_what_was_left_out_is_told_again_when_nothing_changed(
    notes: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMBEDDING_MODEL", "hashing-64")
    (notes / "plan.md").write_text("# Only\n\n## Headings\n")
    assert build(notes) == 0
    capsys.readouterr()
    assert build(notes) == 0
    told = capsys.readouterr().out
    assert "Nothing changed" in told
    assert "headings-only" in told


def test_the_sources_panel_says_it_in_both_languages() -> None:
    omission = Omission("page-without-text", 2, "p. 3, 7")
    document = Document(Source("a.pdf", "A", "user", "en"), "Text", (), omissions=(omission,))
    english, french = (omissions_line(document, load_labels(lang)) for lang in ("en", "fr"))
    assert "Not in this text: p. 3, 7 without text (scan)." in str(english)
    assert "p. 3, 7 sans texte (numérisation)" in str(french)


def test_pages_read_from_their_picture_are_not_called_missing() -> None:
    omission = Omission("page-by-ocr", 1, "p. 3")
    document = Document(Source("a.pdf", "A", "user", "en"), "Text", (), omissions=(omission,))
    english, french = (str(omissions_line(document, load_labels(lang))) for lang in ("en", "fr"))
    assert "Words read from a picture of the page, which may be misread: p. 3." in english
    assert "Not in this text" not in english
    assert "Mots lus sur une image de la page" in french


@pytest.mark.parametrize("lang", LANGS)
def test_an_omission_of_an_unknown_code_is_told_in_its_own_words(lang: str) -> None:
    omission = Omission("something-new", 3, detail="<b>boxes</b> without words")
    document = Document(Source("a.pdf", "A", "user", "en"), "Text", (), omissions=(omission,))
    told = str(omissions_line(document, load_labels("fr" if lang == "fr" else "en")))
    assert "3 × &lt;b&gt;boxes" in told


def test_a_whole_document_has_no_line() -> None:
    document = Document(Source("a.md", "A", "user", "en"), "Text", ())
    assert omissions_line(document, load_labels("en")) is None
    assert omissions_line(None, load_labels("en")) is None


def test_an_omission_reads_as_a_line() -> None:
    assert str(LeftOut("a.pdf", "hidden", 2, "p. 1", "layers switched off")) == (
        "a.pdf [hidden]: 2 × layers switched off (p. 1)"
    )
