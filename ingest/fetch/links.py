"""The links of a Markdown text: anchor, address, line.

Owns where links are found (anywhere but in code). Knows nothing of what is done with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.readers.markdown.inline import inline_text, parser
from ingest.sourcing.frontmatter import split_front_matter

if TYPE_CHECKING:
    from markdown_it.token import Token


def links_in(markdown: str) -> list[tuple[str, str, int]]:
    """Each link as (anchor text, address, 1-based line in `markdown`), in order; images are no links."""
    _, body = split_front_matter(markdown)
    offset = markdown.count("\n", 0, body)
    return [
        (anchor, url, line + offset + 1)
        for token in parser().parse(markdown[body:])
        if token.type == "inline" and token.map
        for anchor, url, line in _links(token, token.map[0])
    ]


def _links(inline: Token, line: int) -> Iterator[tuple[str, str, int]]:
    children = inline.children or []
    opened: int | None = None
    for number, token in enumerate(children):
        if token.type in ("softbreak", "hardbreak"):
            line += 1
        elif token.type == "link_open":
            opened = number
        elif token.type == "link_close" and opened is not None:
            anchor = " ".join(inline_text(children[opened + 1 : number]).split())
            yield anchor, str(children[opened].attrs.get("href", "")), line
            opened = None
