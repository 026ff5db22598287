"""Markdown to blocks of clean readable text, each with the headings above it.

Owns the blocks: headings, paragraphs, list items, tables, code; the dialects of AWS's documentation, Obsidian and
Notion. The structure comes from the parser's tokens; knows nothing of files or of what a document is about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.readers.assemble import LINE_BREAK, PARAGRAPH_BREAK, Piece
from ingest.readers.markdown.inline import HARD_BREAK, MAX_NESTING, html_text, inline_text, is_link_list, parser
from ingest.readers.reading import Reading
from ingest.readers.text import read_text
from ingest.schema import BlockKind

if TYPE_CHECKING:
    from markdown_it.token import Token

_CALLOUT = re.compile(rf"\[!\w[\w-]*\][+-]?[ \t]*([^\n{HARD_BREAK}]*)[\n{HARD_BREAK}]?")
# AWS's API pages write "** name **", which is no emphasis to the parser.
_LOOSE_BOLD = re.compile(r"\A\*\* +([^*]+?) +\*\*")
_SENTENCE_ENDS = (".", "!", "?", "…", ".)", "»", '."', ".”", ".]")
_MOST_OVER_A_LEAD = 3
_TASK = re.compile(r"\[[ xX]\][ \t]+")


def read_markdown(text: str) -> Reading:
    """The pieces of a Markdown text without front matter, in order, and its first top heading.

    A text nested more deeply than the parser goes is read as plain text, so that nothing is lost.
    """
    try:
        tokens = parser().parse(text)
    except RecursionError:
        return Reading(tuple(read_text(text)))
    if any(token.level >= MAX_NESTING - 2 for token in tokens) or (not tokens and text.lstrip()[:1] in ">-*+"):
        return Reading(tuple(read_text(text)))
    walk = _Walk(tokens)
    return Reading(tuple(walk.pieces), title=walk.title)


class _List:
    """A list that is being walked: the number of its next item (None for bullets), and what stands over an item.

    `lead` is the place of the paragraph just before the list, `item` that of the first block of the item that is
    being walked; None where there is none.
    """

    def __init__(self, number: int | None, lead: int | None) -> None:
        self._number = number
        self.lead = lead
        self.item: int | None = None

    def next_marker(self, delimiter: str) -> str:
        """The marker of the next item: "- ", or its number as CommonMark counts (AWS writes "1." for each)."""
        if self._number is None:
            return "- "
        self._number += 1
        return f"{self._number - 1}{delimiter} "


class _Walk:
    """One pass over the tokens; `pieces` and `title` are what came of it."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.pieces: list[Piece] = []
        self.title = ""
        self._tokens = tokens
        self._headings: list[tuple[int, str]] = []
        self._lists: list[_List] = []
        self._marker = ""
        self._list_of_last: _List | None = None
        self._quotes = 0
        index = 0
        while index < len(tokens):
            index = self._step(index)

    def _step(self, index: int) -> int:
        """Take in what begins at this token; returns where the next thing begins."""
        token = self._tokens[index]
        match token.type:
            case "heading_open":
                self._heading(int(token.tag[1]), self._tokens[index + 1])
                return index + 3
            case "paragraph_open":
                skipped = self._topics_end(index)
                if skipped:
                    return skipped
                self._paragraph(self._tokens[index + 1])
                return index + 3
            case "table_open":
                return self._table(index)
            case "fence" | "code_block":
                self._add("code", token.content)
            case "html_block":
                for paragraph in html_text(token.content).split("\n\n"):
                    self._add("text", paragraph)
            case _:
                self._enter_or_leave(token)
        return index + 1

    def _enter_or_leave(self, token: Token) -> None:
        """Keep track of the lists and quotes that the next blocks lie in."""
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                number = int(token.attrs.get("start", 1)) if token.tag == "ol" else None
                self._lists.append(_List(number, self._paragraph_before()))
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                self._marker = self._lists[-1].next_marker(token.markup)
                self._lists[-1].item = None
            case "list_item_close":
                self._marker = ""
            case "blockquote_open":
                self._quotes += 1
            case "blockquote_close":
                self._quotes -= 1

    def _add(self, kind: BlockKind, text: str) -> None:
        """A block here; the first one in a list item carries the item's marker when it is text."""
        if not text.strip():
            return
        before, about = PARAGRAPH_BREAK, self._about(kind, text)
        if self._lists:
            if kind == "text" and self._marker:
                kind, text = "list", self._marker + _TASK.sub("", text.lstrip(), count=1)
                if self._list_of_last is self._lists[0]:
                    before = LINE_BREAK
                before += "  " * (len(self._lists) - 1)
            self._marker = ""
            if self._lists[-1].item is None:
                self._lists[-1].item = len(self.pieces)
        self._list_of_last = self._lists[0] if kind == "list" else None
        self.pieces.append(Piece(kind, text, tuple(name for _, name in self._headings), before, about))

    def _about(self, kind: BlockKind, text: str) -> tuple[int, ...]:
        """Places of the blocks without which the next one is not understood, outermost first.

        The items it lies in, and what leads in to a list or to the block itself. A paragraph that ends with a full
        stop leads in to fragments only: an item that is a sentence stands on its own.
        """
        if kind == "heading":
            return ()
        fragment = not text.rstrip().endswith(_SENTENCE_ENDS)
        over: list[int] = []
        for one in self._lists:
            if one.lead is not None and (fragment or self._announces(one.lead)):
                over += self._with_its_own(one.lead)
            if one.item is not None:
                over.append(one.item)
        before = self._paragraph_before()
        if before is not None and self._announces(before) and (kind != "text" or self._ends_with_colon(before)):
            over += self._with_its_own(before)
        return tuple(dict.fromkeys(over))

    def _with_its_own(self, place: int) -> tuple[int, ...]:
        """A paragraph that leads in, behind what it is about itself; a chain of them is not followed to its start."""
        return (*self.pieces[place].about[-_MOST_OVER_A_LEAD:], place)

    def _paragraph_before(self) -> int | None:
        """The place of the last block when it is a paragraph."""
        return len(self.pieces) - 1 if self.pieces and self.pieces[-1].kind == "text" else None

    def _announces(self, place: int) -> bool:
        """Whether a paragraph leaves its sentence open ("Limits:", a label in bold): it goes on in what follows."""
        return not self.pieces[place].text.rstrip().endswith(_SENTENCE_ENDS)

    def _ends_with_colon(self, place: int) -> bool:
        return self.pieces[place].text.rstrip().endswith(":")

    def _heading(self, level: int, inline: Token) -> None:
        text = _one_line(inline)
        if not text:
            return
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()
        self._headings.append((level, text))
        if level == 1 and not self.title:
            self.title = text
        self._add("heading", text)

    def _paragraph(self, inline: Token) -> None:
        text = _LOOSE_BOLD.sub(r"\1", inline_text(inline.children or ()).strip())
        text = re.sub(r"[ \t]+\n", "\n", text)
        callout = _CALLOUT.match(text) if self._quotes else None
        if callout:
            self._add("text", callout[1])
            text = text[callout.end() :]
        segment = ""
        for line in text.split(HARD_BREAK):
            # A broken line that goes on in lower case is the same sentence; any other begins a block of its own.
            if segment and line.strip()[:1].islower():
                segment += LINE_BREAK + line.strip()
                continue
            self._add("text", segment)
            segment = line.strip()
        self._add("text", segment)

    def _table(self, index: int) -> int:
        """A table as rows of cells with single spaces, without the separator row."""
        rows: list[list[str]] = []
        while self._tokens[index].type != "table_close":
            token = self._tokens[index]
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(_one_line(token))
            index += 1
        lines = [f"| {' | '.join(row)} |" for row in rows if any(row)]
        self._add("table", "\n".join(lines))
        return index + 1

    def _topics_end(self, index: int) -> int:
        """Where AWS's list of links headed "Topics" ends, 0 where there is none at this paragraph."""
        tokens = self._tokens
        if _one_line(tokens[index + 1]).rstrip(":") != "Topics" or index + 3 >= len(tokens):
            return 0
        opening = tokens[index + 3]
        if opening.type != "bullet_list_open":
            return 0
        for end in range(index + 4, len(tokens)):
            token = tokens[end]
            if token.type == "inline" and not is_link_list(token.children or ()):
                return 0
            if token.type == "bullet_list_close" and token.level == opening.level:
                return end + 1
        return 0


def _one_line(inline: Token) -> str:
    return " ".join(inline_text(inline.children or ()).replace(HARD_BREAK, " ").split())
