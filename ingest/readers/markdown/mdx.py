"""Markdown with components (MDX): imports and exports, what a component's tag says to the reader.

Owns which text is such Markdown and what of its program parts is text. Knows nothing of blocks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.readers.flow import Container

_IMPORT = (
    r"import[ \t]+(?:[\w*{][^'\"\n;]*?[ \t]from[ \t]+|\{[^{}]*\}[ \t]*from[ \t]+)?(['\"])[^'\"\n]+\1[ \t]*;?[ \t]*"
)
_EXPORT = r"export[ \t]+(?:default|const|let|var|function|async|class|\{|\*)"
_MODULE_LINE = re.compile(rf"^(?:{_IMPORT}$|{_EXPORT}\b)", re.MULTILINE)
_SHOWS = re.compile(
    rf"^{_IMPORT}$|^{_EXPORT}\b.*[=({{]|\{{/\*|^[ \t]*</?[A-Z]\w*(?:[ \t][^<>\n]*)?>[ \t]*$", re.MULTILINE
)
_COMPONENT_LINE = re.compile(r"^[ \t]*</?[A-Z]", re.MULTILINE)
_CONSTANT = re.compile(
    r"^export[ \t]+const[ \t]+(\w+)[ \t]*=[ \t]*(?:(['\"`])([^'\"`\n$]*)\2|(-?[\d._]+))[ \t]*;?[ \t]*$", re.MULTILINE
)
_FENCE = re.compile(r"^(?:[ \t]*)(`{3,}|~{3,}).*?^[ \t]*\1[ \t]*$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_FENCE_MARK = re.compile(r"`{3,}|~{3,}")
_OPEN_IMPORT = re.compile(r"import[ \t]+\{[^}]*$")
_ONE_LINE = re.compile(rf"(?:{_IMPORT}|export[ \t]+const[^{{\[(`]*;?[ \t]*)$")
_TAG = re.compile(r"(</?[A-Z][\w.]*(?:\s[^<>]*)?>)")
_OPEN, _CLOSE = r"<[A-Z][\w.]*(?:\s[^<>]*)?>", r"</[A-Z][\w.]*>"
# Text that is all there is in a component, in components that hold nothing else: no word beside a tag.
_ONE_LINER = re.compile(
    rf"[ \t]*(?={_OPEN})(?:{_OPEN}[^<\n]*[^<\s][^<\n]*{_CLOSE}[ \t]*|{_OPEN}[ \t]*|{_CLOSE}[ \t]*)+\Z"
)
_NAME = re.compile(r"</?([\w.]*)")
_ATTRIBUTE = re.compile(r"([\w-]+)=(?:\"([^\"]*)\"|'([^']*)'|\{\s*[\"'`]([^\"'`]*)[\"'`]\s*\})")
_LABELS = ("label", "title", "header", "heading", "summary", "name", "alt")
_CALLOUT = re.compile(r"admonition|callout|note|tip|warning|caution|info|alert|danger|important|aside", re.IGNORECASE)
_TOGGLE = re.compile(r"details|accordion|toggle|collaps|expand|faq|spoiler", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Component:
    """The tag of a component: its name, what it tells its reader, what kind of container it is."""

    name: str
    label: str = ""
    container: Container = "section"
    closing: bool = False
    self_closing: bool = False

    @property
    def is_picture(self) -> bool:
        """Whether it shows a picture."""
        return bool(re.search(r"image|img|figure|picture|screenshot|frame", self.name, re.IGNORECASE))


def is_mdx(text: str) -> bool:
    """Whether a Markdown text has program parts: imports, comments in braces, tags of components on their own lines."""
    if not (
        text.startswith(("import", "export"))
        or any(mark in text for mark in ("\nimport", "\nexport", "{/*"))
        or ("<" in text and _COMPONENT_LINE.search(text))
    ):
        return False
    return bool(_SHOWS.search(_FENCE.sub("", text)))


def constants(text: str) -> dict[str, str]:
    """Exported constants whose value is a text or a number."""
    return {match[1]: match[3] if match[2] else match[4] for match in _CONSTANT.finditer(text)}


def without_modules(text: str) -> str:
    """The text without imports and exports outside code, and with each component that has a line to itself on three.

    A module part reaches to the next blank line at which its brackets are closed.
    """
    kept: list[str] = []
    fence, open_brackets, dropping = "", 0, False
    for line in text.split("\n"):
        bare = line.lstrip()
        mark = _FENCE_MARK.match(bare)
        if fence:
            fence = "" if bare.startswith(fence) and not bare.strip("`~ \t") else fence
        elif dropping:
            open_brackets += _balance(line)
            dropping = bool(bare) or open_brackets > 0
            continue
        elif mark:
            fence = mark.group()
        elif _MODULE_LINE.match(line) or _OPEN_IMPORT.match(line):
            open_brackets, dropping = _balance(line), not _ONE_LINE.match(line)
            continue
        else:
            kept += _own_lines(line)
            continue
        kept.append(line)
    return "\n".join(kept)


def _balance(line: str) -> int:
    return sum(line.count(mark) for mark in "{([") - sum(line.count(mark) for mark in "})]")


def _own_lines(line: str) -> list[str]:
    """A component with its text on one line as three: its tag, its text, its end."""
    if not _ONE_LINER.match(line):
        return [line]
    parts = [part for part in _TAG.split(line.strip()) if part.strip()]
    return [row for part in parts for row in (part, "")][:-1]


def component(tag: str) -> Component:
    """What a tag says; `tag` from "<" to ">"."""
    match = _NAME.match(tag)
    name = match[1] if match else ""
    if tag.startswith("</"):
        return Component(name, closing=True)
    found = {key: one or two or three for key, one, two, three in _ATTRIBUTE.findall(tag)}
    label = " ".join(next((found[key] for key in _LABELS if found.get(key)), "").split())
    kind: Container = "section"
    if _CALLOUT.search(name) and not re.search(r"group|list", name, re.IGNORECASE):
        kind = "callout"
    elif _TOGGLE.search(name) and label:
        kind = "toggle"
    return Component(name, label, kind, self_closing=tag.rstrip(">").endswith("/"))
