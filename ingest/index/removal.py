"""No index is lost to a missing folder: what a build may take out without being asked.

Owns how many documents of a root may go. Knows file records only; nothing here reads or deletes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path

from ingest.errors import BadIndex, IndexWouldShrink
from ingest.index.manifest import FileRecord, current_build, read_manifest
from ingest.sourcing.sources import root_of

# Pages that were fetched are a cache beside the corpus: they come and go with it.
_CACHES = frozenset({"fetched"})


def published_files(index: Path) -> tuple[FileRecord, ...]:
    """The files of the published build, whatever model and settings it was made with; none where there is none."""
    try:
        return read_manifest(current_build(index)).files
    except BadIndex:
        return ()


def require_no_loss(before: Iterable[FileRecord], now: Collection[FileRecord], elsewhere: Collection[str] = ()) -> None:
    """Raise IndexWouldShrink when a root lost all of its documents, or more than half of them.

    A document that is found under another name is not lost; `elsewhere` are uris whose place another document took.
    """
    uris, contents = {record.uri for record in now}, {record.sha256 for record in now}
    had: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for record in before:
        root = root_of(record.uri)
        if root in _CACHES:
            continue
        had[root] += 1
        lost[root] += record.uri not in uris and record.sha256 not in contents and record.uri not in elsewhere
    shrunk = [root for root in sorted(had) if lost[root] > had[root] / 2]
    if shrunk:
        told = ", ".join(f"{lost[root]} of the {had[root]} documents of {root}" for root in shrunk)
        raise IndexWouldShrink(f"The index has {told}, and they are not found now. It was left as it is.")
