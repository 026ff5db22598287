"""A learner's progress in one SQLite file: attempts, reports, cards, exams, own items, choices. Nothing leaves this
machine.

Owns tables, not meaning: what a card or a result says is decided elsewhere; how the file is opened and shared is
`assistant.records`. All reading and writing goes through `PracticeStore.learner(id)`, and every statement names that
learner.
"""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.practice.days import Zone, zone_named
from assistant.practice.errors import ExamError
from assistant.practice.records.migrations import MIGRATIONS
from assistant.practice.schema import (
    Attempt,
    CardState,
    DomainResult,
    ExamSession,
    ItemReport,
    PracticeItem,
    Result,
    SessionItem,
    SessionState,
    item_from_json,
    item_to_json,
)
from assistant.records.file import Clock, LearnerRecords, RecordsFile, moment, stamp, utc_now
from ingest.settings import user_data

LOCAL = "local"
"""The one learner of a machine where nobody signs in: on the command line, for programs, in each browser."""


def default_path() -> Path:
    """Where the practice file lives (CITEPREP_DATA moves it)."""
    return user_data() / "practice.db"


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """One exam of the history; `result` is None while it runs and when it was abandoned."""

    id: str
    exam: str
    lang: str
    state: SessionState
    started_at: datetime.datetime
    ended_at: datetime.datetime | None
    result: Result | None


class PracticeStore(RecordsFile):
    """The file. Opening brings an older one up to date. Raises StoreError when it cannot be used."""

    def __init__(self, path: Path, clock: Clock = utc_now, zone: Zone = None) -> None:
        super().__init__(path, MIGRATIONS, clock)
        self.zone = zone

    def learner(self, id: str) -> LearnerStore:
        """What belongs to one learner. Raises StoreError for an empty or endless id."""
        return LearnerStore(self, id)


