"""Sentences that deny one another: "retrieval fee" and "no retrieval fee", each of something else.

Owns which of the two answers a question: the one that speaks of what is asked, or denies as the question does. Knows
nothing of scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.checking.reading.negation import denials
from assistant.finding.evidence import Candidate, Found
from ingest.text.analysis import content_words

_MOST_WORDS = 12  # longer sentences with the same words say what they are about


@dataclass(frozen=True, slots=True)
class _Said:
    """The words of a sentence without those that deny, and whether it denies."""

    words: frozenset[str]
    denies: bool


def answering(found: Found) -> list[Candidate]:
    """The candidates without those whose opposite answers the question better, in their order."""
    candidates = found.candidates
    said = [_said(candidate) for candidate in candidates]
    groups: dict[frozenset[str], list[int]] = {}
    for place, own in enumerate(said):
        if own.words:
            groups.setdefault(own.words, []).append(place)
    asked = bool(denials(found.asked.text, found.asked.lang))
    beaten = {
        place
        for places in groups.values()
        for place in places
        if any(_beats(candidates, said, other, place, asked) for other in places)
    }
    return [candidate for place, candidate in enumerate(candidates) if place not in beaten]


def _beats(candidates: Sequence[Candidate], said: Sequence[_Said], one: int, other: int, asked: bool) -> bool:
    """Whether one of two opposites covers more of the question, or as much and denies as the question does."""
    if said[one].denies == said[other].denies:
        return False
    more = candidates[one].coverage - candidates[other].coverage
    return more > 0 or (more == 0 and said[one].denies == asked)


def _said(candidate: Candidate) -> _Said:
    words = content_words(candidate.quote)
    if len(words) > _MOST_WORDS:
        return _Said(frozenset(), False)
    return _Said(frozenset(words), bool(denials(candidate.quote, candidate.span.lang)))
