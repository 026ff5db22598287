"""The learner's data folder as a whole: copied into one file, brought back from it, deleted.

Owns what belongs to it and that nothing is lost on the way: files of SQLite are copied while others write, a copy is
checked before it counts, what stood there before is put aside and not overwritten. An index in the folder is made from
the documents and stays out. Knows nothing of what the files hold.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from assistant.records.errors import FolderError

FORMAT = 1
MANIFEST = "citeprep-data.json"
BEFORE, _RESTORING = "before-restore-", ".restoring-"
_INDEX = "index"
_SQLITE = b"SQLite format 3\0"
_OF_SQLITE = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a copy holds: files with their sizes in bytes, and what was left out with the reason."""

    files: tuple[tuple[str, int], ...]
    left_out: tuple[str, ...] = ()

    @property
    def bytes(self) -> int:
        """The sizes together."""
        return sum(size for _, size in self.files)


def backup(folder: Path, target: Path, now: datetime.datetime) -> Contents:
    """Copy the folder into a new ZIP, also while a page writes to it. Raises FolderError; then there is no target."""
    if target.exists():
        raise FolderError(f"{target} is there already.", help="Give the copy another name.")
    files, left_out = _walk(folder)
    if not files:
        raise FolderError(f"There is nothing to copy in {folder}.", help="CITEPREP_DATA says which folder is meant.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as work:
            made = Path(work) / "made.zip"
            contents = _write(folder, files, left_out, made, now)
            read(made)
            os.replace(made, target)
    except OSError as error:
        raise FolderError(f"{target} cannot be written: {error.strerror or error}.") from error
    return contents


def read(archive: Path) -> Contents:
    """What a copy holds, after every file of it was compared with its hash. Raises FolderError."""
    with _opened(archive) as packed:
        manifest = _manifest(packed)
        for name, row in manifest["files"].items():
            if hashlib.sha256(packed.read(name)).hexdigest() != row["sha256"]:
                raise FolderError(f"{name} in {archive} is damaged.", help="Use another copy.")
    files = tuple((name, int(row["bytes"])) for name, row in manifest["files"].items())
    return Contents(files, tuple(manifest["left_out"]))


def restore(
    archive: Path, folder: Path, now: datetime.datetime, *, replace: bool = False
) -> tuple[Contents, Path | None]:
    """Bring a copy back; what the folder held is put aside in it, and where. Raises FolderError; then all is as before.

    `replace` says that the folder may hold something.
    """
    contents = read(archive)
    here = [entry.name for entry in _entries(folder)]
    if here and not replace:
        raise FolderError(
            f"{folder} holds data already ({', '.join(here[:5])}).",
            help="With --replace they are put aside, in a folder beside what comes back.",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=_RESTORING) as work:
            with _opened(archive) as packed:
                for name, _ in contents.files:
                    place = Path(work, *PurePosixPath(name).parts)
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(packed.read(name))
                    _check(place, name)
            aside = _put_aside(folder, now) if here else None
            for entry in list(Path(work).iterdir()):
                os.replace(entry, folder / entry.name)
    except OSError as error:
        raise FolderError(f"{folder} cannot be written: {error.strerror or error}.") from error
    return contents, aside


def delete(folder: Path) -> Contents:
    """Remove everything of the folder but an index; what was removed. Raises FolderError."""
    files, _ = _walk(folder, aside=True)
    sizes = tuple((name, (folder / name).stat().st_size) for name in files)
    try:
        for entry in _entries(folder, aside=True):
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    except OSError as error:
        raise FolderError(
            f"{error.filename} cannot be removed: {error.strerror}.", help="Close the page first."
        ) from error
    return Contents(sizes)


def files_of(folder: Path) -> list[str]:
    """The names of the learner's files in the folder, without an index and what was put aside."""
    return _walk(folder)[0]


def is_sqlite(path: Path) -> bool:
    """Whether a file is one of SQLite."""
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def _entries(folder: Path, *, aside: bool = False) -> list[Path]:
    """What the learner has directly in the folder; with what was put `aside` before."""
    if not folder.is_dir():
        return []
    return sorted(
        entry
        for entry in folder.iterdir()
        if entry.name != _INDEX and (aside or not entry.name.startswith((BEFORE, _RESTORING)))
    )


def _walk(folder: Path, *, aside: bool = False) -> tuple[list[str], list[str]]:
    """The files by their names in the folder, and what is left out."""
    taken = _entries(folder, aside=aside)
    left_out = [f"{_INDEX}: made from the documents"] if (folder / _INDEX).exists() else []
    left_out += [f"{one.name}: put aside by a restore" for one in _entries(folder, aside=True) if one not in taken]
    found: list[str] = []
    for entry in taken:
        for path in sorted(_below(entry)):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink() or not path.is_file():
                left_out.append(f"{name}: a link")
            elif not _goes_with_another(path):
                found.append(name)
    return found, left_out


def _below(entry: Path) -> Iterator[Path]:
    """An entry, or what is in it at any depth; links are not followed."""
    if entry.is_symlink() or not entry.is_dir():
        yield entry
        return
    for top, folders, names in os.walk(entry):
        yield from (Path(top, name) for name in (*names, *(one for one in folders if Path(top, one).is_symlink())))


def _goes_with_another(path: Path) -> bool:
    """Whether SQLite keeps the file beside another one, whose copy holds what is in it."""
    main = next((path.name.removesuffix(end) for end in _OF_SQLITE if path.name.endswith(end)), "")
    return bool(main) and path.with_name(main).is_file()


def _write(folder: Path, files: list[str], left_out: list[str], made: Path, now: datetime.datetime) -> Contents:
    rows: dict[str, dict[str, Any]] = {}
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in files:
            data = _copied(folder / name, made.with_suffix(".db"))
            rows[name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            packed.writestr(name, data)
        manifest = {"format": FORMAT, "made": now.isoformat(timespec="seconds"), "files": rows, "left_out": left_out}
        packed.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return Contents(tuple((name, int(row["bytes"])) for name, row in rows.items()), tuple(left_out))


def _copied(path: Path, work: Path) -> bytes:
    """The bytes of a file; of one of SQLite a whole state, whoever writes to it now."""
    if not is_sqlite(path):
        return path.read_bytes()
    try:
        with closing(sqlite3.connect(path, timeout=10)) as source, closing(sqlite3.connect(work)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        _check(work, path.name)
        return work.read_bytes()
    except sqlite3.DatabaseError as error:
        raise FolderError(f"{path} is damaged: {error}.", help="Move it away and copy again.") from error
    finally:
        work.unlink(missing_ok=True)


def _check(path: Path, name: str) -> None:
    """Raises FolderError for a damaged file of SQLite."""
    if not is_sqlite(path):
        return
    try:
        with closing(sqlite3.connect(path)) as connection:
            said = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        said = str(error)
    if said != "ok":
        raise FolderError(f"{name} is damaged: {said}.", help="Use another copy.")


def _opened(archive: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(archive)
    except (OSError, zipfile.BadZipFile) as error:
        raise FolderError(
            f"{archive} cannot be read as a copy: {error}.", help="Give a file that `backup` made."
        ) from error


def _manifest(packed: zipfile.ZipFile) -> dict[str, Any]:
    """What a copy says of itself, compared with what is in it. Raises FolderError."""
    bad = FolderError(f"{packed.filename} is no copy of a data folder.", help="Give a file that `backup` made.")
    names = set(packed.namelist())
    try:
        manifest: dict[str, Any] = json.loads(packed.read(MANIFEST))
        if manifest["format"] > FORMAT:
            raise FolderError("The copy was made by a newer version of this program.", help="Update the program.")
        if set(manifest["files"]) | {MANIFEST} != names or not all(map(_is_inside, manifest["files"])):
            raise bad
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        raise bad from error
    return manifest


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and not {*":\\"} & {*name}


def _put_aside(folder: Path, now: datetime.datetime) -> Path:
    aside = folder / f"{BEFORE}{now:%Y%m%d-%H%M%S}"
    aside.mkdir()
    for entry in _entries(folder):
        os.replace(entry, aside / entry.name)
    return aside
