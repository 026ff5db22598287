"""Do two sources disagree? Then the answer says so, with both sides cited and dated.

Two evidence sentences of different documents conflict when each contradicts the other by the checker's literal
signals (numbers, negation, direction, names); one direction alone is too easily a difference of scope. Owns the
comparison and the added text; which sentences to compare is the pipeline's choice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answering.citations import Checked, Resolved
from assistant.answering.wording import say
from assistant.schema import Citation, Evidence, Marker
from ingest.schema import Lang
from ingest.subjects import told
from ingest.text.analysis import content_words

_FIRST, _SECOND = "\x00", "\x01"  # hold the places of both sides in the frame; no text of a document has them
_SURE = 0.8
_MOST = 2
_SHARED = 0.4


class Judge(Protocol):
    """What is needed of the checker."""

    def compare(self, claim: Evidence, other: Evidence, lang: Lang) -> Checked:
        """The verdict on one sentence by another; its reason is in `lang`."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sentences that cannot both hold, with the reason in words."""

    first: Evidence
    second: Evidence
    reason: str


def find_conflicts(cited: Sequence[Citation], evidence: Sequence[Evidence], judge: Judge, lang: Lang) -> list[Conflict]:
    """Conflicts between what an answer cites and the other evidence, surest first, at most two."""
    places = {citation.place for citation in cited}
    used = [e for e in evidence if e.span.place in places]
    found: list[tuple[float, Conflict]] = []
    for one in used:
        for other in evidence:
            if other.span.uri == one.span.uri or not _same_subject(told(one.span), told(other.span)):
                continue
            there, back = judge.compare(one, other, lang), judge.compare(other, one, lang)
            sure = min(there.score, back.score)
            if there.support == back.support == "contradicted" and sure >= _SURE:
                found.append((sure, Conflict(one, other, there.reason)))
    found.sort(key=lambda row: (-row[0], row[1].first.span.uri, row[1].second.span.uri))
    pairs: dict[frozenset[tuple[str, int, int]], Conflict] = {}
    for _, conflict in found:
        key = frozenset(e.span.place for e in (conflict.first, conflict.second))
        pairs.setdefault(key, conflict)
    return list(pairs.values())[:_MOST]


def _same_subject(one: str, other: str) -> bool:
    """Sentences that share too few words speak of different things, whatever their numbers."""
    first, second = set(content_words(one)), set(content_words(other))
    return bool(first and second) and len(first & second) >= _SHARED * min(len(first), len(second))


def with_conflicts(resolved: Resolved, conflicts: Sequence[Conflict], lang: Lang) -> Resolved:
    """The answer with a paragraph per conflict after it; both sides are cited, with their dates."""
    text, citations, markers = resolved.text, list(resolved.citations), list(resolved.markers)
    numbers = {citation.place: citation.number for citation in citations}
    for conflict in conflicts:
        sides = []
        for side in (conflict.first, conflict.second):
            key = side.span.place
            if key not in numbers:
                numbers[key] = len(citations) + 1
                citations.append(Citation.of(side.span, numbers[key]))
            source = side.span.document.source
            quote, date = told(side.span).rstrip(" ."), source.as_of or "?"
            sides.append((say("conflict-side", lang, quote=quote, title=source.title, date=date), numbers[key]))
        frame = say("conflict", lang, first=_FIRST, second=_SECOND, reason=_printable(conflict.reason))
        before, between, after = re.split(f"{_FIRST}|{_SECOND}", frame, maxsplit=2)
        text += f"\n\n{before}"
        for (words, number), following in zip(sides, (between, after), strict=True):
            text += f"{words} "
            markers.append(Marker(len(text), len(text) + len(f"[{number}]"), number))
            text += f"[{number}]{following}"
    return replace(resolved, text=text, citations=tuple(citations), markers=tuple(markers))


def _printable(text: str) -> str:
    return text.replace(_FIRST, " ").replace(_SECOND, " ")
