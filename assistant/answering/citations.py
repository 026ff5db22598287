"""From a model's text with markers to claims with citations that exist.

Markers are resolved against the numbered evidence the model was shown; numbers it was not shown are dropped. Brackets
that stand in the sources themselves ("a value in [0,1]", "as shown in [2]") are text and never name evidence. Quotes
are copied from the documents, never from the model. Owns the layout of the final text; verdicts come from a checker.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.schema import Citation, Claim, Evidence, Marker, Support
from ingest.schema import Lang
from ingest.text.sentences import split_sentences

_MARKER = re.compile(r"\s*\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]")


@dataclass(frozen=True, slots=True)
class Checked:
    """A verdict on one sentence; `evidence` are positions in the evidence list that decided.

    `reason` is in the language of the answer, `told` has it in each.
    """

    support: Support
    score: float
    reason: str
    evidence: tuple[int, ...]
    told: tuple[tuple[Lang, str], ...] = ()


Check = Callable[[str, tuple[int, ...]], Checked]
"""Judges a sentence; the second argument are the positions of the evidence it names (may be empty)."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A text with known markers only, its claims, and its citations in order of first use."""

    text: str
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    markers: tuple[Marker, ...] = ()


class TextBuilder:
    """Puts an answer together piece by piece, keeping offsets and citation numbers right."""

    def __init__(self, evidence: Sequence[Evidence]) -> None:
        self._evidence = evidence
        self._text = ""
        self._claims: list[Claim] = []
        self._markers: list[Marker] = []
        self._numbers: dict[int, int] = {}

    def plain(self, text: str) -> None:
        """Add words that claim nothing (a frame, a heading)."""
        self._text += text

    def claim(self, sentence: str, checked: Checked, closing: str = "", *, copied: bool = False) -> None:
        """Add a sentence with its verdict; a closing quotation mark, then its markers, come before the full stop.

        `copied` sentences are a source's own words.
        """
        numbers = tuple(self._number(position) for position in checked.evidence)
        start = len(self._text)
        body, stop = _final_stop(sentence)
        self._text += body
        end = len(self._text)
        self._text += closing + (" " if numbers else "")
        for number in numbers:
            self.mark(number)
        self._text += stop
        score = round(checked.score, 3)
        told = (checked.reason, copied, checked.told)
        self._claims.append(Claim(body, start, end, checked.support, score, numbers, *told))

    def mark(self, number: int) -> None:
        """Add the marker of a citation."""
        start = len(self._text)
        self._text += f"[{number}]"
        self._markers.append(Marker(start, len(self._text), number))

    def done(self) -> Resolved:
        """The finished text."""
        by_number = sorted(self._numbers.items(), key=lambda item: item[1])
        citations = tuple(Citation.of(self._evidence[position].span, number) for position, number in by_number)
        return Resolved(self._text.strip(), tuple(self._claims), citations, tuple(self._markers))

    def _number(self, position: int) -> int:
        return self._numbers.setdefault(position, len(self._numbers) + 1)


def without_markers(text: str) -> str:
    """A model's words without the numbers of its citations."""
    return _MARKER.sub("", text)


def resolve(text: str, evidence: Sequence[Evidence], check: Check) -> Resolved:
    """Split a model's text into sentences, check each against the evidence, and number what is cited."""
    builder = TextBuilder(evidence)
    theirs = frozenset(bracket for item in evidence for bracket in _brackets(item.quote))
    for sentence, shown in sentences_with_markers(text, theirs):
        named = tuple(dict.fromkeys(number - 1 for number in shown if 1 <= number <= len(evidence)))
        builder.claim(sentence, check(_LAST_NUMBERS.sub("", sentence), named))
        builder.plain(" ")
    return builder.done()


# A document's own reference at the end of what a model copied from it: no number that is stated, nor one that agrees.
_LAST_NUMBERS = re.compile(r"(?:\s*\[\d{1,3}\])+(?=[.!?…]?\s*$)")


def _brackets(text: str) -> list[str]:
    """What looks like markers in a text, without spaces."""
    return ["".join(match[1].split()) for match in _MARKER.finditer(text)]


def sentences_with_markers(text: str, theirs: frozenset[str] = frozenset()) -> list[tuple[str, tuple[int, ...]]]:
    """Sentences without their markers, each with the numbers it named.

    Evidence is numbered from 1, so a bracket with a 0 is text; so is one of `theirs`, the brackets of the sources.
    """
    found: list[tuple[str, tuple[int, ...]]] = []

    def numbers_of(match: re.Match[str]) -> tuple[int, ...]:
        numbers = tuple(int(n) for n in re.findall(r"\d+", match[1]))
        return () if 0 in numbers or "".join(match[1].split()) in theirs else numbers

    flat = " ".join(text.split())
    # A marker after the full stop belongs to the sentence before it: move it inside.
    flat = re.sub(r"([.!?])((?:\s*\[[\d\s,;]+\])+)", r"\2\1", flat)
    for start, end in split_sentences(flat):
        sentence = flat[start:end]
        numbers = tuple(n for match in _MARKER.finditer(sentence) for n in numbers_of(match))
        bare = _MARKER.sub(lambda match: "" if numbers_of(match) else match.group(), sentence).strip()
        if any(c.isalnum() for c in bare):
            found.append((bare, numbers))
        elif found and numbers:
            last, before = found[-1]
            found[-1] = (last, (*before, *numbers))
    return found


def _final_stop(sentence: str) -> tuple[str, str]:
    body = sentence.rstrip()
    if body.endswith(("…", "...")) or not body.endswith((".", "!", "?")):
        return body, ""
    return body[:-1].rstrip(), body[-1]
