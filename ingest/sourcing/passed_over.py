"""Which files of a folder are no documents, and the account of those that a learner may miss.

Owns the list of kinds that are not read. Files of the system and hidden ones are nobody's notes and are not counted;
everything else that is passed over is, by kind, with names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from ingest.schema import LeftOut

_KINDS = {
    "pictures are not read": ".png .jpg .jpeg .gif .svg .webp .bmp .ico .tif .tiff .heic .avif",
    "sound and film are not read": ".mp3 .mp4 .m4a .wav .ogg .mov .avi .webm",
    "data files are not read": ".json .jsonl .toml .yaml .yml .xml .ini .cfg .conf .env .lock .log .db .sqlite "
    ".sqlite3 .npy .npz .pkl .parquet .canvas .bib",
    "the parts of web pages and programs are not read": ".css .scss .js .mjs .ts .map .pyc .so .woff .woff2 .ttf "
    ".otf .eot",
    "copies are not read": ".bak .tmp .swp",
    "cards are not read here; bring them with `python -m assistant practice import`": ".apkg .colpkg",
}
_REASONS = {suffix: reason for reason, suffixes in _KINDS.items() for suffix in suffixes.split()}
_SYSTEM = re.compile(r"Thumbs\.db|desktop\.ini", re.IGNORECASE)
_LICENCE = re.compile(r"(?:LICEN[CS]E|COPYING|NOTICE)(?:\.(?:md|txt|rst))?", re.IGNORECASE)
# A corpus that lists its sources keeps texts about itself beside them.
SOURCES_FILE = "sources.toml"
_ABOUT_CORPUS = re.compile(r"(?:README|COVERAGE|UPDATES)\.md|sources\.toml", re.IGNORECASE)
_NAMES_SHOWN = 3


class PassedOver:
    """Counts what a walk passes over. `listed` says that the root is a corpus with a list of its sources."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str, str], list[str]] = {}

    def is_document(self, root: str, path: str, *, listed: bool = False) -> bool:
        """Whether the file at `path` (below the root of that name) is to be read; counts it where it is not."""
        name = PurePosixPath(path).name
        if name.startswith(".") or _SYSTEM.fullmatch(name) or (listed and _ABOUT_CORPUS.fullmatch(name)):
            return False
        suffix = PurePosixPath(name).suffix.lower()
        reason = "licences are not read" if _LICENCE.fullmatch(name) else _REASONS.get(suffix, "")
        if reason:
            self._names.setdefault((root, suffix or name, reason), []).append(path)
        return not reason

    def left_out(self) -> Iterator[LeftOut]:
        """One entry for each kind of file in each root, with the first names."""
        for (root, suffix, reason), names in sorted(self._names.items()):
            more = f" and {len(names) - _NAMES_SHOWN} more" if len(names) > _NAMES_SHOWN else ""
            where = ", ".join(names[:_NAMES_SHOWN]) + more
            yield LeftOut(root, "passed-over", len(names), where, f"{suffix}: {reason}")
