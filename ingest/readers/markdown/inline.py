"""The Markdown parser as this project sets it up, and inline tokens to plain text.

Owns which syntax is markup (CommonMark, tables, Obsidian links and comments, formulas) and what stays of a link,
an image or a tag. Knows nothing of blocks or documents.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

# Stands for a hard line break in the text of a paragraph; cannot occur in normalised text.
HARD_BREAK = "\x1e"
# Levels of blocks in one another that the parser goes into; what lies deeper it leaves out without a word.
MAX_NESTING = 60
# Lines in which the end of a comment is looked for.
_COMMENT_LINES = 200

_HTML_NAMES_TEXT = """
a abbr address article aside b big blockquote body br button caption center cite code col colgroup dd del
details dfn div dl dt em embed figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i
iframe img input ins kbd label li link main mark meta nav ol option p picture pre q rp rt ruby s samp script
section select small source span strike strong style sub summary sup svg table tbody td template textarea
tfoot th thead title tr tt u ul var video wbr
"""
_HTML_NAMES = frozenset(_HTML_NAMES_TEXT.split())
_INLINE_NAMES_TEXT = """
a abbr b big cite code dfn em font i ins kbd mark q s samp small span strong sub sup tt u var wbr
"""
_INLINE_NAMES = frozenset(_INLINE_NAMES_TEXT.split())
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*)?/?>")
_WIKI = re.compile(r"!?\[\[([^\[\]\n]+)\]\]")
_COMMENT = re.compile(r"%%.*?%%", re.DOTALL)
# Names such as __init__ or __label__, which CommonMark takes for bold.
_DUNDER = re.compile(r"__[a-z][a-z0-9_]*__(?![\w])")
_FORMULA = re.compile(r"\$\$.+?\$\$|\$(?![\s$])[^$\n]*?[^\s$\\]\$(?!\d)", re.DOTALL)
_AFTER_SENTENCE = re.compile(r"[.!?…][\"'”’)\]]*[ \u00a0\u202f]?»?\s+\(?\Z")
_SEPARATORS = re.compile(r"[\s,;|·•/()–—-]*(?:(?:et|and)[\s])?")
_EMPTY_ALTS = frozenset({"", "image", "untitled", "image not found", "tbd", "screenshot", "screen shot."})


@functools.lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """The parser. It has no state of its own between texts."""
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    made.inline.ruler.before("escape", "formula", _formula)
    made.inline.ruler.before("emphasis", "dunder", _dunder)
    made.inline.ruler.before("link", "wiki", _wiki)
    made.inline.ruler.before("link", "comment", _comment)
    made.block.ruler.before("fence", "comment_block", _comment_block, {"alt": ["paragraph", "list", "blockquote"]})
    return made


def inline_text(tokens: Sequence[Token]) -> str:
    """The readable text of inline tokens: no markup; `HARD_BREAK` where the author broke the line.

    Links that follow the last full stop are references, not part of a sentence: they stay as "[anchor]".
    """
    parts = _parts(tokens)
    first = _first_reference(parts)
    text = ""
    for number, (is_link, part) in enumerate(parts):
        if is_link and number >= first:
            part = f"[{part.strip()}]"
        elif number and part.startswith(" ") and text.endswith(" ") and (is_link or parts[number - 1][0]):
            part = part.lstrip(" ")  # "see [ the page ](...) here" has one space on each side
        text += part
    return text


def is_link_list(tokens: Sequence[Token]) -> bool:
    """Whether there is nothing but links."""
    parts = _parts(tokens)
    return any(is_link for is_link, _ in parts) and all(is_link or not text.strip() for is_link, text in parts)


def has_link_in_sentence(tokens: Sequence[Token]) -> bool:
    """Whether a link is part of a sentence instead of standing after its end."""
    parts = _parts(tokens)
    first = _first_reference(parts)
    return any(is_link for is_link, _ in parts[:first])


def _parts(tokens: Sequence[Token]) -> list[tuple[bool, str]]:
    """Texts in order, each with whether it is the whole anchor of a link."""
    parts: list[tuple[bool, str]] = []
    anchor: list[str] | None = None
    for token in tokens:
        if token.type == "link_open":
            anchor = []
        elif token.type == "link_close" and anchor is not None:
            parts.append((True, "".join(anchor)))
            anchor = None
        elif anchor is not None:
            anchor.append(_token_text(token))
        else:
            parts.append((False, _token_text(token)))
    return [(is_link, text) for is_link, text in parts if text]


def _token_text(token: Token) -> str:
    if token.type in ("text", "code_inline", "text_special"):
        return token.content
    if token.type == "softbreak":
        return "\n"
    if token.type == "hardbreak":
        return HARD_BREAK
    if token.type == "image":
        return _alt(inline_text(token.children or ()), str(token.attrs.get("src", "")))
    if token.type == "html_inline":
        return _tag_text(token.content)
    return ""


def _alt(alt: str, src: str) -> str:
    """The alternative text of an image where it says something: not a file name, not a placeholder."""
    alt = re.sub(r"\|\d+(?:x\d+)?$", "", alt.replace(HARD_BREAK, " ")).strip()
    if alt.startswith("[") and alt.endswith("]"):
        alt = alt[1:-1].strip()
    name = PurePosixPath(src)
    return "" if alt.lower() in _EMPTY_ALTS | {name.name.lower(), name.stem.lower()} else alt


def _tag_text(tag: str) -> str:
    if tag.startswith("<!--"):
        return ""
    match = _TAG.fullmatch(tag)
    name = match[1].lower() if match else ""
    if name == "br":
        return HARD_BREAK
    return "" if name in _HTML_NAMES else tag


def _first_reference(parts: Sequence[tuple[bool, str]]) -> int:
    """Index of the first link after the last sentence's end, `len(parts)` where there is none."""
    first = index = len(parts)
    while index and (parts[index - 1][0] or _SEPARATORS.fullmatch(parts[index - 1][1])):
        index -= 1
        if parts[index][0]:
            first = index
    before = "".join(text for _, text in parts[:first]).replace(HARD_BREAK, "\n")
    return first if _AFTER_SENTENCE.search(before) else len(parts)


