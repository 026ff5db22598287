"""The library's folder: files come in under names of their own, are moved and taken out, by nobody else.

Owns every change to the folder. What is changed or deleted is always a plain file found by walking it, so that no name
that is given leads anywhere else; nothing is overwritten. One process at a time writes (a lock), any may read.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from ingest.errors import LibraryError, LibraryUnwritable, NotInLibrary
from ingest.library.intake import Candidate, Given, Limits, candidates, require_room
from ingest.library.names import MOST_CHARS, free_id, free_name, safe_name
from ingest.library.owners import is_owners
from ingest.library.records import FIRST, ROOT, Collection, Note, Records, read_records, write_records
from ingest.schema import Problem
from ingest.settings import IngestSettings
from ingest.sourcing.sources import uri_part
from ingest.text.characters import normal, whole

_LOCK = ".lock"
_INCOMING = ".incoming-"
_LOCK_SECONDS = 20.0
Today = Callable[[], datetime.date]


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the library: its uri in an index, where it lies, the folder of its collection, its size in bytes."""

    uri: str
    path: Path
    collection: str
    size: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in, what stays out and why, and what was there already (names)."""

    added: tuple[str, ...] = ()
    refused: tuple[Problem, ...] = ()
    known: tuple[str, ...] = ()


class Shelf:
    """The learner's files in `folder`, which is made when the first one comes in; their uris begin with `root`."""

    def __init__(
        self,
        folder: Path,
        settings: IngestSettings,
        limits: Limits | None = None,
        today: Today = lambda: datetime.datetime.now(datetime.UTC).date(),
        root: str = ROOT,
    ) -> None:
        self.folder, self.root = folder, root
        self.limits = limits or Limits()
        self._settings = settings
        self._today = today

    @property
    def megabytes(self) -> float:
        """How much (10^6 bytes) a file may have."""
        return self._settings.max_file_mb

    def records(self) -> Records:
        """What the learner said of the files. Raises LibraryError."""
        return read_records(self.folder)

    def files(self) -> tuple[Kept, ...]:
        """The files of the library in order of uri. Links and hidden files are none of it."""
        found = (kept for folder in self._folders() for kept in _below(folder, f"{self.root}/{uri_part(folder.name)}"))
        return tuple(sorted(found, key=lambda kept: kept.uri))

    def collections(self) -> tuple[Collection, ...]:
        """The named collections in the order they were made in, then folders that nobody named; never none."""
        records = self.records()
        known = {one.id for one in records.collections}
        others = (Collection(folder.name) for folder in self._folders() if folder.name not in known)
        return (*records.collections, *others) or (Collection(FIRST),)

    def add(self, given: Sequence[Given], collection: str = FIRST) -> Taken:
        """Take files in, as far as they fit; those that do not are named with the reason, and the rest goes in.

        A file whose content is in the collection already is not kept twice. Raises NotInLibrary for a collection that
        is not there, LibraryUnwritable, LibraryError.
        """
        added: list[str] = []
        known: list[str] = []
        refused: list[Problem] = []
        with self._writing() as records:
            folder = self._folder(collection, records)
            present = self.files()
            count, size = len(present), sum(kept.size for kept in present)
            hashes = _hashes(present, collection)
            for found in candidates(given, self._settings, self.limits):
                if isinstance(found, Problem):
                    refused.append(found)
                    continue
                sha256 = hashlib.sha256(found.data).hexdigest()
                if sha256 in hashes(len(found.data)):
                    known.append(str(found.place))
                    continue
                try:
                    require_room(count, size, len(found.data), self.limits)
                except LibraryError as error:
                    refused.append(Problem(str(found.place), error.code, error.message, error.help))
                    continue
                uri = f"{self.root}/{collection}/{_put(folder, found)}"
                records = records.with_note(uri, Note(added=self._today().isoformat(), sha256=sha256))
                added.append(uri)
                hashes(len(found.data)).add(sha256)
                count, size = count + 1, size + len(found.data)
            if added:
                write_records(self.folder, records)
        return Taken(tuple(added), tuple(refused), tuple(known))

    def note(self, uri: str, note: Note) -> None:
        """Say where a file came from. Raises NotInLibrary, LibraryUnwritable."""
        with self._writing() as records:
            self._find(uri)
            write_records(self.folder, records.with_note(uri, note))

    def rename(self, uri: str, title: str) -> None:
        """Give a document another title; its file keeps its name. Raises NotInLibrary, LibraryError for no title."""
        named = _title(title)
        with self._writing() as records:
            self._find(uri)
            write_records(self.folder, records.with_note(uri, replace(records.note(uri), title=named)))

    def move(self, uri: str, collection: str) -> str:
        """Put a file into another collection, under a name that is free there; its new uri. Raises NotInLibrary."""
        with self._writing() as records:
            kept = self._find(uri)
            if kept.collection == collection:
                return uri
            folder = self._folder(collection, records)
            name = free_name(kept.path.name, _names_in(folder))
            os.replace(kept.path, folder / name)
            _remove_empty(kept.path.parent, self.folder)
            moved = f"{self.root}/{collection}/{uri_part(name)}"
            write_records(self.folder, records.without(uri).with_note(moved, records.note(uri)))
        return moved

    def remove(self, *uris: str) -> None:
        """Delete files of the library; what they were copied from stays where it is. Raises NotInLibrary."""
        with self._writing() as records:
            for kept in [self._find(uri) for uri in uris]:
                kept.path.unlink()
                _remove_empty(kept.path.parent, self.folder)
            write_records(self.folder, records.without(*uris))

    def add_collection(self, name: str, exam: str = "") -> Collection:
        """A new, empty collection. Raises LibraryError for an empty name or one that is taken."""
        named = _title(name)
        with self._writing() as records:
            taken = {one.name.casefold() for one in records.collections}
            if named.casefold() in taken:
                raise LibraryError(f"There is a collection called {named!r} already.", help="Choose another name.")
            made = Collection(free_id(named, {f.name for f in self._folders()} | {FIRST}), named, exam)
            (self.folder / made.id).mkdir()
            first = records if records.collections else records.with_collection(Collection(FIRST))
            write_records(self.folder, first.with_collection(made))
        return made

    def change_collection(self, id: str, name: str, exam: str) -> None:
        """Another name or exam for a collection. Raises NotInLibrary, LibraryError for an empty name."""
        named = _title(name)
        with self._writing() as records:
            self._folder(id, records)
            write_records(self.folder, records.with_collection(Collection(id, named, exam)))

    def remove_collection(self, id: str) -> None:
        """Delete a collection with the files in it. Raises NotInLibrary."""
        with self._writing() as records:
            folder = self._folder(id, records)
            inside = [kept for kept in self.files() if kept.collection == id]
            for kept in inside:
                kept.path.unlink()
                _remove_empty(kept.path.parent, self.folder)
            if not any(folder.iterdir()):
                folder.rmdir()
            left = tuple(one for one in records.collections if one.id != id)
            write_records(self.folder, replace(records.without(*(kept.uri for kept in inside)), collections=left))

    def tidy(self) -> None:
        """Remove what a process that was ended left half written."""
        for folder in self._folders():
            for stray in folder.glob(f"{_INCOMING}*"):
                stray.unlink(missing_ok=True)

    def _find(self, uri: str) -> Kept:
        kept = next((kept for kept in self.files() if kept.uri == uri), None)
        if kept is None:
            raise NotInLibrary("This document is not in your library.", source=uri)
        return kept

    def _folders(self) -> list[Path]:
        try:
            entries = sorted(self.folder.iterdir(), key=lambda path: path.name)
        except OSError:
            return []
        return [path for path in entries if _is_own_folder(path)]

    def _folder(self, collection: str, records: Records) -> Path:
        """The folder of a collection, made where it is named or the first one. Raises NotInLibrary."""
        present = next((folder for folder in self._folders() if folder.name == collection), None)
        if present is not None:
            return present
        folder = self.folder / collection
        known = collection == FIRST or any(one.id == collection for one in records.collections)
        if not known or collection != safe_name(collection) or folder.exists() or folder.is_symlink():
            raise NotInLibrary("This collection is not in your library.", source=collection[:MOST_CHARS])
        folder.mkdir()
        return folder

    @contextmanager
    def _writing(self) -> Iterator[Records]:
        from filelock import FileLock, Timeout

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / _LOCK, timeout=_LOCK_SECONDS):
                yield self.records()
        except Timeout as error:
            raise LibraryError("Another window is changing your library.", help="Try again in a moment.") from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise LibraryUnwritable(f"Your library cannot be changed ({reason}).", source=str(self.folder)) from error


