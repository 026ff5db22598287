"""What each action of the library's page does, without a browser: the library is real, its builds are counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import pytest

from assistant.library.library import Libraries, Library
from assistant.library.rebuild import BuildFailed, Built, Work
from assistant.library.uploads import Uploads
from assistant.ui.library.handlers import LibraryHandlers, View, in_own
from assistant.ui.library.state import LOOKING
from assistant.ui.locale import load_labels
from assistant.ui.session import Session
from ingest.errors import NobodysLibrary
from ingest.library.owners import NOBODY
from ingest.library.shelf import Shelf
from ingest.schema import LANGS, Lang, Problem
from ingest.settings import IngestSettings
from tests.assistant.library.test_rows import Index, index_of
from tests.ui.fake_assistant import DOCUMENTS, HOSTILE
from tests.ui.html_check import Page

BAD = Problem("library/documents/bad.pdf", "pdf-encrypted", "The PDF asks for a password.", "Save a copy.")


class Builds:
    """A build that is as far as the test says."""

    def __init__(self) -> None:
        self.work, self.begun, self.stopped = Work(), 0, False

    def start(self) -> None:
        self.begun += 1
        self.work = Work(self.begun, running=True, stage="Reading", done=1, total=4)

    def stop(self) -> None:
        self.stopped = True


class Desk:
    """The tab of one browser, over a library in a folder of the test."""

    def __init__(self, folder: Path, lang: Lang = "en") -> None:
        (folder / "uploads").mkdir()
        self.folder, self.builds, self.session = folder, Builds(), Session(lang)
        self.index: Index = index_of(*DOCUMENTS.values())
        shelf = Shelf(folder / "library", IngestSettings())
        library = Library(shelf, lambda: self.index, self.builds, Uploads(folder / "uploads"))  # type: ignore[arg-type]
        self.library, self.handlers = library, LibraryHandlers(library)

    def act(self, act: str, **data: object) -> View:
        return self.handlers.act(self.session, json.dumps({"act": act, **data}))

    def upload(self, name: str, data: bytes = b"Some words.") -> dict[str, str]:
        path = self.folder / "uploads" / f"{len(list((self.folder / 'uploads').iterdir()))}-{name.replace('/', '-')}"
        path.write_bytes(data)
        return {"path": str(path), "name": name}

    def add(self, *names: str) -> View:
        return self.act("add", files=[self.upload(name, name.encode()) for name in names])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A tab in English."""
    return Desk(tmp_path)


def whole(view: View) -> str:
    return "".join(part or "" for part in (view.adding, view.progress, view.listing, view.side))


@pytest.mark.parametrize("lang", LANGS)
def test_the_list_of_a_new_visitor(tmp_path: Path, lang: Lang) -> None:
    view = Desk(tmp_path, lang).act("more")
    labels = load_labels(lang)
    assert view.adding is not None
    assert labels("library.files") in view.adding
    assert view.listing is not None
    assert "SageMaker training input modes" in view.listing
    assert Page(whole(view)).open == []


def test_what_is_added_is_told_file_by_file_and_the_build_begins(desk: Desk) -> None:
    view = desk.act(
        "add",
        files=[desk.upload("week 3/notes.md"), desk.upload("old.doc"), {"path": "/etc/passwd", "name": "passwd"}],
        large=[{"name": "film.pdf"}],
    )
    said = view.progress or ""
    assert "1 file taken in. 3 files stay out, and why is below." in said
    assert "data-running" in said
    for words in ("notes.md</strong> is being read", "old.doc", "passwd</strong> It did not arrive", "film.pdf"):
        assert words in said
    assert desk.builds.begun == 1
    assert [kept.uri for kept in desk.library.shelf.files()] == ["library/documents/week 3/notes.md"]


def test_how_far_a_build_is_and_how_it_ended(desk: Desk) -> None:
    desk.add("a.md")
    desk.builds.work = Work(1, True, stage="Embedding", done=120, total=1200, seconds_left=12.4)
    view = desk.act("sync")
    assert view.listing is None  # what is being typed there is not drawn over
    assert "Working out what passages mean: 120 of 1,200, about 12 seconds left" in (view.progress or "")
    desk.builds.work = Work(1, built=Built(4, 16, 1, 4, 0, (), (), 7.2, changed=True))
    view = desk.act("sync")
    assert view.listing is not None
    assert "The index is up to date and in use: 4 documents, 16 passages, 7 s." in (view.progress or "")
    assert "data-running" not in (view.progress or "")
    assert desk.act("sync").listing is None


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "Another program is building this index."), ("fr", "Un autre programme construit cet index.")],
)
def test_a_build_that_failed_says_why_in_the_pages_language(tmp_path: Path, lang: Lang, said: str) -> None:
    desk = Desk(tmp_path, lang)
    desk.builds.work = Work(1, failed=BuildFailed("index-busy", "Another build is writing.", "Wait."))
    assert said in (desk.act("sync").progress or "")


