"""HTML inside Markdown to blocks: whole elements as a web page's, a lone tag as the container of what follows.

Owns what is open between two pieces of HTML (a toggle whose answer is Markdown). Knows nothing of Markdown's tokens.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.readers.flow import Container, Flow
from ingest.readers.html.notes import Footnotes
from ingest.readers.html.panels import Panels
from ingest.readers.html.walk import Walk
from ingest.readers.markdown.inline import HTML_NAMES, TAG, inline_text, parser

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_RAW = {
    name: re.compile(rf"<{name}\b[^<>]{{0,400}}>.*?</{name}\s*>", re.DOTALL | re.IGNORECASE)
    for name in ("script", "style")
}
_TAGS = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:\s[^<>]*)?)>")
_COMPONENT = re.compile(r"</?[A-Z][\w.]*(?:\s[^<>]*)?>")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
# Elements whose end may be left out.
_LOOSE = frozenset("p li dt dd tr td th thead tbody tfoot colgroup option".split())
_CONTAINERS: dict[str, Container] = {"details": "toggle", "aside": "callout"}
_INLINE_MARKUP = re.compile(r"[*_`\[~$]|\\\(")


class _All:
    """The judge of a fragment: all of it is content, the author wrote it there."""

    seen_title = True

    def is_furniture(self, node: LexborNode) -> bool:
        """Only what is never read as text."""
        return node.tag in ("script", "style", "template", "head", "svg", "iframe", "select", "input")

    def is_prose(self, node: LexborNode) -> bool:
        """Hidden text counts where there is some."""
        return len(node.text().split()) >= 5

    def is_menu(self, node: LexborNode) -> bool:
        """Links that the author wrote are content."""
        return False


class HtmlBlocks:
    """Takes in the HTML blocks of one document, in order; `blocks` are all of them, as they stand."""

    def __init__(self, flow: Flow, blocks: Sequence[str], mdx: bool = False) -> None:
        self._flow = flow
        self._mdx = mdx
        tags = Counter((name.lower(), bool(closing)) for raw in blocks for closing, name, _ in _TAGS.findall(raw))
        # One that is never closed would take in the rest of the document.
        self._closed = {name for name in _CONTAINERS if tags[name, False] <= tags[name, True]}
        self._open: list[tuple[str, int]] = []

    def take(self, raw: str) -> None:
        """A block of HTML as it stands in the Markdown."""
        raw = _without_hidden(raw)
        if self._mdx:
            raw = _COMPONENT.sub("", raw)
        raw = TAG.sub(lambda match: match.group() if _is_html(match[1]) else html.escape(match.group()), raw)
        if not raw.strip():
            return
        if _is_balanced(raw):
            self._walk(raw)
        else:
            self._parts(raw)

    def _walk(self, raw: str) -> None:
        from selectolax.lexbor import LexborHTMLParser

        body = LexborHTMLParser(raw).body
        if body is None:
            return
        walk = Walk(self._flow, _All(), Panels(body), Footnotes(body), prose=_prose)
        walk.children(body)
        walk.end()

    def _parts(self, raw: str) -> None:
        """Tags that are closed further down, or that close what was opened further up; text between them."""
        position = 0
        for match in _TAGS.finditer(raw):
            if match.start() < position:
                continue
            name = match[2].lower()
            if name == "summary" and not match[1]:
                self._walk(raw[position : match.start()])
                end = re.compile(r"</summary\s*>", re.IGNORECASE).search(raw, match.end())
                stop = end.start() if end else len(raw)
                self._flow.head(_prose(" ".join(_plain(raw[match.end() : stop]).split())))
                position = end.end() if end else len(raw)
            elif name in _CONTAINERS:
                self._walk(raw[position : match.start()])
                self._close(name) if match[1] else self._enter(name)
                position = match.end()
        self._walk(raw[position:])

    def _enter(self, name: str) -> None:
        if name not in self._closed:
            return
        self._flow.enter(_CONTAINERS[name])
        self._open.append((name, self._flow.depth))

    def _close(self, name: str) -> None:
        """Leave the container that this tag closes, where it was opened at this depth."""
        if self._open and self._open[-1] == (name, self._flow.depth):
            self._open.pop()
            self._flow.leave()


def _without_hidden(raw: str) -> str:
    """HTML without comments, programs and style sheets."""
    raw = _COMMENT.sub("", raw)
    for name, pattern in _RAW.items():
        # Up to the last end only: one that is never closed is not searched for its end again and again.
        last = raw.lower().rfind(f"</{name}")
        stop = raw.find(">", last) + 1 if last >= 0 else 0
        raw = pattern.sub("", raw[:stop]) + raw[stop:]
    return raw


def _prose(text: str) -> str:
    """Text in HTML that has Markdown in it: authors write `**bold**` in a cell although it shows as such."""
    if not _INLINE_MARKUP.search(text):
        return text
    lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return lead + inline_text(parser().parseInline(text.strip())[0].children or ()) + tail


def _plain(raw: str) -> str:
    return html.unescape(TAG.sub("", raw))


def _is_html(name: str) -> bool:
    return name.lower() in HTML_NAMES or name.lower() in ("math", "dialog", "template", "svg", "iframe", "hgroup")


def _is_balanced(raw: str) -> bool:
    """Whether every element that is opened is closed, and none else."""
    opened: list[str] = []
    for closing, name, rest in _TAGS.findall(raw):
        name = name.lower()
        if name in _VOID or name in _LOOSE or rest.endswith("/"):
            continue
        if not closing:
            opened.append(name)
        elif name in opened:
            while opened.pop() != name:
                pass
        else:
            return False
    return not opened
