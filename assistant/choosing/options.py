"""Exam questions with options: what the sources say for each option, and which to choose.

Owns the signals of an option: its best statement (one that speaks of stem and option together, what it denies counting
against), how much the sentences close to the stem speak of it altogether, and how well some sentence fits it and each
constraint of a story. How signals become a choice is in `weighing`; nothing is phrased here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from assistant.asking.asked import Asked, asked_of, with_option
from assistant.asking.terms import Names, TermGroup
from assistant.choosing.said import Said, Terms, statements_of, terms_of
from assistant.choosing.stem import Stem, read_stem
from assistant.choosing.weighing import Signals, chances, choice_of
from assistant.finding.evidence import Candidate, EvidenceFinder, Found
from assistant.finding.retrieve import Retriever, SearchSettings
from assistant.schema import Option

_SPEAKS_OF = 0.7  # share of an option that a sentence says which explains it
_IS_ABOUT = 0.4  # share of what is an option's own that a sentence says which supports it
_STEM_WEIGHT, _OPTION_WEIGHT, _MEANING_WEIGHT = 0.35, 0.35, 0.30
_DENIED = 2.0  # what a statement denies of the stem counts against it that much
_RULES_OUT = 0.3
_MOST = 0.5  # share of a stem that a statement denies when it denies the stem, and not some word of it
_SHARPNESS = 4.0  # how much more the sentences closest to the stem count


@dataclass(frozen=True, slots=True)
class OptionSupport:
    """An option with the sentence that supports it best, and the one that speaks of it most; `score` in 0..1.

    `score` is the chance that the option is right by the sources alone. `best` is None when no sentence found is about
    the option, `about` when none names it well enough to explain it.
    """

    option: Option
    score: float
    best: Candidate | None
    about: Candidate | None = None
    signals: Signals = field(default_factory=Signals)

    def told_by(self, shown: Callable[[Candidate], Candidate]) -> OptionSupport:
        """The same with other sentences in the place of its own, as they are shown to the reader."""
        best, about = (None if one is None else shown(one) for one in (self.best, self.about))
        return replace(self, best=best, about=about)


def score_options(
    options: Sequence[Option],
    of_stem: Found,
    retriever: Retriever,
    finder: EvidenceFinder,
    names: Names | None,
    settings: SearchSettings,
) -> list[OptionSupport]:
    """Support of every option, in the order of the options; `of_stem` is what was found for the stem alone."""
    asked = of_stem.asked
    read = [asked_of(option.text, asked.lang, names) for option in options]
    joined = [with_option(asked, own) for own in read]
    finder.foresee([both.text for both in joined])
    found = [finder.candidates(both, retriever.search(both, settings)) for both in joined]
    weighed = _Weighed(asked, read, [of_stem.candidates, *found], finder)
    supports = [
        OptionSupport(option, 0.0, weighed.best(place), weighed.telling(place), weighed.signals(place))
        for place, option in enumerate(options)
    ]
    scores = chances([support.signals for support in supports])
    return [replace(support, score=score) for support, score in zip(supports, scores, strict=True)]


def choose_options(supports: Sequence[OptionSupport], count: int) -> tuple[tuple[OptionSupport, ...], bool]:
    """The best supported options, in the order of their letters, and whether that is as good as proven."""
    places, sure = choice_of([support.signals for support in supports], count)
    chosen = tuple(supports[place] for place in places)
    return chosen, sure and all(support.best is not None for support in chosen)


class _Things:
    """What a text speaks of, weighed by rarity; with `known` only names and what the sources speak of at all."""

    def __init__(self, groups: Sequence[TermGroup], finder: EvidenceFinder, *, known: bool = False) -> None:
        said = [group for group in groups if group.name or group.covered_by(finder.vocabulary)] if known else []
        self._groups = said or groups
        self._weights = [group.weight(finder.rarity) for group in self._groups]

    def share(self, present: AbstractSet[str]) -> float:
        """How much of it some terms cover, 0..1."""
        if not present or not self._groups:
            return 0.0
        covered = sum(w for w, group in zip(self._weights, self._groups, strict=True) if group.covered_by(present))
        return covered / (sum(self._weights) or 1.0)


@dataclass(frozen=True, slots=True)
class _Statement:
    """A statement of a sentence for an option: shares of stem and option that it says, and that it denies; 0..1.

    `meaning` is how near its sentence is to both, words aside; `own` is of what sets the option apart, under its
    headings, `own_said` the same in the statement itself.
    """

    candidate: Candidate
    meaning: float
    stem: float
    option: float
    own: float
    stem_denied: float
    own_denied: float
    own_said: float

    @property
    def joint(self) -> float:
        """How much it speaks of both."""
        return _both(self.stem, self.option, self.meaning)

    @property
    def affirmed(self) -> float:
        """The same, what it denies counting against it."""
        return _both(self.stem - _DENIED * self.stem_denied, self.option - self.own_denied, self.meaning)


def _both(stem: float, option: float, meaning: float) -> float:
    return _STEM_WEIGHT * stem + _OPTION_WEIGHT * option + _MEANING_WEIGHT * meaning


class _Weighed:
    """All options of one question beside all sentences found for it."""

    def __init__(
        self, asked: Asked, options: Sequence[Asked], found: Sequence[Sequence[Candidate]], finder: EvidenceFinder
    ) -> None:
        self._stem: Stem = read_stem(asked.text)
        self._of_stem = _Things(asked.groups, finder)
        self._options = options
        self._whole = [_Things(option.groups, finder, known=True) for option in options]
        self._denied_too = _denied_in(self._stem, asked)
        self._said_of = [_Things(option.groups, finder) for option in options]
        self._own = [_Things(groups, finder) for groups in _distinct(asked, options)]
        pool = list({c.span.place: c for own in found for c in own}.values())
        self._gathering = _Gathering(asked, pool, finder) if self._stem.kind == "plain" else None
        self._fitting = _Fitting(asked, self._stem, options, pool, finder) if self._stem.kind == "story" else None
        self._pool = pool if self._stem.kind == "exception" else ()
        self._said = [_evened(list(self._statements(place, own))) for place, own in enumerate(found[1:])]

    def signals(self, place: int) -> Signals:
        """What the sources say for an option; 0 for what its kind of stem does not ask."""
        said = self._said[place]
        joint, affirmed = (max((value(s) for s in said), default=0.0) for value in (_joint, _affirmed))
        if self._stem.kind == "exception":
            return Signals(doubted=-affirmed, denied=max(map(_refuting, self._wide(place)), default=0.0))
        fits = self._fitting.of(place) if self._fitting is not None else 0.0
        gathered = self._gathering.of(self._options[place].groups) if self._gathering is not None else 0.0
        return Signals(joint, affirmed, gathered, fits)

    def best(self, place: int) -> Candidate | None:
        """The sentence about an option that supports it best; where the exception is asked for, that rules it out."""
        exception = self._stem.kind == "exception"
        about = [s for s in (self._wide(place) if exception else self._said[place]) if s.own >= _IS_ABOUT]
        found = max(about, key=_refuting if exception else _affirmed, default=None)
        return None if found is None else found.candidate

    def telling(self, place: int) -> Candidate | None:
        """The sentence that names an option itself, so that it can explain it, best one that rules it out."""
        found, spoken = None, _SPEAKS_OF
        for said in self._said[place]:
            in_quote = self._said_of[place].share(terms_of(said.candidate.told))
            own = in_quote + 0.2 * said.stem + _RULES_OUT * said.stem_denied
            if in_quote >= _IS_ABOUT and own > spoken:
                found, spoken = said.candidate, own
        return found

    def _wide(self, place: int) -> list[_Statement]:
        return list(self._statements(place, self._pool))

    def _statements(self, place: int, candidates: Sequence[Candidate]) -> Iterator[_Statement]:
        """What each statement of some sentences says of an option, read under its headings and its subject."""
        for candidate in candidates:
            span = candidate.span
            around = terms_of(" ".join(span.section)) | terms_of(candidate.told.removesuffix(candidate.quote))
            title = terms_of(span.document.source.title)
            for said in statements_of(candidate.quote, span.lang):
                yield self._statement(place, candidate, said, said.terms | around, title)

    def _statement(self, place: int, candidate: Candidate, said: Said, terms: Terms, title: Terms) -> _Statement:
        return _Statement(
            candidate,
            candidate.meant,
            stem=self._of_stem.share(terms | title),
            option=self._whole[place].share(terms),
            own=self._own[place].share(terms),
            stem_denied=self._of_stem.share(said.denied - self._denied_too),
            own_denied=self._own[place].share(said.denied),
            own_said=self._own[place].share(said.terms),
        )


def _evened(said: list[_Statement]) -> list[_Statement]:
    """With half of an option's share counted against the most that a statement says of it: long options say more."""
    most = max((own.option for own in said), default=0.0) or 1.0
    return [replace(own, option=(own.option + own.option / most) / 2) for own in said]