class LearnerStore(LearnerRecords):
    """All reads and writes of one learner. Inside `transaction()` they happen together or not at all."""

    # choices

    def choice(self, name: str) -> str:
        """What the learner chose under a name ("zone", "round", "exam_date:mla-c01"); "" where nothing."""
        rows = self._read("SELECT value FROM choices WHERE learner = ? AND name = ?", name)
        return str(rows[0]["value"]) if rows else ""

    def choose(self, name: str, value: str) -> None:
        """Keep a choice."""
        self._write("INSERT OR REPLACE INTO choices (learner, name, value) VALUES (?, ?, ?)", name, value[:200])

    @property
    def zone(self) -> Zone:
        """Where the learner's day begins: as their browser said, else as this file's (None: this machine's)."""
        file = self._file
        assert isinstance(file, PracticeStore)
        return zone_named(self.choice("zone")) or file.zone

    # attempts and cards

    def add_attempt(self, attempt: Attempt) -> None:
        """Keep a response that was graded."""
        self._write(
            "INSERT INTO attempts (learner, item_id, exam, domain, at, response, correct, seconds, mode, session_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            attempt.item_id,
            attempt.exam,
            attempt.domain,
            stamp(attempt.at),
            json.dumps(attempt.response),
            int(attempt.correct),
            attempt.seconds,
            attempt.mode,
            attempt.session_id,
        )

    def attempts(self, exam: str | None = None) -> tuple[Attempt, ...]:
        """All attempts, oldest first."""
        rows = self._read(
            "SELECT * FROM attempts WHERE learner = ? AND (exam = ? OR ? IS NULL) ORDER BY at, id", exam, exam
        )
        return tuple(
            Attempt(
                item_id=row["item_id"],
                exam=row["exam"],
                domain=row["domain"],
                at=moment(row["at"]),
                response=tuple(json.loads(row["response"])),
                correct=bool(row["correct"]),
                seconds=row["seconds"],
                mode=row["mode"],
                session_id=row["session_id"],
            )
            for row in rows
        )

    def put_card(self, card: CardState) -> None:
        """Keep when an item comes back."""
        self._write(
            "INSERT OR REPLACE INTO cards (learner, item_id, due, data) VALUES (?, ?, ?, ?)",
            card.item_id,
            stamp(card.due),
            card.data,
        )

    def cards(self) -> dict[str, CardState]:
        """All cards by item id."""
        rows = self._read("SELECT * FROM cards WHERE learner = ? ORDER BY item_id")
        return {row["item_id"]: CardState(row["item_id"], moment(row["due"]), row["data"]) for row in rows}

    def add_answer(self, attempt: Attempt, card: CardState) -> None:
        """Keep an attempt with its card, and what both replace: until the next one it can be taken back."""
        with self.transaction() as inner:
            before = inner.card(attempt.item_id)
            inner.add_attempt(attempt)
            inner.put_card(card)
            inner._write(
                "INSERT OR REPLACE INTO undo (learner, attempt_id, item_id, due, data)"
                " SELECT ?, MAX(id), ?, ?, ? FROM attempts",
                attempt.item_id,
                stamp(before.due) if before else None,
                before.data if before else None,
            )

    def last_answered(self) -> str | None:
        """The item whose answer can be taken back."""
        rows = self._read("SELECT item_id FROM undo WHERE learner = ?")
        return str(rows[0]["item_id"]) if rows else None

    def take_back(self) -> str | None:
        """Undo the last answer; its item, None where there is none to take back."""
        with self.transaction() as inner:
            for row in inner._read("SELECT * FROM undo WHERE learner = ?"):
                inner._write("DELETE FROM attempts WHERE learner = ? AND id = ?", row["attempt_id"])
                inner._write("DELETE FROM cards WHERE learner = ? AND item_id = ?", row["item_id"])
                if row["data"] is not None:
                    inner.put_card(CardState(row["item_id"], moment(row["due"]), row["data"]))
                inner.keep_answers()
                return str(row["item_id"])
        return None

    def keep_answers(self) -> None:
        """What was answered so far cannot be taken back any more."""
        self._write("DELETE FROM undo WHERE learner = ?")

    def card(self, item_id: str) -> CardState | None:
        """The card of one item, if it was ever answered."""
        for row in self._read("SELECT * FROM cards WHERE learner = ? AND item_id = ?", item_id):
            return CardState(row["item_id"], moment(row["due"]), row["data"])
        return None

    # reports and own items

    def report(self, item_id: str, reason: str, note: str = "") -> None:
        """Keep that the learner finds an item bad; a second report replaces the first."""
        self._write(
            "INSERT OR REPLACE INTO reports (learner, item_id, at, reason, note) VALUES (?, ?, ?, ?, ?)",
            item_id,
            stamp(self.now),
            reason[:100],
            note[:2000],
        )

    def reports(self) -> tuple[ItemReport, ...]:
        """The learner's reports, oldest first."""
        rows = self._read("SELECT * FROM reports WHERE learner = ? ORDER BY at, item_id")
        return tuple(ItemReport(row["item_id"], moment(row["at"]), row["reason"], row["note"]) for row in rows)

    def explain(self, item_id: str, words: str) -> None:
        """Keep the learner's own explanation of an item; a second one replaces the first."""
        self._write(
            "INSERT OR REPLACE INTO explanations (learner, item_id, at, words) VALUES (?, ?, ?, ?)",
            item_id,
            stamp(self.now),
            words[:4000],
        )

    def explanation(self, item_id: str) -> str:
        """What the learner wrote about an item; "" where nothing."""
        rows = self._read("SELECT words FROM explanations WHERE learner = ? AND item_id = ?", item_id)
        return str(rows[0]["words"]) if rows else ""

    def put_items(self, items: Iterable[PracticeItem]) -> None:
        """Keep the learner's own items; the same id replaces."""
        with self.transaction() as inner:
            for item in items:
                inner._write(
                    "INSERT OR REPLACE INTO own_items (learner, item_id, exam, item) VALUES (?, ?, ?, ?)",
                    item.id,
                    item.exam,
                    json.dumps(item_to_json(item), ensure_ascii=False),
                )

    def own_items(self, exam: str | None = None) -> tuple[PracticeItem, ...]:
        """The learner's own items, by id."""
        rows = self._read(
            "SELECT item FROM own_items WHERE learner = ? AND (exam = ? OR ? IS NULL) ORDER BY item_id", exam, exam
        )
        return tuple(item_from_json(json.loads(row["item"])) for row in rows)

    # exams

    def add_session(self, session: ExamSession) -> None:
        """Keep a new exam. Raises ExamError while another one of this learner runs."""
        with self.transaction() as inner:
            if inner.running_session() is not None:
                raise ExamError(
                    "Another exam is running.", help="Go on with it, hand it in or abandon it.", key="exam-running"
                )
            inner._write(
                "INSERT INTO sessions (learner, id, exam, lang, state, started_at, deadline, fixed, progress)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                session.id,
                session.exam,
                session.lang,
                session.state,
                stamp(session.started_at),
                stamp(session.deadline),
                _fixed_json(session),
                _progress_json(session),
            )

    def save_session(self, session: ExamSession, result: Result | None = None) -> None:
        """Keep what has changed of an exam: answers, flags, place, state, and its result once there is one."""
        with self.transaction() as inner:
            assert inner._open is not None
            inner._open.execute(
                "UPDATE sessions SET state = ?, ended_at = ?, progress = ?, result = ? WHERE learner = ? AND id = ?",
                (
                    session.state,
                    stamp(session.ended_at) if session.ended_at else None,
                    _progress_json(session),
                    json.dumps(asdict(result)) if result else None,
                    self.id,
                    session.id,
                ),
            )

    def session(self, id: str) -> ExamSession:
        """An exam of this learner. Raises ExamError when there is none of that id."""
        for row in self._read("SELECT * FROM sessions WHERE learner = ? AND id = ?", id):
            return _session(row)
        raise ExamError("There is no such exam.", key="exam-unknown")

    def running_session(self) -> ExamSession | None:
        """The exam that runs, also when its time has passed in the meantime."""
        for row in self._read("SELECT * FROM sessions WHERE learner = ? AND state = 'running'"):
            return _session(row)
        return None

    def sessions(self, exam: str | None = None) -> tuple[SessionSummary, ...]:
        """The learner's exams, newest first."""
        rows = self._read(
            "SELECT * FROM sessions WHERE learner = ? AND (exam = ? OR ? IS NULL) ORDER BY started_at DESC, id",
            exam,
            exam,
        )
        return tuple(
            SessionSummary(
                id=row["id"],
                exam=row["exam"],
                lang=row["lang"],
                state=row["state"],
                started_at=moment(row["started_at"]),
                ended_at=moment(row["ended_at"]) if row["ended_at"] else None,
                result=_result(row["result"]),
            )
            for row in rows
        )

    def result(self, id: str) -> Result | None:
        """The result of an exam, None while it has none."""
        rows = self._read("SELECT result FROM sessions WHERE learner = ? AND id = ?", id)
        return _result(rows[0]["result"]) if rows else None


