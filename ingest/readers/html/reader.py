"""A saved web page to blocks: what is no content goes, the rest becomes Markdown and is read as such.

Owns what is dropped from a page and what its head says (title, language, address). Knows nothing of the network.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.errors import NestedTooDeep
from ingest.readers.markdown.reader import read_markdown
from ingest.readers.reading import Reading

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_DROPPED = (
    "nav, header, footer, script, style, aside, form, noscript, template, svg, math annotation, iframe, object, "
    "button, dialog, select, input, head, [hidden], [aria-hidden=true], [role=navigation], "
    "[role=banner], [role=contentinfo]"
)
_MAX_DEPTH = 150
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)


def looks_like_html(text: str) -> bool:
    """Whether a text begins as an HTML page does."""
    return bool(_HTML.match(text[:4096]))


def read_html(text: str, uri: str) -> Reading:
    """The pieces of a page, and what its head says: title, lang, url (each only where it is given).

    Raises NestedTooDeep.
    """
    from markdownify import markdownify
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(text)
    meta = _meta(tree)
    for node in tree.css(_DROPPED):
        node.decompose()
    content = tree.css_first("main") or tree.css_first("article") or tree.body
    markup = (content.html or "") if content is not None else ""
    if _depth(markup) > _MAX_DEPTH:
        raise NestedTooDeep("The page's elements are nested too deeply.", source=uri)
    try:
        markdown = markdownify(markup, heading_style="ATX", bullets="-", table_infer_header=True, escape_misc=True)
        reading = read_markdown(markdown)
    except RecursionError as error:
        raise NestedTooDeep("The page's elements are nested too deeply.", source=uri) from error
    if reading.title:
        meta.setdefault("title", reading.title)
    return replace(reading, meta=meta, title="")


def _meta(tree: LexborHTMLParser) -> dict[str, object]:
    meta: dict[str, object] = {}
    title, headings = tree.css_first("title"), tree.css("h1")
    name = headings[0] if len(headings) == 1 and headings[0].text().strip() else title
    if name is not None and name.text().strip():
        meta["title"] = " ".join(name.text().split())
    root = tree.css_first("html")
    lang = (root.attributes.get("lang") or "") if root is not None else ""
    if lang[:2].lower() in ("fr", "en"):
        meta["lang"] = lang[:2].lower()
    canonical = tree.css_first("link[rel=canonical]")
    url = (canonical.attributes.get("href") or "") if canonical is not None else ""
    if url.startswith("https://"):
        meta["url"] = url
    return meta


def _depth(markup: str) -> int:
    """How deep the elements lie in one another, from the tags of well-formed markup."""
    depth = deepest = 0
    for match in re.finditer(r"<(/?)([a-z][a-z0-9-]*)[^<>]*?(/?)>", markup, re.IGNORECASE):
        if match[2].lower() in ("br", "hr", "img", "wbr", "col", "source", "link", "meta", "input", "embed", "area"):
            continue
        depth += -1 if match[1] else 0 if match[3] else 1
        deepest = max(deepest, depth)
    return deepest
