"""What stands with what: "Avro at the start, Parquet at the end" against the same with the two exchanged.

Two things of a claim whose neighbours are, in the source, the neighbours of each other have changed places. Owns that
comparison; it reads no grammar but the clauses. Numbers take part as neighbours.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import combinations, pairwise

from assistant.checking.reading.clauses import statement_starts
from assistant.checking.reading.lexicon import Lexicon
from assistant.checking.reading.reading import Item, Reading
from assistant.checking.signals.alignment import Alignment
from assistant.checking.signals.numbers import agree

_THINGS = frozenset({"service", "algorithm", "parameter", "format", "metric", "name", "term", "word"})
_LEAST_WEIGHT = 0.4
_SEGMENT = re.compile(
    r"[;:.!?,](?=\s)|\s[-(]|\b(?:and|or|but|whereas|while|though|although|when|if|because|which|that|than|et|ou|mais|"
    r"tandis|alors|quand|lorsqu[e']|si|car|qui|dont|qu[e'])(?!\w)"
)
_SURELY = 0.7  # two numbers changed places
_TELLS = 0.3  # from here on two things that can change places are found before any others
_LEAST_FIT = 0.4  # of the exchanged reading, or it says nothing
_TOGETHER = re.compile(
    r"\W{0,3}(?:[\w-]+\W{1,3}){0,1}(?:,|\b(?:and|or|et|ou|nor|ni)\b)\W{1,3}(?:[\w-]+\W{1,3}){0,2}|\W{0,3}"
)


@dataclass(frozen=True, slots=True)
class BindingFinding:
    """`crossed`: the two things that most seem to have changed neighbours; `ratio` (0..1): how surely, 0 for neither.

    `alike`: whether the two can stand in each other's place at all.
    """

    crossed: tuple[str, str] = ("", "")
    ratio: float = 0.0
    alike: bool = False


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place in one text: which item, statement and segment (between commas and conjunctions)."""

    step: float
    statement: int
    segment: int


@dataclass(frozen=True, slots=True)
class _Place:
    """A thing, or a number (no item), at its places in the two texts."""

    text: str
    said: _Spot
    given: _Spot
    item: Item | None
    other: Item | None
    dimension: str = ""


def compare(claim: Reading, evidence: Reading, alignment: Alignment, lexicon: Lexicon) -> BindingFinding:
    """The two things of the claim that fit the source best when exchanged."""
    places = _places(claim, evidence, alignment)
    things = [p for p in places if p.item is not None and _is_thing(p.item) and not claim.in_formula(p.item)]
    best = _numbers_exchanged(places)
    for a, b in combinations(things, 2):
        if a.item is None or b.item is None or a.other is None or b.other is None:
            continue
        if a.other.place == b.other.place or a.item.ids & b.item.ids or a.item.stems & b.item.stems:
            continue
        if _coordinated(claim, a.item, b.item) or _coordinated(evidence, a.other, b.other):
            continue
        plain = exchanged = 0.0
        for c in places:
            if c is a or c is b or (c.other is not None and c.other.place in (a.other.place, b.other.place)):
                continue
            weight = c.item.weight if c.item is not None else 1.0
            near_a, near_b = _nearness(a.said, c.said), _nearness(b.said, c.said)
            there_a, there_b = _nearness(a.given, c.given), _nearness(b.given, c.given)
            # Only what stands nearer to one of the two than to the other tells them apart.
            plain += weight * max(0.0, (near_a - near_b) * (there_a - there_b))
            exchanged += weight * max(0.0, (near_a - near_b) * (there_b - there_a))
        ratio = max(0.0, exchanged - plain) / (plain + exchanged + 0.1) if exchanged >= _LEAST_FIT else 0.0
        alike = _alike(a.item, b.item, lexicon)
        if (ratio > _TELLS and alike, ratio) > (best.ratio > _TELLS and best.alike, best.ratio):
            best = BindingFinding((a.text, b.text), ratio, alike)
    return best


