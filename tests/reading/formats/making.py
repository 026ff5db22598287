"""Small office files, made here: packages from parts, Word bodies from XML, slides and workbooks by their libraries."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def package(parts: Mapping[str, bytes | str]) -> bytes:
    """A ZIP of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def saved(document: Any) -> bytes:
    """What a library's document writes."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word(*parts: str, footnotes: Mapping[int, str] | None = None) -> bytes:
    """A Word file with body parts given as XML (namespaces w and m), in python-docx's own template."""
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    body = document.element.body
    for part in parts:
        tag = part[1:].partition(">")[0]
        body.insert(len(body) - 1, parse_xml(part.replace(tag, f"{tag} {_W} {_M}", 1)))
    data = saved(document)
    if not footnotes:
        return data
    notes = "".join(
        f'<w:footnote w:id="{id_}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
        for id_, text in footnotes.items()
    )
    separator = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["word/footnotes.xml"] = f"<w:footnotes {_W}>{separator}{notes}</w:footnotes>".encode()
    return package(members)


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of runs given as XML, or as plain words."""
    inner = "".join(run if run.startswith("<") else f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def book(chapters: Mapping[str, str], spine: list[str] | None = None, *, nav: str = "", more: str = "") -> bytes:
    """An EPUB of XHTML chapters by file name; `spine` is their order, `nav` a table of contents."""
    names = [*chapters, *(["nav.xhtml"] if nav else [])]
    items = "".join(
        f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"'
        + (' properties="nav"/>' if name == "nav.xhtml" else "/>")
        for name in names
    )
    order = "".join(f'<itemref idref="{name}"/>' for name in (spine or names))
    package_file = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The book</dc:title><dc:language>en</dc:language>'
        f"</metadata><manifest>{items}{more}</manifest><spine>{order}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
        '<rootfile full-path="OEBPS/b.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    parts: dict[str, bytes | str] = {"mimetype": "application/epub+zip", "META-INF/container.xml": container}
    parts["OEBPS/b.opf"] = package_file
    for name, body in chapters.items():
        parts[f"OEBPS/{name}"] = f"<html><head><title>x</title></head><body>{body}</body></html>"
    if nav:
        parts["OEBPS/nav.xhtml"] = f"<html><body><nav>{nav}</nav></body></html>"
    return package(parts)


def odt(body: str) -> bytes:
    """An OpenDocument text with a body given as XML."""
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in {"office": "office", "text": "text", "table": "table", "draw": "drawing"}.items()
    )
    return package(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {names}><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
        }
    )
