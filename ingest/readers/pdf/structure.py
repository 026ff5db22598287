"""What a PDF says of itself beside its pages' letters: page labels, title, layers, form fields, notes pinned to pages.

Owns the calls to pypdf. Knows nothing of where letters stand.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ingest.readers.pdf.layout.words import Word

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_DEEPEST_FORM = 6
_TICKED, _BOX = "\u2611", "\u2610"
# Kinds of annotations whose text is a note of a reader; widgets are fields, links and pop-ups carry none of their own.
_NOTES = frozenset({"/Text", "/FreeText", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Caret"})
_NO_TITLES = frozenset({"", "untitled", "(anonymous)", "anonymous"})
# Word and browsers write the name of the file where an author wrote no title.
_FILE_NAME = re.compile(
    r"(?:microsoft \w+ - )?\S[^/]*\.(?:html?|docx?|odt|rtf|pptx?|xlsx?|tex|dvi|md|indd|pdf)", re.IGNORECASE
)


def page_labels(reader: PdfReader) -> list[str]:
    """The pages' own names; empty where they are the numbers from 1 on."""
    try:
        labels = list(reader.page_labels)
    except Exception:
        # A label tree can be damaged in any way; the pages are then counted.
        return []
    return [] if labels == [str(number) for number in range(1, len(labels) + 1)] else labels


def title(reader: PdfReader) -> str:
    """The title in the file's metadata, "" without one, and where it is the name of a file."""
    metadata = reader.metadata
    found = str(metadata.title or "") if metadata is not None else ""
    return "" if found.strip().lower() in _NO_TITLES or _FILE_NAME.fullmatch(found.strip()) else found


def without_hidden_layers(reader: PdfReader) -> tuple[bytes | None, dict[int, int]]:
    """The file without the text of the layers that are switched off, and how many pieces of text that was by page.

    None where no layer is off: nothing is to be done then.
    """
    hidden = _hidden_groups(reader)
    if not hidden:
        return None, {}
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=reader)
    off = _hidden_groups(writer)
    counts: dict[int, int] = {}
    for number, page in enumerate(writer.pages):
        removed = _strip(page, page.get("/Resources"), off, writer, 0)
        if removed:
            counts[number] = removed
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue(), counts


def _hidden_groups(reader: Any) -> set[int]:
    """The object numbers of the layers that are off when the file is opened."""
    listed: Any = reader.root_object.get("/OCProperties")
    if listed is None:
        return set()
    properties = listed.get_object()
    config: Any = properties.get("/D")
    config = config.get_object() if config is not None else {}
    groups = {ref.idnum for ref in properties.get("/OCGs", []) if hasattr(ref, "idnum")}
    on = {ref.idnum for ref in config.get("/ON", []) if hasattr(ref, "idnum")}
    off = {ref.idnum for ref in config.get("/OFF", []) if hasattr(ref, "idnum")}
    return (groups - on) | off if config.get("/BaseState") == "/OFF" else off


def _is_hidden(reference: Any, off: set[int]) -> bool:
    """Whether a layer, or a group of layers with its rule, is not shown."""
    if getattr(reference, "idnum", None) in off:
        return True
    one = reference.get_object() if reference is not None else None
    if not isinstance(one, dict) or one.get("/Type") != "/OCMD":
        return False
    groups: Any = one.get("/OCGs")
    listed = [groups] if hasattr(groups, "idnum") and not isinstance(groups.get_object(), list) else groups or []
    states = [getattr(ref, "idnum", None) not in off for ref in listed]
    if not states:
        return False
    policy = one.get("/P", "/AnyOn")
    shown = {"/AllOn": all(states), "/AnyOff": not all(states), "/AllOff": not any(states)}.get(policy, any(states))
    return not shown


def _strip(holder: Any, resources: Any, off: set[int], writer: Any, depth: int) -> int:
    """Take the hidden parts out of a page's or a form's content; gives how many pieces of text went."""
    from pypdf.generic import ContentStream, DecodedStreamObject, NameObject

    resources = resources.get_object() if resources is not None else {}
    is_page = holder.get("/Type") == "/Page"
    source = holder.get_contents() if is_page else ContentStream(holder, writer)
    if source is None:
        return 0
    kept, removed = _shown(source.operations, resources, off, writer, depth)
    if not removed:
        return 0
    source.operations = kept
    if is_page:
        content = DecodedStreamObject()
        content.set_data(source.get_data())
        holder[NameObject("/Contents")] = writer._add_object(content)
    else:
        holder.set_data(source.get_data())
    return removed