def _fixed_json(session: ExamSession) -> str:
    items = [{"item": item_to_json(one.item), "scored": one.scored, "order": one.order} for one in session.items]
    return json.dumps({"scale": session.scale, "notices": session.notices, "items": items}, ensure_ascii=False)


def _progress_json(session: ExamSession) -> str:
    return json.dumps({"responses": session.responses, "flags": session.flags, "position": session.position})


def _session(row: sqlite3.Row) -> ExamSession:
    fixed: dict[str, Any] = json.loads(row["fixed"])
    progress: dict[str, Any] = json.loads(row["progress"])
    low, high, mark = fixed["scale"]
    return ExamSession(
        id=row["id"],
        exam=row["exam"],
        lang=row["lang"],
        items=tuple(
            SessionItem(item_from_json(one["item"]), one["scored"], tuple(one["order"])) for one in fixed["items"]
        ),
        started_at=moment(row["started_at"]),
        deadline=moment(row["deadline"]),
        scale=(low, high, mark),
        responses=tuple((position, tuple(response)) for position, response in progress["responses"]),
        flags=tuple(progress["flags"]),
        position=progress["position"],
        state=row["state"],
        ended_at=moment(row["ended_at"]) if row["ended_at"] else None,
        notices=tuple(fixed["notices"]),
    )


def _result(text: str | None) -> Result | None:
    if not text:
        return None
    data = json.loads(text)
    return Result(**data | {"domains": tuple(DomainResult(**domain) for domain in data["domains"])})
