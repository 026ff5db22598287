"""The tables of the practice file, version by version.

Each entry of MIGRATIONS brings a file from one version to the next; the version stands in SQLite's `user_version`.
Entries are history: add one, never change one.
"""

from __future__ import annotations

from assistant.records.file import Migrations

MIGRATIONS: Migrations = (
    (  # 1: training
        """CREATE TABLE attempts (
            id INTEGER PRIMARY KEY, learner TEXT NOT NULL, item_id TEXT NOT NULL, exam TEXT NOT NULL,
            domain TEXT NOT NULL, at TEXT NOT NULL, response TEXT NOT NULL, correct INTEGER NOT NULL,
            seconds REAL NOT NULL)""",
        "CREATE INDEX attempts_by_learner ON attempts (learner, exam, at)",
        """CREATE TABLE cards (
            learner TEXT NOT NULL, item_id TEXT NOT NULL, due TEXT NOT NULL, data TEXT NOT NULL,
            PRIMARY KEY (learner, item_id))""",
        """CREATE TABLE reports (
            learner TEXT NOT NULL, item_id TEXT NOT NULL, at TEXT NOT NULL, reason TEXT NOT NULL, note TEXT NOT NULL,
            PRIMARY KEY (learner, item_id))""",
    ),
    (  # 2: mock exams, and a learner's own items
        "ALTER TABLE attempts ADD COLUMN mode TEXT NOT NULL DEFAULT 'practice'",
        "ALTER TABLE attempts ADD COLUMN session_id TEXT NOT NULL DEFAULT ''",
        """CREATE TABLE sessions (
            id TEXT PRIMARY KEY, learner TEXT NOT NULL, exam TEXT NOT NULL, lang TEXT NOT NULL, state TEXT NOT NULL,
            started_at TEXT NOT NULL, deadline TEXT NOT NULL, ended_at TEXT, fixed TEXT NOT NULL,
            progress TEXT NOT NULL, result TEXT)""",
        "CREATE INDEX sessions_by_learner ON sessions (learner, state, started_at)",
        "CREATE UNIQUE INDEX one_running_exam ON sessions (learner) WHERE state = 'running'",
        """CREATE TABLE own_items (
            learner TEXT NOT NULL, item_id TEXT NOT NULL, exam TEXT NOT NULL, item TEXT NOT NULL,
            PRIMARY KEY (learner, item_id))""",
    ),
    (  # 3: the learner's choices, the last answer as it can be taken back, explanations in the learner's own words
        """CREATE TABLE choices (
            learner TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (learner, name))""",
        """CREATE TABLE undo (
            learner TEXT PRIMARY KEY, attempt_id INTEGER NOT NULL, item_id TEXT NOT NULL, due TEXT, data TEXT)""",
        """CREATE TABLE explanations (
            learner TEXT NOT NULL, item_id TEXT NOT NULL, at TEXT NOT NULL, words TEXT NOT NULL,
            PRIMARY KEY (learner, item_id))""",
    ),
)
