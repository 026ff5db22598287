"""Two learners of one server: neither finds, opens, lists, renames or removes what is the other's, by any door."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answering.answer import Assistant
from assistant.answering.coming import Coming
from assistant.answering.reopen import Reopening
from assistant.library.library import Libraries, Sent
from assistant.library.uploads import Uploads
from assistant.review.schema import Done
from assistant.schema import Citation, Event, Failed, Final, Retrieved, Wishes
from assistant.settings import AssistantSettings
from ingest.embedding.embed import HashingEmbedder
from ingest.errors import LibraryError, NotInLibrary
from ingest.index.store import open_index
from ingest.library.owners import NOBODY, owner_of, visible
from ingest.settings import IngestSettings
from tests.fakes import build_here

SECRETS = {"anna": "quokka", "bob": "wombat", "": "numbat"}
EVERYBODY = ("anna", "bob", "carol", "", NOBODY)


def says(animal: str) -> str:
    return f"A {animal} cluster keeps seventeen replicas in Amazon S3."


class Builds:
    """No build of its own: the tests build in this process."""

    def __init__(self) -> None:
        self.work = None

    def start(self) -> None: ...


class World:
    """A server with three libraries over one index, as `assistant.ui.serve` opens it."""

    def __init__(self, corpus: Path, home: Path) -> None:
        self.settings = IngestSettings(
            corpus=(corpus,), index=home / "index", embedding_model="hashing-256", library=home / "library"
        )
        (home / "uploads").mkdir()
        self.home = home
        build_here(self.settings, HashingEmbedder())
        assistant = Assistant(
            open_index(self.settings), HashingEmbedder(256), None, AssistantSettings(refusal_threshold=0.0)
        )
        self.coming = Coming(assistant.index.manifest, "extractive")
        self.coming.arrive(Reopening(assistant, self.settings))
        index: Callable[[str], object] = lambda owner: self.coming.seen_by(owner).index  # noqa: E731
        uploads = Uploads(home / "uploads")
        self.libraries = Libraries(home / "library", self.settings, index, Builds(), uploads)  # type: ignore[arg-type]
        for owner, animal in SECRETS.items():
            self.add(
                owner, "notes.md", f"# {animal} clusters\n\nA {animal} cluster keeps seventeen replicas in Amazon S3.\n"
            )
        build_here(self.settings, HashingEmbedder())
        self.coming.wait().refresh()

    def add(self, owner: str, name: str, text: str) -> str:
        place = self.home / "uploads" / f"{owner or 'own'}-{name}"
        place.write_text(text)
        return self.libraries.of(owner).add([Sent(str(place), name)], "documents").added[0]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Made once: nothing here changes it."""
    from tests.fakes import write_corpus

    home = tmp_path_factory.mktemp("shared")
    return World(write_corpus(home), home)


def others(owner: str) -> list[str]:
    return [animal for whose, animal in SECRETS.items() if whose != owner]


def place(owner: str) -> str:
    return f"library/@{owner}/documents/" if owner else "library/documents/"


def told(events: list[Event]) -> str:
    """Everything that the events of a question hold."""
    return repr(events).lower()


@pytest.mark.parametrize("owner", EVERYBODY)
def test_no_question_brings_what_is_anothers(world: World, owner: str) -> None:
    seen = world.coming.seen_by(owner)
    for animal in SECRETS.values():
        question = f"How many replicas does a {animal} cluster keep in Amazon S3?"
        for asked in (question, f"What is a {animal} cluster?", f"Which documents speak of {animal} clusters?", animal):
            for collection in ("", "documents", "@anna", "@bob/documents", "../@anna/documents"):
                events = list(seen.ask(asked, wishes=Wishes(collection=collection)))
                assert isinstance(events[-1], Final | Failed)
                found = told(events)
                for other in others(owner):
                    assert other == animal or other not in found, (asked, other)
                    assert says(other).lower() not in found
                assert not any(f"@{name}/" in found for name in ("anna", "bob") if name != owner)


