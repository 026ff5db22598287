"""The library as the page and programs use it: one list, what comes in and goes, an index that follows.

Owns that a change of the learner's files is followed by a build, and that uploads do not stay. Knows no page.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from assistant.library.pages import add_page
from assistant.library.rebuild import Rebuilding, Work, process_of
from assistant.library.rows import IndexPort, Row, rows
from assistant.library.uploads import Uploads
from assistant.practice.blueprint import Blueprint, load_catalogue
from ingest.errors import LibraryError, NobodysLibrary
from ingest.library.intake import Given
from ingest.library.owners import NOBODY, root_for
from ingest.library.records import Collection
from ingest.library.shelf import Shelf, Taken
from ingest.schema import Document, Problem, hash_of
from ingest.settings import LIBRARY_FOLDER, IngestSettings, user_cache, user_data


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as a browser sent it: its path on this machine, its name, with folders, on the learner's."""

    path: str
    name: str


class Library:
    """The documents of an open index and one learner's own files. Safe to share between threads."""

    def __init__(self, shelf: Shelf, index: Callable[[], IndexPort], rebuilding: Rebuilding, uploads: Uploads) -> None:
        self.shelf = shelf
        self._index = index
        self._rebuilding = rebuilding
        self._uploads = uploads
        shelf.tidy()

    @property
    def megabytes(self) -> float:
        """How much (10^6 bytes) a file may have."""
        return self.shelf.megabytes

    @cached_property
    def exams(self) -> tuple[Blueprint, ...]:
        """The exams that a collection may be for."""
        return tuple(load_catalogue().exams.values())

    @property
    def rows(self) -> tuple[Row, ...]:
        """All documents, in order of uri. Raises LibraryError."""
        domains: dict[str, list[str]] = {}
        for exam in self.exams:
            for domain in exam.domain_ids:
                domains.setdefault(domain, []).append(exam.id)
        return rows(self._index(), self.shelf.files(), self.shelf.records(), domains, self.shelf.root)

    @property
    def opening(self) -> bool:
        """Whether the index is still being opened: its documents are not known yet."""
        index = self._index()
        return bool(index.manifest.documents) and not index.documents

    @property
    def version(self) -> str:
        """Another one after each build, and once the index is open: what was listed is not what there is any more."""
        work = self.work
        return f"{work.number} {work.running} {self._index().manifest.build} {self.opening}"

    @property
    def collections(self) -> tuple[Collection, ...]:
        """The learner's collections; never none."""
        return self.shelf.collections()

    @property
    def work(self) -> Work:
        """How far the build is."""
        return self._rebuilding.work

    def document(self, uri: str) -> Document | None:
        """A document of the open index."""
        return self._index().documents.get(hash_of(uri))

    def add(self, sent: Sequence[Sent], collection: str) -> Taken:
        """Take uploaded files in and index them; the uploads are deleted, whatever becomes of them."""
        given: list[Given] = []
        lost: list[Problem] = []
        for one in sent:
            try:
                given.append(Given(self._uploads.path(one.path), one.name))
            except LibraryError as error:
                lost.append(Problem(one.name, "not-arrived", error.message, error.help))
        try:
            taken = self.shelf.add(given, collection)
        finally:
            for arrived in given:
                self._uploads.discard(arrived.path)
        if taken.added:
            self.rebuild()
        return Taken(taken.added, (*lost, *taken.refused), taken.known)

    def add_page(self, url: str, collection: str) -> Taken:
        """Bring the page of an address and index it. May take a minute. Raises FetchRefused, FetchFailed."""
        taken = add_page(self.shelf, url, collection)
        if taken.added:
            self.rebuild()
        return taken

    def rename(self, uri: str, title: str) -> None:
        """Give a document another title."""
        self.shelf.rename(uri, title)
        self.rebuild()

    def move(self, uri: str, collection: str) -> str:
        """Put a document into another collection; its new uri."""
        moved = self.shelf.move(uri, collection)
        self.rebuild()
        return moved

    def remove(self, uri: str) -> None:
        """Delete a document of the library."""
        self.shelf.remove(uri)
        self.rebuild()

    def remove_collection(self, id: str) -> None:
        """Delete a collection with its documents."""
        self.shelf.remove_collection(id)
        self.rebuild()

    def rebuild(self) -> None:
        """Bring the index up to date, in the background."""
        self._rebuilding.start()

    def follow(self) -> None:
        """The same after the learner's files were brought back or deleted as a whole: most of them may be gone."""
        self._rebuilding.start(allow_removal=True)

    def stop(self) -> None:
        """Stop the build that runs."""
        self._rebuilding.stop()


class Libraries:
    """The library of each learner, with one build for all of them. Safe to share between threads."""

    def __init__(
        self,
        folder: Path,
        settings: IngestSettings,
        index: Callable[[str], IndexPort],
        rebuilding: Rebuilding,
        uploads: Uploads,
    ) -> None:
        self._folder, self._settings, self._index = folder, settings, index
        self._rebuilding, self._uploads = rebuilding, uploads
        self._open: dict[str, Library] = {}
        self._lock = threading.Lock()
        uploads.sweep()

    def of(self, owner: str) -> Library:
        """The library of a learner; "" is this machine's own. Raises LibraryError where it is not said whose."""
        if owner == NOBODY:
            raise NobodysLibrary("This window does not say whose it is.")
        with self._lock:
            if owner not in self._open:
                root = root_for(owner)
                folder = self._folder.joinpath(*PurePosixPath(root).parts[1:])
                shelf = Shelf(folder, self._settings, root=root)
                self._open[owner] = Library(shelf, lambda: self._index(owner), self._rebuilding, self._uploads)
            return self._open[owner]


def open_libraries(
    settings: IngestSettings, index: Callable[[str], IndexPort], finished: Callable[[], None]
) -> Libraries:
    """The libraries beside an open index, which `index` gives as a learner sees it; `finished` opens the newer one."""
    folder = settings.library or user_data() / LIBRARY_FOLDER
    rebuilding = Rebuilding(process_of(settings), finished, allowing=process_of(settings, allow_removal=True))
    return Libraries(folder, settings, index, rebuilding, Uploads(uploads_folder()))


def uploads_folder() -> Path:
    """Where the page's server puts uploads until they are taken in."""
    return Path(os.environ.get("GRADIO_TEMP_DIR") or user_cache() / "uploads")
