"""Names of services, algorithms, parameters, formats: which of the claim's the source lacks, and what it names instead.

Also terms of one family (mean and sum, CPU and GPU, July and March): another member in its place is another statement.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.checking.reading.lexicon import Lexicon
from assistant.checking.reading.reading import Item, Reading
from assistant.checking.signals.alignment import Alignment, strength_of

# Naming the platform or not says nothing.
_UNITS = frozenset({"time-unit", "size-unit", "bit-size", "length-unit"})
# Whatever their family: one service, algorithm or format named in the place of another.
_OF_ONE_KIND = frozenset({"service", "algorithm"})
# A column, a field, a constant: STRENGTH and DIRECTION, though "direction" is a common word too.
_SPELT = re.compile(r"[A-Z]{5,}")
# Between two members of a list: "Athena, Amazon EMR and Redshift"; a space alone stands inside a longer name.
_LISTED = re.compile(
    r"\s|[\s()]*(?:,|\b(?:and|or|et|ou)\b)[\s,]*(?:(?:and|or|et|ou|the|les?|la|dans|amazon|aws)\b\s*)*"
)
_PATH = re.compile(r"(?<![\w:/.])/[\w.-]+(?:/[\w.-]+)*/?")
_PLATFORM = frozenset({"aws", "amazon", "sagemaker"})


@dataclass(frozen=True, slots=True)
class NameFinding:
    """`swapped` holds (claim's name, source's name) that exclude each other; `missing` names that nothing stands for.

    `units` holds units without a number that differ ("in seconds", "in milliseconds"). `added` holds those of the
    missing that the claim lists with things that the source lists, too.
    """

    swapped: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    found: int = 0
    units: tuple[tuple[str, str], ...] = ()
    added: tuple[str, ...] = ()


def compare(
    claim: Reading, evidence: Reading, alignment: Alignment, context: Reading | None, lexicon: Lexicon
) -> NameFinding:
    """Names of the claim against those of the evidence; names in the context (headings) count as found."""
    used = {pair.evidence.place for pair in alignment.pairs if not pair.opposite}
    free = [item for item in evidence.items if item.place not in used]
    swapped: list[tuple[str, str]] = []
    units: list[tuple[str, str]] = []
    missing: list[str] = []
    added: list[str] = []
    for item in alignment.missing:
        if item.ids & _PLATFORM:
            continue
        if item.is_name and _is_added(item, claim, evidence, alignment):
            missing.append(item.text)
            added.append(item.text)
            continue
        sibling = next((other for other in free if _siblings(item, other, lexicon)), None)
        if sibling is None and context is not None and item.is_name:
            sibling = next((o for o in context.names if _siblings(item, o, lexicon) and not _said(o, claim)), None)
        if sibling is not None and _UNITS & lexicon.family(item.ids):
            if not _counted(item, claim) and not _counted(sibling, evidence):
                units.append((item.text, sibling.text))
        elif sibling is not None:
            swapped.append((item.text, sibling.text))
        elif item.is_name:
            missing.append(item.text)
    for item in alignment.contextual:  # "k-means" of the page's title, where the sentence is about DBSCAN
        sibling = next((other for other in free if item.is_name and _siblings(item, other, lexicon)), None)
        if sibling is not None and not _said(sibling, claim) and not item.ids & _PLATFORM:
            swapped.append((item.text, sibling.text))
    swapped += _paths(claim.text, evidence.text)
    found = sum(1 for pair in alignment.pairs if pair.claim.is_name)
    return NameFinding(tuple(swapped), tuple(missing), found, tuple(units), tuple(added))


def _is_added(item: Item, claim: Reading, evidence: Reading, alignment: Alignment) -> bool:
    """Whether a list of the claim has an item beside what the source lists, and not in the place of one of these.

    In its place it stands where the source's list has just as many others that the claim leaves out.
    """
    places = {pair.claim.place: pair.evidence.place for pair in alignment.pairs if not pair.opposite}
    ours = _listed(claim, item.place)
    there = {places[place] for place in ours if place in places}
    if not there:
        return False
    theirs = _listed(evidence, min(there))
    left_out = [place for place in theirs if place not in places.values()]
    return len(left_out) != len([place for place in ours if place not in places])


def _listed(reading: Reading, place: int) -> list[int]:
    """Places of the names in a row, with commas or "and" between them, that an item stands in."""
    plain = reading.plain
    first = last = place
    while first > 0 and _joined(plain, reading.items[first - 1], reading.items[first]):
        first -= 1
    while last + 1 < len(reading.items) and _joined(plain, reading.items[last], reading.items[last + 1]):
        last += 1
    return list(range(first, last + 1))


def _joined(plain: str, before: Item, after: Item) -> bool:
    return before.is_name and after.is_name and bool(_LISTED.fullmatch(plain[before.end : after.start]))


def _paths(said: str, given: str) -> list[tuple[str, str]]:
    """A path of the claim that is no part of any of the source's, which names others."""
    ours, theirs = ([path.rstrip("/.") for path in _PATH.findall(text)] for text in (said, given))
    strange = [path for path in ours if not any(path in other or other in path for other in theirs)]
    return [(strange[0], theirs[0])] if strange and theirs else []


def _counted(item: Item, reading: Reading) -> bool:
    """Whether a unit belongs to a quantity, which `numbers` compares."""
    return any(q.start <= item.start <= q.end for q in reading.quantities)


def _siblings(a: Item, b: Item, lexicon: Lexicon) -> bool:
    """Two names that can stand in each other's place: one family, or both identifiers of one shape."""
    if _SPELT.fullmatch(a.text) and _SPELT.fullmatch(b.text):
        return not a.ids & b.ids and a.text != b.text
    if a.ids and b.ids:
        kin = lexicon.family(a.ids) & lexicon.family(b.ids) or (a.kind == b.kind and a.kind in _OF_ONE_KIND)
        return bool(kin) and not a.ids & b.ids
    if a.ids or b.ids or not (a.is_name and b.is_name):
        return False
    return _shape(a.text) == _shape(b.text)


def _shape(name: str) -> str:
    if "_" in name:
        return "snake" if name.islower() else "constant"
    if name.isupper():
        return "capitals and figures" if any(c.isdigit() for c in name) else "capitals"
    return "camel" if any(c.isupper() for c in name[1:]) else "word"


def _said(item: Item, claim: Reading) -> bool:
    return any(strength_of(item, other) >= 1.0 for other in claim.names)
