"""The tables of the conversations' file, version by version.

Each entry brings a file from one version to the next; the version stands in SQLite's `user_version`. Entries are
history: add one, never change one.
"""

from __future__ import annotations

from assistant.records.file import Migrations

MIGRATIONS: Migrations = (
    (  # 1: conversations and their exchanges; `words` is what is searched, folded
        """CREATE TABLE conversations (
            learner TEXT NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL, created_at TEXT NOT NULL,
            changed_at TEXT NOT NULL, deleted_at TEXT, following INTEGER NOT NULL, branch_of TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (learner, id))""",
        "CREATE INDEX conversations_by_change ON conversations (learner, changed_at)",
        """CREATE TABLE exchanges (
            learner TEXT NOT NULL, conversation TEXT NOT NULL, number INTEGER NOT NULL, words TEXT NOT NULL,
            record TEXT NOT NULL, PRIMARY KEY (learner, conversation, number))""",
    ),
)
