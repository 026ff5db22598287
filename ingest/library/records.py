"""What the learner said of the files in the library: collections, titles, where a page came from.

Owns the one file that holds it, `.library.json`, and what it says of a document. Moves no file and knows no index.
"""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ingest.errors import LibraryError
from ingest.schema import Document
from ingest.settings import LIBRARY_FOLDER

FILE = ".library.json"
ROOT = LIBRARY_FOLDER
"""The folder's name, with which the uri of every document of the library begins."""
FIRST = "documents"
"""The folder of the collection that is there without anybody having made it."""
_MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Collection:
    """A folder of the library. `name` is "" where nobody gave it one, `exam` the id of a blueprint or ""."""

    id: str
    name: str = ""
    exam: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What is known of a file beside its content. `title` is the learner's own; `added`, `as_of` are YYYY-MM-DD."""

    title: str = ""
    added: str = ""
    sha256: str = ""
    url: str = ""
    licence: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Records:
    """The library's own file. `removed` are uris that were taken out on purpose."""

    collections: tuple[Collection, ...] = ()
    notes: Mapping[str, Note] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()

    def note(self, uri: str) -> Note:
        """What is known of a file; an empty note where nothing is."""
        return self.notes.get(uri, Note())

    def with_note(self, uri: str, note: Note) -> Records:
        """With what is known of one file replaced; the file is there, so it counts as not removed."""
        return replace(self, notes={**self.notes, uri: note}, removed=self.removed - {uri})

    def without(self, *uris: str) -> Records:
        """With files taken out on purpose."""
        gone = frozenset(uris)
        notes = {uri: note for uri, note in self.notes.items() if uri not in gone}
        return replace(self, notes=notes, removed=self.removed | gone)

    def collection(self, id: str) -> Collection:
        """The collection of a folder; one without a name where nobody named it."""
        return next((one for one in self.collections if one.id == id), Collection(id))

    def with_collection(self, collection: Collection) -> Records:
        """With one collection added or replaced, in its place."""
        if any(one.id == collection.id for one in self.collections):
            kept = tuple(collection if one.id == collection.id else one for one in self.collections)
        else:
            kept = (*self.collections, collection)
        return replace(self, collections=kept)

    def describe(self, document: Document) -> Document:
        """A document of the library with the title that the learner gave it and the place that a page came from."""
        note, source = self.notes.get(document.source.uri), document.source
        if note is None:
            return document
        told = replace(
            source,
            title=note.title or source.title,
            url=note.url or source.url,
            licence=note.licence or source.licence,
            as_of=source.as_of or note.as_of,
        )
        return document if told == source else replace(document, source=told)


def read_records(folder: Path) -> Records:
    """The records of a library; empty ones where there are none. Raises LibraryError for a file that cannot be read."""
    path = folder / FILE
    try:
        if not path.is_file():
            return Records()
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError("it is too large")
        raw = json.loads(path.read_text(encoding="utf-8"))
        return Records(
            tuple(Collection(**_texts(Collection, row)) for row in raw["collections"]),
            {str(uri): Note(**_texts(Note, row)) for uri, row in raw["notes"].items()},
            frozenset(str(uri) for uri in raw["removed"]),
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise LibraryError(
            f"The list of your library cannot be read ({error}).",
            help=f"Move {FILE} out of the library's folder: titles and names of collections are lost, no file is.",
            source=str(path),
        ) from error


def read_all(folder: Path) -> Records:
    """What is known of the files of every library in a folder: that of this machine, and those of learners by name.

    Raises LibraryError.
    """
    own = read_records(folder)
    for place in sorted(folder.glob("@*")):
        if place.is_dir() and not place.is_symlink():
            more = read_records(place)
            own = replace(own, notes={**own.notes, **more.notes}, removed=own.removed | more.removed)
    return own


def write_records(folder: Path, records: Records) -> None:
    """Write the records in one step: a crash leaves those of before. Raises OSError."""
    raw = {
        "version": 1,
        "collections": [dataclasses.asdict(one) for one in records.collections],
        "notes": {uri: dataclasses.asdict(note) for uri, note in sorted(records.notes.items())},
        "removed": sorted(records.removed),
    }
    aside = folder / f"{FILE}.{os.getpid()}"
    aside.write_text(json.dumps(raw, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(aside, folder / FILE)


def _texts(kind: type[Collection] | type[Note], row: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a row that a value has; what a later version wrote beside them is not an error."""
    return {one.name: str(row[one.name]) for one in dataclasses.fields(kind) if one.name in row}
