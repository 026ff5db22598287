"""A saved web page to blocks.

Owns what the head of a page says (title, language, address) and the bounds on its nesting. Knows nothing of the
network.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.errors import NestedTooDeep
from ingest.readers.flow import Flow
from ingest.readers.html.content import Content
from ingest.readers.html.notes import Footnotes
from ingest.readers.html.panels import Panels
from ingest.readers.html.walk import Walk
from ingest.readers.reading import Reading

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

# An HTML parser's time grows with the square of the depth.
_MAX_NESTING = 500
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]{0,40})\b[^<>]{0,2000}?(/?)>", re.IGNORECASE)
# Elements that have no end, or whose end may be left out.
_NOT_NESTING = frozenset(
    """area base br col embed hr img input link meta source track wbr p li dt dd tr td th thead tbody tfoot option
    optgroup colgroup rt rp html head body""".split()
)


def looks_like_html(text: str) -> bool:
    """Whether a text begins as an HTML page does."""
    return bool(_HTML.match(text[:4096]))


def read_html(text: str, uri: str) -> Reading:
    """The pieces of a page, and what its head says: title, lang, url (each only where it is given).

    Raises NestedTooDeep.
    """
    from selectolax.lexbor import LexborHTMLParser

    if _nesting(text) > _MAX_NESTING:
        raise NestedTooDeep("The page's elements are nested too deeply.", source=uri)
    tree = LexborHTMLParser(text)
    meta = _meta(tree)
    flow = Flow()
    if tree.body is not None:
        content = Content(tree.body, uri)
        walk = Walk(flow, content, Panels(tree.body), Footnotes(tree.body))
        title = content.title_outside(tree.body)
        if title is not None:
            walk.heading(title)
        walk.children(content.root)
        walk.end()
    titles = flow.titles
    if len(titles) == 1 or (titles and "title" not in meta):
        meta["title"] = titles[0]
    return Reading(tuple(flow.pieces), meta, omissions=flow.omissions)


def _meta(tree: LexborHTMLParser) -> dict[str, object]:
    meta: dict[str, object] = {}
    title = tree.css_first("title")
    if title is not None and title.text().strip():
        meta["title"] = " ".join(title.text().split())
    root = tree.css_first("html")
    lang = (root.attributes.get("lang") or "") if root is not None else ""
    if lang[:2].lower() in ("fr", "en"):
        meta["lang"] = lang[:2].lower()
    canonical = tree.css_first("link[rel=canonical]")
    url = (canonical.attributes.get("href") or "") if canonical is not None else ""
    if url.startswith("https://"):
        meta["url"] = url
    return meta


def _nesting(text: str) -> int:
    """How deep elements lie in one another, at most and roughly."""
    depth = deepest = 0
    for match in _TAG.finditer(text):
        if not match[3] and match[2].lower() not in _NOT_NESTING:
            depth = max(0, depth - 1) if match[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest
