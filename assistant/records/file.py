"""A file of SQLite with learners' records: opening, migrating, transactions, one learner at a time.

Owns how such a file is used, not what is in it: tables and their history are given by who keeps something. Learners are
kept apart by construction: all reading and writing goes through a `LearnerRecords`, whose statements take its learner
first. Connections live for one transaction, so threads, tabs and processes can share the file.
"""

from __future__ import annotations

import datetime
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from assistant.records.errors import StoreError

Clock = Callable[[], datetime.datetime]
Migrations = Sequence[Sequence[str]]
"""The statements that bring a file from one version to the next; the first ones make a new file."""

MOST_LEARNER_ID = 200
_WAIT_SECONDS = 10.0
_OPENING = threading.Lock()


def utc_now() -> datetime.datetime:
    """The time, with its zone: the clock used outside tests."""
    return datetime.datetime.now(datetime.UTC)


def stamp(at: datetime.datetime) -> str:
    """A moment as it stands in a file: in UTC, so that text sorts as time does."""
    return at.astimezone(datetime.UTC).isoformat(timespec="microseconds")


def moment(text: str) -> datetime.datetime:
    """The moment of a stamp."""
    return datetime.datetime.fromisoformat(text)


class RecordsFile:
    """The file. Opening brings an older one up to date. Raises StoreError when it cannot be used."""

    def __init__(self, path: Path, migrations: Migrations, clock: Clock = utc_now) -> None:
        self.path, self.clock = path, clock
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"{path.parent} cannot be made: {error.strerror}.", key="store-folder", path=str(path.parent)
            ) from error
        with _OPENING, self.connect() as connection:
            _write_ahead(connection)
            migrate(connection, migrations)

    @contextmanager
    def connect(self) -> Iterator[sqlite3.Connection]:
        """A connection without a transaction; SQLite's errors come out as StoreError."""
        try:
            with closing(sqlite3.connect(self.path, timeout=_WAIT_SECONDS, isolation_level=None)) as connection:
                connection.row_factory = sqlite3.Row
                connection.execute("PRAGMA secure_delete = ON")  # what a learner deletes is gone from the file
                yield connection
        except sqlite3.OperationalError as error:
            raise StoreError(
                f"The file {self.path} cannot be used: {error}.",
                help="Close other programs that use it, and check that the folder can be written to.",
                key="store-busy",
                path=str(self.path),
            ) from error
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"The file {self.path} is damaged or is something else: {error}.",
                help="Move it away; a new one is made at the next start.",
                key="store-damaged",
                path=str(self.path),
            ) from error

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A connection whose writing is done together or not at all; others wait."""
        with self.connect() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")


R = TypeVar("R", bound="LearnerRecords")


class LearnerRecords:
    """All reads and writes of one learner. Inside `transaction()` they happen together or not at all.

    Raises StoreError for an empty or endless id.
    """

    def __init__(self, file: RecordsFile, id: str, connection: sqlite3.Connection | None = None) -> None:
        if not id.strip() or len(id) > MOST_LEARNER_ID:
            raise StoreError(f"A learner id has 1 to {MOST_LEARNER_ID} characters.")
        self.id, self._file, self._open = id, file, connection

    @property
    def now(self) -> datetime.datetime:
        """The time by the file's clock."""
        return self._file.clock()

    @contextmanager
    def transaction(self: R) -> Iterator[R]:
        """The same records, writing all or nothing; others wait. Nested use joins the outer one."""
        if self._open is not None:
            yield self
            return
        with self._file.transaction() as connection:
            yield type(self)(self._file, self.id, connection)

    def _read(self, statement: str, *values: object) -> list[sqlite3.Row]:
        if self._open is not None:
            return list(self._open.execute(statement, (self.id, *values)))
        with self._file.connect() as connection:
            return list(connection.execute(statement, (self.id, *values)))

    def _write(self, statement: str, *values: object) -> int:
        """How many rows were written."""
        with self.transaction() as inner:
            assert inner._open is not None
            return inner._open.execute(statement, (self.id, *values)).rowcount


def migrate(connection: sqlite3.Connection, migrations: Migrations, *, to: int | None = None) -> int:
    """Bring an open file up to version `to` (the last); returns the version it had. All or nothing, safe with two
    processes.

    Raises StoreError for a file that a newer version of this program wrote.
    """
    last = len(migrations)
    to = last if to is None else to
    before = schema_version(connection)
    if before == to:
        return before
    connection.execute("BEGIN IMMEDIATE")
    try:
        before = schema_version(connection)  # another process may have been faster
        if before > last:
            raise StoreError(
                f"The file has version {before}; this program knows {last}.",
                help="Update the program, or move the file away to start a new one.",
                key="store-newer",
            )
        for number in range(before, to):
            for statement in migrations[number]:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {max(before, to)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return before


def schema_version(connection: sqlite3.Connection) -> int:
    """The version a file has; 0 for a new one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn a file to write-ahead logging.

    SQLite does not wait for a file that another connection is just turning: it says "locked" at once.
    """
    until = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.05)
