"""Who does what to whom: "Firehose writes to S3" is not "S3 writes to Firehose".

Owns finding the agent and the target of a transfer (writes, reads, sends, loads, feeds ...) in the active and the
passive, and comparing two readings. Knows nothing of verdicts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.checking.alignment import Alignment, Pair
from assistant.checking.lexicon import NAME_KINDS
from assistant.checking.plain import flat
from assistant.checking.reading import Item, Reading

_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|est|sont|etait|etaient|etre|ete)\b(?: \w+){0,2}? \w+(?:ed|en|t|e|es|ee|ees|is|it|us?)\b"
    r"(?P<rest>.{0,60}?)\b(?P<by>by|par)\b"
)
_SOURCE = re.compile(r"\b(?:from|depuis|a partir de|en provenance de|provenant de|out of|issues? de|venant de)\W{0,3}(?:\w+\W{1,2}){0,2}$")
_TARGET = re.compile(r"\b(?:to|into|onto|vers|dans|a destination de|in|a|au|aux|sur)\W{0,3}(?:\w+\W{1,2}){0,2}$")
_BY = re.compile(r"\b(?:by|par|grace a|through|via)\W{0,3}(?:\w+\W{1,2}){0,2}$")


@dataclass(frozen=True, slots=True)
class RoleFinding:
    """`swapped` holds the two things that changed places, in the claim's words."""

    swapped: tuple[tuple[str, str], ...] = ()


def compare(claim: Reading, evidence: Reading, alignment: Alignment) -> RoleFinding:
    """Pairs of aligned things whose roles are exchanged."""
    things = [pair for pair in alignment.pairs if not pair.opposite and _is_thing(pair.claim)]
    swapped = []
    for first in range(len(things)):
        for second in range(first + 1, len(things)):
            a, b = things[first], things[second]
            if a.evidence.place == b.evidence.place or a.claim.ids & b.claim.ids:
                continue
            if _exchanged(claim, evidence, a, b):
                swapped.append((a.claim.text, b.claim.text))
    return RoleFinding(tuple(swapped))


def _is_thing(item: Item) -> bool:
    return item.kind in NAME_KINDS or item.kind in ("name", "metric", "term", "word")


def _exchanged(claim: Reading, evidence: Reading, a: Pair, b: Pair) -> bool:
    said = _role(claim, a.claim), _role(claim, b.claim)
    given = _role(evidence, a.evidence), _role(evidence, b.evidence)
    return said[0] != said[1] and given[0] != given[1] and said == given[::-1] and "" not in said


def _role(reading: Reading, item: Item) -> str:
    """agent, source, target or "" from the words before the item and the voice of the sentence."""
    before = flat(reading.text[max(0, item.start - 40) : item.start])
    if _BY.search(before):
        return "agent"
    if _SOURCE.search(before):
        return "source"
    if _TARGET.search(before):
        return "target"
    if item.place == 0:
        return "object" if _PASSIVE.search(flat(reading.text[item.end : item.end + 120])) else "agent"
    return ""