def _joint(said: _Statement) -> float:
    return said.joint


def _affirmed(said: _Statement) -> float:
    return said.affirmed


def _refuting(said: _Statement) -> float:
    """How much a statement that speaks of an option denies most of what the stem asks."""
    return said.own_said * said.stem_denied if said.stem_denied >= _MOST else 0.0


def _denied_in(stem: Stem, asked: Asked) -> Terms:
    """What a stem denies itself ("needs no code change"): who denies it too agrees. The NOT of an exception is none."""
    if stem.kind == "exception":
        return frozenset()
    said = (one for text in stem.sentences for one in statements_of(text, asked.lang))
    return frozenset(term for one in said for term in one.denied)


def _distinct(asked: Asked, options: Sequence[Asked]) -> Iterator[Sequence[TermGroup]]:
    """What is each option's own: neither in the stem nor in all options; as far as there is any."""
    stem = set(asked.terms)
    common = set.intersection(*(set(option.groups) for option in options)) if options else set()
    for option in options:
        rest = [group for group in option.groups if group not in common]
        yield [group for group in rest if not group.covered_by(stem)] or rest or option.groups


class _Fitting:
    """How well some sentence is both about an option and about a constraint of a story, by meaning."""

    def __init__(
        self, asked: Asked, stem: Stem, options: Sequence[Asked], pool: Sequence[Candidate], finder: EvidenceFinder
    ) -> None:
        texts = [*stem.sentences, *(option.text for option in options)]
        near = finder.nearness(texts, pool, asked.lang) if pool else [[0.0]] * len(texts)
        self._constraints, self._options = near[: len(stem.sentences)], near[len(stem.sentences) :]

    def of(self, place: int) -> float:
        """The mean over the constraints of the best sentence's closeness to both."""
        own = self._options[place]
        best = [max(a + b for a, b in zip(own, near, strict=True)) for near in self._constraints]
        return sum(best) / len(best)


