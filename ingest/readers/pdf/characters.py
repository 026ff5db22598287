"""The letters and ruling lines of a page, with their places.

The only file of the reader that knows pdfium. Owns how its characters, matrices and paths become `Letter`s and `Rule`s
in the coordinates of the page as it is read. Knows nothing of lines or blocks.
"""

from __future__ import annotations

import ctypes
import itertools
import math
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ingest.readers.pdf.layout.words import (
    BOLD,
    MONO,
    UNMAPPED,
    WHITE,
    Letter,
    Page,
    Rule,
    with_dots,
    with_underscores,
    words_of,
)

if TYPE_CHECKING:
    import pypdfium2

# Letters smaller than this, in points, are not there for readers.
_SMALLEST_SEEN = 1.0
# Each of red, green and blue from which a colour is white.
_WHITE_FROM = 252
# A drawn area thinner than this, in points, is a line.
_THIN = 3.0
# More pieces of drawing than this on one page are a picture, not the lines of a table.
_MOST_RULES = 4000
_DEEPEST_FORM = 4
_FIXED_PITCH = 1
_BOLD_WEIGHT = 600
_MONO_NAMES = (
    "courier",
    "mono",
    "consol",
    "menlo",
    "cmtt",
    "typewriter",
    "code",
    "ectt",
    "sftt",
    "lmtt",
    "inconsolata",
)
_BOLD_NAMES = ("bold", "black", "heavy", "bx", "-bd", "medi")

# What TeX's T1 fonts have below the letters: its bitmap fonts come without any mapping, their codes are T1.
_T1 = {
    0x0D: ",", 0x0E: "‹", 0x0F: "›", 0x10: "“", 0x11: "”", 0x12: "„", 0x13: "«", 0x14: "»", 0x15: "–", 0x16: "—",
    0x17: "\u200b", 0x19: "ı", 0x1B: "ff", 0x1C: "fi", 0x1D: "fl", 0x1E: "ffi", 0x1F: "ffl", 0x27: "’", 0xD7: "Œ",
    0xF7: "œ",
}  # fmt: skip
# Mathematical letters and digits: bold, italic, script.
_FORMULA_LETTERS = range(0x1D400, 0x1D800)
# Drawn bullets, in points.
_SMALLEST_DOT, _LARGEST_DOT = 1.5, 12.0

Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_page(page: pypdfium2.PdfPage) -> Page:
    """What stands on a page. Words that nobody sees are counted as hidden: outside its box, tiny, white on white."""
    view = _View(page)
    letters = list(_letters(page, view))
    covers = _covers(page, view) if any(one.style & WHITE for one in letters) else []
    inside = [one for one in letters if _is_seen(one, view, covers)]
    hidden = len(words_of(one for one in letters if not _is_seen(one, view, covers)))
    drawn = sum(1 for one in inside if not one.text.isspace())
    unknown = sum(1 for one in inside if one.style & UNMAPPED) / drawn if drawn else 0.0
    rules, dots = _drawn(page, view)
    words = with_underscores(with_dots(words_of(inside), dots), rules)
    return Page(view.width, view.height, tuple(words), tuple(rules), (), hidden, unknown)


def _is_seen(letter: Letter, view: _View, covers: Sequence[Box]) -> bool:
    """Whether a reader sees a letter; `covers` are the areas on which white is seen."""
    if letter.size < _SMALLEST_SEEN or not _is_inside(letter, view):
        return False
    x, y = (letter.x0 + letter.x1) / 2, letter.base - 0.3 * letter.size
    return not letter.style & WHITE or letter.turn > 0 or any(a <= x <= c and b <= y <= d for a, b, c, d in covers)


def _covers(page: pypdfium2.PdfPage, view: _View) -> list[Box]:
    """The places of pictures, shadings, forms and areas filled with a colour: what white text may stand on."""
    import pypdfium2.raw as raw

    found: list[Box] = []
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for index in range(raw.FPDFPage_CountObjects(page.raw)):
        one = raw.FPDFPage_GetObject(page.raw, index)
        kind = raw.FPDFPageObj_GetType(one)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            continue
        if kind == raw.FPDF_PAGEOBJ_PATH:
            raw.FPDFPath_GetDrawMode(one, fill, stroke)
            if not fill.value or _is_white(raw.FPDFPageObj_GetFillColor, one):
                continue
        if raw.FPDFPageObj_GetBounds(one, left, bottom, right, top):
            found.append(view.box(left.value, bottom.value, right.value, top.value))
    return found


def _is_white(colour_of: Callable[..., int], *whose: Any) -> bool:
    """Whether what is asked about is filled with white."""
    parts = [ctypes.c_uint() for _ in range(4)]
    return bool(colour_of(*whose, *parts)) and all(part.value >= _WHITE_FROM for part in parts[:3])


def _is_inside(letter: Letter, view: _View) -> bool:
    if letter.turn % 2:
        return True
    return bool(-2 <= (letter.x0 + letter.x1) / 2 <= view.width + 2 and -2 <= letter.base <= view.height + 10)


class _View:
    """From the coordinates in the file to those of the page as it is read: its box, turned, y downwards."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        left, bottom, right, top = page.get_cropbox(fallback_ok=True)
        self._left, self._bottom, self._right, self._top = left, bottom, right, top
        self.turn = (page.get_rotation() // 90) % 4
        wide, high = abs(right - left), abs(top - bottom)
        self.width, self.height = (high, wide) if self.turn % 2 else (wide, high)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the file, as x from the left and y from the top."""
        if self.turn == 0:
            return x - self._left, self._top - y
        if self.turn == 1:
            return y - self._bottom, x - self._left
        if self.turn == 2:
            return self._right - x, y - self._bottom
        return self._top - y, self._right - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A box of the file as left, top, right, bottom."""
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def turned(box: Box, turn: int, width: float, height: float) -> Box:
    """A box on the page as seen with the page turned by `turn` quarters, so that its text runs from left to right."""
    x0, y0, x1, y1 = box
    if turn == 1:
        return height - y1, x0, height - y0, x1
    if turn == 2:
        return width - x1, height - y1, width - x0, height - y0
    if turn == 3:
        return y0, width - x1, y1, width - x0
    return box


def _letters(page: pypdfium2.PdfPage, view: _View) -> Iterator[Letter]:
    import pypdfium2.raw as raw

    text_page = page.get_textpage()
    try:
        faces = _Faces(text_page, raw)
        box = raw.FS_RECTF()
        x, y = ctypes.c_double(), ctypes.c_double()
        handle = text_page.raw
        half = 0
        for index in range(text_page.count_chars()):
            code = raw.FPDFText_GetUnicode(handle, index)
            if 0xD800 <= code < 0xDC00:
                half = code  # the place is that of the other half, which follows
                continue
            if half:
                code, half = _whole(half, code), 0
            text = _character(raw, handle, index, code)
            if text is None:
                continue
            size, style, turn = faces.of(index)
            if raw.FPDFText_HasUnicodeMapError(handle, index) == 1:
                text, style = _T1.get(code, text), style | UNMAPPED
            raw.FPDFText_GetLooseCharBox(handle, index, box)
            raw.FPDFText_GetCharOrigin(handle, index, x, y)
            turn = (turn + view.turn) % 4
            if turn == 0 and view.turn == 0:
                # Nearly all letters of nearly all files: nothing is to be turned.
                x0, top = view.point(box.left, box.top)
                x1, bottom = view.point(box.right, box.bottom)
                yield Letter(text, x0, top, x1, bottom, view.point(x.value, y.value)[1], size, style)
                continue
            place = turned(view.box(box.left, box.bottom, box.right, box.top), -turn % 4, view.width, view.height)
            foot = view.point(x.value, y.value)
            base = turned((*foot, *foot), -turn % 4, view.width, view.height)[1]
            yield Letter(text, *place, base, size, style, turn)
    finally:
        text_page.close()


def _whole(first: int, second: int) -> int:
    """The character whose halves these are; letters of formulas are the letters that other programs write for them."""
    if not 0xDC00 <= second < 0xE000:
        return second
    code = 0x10000 + ((first - 0xD800) << 10) + second - 0xDC00
    return ord(unicodedata.normalize("NFKC", chr(code))) if code in _FORMULA_LETTERS else code


def _character(raw: Any, handle: Any, index: int, code: int) -> str | None:
    """The character at `index`, None for what pdfium made up; where the file maps it to none, its code is taken."""
    if code in (32, 13, 10) and raw.FPDFText_IsGenerated(handle, index) == 1:
        return None
    if code in (2, 0xFFFE) and raw.FPDFText_IsHyphen(handle, index) == 1:
        return "-"
    if code < 32 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "•" if code == 127 else " "
    return "•" if code == 127 else chr(code)


class _Faces:
    """Size, style and direction of the letters, asked once per run of text."""

    def __init__(self, text_page: pypdfium2.PdfTextPage, raw: Any) -> None:
        self._handle, self._raw = text_page.raw, raw
        self._object, self._face = -1, (0.0, 0, 0)
        self._matrix = raw.FS_MATRIX()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()

    def of(self, index: int) -> tuple[float, int, int]:
        """Size in points, style, and the quarter turns that the text is written turned by (1: upwards)."""
        pointer = self._raw.FPDFText_GetTextObject(self._handle, index)
        place = ctypes.cast(pointer, ctypes.c_void_p).value or 0
        if place != self._object:
            self._object, self._face = place, self._look(index)
        return self._face

    def _look(self, index: int) -> tuple[float, int, int]:
        raw = self._raw
        size = raw.FPDFText_GetFontSize(self._handle, index)
        turn = 0
        if raw.FPDFText_GetMatrix(self._handle, index, self._matrix):
            matrix = self._matrix
            size *= math.hypot(matrix.b, matrix.d) if abs(matrix.d) >= abs(matrix.b) else math.hypot(matrix.a, matrix.c)
            turn = -round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
        raw.FPDFText_GetFontInfo(self._handle, index, self._name, len(self._name), self._flags)
        name = self._name.value.decode("utf-8", "replace").lower()
        weight = raw.FPDFText_GetFontWeight(self._handle, index)
        bold = weight >= _BOLD_WEIGHT or any(part in name for part in _BOLD_NAMES)
        white = WHITE if _is_white(raw.FPDFText_GetFillColor, self._handle, index) else 0
        mono = bool(self._flags.value & _FIXED_PITCH) or any(part in name for part in _MONO_NAMES)
        return max(size, 0.1), (BOLD if bold else 0) | (MONO if mono else 0) | white, turn


def _drawn(page: pypdfium2.PdfPage, view: _View) -> tuple[list[Rule], list[Box]]:
    """The straight lines that are drawn on the page, and the small marks."""
    import pypdfium2.raw as raw

    found: list[Rule] = []
    dots: list[Box] = []
    objects = (raw.FPDFPage_GetObject(page.raw, index) for index in range(raw.FPDFPage_CountObjects(page.raw)))
    for path, matrix in _paths(raw, objects, _IDENTITY, 0):
        if raw.FPDFPageObj_GetType(path) != raw.FPDF_PAGEOBJ_PATH:
            dots.extend(_shaded_dot(raw, path, view) if matrix == _IDENTITY else [])
            continue
        if len(found) > _MOST_RULES:
            return [], []
        dot = _dot(raw, path, matrix, view)
        if dot is not None:
            dots.append(dot)
        else:
            found.extend(_rules_of(raw, path, matrix, view))
    return found, dots


def _shaded_dot(raw: Any, one: Any, view: _View) -> list[Box]:
    """The place of a small picture or shading, as slides have for bullets; none where it is not small."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(one, left, bottom, right, top):
        return []
    box = view.box(left.value, bottom.value, right.value, top.value)
    wide, high = box[2] - box[0], box[3] - box[1]
    return [box] if _SMALLEST_DOT <= wide <= _LARGEST_DOT and abs(wide - high) < 0.35 * wide else []


def _dot(raw: Any, path: Any, matrix: Matrix, view: _View) -> Box | None:
    """The place of a drawn mark that is about as wide as high and small enough to be a bullet."""
    count = raw.FPDFPath_CountSegments(path)
    if not 4 <= count <= 80:
        return None
    xs, ys = [], []
    x, y = ctypes.c_float(), ctypes.c_float()
    a, b, c, d, e, f = matrix
    for index in range(count):
        raw.FPDFPathSegment_GetPoint(raw.FPDFPath_GetPathSegment(path, index), x, y)
        px, py = view.point(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        xs.append(px)
        ys.append(py)
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    if not (_SMALLEST_DOT <= wide <= _LARGEST_DOT and abs(wide - high) < 0.35 * wide):
        return None
    return min(xs), min(ys), max(xs), max(ys)


def _paths(raw: Any, objects: Iterator[Any], matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    for one in objects:
        kind = raw.FPDFPageObj_GetType(one)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield one, _times(_matrix_of(raw, one), matrix)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            inner = (raw.FPDFFormObj_GetObject(one, index) for index in range(raw.FPDFFormObj_CountObjects(one)))
            yield from _paths(raw, inner, _times(_matrix_of(raw, one), matrix), depth + 1)
            yield one, matrix
        elif kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
            yield one, matrix


def _matrix_of(raw: Any, one: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(one, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _rules_of(raw: Any, path: Any, matrix: Matrix, view: _View) -> Iterator[Rule]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    if not fill.value and not stroke.value:
        return
    for points in _figures(raw, path, matrix, view):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
        if (x1 - x0 < _THIN or y1 - y0 < _THIN) and (x1 - x0 > _THIN or y1 - y0 > _THIN):
            yield _thin(x0, y0, x1, y1)
        elif stroke.value:
            for (ax, ay), (bx, by) in itertools.pairwise(points):
                if (abs(ax - bx) < 0.5) != (abs(ay - by) < 0.5):
                    yield Rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _thin(x0: float, y0: float, x1: float, y1: float) -> Rule:
    """The line through the middle of a narrow area."""
    if x1 - x0 >= y1 - y0:
        return Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
    return Rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)


def _figures(raw: Any, path: Any, matrix: Matrix, view: _View) -> Iterator[list[tuple[float, float]]]:
    """The runs of straight lines of a path, as points on the page; curves are left out."""
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    a, b, c, d, e, f = matrix
    for index in range(min(raw.FPDFPath_CountSegments(path), _MOST_RULES)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = view.point(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind != raw.FPDF_SEGMENT_LINETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(point)
        if raw.FPDFPathSegment_GetClose(segment) and len(points) > 2:
            yield [*points, points[0]]
            points = [points[0]]
    if len(points) > 1:
        yield points
