"""One text written in nine formats, for `speed`: Markdown, HTML, PDF, DOCX, PPTX, XLSX, EPUB, notebook, CSV.

Owns how each file is made of the same pieces (headings, paragraphs, items, tables as text). The PDF is printed by
Chromium and left out where there is none. Knows nothing of time.
"""

from __future__ import annotations

import csv
import html
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ingest.readers.assemble import Piece

Write = Callable[[Sequence[Piece], Path], None]
_ON_A_SLIDE = 6
_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
_PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Notes</dc:title></metadata>'
    "<manifest>{}</manifest><spine>{}</spine></package>"
)


def write_all(pieces: Sequence[Piece], folder: Path) -> tuple[Path, ...]:
    """Write the files into the folder; those that were written. Chromium (of the system) prints the PDF."""
    paths = []
    for suffix, write in WRITERS.items():
        path = folder / f"notes{suffix}"
        write(pieces, path)
        if path.exists():
            paths.append(path)
    return tuple(paths)


def _markdown(pieces: Sequence[Piece], path: Path) -> None:
    path.write_text("\n\n".join(map(_as_markdown, pieces)), encoding="utf-8")


def _as_markdown(piece: Piece) -> str:
    match piece.kind:
        case "heading":
            return f"{'#' * min(len(piece.heading_path), 6)} {piece.text}"
        case "list":
            return f"- {_line(piece)}"
        case "code":
            return f"```\n{piece.text}\n```"
        case _:
            return piece.text


def _html(pieces: Sequence[Piece], path: Path) -> None:
    path.write_text(_as_html(pieces), encoding="utf-8")


def _as_html(pieces: Sequence[Piece]) -> str:
    body = "\n".join(map(_element, pieces))
    head = "<head><meta charset='utf-8'/><title>Notes</title></head>"
    return f"<html xmlns='http://www.w3.org/1999/xhtml'>{head}<body>{body}</body></html>"


def _element(piece: Piece) -> str:
    text = html.escape(piece.text)
    match piece.kind:
        case "heading":
            level = min(len(piece.heading_path), 6)
            return f"<h{level}>{text}</h{level}>"
        case "list":
            return f"<ul><li>{html.escape(_line(piece))}</li></ul>"
        case "code":
            return f"<pre>{text}</pre>"
        case _:
            return f"<p>{text}</p>"


def _line(piece: Piece) -> str:
    return " ".join(piece.text.removeprefix("- ").split())


def _pdf(pieces: Sequence[Piece], path: Path) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        return
    page = path.with_suffix(".print.html")
    page.write_text(_as_html(pieces), encoding="utf-8")
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={path}")
    subprocess.run([chromium, *options, str(page)], check=True, capture_output=True, timeout=300)
    page.unlink()


def _docx(pieces: Sequence[Piece], path: Path) -> None:
    import docx

    document = docx.Document()
    for piece in pieces:
        if piece.kind == "heading":
            document.add_heading(piece.text, min(len(piece.heading_path), 9))
        else:
            document.add_paragraph(piece.text, style="List Bullet" if piece.kind == "list" else None)
    document.save(str(path))


def _pptx(pieces: Sequence[Piece], path: Path) -> None:
    from pptx import Presentation

    deck = Presentation()
    for start in range(0, len(pieces), _ON_A_SLIDE):
        title, *rest = pieces[start : start + _ON_A_SLIDE]
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title.text
        slide.placeholders[1].text_frame.text = "\n".join(_line(piece) for piece in rest)
    deck.save(str(path))


def _rows(pieces: Sequence[Piece]) -> list[list[str]]:
    rows = [["Number", "Kind", "Section", "Text"]]
    for number, piece in enumerate(pieces, start=1):
        rows.append([str(number), piece.kind, " > ".join(piece.heading_path), _line(piece)])
    return rows


def _xlsx(pieces: Sequence[Piece], path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Notes")
    for row in _rows(pieces):
        sheet.append(row)
    book.save(str(path))


def _csv(pieces: Sequence[Piece], path: Path) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(_rows(pieces))
    path.write_text(out.getvalue(), encoding="utf-8")


def _epub(pieces: Sequence[Piece], path: Path) -> None:
    chapters: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.kind == "heading" and len(piece.heading_path) == 1 and chapters[-1]:
            chapters.append([])
        chapters[-1].append(piece)
    item = '<item id="c{0}" href="c{0}.xhtml" media-type="application/xhtml+xml"/>'
    numbers = range(len(chapters))
    package = _PACKAGE.format(
        "".join(item.format(number) for number in numbers),
        "".join(f'<itemref idref="c{number}"/>' for number in numbers),
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", _CONTAINER)
        archive.writestr("content.opf", package)
        for number, chapter in enumerate(chapters):
            archive.writestr(f"c{number}.xhtml", _as_html(chapter))


def _notebook(pieces: Sequence[Piece], path: Path) -> None:
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "source": piece.text, "metadata": {}, "outputs": [], "execution_count": None}
        if piece.kind == "code"
        else {"cell_type": "markdown", "source": _as_markdown(piece), "metadata": {}}
        for piece in pieces
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")


WRITERS: Mapping[str, Write] = {
    ".md": _markdown,
    ".html": _html,
    ".pdf": _pdf,
    ".docx": _docx,
    ".pptx": _pptx,
    ".xlsx": _xlsx,
    ".epub": _epub,
    ".ipynb": _notebook,
    ".csv": _csv,
}
