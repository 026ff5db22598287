"""What comes first: "A before B", "after B, A", "first A, then B".

Owns reading the order of two things from the words between them, in French and English, and comparing two texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations

from assistant.checking.reading.reading import Item, Reading
from assistant.checking.signals.alignment import Alignment

_BEFORE = re.compile(r"\b(?:before|prior to|ahead of|avant)\b")
_AFTER = re.compile(r"\b(?:after|once|following|apres|une fois|des que|a la suite de)\b")
_THEN = re.compile(
    r"\b(?:then|afterwards|afterward|next|followed by|later|finally|puis|ensuite|suivie? d[e']|"
    r"vien(?:t|nent) (?:ensuite|apres)|enfin|en dernier)\b"
)
_FIRST = re.compile(
    r"\b(?:first|firstly|beforehand|d'abord|en premier|commenc\w+ par|(?:start|begin)s? (?:with|by)|prealable\w*)\b"
)

# "runs A first and B later": the adverb stands after its word.
_FIRST_OF_TWO = re.compile(r"^[^,;:]{0,25}\b(?:first|d'abord|en premier)\b,? (?:and|et)\b")
_AND = re.compile(r"\b(?:and|et)\b")
_AFTERWARDS = re.compile(r"[^,;:.]{0,15}?\b(?:afterwards?|later|next|ensuite|plus tard|en dernier)\b")


@dataclass(frozen=True, slots=True)
class SequenceFinding:
    """`reversed`: two things in the claim's order that the source turns round; `known`: whether any order was read."""

    reversed: tuple[tuple[str, str], ...] = ()
    known: bool = False


def compare(claim: Reading, evidence: Reading, alignment: Alignment) -> SequenceFinding:
    """Things of which both texts say what comes first."""
    if not _ordered(claim) or not _ordered(evidence):
        return SequenceFinding()
    pairs = [pair for pair in alignment.pairs if not pair.opposite and pair.claim.weight >= 0.6]
    found: list[tuple[str, str]] = []
    agreed = 0
    for a, b in combinations(pairs, 2):
        said, given = precedes(claim, a.claim, b.claim), precedes(evidence, a.evidence, b.evidence)
        if said is None or given is None:
            continue
        if said == given:
            agreed += 1
        else:
            found.append((a.claim.text, b.claim.text))
    known = bool(found or agreed)
    return SequenceFinding(tuple(found) if len(found) >= agreed else (), known)


def precedes(reading: Reading, a: Item, b: Item) -> bool | None:
    """Whether `a` comes before `b` in time, None where the text does not say."""
    if a.start > b.start:
        turned = precedes(reading, b, a)
        return None if turned is None else not turned
    plain = reading.plain
    between = plain[a.end : b.start]
    lead = plain[_clause_start(reading, a.start) : a.start]
    if _BEFORE.search(between) or _THEN.search(between):
        return True
    if _FIRST_OF_TWO.search(between) or (_AND.search(between) and _AFTERWARDS.match(plain, b.end)):
        return True
    if _AFTER.search(between):
        return False
    if a.clause == b.clause:
        return None
    if _BEFORE.search(lead):
        return False
    if _AFTER.search(lead) or _FIRST.search(lead) or _FIRST.search(between):
        return True
    return None


def _ordered(reading: Reading) -> bool:
    plain = reading.plain
    return any(pattern.search(plain) for pattern in (_BEFORE, _AFTER, _THEN, _FIRST))


def _clause_start(reading: Reading, position: int) -> int:
    return max([start for start in reading.clauses if start <= position], default=0)
