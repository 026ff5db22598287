"""Markdown to blocks of clean readable text, each with the headings above it and what it is about.

Owns what each kind of block becomes: headings, paragraphs, list items, tables, code, callouts, toggles, footnotes; the
dialects of AWS's documentation, Obsidian, Notion and of documentation sites. The structure comes from the parser's
tokens; knows nothing of files or of what a document is about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ingest.readers.flow import Flow, Note
from ingest.readers.markdown.html_blocks import HtmlBlocks
from ingest.readers.markdown.inline import inline_text, parser, pictures, struck
from ingest.readers.markdown.link_lists import contents_end, end_of, topics_end
from ingest.readers.markdown.mdx import Component, component, constants, is_mdx, without_modules
from ingest.readers.markdown.metadata import readable_lines, with_blocks, without_fields
from ingest.readers.markdown.syntax import CONSTANTS, LEFT_OUT, MAX_NESTING, TEX, with_bars_in_code
from ingest.readers.phrase import HARD_BREAK, without_notes
from ingest.readers.reading import Reading
from ingest.readers.table import Cell, Row
from ingest.readers.text import read_text
from ingest.schema import Omission
from ingest.sourcing.frontmatter import read_front_matter

if TYPE_CHECKING:
    from markdown_it.token import Token

_CALLOUT = re.compile(rf"\[!\w[\w-]*\][+-]?[ \t]*([^\n{HARD_BREAK}]*)[\n{HARD_BREAK}]?")
# AWS's API pages write "** name **", which is no emphasis to the parser.
_LOOSE_BOLD = re.compile(r"\A\*\* +([^*]+?) +\*\*")
_BOLD_LINE = re.compile(r"\*\*([^*\n]{1,80})\*\*[ \t]*(?:<a [^<>]*></a>)?[ \t]*\n")
_FIRST_LINE = re.compile(rf"\A([^\n{HARD_BREAK}]{{1,80}})\n[ \t]*")
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_ATTRIBUTES = re.compile(r"\{[:#.][^{}\n]*\}")
# AWS's pages link the names in the bodies of their requests; code has no links.
_LINK_IN_CODE = re.compile(r"\[([\w.-]+)\]\(#[\w.-]+\)")
_CONTENTS = re.compile(r"\[_?toc_?\]|_toc_|\$\{toc\}", re.IGNORECASE)
# Fences whose text is computed when the note is shown, and MyST's fences that hold Markdown.
_QUERIES = frozenset("dataview dataviewjs tasks query datacorejsx datacorejs button meta-bind tracker".split())
_DIRECTIVE = re.compile(r"\{(?P<name>[\w:.-]+)\}[ \t]*(?P<title>.*)")
_CODE_DIRECTIVES = frozenset(
    "code code-block code-cell sourcecode literalinclude mermaid eval-rst raw math csv-table".split()
)
_HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)")
_PICTURE_DIRECTIVES = frozenset({"figure", "image"})
_TITLE_OF_BOX = re.compile(r"title\s*=\s*([\"'])(?P<title>.*?)\1")
_CLEAR_TEX = re.compile(r"\\\(\s*[^()\n]{0,200}?\\[a-zA-Z]{2,}|^[ \t]*\\\[[ \t]*$|\\begin\{", re.MULTILINE)


def read_markdown_file(text: str, uri: str) -> Reading:
    """A Markdown file: what its front matter and its fields say of it, then its body."""
    front = read_front_matter(text)
    note = without_fields(text[front.end :])
    reading = read_markdown(note.body, mdx=uri.lower().endswith(".mdx"))
    left: tuple[Omission, ...] = front.omissions
    if note.other:
        left = (*left, Omission("no-note", 1, detail=f"not a note but a {note.other} of Joplin's"))
    return replace(reading, meta={**reading.meta, **note.meta, **front.meta}, omissions=(*left, *reading.omissions))


def read_markdown(text: str, *, mdx: bool = False) -> Reading:
    """The pieces of a Markdown text without front matter, in order, and its first top heading.

    A text nested more deeply than the parser goes is read as plain text, so that nothing is lost. `mdx` says that the
    text holds components; it is found out where it shows.
    """
    mdx = mdx or is_mdx(text)
    text, missing = with_blocks(with_bars_in_code(text))
    env: dict[str, Any] = {TEX: "\\" in text and bool(_CLEAR_TEX.search(text)), LEFT_OUT: ["block-reference"] * missing}
    if mdx:
        env[CONSTANTS] = constants(text)
        text = without_modules(text)
    md = parser(mdx)
    try:
        tokens = md.parse(text, env)
    except RecursionError:
        return Reading(tuple(read_text(text)))
    if any(token.level >= MAX_NESTING - 2 for token in tokens) or (not tokens and text.lstrip()[:1] in ">-*+"):
        return Reading(tuple(read_text(text)))
    walk = _Walk(tokens, mdx, _notes_in_sentences(env), text.split("\n"))
    for what in env[LEFT_OUT]:
        walk.flow.omit(what)
    return Reading(tuple(walk.flow.pieces), title=walk.flow.title, omissions=walk.flow.omissions)


class _Walk:
    """One pass over the tokens, into `flow`."""

    def __init__(
        self, tokens: Sequence[Token], mdx: bool, notes: Mapping[str, Sequence[Token]], lines: Sequence[str]
    ) -> None:
        self.flow = Flow()
        self._mdx = mdx
        self._lines_of = lines  # those that the tokens come from
        self._notes = {**dict(_footnotes(tokens)), **notes}
        self._html = HtmlBlocks(self.flow, [token.content for token in tokens if token.type == "html_block"], mdx)
        self._components: list[Component] = []
        self._run(tokens)
        for label in list(self._notes):
            self._footnote((None, label))
        while self.flow.depth:
            self.flow.leave()

    def _run(self, tokens: Sequence[Token]) -> None:
        index = 0
        while index < len(tokens):
            index = self._step(tokens, index)

    def _step(self, tokens: Sequence[Token], index: int) -> int:
        """Take in what begins at this token; returns where the next thing begins."""
        token = tokens[index]
        match token.type:
            case "heading_open" | "paragraph_open" | "dt_open" | "admonition_title_open":
                return self._lines(tokens, index)
            case "plain":
                skipped = topics_end(tokens, index + 1, token.content)
                if skipped:
                    return skipped
                self._plain(token.content)
            case "table_open":
                return self._table(tokens, index)
            case "bullet_list_open" | "ordered_list_open" if contents_end(tokens, index):
                return contents_end(tokens, index)
            case "footnote_reference_open":
                return end_of(tokens, index, "footnote_reference_close")
            case "blockquote_open":
                self._quote(tokens, index)
            case "fence" | "code_block":
                self._fence(token)
            case "formula_block":
                self.flow.add("text", token.content)
            case "html_block":
                self._html.take(token.content)
            case "component_block":
                self._component(token.content)
            case _:
                self._enter_or_leave(token)
        return index + 1

    def _lines(self, tokens: Sequence[Token], index: int) -> int:
        """A block of inline text: the token that opens it, the text, the token that closes it."""
        token, inline = tokens[index], tokens[index + 1]
        match token.type:
            case "heading_open":
                self._heading(int(token.tag[1]), inline)
            case "dt_open":
                self.flow.term(_one_line(inline))
            case "admonition_title_open":
                if len(tokens[index - 1].info.split()) > 1:  # else the title is made from the kind: "Warning"
                    self.flow.head(_one_line(inline))
            case _:
                skipped = "Topics" in inline.content and topics_end(tokens, index + 3, _one_line(inline))
                if skipped:
                    return skipped
                self._paragraph(inline)
        return index + 3

    def _enter_or_leave(self, token: Token) -> None:
        """Keep track of the containers that the next blocks lie in."""
        match token.type:
            case "bullet_list_open":
                self.flow.enter("list")
            case "ordered_list_open":
                self.flow.enter("list", number=int(token.attrs.get("start", 1)))
            case "list_item_open":
                self.flow.enter("item", delimiter=token.markup)
            case "dd_open":
                self.flow.enter("definition")
            case "container_box_open":
                self._box(token.info)
            case "admonition_open":
                self.flow.enter("toggle" if token.markup.startswith("?") else "callout")
            case (
                "bullet_list_close"
                | "ordered_list_close"
                | "list_item_close"
                | "dd_close"
                | "container_box_close"
                | "admonition_close"
                | "blockquote_close"
            ):
                self.flow.leave()

    # Text

    def _heading(self, level: int, inline: Token) -> None:
        self._pictures(inline)
        text, notes = without_notes(_without_attributes(_one_line(inline)))
        self.flow.heading(level, text)
        self._footnotes_of([(None, label) for _, label in notes])

    def _paragraph(self, inline: Token) -> None:
        self._pictures(inline)
        text = inline_text(inline.children or ()).strip()
        label = _LOOSE_BOLD.match(text) or _BOLD_LINE.match(inline.content)
        text = _LOOSE_BOLD.sub(r"\1", text)
        if label and label[1][-1] not in ".!?,;:":  # a name on a line of its own: the rest is about it
            text = _FIRST_LINE.sub(rf"\1{HARD_BREAK}", text)
        if " \n" in text or "\t\n" in text:
            text = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
        callout = _CALLOUT.match(text) if self.flow.is_in("callout") else None
        if callout:
            self.flow.head(callout[1])
            text = text[callout.end() :]
        self._readable(_without_attributes(text))

    def _plain(self, text: str) -> None:
        """A paragraph without markup."""
        self._readable("\n".join(line.lstrip(" \t") for line in text.split("\n")) if "\n" in text else text)

    def _readable(self, text: str) -> None:
        text = readable_lines(text)
        bare = text.strip()
        if not bare.strip(":") or (bare[0] in "[_$" and _CONTENTS.fullmatch(bare)):
            self.flow.interrupt()
            return
        if "[" in text and self.flow.at_item_start:
            text = _TASK.sub("", text.lstrip(), count=1)
        self._footnotes_of(self.flow.paragraph(text))

    def _quote(self, tokens: Sequence[Token], index: int) -> None:
        first = tokens[index + 2] if index + 2 < len(tokens) else None
        is_callout = first is not None and first.type == "inline" and bool(_CALLOUT.match(first.content))
        self.flow.enter("callout" if is_callout else "section")

    def _pictures(self, inline: Token) -> None:
        if "~~" in inline.content or "</" in inline.content:
            self.flow.omit("struck", struck(inline.children or ()))
        if "!" not in inline.content and "<" not in inline.content:
            return
        embedded = re.findall(r"!\[\[[^\[\]\n]+\.(?:png|jpe?g|gif|webp|bmp)", inline.content)
        self.flow.omit("picture-with-text", pictures(inline.children or ()) + len(embedded))

    # Code, tables

    def _fence(self, token: Token) -> None:
        info = token.info.strip()
        directive = _DIRECTIVE.match(info)
        if directive is not None and directive["name"] in _PICTURE_DIRECTIVES:
            self._picture(token.content)
        elif directive is not None and directive["name"] not in _CODE_DIRECTIVES:
            body = re.sub(r"\A(?:[ \t]*:[\w-]+:.*\n|[ \t]*\n)*", "", token.content)
            self.flow.enter("callout")
            self.flow.head(directive["title"])
            lines, self._lines_of = self._lines_of, body.split("\n")
            self._run(parser(self._mdx).parse(body, {}))
            self._lines_of = lines
            self.flow.leave()
        elif directive is not None and directive["name"] == "math":
            self.flow.add("text", f"$${token.content.strip()}$$")
        elif info.split(" ")[0].lower() in _QUERIES:
            self.flow.omit("expression")
        else:
            self.flow.add("code", _LINK_IN_CODE.sub(r"\1", token.content))

    def _picture(self, content: str) -> None:
        """A picture of MyST's: what its option says that it shows, then its caption."""
        alt = re.search(r"^[ \t]*:alt:[ \t]*(.+)$", content, re.MULTILINE)
        self.flow.add("text", alt[1]) if alt else self.flow.omit("picture-with-text")
        self._readable(re.sub(r"\A(?:[ \t]*:[\w-]+:.*\n|[ \t]*\n)*", "", content).strip())

    def _table(self, tokens: Sequence[Token], index: int) -> int:
        """A table as rows of cells with single spaces, without the separator row."""
        rows: list[Row] = []
        cells: list[Cell] = []
        notes: list[str] = []
        head, line = False, 0
        while tokens[index].type != "table_close":
            token = tokens[index]
            if token.type in ("thead_open", "thead_close"):
                head = token.type == "thead_open"
            elif token.type == "tr_open" and token.map is not None:
                line = token.map[0]
            elif token.type == "tr_close":
                cells += self._beyond(line, len(cells)) if not head else []
                rows.append(Row(tuple(cells), head))
                cells = []
            elif token.type == "inline":
                self._pictures(token)
                text, found = without_notes(_one_line(token))
                notes += [label for _, label in found]
                cells.append(Cell(text, head))
            index += 1
        self.flow.table(rows)
        self._footnotes_of([(None, label) for label in notes])
        return index + 1

    def _beyond(self, number: int, count: int) -> list[Cell]:
        """The cells of a row behind those that the header has, which GitHub's rule leaves out without a word."""
        from markdown_it.rules_block.table import escapedSplit

        line = self._lines_of[number] if number < len(self._lines_of) else ""
        line = _HIDDEN.sub("", line).strip(" \t>")
        if line.count("|") <= count:
            return []
        texts = escapedSplit(line.removeprefix("|").removesuffix("|"))[count:]
        inlines = (parser(self._mdx).parseInline(text.strip())[0] for text in texts)
        return [Cell(without_notes(_one_line(inline))[0]) for inline in inlines]

    # Footnotes

    def _footnotes_of(self, notes: Sequence[Note]) -> None:
        for note in notes:
            self._footnote(note)

    def _footnote(self, note: Note) -> None:
        """The text of a note where it is first referred to."""
        place, label = note
        tokens = self._notes.pop(label, None)
        if tokens is None:
            return
        self.flow.enter("note", about=place)
        self._run(tokens)
        self.flow.leave()

    # Containers

    def _box(self, info: str) -> None:
        """`::: name title` of documentation sites and of pandoc."""
        named = _TITLE_OF_BOX.search(info)
        name, _, title = info.strip().partition("[" if re.match(r"\s*[\w-]+\[", info) else " ")
        title = named["title"] if named else "" if name.startswith("{") and title.endswith("}") else title
        self.flow.enter("toggle" if name.lower().startswith(("details", "{dropdown")) else "callout")
        self.flow.head(inline_text(parser().parseInline(title.removesuffix("]"))[0].children or ()))

    def _component(self, tag: str) -> None:
        """The tag of an MDX component: its label is a heading for what is in it, or the title of a callout."""
        found = component(tag)
        if found.closing:
            names = [one.name for one in self._components]
            while found.name in names and self._components:
                self.flow.leave()
                if self._components.pop().name == found.name:
                    break
            return
        if found.self_closing:
            if found.is_picture:
                self.flow.add("text", found.label) if found.label else self.flow.omit("picture-with-text")
            return
        self._components.append(found)
        self.flow.enter(found.container)
        if found.label:
            (self.flow.label if found.container == "section" else self.flow.head)(found.label)


