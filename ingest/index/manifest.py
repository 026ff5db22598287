"""What a published index is: its settings' fingerprint, model, counts and the files it was made from.

Reads, writes and compares manifests; knows where the pointer file is. Never touches vectors or text.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.embedding.embed import embedder_name
from ingest.errors import IndexDamaged, IndexMismatch, IndexMissing
from ingest.schema import Problem

if TYPE_CHECKING:
    from ingest.settings import IngestSettings

SCHEMA_VERSION = 3
_POINTER = "CURRENT"
_FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as it was when it was read; `chunks` counts what it gave.

    Size, times and inode tell whether it may have changed since; whether it did, only its content can tell.
    """

    uri: str
    sha256: str
    size: int
    mtime_ns: int
    chunks: int
    ctime_ns: int = 0
    inode: int = 0

    @property
    def stat(self) -> tuple[int, int, int, int]:
        """What a file that was not touched still has."""
        return self.size, self.mtime_ns, self.ctime_ns, self.inode


@dataclass(frozen=True, slots=True)
class Manifest:
    """One build. `created` is ISO 8601 in UTC; `chroma_url` is "" for an embedded folder.

    `passed_over` are files that were seen and not taken in: unreadable ones, digests that a fetched page replaces;
    `problems` say what is wrong with the unreadable ones.
    `sentences` is how many sentences have a vector; None where they were left to be embedded when they are asked for.
    """

    build: str
    created: str
    fingerprint: str
    embedding_model: str
    dimension: int
    documents: int
    chunks: int
    words: int
    collection: str
    chroma_url: str
    files: tuple[FileRecord, ...]
    passed_over: tuple[str, ...] = ()
    sentences: int | None = None
    problems: tuple[Problem, ...] = ()
    schema_version: int = SCHEMA_VERSION

    def write(self, folder: Path) -> None:
        """Write into a build's folder."""
        text = json.dumps(dataclasses.asdict(self), indent=1, ensure_ascii=False)
        aside = folder / f".{_FILE}.{os.getpid()}"
        aside.write_text(text, encoding="utf-8")
        os.replace(aside, folder / _FILE)


def read_manifest(folder: Path) -> Manifest:
    """Read a build's manifest; raises IndexDamaged, or IndexMismatch for another schema version."""
    try:
        raw = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        if raw.get("schema_version") != SCHEMA_VERSION:
            raise IndexMismatch(
                f"The index has format {raw.get('schema_version')}, this program reads {SCHEMA_VERSION}."
            )
        raw["passed_over"] = tuple(raw.get("passed_over", ()))
        raw["problems"] = tuple(Problem(**row) for row in raw.get("problems", ()))
        raw["files"] = tuple(FileRecord(**record) for record in raw["files"])
        return Manifest(**raw)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged(f"The index manifest cannot be read: {error}", source=str(folder)) from error


def current_build(index: Path) -> Path:
    """Resolved folder of the published build; raises IndexMissing or IndexDamaged."""
    try:
        name = (index / _POINTER).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise IndexMissing(f"There is no index in {index}.") from error
    except ValueError as error:
        raise IndexDamaged(f"{_POINTER} cannot be read.", source=str(index)) from error
    folder = builds_folder(index) / name
    if name in ("", "..") or "\0" in name or Path(name).name != name or not folder.is_dir():
        raise IndexDamaged(f"The index points to a build that is not there ({name!r}).", source=str(index))
    return folder.resolve()


def publish(index: Path, build: str) -> None:
    """Make a finished build the one that readers open: one rename."""
    aside = index / f".{_POINTER}.{os.getpid()}"
    aside.write_text(build + "\n", encoding="utf-8")
    os.replace(aside, index / _POINTER)


def remove_unfinished(index: Path) -> None:
    """Remove the folders of builds that were never published: stopped on the way, or before the last step.

    Only for the one writer. Names of builds begin with their time, so what is of a later second than the published one
    is no earlier build that somebody may still read.
    """
    try:
        published = current_build(index).name
    except (IndexMissing, IndexDamaged):
        published = ""
    folder = builds_folder(index)
    for build in folder.iterdir() if folder.is_dir() else ():
        if _second_of(build.name) > _second_of(published) or not (build / _FILE).is_file():
            shutil.rmtree(build, ignore_errors=True)


def _second_of(build: str) -> str:
    return build.partition("-")[0]


def builds_folder(index: Path) -> Path:
    """Where builds are kept."""
    return index / "builds"


def require_fit(manifest: Manifest, settings: IngestSettings) -> None:
    """Raise IndexMismatch when the index was made with another model or other index-shaping settings."""
    wanted = embedder_name(settings)
    if manifest.embedding_model != wanted:
        raise IndexMismatch(
            f"The index was built with the embedding model {manifest.embedding_model}, the settings ask for {wanted}."
        )
    if manifest.fingerprint != settings.fingerprint():
        raise IndexMismatch("The index was built with other chunking settings, or by an older version.")
