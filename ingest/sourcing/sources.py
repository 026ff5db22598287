"""Which files there are to read, and what is known of each: walking folders and ZIPs, names, titles, metadata.

Owns the uri of a file, what is passed over, and the bounds on archives; refuses whatever leads outside its folder.
Knows nothing of formats (readers) nor of what becomes of a document. Opens no file while walking but ZIPs.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ingest.errors import CorpusNotFound, FileTooLarge, UnreadableFile, UnsafePath
from ingest.schema import KINDS, LANGS, Problem, Source
from ingest.sourcing.passed_over import SOURCES_FILE, PassedOver
from ingest.sourcing.zips import members, read_member
from ingest.text.characters import normal, whole
from ingest.text.language import detect_language

if TYPE_CHECKING:
    from ingest.settings import IngestSettings

MEGABYTE = 1_000_000

_NOTION_ID = re.compile(r"[ _-]+[0-9a-f]{32}(?:_all)?$", re.I)
AS_OF = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read: on disk, or `member` of the ZIP at `path`. `size` in bytes, times in nanoseconds.

    `ctime_ns` and `inode` are of the file on disk (of the ZIP for a member), 0 where they are not known: a file that
    was replaced by one of the same size and time still differs in one of them.
    """

    uri: str
    path: Path
    member: str | None
    size: int
    mtime_ns: int
    ctime_ns: int = 0
    inode: int = 0

    @property
    def stat(self) -> tuple[int, int, int, int]:
        """What changes when the file does: size, time of content, time of change, inode."""
        return self.size, self.mtime_ns, self.ctime_ns, self.inode

    @property
    def name(self) -> str:
        """The last part of the path, inside the archive for a member."""
        return PurePosixPath(self.member).name if self.member is not None else self.path.name

    def read_bytes(self) -> bytes:
        """The content. Raises UnreadableFile, or DamagedArchive and EncryptedArchive for a member."""
        if self.member is not None:
            return read_member(self.path, self.member, self.size, self.uri)
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise UnreadableFile(
                f"The file cannot be opened ({error.strerror}).", help="Check its permissions.", source=self.uri
            ) from error


@dataclass(frozen=True, slots=True)
class _Visit:
    """What the walk of one root needs: the bounds, the account of what is passed over, the root's name.

    `listed`: the root is a corpus with a list of its sources, which keeps texts about itself beside them.
    """

    settings: IngestSettings
    passed: PassedOver
    root: str
    listed: bool = False

    def is_document(self, uri: str) -> bool:
        """Whether the file of this uri is to be read."""
        return self.passed.is_document(self.root, uri.removeprefix(f"{self.root}/"), listed=self.listed)


def walk(
    roots: Sequence[Path], settings: IngestSettings, passed: PassedOver | None = None
) -> Iterator[SourceFile | Problem]:
    """The files below the roots (folders, files or ZIPs) and what is wrong with some, in a fixed order.

    A uri is the root's name, "/", the path below it; a second root of the same name is "name~2". A file reached
    twice is given once; hidden files are passed over, and files that are no documents, which `passed` counts. At most
    `settings.max_files` files. Raises CorpusNotFound for a root that does not exist, before the first file.
    """
    for root in roots:
        if not root.exists():
            raise CorpusNotFound(f"There is no {root}.", source=str(root))
    return _walk(roots, settings, PassedOver() if passed is None else passed)


def root_of(uri: str) -> str:
    """The name of the root that a file's uri begins with."""
    return uri.partition("/")[0]


def _walk(roots: Sequence[Path], settings: IngestSettings, passed: PassedOver) -> Iterator[SourceFile | Problem]:
    names: dict[str, Path] = {}
    seen: set[tuple[Path, str | None]] = set()
    uris: set[str] = set()
    count = 0
    for root in roots:
        for item in _root_items(root.resolve(), names, settings, passed):
            if isinstance(item, Problem):
                yield item
                continue
            key = (item.path.resolve(), item.member)
            if key in seen or item.uri in uris:
                continue
            seen.add(key)
            uris.add(item.uri)
            count += 1
            if count > settings.max_files:
                limit = f"There are more than {settings.max_files} files; the rest is left out."
                yield Problem(item.uri, "too-many-files", limit, "Give a smaller folder with --corpus.")
                return
            yield item


def _root_items(
    root: Path, names: dict[str, Path], settings: IngestSettings, passed: PassedOver
) -> Iterator[SourceFile | Problem]:
    if root.is_dir():
        name = _unique(root.name or "root", root, names)
        listed = any((folder / SOURCES_FILE).is_file() for folder in (root, root.parent))
        yield from _folder_items(root, root, name, _Visit(settings, passed, name, listed))
    elif root.suffix.lower() == ".zip":
        name = _unique(root.stem, root, names)
        yield from _zip_items(root, name, _Visit(settings, passed, name))
    else:
        folder = _unique(root.parent.name or "root", root.parent, names)
        yield from _file_items(root, f"{folder}/{uri_part(root.name)}", settings)


