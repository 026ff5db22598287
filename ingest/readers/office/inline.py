"""The words of one paragraph of a Word file: what is shown, and what is not.

Owns which parts of a paragraph are text: tracked insertions in, deletions out, hidden text counted, formulas in one
line, footnotes called. Knows nothing of blocks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.readers.office.formula import MATH, linear
from ingest.readers.office.symbols import symbol

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
_BREAKS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": " "}


@dataclass(slots=True)
class Inline:
    """What one paragraph holds: its text, ids of its notes, text boxes in it; what is left out, by count."""

    text: str = ""
    footnotes: list[str] = field(default_factory=list)
    endnotes: list[str] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    pictures: int = 0
    hidden: int = 0
    struck: int = 0
    symbols: int = 0
    bold: bool = True


def inline_of(paragraph: _Element) -> Inline:
    """Read one w:p."""
    found = Inline()
    _walk(paragraph, found)
    found.text = found.text.strip()
    found.bold = found.bold and bool(found.text)
    return found


def _walk(node: _Element, found: Inline) -> None:
    for child in node:
        tag = child.tag
        if tag in _DELETED:
            continue
        if tag == f"{W}r":
            _run(child, found)
        elif tag == f"{MATH}oMath":
            found.text += f" {linear(child)} ".replace("  ", " ")
        elif tag == f"{_MC}AlternateContent":
            _walk(_chosen(child), found)
        else:
            _walk(child, found)


def _run(run: _Element, found: Inline) -> None:
    properties = run.find(f"{W}rPr")
    hidden = properties is not None and _is_on(properties.find(f"{W}vanish"))
    shown = ""
    for child in run:
        tag = child.tag
        if tag == f"{W}t":
            shown += child.text or ""
        elif tag in _BREAKS:
            shown += _BREAKS[tag]
        elif tag == f"{W}sym":
            found.symbols += not (sign := symbol(child.get(f"{W}font") or "", child.get(f"{W}char") or ""))
            shown += sign
        elif tag == f"{W}footnoteReference":
            found.footnotes.append(child.get(f"{W}id") or "")
        elif tag == f"{W}endnoteReference":
            found.endnotes.append(child.get(f"{W}id") or "")
        elif tag == f"{_MC}AlternateContent":
            _drawing(_chosen(child), found)
        elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            _drawing(child, found)
    if hidden:
        found.hidden += len(shown.split())
        return
    if properties is not None and any(_is_on(properties.find(f"{W}{name}")) for name in ("strike", "dstrike")):
        found.struck += bool(shown.strip())
        return
    found.text += shown
    if shown.strip() and (properties is None or not _is_on(properties.find(f"{W}b"))):
        found.bold = False


def _drawing(node: _Element, found: Inline) -> None:
    """A picture, or a box whose text stands beside the paragraph."""
    boxes = list(node.iter(f"{W}txbxContent"))
    found.boxes += boxes
    if not boxes:
        found.pictures += 1


def _chosen(alternatives: _Element) -> _Element:
    """The alternative that a new program shows; the older one would say the same again."""
    choice = alternatives.find(f"{_MC}Choice")
    return choice if choice is not None else alternatives


def _is_on(flag: _Element | None) -> bool:
    return flag is not None and (flag.get(f"{W}val") or "1") not in ("0", "false", "off")
