"""Slides (.pptx) to pieces: a page per slide, its title as heading, bullets by level, tables, charts, notes.

Owns what the places of a slide mean. Slides that are hidden are left out and named; pictures and drawn diagrams are
counted.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ingest.readers.office.formula import MATH, linear
from ingest.readers.office.package import open_package
from ingest.readers.outline import Outline, one_line
from ingest.readers.reading import Reading

if TYPE_CHECKING:
    from lxml.etree import _Element

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
# Places for the date, the footer and the number: the same on every slide.
_FURNITURE = frozenset({"DATE", "FOOTER", "SLIDE_NUMBER", "HEADER"})
_LISTS = frozenset({"BODY", "OBJECT", "VERTICAL_BODY", "VERTICAL_OBJECT"})
_MOST_DEPTH = 20
_LONGEST_TITLE = 100
# Where a title typed into a box begins, as a share of the slide's height.
_TITLE_WITHIN = 0.2
# In PowerPoint's layout "Comparison": the index of the title over a place, and that of the place.
_COMPARED = {1: 2, 3: 4}


def read_pptx(data: bytes, uri: str, limit: int) -> Reading:
    """The pieces of a presentation. Raises DamagedFile, EncryptedFile, FileTooLarge, and what python-pptx raises."""
    import pptx

    open_package(data, uri, "ppt/presentation.xml", limit)
    outline = Outline()
    for number, slide in enumerate(pptx.Presentation(io.BytesIO(data)).slides, start=1):
        outline.page()
        if slide._element.get("show") in ("0", "false"):
            outline.omit("hidden", f"p. {number}", "slides that are hidden")
        else:
            _slide(slide, number, outline)
    return outline.reading()


def _slide(slide: Any, number: int, outline: Outline) -> None:
    shapes = list(_shapes(slide.shapes))
    title = slide.shapes.title
    if title is None or not _title(title):
        title = _typed_title(shapes, _TITLE_WITHIN * slide.part.package.presentation_part.presentation.slide_height)
    if title is not None:
        outline.heading(1, _title(title))
    over = _compared(slide, shapes)
    said = {one.shape_id for one in (*over.values(), *(() if title is None else (title,)))}
    for shape in shapes:
        if shape.shape_id not in said:
            _shape(shape, number, outline, over.get(shape.shape_id))
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        notes = [text for _, text in _paragraphs_in(slide.notes_slide.notes_text_frame._txBody) if text]
        if notes:
            outline.text("Notes: " + "\n".join(notes))


def _shapes(shapes: Any, depth: int = 0) -> Iterator[Any]:
    """The shapes in the file's order, groups opened."""
    for shape in shapes:
        if hasattr(shape, "shapes") and depth < _MOST_DEPTH:
            yield from _shapes(shape.shapes, depth + 1)
        else:
            yield shape


def _title(shape: Any) -> str:
    return " ".join(text for _, text in _paragraphs(shape))


def _typed_title(shapes: Sequence[Any], lowest: float) -> Any:
    """The title of a slide without a place for one: one line above everything else, not lower than `lowest`."""
    placed = [shape for shape in shapes if shape.top is not None and shape.height is not None]
    if len(placed) < 2 or len(placed) < len(shapes):
        return None
    first, *others = sorted(placed, key=lambda shape: int(shape.top))
    lines = [text for _, text in _paragraphs(first)]
    above = first.top < lowest and all(first.top + first.height <= other.top for other in others)
    return first if above and len(lines) == 1 and len(lines[0]) <= _LONGEST_TITLE else None


def _compared(slide: Any, shapes: Sequence[Any]) -> dict[int, Any]:
    """The shapes that are the titles of others in a layout that compares two things, by the id of the other."""
    if slide.slide_layout._element.get("type") != "twoTxTwoObj":
        return {}
    places = {shape.placeholder_format.idx: shape for shape in shapes if shape.is_placeholder}
    pairs = [(places.get(above), places.get(below)) for above, below in _COMPARED.items()]
    return {
        below.shape_id: above
        for above, below in pairs
        if above is not None and below is not None and _title(above) and not _is_empty(below)
    }


