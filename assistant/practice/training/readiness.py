"""Is a learner ready? The interval by domain and over the exam, and the facts most likely to be missed.

The share over all is the mean of the domains by their weights; its interval adds the variances of the domains' Beta
distributions and takes the normal one, since a sum of several is near to it. What was never practised counts as unknown
(anything from 0 to 1), so that a learner is not told "ready" for having practised one domain.
"""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from typing import Literal

from assistant.practice.exam.scoring import scale
from assistant.practice.records.progress import Mastery
from assistant.practice.schema import PracticeItem
from assistant.practice.training.schedule import recall
from assistant.practice.training.training import Training, exam_day

FACTS = 20
MINUTES = 25
_Z90 = 1.645
_AHEAD = datetime.timedelta(days=7)
Answer = Literal["yes", "near", "no"]


@dataclass(frozen=True, slots=True)
class Risk:
    """An item and the chance, in 0..1, that it is missed on the day that counts."""

    item: PracticeItem
    chance: float
    seen: bool


@dataclass(frozen=True, slots=True)
class Readiness:
    """Scaled scores with their 90 % interval beside the pass mark, the domains, facts, riskiest first."""

    answer: Answer
    scaled: int
    low: int
    high: int
    pass_mark: int
    domains: tuple[Mastery, ...]
    risks: tuple[Risk, ...]
    on: datetime.date


def readiness(training: Training, lang: str) -> Readiness:
    """Where a learner stands before an exam: on its day if they gave one, else in a week."""
    store, blueprint = training.store, training.blueprint
    day = exam_day(store, blueprint.id)
    at = store.now + _AHEAD
    if day is not None and day > store.now.date():
        at = datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)
    domains = training.standing(store.zone).mastery
    mean, spread = _over_all({one.id: one.weight for one in blueprint.domains}, domains)
    bounds = (mean, max(0.0, mean - _Z90 * spread), min(1.0, mean + _Z90 * spread))
    scaled, low, high = (scale(share, blueprint.scale_min, blueprint.scale_max) for share in bounds)
    mark = blueprint.pass_mark
    answer: Answer = "yes" if low >= mark else "no" if high < mark else "near"
    return Readiness(answer, scaled, low, high, mark, domains, risks(training, lang, at), at.date())


def _over_all(weights: dict[str, float], domains: tuple[Mastery, ...]) -> tuple[float, float]:
    """The mean share and its standard deviation, by the weights of the domains."""
    total = sum(weights.values())
    mean = sum(weights[row.domain] * row.mean for row in domains) / total
    variance = 0.0
    for row in domains:
        a, b = row.right + 1, row.total - row.right + 1
        variance += (weights[row.domain] / total) ** 2 * a * b / ((a + b) ** 2 * (a + b + 1))
    return mean, math.sqrt(variance)


def risks(training: Training, lang: str, at: datetime.datetime, n: int = FACTS) -> tuple[Risk, ...]:
    """The items most likely to be missed at a moment: what fades or was missed last; then unseen ones, by weakness."""
    store, cards = training.store, training.store.cards()
    reported = {report.item_id for report in store.reports()}
    items = [item for item in training.bank.items if item.lang == lang and item.id not in reported]
    last = {attempt.item_id: attempt.correct for attempt in store.attempts(training.blueprint.id)}
    seen = [
        Risk(item, max(1 - recall(cards[item.id], at, store.zone), 0.0 if last.get(item.id, True) else 0.5), True)
        for item in items
        if item.id in cards
    ]
    found = sorted(seen, key=lambda one: (-one.chance, one.item.id))[:n]
    levels = {row.domain: row.mean for row in training.standing(store.zone).mastery}
    new = training.next(n, seed="risk") if len(found) < n else ()
    unseen = [one.item for one in new if one.why == "new" and one.item.lang == lang]
    found += [Risk(item, 1 - levels[item.domain], False) for item in unseen[: n - len(found)]]
    return tuple(found)
