"""The data folder: copied while others write, brought back, exported, deleted; bad and hostile copies are refused."""

from __future__ import annotations

import datetime
import json
import sqlite3
import zipfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.conversations.store import ConversationStore
from assistant.records.errors import FolderError
from assistant.records.folder import BEFORE, MANIFEST, backup, delete, read, restore
from tests.assistant.conversations.examples import QUOTE, answer

NOW = datetime.datetime(2026, 11, 30, 12, tzinfo=datetime.UTC)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a conversation, an upload, an exam of one's own, and an index."""
    folder = tmp_path / "data"
    monkeypatch.setenv("CITEPREP_DATA", str(folder))
    learner = ConversationStore(folder / "conversations.db").learner("ada")
    id, exchange = learner.begin("", "Quel mode ?")
    learner.put(id, replace(exchange, phase="done", answer=answer()))
    for name in ("library/course/notes.md", "exams/own.toml", "index/big.bin"):
        path = folder / name
        path.parent.mkdir(parents=True)
        path.write_text(f"contents of {name}", encoding="utf-8")
    return folder


def held(folder: Path) -> dict[str, str]:
    """What can be read in a data folder: files by name, conversations by their questions."""
    files = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file() and ".db" not in path.name and "index" not in path.parts and BEFORE not in str(path)
    }
    store = ConversationStore(folder / "conversations.db")
    asked = [
        e.text
        for who in store.learners()
        for s in store.learner(who).list()
        for e in store.learner(who).open(s.id).exchanges
    ]
    return {**files, "asked": str(asked)}


def test_a_copy_brings_everything_back(data: Path, tmp_path: Path) -> None:
    before = held(data)
    writing = sqlite3.connect(data / "conversations.db")  # a page that is open
    contents = backup(data, tmp_path / "copy.zip", NOW)
    writing.close()
    assert [name for name, _ in contents.files] == ["conversations.db", "exams/own.toml", "library/course/notes.md"]
    assert contents.left_out == ("index: made from the documents",)
    delete(data)
    assert sorted(entry.name for entry in data.iterdir()) == ["index"]
    restored, aside = restore(tmp_path / "copy.zip", data, NOW)
    assert (restored, aside) == (contents, None)
    assert held(data) == before


def test_what_was_there_is_put_aside(data: Path, tmp_path: Path) -> None:
    backup(data, tmp_path / "copy.zip", NOW)
    (data / "library/course/new.md").write_text("newer", encoding="utf-8")
    with pytest.raises(FolderError, match="holds data already"):
        restore(tmp_path / "copy.zip", data, NOW)
    _, aside = restore(tmp_path / "copy.zip", data, NOW, replace=True)
    assert aside is not None
    assert (aside / "library/course/new.md").read_text(encoding="utf-8") == "newer"
    assert not (data / "library/course/new.md").exists()
    again = backup(data, tmp_path / "second.zip", NOW)
    assert again.left_out[1:] == (f"{aside.name}: put aside by a restore",)
    delete(data)
    assert not aside.exists()


def packed(path: Path, contents: Mapping[str, bytes | str], **manifest: object) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in contents.items():
            archive.writestr(name, text)
        if manifest:
            archive.writestr(MANIFEST, json.dumps(manifest))
    return path


@pytest.mark.parametrize("name", ["../out.txt", "/out.txt", "a/../../out.txt", "C:out.txt", "a\\..\\out.txt"])
def test_a_copy_cannot_write_elsewhere(tmp_path: Path, name: str) -> None:
    hostile = packed(tmp_path / "x.zip", {name: "x"}, format=1, files={name: {"bytes": 1, "sha256": "0"}}, left_out=[])
    with pytest.raises(FolderError, match="no copy"):
        restore(hostile, tmp_path / "data", NOW)
    assert not (tmp_path / "data").exists()


def test_what_is_no_copy_or_a_damaged_one_is_refused(data: Path, tmp_path: Path) -> None:
    good = tmp_path / "copy.zip"
    backup(data, good, NOW)
    with zipfile.ZipFile(good) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files.pop(MANIFEST))
    (tmp_path / "text.zip").write_text("text", encoding="utf-8")
    damaged = {
        "text": tmp_path / "text.zip",
        "none": tmp_path / "none.zip",
        "empty": packed(tmp_path / "a.zip", files),
        "more": packed(tmp_path / "b.zip", {**files, "more": "x"}, **manifest),
        "less": packed(tmp_path / "c.zip", dict(list(files.items())[1:]), **manifest),
        "other": packed(tmp_path / "d.zip", {**files, "exams/own.toml": "other"}, **manifest),
        "newer": packed(tmp_path / "e.zip", files, **{**manifest, "format": 9}),
        "form": packed(tmp_path / "f.zip", files, **{**manifest, "files": [1, 2]}),
    }
    before = held(data)
    for archive in damaged.values():
        with pytest.raises(FolderError):
            restore(archive, data, NOW, replace=True)
    assert held(data) == before
    assert sorted(entry.name for entry in data.iterdir() if entry.name.startswith((".", BEFORE))) == []


def test_a_damaged_database_is_not_copied(data: Path, tmp_path: Path) -> None:
    path = data / "practice.db"
    path.write_bytes(b"SQLite format 3\0" + b"rubbish" * 2000)
    with pytest.raises(FolderError, match="damaged"):
        backup(data, tmp_path / "copy.zip", NOW)
    assert list(tmp_path.glob("*.zip")) == []


def test_links_are_not_followed(data: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    (data / "library/course/link.md").symlink_to(tmp_path / "secret")
    contents = backup(data, tmp_path / "copy.zip", NOW)
    assert "library/course/link.md: a link" in contents.left_out
    assert "library/course/link.md" not in dict(contents.files)
    delete(data)
    assert (tmp_path / "secret").exists()


def test_from_the_command_line(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = str(tmp_path / "my.zip")
    assert main(["data", "backup", copy]) == 0
    assert "3 files" in capsys.readouterr().out
    assert read(Path(copy)).bytes > 0
    assert main(["data", "backup", copy]) == 2
    assert "is there already" in capsys.readouterr().err
    assert main(["data", "restore", copy]) == 2
    assert main(["data", "restore", copy, "--replace"]) == 0
    assert "What was there before" in capsys.readouterr().out
    assert main(["data", "export", str(tmp_path / "out"), "--lang", "fr"]) == 0
    out = capsys.readouterr().out
    assert "Quel mode ?" in out
    (page,) = (tmp_path / "out/conversations/learner-1").glob("*.html")
    text = page.read_text(encoding="utf-8")
    assert QUOTE in text
    assert 'href="#source-1-1"' in text
    assert 'id="source-1-1"' in text
    tables = json.loads((tmp_path / "out/conversations.json").read_text(encoding="utf-8"))
    assert tables["exchanges"][0]["record"]["text"] == "Quel mode ?"
    assert (tmp_path / "out/library/course/notes.md").is_file()
    assert main(["data", "delete", "--yes"]) == 0
    assert "Deleted: " in capsys.readouterr().out
    assert main(["data", "export", str(tmp_path / "again")]) == 2


def test_deleting_asks_first(data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("builtins.input", lambda question: "yes")
    assert main(["data", "delete"]) == 1
    assert "Nothing was deleted" in capsys.readouterr().out
    with closing(sqlite3.connect(data / "conversations.db")) as connection:
        assert connection.execute("SELECT count(*) FROM exchanges").fetchone() == (1,)
