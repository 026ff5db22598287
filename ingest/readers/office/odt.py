"""OpenDocument texts (.odt) to pieces: headings by outline level, nested lists, tables, notes beside their sentence.

Owns what the elements of content.xml mean. Deleted passages of tracked changes are not content.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.readers.office.package import open_package, xml_of
from ingest.readers.outline import Outline
from ingest.readers.reading import Reading

if TYPE_CHECKING:
    from lxml.etree import _Element

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_MOST_REPEATS = 64


def read_odt(data: bytes, uri: str, limit: int) -> Reading:
    """The pieces of an OpenDocument text. Raises DamagedFile, EncryptedFile, FileTooLarge."""
    archive = open_package(data, uri, "content.xml", limit)
    outline = Outline()
    body = xml_of(archive, "content.xml", uri).find(".//{*}body/{*}text")
    if body is not None:
        _blocks(body, outline, -1)
        pictures = sum(1 for _ in body.iter(f"{_DRAW}image"))
        if pictures:
            outline.omit("picture", detail="pictures, whose words are not read", count=pictures)
    return outline.reading()


def _blocks(container: _Element, outline: Outline, level: int) -> None:
    """The blocks in order; `level` is that of the list they lie in, -1 outside."""
    for child in container:
        if child.tag == f"{_TEXT}h":
            outline.heading(int(child.get(f"{_TEXT}outline-level") or 1), _words(child))
        elif child.tag == f"{_TEXT}p":
            words = _words(child)
            place = outline.text(words) if level < 0 else outline.item(level, words)
            for note in child.iter(f"{_TEXT}note-body"):
                words = " ".join(_words(p) for p in note.iter(f"{_TEXT}p"))
                outline.text(words, () if place is None else (place,))
        elif child.tag == f"{_TEXT}list":
            for item in child:
                _blocks(item, outline, level + 1)
        elif child.tag == f"{_TABLE}table":
            _table(child, outline)
        elif child.tag == f"{_TEXT}section":
            _blocks(child, outline, level)


def _words(node: _Element) -> str:
    return "".join(_shown(node, notes=False)).strip()


def _shown(node: _Element, notes: bool = True) -> Iterator[str]:
    """The text of a node; that of its notes only where it is asked for."""
    yield node.text or ""
    for child in node:
        if child.tag == f"{_TEXT}s":
            yield " " * int(child.get(f"{_TEXT}c") or 1)
        elif child.tag == f"{_TEXT}tab":
            yield " "
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif isinstance(child.tag, str) and child.tag != f"{_TEXT}note":
            yield from _shown(child, notes)
        yield child.tail or ""


def _table(table: _Element, outline: Outline) -> None:
    rows: list[list[str]] = []
    header = 0
    for row in table.iter(f"{_TABLE}table-row"):
        if next(row.iterancestors(f"{_TABLE}table")) is not table:
            continue  # of a table inside a cell, whose text is that of the cell
        cells: list[str] = []
        to_the_right = 0  # how many cells more the last one reaches over
        for cell in row:
            repeats = min(int(cell.get(f"{_TABLE}number-columns-repeated") or 1), _MOST_REPEATS)
            spanned = cell.tag == f"{_TABLE}covered-table-cell"
            above = rows[-1][len(cells)] if rows and len(cells) < len(rows[-1]) else ""
            if spanned:
                words = cells[-1] if to_the_right and cells else above
                to_the_right = max(0, to_the_right - repeats)
            else:
                words = " ".join(_words(p) for p in cell.iter(f"{_TEXT}p"))
                to_the_right = int(cell.get(f"{_TABLE}number-columns-spanned") or 1) - 1
            cells += [words] * repeats
        header += row.getparent().tag == f"{_TABLE}table-header-rows"
        rows.append(cells)
    outline.table(rows, header or None)
