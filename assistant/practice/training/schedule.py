"""When an item comes back, and what to practise next.

Reviews follow FSRS (the `fsrs` library, without its random fuzz, so the same answers give the same dates). New items
are shared out to the domains by weight and weakness: weight * (1 - lower bound of mastery), seat by seat (D'Hondt).
The lower bound makes an unknown domain count as weak; nothing is drawn at random, so a pick can be explained and
repeated.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from assistant.practice.errors import PracticeError
from assistant.practice.records.progress import Mastery
from assistant.practice.schema import CardState, PracticeItem
from assistant.records.errors import StoreError
from ingest.schema import hash_of

if TYPE_CHECKING:
    from fsrs import Scheduler

DESIRED_RETENTION = 0.9
_STEP = datetime.timedelta(minutes=10)
Why = Literal["due", "new", "ahead"]
"""`due`: its review is due; `new`: never answered; `ahead`: answered before, not due yet."""


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
    card: CardState | None, item_id: str, *, correct: bool, guessed: bool = False, now: datetime.datetime
) -> CardState:
    """The card after an answer: wrong is Again, right is Good, right by guessing is Hard. Raises StoreError."""
    scheduler = _scheduler()
    from fsrs import Card, Rating

    rating = (Rating.Hard if guessed else Rating.Good) if correct else Rating.Again
    moment = now.astimezone(datetime.UTC)
    if card is None:
        before = Card(card_id=_card_id(item_id), due=moment)
    else:
        try:
            before = Card.from_dict(json.loads(card.data))
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(f"The review card of {item_id} cannot be read.", key="card-damaged") from error
    if before.last_review is not None:  # an exam that is handed in late by the clock must not turn time back
        moment = max(moment, before.last_review)
    after, _ = scheduler.review_card(before, rating, review_datetime=moment)
    return CardState(item_id, after.due, json.dumps(after.to_dict(), sort_keys=True))


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
) -> tuple[Pick, ...]:
    """The next `n` items: what is due first (longest overdue first), then new ones by weakness, then what is due next.

    `weights` and `mastery` are by domain; items of other domains are left out. Deterministic for a seed.
    """
    usable = [item for item in items if item.domain in weights and item.id not in exclude]
    seen = sorted((item for item in usable if item.id in cards), key=lambda item: (cards[item.id].due, item.id))
    due = [item for item in seen if cards[item.id].due <= now]
    picks = [Pick(item, "due") for item in due[:n]]
    new = [item for item in usable if item.id not in cards]
    picks += [Pick(item, "new") for item in _new(new, n - len(picks), weights, mastery, seed)]
    picks += [Pick(item, "ahead") for item in seen[len(due) :][: n - len(picks)]]
    return tuple(picks)


def _new(
    items: Iterable[PracticeItem], n: int, weights: Mapping[str, float], mastery: Sequence[Mastery], seed: str
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
    taken = dict.fromkeys(queues, 0)
    chosen: list[PracticeItem] = []
    while len(chosen) < n:
        open_domains = [domain for domain in queues if taken[domain] < len(queues[domain])]
        if not open_domains:
            break
        best = min(open_domains, key=lambda domain: (-need[domain] / (taken[domain] + 1), place[domain]))
        chosen.append(queues[best][taken[best]])
        taken[best] += 1
    return chosen
