"""What a learner's attempts say: mastery by domain with its uncertainty, days, streaks, what is due, rows for plots.

Mastery looks at the *latest* attempt at each distinct item, so that repeating one item cannot feign a domain. Days are
the learner's (`days`). Pure.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.practice.blueprint import Blueprint
from assistant.practice.days import Zone, day_of
from assistant.practice.estimate import interval
from assistant.practice.records.store import SessionSummary
from assistant.practice.schema import Attempt, CardState

_UNIFORM = 1.0


@dataclass(frozen=True, slots=True)
class Mastery:
    """A domain: Beta(1 + right, 1 + wrong) over distinct items. Shares in 0..1; `low` and `high` bound 90 %."""

    domain: str
    right: int
    total: int
    mean: float
    low: float
    high: float
    attempts: int


@dataclass(frozen=True, slots=True)
class Day:
    """The attempts of one day of the learner."""

    day: datetime.date
    right: int
    total: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Streak:
    """Days in a row with practice: the running one (still alive if the last day was yesterday) and the longest."""

    current: int
    longest: int
    today: bool


@dataclass(frozen=True, slots=True)
class DueCounts:
    """Reviews that are due now, and how many become due on each of the next days (today's rest first)."""

    now: int
    ahead: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Retention:
    """Reviews of a week: items that were known or not when they came back on a later day."""

    week: datetime.date
    right: int
    total: int


@dataclass(frozen=True, slots=True)
class ExamPoint:
    """A finished exam in the history: when, the estimate with its interval, and what was needed."""

    id: str
    ended_at: datetime.datetime
    scaled: int
    low: int
    high: int
    pass_mark: int
    passed: bool


def mastery(blueprint: Blueprint, attempts: Sequence[Attempt]) -> tuple[Mastery, ...]:
    """One row for each domain of the exam, in the guide's order, also where nothing was attempted."""
    latest: dict[str, Attempt] = {}
    for attempt in sorted(attempts, key=lambda one: one.at):
        latest[attempt.item_id] = attempt
    rows: list[Mastery] = []
    for domain in blueprint.domain_ids:
        last = [attempt for attempt in latest.values() if attempt.domain == domain]
        right, total = sum(attempt.correct for attempt in last), len(last)
        low, high = interval(right, total, prior=_UNIFORM)
        rows.append(
            Mastery(
                domain=domain,
                right=right,
                total=total,
                mean=(right + _UNIFORM) / (total + 2 * _UNIFORM),
                low=low,
                high=high,
                attempts=sum(1 for attempt in attempts if attempt.domain == domain),
            )
        )
    return tuple(rows)


def by_day(attempts: Iterable[Attempt], zone: Zone = datetime.UTC) -> tuple[Day, ...]:
    """Days with attempts, oldest first; days without any are left out."""
    days: dict[datetime.date, list[Attempt]] = {}
    for attempt in attempts:
        days.setdefault(day_of(attempt.at, zone), []).append(attempt)
    return tuple(
        Day(day, sum(one.correct for one in rows), len(rows), sum(one.seconds for one in rows))
        for day, rows in sorted(days.items())
    )


def retention(attempts: Iterable[Attempt], zone: Zone = datetime.UTC) -> tuple[Retention, ...]:
    """What was still known when it came back, by week (its Monday), oldest first.

    A first meeting and a second answer on the same day say nothing of memory: only the first answer of a later day
    counts.
    """
    last: dict[str, datetime.date] = {}
    weeks: dict[datetime.date, list[bool]] = {}
    for attempt in sorted(attempts, key=lambda one: one.at):
        day = day_of(attempt.at, zone)
        if last.get(attempt.item_id, day) < day:
            weeks.setdefault(day - datetime.timedelta(days=day.weekday()), []).append(attempt.correct)
        last[attempt.item_id] = day
    return tuple(Retention(week, sum(oks), len(oks)) for week, oks in sorted(weeks.items()))


def streak(attempts: Iterable[Attempt], now: datetime.datetime, zone: Zone = datetime.UTC) -> Streak:
    """How many days in a row were practised, up to today or yesterday."""
    days = sorted({day_of(attempt.at, zone) for attempt in attempts})
    runs: list[int] = []
    for place, day in enumerate(days):
        follows = place > 0 and day - days[place - 1] == datetime.timedelta(days=1)
        runs.append(runs[-1] + 1 if follows else 1)
    today = day_of(now, zone)
    alive = bool(days) and today - days[-1] <= datetime.timedelta(days=1)
    return Streak(
        current=runs[-1] if alive else 0, longest=max(runs, default=0), today=bool(days) and days[-1] == today
    )


def due_counts(
    cards: Mapping[str, CardState],
    now: datetime.datetime,
    *,
    ids: Iterable[str] | None = None,
    days: int = 7,
    zone: Zone = datetime.UTC,
) -> DueCounts:
    """How much is due; `ids` limits it to the items of a bank."""
    wanted = cards.keys() if ids is None else cards.keys() & set(ids)
    due = [cards[id].due for id in wanted]
    today = day_of(now, zone)
    offsets = [(day_of(at, zone) - today).days for at in due if at > now]
    return DueCounts(sum(1 for at in due if at <= now), tuple(offsets.count(day) for day in range(days)))


def exam_points(sessions: Iterable[SessionSummary]) -> tuple[ExamPoint, ...]:
    """Finished exams, oldest first."""
    points = [
        ExamPoint(
            id=one.id,
            ended_at=one.ended_at,
            scaled=one.result.scaled,
            low=one.result.scaled_low,
            high=one.result.scaled_high,
            pass_mark=one.result.pass_mark,
            passed=one.result.passed,
        )
        for one in sessions
        if one.result is not None and one.ended_at is not None
    ]
    return tuple(sorted(points, key=lambda point: (point.ended_at, point.id)))
