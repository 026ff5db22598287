"""Verbs that tell one event from two sides: what one delivers, the other receives."""

from __future__ import annotations

from assistant.checking.reading.reading import Reading

# Verbs that say the same with subject and object exchanged: a send is a receive from the other side.
CONVERSE = frozenset(
    {"receive", "send", "feed", "give", "read", "belong", "contain", "pull", "push", "serve", "deliver"}
)


def other_side(claim: Reading, evidence: Reading) -> bool:
    """Whether the claim says "receives" where the evidence says "delivers": an exchange of names is then none."""
    said = {i for item in claim.items for i in item.ids if i in CONVERSE}
    given = {i for item in evidence.items for i in item.ids if i in CONVERSE}
    return bool(said - given and given)