@pytest.mark.parametrize(("lang", "said"), [("en", "under a password"), ("fr", "protégé par un mot de passe")])
def test_a_file_that_cannot_be_read_says_why_in_the_list_and_beside(tmp_path: Path, lang: Lang, said: str) -> None:
    desk = Desk(tmp_path, lang)
    desk.add("bad.pdf")
    desk.index = index_of(*DOCUMENTS.values(), problems=(BAD,))
    desk.builds.work = Work(1, built=Built(3, 12, 0, 0, 0, (BAD,), (), 1.0, changed=False))
    view = desk.act("choose", value=BAD.uri)
    assert said in (view.side or "")
    assert said in (view.progress or "")
    assert load_labels(lang)("library.state.unread") in (view.listing or "")
    assert f"{len(DOCUMENTS)} documents, " in (desk.act("more").adding or "")  # answers come from those that were read


def test_a_document_is_opened_with_its_parts_and_first_sentences(desk: Desk) -> None:
    view = desk.act("choose", value="aws/input-modes.md")
    side = view.side or ""
    assert "File mode copies the whole dataset" in side
    assert "Overview background, paragraph 0." in side
    assert "can be read and not changed here" in side
    assert "data-form" not in side


def test_renaming_moving_removing(desk: Desk) -> None:
    desk.add("a.md")
    uri = "library/documents/a.md"
    assert "The title was changed." in (desk.act("rename", uri=uri, title="Mine").progress or "")
    assert "Mine" in (desk.act("choose", value=uri).side or "")
    made = desk.act("collect", name="Course", exam="mla-c01")
    assert "Course" in (made.adding or "")
    moved = desk.act("move", uri=uri, collection="course")
    assert LOOKING.of(desk.session).chosen == "library/course/a.md"
    assert "MLA-C01" in (moved.side or "")
    view = desk.act("remove", value="library/course/a.md")
    assert "Removed." in (view.progress or "")
    assert desk.library.shelf.files() == ()


def test_collections_are_changed_and_removed(desk: Desk) -> None:
    desk.act("collect", name="Course", exam="")
    desk.add("a.md")
    assert desk.library.shelf.files()[0].collection == "course"  # new documents go where the learner is
    desk.act("recollect", id="course", name="Cours", exam="aip-c01")
    assert desk.library.collections[1].exam == "aip-c01"
    assert "already" not in (desk.act("collect", name="Cours", exam="").progress or "")  # in the page's own words
    assert "choose another name" in (desk.act("collect", name="Cours", exam="").progress or "")
    desk.act("uncollect", value="course")
    assert desk.library.shelf.files() == ()
    assert LOOKING.of(desk.session).into == "documents"


def test_the_filter(desk: Desk) -> None:
    desk.add("streams.md")
    assert "4 documents" in (desk.act("filter", words="", which="").listing or "")
    assert "1 document<" in (desk.act("filter", words="", which="mine").listing or "")
    assert "1 document<" in (desk.act("filter", words="INPUT modes", which="").listing or "")
    assert "0 documents" in (desk.act("filter", words="nothing such", which="").listing or "")


@pytest.mark.parametrize(
    "sent",
    ["", "{", "[]", "null", '{"act": 3}', '{"act": "nothing"}', '{"act": ["add"]}', '{"act": "choose", "value": {}}',
     '{"act": "add", "files": [3, {"path": 4}], "large": "x"}', '{"act": "remove", "value": "../../x"}',
     '{"act": "filter", "words": 9}', "[" * 100_000],
)  # fmt: skip
def test_what_is_no_message_of_the_page_breaks_nothing(desk: Desk, sent: str) -> None:
    desk.add("a.md")
    desk.handlers.act(desk.session, sent)
    assert len(desk.library.shelf.files()) == 1


def test_names_and_titles_are_text(desk: Desk) -> None:
    desk.add("x.md")
    desk.act("rename", uri="library/documents/x.md", title=HOSTILE)
    desk.act("collect", name=HOSTILE, exam="")
    view = desk.act("choose", value="library/documents/x.md")
    assert "<img" not in whole(view)
    assert "<script" not in whole(view)


def test_a_bug_is_told_and_the_list_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(desk.library, "rebuild", broken)
    view = desk.act("rebuild")
    assert view.listing is None
    assert "Something went wrong" in (view.progress or "")


def test_a_window_of_nobody_s_is_told_so() -> None:
    """On a shared server, after it was started again: nobody has said yet whose window it is."""

    class Nobodys:
        def of(self, owner: str) -> Library:
            raise NobodysLibrary("This window does not say whose it is.")

    view = in_own(cast(Libraries, Nobodys()), Session("en", NOBODY), lambda handlers: handlers.act(Session("en"), "{}"))
    assert "Reload the page." in str(view.progress)
    assert view == View(progress=view.progress)
