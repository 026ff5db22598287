"""Word files (.docx) to pieces: headings by style or outline level, lists by their real numbering, tables, notes.

Owns what Word's styles and numbering mean. python-docx opens the package; the body is read from its XML, since
python-docx's own text is without tracked insertions, formulas and notes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ingest.readers.office.inline import Inline, W, inline_of
from ingest.readers.office.package import open_package, xml_of
from ingest.readers.outline import Outline
from ingest.readers.reading import Reading

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING = re.compile(r"(?:heading|titre)\s*(\d)", re.IGNORECASE)
_STYLED_ITEM = re.compile(r"list (?:bullet|number|paragraph|continue)\s*(\d)?|liste à puces\s*(\d)?", re.IGNORECASE)
# A short paragraph all in bold stands as a heading below those that are marked.
_BOLD_LEVEL, _BOLD_LENGTH = 10, 80
_NOTE_PARTS = {"footnote": "word/footnotes.xml", "endnote": "word/endnotes.xml"}


def read_docx(data: bytes, uri: str, limit: int) -> Reading:
    """The pieces of a Word file. Raises DamagedFile, EncryptedFile, FileTooLarge, and what python-docx raises."""
    import docx

    archive = open_package(data, uri, "word/document.xml", limit)
    notes = {
        kind: _notes(xml_of(archive, part, uri), kind)
        for kind, part in _NOTE_PARTS.items()
        if part in archive.namelist()
    }
    document = docx.Document(io.BytesIO(data))
    reader = _Body(document, notes)
    reader.read(document.element.body)
    if "word/comments.xml" in archive.namelist():
        for _ in xml_of(archive, "word/comments.xml", uri).iter(f"{W}comment"):
            reader.outline.omit("comment", detail="comments in the margin")
    return reader.outline.reading()


def _notes(root: _Element, kind: str) -> dict[str, str]:
    """The notes by id, without the separators."""
    found = {}
    for note in root.iter(f"{W}{kind}"):
        if note.get(f"{W}type") is None:
            found[note.get(f"{W}id") or ""] = " ".join(inline_of(p).text for p in note.iter(f"{W}p")).strip()
    return found


class _Body:
    """One pass over the body."""

    def __init__(self, document: Any, notes: dict[str, dict[str, str]]) -> None:
        self.outline = Outline()
        self._notes = notes
        self._styles = {style.get(f"{W}styleId"): style for style in document.styles.element.iter(f"{W}style")}
        self._numbering = _Numbering(document)

    def read(self, container: _Element) -> None:
        """Paragraphs and tables in order, content controls opened."""
        for child in container:
            if child.tag == f"{W}p":
                self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self._table(child)
            elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"):
                self.read(child)

    def _paragraph(self, paragraph: _Element) -> None:
        inline = inline_of(paragraph)
        self._account(inline)
        level = self._heading_level(paragraph)
        item = None if level is not None else self._item_level(paragraph)
        place: int | None = None
        if level is not None:
            self.outline.heading(level, inline.text)
        elif item is not None:
            place = self.outline.item(item[0], inline.text, item[1])
        elif inline.bold and len(inline.text) <= _BOLD_LENGTH and not inline.text.endswith((".", ":", ";", ",")):
            self.outline.heading(_BOLD_LEVEL, inline.text)
        else:
            place = self.outline.text(inline.text)
        for kind, ids in (("footnote", inline.footnotes), ("endnote", inline.endnotes)):
            for id_ in ids:
                self.outline.text(self._notes.get(kind, {}).get(id_, ""), () if place is None else (place,))
        for box in inline.boxes:
            self.read(box)

    def _account(self, inline: Inline) -> None:
        if inline.pictures:
            self.outline.omit("picture", detail="pictures, whose words are not read", count=inline.pictures)
        if inline.hidden:
            self.outline.omit("hidden", detail="words marked as hidden", count=inline.hidden)
        if inline.struck:
            self.outline.omit("struck", detail="words that are struck through", count=inline.struck)
        if inline.symbols:
            self.outline.omit("symbol", detail="signs of a font of pictures", count=inline.symbols)

    def _heading_level(self, paragraph: _Element) -> int | None:
        """0 for the title, 1 to 9 for headings, None for what is none."""
        own = paragraph.find(f"{W}pPr/{W}outlineLvl")
        chain = list(self._chain(paragraph))
        for style in chain:
            name = _value(style.find(f"{W}name"))
            if name.lower() in ("title", "titre"):
                return 0
            match = _HEADING.fullmatch(name)
            if match:
                return int(match[1])
        for level in [own, *(style.find(f"{W}pPr/{W}outlineLvl") for style in chain)]:
            if level is not None and _value(level).isdecimal() and int(_value(level)) < 9:
                return int(_value(level)) + 1
        return None

    def _item_level(self, paragraph: _Element) -> tuple[int, str] | None:
        """Level and marker of a list item: by its numbering, or that of its style; None for a plain paragraph."""
        chain = list(self._chain(paragraph))
        styled = next((m for s in chain if (m := _STYLED_ITEM.match(_value(s.find(f"{W}name"))))), None)
        by_name = int(styled[1] or styled[2] or 1) - 1 if styled else 0
        for properties in [paragraph.find(f"{W}pPr/{W}numPr"), *(s.find(f"{W}pPr/{W}numPr") for s in chain)]:
            if properties is None:
                continue
            number, level = _value(properties.find(f"{W}numId")), _value(properties.find(f"{W}ilvl"))
            if number == "0":
                return None
            depth = max(int(level or 0), by_name)
            return depth, self._numbering.marker(number, int(level or 0), depth)
        bulleted = styled is not None and "paragraph" not in styled.group().lower()
        return (by_name, "- ") if bulleted else None

    def _chain(self, paragraph: _Element) -> Iterator[_Element]:
        """The paragraph's style and those it is based on."""
        name = _value(paragraph.find(f"{W}pPr/{W}pStyle"))
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            style = self._styles[name]
            yield style
            name = _value(style.find(f"{W}basedOn"))

    def _table(self, table: _Element) -> None:
        rows, header = self._rows(table)
        if len(rows) == 1 and len(rows[0]) == 1:  # a frame around text
            for cell in table.iter(f"{W}tc"):
                self.read(cell)
                return
        self.outline.table(rows, header or None)

    def _rows(self, table: _Element) -> tuple[list[list[str]], int]:
        """The cells as text, merged ones repeated, and how many rows are marked as header."""
        rows: list[list[str]] = []
        header = 0
        for row in table.iterchildren(f"{W}tr"):
            header += row.find(f"{W}trPr/{W}tblHeader") is not None and header == len(rows)
            skipped = int(_value(row.find(f"{W}trPr/{W}gridBefore")) or 0)
            cells: list[str] = [""] * skipped
            for cell in row.iter(f"{W}tc"):
                if next(cell.iterancestors(f"{W}tbl")) is not table:
                    continue  # of a table inside a cell, whose text is that of the cell
                span = int(_value(cell.find(f"{W}tcPr/{W}gridSpan")) or 1)
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                goes_on = merge is not None and (merge.get(f"{W}val") or "continue") == "continue"
                above = rows[-1][len(cells)] if goes_on and rows and len(cells) < len(rows[-1]) else None
                text = above if above is not None else self._cell(cell)
                cells += [text] * min(span, 64)
            rows.append(cells)
        return rows, header

    def _cell(self, cell: _Element) -> str:
        parts = []
        for paragraph in cell.iter(f"{W}p"):
            inline = inline_of(paragraph)
            self._account(inline)
            notes = [self._notes.get("footnote", {}).get(id_, "") for id_ in inline.footnotes]
            parts += [inline.text, *(f"({note})" for note in notes if note)]
        return " ".join(part for part in parts if part)


class _Numbering:
    """The numbers of list items: which levels are numbered, and how far each list has counted."""

    def __init__(self, document: Any) -> None:
        self._formats: dict[tuple[str, str], str] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        for number in root.iter(f"{W}num"):
            self._abstract[number.get(f"{W}numId") or ""] = _value(number.find(f"{W}abstractNumId"))
        for abstract in root.iter(f"{W}abstractNum"):
            for level in abstract.iter(f"{W}lvl"):
                key = (abstract.get(f"{W}abstractNumId") or "", level.get(f"{W}ilvl") or "0")
                self._formats[key] = _value(level.find(f"{W}numFmt"))

    def marker(self, number: str, level: int, depth: int) -> str:
        """ "- ", or the next number of the level; a deeper level begins anew under each item."""
        abstract = self._abstract.get(number, number)
        if self._formats.get((abstract, str(level)), "bullet") in ("bullet", "none"):
            return "- "
        for key in [key for key in self._counts if key[0] == number and key[1] > depth]:
            del self._counts[key]
        count = self._counts[number, depth] = self._counts.get((number, depth), 0) + 1
        return f"{count}. "


def _value(node: _Element | None) -> str:
    return (node.get(f"{W}val") or "") if node is not None else ""
