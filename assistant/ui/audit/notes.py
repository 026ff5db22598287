"""Which notes a session sees, and what is known of each: audited with the package, audited here, or not yet.

Owns the numbering of claims, which goes on as notes are added, so that a name on the page stays what it was. Knows
nothing of how they are drawn.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.review.audit import Audit, AuditedClaim, AuditedNote
from assistant.ui.ids import anchor
from assistant.ui.sources import Cited
from ingest.index.manifest import Manifest
from ingest.schema import Document

_KINDS = frozenset({"note", "user"})


class NotesPort(Protocol):
    """What is needed of an open index."""

    @property
    def manifest(self) -> Manifest:
        """Its files, each with the hash of its content."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """Its documents; none while it is being opened."""


@dataclass(frozen=True, slots=True)
class Row:
    """A claim of a note with its place among all claims (from 0). `made` is when it was audited (ISO 8601)."""

    place: int
    note: AuditedNote
    audited: AuditedClaim
    made: str = ""

    @property
    def anchor(self) -> str:
        """Its name on the page."""
        return anchor("audit", self.place)

    @property
    def cited(self) -> Cited:
        """The row's sources, for the panel."""
        return Cited(self.anchor, self.audited.claim.text, self.audited.claim.citations)

    @property
    def changed(self) -> bool:
        """Whether the documents say otherwise since the note was written."""
        return self.audited.since(self.note.as_of)


class KnownNotes:
    """The audits of notes that there are in this run. Safe to share between threads.

    Of the notes of `audit` those count whose file is in the index as it was audited; `fixed` ones always do.
    """

    def __init__(self, audit: Audit | None, *, fixed: bool = False) -> None:
        self._lock = threading.Lock()
        self._rows: list[Row] = []
        self._fixed = fixed
        for note in audit.notes if audit is not None else ():
            self.add(note, audit.made if audit is not None else "")

    def add(self, note: AuditedNote, made: str) -> None:
        """One more note that was audited."""
        with self._lock:
            start = len(self._rows)
            self._rows += [Row(start + place, note, claim, made) for place, claim in enumerate(note.claims)]

    def rows(self, index: NotesPort) -> tuple[Row, ...]:
        """The claims of the notes that are in an index, those of a note that was audited again once."""
        there = {(record.uri, record.sha256) for record in index.manifest.files}
        with self._lock:
            rows = list(self._rows)
        latest = {row.note.uri: row.note for row in rows if self._fixed or (row.note.uri, row.note.sha256) in there}
        return tuple(row for row in rows if latest.get(row.note.uri) is row.note)

    def unread(self, index: NotesPort) -> Sequence[Document]:
        """The notes and the learner's own documents of an index that nobody has audited yet, notes first."""
        known = {(row.note.uri, row.note.sha256) for row in self.rows(index)}
        found = [d for d in index.documents.values() if d.source.kind in _KINDS and not d.version_of]
        left = [d for d in found if (d.source.uri, d.source.sha256) not in known]
        return sorted(left, key=lambda d: (d.source.kind != "note", d.source.title, d.source.uri))
