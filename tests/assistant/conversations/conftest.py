"""A file of conversations and its clock."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from assistant.conversations.store import ConversationStore, LearnerConversations


class Clock:
    """A clock that moves one second at each look, and by hand."""

    def __init__(self) -> None:
        self.now = datetime.datetime(2026, 11, 30, 12, tzinfo=datetime.UTC)

    def __call__(self) -> datetime.datetime:
        self.now += datetime.timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> ConversationStore:
    return ConversationStore(tmp_path / "data" / "conversations.db", clock)


@pytest.fixture
def ada(store: ConversationStore) -> LearnerConversations:
    return store.learner("ada")
