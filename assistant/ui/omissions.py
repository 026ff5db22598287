"""What the sources panel says of the parts of a document that are not, or not surely, in its text: one line. Pure."""

from __future__ import annotations

from assistant.markup import Html, element
from assistant.ui.locale import Labels
from ingest.schema import Document, Omission

# Its words are in the text; what is missing there is that they are certain.
_BY_OCR = "page-by-ocr"


def omissions_line(document: Document | None, labels: Labels) -> Html | None:
    """For example "Not in this text: p. 3, 7 without text (scan)."; None where nothing is missing."""
    if document is None or not document.omissions:
        return None
    told = "; ".join(_told(omission, labels) for omission in document.omissions if omission.code != _BY_OCR)
    lines = [labels("omissions.line", parts=told)] if told else []
    lines += [labels("omissions.page-by-ocr", where=o.where) for o in document.omissions if o.code == _BY_OCR]
    return element("p", " ".join(lines), class_="cp-quiet cp-omissions")


def _told(omission: Omission, labels: Labels) -> str:
    key = f"omissions.{omission.code}"
    words = labels(key) if key in labels else omission.detail or omission.code
    if omission.where:
        return f"{omission.where} {words}" if key in labels else f"{words} ({omission.where})"
    return f"{omission.count} × {words}" if omission.count > 1 else words
