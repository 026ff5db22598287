"""When an item comes back, and what to practise next.

Reviews follow FSRS (the `fsrs` library, without its random fuzz, so the same answers give the same dates). That library
counts spans of 24 hours: whoever practises a quarter of an hour earlier each evening would stay at an interval of one
day for ever. So it is given whole days of the learner (`days`), and what it says in days is due when such a day begins.

What is due and what is new are both mixed over the domains. New items are shared out by weight and weakness: weight *
(1 - lower bound of mastery), seat by seat (D'Hondt), going on from what was practised today. The lower bound makes an
unknown domain count as weak; nothing is drawn at random, so a pick can be explained and repeated.
"""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from assistant.practice.days import Zone, day_of, start_of
from assistant.practice.errors import PracticeError
from assistant.practice.records.progress import Mastery
from assistant.practice.schema import CardState, PracticeItem
from assistant.records.errors import StoreError
from ingest.schema import hash_of

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

DESIRED_RETENTION = 0.9
_STEP = datetime.timedelta(minutes=10)
_ONE_DAY = datetime.timedelta(days=1)
Why = Literal["due", "new", "ahead", "again"]
"""`due`: its review is due; `new`: never answered; `ahead`: answered before, not due yet; `again`: just missed."""


@dataclass(frozen=True, slots=True)
class Pick:
    """An item to practise now, and why it was picked."""

    item: PracticeItem
    why: Why


@lru_cache(maxsize=1)
def _scheduler() -> Scheduler:
    try:
        from fsrs import Scheduler
    except ImportError as error:
        raise PracticeError(
            "The package fsrs is missing.", help="pip install 'fsrs>=6.3,<7'", key="package-missing", name="fsrs"
        ) from error
    # One short step: what was missed comes back within the sitting, what was known leaves for days at once.
    return Scheduler(
        desired_retention=DESIRED_RETENTION,
        learning_steps=(_STEP,),
        relearning_steps=(_STEP,),
        enable_fuzzing=False,
    )


def review(
    card: CardState | None,
    item_id: str,
    *,
    correct: bool,
    guessed: bool = False,
    now: datetime.datetime,
    zone: Zone = datetime.UTC,
    until: datetime.date | None = None,
) -> CardState:
    """The card after an answer: wrong is Again, right is Good, right by guessing is Hard. Raises StoreError.

    `zone` says which day of the learner it is; before the day `until` (an exam) a card comes back once more at least.
    """
    scheduler = _scheduler()
    from fsrs import Card, Rating

    rating = (Rating.Hard if guessed else Rating.Good) if correct else Rating.Again
    day = day_of(now, zone)
    if card is None:
        before = Card(card_id=_card_id(item_id), due=_noon(day))
    else:
        before, last = _kept(card, zone)
        day = max(day, last) if last else day  # an exam handed in late by the clock must not turn time back
    after, _ = scheduler.review_card(before, rating, review_datetime=_noon(day))
    span = after.due - _noon(day)
    if span < _ONE_DAY:
        due = now.astimezone(datetime.UTC) + span
    else:
        most = (until - day).days - 1 if until and until > day else span.days
        due = start_of(day + datetime.timedelta(days=max(1, min(span.days, most))), zone)
    return CardState(item_id, due, json.dumps({**after.to_dict(), "day": day.isoformat()}, sort_keys=True))


def recall(card: CardState, now: datetime.datetime, zone: Zone = datetime.UTC) -> float:
    """The chance, in 0..1, that the item of a card is known today, by the same model. Raises StoreError."""
    kept, _ = _kept(card, zone)
    return _scheduler().get_card_retrievability(kept, _noon(day_of(now, zone)))


def _kept(card: CardState, zone: Zone) -> tuple[Card, datetime.date | None]:
    """A stored card with its last review at noon of the learner's day, and that day. Raises StoreError."""
    from fsrs import Card

    try:
        data = json.loads(card.data)
        found = Card.from_dict(data)
        day = datetime.date.fromisoformat(data["day"]) if "day" in data else None
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"The review card of {card.item_id} cannot be read.", key="card-damaged") from error
    if found.last_review is not None:
        day = day or day_of(found.last_review, zone)  # a card of before days were kept
        found.last_review = _noon(day)
    return found, day


def _noon(day: datetime.date) -> datetime.datetime:
    """A moment for a whole day: between those of two days there are as many times 24 hours as days."""
    return datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)


def _card_id(item_id: str) -> int:
    """A number from the item's id; the library would take the wall clock."""
    return int(hash_of(item_id), 16) >> 1


def pick(
    items: Iterable[PracticeItem],
    *,
    n: int,
    cards: Mapping[str, CardState],
    weights: Mapping[str, float],
    mastery: Sequence[Mastery],
    now: datetime.datetime,
    seed: str = "",
    exclude: Collection[str] = (),
    today: Sequence[str] = (),
) -> tuple[Pick, ...]:
    """The next `n` items: what is due first (longest overdue first), then new ones by weakness, then what is due next.

    `weights` and `mastery` are by domain; items of other domains are left out. `today` are the domains of today's
    answers, in order: the mixing goes on from there. Deterministic for a seed.
    """
    usable = [item for item in items if item.domain in weights and item.id not in exclude]
    seen = sorted((item for item in usable if item.id in cards), key=lambda item: (cards[item.id].due, item.id))
    due = [item for item in seen if cards[item.id].due <= now]
    picks = [Pick(item, "due") for item in _mixed(due, n, today[-1] if today else "")]
    new = [item for item in usable if item.id not in cards]
    done = [*today, *(one.item.domain for one in picks)]
    picks += [Pick(item, "new") for item in _new(new, n - len(picks), weights, mastery, seed, done)]
    picks += [Pick(item, "ahead") for item in seen[len(due) :][: n - len(picks)]]
    return tuple(picks)


def _mixed(due: Sequence[PracticeItem], n: int, last: str) -> list[PracticeItem]:
    """The first `n` in the order given, but never two of one domain in a row while another one is due."""
    left, chosen = list(due), list[PracticeItem]()
    while left and len(chosen) < n:
        place = next((k for k, item in enumerate(left) if item.domain != last), 0)
        chosen.append(left.pop(place))
        last = chosen[-1].domain
    return chosen


def _new(
    items: Iterable[PracticeItem],
    n: int,
    weights: Mapping[str, float],
    mastery: Sequence[Mastery],
    seed: str,
    done: Sequence[str],
) -> list[PracticeItem]:
    known = {row.domain: row for row in mastery}
    queues: dict[str, list[PracticeItem]] = {}
    for item in items:
        queues.setdefault(item.domain, []).append(item)
    for domain, queue in queues.items():
        level = known[domain].mean if domain in known else 0.5
        queue.sort(key=lambda item: (round(abs(item.difficulty - level), 1), hash_of(seed, "new", item.id)))
    need = {domain: weights[domain] * (1 - (known[domain].low if domain in known else 0)) for domain in queues}
    place = {domain: number for number, domain in enumerate(weights)}
    before, last = Counter(done), done[-1] if done else ""
    taken = dict.fromkeys(queues, 0)
    chosen: list[PracticeItem] = []
    while len(chosen) < n:
        open_domains = [domain for domain in queues if taken[domain] < len(queues[domain])]
        if not open_domains:
            break
        others = [domain for domain in open_domains if domain != last] or open_domains
        last = min(others, key=lambda domain: (-need[domain] / (before[domain] + taken[domain] + 1), place[domain]))
        chosen.append(queues[last][taken[last]])
        taken[last] += 1
    return chosen
