"""Files that earlier versions wrote open with this one, hold what they held, and take what is new."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from assistant.conversations.migrations import MIGRATIONS as CONVERSATIONS
from assistant.conversations.store import ConversationStore
from assistant.practice.records.migrations import MIGRATIONS as PRACTICE
from assistant.practice.records.store import PracticeStore
from assistant.records.file import schema_version
from tests.assistant.conversations.examples import answer
from tests.assistant.practice.items import ITEMS, NOON

OLD = Path(__file__).parent / "old"


def copied(name: str, folder: Path) -> Path:
    path = folder / name
    shutil.copyfile(OLD / name, path)
    return path


def version(path: Path) -> int:
    with closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as connection:  # none is made by looking
        return schema_version(connection)


@pytest.mark.parametrize(("kind", "migrations"), [("practice", PRACTICE), ("conversations", CONVERSATIONS)])
def test_there_is_a_file_of_every_version(kind: str, migrations: tuple[object, ...]) -> None:
    for number in range(1, len(migrations) + 1):
        assert version(OLD / f"{kind}-{number}.db") == number


@pytest.mark.parametrize("number", [1, 2, 3])
def test_practice(tmp_path: Path, number: int) -> None:
    path = copied(f"practice-{number}.db", tmp_path)
    learner = PracticeStore(path).learner("ada")
    assert version(path) == len(PRACTICE)
    (attempt,) = learner.attempts()
    assert (attempt.item_id, attempt.correct, attempt.at, attempt.mode) == ("en-01", True, NOON, "practice")
    assert list(learner.cards()) == ["en-01"]
    assert [(one.item_id, one.note) for one in learner.reports()] == [("en-02", "says Avro")]
    assert learner.own_items() == (tuple(sorted(ITEMS[:2], key=lambda item: item.id)) if number > 1 else ())
    running = learner.running_session()
    assert (running is not None and len(running.items) == 4) is (number > 1)
    learner.add_attempt(attempt)
    assert len(learner.attempts()) == 2


def test_conversations(tmp_path: Path) -> None:
    path = copied("conversations-1.db", tmp_path)
    learner = ConversationStore(path).learner("ada")
    assert version(path) == len(CONVERSATIONS)
    (summary,) = learner.list("continu")
    kept = learner.open(summary.id)
    assert [one.phase for one in kept.exchanges] == ["done", "interrupted"]
    assert kept.exchanges[0].answer == answer()
    assert kept.exchanges[0].hashes == {"notes/modes.md": "abc"}
    learner.begin(summary.id, "encore")
    assert learner.open(summary.id).summary.questions == 3
