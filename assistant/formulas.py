r"""Formulas in a text, `\( \)`, `\[ \]` and `$$ $$`, as MathML: browsers draw it, on paper too, without a script.

Owns where a formula stands and what of it may reach a page. A single dollar is a price. What cannot be read stays as it
was written.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

_FORMULA = re.compile(r"\\\((.{1,1000}?)\\\)|\\\[(.{1,1000}?)\\\]|\$\$(.{1,1000}?)\$\$", re.DOTALL)
_TAGS = frozenset(
    "math mrow mi mn mo mtext ms mspace msup msub msubsup mover munder munderover mfrac msqrt mroot mtable mtr mtd"
    " mstyle mpadded mphantom menclose".split()
)
_ATTRIBUTES = frozenset(
    "display stretchy fence separator form movablelimits accent accentunder linethickness mathvariant columnalign"
    " displaystyle scriptlevel width lspace rspace minsize maxsize notation".split()
)
_PLAIN = re.compile(r"[\w .,%+-]*")


def with_formulas(text: str, words: Callable[[str], str] = html.escape) -> str:
    """A text as HTML: its words as `words` makes them (escaped), its formulas as MathML."""
    parts, at = [], 0
    for match in _FORMULA.finditer(text):
        drawn = mathml(next(found for found in match.groups() if found), display=match[1] is None)
        if drawn:
            parts += [words(text[at : match.start()]), drawn]
            at = match.end()
    return "".join([*parts, words(text[at:])])


@lru_cache(maxsize=512)
def mathml(latex: str, *, display: bool = False) -> str:
    """A formula as MathML; "" where it cannot be read."""
    from latex2mathml.converter import convert_to_element

    try:
        root = convert_to_element(latex, display="block" if display else "inline")
    except Exception:  # the package has no common error; the learner sees what they wrote
        return ""
    return _drawn(root)


def _drawn(node: Any) -> str:
    """A node without what a formula does not need: a link or a script in it is words."""
    inner = html.escape(html.unescape(node.text or ""), quote=False) + "".join(
        _drawn(child) + html.escape(html.unescape(child.tail or ""), quote=False) for child in node
    )
    if node.tag not in _TAGS:
        return inner
    given = {name: value for name, value in node.attrib.items() if name in _ATTRIBUTES and _PLAIN.fullmatch(value)}
    attributes = "".join(f' {name}="{value}"' for name, value in given.items())
    return f"<{node.tag}{attributes}>{inner}</{node.tag}>"
