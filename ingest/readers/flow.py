"""The blocks of a document as they are met, each with its headings and with the pieces that say what it is about.

Owns what is the subject of what: the items above a list item and the sentence that leads in to the list, the term of a
definition, the question of a toggle, the caption of a table, the sentence of a footnote; and how far a heading reaches.
Readers of markup tell it what they meet; it knows nothing of Markdown or HTML.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ingest.readers.assemble import LINE_BREAK, PARAGRAPH_BREAK, Piece
from ingest.readers.phrase import HARD_BREAK, parts_with_notes
from ingest.readers.table import Row, parts_of
from ingest.readers.text import typed_items
from ingest.schema import BlockKind, Omission

Container = Literal["list", "item", "definition", "toggle", "callout", "section", "note"]
# What is left out, in words, by code.
_DETAILS = {
    "picture-with-text": "pictures without a description: text in them is not read",
    "hidden": "text that the page never shows",
    "struck": "words that are struck through",
    "expression": "expressions that a program fills in",
    "embed": "other notes that are shown inside this one",
    "block-reference": "references to blocks that are not in this file",
}
# A footnote that a paragraph refers to: the place of the piece that does (None where it has no text), and its label.
Note = tuple[int | None, str]
_SENTENCE_ENDS = (".", "!", "?", "…", ".)", "»", '."', ".”", ".]")
_LINE_END = re.compile(f"[\n{HARD_BREAK}]")
_HAS_BULLETS = re.compile("[•‣▪◦●▸►➢➤✓✔⁃∙–—]")
_MOST_OVER_A_LEAD = 3
_LONGEST_LABEL = 80


@dataclass(slots=True)
class _Frame:
    """A container that is open. `heads` are the pieces that say what its content is about."""

    kind: Container
    first: int = 0
    heads: list[int] = field(default_factory=list)
    headings: int = 0
    number: int | None = None
    marker: str = ""


class Flow:
    """Collects pieces; `pieces`, `title` (the first top heading) and `omissions` are what came of it."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.title = ""
        self._omitted: Counter[str] = Counter()
        self._headings: list[tuple[int, str]] = []
        self._path: tuple[str, ...] | None = ()
        self._frames: list[_Frame] = []
        self._terms: list[int] = []
        self._terms_defined = False
        # Levels of the headings, by their place among the pieces.
        self._levels: dict[int, int] = {}
        # The outermost list of the last piece, by identity: items of one list follow one another line by line.
        self._last_list: _Frame | None = None
        # The last piece where it is a paragraph that may lead in to what comes next.
        self._paragraph_before: int | None = None

    @property
    def omissions(self) -> tuple[Omission, ...]:
        """What was left out, by code."""
        return tuple(
            Omission(code, count, detail=_DETAILS.get(code, "")) for code, count in sorted(self._omitted.items())
        )

    def omit(self, code: str, count: int = 1) -> None:
        """Count something that is not taken in."""
        if count:
            self._omitted[code] += count

    def enter(
        self, kind: Container, *, number: int | None = None, delimiter: str = ".", about: int | None = None
    ) -> None:
        """Open a container; `number` is that of an item, or the first of a list; `about` the piece a note is on."""
        frame = _Frame(kind, len(self.pieces), headings=len(self._headings), number=number)
        if kind == "list":
            frame.heads = [] if self._paragraph_before is None else [self._paragraph_before]
        elif kind == "item":
            frame.marker = self._next_marker(delimiter, number)
        elif kind == "definition":
            frame.heads, self._terms_defined = list(self._terms), True
        elif kind == "note":
            frame.heads = [] if about is None else [about]
        self._frames.append(frame)

    def leave(self) -> None:
        """Close the innermost container: headings that were met in it reach no further."""
        frame = self._frames.pop()
        if len(self._headings) > frame.headings:
            del self._headings[frame.headings :]
            self._path = None
        if frame.kind not in ("list", "item"):
            self._paragraph_before = None

    @property
    def titles(self) -> list[str]:
        """The headings of the first level."""
        return [self.pieces[place].text for place, level in self._levels.items() if level == 1]

    @property
    def depth(self) -> int:
        """How many containers are open."""
        return len(self._frames)

    @property
    def at_item_start(self) -> bool:
        """Whether the next thing is the first in a list item."""
        return bool(self._frames) and self._frames[-1].kind == "item" and bool(self._frames[-1].marker)

    @property
    def at_callout_start(self) -> bool:
        """Whether the next thing is the first in a callout."""
        return bool(self._frames) and self._frames[-1].kind == "callout" and self._frames[-1].first == len(self.pieces)

    def interrupt(self) -> None:
        """Something stood here that is no content: what was before it leads in to nothing after it."""
        self._paragraph_before = None

    def is_in(self, kind: Container) -> bool:
        """Whether a container of this kind is open."""
        return any(frame.kind == kind for frame in self._frames)

    def paragraph(self, text: str) -> list[Note]:
        """A paragraph, cut where its author broke a line and began anew; returns the notes it refers to.

        A first line that says nothing of its own ("DatasetArn") is what the lines after it are about; lines with a
        bullet that somebody typed are the items of a list.
        """
        lead, items = typed_items(_LINE_END.split(text)) if _HAS_BULLETS.search(text) else ([], [])
        if items:
            return self._typed_list("\n".join(lead), ["\n".join(item) for item in items])
        if HARD_BREAK not in text:
            return list(self._segment(text.strip(), ()))
        segments: list[str] = []
        for line in text.split(HARD_BREAK):
            # A broken line that goes on in lower case is the same sentence; any other begins a block of its own.
            if segments and segments[-1].strip() and line.strip()[:1].islower():
                segments[-1] += LINE_BREAK + line.strip()
            else:
                segments.append(line.strip())
        segments = [segment for segment in segments if segment]
        notes: list[Note] = []
        heads: list[int] = []
        for place, segment in enumerate(segments):
            index = len(self.pieces)
            notes += self._segment(segment, heads)
            if place == 0 and len(segment) <= _LONGEST_LABEL and len(self.pieces) > index and self._announces(index):
                heads = [index]
        return notes

    def _typed_list(self, lead: str, items: Sequence[str]) -> list[Note]:
        notes = self.paragraph(lead) if lead.strip() else []
        self.enter("list")
        for item in items:
            self.enter("item")
            notes += self.paragraph(item)
            self.leave()
        self.leave()
        return notes

    def heading(self, level: int, text: str) -> None:
        """A heading, which reaches to the end of the container it is in; the first thing in a callout is its title."""
        text = " ".join(text.replace(HARD_BREAK, " ").split())
        if not text:
            return
        if self.at_callout_start:
            self.head(text)
            return
        floor = max((frame.headings for frame in self._frames), default=0)
        while len(self._headings) > floor and self._headings[-1][0] >= level:
            self._headings.pop()
        self._headings.append((level, text))
        self._path = None
        if level == 1 and not self.title:
            self.title = text
        self._levels[len(self.pieces)] = level
        self.add("heading", text)

    def label(self, text: str) -> None:
        """A heading below all those that are open: the label of a tab, the name of a card."""
        self.heading(max((level for level, _ in self._headings), default=0) + 1, text)

    def head(self, text: str) -> None:
        """What the rest of the innermost container is about: the question of a toggle, the title of a callout."""
        index = self.add("text", " ".join(text.replace(HARD_BREAK, " ").split()))
        if index is not None and self._frames:
            self._frames[-1].heads.append(index)

    def term(self, text: str) -> None:
        """A term that the definitions after it are about; several may share a definition."""
        if self._terms_defined:
            self._terms, self._terms_defined = [], False
        index = self.add("text", " ".join(text.replace(HARD_BREAK, " ").split()))
        if index is not None:
            self._terms.append(index)

    def table(self, rows: Sequence[Row], caption: str = "") -> None:
        """A table below its caption."""
        above = self.add("text", caption)
        said: dict[str, int | None] = {}
        for part in parts_of(rows):
            heads = [] if above is None else [above]
            for title in part.titles:
                if title not in said:
                    said[title] = self.add("text", title, heads=heads)
                index = said[title]
                heads = heads if index is None else [*heads, index]
            self.add("table", part.text, heads=heads, header_rows=part.header_rows)

    def add(
        self,
        kind: BlockKind,
        text: str,
        *,
        heads: Sequence[int] = (),
        header_rows: int = 1,
        before: str = PARAGRAPH_BREAK,
    ) -> int | None:
        """A block here, about `heads` besides what is open; its place among the pieces, None for blank text."""
        if not text.strip():
            return None
        item = self._frames[-1] if self._frames and self._frames[-1].kind == "item" else None
        lists = [frame for frame in self._frames if frame.kind == "list"] if self._frames else []
        about = tuple(dict.fromkeys([*self._about(kind, text), *heads]))
        if item is not None and item.marker:
            if kind == "text":
                kind, text = "list", item.marker + text.lstrip()
                before = LINE_BREAK if lists and self._last_list is lists[0] else PARAGRAPH_BREAK
                before += "  " * (len(lists) - 1)
            item.marker = ""
        self._last_list = lists[0] if kind == "list" and lists else None
        index = len(self.pieces)
        self._paragraph_before = index if kind == "text" else None
        if self._path is None:
            self._path = tuple(name for _, name in self._headings)
        self.pieces.append(Piece(kind, text, self._path, before, about, header_rows))
        if item is not None and not item.heads:
            item.heads.append(index)
        return index

    def _about(self, kind: BlockKind, text: str) -> list[int]:
        """Places of the pieces without which the next one is not understood, outermost first.

        The containers it lies in, and what leads in to a list or to the piece itself. A paragraph that ends with a full
        stop leads in to fragments only: an item that is a sentence stands on its own.
        """
        if kind == "heading":
            return []
        fragment = not text.rstrip().endswith(_SENTENCE_ENDS)
        over: list[int] = []
        for frame in self._frames:
            if frame.kind != "list":
                over += frame.heads
            elif frame.heads and (fragment or self._announces(frame.heads[0])):
                over += self._with_its_own(frame.heads[0])
        above = self._paragraph_before
        if above is not None and self._announces(above) and (kind != "text" or self._ends_with_colon(above)):
            over += self._with_its_own(above)
        return over

    def _with_its_own(self, place: int) -> tuple[int, ...]:
        """A paragraph that leads in, behind what it is about itself; a chain of them is not followed to its start."""
        return (*self.pieces[place].about[-_MOST_OVER_A_LEAD:], place)

    def _announces(self, place: int) -> bool:
        """Whether a paragraph leaves its sentence open ("Limits:", a label in bold): it goes on in what follows."""
        text = self.pieces[place].text.rstrip()
        return not text.endswith((*_SENTENCE_ENDS, "$$"))

    def _ends_with_colon(self, place: int) -> bool:
        return self.pieces[place].text.rstrip().endswith(":")

    def take(self, other: Flow) -> None:
        """Put in, here, what was collected apart."""
        offset = len(self.pieces)
        for place, piece in enumerate(other.pieces):
            if piece.kind == "heading":
                self.heading(other._levels[place], piece.text)
                continue
            heads = [offset + head for head in piece.about]
            self.add(piece.kind, piece.text, heads=heads, header_rows=piece.header_rows, before=piece.before)
        self.take_omissions(other)

    def take_omissions(self, other: Flow) -> None:
        """Count what was left out of something that was collected apart."""
        self._omitted.update(other._omitted)

    def _segment(self, text: str, heads: Sequence[int]) -> Iterator[Note]:
        before = PARAGRAPH_BREAK
        for part, labels in parts_with_notes(text):
            index = self.add("text", part, heads=heads, before=before)
            before = PARAGRAPH_BREAK if index is None else " "
            yield from ((index, label) for label in labels)

    def _next_marker(self, delimiter: str, number: int | None) -> str:
        """The marker of the next item: "- ", or its number as CommonMark counts (AWS writes "1." for each)."""
        frame = next((frame for frame in reversed(self._frames) if frame.kind == "list"), None)
        if frame is None or frame.number is None:
            return "- "
        frame.number = (number or frame.number) + 1
        return f"{frame.number - 1}{delimiter} "