class _Gathering:
    """How much the sentences close to a stem speak of an option: a soft maximum over all of them."""

    def __init__(self, asked: Asked, pool: Sequence[Candidate], finder: EvidenceFinder) -> None:
        self._finder = finder
        self._contexts = [terms_of(_in_context(candidate)) for candidate in pool]
        self._asked = set(asked.terms)
        cosines = finder.nearness([asked.text], pool, asked.lang)[0] if pool else []
        usual, stem = finder.calibration, _Things(asked.groups, finder)
        self._of_stem = [
            usual.answering.steps(cosine) + 2 * stem.share(context)
            for cosine, context in zip(cosines, self._contexts, strict=True)
        ]

    def of(self, groups: Sequence[TermGroup]) -> float:
        """The signal of an option, by the things it names that the stem does not."""
        own = [group for group in groups if not group.covered_by(self._asked)] or list(groups)
        if not own or not self._contexts:
            return 0.0
        things = _Things(own, self._finder)
        values = [
            _SHARPNESS * (near + things.share(context))
            for near, context in zip(self._of_stem, self._contexts, strict=True)
        ]
        top = max(values)
        return top + math.log(sum(math.exp(value - top) for value in values) / len(values))


def _in_context(candidate: Candidate) -> str:
    span = candidate.span
    return f"{span.document.source.title} {' '.join(span.section)} {candidate.told}"
