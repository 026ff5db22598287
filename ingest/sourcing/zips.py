"""The members of a ZIP, within bounds: sizes, names, passwords.

Owns what is refused in an archive. Knows nothing of documents; nothing is ever unpacked to disk.
"""

from __future__ import annotations

import functools
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import DamagedArchive, EncryptedArchive, FileTooLarge, UnreadableFile, UnsafePath
from ingest.schema import Problem

# All members together may hold this many times what one may hold.
_TOTAL_FACTOR = 20
_ENCRYPTED = 0x1
_UNPACK_ERRORS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a ZIP: its name in the archive, the same as a clean relative path, its unpacked size in bytes."""

    name: str
    path: str
    size: int


def members(
    archive: Path, uri: str, max_bytes: int, max_members: int, wanted: Callable[[str], bool]
) -> Iterator[Member | Problem]:
    """The wanted files of the archive sorted by name, and what is wrong with some of them."""
    try:
        infos = _open(archive, archive.stat().st_mtime_ns).infolist()
    except _UNPACK_ERRORS as error:
        yield _problem(uri, DamagedArchive, f"The ZIP cannot be opened ({error}).")
        return
    if len(infos) > max_members:
        yield _problem(uri, FileTooLarge, f"The ZIP has {len(infos)} members; the limit is {max_members}.")
        return
    total = 0
    for info in sorted(infos, key=lambda item: item.filename):
        if info.is_dir() or not wanted(info.filename.replace("\\", "/")):
            continue
        member = _member(info, uri, max_bytes)
        if isinstance(member, Member):
            total += member.size
            if total > max_bytes * _TOTAL_FACTOR:
                reason = f"The ZIP unpacks to more than {max_bytes * _TOTAL_FACTOR / 1e6:g} MB; the rest is left out."
                yield _problem(uri, FileTooLarge, reason)
                return
        yield member


def read_member(archive: Path, name: str, size: int, uri: str) -> bytes:
    """The unpacked bytes of a member, never more than `size`. Raises DamagedArchive, EncryptedArchive."""
    try:
        opened = _open(archive, archive.stat().st_mtime_ns)
        with opened.open(name) as stream:
            data = stream.read(size + 1)
    except KeyError as error:
        raise DamagedArchive("The ZIP no longer has this member.", source=uri) from error
    except _UNPACK_ERRORS as error:
        if "password" in str(error):
            raise EncryptedArchive("The member is encrypted.", source=uri) from error
        raise DamagedArchive(f"The member cannot be unpacked ({error}).", source=uri) from error
    if len(data) > size:
        raise DamagedArchive("The member is larger than the ZIP says.", source=uri)
    return data


@functools.lru_cache(maxsize=2)
def _open(archive: Path, mtime_ns: int) -> zipfile.ZipFile:
    """The archive, kept open between members: its directory is read once. `mtime_ns` makes a changed file another."""
    return zipfile.ZipFile(archive)


def _member(info: zipfile.ZipInfo, uri: str, max_bytes: int) -> Member | Problem:
    path = info.filename.replace("\\", "/")
    below = f"{uri}/{path.lstrip('/')}"
    parts = path.split("/")
    if path.startswith("/") or re.match(r"[A-Za-z]:", path) or ".." in parts or "\0" in path:
        return _problem(below, UnsafePath, "The member's path leads outside the archive.")
    if (info.external_attr >> 16) & 0o170000 == 0o120000:
        return _problem(below, UnsafePath, "The member is a link.")
    if info.flag_bits & _ENCRYPTED:
        return _problem(below, EncryptedArchive, "The member is encrypted.")
    if path.lower().endswith(".zip"):
        return _problem(below, DamagedArchive, "A ZIP inside a ZIP is not opened.")
    if info.file_size > max_bytes:
        reason = f"The member unpacks to {info.file_size / 1e6:.1f} MB; the limit is {max_bytes / 1e6:g} MB."
        return _problem(below, FileTooLarge, reason)
    return Member(info.filename, "/".join(part for part in parts if part not in ("", ".")), info.file_size)


def _problem(uri: str, kind: type[UnreadableFile], reason: str) -> Problem:
    return Problem(uri, kind.code, reason, kind.default_help)
