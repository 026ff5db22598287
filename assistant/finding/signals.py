"""Signs that the sources answer a question, or do not: the features behind the refusal score.

Each looks at the question's things (`terms`) and the best sentences found: is what is named and what is asked of it
said in one place, is a thing that is only named ("What is SMOTE?") what a sentence is about, how near in meaning is the
best sentence, what stays unsaid. Counts, shares and closeness only; weights and thresholds are `refusal`'s.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.asking.asked import Asked
from assistant.asking.attributes import attributes_asked, states
from assistant.asking.terms import TermGroup, opening_terms
from assistant.finding.evidence import Candidate, EvidenceFinder, Found
from assistant.finding.ranking import Ranked
from ingest.text.analysis import analyse, fold, is_stop_word, query_terms

_TOP = 5
_LOOKED_AT = 12  # sentences
_SUBJECT = 7  # words at the beginning of a sentence that say what it is about
_MOST_NAMES, _MOST_ATTRIBUTES = 3, 8
_AROUND = 250  # characters on each side of a sentence that may say what it is about
_MOST_LIKELY, _NEARLY = 4, 0.4  # sentences that may state the answer: so many, as likely as this share of the best
_SOME = 0.5  # of a share that cannot be measured, because there is nothing to share
_ASKS_NUMBER = re.compile(
    r"\b(?:how (?:many|much|long|large|big|often|far)|maximum|minimum|max|min|largest|smallest|longest|highest|lowest"
    r"|percentage|limit|default|number of|(?:which|what) (?:year|share|percentage)"
    r"|combien|quel(?:le)?s? (?:taille|duree|prix|delai|limite|pourcentage|poids|valeur|annee|nombre)"
    r"|maxim\w+|minim\w+|plafond|limite|par defaut|numero|nombre)\b"
)
_ASKS_WHICH = re.compile(
    r"\b(?:how many|how much|which|what|quel(?:le)?s?|combien d[e']|laquelle|lequel|nombre (?:maxim\w+ )?d[e']"
    r"|(?:max(?:imum)?|minimum|default|total) (?:number|value|count) of) ?(?:is|are|est|sont)? ?(?:the|la|le|les|l')?"
    r" ?(\w+)"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Features:
    """What the score is made of.

    In 0..1: `best` (the chance that some sentence states the answer, by `ranking`), `cosine` of the closest sentence (a
    typical one where the embedding model's cosines were not measured), `joint` (one sentence speaks of the names and
    says the rest), `names_seen` (share of the names that any sentence or its headings hold), `titled` (share of the
    names that one sentence and the title of its page are about), `gap` (share of what is asked of the names that none
    of the likeliest sentences says, under its headings), `defined` (a question that holds nothing but names: each is
    what some sentence is about). Counts: `names` (at most 3), `attributes` (things asked about that are no
    names, at most 8), `unsaid` (things that no sentence or its surroundings hold), `identifiers_missing` (at most 2).
    `substance` is the logarithm of how much the question holds; `beyond` is how much nearer the likeliest sentences are
    to the question than to its names alone, in steps of cosine (0 without names). The rest are 0 or 1; `valueless`: a
    price, year, author, region or version is asked for and none of the likeliest sentences holds one.
    """

    best: float = 0.0
    cosine: float = 0.0
    joint: float = 0.0
    names_seen: float = 0.0
    titled: float = 0.0
    defined: float = 0.0
    names: float = 0.0
    has_name: float = 0.0
    attributes: float = 0.0
    substance: float = 0.0
    unsaid: float = 0.0
    asks_number: float = 0.0
    asks_which: float = 0.0
    identifiers_missing: float = 0.0
    year_missing: float = 0.0
    valueless: float = 0.0
    gap: float = 0.0
    beyond: float = 0.0


@dataclass(frozen=True, slots=True)
class _Sight:
    """Terms of a sentence, of its first words, of its page's title, of its headings, and of the text around it."""

    quote: set[str]
    subject: set[str]
    title: set[str]
    heading: set[str]
    around: set[str]


