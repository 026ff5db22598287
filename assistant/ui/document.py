"""A document as readable HTML with the cited words marked, what it leaves out, a page of a PDF as a picture. Pure.

Every character shown is a slice of `Document.text`; the marks together hold exactly the cited slice (of a table: the
cells it touches). Headings, list items, tables and code are laid out from the document's blocks.
"""

from __future__ import annotations

import base64
import functools
import re
from collections.abc import Iterator, Sequence

from assistant.markup import Html, element, escape, join
from assistant.schema import Citation, PagePicture
from assistant.ui.locale import Labels
from ingest.schema import Block, Document, Omission, Span
from ingest.text.rows import cell_spans

MAX_SHOWN_CHARS = 60_000
_ALT_CHARS = 300
_BULLET = re.compile(r"(?:[-*+]|(?P<number>\d{1,9}[.)]))[ \t]+")
_FIRST_HEADING_LEVEL = 4
# Omissions of this code: the words are in the text; what is missing there is that they are certain.
_BY_OCR = "page-by-ocr"


def document_html(cited: Span, labels: Labels) -> Html:
    """The document, or of a long one the part around the cited words, with those in <mark>."""
    document = cited.document
    blocks, before, after = window(document.blocks, cited, MAX_SHOWN_CHARS)
    return join(
        [
            element("p", labels("sources.cut_before"), class_="cp-cut") if before else None,
            *_laid_out(document.text, blocks, cited),
            element("p", labels("sources.cut_after"), class_="cp-cut") if after else None,
        ]
    )


def window(blocks: Sequence[Block], cited: Span, limit: int) -> tuple[Sequence[Block], bool, bool]:
    """The blocks around the cited words, at most about `limit` characters, and whether any are left out on each side.

    The cited blocks are always among them.
    """
    first = next((i for i, block in enumerate(blocks) if block.end > cited.start), max(0, len(blocks) - 1))
    last = max(first, max((i for i, block in enumerate(blocks) if block.start < cited.end), default=first))
    while blocks and (first > 0 or last < len(blocks) - 1):
        low, high = max(0, first - 1), min(len(blocks) - 1, last + 1)
        if blocks[high].end - blocks[low].start > limit:
            break
        first, last = low, high
    return blocks[first : last + 1], first > 0, last < len(blocks) - 1


def marked(text: str, start: int, end: int, cited: Span) -> Html:
    """`text[start:end]`, the part of it that is cited inside <mark>, what that is about as such."""
    parts: list[Html] = []
    at = start
    for low, high, tag in _marks(cited):
        low, high = max(at, low), min(end, high)
        if low < high:
            class_ = "cp-about" if tag == "span" else None
            parts += [escape(text[at:low]), element(tag, text[low:high], class_=class_)]
            at = high
    return join([*parts, text[at:end]])


@functools.lru_cache(maxsize=8)
def _marks(cited: Span) -> tuple[tuple[int, int, str], ...]:
    """What is marked: the subjects and the cited words, in order."""
    return tuple(sorted([*((*place, "span") for place in cited.subject_spans), (cited.start, cited.end, "mark")]))


def _laid_out(text: str, blocks: Sequence[Block], cited: Span) -> Iterator[Html]:
    items: list[Html] = []
    for block in blocks:
        if block.kind == "list":
            items.append(_item(text, block, cited))
            continue
        if items:
            yield element("ul", *items)
            items = []
        yield _block(text, block, cited)
    if items:
        yield element("ul", *items)


def _block(text: str, block: Block, cited: Span) -> Html:
    if block.kind == "table":
        return _table(text, block, cited)
    content = marked(text, block.start, block.end, cited)
    if block.kind == "heading":
        return element(f"h{min(6, _FIRST_HEADING_LEVEL - 1 + max(1, len(block.heading_path)))}", content)
    if block.kind == "code":
        return element("pre", element("code", content))
    return element("p", content)


def _item(text: str, block: Block, cited: Span) -> Html:
    """A list item; its bullet is drawn by the page unless the bullet itself is cited."""
    indent = block.start - text.rfind("\n", 0, block.start) - 1
    bullet = _BULLET.match(text, block.start, block.end)
    start = block.start
    number = None
    if bullet and not bullet.end() > cited.start >= block.start:
        start = bullet.end()
        number = bullet["number"]
    depth = min(4, indent // 2)
    return element(
        "li",
        element("span", f"{number} ", class_="cp-ordinal") if number else None,
        marked(text, start, block.end, cited),
        class_=f"cp-depth-{depth}" if depth else None,
    )


def _table(text: str, block: Block, cited: Span) -> Html:
    rows: list[Html] = []
    at = block.start
    for line in text[block.start : block.end].split("\n"):
        tag = "th" if len(rows) < block.header_rows else "td"
        cells = (element(tag, marked(text, start, end, cited)) for start, end in cell_spans(text, at, at + len(line)))
        rows.append(element("tr", *cells))
        at += len(line) + 1
    return element("div", element("table", element("tbody", *rows)), class_="cp-table")


def has_pages(citation: Citation) -> bool:
    """Whether the cited page can be shown as a picture: one of a PDF."""
    return citation.page is not None and citation.uri.lower().endswith(".pdf")


def page_picture(value: str, citation: Citation, picture: PagePicture | None, labels: Labels) -> Iterator[Html]:
    """The button that asks for the page as a picture (None: not asked for yet) or puts it away, and the picture.

    `value` is what a click on the button sends. The picture is inside of the page: no file is served.
    """
    words = labels("sources.picture" if picture is None else "sources.picture_hide")
    button = element("button", words, type="button", class_="cp-page-button", data_act="select", data_value=value)
    yield element("p", button)
    if isinstance(picture, bytes):
        quote = citation.quote if len(citation.quote) <= _ALT_CHARS else citation.quote[:_ALT_CHARS].rstrip() + "…"
        said = labels("sources.picture_alt", n=citation.page or 0, title=citation.title, quote=" ".join(quote.split()))
        address = f"data:image/png;base64,{base64.b64encode(picture).decode('ascii')}"
        yield element("div", element("img", src=address, alt=said), class_="cp-page-picture", tabindex="-1")
    elif picture is not None:
        yield element("p", labels(f"sources.picture_{picture}"), class_="cp-quiet", role="status")


def omissions_line(document: Document | None, labels: Labels) -> Html | None:
    """For example "Not in this text: p. 3, 7 without text (scan)."; None where nothing is missing."""
    if document is None or not document.omissions:
        return None
    told = "; ".join(_omitted(omission, labels) for omission in document.omissions if omission.code != _BY_OCR)
    lines = [labels("omissions.line", parts=told)] if told else []
    lines += [labels("omissions.page-by-ocr", where=o.where) for o in document.omissions if o.code == _BY_OCR]
    return element("p", " ".join(lines), class_="cp-quiet cp-omissions")


def _omitted(omission: Omission, labels: Labels) -> str:
    key = f"omissions.{omission.code}"
    words = labels(key) if key in labels else omission.detail or omission.code
    if omission.where:
        return f"{omission.where} {words}" if key in labels else f"{words} ({omission.where})"
    return f"{omission.count} × {words}" if omission.count > 1 else words
