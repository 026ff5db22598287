"""Requests about the last answer, served from the sentences found for its question: why, an example, shorter, a sheet.

Chooses sentences and the words around them; writes none of its own. What cannot be done by quoting (rephrasing,
translating, inventing an example) is said before what can.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answering.compose import Resolved, from_sections
from assistant.answering.wording import say
from assistant.asking.focus import Kind, offers
from assistant.finding.picking import pick, quotable
from assistant.finding.ranking import Ranked, as_evidence
from assistant.schema import Question
from ingest.schema import Lang
from ingest.text.analysis import content_words, fold

_EXAMPLE = re.compile(
    r"\b(?:for example|for instance|e\.g\.|such as|par exemple|comme (?:le|la|les|un|une)\b|exemples?|examples?)\b"
)
_CLOSE = 0.2  # of the best sentence's chance: a reason or an example may stand beside the sentence that answers
_LIKELY = 0.45  # of the best sentence in a language
_FEW, _MORE, _SHEET = 3, 4, 3
_SHEET_PARTS: tuple[tuple[str, Kind], ...] = (
    ("talk-sheet-number", "number"),
    ("talk-sheet-condition", "condition"),
    ("talk-sheet-reason", "reason"),
)
Section = tuple[str, list[Ranked]]


@dataclass(frozen=True, slots=True)
class Asked:
    """The last question, what was found for it (likeliest first), and the language that the answer is wanted in."""

    question: Question
    ranked: Sequence[Ranked]
    lang: Lang
    subject: str = ""

    @property
    def near(self) -> list[Ranked]:
        """The sentences that may bear on it, no two saying the same."""
        best = self.ranked[0].score if self.ranked else 0.0
        return [one for one in pick(self.ranked, 4 * _MORE) if one.score >= _CLOSE * best]

    @property
    def quoted(self) -> list[Ranked]:
        """The sentences that its answer quoted."""
        picked = pick(self.ranked, 2 * _FEW)
        return [picked[place] for place in quotable(picked)]


def about_answer(request: str, asked: Asked) -> Resolved:
    """The answer to a request about an answer. Raises KeyError for an unknown request."""
    sections = _SERVED[request](asked)
    rows = [one for _, own in sections for one in own]
    places = iter(range(len(rows)))
    placed = [(words, [next(places) for _ in own]) for words, own in sections]
    return from_sections(asked.question, as_evidence(rows), placed)


def _why(asked: Asked) -> list[Section]:
    reasons = [one for one in asked.near if offers(one.candidate.quote, "reason", ())][:_FEW]
    if reasons:
        return [(say("talk-why", asked.lang), reasons)]
    return [(say("talk-why-none", asked.lang), asked.quoted[:_FEW])]


def _example(asked: Asked) -> list[Section]:
    found = [one for one in asked.near if _EXAMPLE.search(fold(one.candidate.quote))][:_FEW]
    if found:
        return [(say("talk-example", asked.lang), found)]
    return [(say("talk-example-none", asked.lang), asked.quoted[:2])]


def _simpler(asked: Asked) -> list[Section]:
    shortest = sorted(asked.quoted, key=lambda one: len(content_words(one.candidate.quote)))
    return [(say("talk-simpler", asked.lang), shortest[:1])]


def _shorter(asked: Asked) -> list[Section]:
    return [(say("talk-shorter", asked.lang), asked.quoted[:1])]


def _longer(asked: Asked) -> list[Section]:
    more = [one for one in asked.near if one not in asked.quoted][:_MORE]
    if more:
        return [(say("talk-longer", asked.lang), more)]
    return [(say("talk-longer-none", asked.lang), asked.quoted)]


def _translate(asked: Asked) -> list[Section]:
    theirs = [one for one in asked.ranked if one.candidate.span.lang == asked.lang]
    least = max(_LIKELY * theirs[0].score, _CLOSE * asked.ranked[0].score) if theirs else 0.0
    own = pick([one for one in theirs if one.score >= least], _FEW)
    if own:
        return [(say("talk-translate", asked.lang), own)]
    return [(say("talk-translate-none", asked.lang), asked.quoted)]


def _summarise(asked: Asked) -> list[Section]:
    return [(say("talk-summarise", asked.lang), asked.quoted[:2])]


def _sheet(asked: Asked) -> list[Section]:
    """What it is, then the sentences with figures, conditions and reasons, each once, then the rest."""
    left = asked.near
    what, left = left[:2], left[2:]
    sections: list[Section] = [
        (say("talk-sheet", asked.lang, subject=asked.subject), []),
        (say("talk-sheet-what", asked.lang), what),
    ]
    for key, kind in _SHEET_PARTS:
        own = [one for one in left if offers(one.candidate.quote, kind, ())][:_SHEET]
        left = [one for one in left if one not in own]
        if own:
            sections.append((say(key, asked.lang), own))
    if left:
        sections.append((say("talk-sheet-more", asked.lang), left[:_SHEET]))
    return sections


def _again(key: str) -> Callable[[Asked], list[Section]]:
    return lambda asked: [(say(key, asked.lang), asked.quoted)]


_SERVED: dict[str, Callable[[Asked], list[Section]]] = {
    "why": _why,
    "example": _example,
    "simpler": _simpler,
    "shorter": _shorter,
    "longer": _longer,
    "translate": _translate,
    "summarise": _summarise,
    "sheet": _sheet,
    "sources": _again("talk-sources"),
    "sure": _again("talk-sure"),
    "repeat": _again("talk-repeat"),
}
