"""The smallest pieces of documents that may decide a claim: a sentence, with what must be known to understand it.

A window is a sentence (or two neighbours) copied from a document; its headings, its subjects and the
sentence it leans on go along as context, never into the quote. Knows nothing of verdicts.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from assistant.checking.window import Window
from assistant.finding.evidence import Candidate
from assistant.review.spans import leans
from ingest.schema import Block, Document, Span
from ingest.text.analysis import fold
from ingest.text.sentences import split_sentences

_MOST_CHARS = 420
_LEAD = 40


def windows(candidates: Sequence[Candidate], wanted: int, claim: str = "") -> list[Window]:
    """Windows around the best candidates, best first, at most `wanted`: single sentences only.

    One that holds the words of the claim comes first, however many sentences are nearer in meaning.
    """
    said = fold(claim).strip(" .;:!")
    copies = [c for c in candidates[wanted:] if said and said in fold(c.quote)]
    return [window(c.span, c.score) for c in [*copies, *candidates][:wanted]]


def pairs(candidates: Sequence[Candidate], wanted: int) -> list[Window]:
    """Two neighbouring sentences of the best candidates as one window, at most `wanted`, best first."""
    near = sorted(candidates[: 3 * wanted], key=lambda c: c.span.place)
    found = []
    for one, other in itertools.pairwise(near):
        first, second = one.span, other.span
        same = first.document is second.document and first.section == second.section
        if not same or second.end - first.start > _MOST_CHARS or second.start < first.end:
            continue
        if any(character.isalnum() for character in first.document.text[first.end : second.start]):
            continue
        both = Span(first.document, first.start, second.end, first.section)
        found.append(window(both, (one.score + other.score) / 2))
    return sorted(found, key=lambda w: (-w.score, w.span.place))[:wanted]


def window(span: Span, score: float = 0.0) -> Window:
    """The window of a sentence."""
    block = span.block
    return Window(span, "" if block is None else _context(span.document, block, span.start), score)


def _context(document: Document, block: Block, start: int) -> str:
    """The sentence before one that leans on it. The header of a table is a subject of its rows."""
    if not leans(document.text[start : start + _LEAD]):
        return ""
    before = [span for span in split_sentences(document.text, *_reach(document, block)) if span[1] <= start]
    return document.text[before[-1][0] : before[-1][1]] if before else ""


def _reach(document: Document, block: Block) -> tuple[int, int]:
    """From the block before (when it stands under the same heading) to the end of this one."""
    place = document.blocks.index(block)
    if place:
        before = document.blocks[place - 1]
        if before.heading_path == block.heading_path and before.kind in ("text", "list"):
            return before.start, block.end
    return block.start, block.end