def _unique(name: str, place: Path, names: dict[str, Path]) -> str:
    """A name that stands for one place only: "notes", "notes~2"."""
    wanted = uri_part(name)
    candidate, number = wanted, 1
    while names.setdefault(candidate, place) != place:
        number += 1
        candidate = f"{wanted}~{number}"
    return candidate


def _folder_items(folder: Path, root: Path, uri: str, visit: _Visit) -> Iterator[SourceFile | Problem]:
    try:
        entries = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        reason = f"The folder cannot be opened ({error.strerror})."
        yield Problem(uri, UnreadableFile.code, reason, "Check its permissions.")
        return
    for path in entries:
        below = f"{uri}/{uri_part(path.name)}"
        if path.name.startswith("."):
            continue
        if path.is_symlink():
            problem = _link_problem(path, root, below)
            if problem is not None:
                yield problem
        elif path.is_dir():
            if path.name != "__MACOSX":
                yield from _folder_items(path, root, below, visit)
        elif path.suffix.lower() == ".zip":
            yield from _zip_items(path, below, visit)
        elif path.is_file() and visit.is_document(below):
            yield from _file_items(path, below, visit.settings)


def _link_problem(path: Path, root: Path, uri: str) -> Problem | None:
    """None for a link to somewhere inside the root: what it leads to is walked under its own name."""
    try:
        inside = path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):
        inside = False
    if inside:
        return None
    return Problem(uri, UnsafePath.code, "The link leads outside the folder.", UnsafePath.default_help)


def _file_items(path: Path, uri: str, settings: IngestSettings) -> Iterator[SourceFile | Problem]:
    try:
        stat = path.stat()
    except OSError as error:
        reason = f"The file cannot be opened ({error.strerror})."
        yield Problem(uri, UnreadableFile.code, reason, "Check its permissions.")
        return
    if stat.st_size > settings.max_file_mb * MEGABYTE:
        yield Problem(uri, FileTooLarge.code, too_large(stat.st_size, settings), FileTooLarge.default_help)
    else:
        yield SourceFile(uri, path, None, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)


def _zip_items(path: Path, uri: str, visit: _Visit) -> Iterator[SourceFile | Problem]:
    stat = path.stat()

    def wanted(member: str) -> bool:
        parts = PurePosixPath(member).parts
        if any(part == "__MACOSX" or (part.startswith(".") and part != "..") for part in parts):
            return False
        return visit.is_document(f"{uri}/{member}")

    for member in members(path, uri, int(visit.settings.max_file_mb * MEGABYTE), visit.settings.max_files, wanted):
        if isinstance(member, Problem):
            yield member
        else:
            place = f"{uri}/{uri_part(member.path)}"
            yield SourceFile(place, path, member.name, member.size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)


def too_large(size: int, settings: IngestSettings) -> str:
    """The reason given for a file of `size` bytes over the limit."""
    return f"The file has {size / MEGABYTE:.1f} MB; the limit is {settings.max_file_mb:g} MB."


def source_of(
    file: SourceFile,
    data: bytes,
    text: str,
    meta: Mapping[str, object],
    entry: Mapping[str, object] | None = None,
    heading: str = "",
) -> Source:
    """What is known of a document.

    `meta` is its front matter, `entry` its table in sources.toml (used where the front matter is silent), `text` its
    readable text and `heading` its first top heading. A value that is not valid counts as absent.
    """
    known = {**(entry or {}), **{key: value for key, value in meta.items() if value not in (None, "", [])}}
    url = _string(known.get("source_url") or known.get("url"))
    as_of = _string(known.get("as_of"))
    lang, kind = _string(known.get("lang"))[:2].lower(), _string(known.get("kind"))
    return Source(
        uri=file.uri,
        title=_string(known.get("title")) or _string(heading) or title_of_name(file.name),
        kind=kind if kind in KINDS else "user",
        lang=lang if lang in LANGS else detect_language(text),
        licence=_string(known.get("licence") or known.get("license")) or "user",
        url=url if re.match(r"https?://[^\s/]", url) else "",
        guide=_string(known.get("guide")),
        as_of=as_of if AS_OF.fullmatch(as_of) else "",
        domains=_strings(known.get("domains")),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def title_of_name(name: str) -> str:
    """A readable title from a file name; the identifier that Notion adds is left out."""
    stem = PurePosixPath(name).stem
    return normal(_NOTION_ID.sub("", stem)).replace("_", " ").strip() or stem


def _string(value: object) -> str:
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()[:10]
    return " ".join(normal(whole(str(value))).split()) if isinstance(value, (str, int, float)) else ""


def _strings(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, (list, tuple)) else [value]
    return tuple(text for text in (_string(item) for item in items) if text)


def uri_part(name: str) -> str:
    """A file's name as it stands in a uri: composed, without undecodable bytes."""
    return unicodedata.normalize("NFC", whole(name))