def _is_own_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink() and not path.name.startswith(".") and not is_owners(path.name)


def _below(folder: Path, uri: str) -> Iterator[Kept]:
    """The plain files below a collection's folder."""
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder).parts
        links = (folder.joinpath(*inner[:depth]).is_symlink() for depth in range(1, len(inner) + 1))
        if any(part.startswith(".") for part in inner) or any(links) or not path.is_file():
            continue
        yield Kept("/".join([uri, *map(uri_part, inner)]), path, folder.name, path.stat().st_size)


def _hashes(present: Sequence[Kept], collection: str) -> Callable[[int], set[str]]:
    """The contents of a collection's files of a size, by hash: only those are read that may be the same."""
    known: dict[int, set[str]] = {}

    def of_size(size: int) -> set[str]:
        if size not in known:
            same = (kept for kept in present if kept.collection == collection and kept.size == size)
            known[size] = {hashlib.sha256(kept.path.read_bytes()).hexdigest() for kept in same}
        return known[size]

    return of_size


def _put(folder: Path, candidate: Candidate) -> str:
    """Write a file below a collection's folder under a free name; its path there as part of a uri."""
    target = folder.joinpath(*candidate.place.parts[:-1])
    for depth in range(1, len(candidate.place.parts)):
        if folder.joinpath(*candidate.place.parts[:depth]).is_symlink():
            raise LibraryError("There is a link in your library.", help="Remove it.", source=str(target))
    target.mkdir(parents=True, exist_ok=True)
    name = free_name(candidate.place.name, _names_in(target))
    aside = folder / f"{_INCOMING}{secrets.token_hex(8)}"
    try:
        aside.write_bytes(candidate.data)
        os.replace(aside, target / name)
    finally:
        aside.unlink(missing_ok=True)
    return str(PurePosixPath(*candidate.place.parts[:-1], name))


def _names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def _remove_empty(folder: Path, top: Path) -> None:
    """Remove a folder and those above it, below `top`, that hold nothing; the folder of a collection stays."""
    while folder not in (top, folder.parent) and folder.parent != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _title(text: str) -> str:
    named = " ".join(normal(whole(text)).split())[: 2 * MOST_CHARS]
    if not named:
        raise LibraryError("A name is needed.", help="Type one.")
    return named
