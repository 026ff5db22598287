"""Does the claim deny what the source says, or say what the source denies?

Each denial of one text is looked for in the other: the same denial of the same thing, an antonym, a word that denies
without a cue ("refuses", "hors de", "only"). What is left is a flip, as strong as the denied word is surely the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.checking.reading.implicit import implicit_denials
from assistant.checking.reading.negation import Denial
from assistant.checking.reading.reading import Item, Reading
from assistant.checking.signals.alignment import Alignment, Pair

# In the scope of a denial these turn it again or only bound it: "no other than", "not more than".
_TURNED_AGAIN = re.compile(
    r"\b(?:other than|autres? qu[e']|(?:more|less|fewer|longer|larger|smaller|higher|lower|greater)\b.{0,40}\bthan|"
    r"(?:plus|moins) (?:de|d')?.{0,40}\bqu[e']|unless|until|before|avant|sauf si|tant que)"
)
# "cannot ... unless": what is denied holds with the condition.
_CONDITION = re.compile(r"\b(?:unless|until|a moins (?:de|d'|que)|sauf si|tant qu[e']|jusqu'a ce)")
_OF_NOUNS = frozenset({"neither", "nor", "no", "ni", "aucun", "aucune", "none of"})
# Being supported, accepted, usable, available: one denied and another said are still a contradiction.
_ENABLING = frozenset({"support", "accept", "allow", "use", "work", "possible", "available", "offer", "enabled", "run"})
_CAN = re.compile(r"\b(?:can|may|able to|peut|peuvent|capables? d[e'])\b(?! ?not)")
_CONTRASTS = frozenset({"instead of", "rather than", "au lieu de", "au lieu d'", "plutot que", "plutot qu'"})
# What "B instead of A" may be called in the other text: "stays off A", "B is preferred over A".
_SET_ASIDE = re.compile(
    r"\b(?:off the|over|away from|bypass(?:es|ed|ing)?|avoid(?:s|ed|ing)?|hors d[eu']|contourn\w+|evit\w+)\b"
)
_WEAK_MATCH = 0.35
_SURE = 0.75  # of a flip: the denied word itself has its counterpart
_SAME_MATTER = 0.5  # share of what the claim says besides a contrast


@dataclass(frozen=True, slots=True)
class PolarityFinding:
    """`flip` (0..1) is how surely claim and source disagree; `cue` the words that deny, `denied_by` claim or source.

    `excused`: the denial is one of a condition, or the other text says no in another way. `exchanged`: what one text
    says and what it denies have changed places in the other ("X and not Y" against "Y and not X").
    """

    flip: float = 0.0
    cue: str = ""
    denied_by: str = ""
    excused: bool = False
    exchanged: bool = False


def compare(claim: Reading, evidence: Reading, alignment: Alignment) -> PolarityFinding:
    """The strongest denial of one text that the other does not share."""
    forward = {pair.claim.place: pair for pair in alignment.pairs}
    backward = {pair.evidence.place: pair for pair in alignment.pairs}
    turned = _exchanged(claim, evidence, alignment, forward, backward)
    if turned is not None:
        return PolarityFinding(1.0, _in_words(evidence, turned), "source", exchanged=True)
    ours, theirs = _unshared(claim, evidence, forward, backward)
    found = [_finding(denial, "claim", claim, forward, evidence) for denial in ours]
    found += [_finding(denial, "source", evidence, backward, claim) for denial in theirs]
    return max(found, key=lambda finding: finding.flip, default=PolarityFinding())


def _finding(denial: Denial, side: str, own: Reading, pairs: Mapping[int, Pair], other: Reading) -> PolarityFinding:
    words = [i for i in own.items if i.start == denial.start and i.place in pairs]
    if any(not pairs[i.place].opposite for i in words):
        return PolarityFinding(0.0, denial.cue, side, excused=True)  # "ignores" is "skips" there
    strength, excused = _strength(denial, own, pairs, other)
    strength *= _WEAK_MATCH if excused else 1.0
    # "does not suit A" against "suits A and not B": two words that deny, and still A is denied in one text alone.
    beside = any(d.contrast for d in other.denials) and _is_affirmed(denial, own, pairs, other)
    return PolarityFinding(strength, denial.cue, side, excused, exchanged=beside and strength >= _SURE)


def _exchanged(
    claim: Reading, evidence: Reading, alignment: Alignment, forward: Mapping[int, Pair], backward: Mapping[int, Pair]
) -> Denial | None:
    """The denial of the source whose words the claim says, while it denies what the source says in their place."""
    for ours in claim.denials:
        for theirs in evidence.denials:
            if (
                _is_said(ours, claim, forward, evidence)
                and _is_said(theirs, evidence, backward, claim)
                and _same_matter(ours, theirs, claim, alignment)
            ):
                return theirs
    return None


def _is_said(denial: Denial, own: Reading, pairs: Mapping[int, Pair], other: Reading) -> bool:
    """Whether the other text says what a contrast denies: the first thing only it names stands outside all denials.

    Of a denial that is no contrast it cannot be told: what it denies may be its subject there.
    """
    if not denial.contrast:
        return False
    clause = own.clause(denial.scope_start)
    inside = [item for item in own.items if item.start >= denial.scope_start and item.clause == clause]
    rest = [item for item in own.items if item not in inside]
    for item in inside:
        pair = pairs.get(item.place)
        if pair is None or item.weight <= 0 or item.kind == "verb":
            continue
        if any(item.ids & o.ids or item.stems & o.stems for o in rest):
            continue
        return _is_denied(other, pair.evidence if pair.claim is item else pair.claim) == pair.opposite
    return False


def _is_affirmed(denial: Denial, own: Reading, pairs: Mapping[int, Pair], other: Reading) -> bool:
    """Whether the other text says what a denial of a clause denies: all of it that both name stands outside denials."""
    inside = [i for i in own.items if _covers(denial, i) and i.weight > 0 and not i.verbal and i.place in pairs]
    named = [pairs[i.place].evidence if pairs[i.place].claim is i else pairs[i.place].claim for i in inside]
    opposed = any(pairs[i.place].opposite for i in inside)
    return not denial.contrast and bool(named) and not opposed and not any(_is_denied(other, i) for i in named)


def _covers(denial: Denial, item: Item) -> bool:
    return denial.scope_start <= item.start and item.end <= denial.scope_end


def _is_denied(reading: Reading, item: Item) -> bool:
    """Whether a denial bears on an item: a contrast on its scope, any other on its whole clause."""
    return any(_covers(d, item) or (not d.contrast and reading.clause(d.start) == item.clause) for d in reading.denials)


def _same_matter(ours: Denial, theirs: Denial, claim: Reading, alignment: Alignment) -> bool:
    """Whether what is said besides the contrast stands in the source too: then the same is said of the two."""
    known = {pair.claim.place for pair in alignment.pairs} | {item.place for item in alignment.contextual}
    turned = {pair.claim.place for pair in alignment.pairs if _covers(theirs, pair.evidence)}
    rest = [item for item in claim.items if not _covers(ours, item) and item.place not in turned]
    total = sum(item.weight for item in rest)
    return sum(item.weight for item in rest if item.place in known) >= _SAME_MATTER * total


def _in_words(reading: Reading, denial: Denial) -> str:
    return " ".join(reading.text[denial.start : denial.scope_end].split()).rstrip(" .,;:")


def _unshared(
    claim: Reading, evidence: Reading, forward: Mapping[int, Pair], backward: Mapping[int, Pair]
) -> tuple[list[Denial], list[Denial]]:
    """Denials without a counterpart, pairing those whose clauses share most.

    A contrast that denies what the other text says is shared with none of its denials; nor is a denial of what the
    other text says beside a contrast ("does not suit A" against "suits A and not B").
    """
    scores = []
    for ours in claim.denials:
        touched = {forward[i.place].evidence.place for i in _around(claim, ours) if i.place in forward}
        for theirs in evidence.denials:
            if _is_said(ours, claim, forward, evidence) or _is_said(theirs, evidence, backward, claim):
                continue
            if (ours.contrast and _is_affirmed(theirs, evidence, backward, claim)) or (
                theirs.contrast and _is_affirmed(ours, claim, forward, evidence)
            ):
                continue
            shared = sum(item.weight for item in _around(evidence, theirs) if item.place in touched)
            if shared > 0 or len(claim.denials) == len(evidence.denials) == 1:
                scores.append((shared, ours, theirs))
    left, right = list(claim.denials), list(evidence.denials)
    for _, ours, theirs in sorted(scores, key=lambda s: (-s[0], s[1].start, s[2].start)):
        if ours in left and theirs in right:
            left.remove(ours)
            right.remove(theirs)
    return left, right


def _around(reading: Reading, denial: Denial) -> list[Item]:
    """Items that a denial is about: its scope and the clause it stands in."""
    clauses = {reading.clause(denial.start), reading.clause(max(denial.start, denial.scope_end - 1))}
    return [
        item
        for item in reading.items
        if item.clause in clauses or (denial.scope_start <= item.start and item.end <= denial.scope_end)
    ]


def _strength(denial: Denial, own: Reading, pairs: Mapping[int, Pair], other: Reading) -> tuple[float, bool]:
    """How surely the other text affirms what this denial denies, and whether something excuses the difference."""
    scope = [i for i in own.items if denial.scope_start <= i.start and i.end <= denial.scope_end and i.weight > 0]
    if own.bounds_in(denial.scope_start, denial.scope_end) or not scope:
        scope = scope or [i for i in own.items if i.clause == own.clause(denial.start)][-1:]
        if not scope or own.bounds_in(denial.scope_start, denial.scope_end):
            return 0.1, False
    telling = [item for item in scope if item.kind not in ("generic", "relation")] or scope
    if denial.cue in _OF_NOUNS:
        telling = [item for item in telling if item.place in pairs] or telling
    pair = pairs.get(telling[0].place)
    enabled = pair is None and bool(telling[0].ids & _ENABLING) and _enables(other)
    if pair is not None and (pair.opposite or (pair.claim.negated and pair.evidence.negated)):
        return 0.0, False
    total = sum(item.weight for item in scope) or 1.0
    shared = sum(item.weight for item in scope if item.place in pairs and not pairs[item.place].opposite) / total
    if any(item.place in pairs and pairs[item.place].opposite for item in scope):
        return 0.2 * shared, True
    strength = 0.7 + 0.3 * shared if pair is not None or enabled else 0.6 * shared
    if denial.cue in _OF_NOUNS:
        clause = [i for i in own.items if i.clause == telling[0].clause and i is not telling[0] and i.weight >= 0.4]
        verb = next((i for i in reversed(clause) if i.verbal and i.end <= denial.start), None)
        if verb is None or verb.place not in pairs:
            strength *= sum(i.place in pairs for i in clause) / len(clause) if clause else 0.5
    return strength, _excused(denial, own, pairs, other)


def _excused(denial: Denial, own: Reading, pairs: Mapping[int, Pair], other: Reading) -> bool:
    """Whether the denial only bounds or conditions something, or the other text denies in other words."""
    plain = own.plain
    scope = plain[denial.scope_start : denial.scope_end]
    if _CONDITION.search(plain, denial.scope_end) or _CONDITION.search(plain[: denial.start]):
        return True
    if _TURNED_AGAIN.search(scope) or _nested(denial, own):
        return True
    if denial.cue in _CONTRASTS:
        # "can take A instead of B" offers A; it does not say that B cannot be taken.
        return bool(_SET_ASIDE.search(other.plain) or _CAN.search(plain[: denial.start]))
    return _denies_otherwise(own, other, pairs)


def _denies_otherwise(own: Reading, other: Reading, pairs: Mapping[int, Pair]) -> bool:
    """Whether the other text holds a word that says no, which stands for no word of this one."""
    places = {item.place for pair in pairs.values() for item in (pair.claim, pair.evidence) if item in other.items}
    text = other.text
    for item in other.items:
        if item.place in places:
            text = text[: item.start] + " " * (item.end - item.start) + text[item.end :]
    return bool(implicit_denials(text) - implicit_denials(own.text))


def _enables(reading: Reading) -> bool:
    """Whether a text says that something can be done, is there or is accepted."""
    plain = reading.plain
    return bool(_CAN.search(plain)) or any(item.ids & _ENABLING and not item.negated for item in reading.items)


def _nested(denial: Denial, own: Reading) -> bool:
    """Whether another denial stands in the scope: "cannot ... that has not" is a condition, not a denial."""
    return any(o is not denial and denial.scope_start <= o.start < denial.scope_end + 8 for o in own.denials)