def _is_thing(item: Item) -> bool:
    return item.kind in _THINGS and not item.verbal


def _numbers_exchanged(places: list[_Place]) -> BindingFinding:
    """Two numbers of one kind, each in both texts, that stand by each other's words: "5 to train and 20 to tune"."""
    counted = [p for p in places if p.item is None]
    labels = [p for p in places if p.item is not None and _once(p, places)]
    best = BindingFinding()
    for a, b in combinations(counted, 2):
        if a.dimension != b.dimension:
            continue
        plain = exchanged = 0.0
        for c in labels:
            said = _nearness(a.said, c.said) - _nearness(b.said, c.said)
            given = _nearness(a.given, c.given) - _nearness(b.given, c.given)
            plain += max(0.0, said * given)
            exchanged += max(0.0, -said * given)
        ratio = (exchanged - plain) / (plain + exchanged + 0.1) if exchanged >= _LEAST_FIT else 0.0
        if ratio > max(best.ratio, _SURELY):
            best = BindingFinding((a.text, b.text), ratio, alike=True)
    return best


def _once(place: _Place, places: list[_Place]) -> bool:
    """Whether a thing is said but once: what stands by both numbers tells nothing."""
    item = place.item
    return item is not None and not any(
        o is not place and o.item is not None and (o.item.ids & item.ids or o.item.stems & item.stems) for o in places
    )


def _coordinated(reading: Reading, a: Item, b: Item) -> bool:
    """Whether "A and B" are said of the same: then their order says nothing."""
    first, second = sorted((a.place, b.place))
    plain = reading.plain
    run = reading.items[first : second + 1]
    if len(run) > 2 and not all(item.is_name for item in run):
        run = (run[0], run[-1])
    return all(_TOGETHER.fullmatch(plain[x.end : y.start]) for x, y in pairwise(run))


def _places(claim: Reading, evidence: Reading, alignment: Alignment) -> list[_Place]:
    said, given = _Map(claim), _Map(evidence)
    found = []
    for pair in alignment.pairs:
        if not pair.opposite and pair.claim.weight >= _LEAST_WEIGHT:
            here, there = said.spot(pair.claim.start), given.spot(pair.evidence.start)
            found.append(_Place(pair.claim.text, here, there, pair.claim, pair.evidence))
    for quantity in claim.quantities:
        same = [g for g in evidence.quantities if agree(quantity, g)]
        if len(same) == 1 and not quantity.weak:
            here, there = said.spot(quantity.start), given.spot(same[0].start)
            found.append(_Place(quantity.text, here, there, None, None, quantity.dimension))
    return found


class _Map:
    """Where the positions of a text lie."""

    def __init__(self, reading: Reading) -> None:
        plain = reading.plain
        self._starts = [item.start for item in reading.items]
        self._segments = [match.start() for match in _SEGMENT.finditer(plain)]
        self._statements = statement_starts(reading.text)

    def spot(self, position: int) -> _Spot:
        """The place of a position; a number stands half a step after the item before it."""
        step = bisect_left(self._starts, position)
        exact = step < len(self._starts) and self._starts[step] == position
        statement = bisect_right(self._statements, position)
        return _Spot(step if exact else step - 0.5, statement, bisect_right(self._segments, position))


def _nearness(a: _Spot, b: _Spot) -> float:
    near = 0.6 / (1.0 + abs(a.step - b.step))
    return near + (a.statement == b.statement) + 0.7 * (a.segment == b.segment)


def _alike(a: Item, b: Item, lexicon: Lexicon) -> bool:
    """Whether the two can stand in each other's place: both names, or terms of one family or opposite."""
    return (a.kind == b.kind and ((a.is_name and b.is_name) or a.kind == "metric")) or bool(
        lexicon.family(a.ids) & lexicon.family(b.ids) or lexicon.antonyms(a.ids) & b.ids
    )
