"""Which evidence sentences answer: evidence found for a question, ordered by how likely each states the answer.

`evidence` finds sentences that speak of what is asked; here a small logistic score prefers those that also say
something new of the wanted kind (`focus`), for the whole question and for each part of it. Owns the features; the
weights are data, fitted on dev questions by `python -m evals.fitting.ranking`. Which of them an answer is made of is
`picking`'s, whether to answer `refusal`'s.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.asking.asked import Asked, Part
from assistant.asking.focus import Focus, Kind, offers
from assistant.asking.terms import TermGroup, opening_terms
from assistant.checking.reading.negation import denials
from assistant.finding.evidence import Candidate, EvidenceFinder, Found, number
from assistant.finding.opposed import answering
from assistant.logistic import Logistic, load_logistic
from assistant.schema import Evidence
from ingest.text.analysis import content_words, query_terms

_WEIGHTS = Path(__file__).parent / "data" / "ranking.json"
_NEAR_CHARS = 400  # a neighbour that far away may still be the lead-in or the header of a table
_OPENING = 4  # words at the beginning of a sentence that may name what it is about
_MOST_SIDES = 3


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a sentence's score is made of. Shares are in 0..1; closeness is in steps of cosine, 0 for the closest.

    `introduces`: the question holds nothing but names ("What is SMOTE?"), and of its page's sentences this is the first
    that opens with one of them. `means`: the question asks what to do, and the sentence tells a way (a remedy, a
    setting, an action).
    """

    closeness: float = 0.0
    own_closeness: float = 0.0
    coverage: float = 0.0
    near_coverage: float = 0.0
    passage: float = 0.0
    echo: float = 0.0
    offered: float = 0.0
    number: float = 0.0
    row: float = 0.0
    length: float = 0.0
    other_language: float = 0.0
    introduces: float = 0.0
    means: float = 0.0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence with its chance to state the answer: to the whole question, and to each part or side of it."""

    candidate: Candidate
    score: float
    by_part: tuple[float, ...]
    likeness: Likeness


def rank(found: Found, finder: EvidenceFinder) -> list[Ranked]:
    """The sentences by their chance to state the answer, most likely first."""
    if not found.asked.compares:
        found = dataclasses.replace(found, candidates=answering(found))
    found = dataclasses.replace(found, candidates=_saying_more(found))
    asked, candidates = found.asked, found.candidates
    if not candidates:
        return []
    parts, whole = asked.parts, asked.whole
    shared = _Shared(found, finder)
    texts = (whole.text, *(part.standalone for part in parts)) if len(parts) > 1 else ()
    meanings = [shared.closeness(text) for text in texts]
    base = shared.below_best([candidate.cosine for candidate in candidates])
    own = meanings[0] if meanings else (base if whole.text == asked.text else shared.closeness(whole.text))
    compared = sides(asked) if len(parts) == 1 else ()
    ranked = []
    for place, candidate in enumerate(candidates):
        likeness = shared.likeness(place, whole, base[place], own[place])
        by_part = tuple(
            score(shared.of_part(likeness, place, part, meaning[place]))
            for part, meaning in zip(parts, meanings[1:], strict=False)
        )
        chance = score(likeness)
        ranked.append(Ranked(candidate, chance, by_part or _by_side(compared, candidate, chance), likeness))
    return sorted(ranked, key=lambda r: (-r.score, r.candidate.span.place))


def _saying_more(found: Found) -> Sequence[Candidate]:
    """The candidates without those that only repeat an open question; all of them where nothing else was found.

    What denies the words of the question says more than they do.
    """
    asked = found.asked
    if not asked.openly:
        return found.candidates
    ways = (word for group in asked.groups for way in group.alternatives for word in way)
    known = {*asked.terms, *asked.more, *(term for word in ways for term in word)}
    repeating = [c for c in found.candidates if set(query_terms(c.told)) <= known]
    if repeating:
        denied = bool(denials(asked.text, asked.lang))
        repeating = [c for c in repeating if bool(denials(c.quote, c.span.lang)) == denied]
    return [c for c in found.candidates if c not in repeating] or found.candidates


def sides(asked: Asked) -> tuple[TermGroup, ...]:
    """What a question compares: its names, or all it speaks of when it names fewer than two; none without comparing."""
    if not asked.compares:
        return ()
    names = tuple(group for group in asked.groups if group.name)
    compared = names if len(names) > 1 else asked.groups
    return compared if 1 < len(compared) <= _MOST_SIDES else ()


def _by_side(compared: Sequence[TermGroup], candidate: Candidate, chance: float) -> tuple[float, ...]:
    """A sentence's chance (0..1) for each thing compared; 0 for one that does not speak of it."""
    said = set(query_terms(candidate.told)) if compared else set()
    return tuple(chance if side.covered_by(said) else 0.0 for side in compared)


