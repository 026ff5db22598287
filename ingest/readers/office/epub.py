"""Books (.epub) to pieces: the chapters in the order of the spine, each read as the page that it is.

Owns the container, the package and the spine. The table of contents is no content, but names the chapters that have no
heading of their own.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ingest.errors import DamagedFile, EncryptedFile
from ingest.readers.decode import decode_or_guess
from ingest.readers.html.reader import read_html
from ingest.readers.office.package import open_package, part_of, xml_of
from ingest.readers.outline import Outline, one_line
from ingest.readers.reading import Reading

if TYPE_CHECKING:
    from lxml.etree import _Element

_CONTAINER, _PROTECTION = "META-INF/container.xml", "META-INF/encryption.xml"
_FONT_MANGLING = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")


@dataclass(frozen=True, slots=True)
class _Item:
    """A file of the book: its name in the archive, its type, what the package says of it."""

    name: str
    kind: str
    properties: str


def read_epub(data: bytes, uri: str, limit: int) -> Reading:
    """The pieces of a book. Raises DamagedFile, EncryptedFile, FileTooLarge."""
    archive = open_package(data, uri, _CONTAINER, limit)
    _refuse_protected(archive, uri)
    root = xml_of(archive, _CONTAINER, uri).find(".//{*}rootfile")
    place = (root.get("full-path") or "") if root is not None else ""
    package = xml_of(archive, place, uri)
    items = _items(package, posixpath.dirname(place))
    names = _chapter_names(archive, items, uri)
    outline = Outline()
    for reference in package.iterfind(".//{*}spine/{*}itemref"):
        item = items.get(reference.get("idref") or "")
        if item is None or "nav" in item.properties.split() or item.kind not in _PAGES:
            continue
        if item.name not in archive.namelist():
            outline.omit("chapter", item.name, "chapters that the file lacks")
        else:
            _chapter(part_of(archive, item.name, uri), names.get(item.name, ""), f"{uri}/{item.name}", outline)
    pictures = sum(1 for item in items.values() if item.kind.startswith("image/"))
    if pictures:
        outline.omit("picture", detail="pictures, whose words are not read", count=pictures)
    title, lang = (one_line(_text(package, name)) for name in ("title", "language"))
    return outline.reading(title, lang[:2].lower())


def _chapter(data: bytes, name: str, uri: str, outline: Outline) -> None:
    page = read_html(decode_or_guess(data, uri)[0], uri)
    has_heading = bool(page.pieces) and page.pieces[0].kind == "heading"
    outline.include(page, under="" if has_heading else name)


def _items(package: _Element, folder: str) -> dict[str, _Item]:
    return {
        item.get("id") or "": _Item(
            posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or ""))),
            item.get("media-type") or "",
            item.get("properties") or "",
        )
        for item in package.iterfind(".//{*}manifest/{*}item")
    }


def _chapter_names(archive: zipfile.ZipFile, items: Mapping[str, _Item], uri: str) -> dict[str, str]:
    """The names of the chapters by file, from the table of contents of either version; none where it is not XML."""
    found: dict[str, str] = {}
    for item in items.values():
        is_nav = "nav" in item.properties.split()
        if not is_nav and item.kind != "application/x-dtbncx+xml":
            continue
        try:
            root = xml_of(archive, item.name, uri)
        except DamagedFile:
            continue
        folder = posixpath.dirname(item.name)
        links = root.iterfind(".//{*}a") if is_nav else root.iterfind(".//{*}navPoint")
        for link in links:
            target = link if is_nav else link.find("{*}content")
            href = (target.get("href" if is_nav else "src") or "") if target is not None else ""
            words = "".join(link.itertext()) if is_nav else "".join(link.find("{*}navLabel").itertext())
            name = posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))
            found.setdefault(name, one_line(words))
    return found


def _refuse_protected(archive: zipfile.ZipFile, uri: str) -> None:
    if _PROTECTION not in archive.namelist():
        return
    methods = [m.get("Algorithm") or "" for m in xml_of(archive, _PROTECTION, uri).iterfind(".//{*}EncryptionMethod")]
    if any(method not in _FONT_MANGLING for method in methods):
        raise EncryptedFile("The book is under copy protection.", source=uri)


def _text(package: _Element, name: str) -> str:
    node = package.find(f".//{{http://purl.org/dc/elements/1.1/}}{name}")
    return "".join(node.itertext()) if node is not None else ""
