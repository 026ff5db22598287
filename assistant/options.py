"""Exam questions with options: how well the sources support each option, and which to choose.

Owns the scoring of options from evidence; phrases nothing. Evidence for an option is looked for with the stem and the
option together, and counts when it speaks of both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence import Candidate, EvidenceFinder
from assistant.retrieve import Retriever, SearchSettings
from assistant.schema import Option, Question
from assistant.terms import Names, groups_of

_SPEAKS_OF = 0.7
_CLEAR_LEAD = 0.08
_STEM_WEIGHT, _OPTION_WEIGHT, _MEANING_WEIGHT = 0.35, 0.35, 0.30


@dataclass(frozen=True, slots=True)
class OptionSupport:
    """An option with the sentence that supports it best, and the one that speaks of it most; `score` in 0..1.

    `about` is None when no sentence found names the option well enough to explain it.
    """

    option: Option
    score: float
    best: Candidate | None
    about: Candidate | None = None


def score_options(
    question: Question, retriever: Retriever, finder: EvidenceFinder, names: Names | None, settings: SearchSettings
) -> list[OptionSupport]:
    """Support of every option, in the order of the options."""
    stem_groups = groups_of(question.text, question.lang, names)
    results = []
    for option in question.options:
        text = f"{question.text} {option.text}"
        passages = retriever.search(text, question.lang, settings)
        option_groups = groups_of(option.text, question.lang, names)
        candidates = finder.candidates(text, (*stem_groups, *option_groups), passages)
        best, score = None, 0.0
        about, spoken = None, _SPEAKS_OF
        for candidate in candidates:
            context = f"{candidate.document.source.title} {' '.join(candidate.section)} {candidate.quote}"
            about_option = finder.coverage(option_groups, context) if option_groups else 0.0
            about_stem = finder.coverage(stem_groups, context)
            own = _STEM_WEIGHT * about_stem + _OPTION_WEIGHT * about_option + _MEANING_WEIGHT * candidate.score
            if own > score:
                best, score = candidate, own
            in_quote = finder.coverage(option_groups, candidate.quote) if option_groups else 0.0
            if in_quote + 0.2 * about_stem > spoken:
                about, spoken = candidate, in_quote + 0.2 * about_stem
        results.append(OptionSupport(option, score, best, about))
    return results


def choose_options(supports: Sequence[OptionSupport], count: int) -> tuple[tuple[OptionSupport, ...], bool]:
    """The best supported options, in the order of their letters, and whether they lead the others clearly."""
    ranked = sorted(supports, key=lambda s: (-s.score, s.option.letter))
    chosen, rest = ranked[:count], ranked[count:]
    clear = not rest or chosen[-1].score - rest[0].score >= _CLEAR_LEAD
    return tuple(sorted(chosen, key=lambda s: s.option.letter)), clear