def as_evidence(picked: Sequence[Ranked]) -> tuple[Evidence, ...]:
    """Sentences as numbered evidence; its score is the chance that the sentence states the answer."""
    return number([dataclasses.replace(one.candidate, score=one.score) for one in picked])


def score(likeness: Likeness) -> float:
    """Chance in 0..1 that a sentence states the answer."""
    return _model().probability(dataclasses.asdict(likeness))


class _Shared:
    """What the features of all sentences of one question have in common."""

    def __init__(self, found: Found, finder: EvidenceFinder) -> None:
        self._asked = found.asked
        self._finder = finder
        self._candidates = found.candidates
        best = max((passage.scores.fused for passage in found.passages), default=0.0) or 1.0
        self._fused = {passage.rank: passage.scores.fused / best for passage in found.passages}
        self._terms: dict[int, set[str]] = {}
        self._introducing = _introducing(found.asked.groups, found.candidates)

    def closeness(self, text: str) -> list[float]:
        """How close each sentence is to a text, below the closest one."""
        return self.below_best(self._finder.cosines(text, self._candidates))

    def below_best(self, cosines: Sequence[float]) -> list[float]:
        """Cosines below the best one in steps, a translation's distance evened out."""
        usual = self._finder.calibration
        even = [
            usual.even(cosine, other=candidate.span.lang != self._asked.lang)
            for cosine, candidate in zip(cosines, self._candidates, strict=True)
        ]
        best = max(even)
        return [(cosine - best) / usual.step for cosine in even]

    def likeness(self, place: int, focus: Focus, closeness: float, own_closeness: float) -> Likeness:
        """The features of the sentence at a place for the whole question."""
        candidate, quote = self._candidates[place], self._candidates[place].quote
        said = content_words(quote)
        return Likeness(
            closeness=closeness,
            own_closeness=own_closeness,
            coverage=candidate.coverage,
            near_coverage=self._finder.covered(self._asked.groups, self._near(place)),
            passage=self._fused.get(candidate.passage_rank, 0.0),
            echo=sum(word in self._asked.content for word in said) / len(said) if said else 1.0,
            offered=float(focus.wants is not None and offers(quote, focus.wants, self._asked.content)),
            number=float(any(c.isdigit() for c in quote)),
            row=float(quote.startswith("|")),
            length=min(1.0, len(said) / 30),
            other_language=float(candidate.span.lang != self._asked.lang),
            means=_tells_how(focus.wants, quote),
            introduces=float((candidate.span.uri, candidate.span.start) in self._introducing),
        )

    def of_part(self, whole: Likeness, place: int, part: Part, closeness: float) -> Likeness:
        """The features of the sentence at a place for one of several parts: by the part's own words.

        Passages were found for all parts together, so their rank says little of one.
        """
        candidate = self._candidates[place]
        return dataclasses.replace(
            whole,
            closeness=closeness,
            own_closeness=closeness,
            coverage=self._finder.covered(part.groups, set(query_terms(_under(candidate)))),
            near_coverage=self._finder.covered(part.groups, self._near(place)),
            passage=(1.0 + whole.passage) / 2,
            offered=float(part.wants is not None and offers(candidate.quote, part.wants, self._asked.content)),
            means=_tells_how(part.wants, candidate.quote),
        )

    def _near(self, place: int) -> set[str]:
        """Search terms of a sentence, of what stands over it and shortly before and after it; read once."""
        if place not in self._terms:
            candidate = self._candidates[place]
            self._terms[place] = set(query_terms(f"{_under(candidate)} {_around(candidate)}"))
        return self._terms[place]


def _tells_how(wants: Kind | None, quote: str) -> float:
    return float(wants == "means" and offers(quote, wants, ()))


def _under(candidate: Candidate) -> str:
    """The sentence behind its page's title and headings."""
    span = candidate.span
    return f"{' '.join((span.document.source.title, *span.section))} {candidate.told}"


def _introducing(groups: Sequence[TermGroup], candidates: Sequence[Candidate]) -> set[tuple[str, int]]:
    """Places (uri, start) of the sentences that introduce what a question only names: the first of each page."""
    if not groups or not all(group.name for group in groups):
        return set()
    first: dict[str, int] = {}
    for candidate in candidates:
        opening = opening_terms(candidate.told, _OPENING)
        if any(group.covered_by(opening) for group in groups):
            uri, start = candidate.span.uri, candidate.span.start
            first[uri] = min(start, first.get(uri, start))
    return set(first.items())


def _around(candidate: Candidate) -> str:
    """The sentence with what stands shortly before and after it."""
    span = candidate.span
    return span.document.text[max(0, span.start - _NEAR_CHARS) : span.end + _NEAR_CHARS]


@cache
def _model() -> Logistic:
    return load_logistic(_WEIGHTS, [field.name for field in dataclasses.fields(Likeness)])
