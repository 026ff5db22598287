"""What is in a document: its parts in order, and the first sentences of each, in the document's own words. Pure.

Owns what counts as a part: a heading, else a page, else nothing. Every sentence is a slice of the document's text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.schema import Block, Document, Span
from ingest.text.sentences import split_sentences

MOST_PARTS = 60
_MOST_SUMMARISED = 8
_SENTENCE_CHARS = 400
_PROSE = ("text", "list")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document: its heading ("" for a page without one), how deep it lies (from 1), where it begins.

    `page` is 1-based, None where the format has no pages. `words` are those of its own text, without its sub-parts.
    """

    title: str
    depth: int
    start: int
    page: int | None
    words: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The first sentence of a part, as it stands in the document."""

    title: str
    sentence: Span


def outline(document: Document) -> tuple[Part, ...]:
    """The parts in order: headings, or the pages of a document that has none; () for a text in one piece."""
    headings = [block for block in document.blocks if block.kind == "heading"]
    if len(headings) > 1 or (headings and not document.page_starts):
        return tuple(_headed(document, headings))
    return tuple(_paged(document)) if len(document.page_starts) > 1 else ()


def summary(document: Document) -> tuple[Summary, ...]:
    """The first sentence of the document and of its first parts of the highest levels, at most eight, in order."""
    found: list[Summary] = []
    seen: set[tuple[str, ...]] = set()
    title = document.source.title
    most = _depth_for(document)
    for block in document.blocks:
        path = tuple(part for part in block.heading_path if part != title)[:most]
        if block.kind not in _PROSE or path in seen:
            continue
        sentence = _first_sentence(document, block)
        if sentence is not None:
            seen.add(path)
            found.append(Summary(path[-1] if path else "", sentence))
        if len(found) == _MOST_SUMMARISED:
            break
    return tuple(found)


def _depth_for(document: Document) -> int:
    """How deep parts are told apart: one level, or two where the first has hardly any parts."""
    title = document.source.title
    paths = {tuple(part for part in block.heading_path if part != title) for block in document.blocks}
    return 1 if len({path[:1] for path in paths if path}) > 2 else 2


def _first_sentence(document: Document, block: Block) -> Span | None:
    for start, end in split_sentences(document.text, block.start, block.end):
        if len(document.text[start:end].split()) >= 3 and end - start <= _SENTENCE_CHARS:
            return Span(document, start, end, block.heading_path)
    return None


def _headed(document: Document, headings: Sequence[Block]) -> Iterator[Part]:
    ends = [*(block.start for block in headings[1:]), len(document.text)]
    for block, end in zip(headings, ends, strict=True):
        title = document.text[block.start : block.end].strip("# \n")
        words = len(document.text[block.end : end].split())
        yield Part(title, max(1, len(block.heading_path)), block.start, document.page_at(block.start), words)


def _paged(document: Document) -> Iterator[Part]:
    starts = document.page_starts
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(document.text)], strict=True)):
        label = document.page_labels[number] if number < len(document.page_labels) else ""
        yield Part(label, 1, start, number + 1, len(document.text[start:end].split()))
