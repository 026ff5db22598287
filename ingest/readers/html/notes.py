"""The footnotes of a page: which links refer to one, which elements hold them.

Owns the marks that pandoc, e-books, Google Docs and others set for a note. Knows nothing of what becomes of its text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_ID = re.compile(r"#(?:fn|ftnt|footnote|note|_ftn|_edn|endnote)[\w:.-]*\d\Z", re.IGNORECASE)
_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡§]{1,3}|[a-z])[\])]?")
_INLINE = frozenset("a span sup b i em strong".split())


class Footnotes:
    """The notes of one page by the id that links to them."""

    def __init__(self, body: LexborNode) -> None:
        self._notes: dict[str, LexborNode] = {}
        self._members: set[int] = set()
        self._marks: set[str] = set()
        self._names: frozenset[str] = frozenset()
        wanted: dict[str, set[str]] = {}
        for link in body.css("a[href^='#']"):
            href = link.attributes.get("href") or ""
            if _refers(link, href):
                wanted.setdefault(href[1:], set()).add(link.attributes.get("id") or "")
        if not wanted:
            return
        for node in body.css("[id]"):
            name = node.attributes.get("id") or ""
            if name not in wanted:
                continue
            holder: LexborNode | None = node
            while holder is not None and holder.tag in _INLINE:
                holder = holder.parent
            if holder is not None and holder.tag not in ("body", "article", "main", "section", "html"):
                self._notes[name] = holder
                self._members.add(holder.mem_id)
                self._marks |= wanted[name]
        self._names = frozenset(self._notes)  # a note that was taken is still one

    def is_note(self, node: LexborNode) -> bool:
        """Whether an element is a note that something refers to: its text stands there, not here."""
        return node.mem_id in self._members

    def label(self, link: LexborNode) -> str:
        """The id of the note that a link refers to, "" for any other link."""
        name = (link.attributes.get("href") or "")[1:]
        return name if name in self._names and _refers(link, f"#{name}") else ""

    def is_mark_of_another_page(self, link: LexborNode) -> bool:
        """Whether a link is the mark of a note that stands in another file, as in most e-books."""
        page, _, name = (link.attributes.get("href") or "").partition("#")
        return bool(page and name and _MARK.fullmatch("".join(link.text().split())) and _refers(link, f"#{name}"))

    def is_way_back(self, link: LexborNode) -> bool:
        """Whether a link leads from a note to where it is referred to."""
        href = link.attributes.get("href") or ""
        return link.attributes.get("role") == "doc-backlink" or (
            href.startswith("#") and href[1:] in self._marks - {""}
        )

    def take(self, label: str) -> LexborNode | None:
        """The element of a note, the first time it is asked for."""
        return self._notes.pop(label, None)


def _refers(link: LexborNode, href: str) -> bool:
    attributes = link.attributes
    role, kind = attributes.get("role") or "", attributes.get("epub:type") or ""
    if role == "doc-noteref" or kind == "noteref" or "footnote-ref" in (attributes.get("class") or ""):
        return True
    parent = link.parent
    raised = link.css_first("sup") is not None or (parent is not None and parent.tag == "sup")
    return raised and bool(_ID.match(href))
