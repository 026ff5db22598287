"""Lists of links that are no content: AWS's lists headed "Topics", a table of contents of the page itself.

Owns where such a list ends among the parser's tokens. Knows nothing of what becomes of other lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.readers.markdown.inline import is_link_list

if TYPE_CHECKING:
    from markdown_it.token import Token


def end_of(tokens: Sequence[Token], index: int, closing: str) -> int:
    """Behind the next token of this type."""
    while index < len(tokens) and tokens[index].type != closing:
        index += 1
    return index + 1


def topics_end(tokens: Sequence[Token], index: int, above: str) -> int:
    """Where AWS's list of links headed "Topics" ends that begins here; 0 where there is none below this paragraph."""
    if above.rstrip(":") != "Topics" or index >= len(tokens):
        return 0
    opening = tokens[index]
    if opening.type != "bullet_list_open":
        return 0
    for end in range(index + 1, len(tokens)):
        token = tokens[end]
        if token.type == "plain" or (token.type == "inline" and not is_link_list(token.children or ())):
            return 0
        if token.type == "bullet_list_close" and token.level == opening.level:
            return end + 1
    return 0


def contents_end(tokens: Sequence[Token], index: int) -> int:
    """Where the list that begins here ends, if all its items are links into the page itself; 0 for any other list."""
    opening, links = tokens[index], 0
    closing = opening.type.replace("open", "close")
    for end in range(index + 1, len(tokens)):
        token = tokens[end]
        if token.type == closing and token.level == opening.level:
            return end + 1 if links > 1 else 0
        if token.type == "inline":
            if not _is_inner_link(token.children or ()):
                return 0
            links += 1
        elif not token.type.endswith(("_open", "_close")):
            return 0
    return 0


def _is_inner_link(tokens: Sequence[Token]) -> bool:
    """Whether there is one link and nothing else, and it leads into the page."""
    hrefs = [str(token.attrs.get("href", "")) for token in tokens if token.type == "link_open"]
    return len(hrefs) == 1 and hrefs[0].startswith("#") and is_link_list(tokens)
