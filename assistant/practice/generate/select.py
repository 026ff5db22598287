"""What is released: by domain weight and language, mixed in kind, page and family, each item past every rule.

Owns the order in which drafts are looked at and the bounds on sameness. Expensive rules are asked here, last, so that
only drafts that may be released are checked against the sources.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.practice.generate.drafts import Draft
from assistant.practice.generate.rules.bank import Released

# Shares of the kinds of items in a language and domain; what a domain lacks goes to the others.
SHARES: Mapping[str, float] = {
    "which": 0.33, "describe": 0.19, "list": 0.12, "limit": 0.10, "matching": 0.09, "several": 0.07,
    "steps": 0.04, "default": 0.025, "objective": 0.02, "formula": 0.015,
}  # fmt: skip
_PER_PAGE, _PER_FAMILY, _PER_SUBJECT = 0.14, 0.16, 2
_RELAX = 3

Judge = Callable[[Draft], str | None]
"""Name of the rule that rejects a draft, with its reason after a colon; None when it passes."""


@dataclass(slots=True)
class Selection:
    """Released drafts with the domain each was taken for, and what was rejected on the way: (draft, rule, reason)."""

    taken: list[tuple[Draft, str]] = field(default_factory=list)
    rejected: list[tuple[Draft, str, str]] = field(default_factory=list)
    examined: Counter[str] = field(default_factory=Counter)


def select(
    drafts: Sequence[Draft],
    seats: Mapping[str, Mapping[str, int]],
    judge: Judge,
    released: Released,
    rng: random.Random,
    preferred: frozenset[str],
    on_done: Callable[[int], None] = lambda _: None,
) -> Selection:
    """Fill `seats` (language -> domain -> count) with drafts that pass `judge` and the rules of the bank.

    `preferred` families (those a person picks a member from) are looked at first more often than not.
    """
    result = Selection()
    order = sorted(drafts, key=lambda draft: draft.id)
    weight = {draft.id: rng.random() + _burden(draft, preferred) for draft in order}
    order.sort(key=lambda draft: (weight[draft.id], draft.id))
    verdicts: dict[str, str | None] = {}
    for lang in seats:
        room = {domain: sum(1 for d in order if d.lang == lang and domain in d.domains) for domain in seats[lang]}
        # The domain with the fewest drafts per seat chooses first: a page may serve two domains.
        for domain in sorted(seats[lang], key=lambda d: (room[d] / max(1, seats[lang][d]), d)):
            pool = [draft for draft in order if draft.lang == lang and domain in draft.domains]
            _fill(pool, domain, seats[lang][domain], judge, released, result, verdicts, on_done)
    return result


def _fill(
    pool: Sequence[Draft],
    domain: str,
    wanted: int,
    judge: Judge,
    released: Released,
    result: Selection,
    verdicts: dict[str, str | None],
    on_done: Callable[[int], None],
) -> None:
    taken: Counter[str] = Counter()
    pages: Counter[str] = Counter()
    families: Counter[str] = Counter()
    subjects: Counter[str] = Counter()
    left = list(pool)
    for bound in range(1, _RELAX + 1):
        limits = (
            max(2, round(_PER_PAGE * wanted)) * bound,
            max(2, round(_PER_FAMILY * wanted)) * bound,
            _PER_SUBJECT * bound,
        )
        waiting = left
        while sum(taken.values()) < wanted and waiting:
            # What a person has read comes first, whatever its kind.
            first = [draft for draft in waiting if draft.reviewed] or waiting
            kind = _next_kind(taken, wanted, {draft.kind for draft in first})
            draft = next(draft for draft in first if draft.kind == kind)
            waiting = [other for other in waiting if other is not draft]
            page = draft.sentences[0].uri
            counts = (pages[page], families[draft.family], subjects[draft.subject])
            if any(count >= limit for count, limit in zip(counts, limits, strict=True)):
                continue
            left = [other for other in left if other is not draft]
            if not _passes(draft, judge, released, result, verdicts):
                continue
            result.taken.append((draft, domain))
            released.add(draft)
            taken[kind] += 1
            pages[page] += 1
            families[draft.family] += 1
            subjects[draft.subject] += 1
            on_done(len(result.taken))


def _next_kind(taken: Counter[str], wanted: int, present: Iterable[str]) -> str:
    """The kind that lags most behind its share."""
    return max(sorted(present), key=lambda kind: SHARES.get(kind, 0.02) * wanted - taken[kind])


def _passes(draft: Draft, judge: Judge, released: Released, result: Selection, verdicts: dict[str, str | None]) -> bool:
    for rule, reason in (("duplicate", released.duplicate(draft)), ("clue", released.clue(draft))):
        if reason is not None:
            # The same fact asked another way is no failure of the draft, so it is counted but not kept.
            result.rejected.append((draft, rule, reason))
            return False
    if draft.id not in verdicts:
        verdicts[draft.id] = judge(draft)
    verdict = verdicts[draft.id]
    if verdict is not None:
        rule, _, reason = verdict.partition(": ")
        result.rejected.append((draft, rule, reason))
        return False
    return True


def _burden(draft: Draft, preferred: frozenset[str]) -> float:
    """How much later a draft is looked at: after those a person has read, and those about something to choose."""
    choice = draft.family in preferred or draft.kind in ("list", "limit", "steps", "formula")
    return (0.0 if choice else 0.35) + (0.0 if draft.reviewed else 1.5)
