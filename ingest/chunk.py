"""A document's blocks to chunks: passages under a token budget that never cross a heading.

Owns where a document may be cut: between blocks, and inside one that is too large between sentences, table rows,
lines of code, at last words. Knows nothing of models; a function counts the tokens.
`chunk.text == document.text[start:end]`, always.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ingest.schema import Block, Chunk, Document, Span, chunk_id
from ingest.subjects import lead_of
from ingest.text.sentences import split_sentences

CountTokens = Callable[[str], int]

# Characters per token beyond which a text is taken to be over the budget without counting it.
_MOST_CHARACTERS = 16
# Characters per token of ordinary text.
_CHARACTERS = 4
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A span that is not cut further. `tokens` is approximate for a span that cannot be cut and is far too large."""

    start: int
    end: int
    tokens: int


def chunk(document: Document, count_tokens: CountTokens, budget: int) -> tuple[Chunk, ...]:
    """The chunks of a document in order, not overlapping, covering all words but headings.

    A span without a letter or digit is no chunk: a vector of nothing is near to everything.

    A chunk has at most `budget` tokens, except where a single table row, line of code or word has somewhat more (one of
    more than `budget` times sixteen characters is cut). `lead` is what its first block says something of
    (`Block.subjects`), and the header of the table that it begins inside.
    """
    cutter = _Cutter(document.text, count_tokens, budget)
    spans = [
        (*span, path)
        for path, blocks in _sections(document.blocks)
        for span in cutter.pack(cutter.pieces(blocks))
        if any(character.isalnum() for character in document.text[span[0] : span[1]])
    ]
    return tuple(
        Chunk(
            id=chunk_id(document.id, start, end, document.text[start:end]),
            document_id=document.id,
            ordinal=ordinal,
            text=document.text[start:end],
            start=start,
            end=end,
            lang=document.source.lang,
            heading_path=path,
            page=document.page_at(start),
            lead=lead_of(Span(document, start, end, path)),
        )
        for ordinal, (start, end, path) in enumerate(spans)
    )


def _sections(blocks: Sequence[Block]) -> Iterator[tuple[tuple[str, ...], list[Block]]]:
    """Runs of blocks between headings."""
    section: list[Block] = []
    for block in blocks:
        if section and (block.kind == "heading" or block.heading_path != section[0].heading_path):
            yield section[0].heading_path, section
            section = []
        if block.kind != "heading":
            section.append(block)
    if section:
        yield section[0].heading_path, section


class _Cutter:
    """Cuts and packs the blocks of one text."""

    def __init__(self, text: str, count_tokens: CountTokens, budget: int) -> None:
        self._text = text
        self._count_tokens = count_tokens
        self._budget = budget
        # Special tokens that the counter adds to every text.
        self._overhead = count_tokens("")
        self._room = max(1, budget - self._overhead)

    def pieces(self, blocks: Sequence[Block]) -> list[_Piece]:
        """The blocks, those over the budget cut."""
        return [piece for block in blocks for piece in self._cut(block)]

    def pack(self, pieces: Sequence[_Piece]) -> Iterator[tuple[int, int]]:
        """Start and end of chunks of about equal size, each a run of pieces within the budget."""
        total = sum(piece.tokens for piece in pieces)
        target = total / max(1, math.ceil(total / self._room))
        index = 0
        while index < len(pieces):
            end = index + 1
            tokens = pieces[index].tokens
            while end < len(pieces) and tokens < target and tokens + pieces[end].tokens <= self._room:
                tokens += pieces[end].tokens
                end += 1
            while end > index + 1 and not self._fits(pieces[index].start, pieces[end - 1].end):
                end -= 1
            yield pieces[index].start, pieces[end - 1].end
            index = end

    def _fits(self, start: int, end: int) -> bool:
        return self._count_tokens(self._text[start:end]) <= self._budget

    def _cut(self, block: Block) -> Iterator[_Piece]:
        whole = self._whole(block.start, block.end)
        if whole is not None:
            yield whole
        elif block.kind == "table":
            yield from self._rows(block)
        elif block.kind == "code":
            for line in self._lines(block):
                yield from self._units(*line)
        else:
            yield from self._sentences(block)

    def _whole(self, start: int, end: int) -> _Piece | None:
        """The span as one piece, None where it is over the budget."""
        if end - start > self._budget * _MOST_CHARACTERS:
            return None
        tokens = self._count_tokens(self._text[start:end])
        return _Piece(start, end, tokens - self._overhead) if tokens <= self._budget else None

    def _unit(self, start: int, end: int) -> _Piece:
        """The span as one piece, whatever its size."""
        whole = self._whole(start, end)
        return _Piece(start, end, whole.tokens if whole else self._room)

    def _units(self, start: int, end: int) -> Iterator[_Piece]:
        """The span as one piece; one far over the budget (a minified file, a key) in lengths of about the budget."""
        if end - start <= self._budget * _MOST_CHARACTERS:
            yield self._unit(start, end)
            return
        while start < end:
            stop = min(end, start + self._room * _CHARACTERS)
            space = self._text.rfind(" ", start, stop) if stop < end else -1
            stop = space + 1 if space > start else stop
            yield _Piece(start, start + len(self._text[start:stop].rstrip()), self._room)
            start = stop

    def _rows(self, block: Block) -> Iterator[_Piece]:
        """A piece per row; the header stays with the first row where both fit."""
        rows = list(self._lines(block))
        first = self._whole(rows[0][0], rows[1][1]) if len(rows) > 1 else None
        yield from [first] if first else self._units(*rows[0])
        for row in rows[2 if first else 1 :]:
            yield from self._units(*row)

    def _lines(self, block: Block) -> Iterator[tuple[int, int]]:
        for match in re.finditer(r"[^\n]*\S[^\n]*", self._text[block.start : block.end]):
            indent = len(match.group()) - len(match.group().lstrip())
            yield block.start + match.start() + indent, block.start + match.start() + len(match.group().rstrip())

    def _sentences(self, block: Block) -> Iterator[_Piece]:
        starts = [start for start, _ in split_sentences(self._text, block.start, block.end)][1:]
        for start, end in zip([block.start, *starts], [*starts, block.end], strict=True):
            end = start + len(self._text[start:end].rstrip())
            whole = self._whole(start, end)
            if whole is not None:
                yield whole
            else:
                yield from self._words(start, end)

    def _words(self, start: int, end: int) -> Iterator[_Piece]:
        """Pieces of a sentence that is too long, cut at white space, each as long as the budget allows."""
        words = [unit for match in _WORD.finditer(self._text, start, end) for unit in self._units(*match.span())]
        index = 0
        while index < len(words):
            stop = index + 1
            tokens = words[index].tokens
            while stop < len(words) and tokens + words[stop].tokens <= self._room:
                tokens += words[stop].tokens
                stop += 1
            while stop > index + 1 and not self._fits(words[index].start, words[stop - 1].end):
                stop -= 1
            yield _Piece(words[index].start, words[stop - 1].end, tokens)
            index = stop


def distinct(chunks: Sequence[Chunk]) -> tuple[Chunk, ...]:
    """Each passage of a document once.

    A repetition under the same headings says nothing new, and a hundred equal vectors tear the graph that Chroma
    searches: it no longer finds their neighbours.
    """
    first: dict[tuple[tuple[str, ...], str, str], Chunk] = {}
    for chunk in chunks:
        first.setdefault((chunk.heading_path, chunk.lead, chunk.text), chunk)
    return tuple(first.values())
