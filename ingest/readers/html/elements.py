"""What single elements of a page say about themselves: callouts, titles in attributes, pictures that show nothing.

Owns names and attributes only. Knows nothing of the page around an element.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.readers.html.content import BLOCKS
from ingest.readers.html.tables import as_number
from ingest.readers.html.tree import elements

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_CALLOUT = re.compile(
    r"(?:^|[\s_-])(?:admonition|callout|alert|note|tip|warning|caution|important|notice|information-macro|hint)"
    r"(?:block|box)?(?=$|[\s_-])",
    re.IGNORECASE,
)
_TITLES = ("header", "label", "heading", "summary", "headertext")


def is_callout_name(name: str) -> bool:
    """Whether a word is one for a note, a tip, a warning."""
    return bool(_CALLOUT.search(name))


def opens_block(node: LexborNode) -> bool:
    """Whether an element of a name of its own stands on lines of its own: it has a title, or blocks in it."""
    tag = node.tag or ""
    return ("-" in tag or tag == "fieldset") and (_has_block(node) or bool(own_title(node)))


def own_title(node: LexborNode) -> str:
    """The title that an element of a name of its own has as an attribute."""
    if "-" not in (node.tag or ""):
        return ""
    names = (*_TITLES, "title") if _has_block(node) else _TITLES
    return next(filter(None, (node.attributes.get(name) for name in names)), None) or ""


def _has_block(node: LexborNode) -> bool:
    return any(child.tag in BLOCKS for child in elements(node))


def is_callout(node: LexborNode) -> bool:
    """Whether an element is set apart from the text as a note, a tip, a warning."""
    if node.attributes.get("role") in ("note", "alert") and node.tag != "p":
        return True
    return node.tag in ("div", "aside", "section", "figure", "blockquote") and bool(
        _CALLOUT.search(node.attributes.get("class") or "")
    )


def is_decoration(node: LexborNode) -> bool:
    """An image that says itself that it is none of the content, or one too small to show anything."""
    attributes = node.attributes
    if attributes.get("role") in ("presentation", "none") or attributes.get("alt") == "":
        return True
    sizes = [as_number(attributes.get(name), 1000) for name in ("width", "height")]
    before = node.prev
    beside_formula = before is not None and before.is_element_node and before.css_first("math") is not None
    return max(sizes) <= 32 or beside_formula