def _is_empty(shape: Any) -> bool:
    return bool(shape.has_text_frame) and not _title(shape)


def _shape(shape: Any, number: int, outline: Outline, over: Any = None) -> None:
    """What a shape says, under the words of the one that is its title."""
    kind = shape.placeholder_format.type.name if shape.is_placeholder and shape.placeholder_format.type else ""
    if kind in _FURNITURE:
        return
    if over is not None and not shape.has_text_frame:
        outline.text(f"{_title(over).rstrip(':')}:")
    if getattr(shape, "has_table", False) and shape.has_table:
        _table(shape.table, outline)
    elif getattr(shape, "has_chart", False) and shape.has_chart:
        _chart(shape.chart, number, outline)
    elif shape.has_text_frame:
        if over is not None:
            outline.item(0, _title(over))
        for level, text in _paragraphs(shape):
            if kind in _LISTS or level:
                outline.item(level + (over is not None), text)
            else:
                outline.text(text)
    elif shape._element.tag.endswith("}pic"):
        outline.omit("picture", f"p. {number}", "pictures, whose words are not read")
    elif _DIAGRAM in (data.get("uri") or "" for data in shape._element.iter(f"{_A}graphicData")):
        outline.omit("diagram", f"p. {number}", "drawn diagrams (SmartArt), whose words are not read")


def _paragraphs(shape: Any) -> Iterator[tuple[int, str]]:
    return _paragraphs_in(shape.text_frame._txBody) if shape.has_text_frame else iter(())


def _paragraphs_in(body: _Element) -> Iterator[tuple[int, str]]:
    """Level (from 0) and text of each filled paragraph, formulas in one line."""
    for paragraph in body.iter(f"{_A}p"):
        properties = paragraph.find(f"{_A}pPr")
        level = int(properties.get("lvl") or 0) if properties is not None else 0
        text = one_line("".join(_words(paragraph)))
        if text:
            yield level, text


def _words(node: _Element) -> Iterator[str]:
    for child in node:
        if child.tag == f"{_A}t":
            yield child.text or ""
        elif child.tag == f"{_A}br":
            yield " "
        elif child.tag == f"{MATH}oMath":
            yield f" {linear(child)} "
        elif not str(child.tag).endswith("}Fallback"):
            yield from _words(child)


def _table(table: Any, outline: Outline) -> None:
    rows: list[list[str]] = []
    for y, row in enumerate(table.rows):
        cells: list[str] = []
        for x, cell in enumerate(row.cells):
            if cell.is_spanned:
                cells.append(cells[-1] if x and cell._tc.hMerge else rows[-1][x] if y else "")
            else:
                cells.append(" ".join(text for _, text in _paragraphs_in(cell.text_frame._txBody)))
        rows.append(cells)
    outline.table(rows, 1 if table.first_row else None)


def _chart(chart: Any, number: int, outline: Outline) -> None:
    """A chart as the table it is drawn from: a row per category, a column per series."""
    title = chart.chart_title.text_frame.text if chart.has_title and chart.chart_title.has_text_frame else ""
    lead = outline.text(f"{title.rstrip(':')}:") if title.strip() else None
    plots = list(chart.plots)
    # Each look at `values` reads the whole series anew.
    series = [(str(one.name), tuple(one.values)) for plot in plots for one in plot.series]
    categories = [str(category) for category in plots[0].categories] if plots else []
    rows = [[" ", *(name for name, _ in series)]]
    for place, category in enumerate(categories):
        rows.append([category, *(_number(values[place]) if place < len(values) else "" for _, values in series)])
    if len(rows) > 1:
        rows[0][0] = "-"
        outline.table(rows, 1)
    elif lead is None:
        outline.omit("chart", f"p. {number}", "charts without categories")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
