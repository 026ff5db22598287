"""Formulas of web pages as TeX between dollars: what the page's maker wrote where it is still there, else read off.

Owns MathML, and the places where KaTeX, MathJax and MediaWiki keep the source of a formula. Knows nothing of blocks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from ingest.readers.html.tree import children

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# \( \) and \[ \] in the text of a page: the delimiters of MathJax, which has not run in a saved page.
_INLINE = re.compile(r"\\\((.+?)\\\)", re.DOTALL)
_DISPLAY = re.compile(r"\\\[(.+?)\\\]", re.DOTALL)
_TEX = re.compile(r"tex\b", re.IGNORECASE)  # application/x-tex, LaTeX; not text/plain
_STYLE = re.compile(r"\A\{\s*\\(?:display|text)style\s*(.*)\}\Z", re.DOTALL)


def formula(math: LexborNode) -> str:
    """A `math` element as "$...$", or "$$...$$" where it stands on a line of its own."""
    source = _annotation(math) or (math.attributes.get("alttext") or "") or _read_off(math)
    return in_dollars(source, display=math.attributes.get("display") == "block")


def in_dollars(source: str, *, display: bool) -> str:
    """TeX between dollars, on one line, without the wrapping that MediaWiki adds."""
    text = " ".join(source.split())
    wrapped = _STYLE.match(text)
    text = (wrapped[1] if wrapped else text).strip()
    if not text:
        return ""
    return f"$${text}$$" if display else f"${text}$"


def tex_in_text(text: str) -> str:
    """A text with formulas between dollars instead of between backslashes and brackets."""
    if "\\" not in text:
        return text
    # Up to the last end only: an opening that nothing closes is not searched for its end again and again.
    last = text.rfind("\\]") + 2
    if last >= 2:
        text = _DISPLAY.sub(lambda match: in_dollars(match[1], display=True), text[:last]) + text[last:]
    last = text.rfind("\\)") + 2
    if last >= 2:
        text = _INLINE.sub(lambda match: in_dollars(match[1], display=False), text[:last]) + text[last:]
    return text


def _annotation(math: LexborNode) -> str:
    for node in math.css("annotation"):
        if _TEX.search(node.attributes.get("encoding") or ""):
            return node.text() or ""
    return ""


def _read_off(node: LexborNode) -> str:
    """MathML that has no source beside it, written out: fractions, powers, roots as TeX has them."""
    parts = [_read_off(child) if child.is_element_node else (child.text_content or "").strip() for child in _of(node)]
    make = _MADE.get(node.tag or "")
    if (make is not None and len(parts) >= 2) or node.tag == "msqrt":
        return make(parts) if make is not None else rf"\sqrt{{{' '.join(parts)}}}"
    if node.tag in ("annotation", "annotation-xml", "none", "mprescripts"):
        return ""
    return " ".join(part for part in parts if part)


def _of(node: LexborNode) -> list[LexborNode]:
    return [
        child
        for child in children(node)
        if child.is_element_node or (child.is_text_node and (child.text_content or "").strip())
    ]


def _base(text: str) -> str:
    return text if len(text) <= 1 else f"{{{text}}}"


_MADE: dict[str, Callable[[list[str]], str]] = {
    "mfrac": lambda parts: rf"\frac{{{parts[0]}}}{{{parts[1]}}}",
    "msup": lambda parts: f"{_base(parts[0])}^{_base(parts[1])}",
    "msub": lambda parts: f"{_base(parts[0])}_{_base(parts[1])}",
    "msubsup": lambda parts: f"{_base(parts[0])}_{_base(parts[1])}^{_base(parts[-1])}",
    "munder": lambda parts: f"{_base(parts[0])}_{_base(parts[1])}",
    "mover": lambda parts: f"{_base(parts[0])}^{_base(parts[1])}",
    "munderover": lambda parts: f"{_base(parts[0])}_{_base(parts[1])}^{_base(parts[-1])}",
    "mroot": lambda parts: rf"\sqrt[{parts[1]}]{{{parts[0]}}}",
    "mtr": lambda parts: " & ".join(parts),
    "mtable": lambda parts: r" \\ ".join(parts),
}
