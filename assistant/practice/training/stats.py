"""All numbers of a learner's progress in one exam as plain data: for plots, and for `practice stats --json`.

Collects; the counting is `progress`'s.
"""

from __future__ import annotations

import datetime
from dataclasses import asdict
from typing import Any

from assistant.practice.bank import Bank
from assistant.practice.blueprint import Blueprint
from assistant.practice.records.progress import by_day, exam_points
from assistant.practice.records.store import LearnerStore
from assistant.practice.training.training import Training


def stats(store: LearnerStore, bank: Bank, blueprint: Blueprint, zone: datetime.tzinfo | None = None) -> dict[str, Any]:
    """Mastery by domain, days, streak, due reviews, exams. `zone` decides what a day is (default: this machine's)."""
    local = zone or store.now.astimezone().tzinfo or datetime.UTC
    standing = Training(store, bank, blueprint).standing(local)
    days = by_day(store.attempts(blueprint.id), local)
    points = exam_points(store.sessions(blueprint.id))
    return {
        "exam": blueprint.id,
        "items": len(bank.items),
        "mastery": [asdict(row) for row in standing.mastery],
        "days": [asdict(day) | {"day": day.day.isoformat()} for day in days],
        "streak": asdict(standing.streak),
        "due": {"now": standing.due.now, "ahead": list(standing.due.ahead)},
        "exams": [asdict(point) | {"ended_at": point.ended_at.isoformat()} for point in points],
    }
