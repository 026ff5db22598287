"""What a page shows only after a click: which element opens which, and whether hidden text is content at all.

Owns tabs, accordions and the like, by whatever names them: ARIA, a class, an id that something points to. Knows
nothing of what becomes of their text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.readers.html.tree import elements

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_CONTROLS = "[aria-controls], [data-bs-target], [data-target], [role=tab], [data-toggle], label[for]"
_PANEL = re.compile(r"tab|panel|pane\b|accordion|collaps|expand|toggle|details|spoiler|answer", re.IGNORECASE)
_TRIGGER = re.compile(
    r"(?:expand|accordion|collaps\w*?|toggle|spoiler|faq)\w*?[-_]*(?:control|trigger|title|header|question|button)\b",
    re.IGNORECASE,
)
_NO_SIZE = re.compile(r"0+(?:\.0*)?(?:px|pt|em|rem|ex|ch|%|vw|vh)?")
_NAMED = {"white": "#ffffff", "black": "#000000"}
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Control:
    """What opens a part of the page: its words, and whether it is one tab among others."""

    label: str
    is_tab: bool


class Panels:
    """The tabs and accordions of one page."""

    def __init__(self, body: LexborNode) -> None:
        self._by_target: dict[str, Control] = {}
        self._openers: set[int] = set()
        # Children and panels of elements that were asked for, by the element.
        self._known: dict[int, list[LexborNode]] = {}
        targets = {node.attributes.get("id") for node in body.css("[id]")}
        self._tabs_by_place(body)
        by_label = {
            node.attributes.get("aria-labelledby"): node.attributes.get("id") or ""
            for node in body.css("[role=tabpanel][aria-labelledby][id]")
        }
        for node in body.css(_CONTROLS):
            target = _target(node)
            if target not in targets:
                target = by_label.get(node.attributes.get("id") or "", "")
            if node.tag == "label":
                target = self._label_target(node)
            label = " ".join(node.text().split())
            if target and label:
                self._openers.add(node.mem_id)
                self._by_target.setdefault(target, Control(label, _is_tab(node)))

    def _tabs_by_place(self, body: LexborNode) -> None:
        """Tabs that name no panel: the first opens the first panel, and so on."""
        for tablist in body.css("[role=tablist]"):
            parent = tablist.parent
            tabs = tablist.css("[role=tab]")
            shown = self._panels_in(parent) if parent is not None else []
            if len(tabs) != len(shown) or any(_target(tab) for tab in tabs):
                continue
            for tab, panel in zip(tabs, shown, strict=True):
                self._openers.add(tab.mem_id)
                self._by_target.setdefault(f"@{panel.mem_id}", Control(" ".join(tab.text().split()), is_tab=True))

    def is_opener(self, node: LexborNode) -> bool:
        """Whether an element opens a part of the page, before which its words will stand."""
        if node.mem_id in self._openers:
            return True
        after = _element_after(node) if _TRIGGER.search(node.attributes.get("class") or "") else None
        return after is not None and bool(_PANEL.search(after.attributes.get("class") or ""))

    def control_of(self, node: LexborNode) -> Control | None:
        """What opens this element, None where nothing is known to."""
        control = self._by_target.get(node.attributes.get("id") or "") or self._by_target.get(f"@{node.mem_id}")
        if control is not None:
            return control
        before = _element_before(node)
        if before is not None and (is_hidden(node) or _PANEL.search(node.attributes.get("class") or "")):
            button = before if before.tag == "button" else before.css_first("button") if before.tag in _TITLES else None
            if button is None and _TRIGGER.search(before.attributes.get("class") or ""):
                button = before
            if button is not None and button.text().strip() and button.mem_id not in self._openers:
                return Control(" ".join(button.text().split()), is_tab=False)
        return None

    def is_reachable(self, node: LexborNode) -> bool:
        """Whether a hidden element can be opened by its reader."""
        attributes = node.attributes
        return (
            attributes.get("role") == "tabpanel"
            or attributes.get("hidden") == "until-found"
            or bool(attributes.get("aria-labelledby"))
            or bool(_PANEL.search(attributes.get("class") or ""))
            or _is_of_an_element_of_tabs(node)
            or self.control_of(node) is not None
        )

    def _panels_in(self, node: LexborNode) -> list[LexborNode]:
        if -node.mem_id not in self._known:
            self._known[-node.mem_id] = node.css("[role=tabpanel]")
        return self._known[-node.mem_id]

    def _children(self, node: LexborNode) -> list[LexborNode]:
        if node.mem_id not in self._known:
            self._known[node.mem_id] = list(elements(node))
        return self._known[node.mem_id]

    def _label_target(self, label: LexborNode) -> str:
        """The panel that a `label` of a radio button shows: the one behind it, or the one at its place among several.

        Pages without scripts make tabs so (MkDocs, Sphinx).
        """
        parent = label.parent
        after = _element_after(label)
        if after is not None and after.tag == "div":
            return f"@{after.mem_id}"
        panels = _element_after(parent) if parent is not None else None
        if parent is None or panels is None:
            return ""
        labels, shown = self._children(parent), self._children(panels)
        if not 0 < len(labels) == len(shown) <= 100 or any(node.tag != "label" for node in labels):
            return ""
        place = next(number for number, node in enumerate(labels) if node.mem_id == label.mem_id)
        return f"@{shown[place].mem_id}"


_TITLES = frozenset("h1 h2 h3 h4 h5 h6 dt".split())


def is_hidden(node: LexborNode) -> bool:
    """Whether an element is not shown when the page opens, or the words right in it cannot be seen."""
    style = node.attributes.get("style") or ""
    if "hidden" in node.attributes or _INVISIBLE.search(style):
        return True
    return bool(style) and _writes_unseen(style) and bool((node.text(deep=False) or "").strip())


def _writes_unseen(style: str) -> bool:
    """Whether words are written without a size, or in the colour of their ground: for programs, not for readers.

    An element of size zero that holds others only takes away the gaps between them.
    """
    pairs = (part.partition(":") for part in style.lower().split(";"))
    declared = {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs}
    if _NO_SIZE.fullmatch(declared.get("font-size", "")):
        return True
    ground = declared.get("background-color") or declared.get("background")
    return ground is not None and "color" in declared and _colour(declared["color"]) == _colour(ground)


def _colour(value: str) -> str:
    """A colour in one of the ways to write it, "#rrggbb" where that is known."""
    value = _NAMED.get(value, value)
    if match := re.fullmatch(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:[\s,/]+(?:1|1\.0|100%))?\s*\)", value):
        return "#" + "".join(f"{min(255, int(part[:4])):02x}" for part in match.groups())
    if re.fullmatch(r"#[0-9a-f]{3}", value):
        return "#" + "".join(digit * 2 for digit in value[1:])
    return value


def _is_of_an_element_of_tabs(node: LexborNode) -> bool:
    """Whether an element with a name of its own, whose program shows what is in it, holds this one (`awsdocs-tabs`)."""
    tag = (node.parent.tag if node.parent is not None else "") or ""
    return "-" in tag and bool(_PANEL.search(tag))


def _target(node: LexborNode) -> str:
    attributes = node.attributes
    for name in ("aria-controls", "data-bs-target", "data-target", "href"):
        value = (attributes.get(name) or "").strip()
        if name != "aria-controls" and not value.startswith("#"):
            continue
        if value:
            return value.lstrip("#")
    return ""


def _is_tab(node: LexborNode) -> bool:
    attributes = node.attributes
    return node.tag == "label" or attributes.get("role") == "tab" or attributes.get("data-toggle") in ("tab", "pill")


def _element_before(node: LexborNode) -> LexborNode | None:
    before = node.prev
    while before is not None and not before.is_element_node:
        before = before.prev
    return before


def _element_after(node: LexborNode) -> LexborNode | None:
    after = node.next
    while after is not None and not after.is_element_node:
        after = after.next
    return after
