"""Every practice test has a data folder of its own, a clock that stands still, and a store on it."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from assistant.practice.records.store import LearnerStore, PracticeStore
from tests.assistant.practice.items import MovingClock


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing is read from or written to the user's own data folder."""
    folder = tmp_path / "data"
    monkeypatch.setenv("CITEPREP_DATA", str(folder))
    return folder


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def store(tmp_path: Path, clock: MovingClock) -> PracticeStore:
    return PracticeStore(tmp_path / "data" / "practice.db", clock, datetime.UTC)


@pytest.fixture
def learner(store: PracticeStore) -> LearnerStore:
    return store.learner("ada")
