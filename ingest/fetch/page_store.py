"""Fetched pages on disk: each write is whole or not there, and the list of pages is written after every page.

Owns writing in the cache folder whose layout `fetched` defines, so that a kill at any moment loses one page at most.
File names are hashes: nothing of an address becomes a path. Knows nothing of the network.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import FetchFailed
from ingest.fetch.fetched import RECORDS, PageRecord, read_records
from ingest.schema import hash_of

_DISK_HELP = "Look at the space and permissions of the cache folder."


class PageStore:
    """The pages of a cache folder and what is known of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._records = read_records(folder)

    def sound(self, url: str) -> PageRecord | None:
        """The record of a page whose file is there and is what was written; None otherwise."""
        record = self._records.get(url)
        if record is None:
            return None
        try:
            data = (self._folder / record.file).read_bytes()
        except OSError:
            return None
        return record if hashlib.sha256(data).hexdigest() == record.sha256 else None

    def same_content(self, url: str, sha256: str) -> str:
        """The address of another page with this content, "" when there is none."""
        return next((r.url for r in self._records.values() if r.sha256 == sha256 and r.url != url), "")

    def put(self, record: PageRecord, data: bytes) -> None:
        """Write a page and its record. Raises FetchFailed when the disk refuses."""
        before = self._records.get(record.url)
        try:
            _write(self._folder / record.file, data)
            self._write_records(record)
            if before is not None and before.file != record.file:
                (self._folder / before.file).unlink(missing_ok=True)
        except OSError as error:
            raise FetchFailed(f"The page cannot be stored ({error.strerror}).", help=_DISK_HELP) from error

    def confirm(self, record: PageRecord, today: str) -> None:
        """The page is still what it was: only its date changes (and its file's, so that a build sees it)."""
        if record.fetched == today:
            return
        try:
            os.utime(self._folder / record.file)
            self._write_records(dataclasses.replace(record, fetched=today))
        except OSError as error:
            raise FetchFailed(f"The page cannot be stored ({error.strerror}).", help=_DISK_HELP) from error

    def _write_records(self, changed: PageRecord) -> None:
        records = {**self._records, changed.url: changed}
        rows = [dataclasses.asdict(record) for _, record in sorted(records.items())]
        _write(self._folder / RECORDS, json.dumps(rows, ensure_ascii=False, indent=1).encode())
        self._records = records


def file_name(url: str, suffix: str) -> str:
    """The name of a page's file: never made of the address itself."""
    return hash_of(url) + suffix


@contextmanager
def only_fetcher(folder: Path) -> Iterator[None]:
    """Keep a second run out. Raises FetchFailed when there is one, or the folder cannot be made."""
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock")
        lock.acquire(timeout=0)
    except Timeout as error:
        raise FetchFailed(f"Another run is writing to {folder}.", help="Wait for it to end.") from error
    except OSError as error:
        raise FetchFailed(f"{folder} cannot be written ({error.strerror}).", help=_DISK_HELP) from error
    try:
        yield
    finally:
        lock.release()


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, also when the machine stops."""
    aside = path.with_name(path.name + ".tmp")
    with aside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
