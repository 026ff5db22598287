"""What is released: by domain weight and language, mixed in kind, page and family, each item past every rule.

Owns the order in which drafts are looked at and the bounds on sameness. Expensive rules are asked here, last, so that
only drafts that may be released are checked against the sources.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.practice.generate.rules.bank import Released
from assistant.practice.generate.writing.drafts import Draft
from ingest.schema import Lang

# Shares of the kinds of items in a language and domain; what a domain lacks goes to the others.
SHARES: Mapping[str, float] = {
    "which": 0.68, "describe": 0.15, "matching": 0.12, "several": 0.05,
}  # fmt: skip
_PER_PAGE, _PER_FAMILY, _PER_SUBJECT = 0.14, 0.10, 2
_RELAX = 3

Judge = Callable[[Draft], bool]
"""Whether a draft passes the rules that ask the sources."""


@dataclass(slots=True)
class Selection:
    """Released drafts with the domain each was taken for; `passed_over`: (draft, rule of the bank, reason)."""

    taken: list[tuple[Draft, str]] = field(default_factory=list)
    passed_over: list[tuple[Draft, str, str]] = field(default_factory=list)


def select(
    drafts: Sequence[Draft],
    seats: Mapping[Lang, Mapping[str, int]],
    judge: Judge,
    released: Released,
    rng: random.Random,
    preferred: frozenset[str],
    on_done: Callable[[int], None] = lambda _: None,
) -> Selection:
    """Fill `seats` (language -> domain -> count) with drafts that pass `judge` and the rules of the bank.

    `preferred` families (those a person picks a member from) are looked at first more often than not.
    """
    order = sorted(drafts, key=lambda draft: draft.id)
    weight = {draft.id: rng.random() + _burden(draft, preferred) for draft in order}
    order.sort(key=lambda draft: (weight[draft.id], draft.id))
    selector = _Selector(judge, released, on_done)
    for lang, domains in seats.items():
        own = [draft for draft in order if draft.lang == lang]
        room = {domain: sum(1 for draft in own if domain in draft.domains) for domain in domains}
        # The domain with the fewest drafts per seat chooses first: a page may serve two domains.
        for domain in sorted(domains, key=lambda d: (room[d] / max(1, domains[d]), d)):
            selector.fill([draft for draft in own if domain in draft.domains], domain, domains[domain])
    return selector.result


class _Selector:
    """Takes drafts one by one and remembers every verdict, so that a draft is judged once."""

    def __init__(self, judge: Judge, released: Released, on_done: Callable[[int], None]) -> None:
        self._judge = judge
        self._released = released
        self._on_done = on_done
        self._verdicts: dict[str, bool] = {}
        self.result = Selection()

    def fill(self, pool: Sequence[Draft], domain: str, wanted: int) -> None:
        """Take up to `wanted` drafts of a pool, the bounds on sameness loosened step by step."""
        kinds: Counter[str] = Counter()
        used: Counter[tuple[str, str]] = Counter()
        left = list(pool)
        for bound in range(1, _RELAX + 1):
            waiting = left
            while sum(kinds.values()) < wanted and waiting:
                # What a person has read comes first, whatever its kind.
                first = [draft for draft in waiting if draft.reviewed] or waiting
                kind = _next_kind(kinds, wanted, {draft.kind for draft in first})
                draft = next(draft for draft in first if draft.kind == kind)
                waiting = [other for other in waiting if other is not draft]
                if any(used[key] >= most * bound for key, most in _bounds(draft, wanted)):
                    continue
                left = [other for other in left if other is not draft]
                if self._passes(draft):
                    self._take(draft, domain)
                    kinds[kind] += 1
                    used.update(key for key, _ in _bounds(draft, wanted))

    def _take(self, draft: Draft, domain: str) -> None:
        self.result.taken.append((draft, domain))
        self._released.add(draft)
        self._on_done(len(self.result.taken))

    def _passes(self, draft: Draft) -> bool:
        for rule, ask in (("duplicate", self._released.duplicate), ("clue", self._released.clue)):
            reason = ask(draft)
            if reason is not None:
                self.result.passed_over.append((draft, rule, reason))
                return False
        if draft.id not in self._verdicts:
            self._verdicts[draft.id] = self._judge(draft)
        return self._verdicts[draft.id]


def _bounds(draft: Draft, wanted: int) -> tuple[tuple[tuple[str, str], int], ...]:
    """How often a page, a family and a subject may be asked about in one domain and language."""
    return (
        (("page", draft.sentences[0].uri), max(2, round(_PER_PAGE * wanted))),
        (("family", draft.family), max(2, round(_PER_FAMILY * wanted))),
        (("subject", draft.subject), _PER_SUBJECT),
    )


def _next_kind(taken: Counter[str], wanted: int, present: Iterable[str]) -> str:
    """The kind that lags most behind its share."""
    return max(sorted(present), key=lambda kind: SHARES.get(kind, 0.02) * wanted - taken[kind])


def _burden(draft: Draft, preferred: frozenset[str]) -> float:
    """How much later a draft is looked at: after those a person has read, and those about something to choose."""
    return (0.0 if draft.family in preferred else 0.35) + (0.0 if draft.reviewed else 1.5)
