"""Fits of the tests are few: two partitions show that several are averaged; real figures take more."""

from __future__ import annotations

import pytest

from evals.fitting import gate, leaning, options, premise, ranking


@pytest.fixture(autouse=True)
def two_partitions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each fitting script divides its cases twice instead of three to five times."""
    for script in (gate, leaning, options, premise, ranking):
        monkeypatch.setattr(script, "_SEEDS", 2)
