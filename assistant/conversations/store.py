"""A learner's conversations in one SQLite file: begun, gone on with, listed, searched, renamed, deleted.

Owns the tables and what a change of one means for the others. How the file is opened and shared is `assistant.records`;
every statement names the learner. What was deleted can be brought back for a day, then it is gone from the file.
"""

from __future__ import annotations

import datetime
import json
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from assistant.conversations.errors import NoConversation
from assistant.conversations.migrations import MIGRATIONS
from assistant.conversations.schema import MOST_TITLE, Exchange, KeptConversation, Summary, title_of
from assistant.records.file import Clock, LearnerRecords, RecordsFile, moment, stamp, utc_now
from assistant.records.plain import from_plain, to_plain
from ingest.settings import user_data
from ingest.text.characters import fold, whole

UNDO = datetime.timedelta(days=1)


def default_path() -> Path:
    """Where the conversations are kept (CITEPREP_DATA moves it)."""
    return user_data() / "conversations.db"


class ConversationStore(RecordsFile):
    """The file. Opening brings an older one up to date. Raises StoreError when it cannot be used."""

    def __init__(self, path: Path, clock: Clock = utc_now) -> None:
        super().__init__(path, MIGRATIONS, clock)

    @contextmanager
    def connect(self) -> Iterator[sqlite3.Connection]:
        """A connection that can fold a title as words are folded."""
        with super().connect() as connection:
            connection.create_function("folded", 1, fold, deterministic=True)
            yield connection

    def learner(self, id: str) -> LearnerConversations:
        """What belongs to one learner. Raises StoreError for an empty or endless id."""
        return LearnerConversations(self, id)

    def learners(self) -> tuple[str, ...]:
        """Who has conversations here: for whoever owns the folder, never for a page."""
        with self.connect() as connection:
            rows = connection.execute("SELECT DISTINCT learner FROM conversations ORDER BY learner")
            return tuple(row["learner"] for row in rows)


