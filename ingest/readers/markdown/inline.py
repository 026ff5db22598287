"""Inline tokens of Markdown to plain text: what stays of a link, an image or a tag.

Owns the readable text of a line. Knows nothing of blocks or documents; the syntax is the parser's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.readers.markdown.syntax import parser
from ingest.readers.phrase import HARD_BREAK, Run, first_reference, note_mark, phrase, power, says_something

if TYPE_CHECKING:
    from markdown_it.token import Token

_HTML_NAMES_TEXT = """
a abbr address article aside b big blockquote body br button caption center cite code col colgroup dd del
details dfn div dl dt em embed figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i
iframe img input ins kbd label li link main mark meta nav ol option p picture pre q rp rt ruby s samp script
section select small source span strike strong style sub summary sup svg table tbody td template textarea
tfoot th thead title tr tt u ul var video wbr
"""
HTML_NAMES = frozenset(_HTML_NAMES_TEXT.split())
TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*)?/?>")
_STRUCK_TAG = re.compile(r"<(/?)(?:del|s|strike)(?:\s[^<>]*)?>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\b(alt|src|width|height)\s*=\s*[\"']?([^\"'>]*)", re.IGNORECASE)

__all__ = ["HTML_NAMES", "TAG", "has_link_in_sentence", "inline_text", "is_link_list", "parser", "pictures", "struck"]


def inline_text(tokens: Sequence[Token]) -> str:
    """The readable text of inline tokens: no markup; `HARD_BREAK` where the author broke the line.

    Links that follow the last full stop are references, not part of a sentence: they stay as "[anchor]". References to
    footnotes are marked as `phrase.note_mark` does.
    """
    if len(tokens) == 1 and tokens[0].type == "text":
        return tokens[0].content
    return phrase(_runs(tokens))


def is_link_list(tokens: Sequence[Token]) -> bool:
    """Whether there is nothing but links."""
    runs = _runs(tokens)
    return any(is_link for is_link, _ in runs) and all(is_link or not text.strip() for is_link, text in runs)


def has_link_in_sentence(tokens: Sequence[Token]) -> bool:
    """Whether a link is part of a sentence instead of standing after its end."""
    runs = _runs(tokens)
    return any(is_link for is_link, _ in runs[: first_reference(runs)])


def pictures(tokens: Sequence[Token]) -> int:
    """How many pictures say nothing of what they show."""
    return sum(
        not _token_text(token).strip()
        for token in tokens
        if token.type == "image" or (token.type == "html_inline" and token.content[:4].lower() == "<img")
    )


def struck(tokens: Sequence[Token]) -> int:
    """How often words are struck through: their author took them back."""
    return sum(_strikes(token) > 0 for token in tokens)


def _strikes(token: Token) -> int:
    """1 where words that are struck through begin, -1 where they end, 0 at any other token."""
    match = _STRUCK_TAG.fullmatch(token.content) if token.type == "html_inline" else None
    if match is not None:
        return -1 if match[1] else 1
    return {"s_open": 1, "s_close": -1}.get(token.type, 0)


def _standing(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without those between two that strike through; one that nothing ends strikes nothing."""
    steps = [_strikes(token) for token in tokens]
    if 1 not in steps or -1 not in steps:
        return list(tokens)
    last = len(steps) - 1 - steps[::-1].index(-1)
    kept: list[Token] = []
    depth, after = 0, False
    for place, (token, step) in enumerate(zip(tokens, steps, strict=True)):
        depth = max(0, depth + step) if place <= last else 0
        if depth or step:
            after = True
            continue
        # One space where there was one before and one behind.
        double = after and token.content.startswith(" ") and (not kept or kept[-1].content.endswith(" "))
        kept.append(token.copy(content=token.content[1:]) if double else token)
        after = False
    return kept


def _runs(tokens: Sequence[Token]) -> list[Run]:
    """Texts in order, each with whether it is the whole anchor of a link."""
    runs: list[Run] = []
    anchor: list[str] | None = None
    raised: list[str] | None = None
    for token in _standing(tokens):
        tag = token.content.lower() if token.type == "html_inline" else ""
        if tag in ("<sup>", "</sup>"):
            if raised is not None and tag == "</sup>":
                before = anchor[-1] if anchor else runs[-1][1] if runs else ""
                text = power("".join(raised), before)
                if anchor is not None:
                    anchor.append(text)
                else:
                    runs.append((False, text))
            raised = [] if tag == "<sup>" else None
        elif raised is not None:
            raised.append(_token_text(token))
        elif token.type == "link_open":
            anchor = []
        elif token.type == "link_close" and anchor is not None:
            runs.append((True, "".join(anchor)))
            anchor = None
        elif anchor is not None:
            anchor.append(_token_text(token))
        else:
            runs.append((False, _token_text(token)))
    if raised is not None:
        runs.append((False, "".join(raised)))
    return [(is_link, text) for is_link, text in runs if text]


def _token_text(token: Token) -> str:
    match token.type:
        case "text" | "text_special":
            return token.content
        case "code_inline":
            # Dataview's inline queries are computed when the note is shown.
            return "" if token.content.startswith(("= ", "$= ")) else token.content
        case "softbreak":
            return "\n"
        case "hardbreak":
            return HARD_BREAK
        case "image":
            return _alt(inline_text(token.children or ()), str(token.attrs.get("src", "")))
        case "html_inline":
            return _tag_text(token.content)
        case "footnote_ref":
            return note_mark(str(token.meta.get("label") or f"^{token.meta['id']}"))
        case _:
            return ""


def _alt(alt: str, src: str) -> str:
    """The alternative text of an image, without the size that Obsidian writes behind it, where it says something."""
    alt = re.sub(r"\|\d+(?:x\d+)?$", "", alt.replace(HARD_BREAK, " ")).strip()
    if alt.startswith("[") and alt.endswith("]"):
        alt = alt[1:-1].strip()
    return alt if says_something(alt, src) else ""


def _tag_text(tag: str) -> str:
    if tag.startswith(("<!--", "<?", "<![")):
        return ""
    match = TAG.fullmatch(tag)
    name = match[1].lower() if match else ""
    if name == "br":
        return HARD_BREAK
    if name == "img":
        attributes = {key.lower(): value for key, value in _ATTRIBUTE.findall(tag)}
        return _alt(attributes.get("alt", ""), attributes.get("src", ""))
    return "" if name in HTML_NAMES else tag
