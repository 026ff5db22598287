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
from ingest.readers.html.nesting import nesting
from ingest.readers.html.notes import Footnotes
from ingest.readers.html.panels import Panels
from ingest.readers.html.walk import Walk
from ingest.readers.reading import Reading

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

# An HTML parser's time grows with the square of the depth.
_MAX_NESTING = 500
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)


def looks_like_html(text: str) -> bool:
    """Whether a text begins as an HTML page does."""
    return bool(_HTML.match(text[:4096]))


def read_html(text: str, uri: str) -> Reading:
    """The pieces of a page, and what its head says: title, lang, url (each only where it is given).

    Raises NestedTooDeep.
    """
    from selectolax.lexbor import LexborHTMLParser

    if nesting(text) > _MAX_NESTING:
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
