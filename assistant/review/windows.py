"""The smallest pieces of documents that may decide a claim: a sentence, with what must be known to understand it.

A window is a sentence (or two neighbours) copied from a document; its headings, the header of its table and the
sentence it leans on go along as context, never into the quote. Knows nothing of verdicts.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.checking.verdict import EvidenceText
from assistant.finding.evidence import Candidate
from assistant.review.spans import leans
from assistant.schema import Citation
from ingest.schema import Block, Document
from ingest.text.sentences import split_sentences

_MOST_CHARS = 420
_LEAD = 40


@dataclass(frozen=True, slots=True)
class Window:
    """A slice of a document that may decide a claim, and its context. `score` is that of the search, 0..1."""

    document: Document
    start: int
    end: int
    section: tuple[str, ...]
    context: str
    score: float

    @property
    def quote(self) -> str:
        """The words, copied."""
        return self.document.text[self.start : self.end]

    @property
    def evidence(self) -> EvidenceText:
        """The window as the checker reads it."""
        source = self.document.source
        heading = (source.title, *(part for part in self.section if part != source.title))
        return EvidenceText(self.quote, source.lang, heading, self.context, source.uri, self.start, self.end)

    def cite(self, number: int) -> Citation:
        """A citation of the window under a number."""
        source = self.document.source
        return Citation(
            number=number,
            title=source.title,
            uri=source.uri,
            url=source.url,
            section=" > ".join(part for part in self.section if part != source.title),
            page=self.document.page_at(self.start),
            quote=self.quote,
            start=self.start,
            end=self.end,
            lang=source.lang,
            kind=source.kind,
            as_of=source.as_of,
        )


def windows(candidates: Sequence[Candidate], wanted: int) -> list[Window]:
    """Windows around the best candidates, best first, at most `wanted`: single sentences only."""
    return [window(c.document, c.start, c.end, c.section, c.score) for c in candidates[:wanted]]


def pairs(candidates: Sequence[Candidate], wanted: int) -> list[Window]:
    """Two neighbouring sentences of the best candidates as one window, at most `wanted`, best first."""
    near = sorted(candidates[: 3 * wanted], key=lambda c: (c.document.source.uri, c.start))
    found = []
    for first, second in itertools.pairwise(near):
        same = first.document is second.document and first.section == second.section
        if not same or second.end - first.start > _MOST_CHARS or second.start < first.end:
            continue
        if any(character.isalnum() for character in first.document.text[first.end : second.start]):
            continue
        score = (first.score + second.score) / 2
        found.append(window(first.document, first.start, second.end, first.section, score))
    return sorted(found, key=lambda w: (-w.score, w.document.source.uri, w.start))[:wanted]


def window(document: Document, start: int, end: int, section: tuple[str, ...], score: float = 0.0) -> Window:
    """The window of a sentence."""
    block = block_at(document, start)
    context = "" if block is None else _context(document, block, start)
    return Window(document, start, end, section, context, score)


def block_at(document: Document, position: int) -> Block | None:
    """The block that holds a position, None between blocks."""
    place = bisect_right(document.blocks, position, key=lambda block: block.start) - 1
    if place < 0 or document.blocks[place].end <= position:
        return None
    return document.blocks[place]


def _context(document: Document, block: Block, start: int) -> str:
    """The header of the table, or the sentence before one that leans on it."""
    if block.kind == "table":
        header = document.text[block.start : block.end].split("\n", 1)[0]
        return header if start >= block.start + len(header) else ""
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
