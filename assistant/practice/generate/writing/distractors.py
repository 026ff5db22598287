"""Wrong options: members of the same family, and their statements.

Nearest first, so that they are plausible; what is so near that it may be right is left out. Whether a wrong option is
really wrong is for the rules to check against the sources.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

from assistant.practice.generate.facts.families import Name
from assistant.practice.generate.writing.said import Roles, Said

_TOO_NEAR = 0.30
_TOO_NEAR_TIGHT = 0.60
_POOL = 7
# How many wrong options are of members that serve the same purpose, where the family says which do, by kind of item.
LEAST_PEERS = {"which": 2, "describe": 1}

_Row = TypeVar("_Row")


def pick_names(roles: Roles, said: Said, wanted: int, rng: random.Random) -> list[tuple[Name, Said | None, float]]:
    """Other members of the family for "which member ...", each with a role of its own and its nearness (0..1)."""
    family = roles.families[said.fact.family]
    limit = _TOO_NEAR_TIGHT if family.tight else _TOO_NEAR
    kin, peers = family.sharers(said.name), family.peers(said.name.en)
    found: list[tuple[float, int, Name, Said | None]] = []
    for place, name in enumerate(roles.names(family.id)):
        own = list(roles.members(family.id).get(name.en, ()))
        if name.en == said.name.en or name.en in kin or _says(said.statement, name):
            continue
        # Of a member that no source describes nothing can be checked: it may do only where members differ plainly.
        if not own and (family.broad or not family.names):
            continue
        near = [(roles.likeness(said.statement, other.statement), other) for other in own]
        if any(likeness > limit for likeness, _ in near):
            continue
        best = max(near, key=lambda pair: pair[0], default=(0.0, None))
        found.append((best[0] + _same_page(said, own) + (0.05 if own else 0.0), -place, name, best[1]))
    found.sort(key=lambda row: (-row[0], -row[1]))
    chosen = _drawn(found, [row for row in found if row[2].en in peers], wanted, rng)
    return [(name, own, min(1.0, score)) for score, _, name, own in sorted(chosen, key=lambda row: -row[1])]


def pick_statements(roles: Roles, keys: Sequence[Said], wanted: int, rng: random.Random) -> list[tuple[Said, float]]:
    """Statements about other members for "which description ...", one per member, alike in form and length.

    Only statements that a person has read: a vague one may fit the key's member too, which no source would tell.
    """
    first = keys[0]
    family = roles.families[first.fact.family]
    limit = _TOO_NEAR_TIGHT if family.tight else _TOO_NEAR
    kin, peers = family.givers(first.name), family.peers(first.name.en)
    size = sum(len(key.statement) for key in keys) / len(keys)
    found: list[tuple[float, str, Said]] = []
    for name, own in roles.members(family.id).items():
        if name == first.name.en or name in kin:
            continue
        fitting: list[tuple[float, Said]] = []
        for other in own:
            if not other.reviewed or not roles.telling(other):
                continue
            near = max(roles.likeness(key.statement, other.statement) for key in keys)
            ratio = len(other.statement) / size
            if near > limit or not 0.55 <= ratio <= 1.8 or _says(other.statement, first.name):
                continue
            alike = 0.2 if other.is_what == first.is_what else 0.0
            fitting.append((near + alike + _same_page(first, [other]) - abs(1 - ratio) * 0.2, other))
        if fitting:
            score, best = max(fitting, key=lambda pair: (pair[0], pair[1].statement))
            found.append((score, name, best))
    found.sort(key=lambda row: (-row[0], row[1]))
    chosen = _drawn(found, [row for row in found if row[1] in peers], wanted, rng)
    return [(other, max(0.0, min(1.0, score))) for score, _, other in chosen]


def _drawn(found: Sequence[_Row], peers: Sequence[_Row], wanted: int, rng: random.Random) -> list[_Row]:
    """As many as wanted, peers first, then the nearest others (`found` has the nearest first); none where too few."""
    chosen = rng.sample(peers, min(wanted, len(peers)))
    pool = [row for row in found if row not in chosen][:_POOL]
    chosen += rng.sample(pool, min(wanted - len(chosen), len(pool)))
    return chosen if len(chosen) == wanted else []


def _same_page(said: Said, own: Sequence[Said]) -> float:
    page = said.fact.sentence
    if any(other.fact.sentence.uri == page.uri and other.fact.sentence.span.inner == page.span.inner for other in own):
        return 0.3
    return 0.2 if any(other.fact.sentence.uri == page.uri for other in own) else 0.0


def _says(statement: str, name: Name) -> bool:
    return len(name.en) > 2 and name.en.casefold().split(" (")[0] in statement.casefold()
