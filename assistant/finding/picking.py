"""Which of the ranked sentences an answer is made of, how many, and in which order.

The best one, the best for each part of a question and each side of a comparison, one for each thing it names, the items
of a list that it asks for; then the next best, down to a cut that depends on how much is asked (`shape`). What says the
same counts once. Owns these choices; knows nothing of how sentences are scored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.asking.asked import Asked
from assistant.asking.shape import Shape
from assistant.asking.terms import TermGroup
from assistant.finding.evidence import Candidate
from assistant.finding.ranking import Ranked
from ingest.text.analysis import content_words, query_terms

_SAME = 0.7  # share of words in common above which two documents say the same
_NAMED = 0.2  # of the best chance: the least for a sentence that is there because it speaks of a thing named
_OWN = 0.2  # of the best chance of a part: the least for the best sentence that is about that part alone
_HEADED = 0.6  # of what is asked of the names: a heading that says as much heads the list that is asked for


@dataclass(frozen=True, slots=True)
class _Cut:
    """At most `most` sentences, none less than `share` times as likely as the best."""

    most: int
    share: float


_CUTS: dict[Shape, _Cut] = {
    "value": _Cut(4, 0.45),
    "several": _Cut(6, 0.45),
    "steps": _Cut(6, 0.45),
    "comparison": _Cut(5, 0.45),
    "open": _Cut(4, 0.45),
}


def pick(ranked: Sequence[Ranked], most: int, asked: Asked | None = None, first: Ranked | None = None) -> list[Ranked]:
    """At most `most` sentences, no two saying the same: those that an answer must have first, then the next best.

    `first` is one that is to stand before all others.
    """
    return _distinct((*([first] if first else []), *_wanted(ranked, asked), *ranked), most)


def quotable(picked: Sequence[Ranked], asked: Asked | None = None) -> list[int]:
    """Places of the picked sentences that an answer of quotes gives: a few, none far less likely than the best."""
    if not picked:
        return []
    cut = _CUTS[asked.shape if asked else "open"]
    best = max(one.score for one in picked)
    wanted = _wanted(picked, asked)
    likely = [i for i, one in enumerate(picked) if one.score >= cut.share * best or one in wanted]
    return likely[: max(cut.most, len(wanted))]


def _wanted(ranked: Sequence[Ranked], asked: Asked | None) -> list[Ranked]:
    """What an answer must have: the best sentence, that of each part, of each thing named, the items of a list."""
    if not ranked:
        return []
    kept = [ranked[0], *_firsts(ranked)]
    if asked is None:
        return kept
    kept += _of_names(ranked, kept, asked.groups)
    if asked.shape in ("several", "steps"):
        kept += _listed(ranked, asked.groups)
    return kept


def _firsts(ranked: Sequence[Ranked]) -> list[Ranked]:
    """The best sentence of each part, and the best that is about this part more than about the others, if it is likely.

    A sentence that serves the first part ("default timeout") is near to the second one too, whatever that asks.
    """
    parts = range(len(ranked[0].by_part) if ranked else 0)
    found = []
    for part in parts:
        best = max(ranked, key=lambda one: one.by_part[part])
        own = [one for one in ranked if one.by_part[part] == max(one.by_part)]
        first = max(own, key=lambda one: one.by_part[part], default=best)
        found += [best, first] if first.by_part[part] >= _OWN * best.by_part[part] else [best]
    return list(dict.fromkeys(found))


def _of_names(ranked: Sequence[Ranked], kept: Sequence[Ranked], groups: Sequence[TermGroup]) -> list[Ranked]:
    """For each thing named that no sentence kept speaks of, the best one that does."""
    found: list[Ranked] = []
    least = _NAMED * ranked[0].score
    for group in groups:
        if not group.name or any(group.covered_by(_context(one.candidate)) for one in (*kept, *found)):
            continue
        speaking = (one for one in ranked if one.score >= least and group.covered_by(_said(one.candidate)))
        found.extend([one for one in [next(speaking, None)] if one is not None])
    return found


def _listed(ranked: Sequence[Ranked], groups: Sequence[TermGroup]) -> list[Ranked]:
    """The sentences under the heading that says what is asked for, as they stand there; none without such a heading."""
    rest = [group for group in groups if not group.name]
    if not rest:
        return []
    shares: dict[tuple[str, ...], float] = {}
    for one in ranked:
        shares.setdefault(_place_of(one), _headed(one, rest))
    best = max(shares, key=lambda place: shares[place])
    if shares[best] < _HEADED:
        return []
    own = [one for one in ranked if _place_of(one) == best]
    return sorted(own, key=lambda one: one.candidate.span.start)


def _place_of(one: Ranked) -> tuple[str, ...]:
    return (one.candidate.span.uri, *one.candidate.span.section)


def _headed(one: Ranked, rest: Sequence[TermGroup]) -> float:
    """Share of what is asked that the innermost heading over a sentence says, 0..1."""
    inner = one.candidate.span.inner
    said = set(query_terms(inner[-1])) if inner else set()
    return sum(group.covered_by(said) for group in rest) / len(rest)


def _said(candidate: Candidate) -> set[str]:
    return set(query_terms(candidate.told))


def _context(candidate: Candidate) -> set[str]:
    span = candidate.span
    return set(query_terms(f"{span.document.source.title} {' '.join(span.section)} {candidate.told}"))


def _distinct(ranked: Iterable[Ranked], most: int) -> list[Ranked]:
    """The first `most` that each say something new."""
    kept: list[Ranked] = []
    for one in ranked:
        if len(kept) == most:
            break
        if all(not _same(one.candidate, other.candidate) for other in kept):
            kept.append(one)
    return kept


def _same(one: Candidate, other: Candidate) -> bool:
    """Whether two sentences say the same. In one document each that has words of its own says something else.

    "The model type Online fraud insights" and "the model type Account takeover insights" share all but what matters;
    two documents that share as much say one thing in their own words.
    """
    first, second = set(content_words(one.told)), set(content_words(other.told))
    if not first or not second:
        return first == second
    if one.span.uri == other.span.uri and first - second and second - first:
        return False
    return len(first & second) / len(first | second) >= _SAME
