"""The elements of a page to blocks: headings, paragraphs, list items, tables, code, formulas, toggles, callouts.

Owns what each element becomes. What is content at all is judged elsewhere (content, panels); what is the subject of
what is known to the flow.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from ingest.readers.flow import Flow
from ingest.readers.html.code import code_text
from ingest.readers.html.content import BLOCKS, HEADINGS, STRUCK
from ingest.readers.html.elements import is_callout, is_callout_name, is_decoration, opens_block, own_title
from ingest.readers.html.formula import formula, in_dollars, tex_in_text
from ingest.readers.html.loose import LooseLists, google_level, take_marker, word_level
from ingest.readers.html.notes import Footnotes
from ingest.readers.html.panels import Panels, is_hidden
from ingest.readers.html.tables import as_cell, as_number, code_lines, is_bold, is_layout, rows_of
from ingest.readers.html.tree import children
from ingest.readers.phrase import HARD_BREAK, Run, note_mark, phrase, power, says_something, without_notes
from ingest.readers.table import Row, flat

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode


class Judge(Protocol):
    """What decides on an element that it is no content."""

    seen_title: bool

    def is_furniture(self, node: LexborNode) -> bool:
        """Whether an element is left out."""

    def is_prose(self, node: LexborNode) -> bool:
        """Whether there are sentences in an element."""

    def is_menu(self, node: LexborNode) -> bool:
        """Whether an element is nothing but links."""


_SPACE = re.compile(r"[ \t\n\r\f]+")
_CALLOUT_TITLE = re.compile(r"title|heading|label", re.IGNORECASE)


class Walk:
    """One pass over the elements below a node, into a flow."""

    def __init__(
        self,
        flow: Flow,
        judge: Judge,
        panels: Panels,
        notes: Footnotes,
        *,
        prose: Callable[[str], str] = tex_in_text,
        in_cell: bool = False,
    ) -> None:
        self.flow = flow
        self._judge = judge
        self._panels = panels
        self._notes = notes
        self._runs: list[Run] = []
        self._prose = prose
        self._in_cell = in_cell
        # Tables inside a cell as one line, by their place among the flow's pieces.
        self._flats: dict[int, str] = {}
        self._loose = LooseLists(flow)
        self._elements = self._handlers()

    def children(self, node: LexborNode) -> None:
        """Take in what is in an element."""
        for child in children(node):
            if child.is_text_node:
                self._say(self._prose(child.text_content or ""))
            elif child.is_element_node:
                self._element(child)

    def end(self) -> None:
        """Take in what is left of the last paragraph."""
        self._paragraph()
        self._loose.leave()

    def _element(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "script" and "math/tex" in (node.attributes.get("type") or ""):
            display = "display" in (node.attributes.get("type") or "")
            self._say(in_dollars(node.text(), display=display))
            return
        if (
            self._judge.is_furniture(node)
            or self._is_out_of_sight(node)
            or self._panels.is_opener(node)
            or self._notes.is_note(node)
        ):
            return
        handler = self._elements.get(tag)
        if handler is not None:
            handler(node)
        elif tag in BLOCKS or opens_block(node):
            self._block(node)
        else:
            self.children(node)

    def _handlers(self) -> dict[str, Callable[[LexborNode], None]]:
        handlers: dict[str, Callable[[LexborNode], None]] = {
            "a": self._link,
            "article": self._article,
            "br": lambda node: self._say(HARD_BREAK),
            "button": self._button,
            "dd": self._definition,
            "details": self._details,
            "dt": self._term,
            "figcaption": self._block,
            "img": self._image,
            "li": self._item,
            "math": lambda node: self._say(formula(node)),
            "ol": self._list,
            "p": self._text_block,
            "pre": self._code,
            "sup": self._raised,
            "table": self._table,
            "ul": self._list,
        }
        return handlers | dict.fromkeys(HEADINGS, self.heading)

    def _article(self, node: LexborNode) -> None:
        """One of several is a section of its own: its headings reach no further."""
        several = node.parent is not None and sum(one.tag == "article" for one in children(node.parent)) > 1
        self._paragraph()
        if several:
            self.flow.enter("section")
        self._block(node)
        if several:
            self.flow.leave()

    # Text of a paragraph

    def _say(self, text: str, *, link: bool = False) -> None:
        text = _SPACE.sub(" ", text)
        if text.startswith(" ") and (not self._runs or self._runs[-1][1].endswith((" ", HARD_BREAK))):
            text = text[1:]
        if text:
            self._runs.append((link, text))

    def _take(self) -> str:
        runs, self._runs = self._runs, []
        return phrase(runs).strip()

    def _paragraph(self) -> None:
        if self._runs:
            text = self._take()
            # Icons and separators are no text.
            if any(character.isalnum() for character in text):
                for place, label in self.flow.paragraph(text):
                    self._footnote(place, label)

    def _footnote(self, place: int | None, label: str) -> None:
        """The text of a note beside the sentence that refers to it."""
        node = self._notes.take(label)
        if node is None:
            return
        self.flow.enter("note", about=place)
        self.children(node)
        self._paragraph()
        self.flow.leave()

    def _inside(self, node: LexborNode) -> str:
        """The text of an element that is one line whatever is in it."""
        self._paragraph()
        walk = Walk(Flow(), self._judge, self._panels, self._notes, prose=self._prose)
        walk.children(node)
        walk.end()
        self.flow.take_omissions(walk.flow)
        text = " ".join(piece.text for piece in walk.flow.pieces)
        return " ".join(without_notes(text)[0].replace(HARD_BREAK, " ").split())

    def _link(self, node: LexborNode) -> None:
        href = node.attributes.get("href") or ""
        label = self._notes.label(node)
        if label:
            self._say(note_mark(label))
            return
        text = node.text()
        wordless = not any(character.isalnum() for character in text) and node.css_first("img") is None
        to_a_note = self._notes.is_way_back(node) or self._notes.is_mark_of_another_page(node)
        if to_a_note or (href.startswith("#") and wordless):
            return  # the anchor of a heading, the mark of a footnote, the way back from one
        kept, self._runs = self._runs, []
        before = len(self.flow.pieces)
        self.children(node)
        inner, self._runs = self._runs, kept
        if len(self.flow.pieces) != before:
            self._runs += inner
            return
        self._say("".join(part for _, part in inner), link=bool(href))

    def _button(self, node: LexborNode) -> None:
        parent = node.parent
        if parent is not None and parent.tag in ("p", "dd", "td") and parent.text(deep=False).strip():
            self.children(node)

    def _raised(self, node: LexborNode) -> None:
        """A power stays one ("10^6"), an ordinal and a trade mark stay glued, the mark of a note goes."""
        text = "".join(node.text().split())
        anchor = node.css_first("a")
        if anchor is not None and (self._notes.label(anchor) or self._notes.is_mark_of_another_page(anchor)):
            self._link(anchor)
            return
        if anchor is not None and (anchor.attributes.get("href") or "").startswith("#"):
            return
        before = self._runs[-1][1] if self._runs else ""
        raised = power(text, before)
        self._say(raised) if raised != text else self.children(node)

    def _image(self, node: LexborNode) -> None:
        attributes = node.attributes
        if is_decoration(node):
            return
        alt = " ".join((attributes.get("alt") or "").split())
        if not says_something(alt, attributes.get("src") or ""):
            self.flow.omit("picture-with-text")
        elif alt.startswith("{") and "\\" in alt:
            self._say(in_dollars(alt, display=False))
        else:
            self._say(f" {alt} ")

    # Blocks

    def _block(self, node: LexborNode) -> None:
        """An element that stands on lines of its own; what it is called may make it a callout or a panel."""
        self._paragraph()
        control = self._panels.control_of(node)
        title = own_title(node)
        if control is not None:
            self.flow.enter("section" if control.is_tab else "toggle")
            (self.flow.label if control.is_tab else self.flow.head)(control.label)
        elif title:
            callout = is_callout_name(node.tag or "")
            self.flow.enter("callout" if callout else "section")
            (self.flow.head if callout else self.flow.label)(title)
        elif is_callout(node) and not self.flow.is_in("callout"):
            self.flow.enter("callout")
        else:
            self.children(node)
            self._paragraph_of(node)
            return
        self.children(node)
        self._paragraph()
        self.flow.leave()

    def _paragraph_of(self, node: LexborNode) -> None:
        """The end of a block: the title of a callout is what the rest of it is about."""
        titled = self.flow.is_in("callout") and _CALLOUT_TITLE.search(node.attributes.get("class") or "")
        if titled or (self.flow.at_callout_start and is_bold(node)):
            text = self._take()
            if text:
                self.flow.head(text)
        self._paragraph()

    def _text_block(self, node: LexborNode) -> None:
        """A paragraph; what word processors save as one may be a title or a list item."""
        level = word_level(node)
        if level:
            self._paragraph()
            self._loose.to_level(level, take_marker(node))
            self._loose.next_item()
            self.children(node)
            self._paragraph()
            return
        self._loose.leave()
        name = node.attributes.get("class") or ""
        if re.search(r"(?:^|\s)(?:MsoTitle|title)(?:$|\s)", name) and not self.flow.title and not self.flow.pieces:
            self.flow.heading(1, self._inside(node))
            return
        self._block(node)

    def heading(self, node: LexborNode) -> None:
        """Take in an h1 to h6 as a heading of its level; from the first h1 on, the page counts as having its title."""
        self._loose.leave()
        text = self._inside(node)
        level = int((node.tag or "h6")[1])
        self._judge.seen_title = self._judge.seen_title or level == 1
        self.flow.heading(level, text)

    def _list(self, node: LexborNode) -> None:
        self._paragraph()
        level = google_level(node)
        number = as_number(node.attributes.get("start"), 1) if node.tag == "ol" else None
        if level:
            self._loose.to_level(level, number)
            self.children(node)
            self._paragraph()
            return
        self._loose.leave()
        self.flow.enter("list", number=number)
        self.children(node)
        self._paragraph()
        self.flow.leave()

    def _item(self, node: LexborNode) -> None:
        self._paragraph()
        if self._loose.is_open:
            self._loose.next_item()
            self.children(node)
            self._paragraph()
            return
        orphan = not self.flow.is_in("list")
        if orphan:
            self.flow.enter("list")
        self.flow.enter("item", number=as_number(node.attributes.get("value"), 0) or None)
        self.children(node)
        self._paragraph()
        self.flow.leave()
        if orphan:
            self.flow.leave()

    def _definition(self, node: LexborNode) -> None:
        self._paragraph()
        self.flow.enter("definition")
        self.children(node)
        self._paragraph()
        self.flow.leave()

    def _term(self, node: LexborNode) -> None:
        self.flow.term(self._inside(node))

    def _details(self, node: LexborNode) -> None:
        self._paragraph()
        self.flow.enter("toggle")
        for child in children(node):
            if child.is_element_node and child.tag == "summary":
                self.flow.head(self._inside(child))
            elif child.is_text_node:
                self._say(self._prose(child.text_content or ""))
            elif child.is_element_node:
                self._element(child)
        self._paragraph()
        self.flow.leave()

    def _code(self, node: LexborNode) -> None:
        self._paragraph()
        self.flow.add("code", code_text(node))

    # Tables

    def _table(self, node: LexborNode) -> None:
        self._paragraph()
        lines = code_lines(node)
        if lines:
            self.flow.add("code", lines)
            return
        caption = node.css_first("caption")
        title = self._inside(caption) if caption is not None and caption.parent == node else ""
        rows = [(head, [(cell, self._cell(cell)) for cell in cells]) for head, cells in rows_of(node)]
        if is_layout(node, [[walk.flow for _, walk in cells] for _, cells in rows]):
            for _, cells in rows:
                for cell, walk in cells:
                    if not self._judge.is_menu(cell):
                        self.flow.take(walk.flow)
            return
        data = [Row(tuple(as_cell(cell, walk.lines()) for cell, walk in cells), head) for head, cells in rows]
        for _, cells in rows:
            for _, walk in cells:
                self.flow.take_omissions(walk.flow)
        place = len(self.flow.pieces)
        self.flow.table(data, title)
        if self._in_cell and len(self.flow.pieces) > place:
            self._flats[place] = flat(data)

    def lines(self) -> list[tuple[bool, str]]:
        """What was met, as texts of one cell, each with whether it is a list item; a table in it as one line."""
        pieces = enumerate(self.flow.pieces)
        return [(piece.kind == "list", self._flats.get(place, piece.text)) for place, piece in pieces]

    def _cell(self, node: LexborNode) -> Walk:
        walk = Walk(Flow(), self._judge, self._panels, self._notes, prose=self._prose, in_cell=True)
        walk.children(node)
        walk.end()
        return walk

    # Judgement

    def _is_out_of_sight(self, node: LexborNode) -> bool:
        """Whether an element is hidden for good, counted where there are sentences in it, or struck through."""
        if node.tag in STRUCK:
            self.flow.omit("struck", bool(node.text().strip()))
            return True
        if node.attributes.get("aria-hidden") == "true" and not self._judge.is_prose(node):
            shown = node.tag in BLOCKS and self._panels.is_reachable(node)
            return not shown and node.css_first("math") is None
        if not is_hidden(node) or node.css_first("math") is not None or self._panels.is_reachable(node):
            return False
        self.flow.omit("hidden", self._judge.is_prose(node))
        return True
