"""What the settings do with all that a learner has: brought back, deleted after a word, told in both languages."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import pytest

from assistant.conversations.store import ConversationStore
from assistant.library.library import Libraries
from assistant.records.folder import BEFORE, backup
from assistant.ui.data.own import OwnData, drawn
from assistant.ui.locale import load_labels
from assistant.ui.settings.handlers import Step
from assistant.ui.settings.state import Chosen
from ingest.schema import Lang
from tests.ui.html_check import Page

LABELS = load_labels("en")
NOW = datetime.datetime(2026, 11, 30, 12, tzinfo=datetime.UTC)


class Library:
    """Counts how often the index was to follow."""

    followed = 0

    def of(self, owner: str) -> Library:
        assert owner == ""
        return self

    def follow(self) -> None:
        self.followed += 1


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a conversation and a document."""
    folder = tmp_path / "data"
    monkeypatch.setenv("CITEPREP_DATA", str(folder))
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "uploads"))
    (folder / "library" / "documents").mkdir(parents=True)
    (folder / "library" / "documents" / "notes.md").write_text("Quokkas graze.", encoding="utf-8")
    ConversationStore(folder / "conversations.db").learner("ada").begin("", "What is a quokka?")
    return folder


@pytest.fixture
def library() -> Library:
    return Library()


@pytest.fixture
def steps(library: Library) -> Mapping[str, Step]:
    return OwnData(cast(Libraries, library)).steps()


def uploaded(copy: Path, tmp_path: Path) -> Path:
    place = tmp_path / "uploads" / "abc" / copy.name
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(copy, place)
    return place


def conversations(folder: Path) -> list[str]:
    mine = ConversationStore(folder / "conversations.db").learner("ada")
    return [one.title for one in mine.list()]


def do(steps: Mapping[str, Step], act: str, own: Chosen | None = None, lang: Lang = "en", **sent: Any) -> Chosen:
    return steps[act](own or Chosen(), sent, load_labels(lang))


def test_a_copy_comes_back_and_what_was_there_is_put_aside(
    data: Path, steps: Mapping[str, Step], library: Library, tmp_path: Path
) -> None:
    backup(data, tmp_path / "copy.zip", NOW)
    (data / "library" / "documents" / "notes.md").write_text("Later.", encoding="utf-8")
    place = uploaded(tmp_path / "copy.zip", tmp_path)
    after = do(steps, "data_restore", path=str(place))
    assert (after.said.startswith("2 files are back. Reload the page. What was there before: "), after.alert) == (
        True,
        False,
    )
    assert (data / "library" / "documents" / "notes.md").read_text(encoding="utf-8") == "Quokkas graze."
    assert conversations(data) == ["What is a quokka?"]
    assert next(data.glob(f"{BEFORE}*/library/documents/notes.md")).read_text(encoding="utf-8") == "Later."
    assert not place.exists()
    assert library.followed == 1


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_is_no_copy_changes_nothing(
    data: Path, steps: Mapping[str, Step], library: Library, tmp_path: Path, lang: Lang
) -> None:
    (tmp_path / "photo.zip").write_bytes(b"PK no zip at all")
    place = uploaded(tmp_path / "photo.zip", tmp_path)
    for path in (str(place), str(data / "conversations.db"), "/etc/passwd", "", "\0"):
        after = do(steps, "data_restore", path=path, lang=lang)
        assert after.alert
        assert (
            "Nothing was changed" if lang == "en" else "Rien n’a changé"
        ) in after.said or "citeprep data" in after.said
    assert conversations(data) == ["What is a quokka?"]
    assert not place.exists()
    assert library.followed == 0


def test_all_goes_after_the_question_and_the_word_only(data: Path, steps: Mapping[str, Step], library: Library) -> None:
    assert do(steps, "data_delete", word="delete") == Chosen()
    asked = do(steps, "data_ask")
    assert asked.deleting
    assert do(steps, "data_keep", asked) == Chosen()
    for word in ("", "yes", "supprimer"):
        refused = do(steps, "data_delete", asked, word=word)
        assert (refused.alert, refused.deleting, conversations(data)) == (True, True, ["What is a quokka?"])
    gone = do(steps, "data_delete", asked, word=" Delete ")
    assert gone.said == "2 files are deleted, and the index is made again without them. Reload the page."
    assert (gone.deleting, library.followed) == (False, 1)
    assert not [path for path in data.rglob("*") if path.is_file() and ".db" not in path.name]
    assert conversations(data) == []  # the file is there again, and empty
    ConversationStore(data / "conversations.db").learner("ada").begin("", "And now?")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_how_it_looks(data: Path, lang: Lang) -> None:
    labels = load_labels(lang)
    closed, asking = drawn(Chosen(), labels), drawn(Chosen(deleting=True), labels)
    for html in (closed, asking):
        assert Page(html).open == []
        assert f"/data/export.zip?lang={lang}" in html
        assert "/data/backup.zip" in html
    assert labels("data.sure") not in closed
    assert labels("data.type", word=labels("data.word")) in asking
