"""The members of a ZIP, within bounds: sizes, names, passwords.

Owns what is refused in an archive. Knows nothing of documents; nothing is ever unpacked to disk.
"""

from __future__ import annotations

import functools
import io
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
# Between the name of a ZIP in a ZIP and that of its member.
_INSIDE = "!/"
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
    """The wanted files of the archive sorted by name, and what is wrong with some of them.

    A ZIP in the ZIP is opened too, one level deep, under the same bounds: exports of whole workspaces come so. Its
    members are named "inner.zip!/name".
    """
    try:
        opened = _open(archive, archive.stat().st_mtime_ns)
    except _UNPACK_ERRORS as error:
        yield _problem(uri, DamagedArchive, f"The ZIP cannot be opened ({error}).")
        return
    count = len(opened.infolist())
    if count > max_members:
        yield _problem(uri, FileTooLarge, f"The ZIP has {count} members; the limit is {max_members}.")
        return
    total = 0
    left = max_members
    for found in _found(opened, uri, "", max_bytes, wanted):
        left -= 1
        if left < 0:
            reason = f"The ZIP has more than {max_members} members; the rest is left out."
            yield _problem(uri, FileTooLarge, reason)
            return
        if isinstance(found, Member):
            total += found.size
            if total > max_bytes * _TOTAL_FACTOR:
                reason = f"The ZIP unpacks to more than {max_bytes * _TOTAL_FACTOR / 1e6:g} MB; the rest is left out."
                yield _problem(uri, FileTooLarge, reason)
                return
            if found.path.lower().endswith(".zip"):
                continue  # its size counts, its members follow
        yield found


def _found(
    opened: zipfile.ZipFile, uri: str, inside: str, max_bytes: int, wanted: Callable[[str], bool]
) -> Iterator[Member | Problem]:
    """The wanted members of a ZIP and of the ZIPs in it; `inside` is the name of the one it lies in, "" for none."""
    for info in sorted(opened.infolist(), key=lambda item: item.filename):
        if info.is_dir() or not wanted(info.filename.replace("\\", "/")):
            continue
        member = _member(info, uri, max_bytes)
        if isinstance(member, Problem):
            yield member
            continue
        is_zip = member.path.lower().endswith(".zip")
        if is_zip and inside:
            yield _problem(f"{uri}/{member.path}", DamagedArchive, "A ZIP inside a ZIP inside a ZIP is not opened.")
            continue
        yield Member(f"{inside}{info.filename}", member.path, member.size)
        if is_zip:
            yield from _inner(opened, info, member, uri, max_bytes, wanted)


def _inner(
    opened: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    member: Member,
    uri: str,
    max_bytes: int,
    wanted: Callable[[str], bool],
) -> Iterator[Member | Problem]:
    below = f"{uri}/{member.path}"
    try:
        inner = zipfile.ZipFile(io.BytesIO(_unpacked(opened, info.filename, member.size)))
    except _UNPACK_ERRORS as error:
        yield _problem(below, DamagedArchive, f"The ZIP cannot be opened ({error}).")
        return

    def wanted_inside(name: str) -> bool:
        return wanted(f"{member.path}/{name}")

    for found in _found(inner, below, f"{info.filename}{_INSIDE}", max_bytes, wanted_inside):
        if isinstance(found, Member):
            found = Member(found.name, f"{member.path}/{found.path}", found.size)
        yield found


def read_member(archive: Path, name: str, size: int, uri: str) -> bytes:
    """The unpacked bytes of a member, never more than `size`. Raises DamagedArchive, EncryptedArchive."""
    try:
        stamp = archive.stat().st_mtime_ns
        opened = _open(archive, stamp)
        outer, mark, inner = name.partition(f".zip{_INSIDE}")
        if mark and name not in opened.NameToInfo:
            opened, name = _open_inner(archive, stamp, f"{outer}.zip"), inner
        data = _unpacked(opened, name, size)
    except KeyError as error:
        raise DamagedArchive("The ZIP no longer has this member.", source=uri) from error
    except _UNPACK_ERRORS as error:
        if "password" in str(error):
            raise EncryptedArchive("The member is encrypted.", source=uri) from error
        raise DamagedArchive(f"The member cannot be unpacked ({error}).", source=uri) from error
    if len(data) > size:
        raise DamagedArchive("The member is larger than the ZIP says.", source=uri)
    return data


def _unpacked(opened: zipfile.ZipFile, name: str, size: int) -> bytes:
    """The bytes of a member, at most one more than `size`."""
    with opened.open(name) as stream:
        return stream.read(size + 1)


@functools.lru_cache(maxsize=2)
def _open(archive: Path, mtime_ns: int) -> zipfile.ZipFile:
    """The archive, kept open between members: its directory is read once. `mtime_ns` makes a changed file another."""
    return zipfile.ZipFile(archive)


@functools.lru_cache(maxsize=1)
def _open_inner(archive: Path, mtime_ns: int, name: str) -> zipfile.ZipFile:
    """A ZIP in the archive, kept open between its members."""
    opened = _open(archive, mtime_ns)
    return zipfile.ZipFile(io.BytesIO(_unpacked(opened, name, opened.getinfo(name).file_size)))


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
    if info.file_size > max_bytes:
        reason = f"The member unpacks to {info.file_size / 1e6:.1f} MB; the limit is {max_bytes / 1e6:g} MB."
        return _problem(below, FileTooLarge, reason)
    return Member(info.filename, "/".join(part for part in parts if part not in ("", ".")), info.file_size)


def _problem(uri: str, kind: type[UnreadableFile], reason: str) -> Problem:
    return Problem(uri, kind.code, reason, kind.default_help)
