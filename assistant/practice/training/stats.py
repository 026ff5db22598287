"""All numbers of a learner's progress in one exam as plain data: for plots, and for `practice stats --json`.

Collects; the counting is `progress`'s.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assistant.practice.bank import Bank
from assistant.practice.blueprint import Blueprint
from assistant.practice.days import Zone, day_of
from assistant.practice.records.progress import by_day, exam_points, retention
from assistant.practice.records.store import LearnerStore
from assistant.practice.training.schedule import recall
from assistant.practice.training.training import Training, exam_day


def stats(store: LearnerStore, bank: Bank, blueprint: Blueprint, zone: Zone = None) -> dict[str, Any]:
    """Mastery by domain, days, streak, due reviews, retention, exams. `zone` decides what a day is (the learner's).

    `gone` counts reviews of items that have left the bank: they are not due again, the answers count all the same.
    """
    local = zone or store.zone
    standing = Training(store, bank, blueprint).standing(local)
    attempts, today = store.attempts(blueprint.id), day_of(store.now, local)
    days = by_day(attempts, local)
    known, answered, cards = {item.id for item in bank.items}, {one.item_id for one in attempts}, store.cards()
    chances = [recall(card, store.now, local) for id, card in cards.items() if id in known]
    exam_on = exam_day(store, blueprint.id)
    points = exam_points(store.sessions(blueprint.id))
    return {
        "exam": blueprint.id,
        "items": len(bank.items),
        "mastery": [asdict(row) for row in standing.mastery],
        "days": [asdict(day) | {"day": day.day.isoformat()} for day in days],
        "streak": asdict(standing.streak),
        "due": {"now": standing.due.now, "ahead": list(standing.due.ahead)},
        "gone": len(answered & cards.keys() - known),
        "today": {
            "day": today.isoformat(),
            "answered": sum(day.total for day in days if day.day == today),
            "unseen": len(known - answered),
        },
        "retention": [asdict(one) | {"week": one.week.isoformat()} for one in retention(attempts, local)],
        "recall": sum(chances) / len(chances) if chances else None,
        "exam_in": (exam_on - today).days if exam_on else None,
        "exams": [asdict(point) | {"ended_at": point.ended_at.isoformat()} for point in points],
    }
