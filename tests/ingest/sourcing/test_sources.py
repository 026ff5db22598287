"""What is taken in, under which name, and what is refused: an index must not hold what the folder does not."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from ingest.errors import CorpusNotFound, DamagedArchive, UnreadableFile
from ingest.schema import Problem
from ingest.settings import IngestSettings
from ingest.sourcing.sources import SourceFile, source_of, title_of_name, walk

SETTINGS = IngestSettings()


def files(*roots: Path, settings: IngestSettings = SETTINGS) -> list[str]:
    return [item.uri for item in walk(roots, settings) if isinstance(item, SourceFile)]


def problems(*roots: Path, settings: IngestSettings = SETTINGS) -> dict[str, str]:
    return {item.uri: item.code for item in walk(roots, settings) if isinstance(item, Problem)}


def make_zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    root = tmp_path / "corpus"
    for name in ("notes/b.md", "notes/a.md", "aws/x.html", "notes/deep/c.txt", ".obsidian/app.md", "notes/.hidden.md"):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Du texte.")
    for name in ("sources.toml", "README.md", "notes/COVERAGE.md", "aws/UPDATES.md", "LICENSE", "notes/a.png"):
        (root / name).write_text("x")
    return root


def test_documents_in_order_without_what_is_none(corpus: Path) -> None:
    assert files(corpus) == ["corpus/aws/x.html", "corpus/notes/a.md", "corpus/notes/b.md", "corpus/notes/deep/c.txt"]
    assert problems(corpus) == {}


def test_a_single_file_is_named_after_its_folder(corpus: Path) -> None:
    assert files(corpus / "notes" / "a.md") == ["notes/a.md"]


def test_a_file_reached_twice_is_given_once(corpus: Path) -> None:
    notes = corpus / "notes"
    assert files(notes / "a.md", notes, notes) == ["notes/a.md", "notes/b.md", "notes/deep/c.txt"]


def test_roots_of_the_same_name_stay_apart(tmp_path: Path) -> None:
    for parent in ("one", "two"):
        (tmp_path / parent / "notes").mkdir(parents=True)
        (tmp_path / parent / "notes" / "a.md").write_text(parent)
    assert files(tmp_path / "one" / "notes", tmp_path / "two" / "notes") == ["notes/a.md", "notes~2/a.md"]


def test_a_missing_root_is_raised_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(CorpusNotFound):
        walk([tmp_path, tmp_path / "nowhere"], SETTINGS)


def test_links_that_lead_outside_are_refused(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret")
    (tmp_path / "elsewhere").mkdir()
    (corpus / "out.md").symlink_to(tmp_path / "secret.md")
    (corpus / "folder").symlink_to(tmp_path / "elsewhere")
    (corpus / "loop").symlink_to(corpus)
    (corpus / "gone.md").symlink_to(tmp_path / "gone.md")
    assert problems(corpus) == {
        "corpus/folder": "unsafe-path",
        "corpus/gone.md": "unsafe-path",
        "corpus/out.md": "unsafe-path",
    }
    assert len(files(corpus)) == 4


def test_a_file_over_the_limit_is_a_problem_and_not_read(corpus: Path) -> None:
    (corpus / "notes" / "a.md").write_bytes(b"x" * 2000)
    assert problems(corpus, settings=IngestSettings(max_file_mb=0.001)) == {"corpus/notes/a.md": "too-large"}


def test_the_number_of_files_is_bounded(corpus: Path) -> None:
    settings = IngestSettings(max_files=2)
    assert len(files(corpus, settings=settings)) == 2
    assert list(problems(corpus, settings=settings).values()) == ["too-many-files"]


def test_names_are_composed(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "re\u0301vision.md").write_text("x")
    assert files(folder) == ["notes/r\u00e9vision.md"]


def test_members_of_a_zip_are_files(tmp_path: Path) -> None:
    archive = make_zip(
        tmp_path / "export.zip",
        {
            "b.md": b"deux",
            "a/a.md": b"un",
            "__MACOSX/a.md": b"x",
            "a/.DS_Store": b"x",
            "i.png": b"x",
            "README.md": b"x",
        },
    )
    found = [item for item in walk([archive], SETTINGS) if isinstance(item, SourceFile)]
    assert [item.uri for item in found] == ["export/README.md", "export/a/a.md", "export/b.md"]
    assert [item.read_bytes() for item in found] == [b"x", b"un", b"deux"]
    assert found[1].name == "a.md"


def test_a_zip_in_a_folder_is_walked_too(corpus: Path) -> None:
    make_zip(corpus / "more.zip", {"a.md": b"x"})
    assert "corpus/more.zip/a.md" in files(corpus)


def test_members_that_lead_outside_are_refused(tmp_path: Path) -> None:
    archive = make_zip(
        tmp_path / "bad.zip",
        {
            "../up.md": b"x",
            "/etc/passwd.md": b"x",
            "a/../../b.md": b"x",
            "C:\\x.md": b"x",
            "inner.zip": b"x",
            "ok.md": b"x",
        },
    )
    assert files(archive) == ["bad/ok.md"]
    codes = problems(archive)
    assert sorted(codes.values()) == ["unsafe-path"] * 4 + ["zip-damaged"]


def test_zip_bombs_are_bounded_by_member_and_in_total(tmp_path: Path) -> None:
    settings = IngestSettings(max_file_mb=0.01)
    one = make_zip(tmp_path / "one.zip", {"bomb.md": b"0" * 1_000_000, "ok.md": b"x"})
    assert problems(one, settings=settings) == {"one/bomb.md": "too-large"}
    many = make_zip(tmp_path / "many.zip", {f"{number:03}.md": b"0" * 9_000 for number in range(100)})
    assert len(files(many, settings=settings)) == 22
    assert problems(many, settings=settings) == {"many": "too-large"}


def test_a_size_that_lies_is_caught(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "lie.zip", {"a.md": b"0" * 100_000})
    data = archive.read_bytes().replace(struct.pack("<I", 100_000), struct.pack("<I", 10))
    archive.write_bytes(data)
    (item,) = walk([archive], SETTINGS)
    assert isinstance(item, SourceFile)
    with pytest.raises(DamagedArchive):
        item.read_bytes()


def test_encrypted_and_damaged_archives_are_problems(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "locked.zip", {"a.md": b"x"})
    data = bytearray(archive.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    archive.write_bytes(bytes(data))
    assert problems(archive) == {"locked/a.md": "zip-encrypted"}
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK\x03\x04 nothing")
    assert problems(broken) == {"broken": "zip-damaged"}


def test_a_file_that_went_away_is_reported(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as caught:
        SourceFile("notes/a.md", tmp_path / "a.md", None, 1, 0).read_bytes()
    assert caught.value.source == "notes/a.md"


def test_sources_toml_fills_what_the_file_does_not_say() -> None:
    file = SourceFile("corpus/guide.pdf", Path("guide.pdf"), None, 1, 0)
    entry = {"title": "Developer Guide", "lang": "en", "kind": "aws-doc", "domains": ["modeling"], "as_of": "2023"}
    source = source_of(file, b"data", "Les notes.", {"lang": "fr", "title": ""}, entry, "A heading")
    assert (source.title, source.lang, source.kind, source.as_of) == ("Developer Guide", "fr", "aws-doc", "2023")
    assert source_of(file, b"data", "Some text of it.", {}, None, "A heading").title == "A heading"
    assert source_of(file, b"data", "Some text of it.", {}).title == "guide"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Feature Store 0123456789abcdef0123456789abcdef.md", "Feature Store"),
        ("Base fedcba9876543210fedcba9876543210_all.csv", "Base"),
        ("mes_notes.md", "mes notes"),
        ("0123456789abcdef0123456789abcdef.md", "0123456789abcdef0123456789abcdef"),
    ],
)
def test_titles_from_file_names(name: str, title: str) -> None:
    assert title_of_name(name) == title


def test_reading_a_zip_of_many_members_opens_it_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The directory of an archive is as long as its members: reading it for each of them would be quadratic."""
    archive = make_zip(tmp_path / "many.zip", {f"{number}.md": b"x" for number in range(50)})
    opened: list[object] = []
    original = zipfile.ZipFile.__init__

    def counting(self: zipfile.ZipFile, file: str | io.BytesIO, *args: object, **options: object) -> None:
        opened.append(file)
        original(self, file, *args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(zipfile.ZipFile, "__init__", counting)
    for item in walk([archive], SETTINGS):
        assert isinstance(item, SourceFile)
        item.read_bytes()
    assert len(opened) == 1
