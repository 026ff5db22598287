"""Names under which a learner's files are kept: of any system, never leading anywhere, never taken already.

Pure. Knows nothing of what the files hold.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from pathlib import PurePosixPath

from ingest.text.characters import fold, whole

MOST_CHARS = 100
MOST_FOLDERS = 6
_SUFFIX_CHARS = 12
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)  # devices of Windows
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")


def safe_name(name: str, otherwise: str = "document") -> str:
    """One part of a path: composed, without separators, control and format characters, not hidden, at most
    `MOST_CHARS` characters with its suffix kept; `otherwise` where nothing is left of it."""
    text = unicodedata.normalize("NFC", whole(name))
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Co", "Cn"))
    text = " ".join(_NOT_IN_NAMES.sub("-", text).split()).strip(". ")
    if not text.strip("-_ "):
        text = otherwise
    if _RESERVED.fullmatch(text):
        text = f"_{text}"
    suffix = PurePosixPath(text).suffix
    if len(suffix) > _SUFFIX_CHARS or not suffix[1:].isalnum():
        suffix = ""
    return text.removesuffix(suffix)[: MOST_CHARS - len(suffix)].rstrip(". ") + suffix


def safe_path(path: str) -> PurePosixPath:
    """A relative path of safe names; parts that lead up or nowhere are dropped, of many folders the last are kept."""
    parts = [part for part in path.replace("\\", "/").split("/") if part.strip() not in ("", ".", "..")]
    named = [safe_name(part, "folder") for part in parts[:-1][-MOST_FOLDERS:]]
    return PurePosixPath(*named, safe_name(parts[-1] if parts else ""))


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, or the first of "name (2).ext", "name (3).ext" ... that is no name of `taken` in any case."""
    used = {fold(one) for one in taken}
    suffix = PurePosixPath(name).suffix
    stem, number, candidate = name.removesuffix(suffix), 1, name
    while fold(candidate) in used:
        number += 1
        candidate = f"{stem} ({number}){suffix}"
    return candidate


def free_id(name: str, taken: Collection[str]) -> str:
    """A name for a folder that stands for `name`: small letters, digits and hyphens, none of `taken`."""
    plain = _NOT_IN_IDS.sub("-", fold(name)).strip("-")[:40].strip("-") or "collection"
    number, candidate = 1, f"_{plain}" if _RESERVED.fullmatch(plain) else plain
    while candidate in taken:
        number += 1
        candidate = f"{plain}-{number}"
    return candidate