@pytest.mark.parametrize("owner", ["anna", "bob", ""])
def test_what_is_ones_own_is_found(world: World, owner: str) -> None:
    animal, seen = SECRETS[owner], world.coming.seen_by(owner)
    for wishes in (Wishes(), Wishes(collection="documents")):
        events = list(seen.ask(f"How many replicas does a {animal} cluster keep?", wishes=wishes))
        retrieved = next(event for event in events if isinstance(event, Retrieved))
        assert f"{animal} cluster keeps seventeen" in told([retrieved])
    assert "notes.md" in repr(list(seen.check_text(says(animal))))


@pytest.mark.parametrize("owner", EVERYBODY)
def test_no_check_of_claims_quotes_what_is_anothers(world: World, owner: str) -> None:
    for whose, animal in SECRETS.items():
        events = list(world.coming.seen_by(owner).check_text(says(animal)))
        assert isinstance(events[-1], Done)
        for other in SECRETS:
            assert other == owner or f"'{place(other)}" not in repr(events), (whose, other)


@pytest.mark.parametrize("owner", EVERYBODY)
def test_no_document_is_opened_or_listed_that_is_anothers(world: World, owner: str) -> None:
    seen = world.coming.seen_by(owner)
    for whose in SECRETS:
        uri = f"{place(whose)}notes.md"
        assert (seen.document(uri) is not None) == (whose == owner)
        cited = Citation(1, "x", uri, "", "", None, "x", 0, 1, "en")
        assert whose == owner or seen.page_picture(cited) == "gone"
    index = seen.index
    assert all(visible(one.source.uri, owner) for one in index.documents.values())
    assert index.manifest.documents == len(index.documents)
    assert all(visible(record.uri, owner) for record in index.manifest.files)
    if owner == NOBODY:
        with pytest.raises(LibraryError):
            world.libraries.of(owner)
        return
    listed = {row.uri for row in world.libraries.of(owner).rows}
    assert {owner_of(uri) for uri in listed} <= {None, owner}
    assert [row.collection for row in world.libraries.of(owner).rows if row.own] == ["documents"] * (owner in SECRETS)


@pytest.mark.parametrize("owner", ["anna", "bob", "carol", ""])
def test_nothing_is_changed_that_is_anothers(world: World, owner: str) -> None:
    library = world.libraries.of(owner)
    before = {path: path.read_bytes() for path in (world.home / "library").rglob("*.md")}
    for whose in SECRETS:
        if whose == owner:
            continue
        uri = f"{place(whose)}notes.md"
        for change in (
            lambda uri=uri: library.remove(uri),
            lambda uri=uri: library.rename(uri, "Mine now"),
            lambda uri=uri: library.move(uri, "documents"),
        ):
            with pytest.raises(NotInLibrary):
                change()
        for collection in (f"@{whose}", f"@{whose}/documents", f"../@{whose}"):
            with pytest.raises(LibraryError):
                library.remove_collection(collection)
    assert {path: path.read_bytes() for path in (world.home / "library").rglob("*.md")} == before


def test_problems_of_files_are_told_to_their_own_learner_only(corpus: Path, tmp_path: Path) -> None:
    world = World(corpus, tmp_path)
    world.add("anna", "broken.pdf", "%PDF-1.7 this is no PDF")
    world.add("anna", "more.md", "# More\n\nThis makes the build one that is published.")
    build_here(world.settings, HashingEmbedder())
    world.coming.wait().refresh()
    assert [row.uri for row in world.libraries.of("anna").rows if row.problem] == ["library/@anna/documents/broken.pdf"]
    assert world.coming.seen_by("anna").index.manifest.problems
    for owner in ("bob", "carol", "", NOBODY):
        assert not world.coming.seen_by(owner).index.manifest.problems


def test_a_title_that_was_given_holds_in_every_library(corpus: Path, tmp_path: Path) -> None:
    world = World(corpus, tmp_path)
    world.libraries.of("anna").rename("library/@anna/documents/notes.md", "All about quokkas")
    world.libraries.of("bob").remove("library/@bob/documents/notes.md")
    build_here(world.settings, HashingEmbedder())
    world.coming.wait().refresh()
    assert "All about quokkas" in {row.title for row in world.libraries.of("anna").rows}
    assert {row.uri for row in world.libraries.of("bob").rows if row.own} == set()
