"""Who does what to whom: "Firehose writes to S3" is not "S3 writes to Firehose".

Owns the role of a thing in its clause (from its preposition, its place and the voice), and two ways to exchange
things: subject and object of one clause, or two subjects whose statements changed places ("A does p, whereas B q").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations

from assistant.checking.reading.clauses import statement_starts
from assistant.checking.reading.converse import CONVERSE, other_side
from assistant.checking.reading.lexicon import Lexicon
from assistant.checking.reading.reading import Item, Reading
from assistant.checking.signals.alignment import Alignment, Pair, strength_of

_PASSIVE = re.compile(
    r"^[^,;:]{0,40}?\b(?:is|are|was|were|be|been|being|est|sont|etait|etaient|etre|ete)\b(?: \w+){0,2}? "
    r"\w+(?:ed|en|built|sent|made|read|e|es|ee|ees|it|is|us?)\b"
)
_DETERMINER = (
    r"(?:(?:the|a|an|its|their|each|every|any|some|le|la|les|l'|un|une|du|des|son|sa|ses|leurs?|ce|cette|chaque|all)\W{0,2})?"
    r"(?:amazon |aws |service |format |bucket |compartiment )?$"
)
_ROLE_WORDS = {
    "subject": "by|par",
    "source": "from|out of|depuis|a partir d[e']|en provenance d[e']|provenant d[e']|issue?s? d[e']|venant d[e']",
    "target": "to|into|onto|vers|dans|a destination d[e']|au|aux|a|en",
    "of": "of|d[e']|du|des",
    "other": "with|without|for|on|in|at|over|through|via|than|as|between|like|avec|sans|pour|sur|chez|entre|comme|"
    "selon|grace a|when|if|quand|si",
}
_PREPOSITIONS = {name: re.compile(rf"\b(?:{words})\W{{0,2}}{_DETERMINER}") for name, words in _ROLE_WORDS.items()}
_STRICT_TARGET = re.compile(rf"\b(?:to|into|onto|vers|en|dans)\W{{0,2}}{_DETERMINER}")
_INTO = re.compile(r" (?:\w+ )?(?:into|en|vers) (?:[\w'-]+[ '])?")
_LEAST_MASS = 0.6
_ONES = frozenset({"one", "ones"})  # stand for the last noun of the statement before
_LEAST_WEIGHT = 0.4


@dataclass(frozen=True, slots=True)
class RoleFinding:
    """`swapped`: things that exchanged roles in a clause. `crossed`: (subject, share of what is said of another)."""

    swapped: tuple[tuple[str, str], ...] = ()
    certain: bool = False
    crossed: tuple[tuple[str, str], ...] = ()
    crossing: float = 0.0


def compare(claim: Reading, evidence: Reading, alignment: Alignment, lexicon: Lexicon) -> RoleFinding:
    """Things of the claim whose roles, or whose statements, are exchanged in the evidence."""
    swapped, certain = _swapped(claim, evidence, alignment)
    crossed, crossing = _crossed(claim, evidence, lexicon)
    return RoleFinding(swapped, certain, crossed, crossing)


def role(reading: Reading, item: Item) -> str:
    """subject, object, source, target, of, other, or "" where it cannot be told; a passive is turned round.

    What stands in a formula has no role in the clause around it.
    """
    plain = reading.plain
    if reading.in_formula(item):
        return ""
    start = max([s for s in reading.clauses if s <= item.start], default=0)
    before = plain[start : item.start]
    for name, pattern in _PREPOSITIONS.items():
        if pattern.search(before):
            return name
    clause_end = min([s for s in reading.clauses if s > item.start], default=len(plain))
    verbs = [o for o in reading.items if o.clause == item.clause and o.start < item.start and o.verbal]
    if verbs:
        return "object"
    if len(before.split()) > 6:
        return ""
    return "object" if _PASSIVE.search(plain[item.end : clause_end]) else "subject"


def _swapped(claim: Reading, evidence: Reading, alignment: Alignment) -> tuple[tuple[tuple[str, str], ...], bool]:
    solid = [pair for pair in alignment.pairs if not pair.opposite]
    things = [p for p in solid if p.claim.weight >= 1.0 and p.claim.kind not in ("verb", "relation")]
    verbs = [p for p in solid if p.claim.verbal or p.evidence.verbal]
    found: list[tuple[str, str]] = []
    certain = False
    for a, b in combinations(things, 2):
        if a.evidence.place == b.evidence.place or a.claim.ids & b.claim.ids:
            continue
        if a.claim.clause != b.claim.clause or a.evidence.clause != b.evidence.clause:
            continue
        said, given = (
            (role(claim, a.claim), role(claim, b.claim)),
            (role(evidence, a.evidence), role(evidence, b.evidence)),
        )
        names = all(item.is_name for item in (a.claim, b.claim, a.evidence, b.evidence))
        if names and _exchanged(said, given):
            between = [v for v in verbs if _lies_between(v, a, b)]
            if other_side(claim, evidence):
                continue
            certain = certain or {*said} == {"source", "target"}
            certain = certain or any(not v.claim.ids & CONVERSE or v.claim.ids == v.evidence.ids for v in between)
        elif (
            (
                any(p.claim.is_name for p in (a, b))
                and _turned_round(said, given)
                and _strictly_to(claim, a.claim, b.claim)
                and _strictly_to(evidence, a.evidence, b.evidence)
            )
            or _made_of_the_other(claim, evidence, a, b)
            or _made_of_the_other(claim, evidence, b, a)
        ):
            certain = True
        else:
            continue
        found.append((a.claim.text, b.claim.text))
    return tuple(found), certain


def _turned_round(said: tuple[str, str], given: tuple[str, str]) -> bool:
    """Whether what goes into one thing in one text goes into the other thing in the other text."""
    rest = {"object", "source", "of"}
    forth = said[0] == "target" and given[1] == "target" and said[1] in rest and given[0] in rest
    back = said[1] == "target" and given[0] == "target" and said[0] in rest and given[1] in rest
    return forth or back


def _made_of_the_other(claim: Reading, evidence: Reading, a: Pair, b: Pair) -> bool:
    """Whether the claim makes `a` into `b` and the source `b` into `a`."""
    return _becomes(claim, a.claim, b.claim) and _becomes(evidence, b.evidence, a.evidence)


def _becomes(reading: Reading, a: Item, b: Item) -> bool:
    """Whether one thing is made into another: "turns text into lifelike speech"."""
    return a.end <= b.start and bool(_INTO.fullmatch(reading.plain[a.end : b.start]))


def _strictly_to(reading: Reading, *items: Item) -> bool:
    """Whether the target among these is one by a word that can mean nothing else."""
    plain = reading.plain
    return any(_STRICT_TARGET.search(plain[: item.start]) for item in items)


def _lies_between(verb: Pair, a: Pair, b: Pair) -> bool:
    """Whether a verb stands between the two things in both texts."""
    said = sorted((a.claim.place, b.claim.place))
    given = sorted((a.evidence.place, b.evidence.place))
    return said[0] < verb.claim.place < said[1] and given[0] < verb.evidence.place < given[1]


def _exchanged(said: tuple[str, str], given: tuple[str, str]) -> bool:
    """Whether the subject of one text is no subject in the other, and the other way round."""
    beside = {"object", "target", "source", "of"}
    if said[0] == "subject" and said[1] in beside:
        return given[1] == "subject" and given[0] in beside - ({"of"} if said[1] == "of" else set())
    if said[1] == "subject" and said[0] in beside:
        return given[0] == "subject" and given[1] in beside - ({"of"} if said[0] == "of" else set())
    return {*said} == {"source", "target"} and said == given[::-1]


def _crossed(claim: Reading, evidence: Reading, lexicon: Lexicon) -> tuple[tuple[tuple[str, str], ...], float]:
    """Subjects of which the claim says what the evidence says of another subject, in another statement."""
    if len({item.statement for item in evidence.items}) < 2:
        return (), 0.0
    only = {
        item.place: place for item in claim.items if (place := _only_statement(item, evidence, lexicon)) is not None
    }
    # "A does p and B does q" sets two names against each other; other things need a "whereas".
    contrast = len(statement_starts(evidence.text)) > 1
    names = {i.text for r in (claim, evidence) for i in r.items if i.is_name or i.kind == "metric"}
    found: list[tuple[str, str]] = []
    worst = 0.0
    for number in sorted({item.statement for item in claim.items}):
        part = [item for item in claim.items if item.statement == number]
        share, subject, rival = _misbound(part, only, evidence, lexicon)
        named = {subject, rival} <= names
        if not contrast and not (named and subject):
            continue
        worst = max(worst, share)
        if share >= _LEAST_MASS:
            found.append((subject, rival))
    return tuple(found), worst


def _only_statement(item: Item, evidence: Reading, lexicon: Lexicon) -> int | None:
    """The one statement of the evidence that has a counterpart of an item, None for none or several."""
    same = [other for other in evidence.items if strength_of(item, other, lexicon) >= 1.0]
    where = {other.statement for other in same}
    for ones in (other for other in evidence.items if other.text.casefold() in _ONES):
        before = [other for other in evidence.items if other.statement < ones.statement]
        if before and before[-1] in same:
            where.add(ones.statement)
    return where.pop() if len(where) == 1 else None


def _misbound(part: list[Item], only: dict[int, int], evidence: Reading, lexicon: Lexicon) -> tuple[float, str, str]:
    """Share (0..1) of what the claim says of its subject that the evidence says only of another one, and both."""
    telling = [item for item in part if item.place in only and item.weight >= 0.4]
    subject = next((i for i in telling if i.is_name or i.kind in ("metric", "term", "word")), None)
    if subject is None:
        return 0.0, "", ""
    home = only[subject.place]
    here = sum(i.weight for i in telling if only[i.place] == home and i is not subject)
    places: dict[int, float] = {}
    for item in telling:
        if only[item.place] != home:
            places[only[item.place]] = places.get(only[item.place], 0.0) + item.weight
    if not places:
        return 0.0, "", ""
    statement = max(sorted(places), key=lambda s: places[s])
    share = places[statement] / (places[statement] + here)
    rival = next((i for i in evidence.items if i.statement == statement and i.weight >= 0.8), None)
    if places[statement] < _LEAST_WEIGHT:
        return 0.0, "", ""
    if rival is None or any(strength_of(item, rival, lexicon) >= 1.0 for item in part):
        return 0.5 * share, "", ""
    return share, subject.text, rival.text
