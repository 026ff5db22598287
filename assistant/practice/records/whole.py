"""All of a learner's progress as one document: out of the file, into it, from one name to another, and away.

Owns what such a document looks like and how it joins what is there: nothing that is there is lost, and of two cards of
one item the one that was reviewed last counts. What comes in is looked at row by row before anything is written.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from assistant.practice.errors import BankError
from assistant.practice.records.store import LearnerStore, PracticeStore
from assistant.practice.schema import item_from_json
from assistant.records.errors import StoreError
from assistant.records.file import moment

MOST_CHARACTERS = 16_000_000
_FORM = "citeprep progress"
_TABLES: dict[str, dict[str, str]] = {
    "choices": {"name": "text", "value": "text"},
    "attempts": {
        "item_id": "text",
        "exam": "text",
        "domain": "text",
        "at": "moment",
        "response": "json",
        "correct": "whole",
        "seconds": "number",
        "mode": "text",
        "session_id": "text",
    },
    "cards": {"item_id": "text", "due": "moment", "data": "json"},
    "reports": {"item_id": "text", "at": "moment", "reason": "text", "note": "text"},
    "explanations": {"item_id": "text", "at": "moment", "words": "text"},
    "own_items": {"item_id": "text", "exam": "text", "item": "item"},
    "sessions": {
        "id": "text",
        "exam": "text",
        "lang": "text",
        "state": "text",
        "started_at": "moment",
        "deadline": "moment",
        "ended_at": "moment?",
        "fixed": "json",
        "progress": "json",
        "result": "json?",
    },
}
"""What is taken along: the columns of each table, and what stands in them. The last answer's undo is not."""


def progress_out(store: LearnerStore) -> str:
    """Everything of a learner as JSON."""
    tables = {
        table: [dict(row) for row in store._read(f"SELECT {', '.join(columns)} FROM {table} WHERE learner = ?")]  # noqa: S608
        for table, columns in _TABLES.items()
    }
    return json.dumps({"form": _FORM, "version": 1, "tables": tables}, ensure_ascii=False, indent=1)


def progress_in(store: LearnerStore, text: str) -> int:
    """Join what `progress_out` wrote with what is there; how many rows are new. All or nothing.

    Raises StoreError for anything else, naming the first row that does not fit.
    """
    rows = {table: list(_rows(table, given)) for table, given in _tables(text).items()}
    with store.transaction() as inner:
        inner.keep_answers()
        return sum(_join(inner, table, row) for table, found in rows.items() for row in found)


def forget(store: LearnerStore) -> None:
    """Take everything of a learner away. What they imported as cards goes too."""
    with store.transaction() as inner:
        inner.keep_answers()
        for table in _TABLES:
            inner._write(f"DELETE FROM {table} WHERE learner = ?")  # noqa: S608


def adopt(file: PracticeStore, given: str, learner: str) -> bool:
    """Give what was kept under one name to another learner; whether there was anything."""
    before = file.learner(given)
    text = progress_out(before)
    if not any(json.loads(text)["tables"].values()):
        return False
    with file.learner(learner).transaction() as inner:
        forget(LearnerStore(file, given, inner._open))  # first: an exam's id is one over all learners
        progress_in(inner, text)
    return True


def _tables(text: str) -> Mapping[str, list[Any]]:
    try:
        data = json.loads(text) if len(text) <= MOST_CHARACTERS else None
    except (ValueError, RecursionError):
        data = None
    tables = data.get("tables") if isinstance(data, dict) and data.get("form") == _FORM else None
    if not isinstance(tables, dict) or not all(isinstance(rows, list) for rows in tables.values()):
        raise StoreError(
            "That is no progress of citeprep.", help="Give a file that was exported here.", key="progress-form"
        )
    if unknown := sorted(set(tables) - set(_TABLES)):
        raise StoreError(
            f"The file holds {unknown[0][:40]!r}, which this version does not know.",
            help="Update the program.",
            key="progress-form",
        )
    return tables


def _rows(table: str, given: Iterable[Any]) -> Iterable[dict[str, Any]]:
    columns = _TABLES[table]
    for number, row in enumerate(given, 1):
        if not isinstance(row, dict) or set(row) != set(columns):
            raise _wrong(table, number)
        for column, kind in columns.items():
            if not _fits(row[column], kind):
                raise _wrong(table, number, column)
        yield row


def _fits(value: object, kind: str) -> bool:
    if kind.endswith("?"):
        return value is None or _fits(value, kind[:-1])
    if kind in ("whole", "number"):
        return isinstance(value, int if kind == "whole" else (int, float)) and not isinstance(value, bool)
    if not isinstance(value, str):
        return False
    try:
        if kind == "moment":
            return moment(value).tzinfo is not None
        if kind == "json":
            json.loads(value)
        if kind == "item":
            item_from_json(json.loads(value))
    except (ValueError, RecursionError, KeyError, TypeError, BankError):
        return False
    return True


def _wrong(table: str, number: int, column: str = "") -> StoreError:
    where = f"{table}, row {number}" + (f", {column}" if column else "")
    return StoreError(
        f"The file is damaged: {where}.", help="Give a file that was exported here.", key="progress-damaged"
    )


def _join(store: LearnerStore, table: str, row: Mapping[str, Any]) -> int:
    if table == "attempts" and store._read(
        "SELECT 1 FROM attempts WHERE learner = ? AND item_id = ? AND at = ?", row["item_id"], row["at"]
    ):
        return 0
    how = "INSERT OR IGNORE"
    if table == "cards":
        how = "INSERT OR REPLACE" if _newer(store, row) else how
    names = ", ".join(("learner", *row))
    places = ", ".join("?" * (len(row) + 1))
    try:
        return store._write(f"{how} INTO {table} ({names}) VALUES ({places})", *row.values())
    except sqlite3.Error as error:
        raise StoreError(f"The file does not fit: {error}.", key="progress-damaged") from error


def _newer(store: LearnerStore, row: Mapping[str, Any]) -> bool:
    """Whether a card was reviewed after the one that is there."""
    kept = store.card(row["item_id"])
    return kept is not None and _reviewed(row["data"]) > _reviewed(kept.data)


def _reviewed(data: str) -> str:
    found = json.loads(data)
    return str(found.get("last_review") or "") if isinstance(found, dict) else ""
