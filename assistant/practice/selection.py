"""Which items make an exam: by domain weight, deterministically, as far as the bank reaches.

Seats go by largest remainder, the scored and the unscored ones each by the domains' weights (the weights of the guides
are those of the scored content). A domain with too few items gives its seats to the others, by weight, and the plan
says so. Within a domain items that the learner has not seen come first; the rest is decided by a hash of seed and id,
never by the key. Pure.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from assistant.practice.blueprint import Blueprint
from assistant.practice.errors import ExamError
from assistant.practice.grade import display_order
from assistant.practice.schema import ItemType, PracticeItem, SessionItem
from ingest.schema import Lang, hash_of

MOST_ITEMS = 500
MOST_MINUTES = 1440
_TEXTS = {
    "small": {
        "en": "The bank has {have} suitable questions where {want} were asked for, so this exam has {have}.",
        "fr": "La banque compte {have} questions utilisables pour {want} demandées : cet examen en a {have}.",
    },
    "domain": {
        "en": "{domain}: only {have} of {want} questions; the other domains fill the gap.",
        "fr": "{domain} : {have} sur {want} questions seulement ; les autres domaines comblent le manque.",
    },
    "seen": {
        "en": "{seen} of the {count} questions were practised before, so the estimate may be too high.",
        "fr": "{seen} des {count} questions ont déjà été travaillées : l'estimation peut être trop haute.",
    },
}


@dataclass(frozen=True, slots=True)
class ExamPlan:
    """An exam before it starts. `minutes` may be a fraction; `notices` tell the learner where it falls short."""

    exam: str
    lang: Lang
    items: tuple[SessionItem, ...]
    minutes: float
    scale: tuple[int, int, int]
    notices: tuple[str, ...] = ()


def apportion(weights: Mapping[str, float], seats: int) -> dict[str, int]:
    """Seats by largest remainder; ties go to what comes first in `weights`. The counts add up to `seats`."""
    total = sum(weights.values())
    if not weights or total <= 0:
        raise ValueError("weights above 0 are needed")
    quotas = {key: seats * weight / total for key, weight in weights.items()}
    counts = {key: math.floor(quota + 1e-9) for key, quota in quotas.items()}
    order = {key: place for place, key in enumerate(weights)}
    by_remainder = sorted(weights, key=lambda key: (-round(quotas[key] - counts[key], 9), order[key]))
    for key in by_remainder[: seats - sum(counts.values())]:
        counts[key] += 1
    return counts


def apportion_within(weights: Mapping[str, float], seats: int, room: Mapping[str, int]) -> dict[str, int]:
    """Like `apportion`, with at most `room[key]` each: what does not fit goes to the others by weight.

    The counts add up to the smaller of `seats` and the whole room.
    """
    counts = dict.fromkeys(weights, 0)
    wanted = left = min(seats, sum(room.get(key, 0) for key in weights))
    free = dict(weights)
    while left:
        for key, more in apportion(free, left).items():
            counts[key] += min(more, room.get(key, 0) - counts[key])
        left = wanted - sum(counts.values())
        free = {key: weight for key, weight in weights.items() if counts[key] < room.get(key, 0)}
    return counts


def plan_exam(
    blueprint: Blueprint,
    items: Iterable[PracticeItem],
    *,
    lang: Lang,
    seed: str,
    n: int | None = None,
    minutes: float | None = None,
    types: Collection[ItemType] | None = None,
    seen: Collection[str] = (),
    exclude: Collection[str] = (),
) -> ExamPlan:
    """Choose the items of a mock exam; the same arguments give the same exam.

    `n` and `minutes` shorten it (default: the full exam; the time shrinks with the number of items). `types` defaults
    to those of the real exam. `seen` are ids the learner knows, `exclude` ids to leave out (reported as bad).
    Raises ExamError for impossible numbers and when no item is suitable.
    """
    wanted = _bounded(n if n is not None else blueprint.count, 1, MOST_ITEMS, "n")
    pool = _pool(blueprint, items, lang, frozenset(types or blueprint.item_types), frozenset(exclude))
    room = {domain: len(found) for domain, found in pool.items()}
    size = min(int(wanted), sum(room.values()))
    if not size:
        raise ExamError(
            f"The bank has no question for {blueprint.code} in this language.",
            help="Choose the other language, or import items (python -m assistant practice import FILE).",
            key="exam-empty",
            exam=blueprint.code,
        )
    weights = {domain.id: domain.weight for domain in blueprint.domains}
    split = apportion({"scored": blueprint.scored, "unscored": blueprint.unscored}, size)
    split = split if split["scored"] else {"scored": size, "unscored": 0}
    scored = apportion_within(weights, split["scored"], room)
    unscored = apportion_within(weights, split["unscored"], {d: room[d] - scored[d] for d in room})
    chosen = [
        SessionItem(item, kept, display_order(item, seed))
        for domain in weights
        for item, kept in _draw(pool[domain], scored[domain], unscored[domain], seed, frozenset(seen))
    ]
    chosen.sort(key=lambda one: hash_of(seed, "place", one.item.id))
    default = blueprint.minutes if size == blueprint.count else math.ceil(blueprint.minutes * size / blueprint.count)
    return ExamPlan(
        exam=blueprint.id,
        lang=lang,
        items=tuple(chosen),
        minutes=_bounded(minutes if minutes is not None else default, 0.05, MOST_MINUTES, "minutes"),
        scale=(blueprint.scale_min, blueprint.scale_max, blueprint.pass_mark),
        notices=tuple(_notices(blueprint, lang, int(wanted), split, room, scored, unscored, chosen, seen)),
    )


def _bounded(value: float, low: float, high: float, name: str) -> float:
    if not low <= value <= high:
        raise ExamError(
            f"{name} is {value:g}.",
            help=f"Give a number from {low:g} to {high:g}.",
            key="exam-number",
            low=f"{low:g}",
            high=f"{high:g}",
        )
    return value


def _pool(
    blueprint: Blueprint,
    items: Iterable[PracticeItem],
    lang: Lang,
    types: frozenset[ItemType],
    exclude: frozenset[str],
) -> dict[str, list[PracticeItem]]:
    pool: dict[str, list[PracticeItem]] = {domain: [] for domain in blueprint.domain_ids}
    for item in items:
        suits = item.exam == blueprint.id and item.lang == lang and item.type in types and item.id not in exclude
        if suits and item.domain in pool:
            pool[item.domain].append(item)
    return pool


def _draw(
    items: list[PracticeItem], scored: int, unscored: int, seed: str, seen: frozenset[str]
) -> list[tuple[PracticeItem, bool]]:
    """Items of one domain; which of them count is drawn apart, so that being seen before says nothing about it."""
    order = sorted(items, key=lambda item: (item.id in seen, hash_of(seed, "draw", item.id)))
    drawn = sorted(order[: scored + unscored], key=lambda item: hash_of(seed, "scored", item.id))
    return [(item, place < scored) for place, item in enumerate(drawn)]


def _notices(
    blueprint: Blueprint,
    lang: Lang,
    wanted: int,
    split: Mapping[str, int],
    room: Mapping[str, int],
    scored: Mapping[str, int],
    unscored: Mapping[str, int],
    chosen: Collection[SessionItem],
    seen: Collection[str],
) -> Iterable[str]:
    if len(chosen) < wanted:
        yield _TEXTS["small"][lang].format(have=len(chosen), want=wanted)
    weights = {domain.id: domain.weight for domain in blueprint.domains}
    ideal = [apportion(weights, split[part]) for part in ("scored", "unscored")]
    for domain in blueprint.domains:
        want = sum(counts[domain.id] for counts in ideal)
        have = scored[domain.id] + unscored[domain.id]
        if have < want and have == room[domain.id]:
            yield _TEXTS["domain"][lang].format(domain=domain.name.in_lang(lang), have=have, want=want)
    known = sum(1 for one in chosen if one.item.id in seen)
    if known:
        yield _TEXTS["seen"][lang].format(seen=known, count=len(chosen))