class LearnerConversations(LearnerRecords):
    """The conversations of one learner. What is asked for and not there raises NoConversation."""

    def begin(self, id: str, text: str, *, replacing: int | None = None) -> tuple[str, Exchange]:
        """Keep one more question, before it is answered; the conversation's id and the exchange with its number.

        Without an id, and where the conversation is not there any more, a new one begins. One that was deleted comes
        back. `replacing` is the number of an exchange whose place this one takes.
        """
        with self.transaction() as inner:
            now = stamp(inner.now)
            known = inner._row(id) if id else None
            if known is None:
                id = uuid.uuid4().hex
                inner._write(
                    "INSERT INTO conversations (learner, id, title, created_at, changed_at, following)"
                    " VALUES (?, ?, ?, ?, ?, 1)",
                    id,
                    title_of(whole(text)),
                    now,
                    now,
                )
            if replacing is not None:
                inner._remove(id, replacing)
            exchange = Exchange(known["following"] if known else 1, text, asked_at=now)
            inner._set(id, "changed_at = ?, following = ?, deleted_at = NULL", now, exchange.id + 1)
            inner._keep(id, exchange)
        return id, exchange

    def put(self, id: str, exchange: Exchange) -> bool:
        """Keep how far an answer came; False when its question is not there any more."""
        with self.transaction() as inner:
            return inner._keep(id, exchange, new=False)

    def open(self, id: str) -> KeptConversation:
        """A conversation as it was left: an answer that was being written has been interrupted."""
        known = self._row(id)
        if known is None or known["deleted_at"] is not None:
            raise NoConversation("There is no such conversation.")
        rows = self._read(
            "SELECT number, record FROM exchanges WHERE learner = ? AND conversation = ? ORDER BY number", id
        )
        exchanges = tuple(map(_exchange, rows))
        following = max([known["following"], *(exchange.id + 1 for exchange in exchanges)])
        return KeptConversation(_summary(known, len(exchanges)), exchanges, following)

    def list(self, search: str = "") -> tuple[Summary, ...]:
        """The conversations, the one that changed last first; with words, those that hold each of them somewhere."""
        rows = self._read(
            "SELECT c.*, (SELECT count(*) FROM exchanges e WHERE e.learner = c.learner AND e.conversation = c.id)"
            " AS questions FROM conversations c WHERE c.learner = ? AND c.deleted_at IS NULL"
            " ORDER BY changed_at DESC, id"
        )
        found = [_summary(row, row["questions"]) for row in rows]
        for word in fold(whole(search)).split():
            holding = self._holding(word)
            found = [one for one in found if one.id in holding]
        return tuple(found)

    def rename(self, id: str, title: str) -> str:
        """Give it another title; empty gives it back the one by its first question. Returns the title."""
        title = " ".join(whole(title).split())[:MOST_TITLE]
        with self.transaction() as inner:
            if not title:
                title = next((title_of(one.text) for one in inner.open(id).exchanges), "")
            if not inner._set(id, "title = ?", title):
                raise NoConversation("There is no such conversation.")
        return title

    def delete(self, id: str) -> Summary:
        """Delete it; for a day it can be brought back. Returns what it was."""
        with self.transaction() as inner:
            gone = inner.open(id).summary
            inner._set(id, "deleted_at = ?", stamp(inner.now))
            inner.purge()
        return gone

    def restore(self, id: str) -> Summary:
        """Bring back what was deleted."""
        with self.transaction() as inner:
            inner._set(id, "deleted_at = NULL")
            return inner.open(id).summary

    def branch(self, id: str, before: int) -> str:
        """A new conversation with the exchanges before a number, to go on otherwise; returns its id."""
        with self.transaction() as inner:
            old, now, new = inner.open(id), stamp(inner.now), uuid.uuid4().hex
            inner._write(
                "INSERT INTO conversations (learner, id, title, created_at, changed_at, following, branch_of)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                new,
                old.summary.title,
                now,
                now,
                before,
                id,
            )
            for exchange in old.exchanges:
                if exchange.id < before:
                    inner._keep(new, exchange)
        return new

    def purge(self) -> int:
        """Remove for good what was deleted more than a day ago; returns how many conversations."""
        with self.transaction() as inner:
            rows = inner._read(
                "SELECT id FROM conversations WHERE learner = ? AND deleted_at < ?", stamp(inner.now - UNDO)
            )
            for row in rows:
                inner._write("DELETE FROM exchanges WHERE learner = ? AND conversation = ?", row["id"])
                inner._write("DELETE FROM conversations WHERE learner = ? AND id = ?", row["id"])
        return len(rows)

    def erase(self) -> int:
        """Remove everything of this learner at once, without a way back; returns how many conversations."""
        with self.transaction() as inner:
            inner._write("DELETE FROM exchanges WHERE learner = ?")
            return inner._write("DELETE FROM conversations WHERE learner = ?")

    def _row(self, id: str) -> sqlite3.Row | None:
        rows = self._read("SELECT * FROM conversations WHERE learner = ? AND id = ?", id)
        return rows[0] if rows else None

    def _holding(self, word: str) -> set[str]:
        """The ids of the conversations with a folded word in their title or in an exchange."""
        titled = self._read("SELECT id FROM conversations WHERE learner = ? AND instr(folded(title), ?)", word)
        said = self._read("SELECT conversation AS id FROM exchanges WHERE learner = ? AND instr(words, ?)", word)
        return {row["id"] for row in (*titled, *said)}

    def _set(self, id: str, columns: str, *values: object) -> int:
        with self.transaction() as inner:
            assert inner._open is not None
            statement = f"UPDATE conversations SET {columns} WHERE learner = ? AND id = ?"  # noqa: S608
            return inner._open.execute(statement, (*values, self.id, id)).rowcount

    def _remove(self, id: str, number: int) -> None:
        self._write("DELETE FROM exchanges WHERE learner = ? AND conversation = ? AND number = ?", id, number)

    def _keep(self, id: str, exchange: Exchange, *, new: bool = True) -> bool:
        """Write an exchange; only where it stands already unless it is new."""
        assert self._open is not None
        record = json.dumps(to_plain(exchange))  # in ASCII: half a character of a document is no text for SQLite
        words = fold(whole("\n".join(_words(exchange))))
        if new:
            statement = "INSERT INTO exchanges (words, record, learner, conversation, number) VALUES (?, ?, ?, ?, ?)"
        else:
            statement = (
                "UPDATE exchanges SET words = ?, record = ? WHERE learner = ? AND conversation = ? AND number = ?"
            )
        return self._open.execute(statement, (words, record, self.id, id, exchange.id)).rowcount > 0


def _words(exchange: Exchange) -> tuple[str, ...]:
    """What is searched of an exchange: what was asked, what was said, and the titles of what it cites."""
    said = exchange.answer.text if exchange.answer else exchange.draft
    return exchange.text, said, *dict.fromkeys(citation.title for citation in exchange.citations)


def _summary(row: sqlite3.Row, questions: int) -> Summary:
    return Summary(row["id"], row["title"], questions, moment(row["created_at"]), moment(row["changed_at"]))


def _exchange(row: sqlite3.Row) -> Exchange:
    """An exchange of the file; what cannot be read of it is left out, never the question itself."""
    data = json.loads(row["record"])
    try:
        exchange = from_plain(Exchange, data)
    except ValueError:
        exchange = Exchange(
            row["number"], str(data.get("text", "")), "interrupted", asked_at=str(data.get("asked_at", ""))
        )
    return replace(exchange, phase="interrupted") if exchange.running else exchange
