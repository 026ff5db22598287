"""A learner's data folder in forms that other programs read: conversations as pages, tables as JSON, files as they are.

Owns the names of what is written. Everything of every table goes out, so nothing is kept that cannot be taken along.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from assistant.records.errors import FolderError
from assistant.records.folder import files_of, is_sqlite
from ingest.schema import Lang

_CONVERSATIONS = "conversations.db"


def export(folder: Path, target: Path, lang: Lang) -> Iterator[str]:
    """Write the folder's contents to a new one; a line for each thing written. Raises FolderError, StoreError."""
    if target.exists():
        raise FolderError(f"{target} is there already.", help="Give the name of a new folder.")
    files = files_of(folder)
    if not files:
        raise FolderError(f"There is nothing to export in {folder}.", help="CITEPREP_DATA says which folder is meant.")
    try:
        target.mkdir(parents=True)
        for name in files:
            place = target / name
            place.parent.mkdir(parents=True, exist_ok=True)
            if not is_sqlite(folder / name):
                shutil.copyfile(folder / name, place)
                yield name
                continue
            tables = _tables(folder / name)
            place = place.with_suffix(".json")
            place.write_text(json.dumps(tables, ensure_ascii=False, indent=1), encoding="utf-8", errors="replace")
            yield f"{place.name}: {', '.join(f'{len(rows)} {table}' for table, rows in tables.items())}"
            if name == _CONVERSATIONS:
                yield from _conversations(folder / name, target / "conversations", lang)
    except OSError as error:
        raise FolderError(f"{target} cannot be written: {error.strerror or error}.") from error


def _tables(path: Path) -> dict[str, list[dict[str, object]]]:
    """All rows of all tables; JSON that a column holds is opened up."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as connection:
        connection.row_factory = sqlite3.Row
        names = [
            row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        return {name: [_row(row) for row in connection.execute(f'SELECT * FROM "{name}"')] for name in names}  # noqa: S608


def _row(row: sqlite3.Row) -> dict[str, object]:
    return {name: _value(row[name]) for name in row.keys()}  # noqa: SIM118


def _value(value: object) -> object:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _conversations(path: Path, target: Path, lang: Lang) -> Iterator[str]:
    """Each conversation as a page and as Markdown."""
    from assistant.conversations.store import ConversationStore
    from assistant.ui.chat.export import conversation_markdown
    from assistant.ui.chat.export_html import conversation_html
    from assistant.ui.locale import load_labels

    labels = load_labels(lang)
    store = ConversationStore(path)
    for number, learner in enumerate(store.learners(), 1):
        place = target / f"learner-{number}"
        place.mkdir(parents=True, exist_ok=True)
        mine = store.learner(learner)
        for summary in mine.list():
            exchanges = mine.open(summary.id).exchanges
            name = f"{summary.created_at:%Y-%m-%d}-{summary.id[:8]}"
            markdown = conversation_markdown(exchanges, labels)
            (place / f"{name}.md").write_text(markdown, encoding="utf-8", errors="replace")
            page = conversation_html(exchanges, labels, summary.title)
            (place / f"{name}.html").write_text(page, encoding="utf-8", errors="replace")
            yield f"{name}: {summary.title}"