def _without_attributes(text: str) -> str:
    """A text without the `{#id .class}` behind it."""
    start = text.rfind("{") if text.endswith("}") else -1
    return text[:start].rstrip() if start >= 0 and _ATTRIBUTES.fullmatch(text[start:]) else text


def _footnotes(tokens: Sequence[Token]) -> list[tuple[str, Sequence[Token]]]:
    """The definitions of footnotes by label."""
    found: list[tuple[str, Sequence[Token]]] = []
    for index, token in enumerate(tokens):
        if token.type == "footnote_reference_open":
            found.append(
                (str(token.meta["label"]), tokens[index + 1 : end_of(tokens, index, token.type[:-4] + "close") - 1])
            )
    return found


def _notes_in_sentences(env: Mapping[str, Any]) -> dict[str, Sequence[Token]]:
    """The footnotes that are written where they are referred to, `^[so]`, by the label that stands for each."""
    from markdown_it.token import Token

    found: dict[str, Sequence[Token]] = {}
    for number, note in env.get("footnotes", {}).get("list", {}).items():
        if "tokens" in note:
            text = Token("inline", "", 0, children=note["tokens"], content=note["content"])
            found[f"^{number}"] = (Token("paragraph_open", "p", 1), text, Token("paragraph_close", "p", -1))
    return found


def _one_line(inline: Token) -> str:
    return " ".join(inline_text(inline.children or ()).replace(HARD_BREAK, " ").split())