def features_of(found: Found, finder: EvidenceFinder, ranked: Sequence[Ranked]) -> Features:
    """The features of a question, its candidate sentences (best first) and the same by their chance to answer.

    All 0 where nothing is asked or nothing was found.
    """
    asked, groups, candidates = found.asked, found.asked.groups, found.candidates
    if not candidates or not groups or not ranked:
        return Features()
    likely = likeliest(ranked)
    weights = [group.weight(finder.rarity) for group in groups]
    looked = candidates[:_LOOKED_AT]
    sights = [_sight(candidate) for candidate in looked]
    usual = finder.calibration
    cosines = [usual.even(c.cosine, other=c.span.lang != asked.lang) for c in candidates[:_TOP]]
    written = fold(" ".join(f"{c.span.document.source.title} {' '.join(c.span.section)} {c.told}" for c in looked))
    names = [(weight, group) for weight, group in zip(weights, groups, strict=True) if group.name]
    attributes = len(groups) - len(names)
    return Features(
        best=ranked[0].score,
        cosine=usual.height(max(cosines)),
        joint=max(_joint(sight, groups, weights) for sight in sights),
        names_seen=_share([(w, any(g.covered_by(s.quote | s.heading) for s in sights)) for w, g in names]),
        titled=max(_share([(w, g.covered_by(s.subject) and g.covered_by(s.title)) for w, g in names]) for s in sights),
        defined=float(not attributes and all(any(g.covered_by(s.subject) for s in sights) for _, g in names)),
        names=float(min(_MOST_NAMES, len(names))),
        has_name=float(bool(names)),
        attributes=float(min(_MOST_ATTRIBUTES, attributes)),
        substance=math.log1p(sum(weights)),
        unsaid=float(sum(not any(group.covered_by(s.around) for s in sights) for group in groups)),
        asks_number=float(bool(_ASKS_NUMBER.search(asked.folded))),
        asks_which=float(asks_which(asked)),
        identifiers_missing=float(min(2, len(missing_identifiers(asked, written, sights)))),
        year_missing=float(any(year not in written for year in _YEAR.findall(asked.text))),
        valueless=float(any(not any(states(c.told, kind) for c in likely) for kind in attributes_asked(asked.folded))),
        gap=gap_of(asked, ranked, finder),
        beyond=_beyond(asked, likely, finder),
    )


def likeliest(ranked: Sequence[Ranked]) -> list[Candidate]:
    """The few sentences that may state the answer, likeliest first."""
    return [one.candidate for one in ranked[:_MOST_LIKELY] if one.score >= _NEARLY * ranked[0].score]


def said_of(candidates: Sequence[Candidate]) -> set[str]:
    """Search terms of sentences and of what stands over them."""
    texts = (f"{c.span.document.source.title} {' '.join(c.span.section)} {c.told}" for c in candidates)
    return {term for text in texts for term in query_terms(text)}


def gap_of(asked: Asked, ranked: Sequence[Ranked], finder: EvidenceFinder) -> float:
    """Share (0..1) of what is asked of the names that none of the likeliest sentences says, under its headings."""
    said = said_of(likeliest(ranked))
    rest = [(group.weight(finder.rarity), not group.covered_by(said)) for group in asked.groups if not group.name]
    return _share(rest) if rest else 0.0


def _beyond(asked: Asked, likely: Sequence[Candidate], finder: EvidenceFinder) -> float:
    """What the rest of the question adds to its names: nothing, where sentences are near for the names' sake alone."""
    named = {
        term for group in asked.groups if group.name for way in group.alternatives for word in way for term in word
    }
    subject = " ".join(word.text for word in analyse(asked.text).words if word.content and named & set(word.terms))
    if not subject or not likely:
        return 0.0
    whole, alone = max(finder.cosines(asked.text, likely)), max(finder.cosines(subject, likely))
    return (whole - alone) / finder.calibration.step


def asks_which(asked: Asked) -> bool:
    """True when a question asks for one thing of a kind: "how many versions", "which window", "quelle valeur"."""
    found = _ASKS_WHICH.finditer(asked.folded)
    return any(not is_stop_word(match.group(1)) for match in found)


def missing_identifiers(asked: Asked, written: str, sights: Sequence[_Sight] = ()) -> list[str]:
    """Identifiers in a question that folded evidence does not hold, under any of their names."""
    present = set().union(*(sight.quote | sight.heading for sight in sights))
    # A group with one form only is covered by any part of it: "max" and "step" are no max_delta_step.
    known = (group for group in asked.groups if len(group.alternatives) > 1 and group.covered_by(present))
    said = {term for group in known for word in group.alternatives[0] for term in word}
    found = []
    for identifier in asked.identifiers:
        whole = identifier.folded
        if any(
            form in written for form in (whole, whole.rstrip("s"), whole.replace("_", "-"), whole.replace("_", " "))
        ):
            continue
        if not set(identifier.terms[:1]) & said:
            found.append(identifier.text)
    return list(dict.fromkeys(found))


def _joint(sight: _Sight, groups: Sequence[TermGroup], weights: Sequence[float]) -> float:
    """Share of the names that a sentence or its headings hold, times the share of the rest that the sentence says."""
    names = [(w, g.covered_by(sight.quote | sight.heading)) for w, g in zip(weights, groups, strict=True) if g.name]
    rest = [(w, g.covered_by(sight.quote)) for w, g in zip(weights, groups, strict=True) if not g.name]
    said = _share(rest)
    return _share(names) * said if names else _SOME * said


def _share(weighed: Sequence[tuple[float, bool]]) -> float:
    total = sum(weight for weight, _ in weighed)
    return sum(weight for weight, there in weighed if there) / total if total else _SOME


def _sight(candidate: Candidate) -> _Sight:
    document = candidate.span.document
    title = set(query_terms(document.source.title))
    over = set(query_terms(" ".join(candidate.span.subjects)))
    heading = set(query_terms(" ".join(candidate.span.section))) | title | over
    around = document.text[max(0, candidate.span.start - _AROUND) : candidate.span.end + _AROUND]
    subject = opening_terms(candidate.quote, _SUBJECT) | over
    return _Sight(set(query_terms(candidate.quote)), subject, title, heading, set(query_terms(around)) | heading)
