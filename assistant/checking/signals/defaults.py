"""What the default is: "the default is lstm, with gru as the alternative" against a claim that the default is gru.

Owns finding the value that a text calls the default, in French and English, and comparing two texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.checking.reading.reading import Item, Reading
from assistant.checking.signals.alignment import Alignment
from assistant.checking.signals.numbers import agree
from ingest.text.quantities import Quantity

_MARKED = re.compile(r"(?P<before>\S+) \((?:the )?(?:default|par defaut|defaut)\)")
_BEFORE = re.compile(
    r"\b(?:is|are|est|sont|vaut|uses?|utilise)\W{1,2}(?P<before>[\w.-]+),? (?:by default|par defaut)\b"
)
_SAID = re.compile(
    r"\b(?:defaults? (?:to|is|are|of|value is|being)|by default,?|par defaut,?|"
    r"(?:valeur )?par defaut (?:est|vaut|de|:)|"
    r"default [\w ]{1,40}? (?:is|are))\b"
)
_CUE = re.compile(
    r"\bdefaults?\b|\bdefaut\b|\bsauf (?:choix|reglage|indication|mention) contraire\b|\bsi l'on ne change rien\b|"
    r"\bunless (?:changed|set|told|stated|configured)\b|\bout of the box\b|\bd'office\b"
)
_NEAR = 8  # items: values of one enumeration


@dataclass(frozen=True, slots=True)
class DefaultFinding:
    """`conflict` is (what the claim calls the default, what the source does), None where they agree or say nothing."""

    conflict: tuple[str, str] | None = None


def compare(claim: Reading, evidence: Reading, alignment: Alignment) -> DefaultFinding:
    """A claim that calls a default what the source names as another choice."""
    if not _CUE.search(claim.plain):
        return DefaultFinding()
    return _number(claim, evidence) or _word(claim, evidence, alignment) or DefaultFinding()


def _number(claim: Reading, evidence: Reading) -> DefaultFinding | None:
    """The one number of the claim against the number that the source calls the default."""
    stated = [quantity for quantity in claim.quantities if not quantity.weak]
    given = default_number(evidence)
    if len(stated) != 1 or given is None or agree(stated[0], given):
        return None
    return DefaultFinding((stated[0].text, given.text))


def default_number(reading: Reading) -> Quantity | None:
    """The quantity that a text calls the default, where it calls only one so."""
    plain = reading.plain
    if len(_CUE.findall(plain)) != 1:
        return None
    said, marked = (
        _SAID.search(plain),
        re.search(r"\S+ \((?:the )?(?:default|par defaut|defaut)\)|\S+ (?:by default|par defaut)", plain),
    )
    for quantity in reading.quantities:
        follows = said is not None and 0 <= quantity.start - said.end() <= 3
        precedes = (
            marked is not None and marked.start() <= quantity.start < marked.end() and quantity.end <= marked.end()
        )
        if (follows or precedes) and quantity.bound == "exact":
            return quantity
    return None


def _word(claim: Reading, evidence: Reading, alignment: Alignment) -> DefaultFinding | None:
    there = {pair.claim.place: pair.evidence for pair in alignment.pairs if not pair.opposite}
    value = default_of(evidence)
    if value is None or any(other.place == value.place for other in there.values()):
        return None
    stated = [item for item in claim.items if item.place in there and _is_value(there[item.place])]
    near = [item for item in stated if 0 < abs(there[item.place].place - value.place) <= _NEAR]
    after = [item for item in near if item.start >= len(claim.text) // 3]
    return DefaultFinding((after[-1].text, value.text)) if after else None


def default_of(reading: Reading) -> Item | None:
    """The item that a text calls the default: "adam (default)", "defaults to adam"."""
    plain = reading.plain
    marked = _MARKED.search(plain)
    if marked is not None:
        start, end = marked.span("before")
        return next(
            (item for item in reading.items if start <= item.start < end or item.start <= start < item.end), None
        )
    marked = _BEFORE.search(plain)
    if marked is not None:
        found = next((item for item in reading.items if item.start == marked.start("before")), None)
        if found is not None and _is_value(found):
            return found
    said = _SAID.search(plain)
    if said is None:
        return None
    following = next((item for item in reading.items if item.start >= said.end()), None)
    return following if following is not None and following.start - said.end() <= 12 and _is_value(following) else None


def _is_value(item: Item) -> bool:
    return item.is_name or item.kind in ("word", "metric")