def _shown(operations: Iterable[Any], resources: Any, off: set[int], writer: Any, depth: int) -> tuple[list[Any], int]:
    names = resources.get("/Properties", {})
    names = names.get_object() if hasattr(names, "get_object") else names
    kept: list[Any] = []
    open_marks: list[bool] = []
    removed = 0
    for operands, operator in operations:
        if operator in (b"BDC", b"BMC"):
            layer = operator == b"BDC" and operands[0] == "/OC" and operands[1] in names
            open_marks.append(layer and _is_hidden(names.raw_get(operands[1]), off))
        hides = any(open_marks)
        if operator == b"EMC" and open_marks:
            open_marks.pop()
        if not hides:
            gone = _form(operands[0], resources, off, writer, depth) if operator == b"Do" else 0
            removed += gone
            kept.append((operands, operator))
        elif operator in (b"Tj", b"TJ", b"'", b'"', b"Do"):
            removed += 1
        elif operator not in (b"BDC", b"BMC", b"EMC"):
            # State that is set inside (fonts, places) holds after it; marks that paint are harmless without text.
            kept.append((operands, operator))
    return kept, removed


def _form(name: str, resources: Any, off: set[int], writer: Any, depth: int) -> int:
    """Strip a form that is drawn; one that belongs to a hidden layer loses all of its content."""
    forms = resources.get("/XObject", {})
    forms = forms.get_object() if hasattr(forms, "get_object") else forms
    form = forms[name].get_object() if name in forms else None
    if form is None or form.get("/Subtype") != "/Form" or depth >= _DEEPEST_FORM:
        return 0
    if "/OC" in form and _is_hidden(form.raw_get("/OC"), off):
        form.set_data(b"")
        return 1
    return _strip(form, form.get("/Resources"), off, writer, depth + 1)


def fields_and_notes(page: PageObject, text: Sequence[Word] = ()) -> tuple[list[Word], list[str]]:
    """The values of filled form fields as words at their places, and the texts of notes on the page.

    `text` are the words of the page: a value stands in the line of those beside it.
    """
    words: list[Word] = []
    notes: list[str] = []
    height, left, _ = _frame(page)
    for reference in page.get("/Annots") or []:
        one = reference.get_object()
        if not isinstance(one, dict) or int(one.get("/F", 0)) & 2:
            continue
        kind = one.get("/Subtype")
        if kind == "/Widget":
            value = _field_value(one)
            if value:
                words.extend(_on_its_line(_placed(value, one.get("/Rect"), height, left), text))
        elif kind in _NOTES and str(one.get("/Contents") or "").strip():
            notes.append(" ".join(str(one["/Contents"]).split()))
    return words, notes


def _frame(page: PageObject) -> tuple[float, float, float]:
    box = page.cropbox
    return float(box.top), float(box.left), float(box.bottom)


def _field_value(widget: Any) -> str:
    """What is written in a text or choice field, a box that is ticked or not; "" for passwords and empty fields."""
    value, kind, flags = None, None, 0
    node: Any = widget
    for _ in range(_DEEPEST_FORM):
        value = node.get("/V") if value is None else value
        kind = node.get("/FT") if kind is None else kind
        flags = flags or int(node.get("/Ff", 0))
        if "/Parent" not in node:
            break
        node = node["/Parent"].get_object()
    password, push_button = 1 << 13, 1 << 16
    if kind == "/Btn" and not flags & push_button:
        return _BOX if widget.get("/AS", "/Off") == "/Off" else _TICKED
    if kind not in ("/Tx", "/Ch") or value is None or flags & password:
        return ""
    value = value.get_object() if hasattr(value, "get_object") else value
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(value)


def _on_its_line(value: Sequence[Word], words: Sequence[Word]) -> list[Word]:
    """The words of a value of one line at the foot of the text beside its field, which is higher than its label."""
    if len({one.base for one in value}) != 1:
        return list(value)
    first, last = value[0], value[-1]
    beside = [one for one in words if not one.turn and abs(one.base - first.base) <= first.size]
    nearest = min(beside, key=lambda one: max(first.x0 - one.x1, one.x0 - last.x1), default=first)
    down = nearest.base - first.base
    return [replace(one, top=one.top + down, bottom=one.bottom + down, base=nearest.base) for one in value]


def _placed(value: str, rect: Any, top: float, left: float) -> list[Word]:
    """A value as words in its field: lines from the top, letters half as wide as high."""
    if rect is None or len(rect) != 4:
        return []
    x0, y0, x1, y1 = (float(one) for one in rect)
    x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    lines = [line.split() for line in value.replace("\r", "\n").split("\n") if line.strip()]
    size = min(11.0, 0.8 * (y1 - y0) / max(1, len(lines)))
    words: list[Word] = []
    for number, line in enumerate(lines):
        base = top - y1 + (number + 0.5) * (y1 - y0) / len(lines) + 0.35 * size
        x = x0 - left + 2
        for text in line:
            width = 0.5 * size * len(text)
            words.append(Word(text, x, base - 0.8 * size, x + width, base + 0.2 * size, base, size))
            x += width + 0.3 * size
    return words
