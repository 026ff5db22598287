"""Which way a thing goes: increase or decrease, before or after, more or less, minimise or maximise.

The antonyms are data (`[[opposite]]` in terms.toml). A conflict is an antonym in the claim's place with the same
polarity; an antonym under a denial says the same ("rejects" = "does not accept").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from assistant.checking.reading.lexicon import Lexicon
from assistant.checking.reading.reading import Item, Reading
from assistant.checking.signals.alignment import Alignment, Pair

_SCALES = frozenset({"relation", "verb"})
_AND = re.compile(r" (?:and|et|as well as|ainsi que) (?:also |the |a |an |les? |la |aussi )?")
_CONDITIONS = frozenset({"once", "une fois", "dès que", "dès"})
_TIME = frozenset({"before", "after"})


@dataclass(frozen=True, slots=True)
class DirectionFinding:
    """Pairs (claim's word, source's word) that go opposite ways.

    `both_ways`: two antonyms that the claim says together ("before and after") where the source has the first only.
    """

    conflicts: tuple[tuple[str, str], ...] = ()
    both_ways: tuple[str, str] | None = None


def compare(
    claim: Reading, evidence: Reading, alignment: Alignment, lexicon: Lexicon, *, sequence_known: bool = False
) -> DirectionFinding:
    """Antonyms with the same polarity. Where the order in time was read, "before" against "after" says nothing more."""
    conflicts = [pair for pair in alignment.pairs if pair.opposite and pair.claim.negated == pair.evidence.negated]
    if not claim.denials and not evidence.denials:  # "less expensive" is read as "expensive", turned round
        conflicts += [
            pair
            for pair in alignment.pairs
            if not pair.opposite and pair.claim.negated != pair.evidence.negated and "relation" in (pair.claim.kind,)
        ]
    conflicts = [pair for pair in conflicts if not _of_another(pair, claim, evidence, alignment)]
    turned = _turned_verbs(claim, evidence, alignment, lexicon)
    kept = [pair for pair in conflicts if not (_of_time(pair) and (sequence_known or _condition(pair)))]
    both_ways = _both_ways(claim, alignment, lexicon)
    if len(kept) == 2 and _across(claim, kept):
        # two turns: "the lower the x, the lower the y" = "the higher ... the higher ..."
        return DirectionFinding((), both_ways)
    found = [(pair.claim.text, pair.evidence.text) for pair in kept]
    return DirectionFinding((*found, *(words for words in turned if words not in found)), both_ways)


def _turned_verbs(claim: Reading, evidence: Reading, alignment: Alignment, lexicon: Lexicon) -> list[tuple[str, str]]:
    """Verbs right before the same object that go opposite ways, whatever else they may stand for in the source."""
    found = []
    for pair in alignment.pairs:
        ours, theirs = pair.claim.place - 1, pair.evidence.place - 1
        if pair.opposite or min(ours, theirs) < 0 or pair.claim.kind in _SCALES:
            continue
        said, given = claim.items[ours], evidence.items[theirs]
        beside = said.clause == pair.claim.clause and given.clause == pair.evidence.clause
        verbs = said.verbal and given.verbal and said.negated == given.negated
        if beside and verbs and lexicon.antonyms(said.ids) & given.ids and not said.ids & given.ids:
            found.append((said.text, given.text))
    return found


def _of_another(pair: Pair, claim: Reading, evidence: Reading, alignment: Alignment) -> bool:
    """Whether the source's verb has an object that the claim does not speak of, and the claim's verb has none."""
    verbs = pair.claim.verbal and pair.evidence.verbal
    if not verbs or _object(claim, pair.claim) is not None:
        return False
    theirs = _object(evidence, pair.evidence)
    return theirs is not None and theirs.place not in {p.evidence.place for p in alignment.pairs}


def _object(reading: Reading, verb: Item) -> Item | None:
    """What follows a verb in its clause."""
    place = verb.place + 1
    follows = reading.items[place] if place < len(reading.items) else None
    return follows if follows is not None and follows.clause == verb.clause and follows.weight > 0 else None


def _both_ways(claim: Reading, alignment: Alignment, lexicon: Lexicon) -> tuple[str, str] | None:
    """Two antonyms joined by "and", one of which has no counterpart."""
    left_over = {item.place for item in alignment.missing}
    for first, second in pairwise(claim.items):
        joined = _AND.fullmatch(claim.plain[first.end : second.start])
        one_left = (first.place in left_over) != (second.place in left_over)
        if joined and one_left and lexicon.antonyms(first.ids) & second.ids:
            return first.text, second.text
    return None


def _across(claim: Reading, pairs: list[Pair]) -> bool:
    """Whether a verb or a clause boundary stands between two words of degree: cause and effect, not a list."""
    if any(pair.claim.kind not in _SCALES or pair.evidence.kind not in _SCALES for pair in pairs):
        return False  # "oversamples the minority", "undersamples the majority" differ in both
    first, second = sorted(pair.claim.place for pair in pairs)
    between = claim.items[first + 1 : second]
    return claim.items[first].clause != claim.items[second].clause or any(item.verbal for item in between)


def _condition(pair: Pair) -> bool:
    """Whether a word of time is a condition: "only once X, Y" says "X before Y" with the sides turned."""
    return any(item.text.casefold() in _CONDITIONS for item in (pair.claim, pair.evidence))


def _of_time(pair: Pair) -> bool:
    return bool(pair.claim.ids & _TIME and pair.evidence.ids & _TIME)
