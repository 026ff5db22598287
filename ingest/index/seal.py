"""The hashes of a build's files, left when its check had passed: a file that is not as it was written is noticed.

A word index of other numbers can be read as well as the right one, and so can other text; only its hash tells. Owns the
hashes and when they are computed: always in full where somebody looks after the index, and when it is opened for the
files whose size or time is another. Chroma's own files are `apart`'s, and the manifest may be written again.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_FILE = "files.json"
_NOT_SEALED = frozenset({_FILE, "manifest.json", "graph.json", "chroma"})
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class _Row:
    """A file as it was: `size` in bytes, `mtime_ns` when it was last seen with this hash."""

    sha256: str
    size: int
    mtime_ns: int


def seal(folder: Path) -> None:
    """Note the files of a build as they are now. Raises OSError."""
    _write(folder, {name: _row(path) for name, path in _files(folder).items()})


def is_sealed(folder: Path) -> bool:
    """Whether the files of a build can be compared: not those of earlier versions of this program."""
    return _read(folder) is not None


def damaged(folder: Path, *, thorough: bool = False) -> tuple[str, ...]:
    """The names of the files that are gone, new, or not as they were sealed, in order; none where there is no seal.

    Without `thorough` a file of the same size and time is taken for the same. Files that were only copied or touched
    are noted, so that they are read once.
    """
    known = _read(folder)
    if known is None:
        return ()
    there = _files(folder)
    wrong, touched = {*known} ^ {*there}, dict(known)
    for name in {*known} & {*there}:
        before = known[name]
        try:
            stat = there[name].stat()
            if not thorough and (stat.st_size, stat.st_mtime_ns) == (before.size, before.mtime_ns):
                continue
            now = _row(there[name])
        except OSError:
            wrong.add(name)
            continue
        if now.sha256 != before.sha256:
            wrong.add(name)
        touched[name] = now
    if not wrong and touched != known:
        _note(folder, touched)
    return tuple(sorted(wrong))


def sha256_of(path: Path) -> str:
    """The hash of a file, read in pieces. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _row(path: Path) -> _Row:
    stat = path.stat()
    return _Row(sha256_of(path), stat.st_size, stat.st_mtime_ns)


def _files(folder: Path) -> dict[str, Path]:
    """The files that are sealed, by their path in the folder."""
    tops = (top for top in folder.iterdir() if top.name not in _NOT_SEALED and not top.name.startswith("."))
    found = [path for top in tops for path in (top.rglob("*") if top.is_dir() else (top,)) if path.is_file()]
    return {path.relative_to(folder).as_posix(): path for path in found}


def _read(folder: Path) -> dict[str, _Row] | None:
    """None where there is no seal, or it is itself damaged: then nothing can be compared."""
    try:
        rows: dict[str, Any] = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return {name: _Row(**row) for name, row in rows.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def _write(folder: Path, rows: dict[str, _Row]) -> None:
    text = json.dumps({name: asdict(row) for name, row in sorted(rows.items())}, indent=1)
    aside = folder / f".{_FILE}.{os.getpid()}"
    aside.write_text(text, encoding="utf-8")
    os.replace(aside, folder / _FILE)


def _note(folder: Path, rows: dict[str, _Row]) -> None:
    try:
        _write(folder, rows)
    except OSError:
        return  # read again the next time
