"""Formulas of office files (OMML) as one line of text: a/b, x^2, sqrt(x), sum_(i=1)^n.

Owns the linear form. A part that is not known gives its words all the same: no formula is lost for an unusual one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_HIDDEN = frozenset("rPr ctrlPr fPr naryPr radPr dPr sSubPr sSupPr sSubSupPr funcPr mPr".split())


def linear(node: _Element) -> str:
    """The formula below a node (m:oMath, or any part of one) in one line; "" where it holds nothing."""
    name = _name(node)
    match name:
        case "t":
            return node.text or ""
        case "f":
            return f"{_bracketed(node, 'num')}/{_bracketed(node, 'den')}"
        case "sSup":
            return f"{_bracketed(node, 'e')}^{_bracketed(node, 'sup')}"
        case "sSub":
            return f"{_bracketed(node, 'e')}_{_bracketed(node, 'sub')}"
        case "sSubSup":
            return f"{_bracketed(node, 'e')}_{_bracketed(node, 'sub')}^{_bracketed(node, 'sup')}"
        case "rad":
            degree = _part(node, "deg")
            return f"{'root_' + degree if degree else 'sqrt'}({_part(node, 'e')})"
        case "nary":
            return _nary(node)
        case "d":
            inner = ", ".join(linear(child) for child in node if _name(child) == "e")
            return f"{_value(node, 'begChr', '(')}{inner}{_value(node, 'endChr', ')')}"
        case "m":
            rows = [[linear(cell) for cell in row] for row in node if _name(row) == "mr"]
            return "[" + "; ".join(", ".join(row) for row in rows) + "]"
        case "func":
            return f"{_part(node, 'fName')}({_part(node, 'e')})"
        case _:
            return "".join(linear(child) for child in node if _name(child) not in _HIDDEN)


def _nary(node: _Element) -> str:
    sign = {"∑": "sum", "∫": "int", "∏": "prod"}.get(_value(node, "chr", "∫"), _value(node, "chr", "∫"))
    low, high = _part(node, "sub"), _part(node, "sup")
    bounds = (f"_({low})" if low else "") + (f"^{_wrapped(high)}" if high else "")
    return f"{sign}{bounds} {_part(node, 'e')}"


def _part(node: _Element, name: str) -> str:
    return "".join(linear(child) for child in node if _name(child) == name)


def _bracketed(node: _Element, name: str) -> str:
    return _wrapped(_part(node, name))


def _wrapped(text: str) -> str:
    return text if len(text) < 2 or text.isalnum() else f"({text})"


def _value(node: _Element, name: str, default: str) -> str:
    """The sign that a property of the part gives (m:dPr/m:begChr), the usual one without it."""
    for child in node:
        for prop in child:
            if _name(child).endswith("Pr") and _name(prop) == name:
                return prop.get(f"{MATH}val") or ""
    return default


def _name(node: _Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
