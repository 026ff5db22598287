"""Copies of audited notes with the changes that somebody chose: `audit --apply 1,3 --copies DIR`.

Owns the reading of the numbers and the writing of new files; a file that is there is never touched. What is written in
a copy is `review.copying`'s.
"""

from __future__ import annotations

import hashlib
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.review.errors import AuditError

if TYPE_CHECKING:
    from assistant.review.audit import Audit
    from assistant.review.schema import CheckedClaim
    from ingest.schema import Document

Say = Callable[[str], None]


def write_copies(audit: Audit, notes: Sequence[Document], arguments: Namespace, say: Say) -> None:
    """Write a copy of each note with the chosen changes, and say what changed in it by line. Raises AuditError."""
    wanted = chosen(arguments.apply, len(audit.changed))
    claims: dict[str, list[CheckedClaim]] = {}
    for number, (note, claim) in enumerate(audit.changed, start=1):
        if number in wanted:
            claims.setdefault(note.uri, []).append(claim.claim)
    files = _contents(arguments.paths)
    for note_document in notes:
        source = note_document.source
        if source.uri in claims:
            uri, data = files[source.sha256]
            _copy(uri, data, note_document, claims[source.uri], arguments.copies, say)


def chosen(given: str, most: int) -> set[int]:
    """The numbers of changes, "all" for every one. Raises AuditError for others."""
    if given.strip() == "all":
        return set(range(1, most + 1))
    numbers = {int(part) if part.strip().isdecimal() else 0 for part in given.split(",")}
    if not numbers <= set(range(1, most + 1)):
        raise AuditError(f"There is no such change: {given}.", help=f'Give numbers from 1 to {most}, or "all".')
    return numbers


def _contents(paths: Sequence[Path]) -> dict[str, tuple[str, bytes]]:
    """Uri and content of the files of notes, by their hash."""
    from ingest.settings import IngestSettings
    from ingest.sourcing.sources import SourceFile, walk

    files = (file for file in walk(paths, IngestSettings.from_env()) if isinstance(file, SourceFile))
    read = ((file.uri, file.read_bytes()) for file in files)
    return {hashlib.sha256(data).hexdigest(): (uri, data) for uri, data in read}


def _copy(uri: str, data: bytes, note: Document, claims: Sequence[CheckedClaim], folder: Path, say: Say) -> None:
    from assistant.review.copying import can_be_copied, copy_name, corrected_copy, decoded

    raw = decoded(data) if can_be_copied(uri) else None
    if raw is None:
        say(f"{uri}: no copy, its words lie in no text file; left to you: {len(claims)}")
        return
    copied = corrected_copy(raw, note, claims)
    path = folder / copy_name(uri, note.source.lang)
    _write_new(path, copied.text)
    say(f"{path}: {len(claims) - len(copied.left)} of {len(claims)} changes made")
    for line in copied.diff:
        say(f"  {line}")
    for claim in copied.left:
        say(f"  left to you, its place was not found: {claim.text}")


def _write_new(path: Path, text: str) -> None:
    """Raises AuditError when there is such a file, or it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(text.encode("utf-8"))
    except FileExistsError as error:
        raise AuditError(f"{path} is there already.", help="Give another folder, or move it away.") from error
    except OSError as error:
        raise AuditError(f"{path} cannot be written ({error.strerror}).", help="Give another folder.") from error
