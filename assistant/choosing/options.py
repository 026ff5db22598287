"""Exam questions with options: what the sources say for each option, and which to choose.

Owns the two signals of an option: its best sentence (one that speaks of stem and option together) and how much the
sentences close to the stem speak of it altogether. How signals become a choice is in `weighing`; nothing is phrased
here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.asking.asked import Asked, asked_of, with_option
from assistant.asking.terms import Names, TermGroup
from assistant.choosing.weighing import Signals, chances, chosen_of
from assistant.finding.evidence import Candidate, EvidenceFinder, Found
from assistant.finding.retrieve import Retriever, SearchSettings
from assistant.schema import Option

_SPEAKS_OF = 0.7
_CLEAR_LEAD = 0.25  # of the chances; dev choices that lead by this much are right in 0.72 of the cases, others in 0.37
_STEM_WEIGHT, _OPTION_WEIGHT, _MEANING_WEIGHT = 0.35, 0.35, 0.30
_SHARPNESS = 4.0  # how much more the sentences closest to the stem count
# The option to choose is the most supported one, or the least where the exception is asked for.
_MOST, _LEAST = 1.0, -1.0
_EXCEPTION = re.compile(
    r"\b(?:except|excepte|sauf|hormis)\b|\b(?:which|what)\b[^.?]*\b(?:is|are|does|do|would|should|can) ?not\b[^.]*\?"
    r"|\b(?:cannot|can't|isn't|doesn't)\b[^.]*\?$|\b(?:lequel|laquelle|lesquels|quel\w*)\b[^.?]*\b(?:ne|n')[^.?]*\bpas\b[^.]*\?"
)


@dataclass(frozen=True, slots=True)
class OptionSupport:
    """An option with the sentence that supports it best, and the one that speaks of it most; `score` in 0..1.

    `score` is the chance that the option is right by the sources alone. `about` is None when no sentence found names
    the option well enough to explain it.
    """

    option: Option
    score: float
    best: Candidate | None
    about: Candidate | None = None
    signals: Signals = field(default_factory=Signals)


def score_options(
    options: Sequence[Option],
    of_stem: Found,
    retriever: Retriever,
    finder: EvidenceFinder,
    names: Names | None,
    settings: SearchSettings,
) -> list[OptionSupport]:
    """Support of every option, in the order of the options; `of_stem` is what was found for the stem alone."""
    asked, stem = of_stem.asked, of_stem.asked.groups
    read = [(option, asked_of(option.text, asked.lang, names)) for option in options]
    joined = [with_option(asked, own) for _, own in read]
    finder.foresee([both.text for both in joined])
    found = [
        (option, own.groups, finder.candidates(both, retriever.search(both, settings)))
        for (option, own), both in zip(read, joined, strict=True)
    ]
    pool = {c.span.place: c for c in (*of_stem.candidates, *(c for _, _, own in found for c in own))}
    gathering = _Gathering(asked, list(pool.values()), finder)
    turn = _LEAST if asks_for_exception(asked) else _MOST
    supports = []
    for option, groups, candidates in found:
        joint, best = _best_sentence(stem, groups, candidates, finder)
        signals = Signals(turn * joint, turn * gathering.of(groups))
        supports.append(OptionSupport(option, 0.0, best, _telling(stem, groups, candidates, finder), signals))
    scores = chances([support.signals for support in supports])
    return [replace(support, score=score) for support, score in zip(supports, scores, strict=True)]


def asks_for_exception(asked: Asked) -> bool:
    """Does a stem ask for the option that does not hold ("EXCEPT", "which is NOT", "laquelle n'est pas")?"""
    return bool(_EXCEPTION.search(asked.folded))


def _best_sentence(
    stem: Sequence[TermGroup], groups: Sequence[TermGroup], candidates: Sequence[Candidate], finder: EvidenceFinder
) -> tuple[float, Candidate | None]:
    """The sentence that speaks of stem and option together, and how much."""
    best, score = None, 0.0
    for candidate in candidates:
        context = _in_context(candidate)
        of_option = finder.coverage(groups, context) if groups else 0.0
        own = (
            _STEM_WEIGHT * finder.coverage(stem, context)
            + _OPTION_WEIGHT * of_option
            + _MEANING_WEIGHT * candidate.score
        )
        if own > score:
            best, score = candidate, own
    return score, best


def _telling(
    stem: Sequence[TermGroup], groups: Sequence[TermGroup], candidates: Sequence[Candidate], finder: EvidenceFinder
) -> Candidate | None:
    """The sentence that names the option itself, so that it can explain it; None when none does."""
    about, spoken = None, _SPEAKS_OF
    for candidate in candidates:
        in_quote = finder.coverage(groups, candidate.told) if groups else 0.0
        own = in_quote + 0.2 * finder.coverage(stem, _in_context(candidate))
        if own > spoken:
            about, spoken = candidate, own
    return about


class _Gathering:
    """How much the sentences close to a stem speak of an option: a soft maximum over all of them."""

    def __init__(self, asked: Asked, pool: Sequence[Candidate], finder: EvidenceFinder) -> None:
        self._finder = finder
        self._contexts = [_in_context(candidate) for candidate in pool]
        self._asked = set(asked.terms)
        cosines = finder.cosines(asked.text, pool) if pool else []
        usual = finder.calibration
        self._of_stem = [
            usual.answering.steps(usual.even(cosine, other=c.span.lang != asked.lang))
            + 2 * finder.coverage(asked.groups, context)
            for cosine, c, context in zip(cosines, pool, self._contexts, strict=True)
        ]

    def of(self, groups: Sequence[TermGroup]) -> float:
        """The signal of an option, by the things it names that the stem does not."""
        own = [group for group in groups if not group.covered_by(self._asked)] or list(groups)
        if not own or not self._contexts:
            return 0.0
        values = [
            _SHARPNESS * (near + self._finder.coverage(own, context))
            for near, context in zip(self._of_stem, self._contexts, strict=True)
        ]
        top = max(values)
        return top + math.log(sum(math.exp(value - top) for value in values) / len(values))


def _in_context(candidate: Candidate) -> str:
    span = candidate.span
    return f"{span.document.source.title} {' '.join(span.section)} {candidate.told}"


def choose_options(supports: Sequence[OptionSupport], count: int) -> tuple[tuple[OptionSupport, ...], bool]:
    """The best supported options, in the order of their letters, and whether they lead the others clearly."""
    places, lead = chosen_of([support.score for support in supports], count)
    return tuple(supports[place] for place in places), lead >= _CLEAR_LEAD
