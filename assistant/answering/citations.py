"""From a model's text with markers to claims with citations that exist.

Markers are resolved against the numbered evidence the model was shown; numbers it was not shown are dropped. Quotes
are copied from the documents, never from the model. Owns the layout of the final text; verdicts come from a checker.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.schema import Citation, Claim, Evidence, Support
from ingest.text.sentences import split_sentences

_MARKER = re.compile(r"\s*\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]")


@dataclass(frozen=True, slots=True)
class Checked:
    """A verdict on one sentence; `evidence` are positions in the evidence list that decided."""

    support: Support
    score: float
    reason: str
    evidence: tuple[int, ...]


Check = Callable[[str, tuple[int, ...]], Checked]
"""Judges a sentence; the second argument are the positions of the evidence it names (may be empty)."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A text with known markers only, its claims, and its citations in order of first use."""

    text: str
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]


class TextBuilder:
    """Puts an answer together piece by piece, keeping offsets and citation numbers right."""

    def __init__(self, evidence: Sequence[Evidence]) -> None:
        self._evidence = evidence
        self._text = ""
        self._claims: list[Claim] = []
        self._numbers: dict[int, int] = {}

    def plain(self, text: str) -> None:
        """Add words that claim nothing (a frame, a heading)."""
        self._text += text

    def claim(self, sentence: str, checked: Checked, closing: str = "") -> None:
        """Add a sentence with its verdict; a closing quotation mark, then its markers, come before the full stop."""
        numbers = tuple(self._number(position) for position in checked.evidence)
        start = len(self._text)
        body, stop = _final_stop(sentence)
        self._text += body
        end = len(self._text)
        markers = "".join(f"[{number}]" for number in numbers)
        self._text += closing + (f" {markers}" if markers else "") + stop
        self._claims.append(Claim(body, start, end, checked.support, round(checked.score, 3), numbers, checked.reason))

    def done(self) -> Resolved:
        """The finished text."""
        by_number = sorted(self._numbers.items(), key=lambda item: item[1])
        citations = tuple(Citation.of(self._evidence[position].span, number) for position, number in by_number)
        return Resolved(self._text.strip(), tuple(self._claims), citations)

    def _number(self, position: int) -> int:
        return self._numbers.setdefault(position, len(self._numbers) + 1)


def without_markers(text: str) -> str:
    """A model's words without the numbers of its citations."""
    return _MARKER.sub("", text)


def resolve(text: str, evidence: Sequence[Evidence], check: Check) -> Resolved:
    """Split a model's text into sentences, check each against the evidence, and number what is cited."""
    builder = TextBuilder(evidence)
    for sentence, shown in sentences_with_markers(text):
        named = tuple(dict.fromkeys(number - 1 for number in shown if 1 <= number <= len(evidence)))
        builder.claim(sentence, check(sentence, named))
        builder.plain(" ")
    return builder.done()


def sentences_with_markers(text: str) -> list[tuple[str, tuple[int, ...]]]:
    """Sentences without their markers, each with the numbers it named."""
    flat = " ".join(text.split())
    # A marker after the full stop belongs to the sentence before it: move it inside.
    flat = re.sub(r"([.!?])((?:\s*\[[\d\s,;]+\])+)", r"\2\1", flat)
    found: list[tuple[str, tuple[int, ...]]] = []
    for start, end in split_sentences(flat):
        sentence = flat[start:end]
        numbers = tuple(int(n) for match in _MARKER.finditer(sentence) for n in re.findall(r"\d+", match.group(1)))
        bare = _MARKER.sub("", sentence).strip()
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
