"""A conversation as it is kept: questions, how far each answer came, what it cites and of which state of the sources.

Frozen values. Knows no page and no file.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.schema import Answer, Citation, Failed, Question
from ingest.schema import Block, Document, Span, hash_of
from ingest.text.characters import fold

Phase = Literal["searching", "retrieved", "quoted", "drafting", "done", "failed", "stopped", "interrupted"]
"""How far an answer came.

Quoted: the sources' answer is there, and a model goes on. Interrupted: whoever wrote it is gone (the program ended, the
page was closed).
"""
RUNNING: frozenset[Phase] = frozenset({"searching", "retrieved", "quoted", "drafting"})
MOST_TITLE = 120
MOST_SUGGESTIONS = 3
_SUGGESTING, _OF_EACH, _HEADING_CHARS = 3, 2, 80
Suggestions = tuple[tuple[str, str], ...]
Change = Literal["moved", "reworded", "gone"]
"""What became of cited words since: they stand elsewhere in a changed document; not any more; the document is gone."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer so far. `passages` counts what was found.

    `asked_at` is a moment in ISO form ("": not kept); `hashes` are those of the cited documents' texts by uri, as they
    were when the answer was given. `suggestions` are parts of the cited documents to ask about next: (heading, title).
    """

    id: int
    text: str
    phase: Phase = "searching"
    question: Question | None = None
    passages: int = 0
    evidence: tuple[Citation, ...] = ()
    draft: str = ""
    answer: Answer | None = None
    failure: Failed | None = None
    asked_at: str = ""
    hashes: Mapping[str, str] = field(default_factory=dict, hash=False)
    suggestions: tuple[tuple[str, str], ...] = ()

    @property
    def running(self) -> bool:
        """Whether the answer is still being made."""
        return self.phase in RUNNING

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What a number in this exchange opens: the answer's citations, else the nearest, else the evidence."""
        if self.answer is None:
            return self.evidence
        return self.answer.citations or self.answer.nearest


@dataclass(frozen=True, slots=True)
class Summary:
    """A conversation in a list; `questions` counts them."""

    id: str
    title: str
    questions: int
    created_at: datetime.datetime
    changed_at: datetime.datetime


@dataclass(frozen=True, slots=True)
class KeptConversation:
    """A conversation, oldest exchange first; `following` is the number of the next one."""

    summary: Summary
    exchanges: tuple[Exchange, ...]
    following: int


def title_of(text: str) -> str:
    """The title that a conversation has by its first question: its first line, cut at a word."""
    line = next((" ".join(line.split()) for line in text.splitlines() if line.strip()), "")
    if len(line) <= MOST_TITLE:
        return line
    return line[: MOST_TITLE - 1].rsplit(" ", 1)[0].rstrip() + "…"


def hashes_of(citations: Iterable[Citation], document: Callable[[str], Document | None]) -> dict[str, str]:
    """The hashes of the cited documents' texts as they are now, by uri; without those that are gone."""
    known = {uri: document(uri) for uri in {citation.uri for citation in citations}}
    return {uri: hash_of(found.text) for uri, found in sorted(known.items()) if found is not None}


def suggestions_of(citations: Iterable[Citation], document: Callable[[str], Document | None]) -> Suggestions:
    """Parts of the cited documents beside the cited words, the next ones first: what the same sources also speak of."""
    found: dict[tuple[str, str], None] = {}
    cited = tuple(citations)
    seen = {fold(part) for one in cited for part in (*one.section.split(" > "), one.title)}
    for citation in cited[:_SUGGESTING]:
        source = document(citation.uri)
        if source is None:
            continue
        headings = [(block.start, block.heading_path[-1]) for block in source.blocks if _is_part(block)]
        headings.sort(key=lambda one: (one[0] < citation.start, abs(one[0] - citation.start)))
        others = [heading for _, heading in headings if fold(heading) not in seen]
        found |= {(heading, citation.title): None for heading in others[:_OF_EACH]}
    return tuple(found)[:MOST_SUGGESTIONS]


def _is_part(block: Block) -> bool:
    """Whether a block is a heading that says something without those above it."""
    return block.kind == "heading" and len(block.heading_path) > 1 and 3 < len(block.heading_path[-1]) <= _HEADING_CHARS


def placed(citation: Citation, document: Document) -> Span | None:
    """The cited words in their document as it is now: where they stood, else where they stand nearest to it."""
    span = citation.span_in(document)
    if span is not None or not citation.quote:
        return span
    before = document.text.rfind(citation.quote, 0, citation.start + len(citation.quote))
    after = document.text.find(citation.quote, citation.start)
    starts = [start for start in (before, after) if start >= 0]
    if not starts:
        return None
    start = min(starts, key=lambda start: abs(start - citation.start))
    return replace(citation, start=start, end=start + len(citation.quote), subject_spans=()).span_in(document)


def change_of(citation: Citation, hashes: Mapping[str, str], now: Document | None) -> Change | None:
    """What became of cited words since they were quoted; None while the document is as it was, or was not recorded."""
    if citation.uri not in hashes:
        return None
    if now is None:
        return "gone"
    if hash_of(now.text) == hashes[citation.uri]:
        return None
    return "moved" if citation.quote in now.text else "reworded"