def html_text(raw: str) -> str:
    """The text of a raw HTML block, a paragraph per block element; what only looks like a tag stays."""
    raw = re.sub(r"<!--.*?-->|<(script|style)\b.*?</\1>", "", raw, flags=re.DOTALL | re.IGNORECASE)
    raw = _TAG.sub(lambda match: _block_tag(match), raw)
    lines = (" ".join(line.split()) for line in html.unescape(raw).split("\n"))
    return "\n\n".join(line for line in lines if line)


def _block_tag(match: re.Match[str]) -> str:
    name = match[1].lower()
    if name not in _HTML_NAMES:
        return match.group()
    return "" if name in _INLINE_NAMES else " " if name in ("td", "th") else "\n"


def _formula(state: StateInline, silent: bool) -> bool:
    return _take(state, silent, _FORMULA, re.Match.group)


def _dunder(state: StateInline, silent: bool) -> bool:
    if state.pos and (state.src[state.pos - 1].isalnum() or state.src[state.pos - 1] == "_"):
        return False
    return _take(state, silent, _DUNDER, re.Match.group)


def _comment(state: StateInline, silent: bool) -> bool:
    return _take(state, silent, _COMMENT, lambda match: "")


def _wiki(state: StateInline, silent: bool) -> bool:
    return _take(state, silent, _WIKI, _wiki_text)


def _wiki_text(match: re.Match[str]) -> str:
    if match.group().startswith("!"):
        return ""
    target, _, alias = match[1].partition("|")
    if alias.strip():
        return alias.strip()
    page, _, heading = target.partition("#")
    if heading.startswith("^"):
        heading = ""
    return " > ".join(part.strip() for part in (page, *heading.split("#")) if part.strip())


def _take(state: StateInline, silent: bool, pattern: re.Pattern[str], text_of: Callable[[re.Match[str]], str]) -> bool:
    """An inline rule: what `pattern` matches here becomes plain text."""
    match = pattern.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.pending += text_of(match)
    state.pos = match.end()
    return True


def _comment_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block rule: Obsidian's `%%` on a line of its own up to the line that ends with `%%`."""
    position = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("%%", position):
        return False
    for line in range(start, min(end, start + _COMMENT_LINES)):
        content = state.src[position if line == start else state.bMarks[line] : state.eMarks[line]].rstrip()
        if content.endswith("%%") and (line > start or len(content) >= 4):
            if not silent:
                state.line = line + 1
            return True
    return False
