"""A learner's day: it begins at 04:00 where the learner is, in summer time and out of it. Pure.

Owns which day a moment belongs to and when a day begins. A zone of None is this machine's own, with its summer time.
"""

from __future__ import annotations

import datetime
import zoneinfo

BEGINS = datetime.time(4)
"""Whoever practises after midnight is still in the evening before."""
Zone = datetime.tzinfo | None


def zone_named(name: str) -> Zone:
    """The zone of a name such as "Europe/Paris"; None where there is none of that name."""
    try:
        return zoneinfo.ZoneInfo(name) if name else None
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return None


def day_of(at: datetime.datetime, zone: Zone) -> datetime.date:
    """The learner's day that a moment is in."""
    local = at.astimezone(zone)
    return local.date() - datetime.timedelta(days=local.time() < BEGINS)


def start_of(day: datetime.date, zone: Zone) -> datetime.datetime:
    """When a learner's day begins, in UTC."""
    return datetime.datetime.combine(day, BEGINS, tzinfo=zone).astimezone(datetime.UTC)
