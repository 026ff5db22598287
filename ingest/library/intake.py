"""What may come into the library: each file that was given, or the reason why it stays out. ZIPs are opened.

Owns the bounds on what is taken in at once. Opens files, writes none; whether a file can be read shows at the build.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ingest.errors import BinaryFile, EmptyFile, FileTooLarge, LibraryFull, UnreadableFile
from ingest.library.names import safe_path
from ingest.readers.by_format import UNREAD
from ingest.schema import Problem
from ingest.settings import IngestSettings
from ingest.sourcing.passed_over import PassedOver
from ingest.sourcing.sources import MEGABYTE, too_large
from ingest.sourcing.zips import members, read_member


@dataclass(frozen=True, slots=True)
class Limits:
    """What fits into the library: files at once, files and megabytes (10^6 bytes) in all."""

    at_once: int = 1_000
    files: int = 10_000
    megabytes: float = 2_000.0


@dataclass(frozen=True, slots=True)
class Given:
    """A file that is given: where it lies now, and its name, with folders, as the learner knows it."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may come in: its place below the collection's folder, its content."""

    place: PurePosixPath
    data: bytes


def candidates(given: Sequence[Given], settings: IngestSettings, limits: Limits) -> Iterator[Candidate | Problem]:
    """The files that may come in, and what is wrong with the others; a ZIP is its members, below a folder of its name.

    Pictures and other files that are no documents are told one by one here: the learner chose them.
    """
    passed = PassedOver()
    count = 0
    for one in given:
        for found in _opened(one, settings, passed):
            count += isinstance(found, Candidate)
            if count > limits.at_once:
                reason = f"More than {limits.at_once} files at once; this one and what follows stay out."
                yield Problem(one.name, "too-many-files", reason, "Add the rest in a second go.")
                return
            yield found
    for left in passed.left_out():
        yield Problem(left.where, "passed-over", f"{left.count} × {left.detail}.", "Nothing is to be done.")


def _opened(given: Given, settings: IngestSettings, passed: PassedOver) -> Iterator[Candidate | Problem]:
    try:
        if PurePosixPath(given.name).suffix.lower() == ".zip":
            yield from _members(given, settings, passed)
            return
        found = _file(given, settings, passed)
    except OSError as error:
        found = Problem(given.name, UnreadableFile.code, f"It cannot be opened ({error.strerror}).", "Add it again.")
    if found is not None:
        yield found


def _file(given: Given, settings: IngestSettings, passed: PassedOver) -> Candidate | Problem | None:
    if not passed.is_document("", given.name):
        return None
    suffix = PurePosixPath(given.name).suffix.lower()
    if suffix in UNREAD:
        return Problem(given.name, BinaryFile.code, f"{suffix} is a format that is not read.", BinaryFile.default_help)
    size = given.path.stat().st_size
    if size > settings.max_file_mb * MEGABYTE:
        return Problem(given.name, FileTooLarge.code, too_large(size, settings), FileTooLarge.default_help)
    data = given.path.read_bytes()
    if not data.strip(b"\0 \t\r\n"):
        return Problem(given.name, EmptyFile.code, "The file is empty.", EmptyFile.default_help)
    return Candidate(safe_path(given.name), data)


def _members(given: Given, settings: IngestSettings, passed: PassedOver) -> Iterator[Candidate | Problem]:
    def wanted(member: str) -> bool:
        parts = PurePosixPath(member).parts
        if any(part == "__MACOSX" or (part.startswith(".") and part != "..") for part in parts):
            return False
        return passed.is_document("", member)

    most = int(settings.max_file_mb * MEGABYTE)
    folder = given.name[: -len(".zip")]
    for member in members(given.path, given.name, most, settings.max_files, wanted):
        if isinstance(member, Problem):
            yield member
            continue
        name = f"{given.name}/{member.path}"
        try:
            data = read_member(given.path, member.name, member.size, name)
        except UnreadableFile as error:
            yield Problem(name, error.code, error.message, error.help)
            continue
        if not data.strip(b"\0 \t\r\n"):
            yield Problem(name, EmptyFile.code, "The file is empty.", EmptyFile.default_help)
        else:
            yield Candidate(safe_path(f"{folder}/{member.path}"), data)


def require_room(files: int, size: int, more: int, limits: Limits) -> None:
    """Raise LibraryFull where `more` bytes do not fit beside `files` files of `size` bytes in all."""
    if files >= limits.files:
        raise LibraryFull(f"Your library has {files} files, which is its limit.")
    if size + more > limits.megabytes * MEGABYTE:
        raise LibraryFull(f"Your library would have more than {limits.megabytes:g} MB, which is its limit.")
