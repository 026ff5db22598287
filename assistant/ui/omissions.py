"""What the sources panel says of the parts of a document that are not in its text: one quiet line. Pure."""

from __future__ import annotations

from assistant.markup import Html, element
from assistant.ui.locale import Labels
from ingest.schema import Document, Omission


def omissions_line(document: Document | None, labels: Labels) -> Html | None:
    """For example "Not in this text: p. 3, 7 without text (scan)."; None where nothing is missing."""
    if document is None or not document.omissions:
        return None
    told = "; ".join(_told(omission, labels) for omission in document.omissions)
    return element("p", labels("omissions.line", parts=told), class_="cp-quiet cp-omissions")


def _told(omission: Omission, labels: Labels) -> str:
    key = f"omissions.{omission.code}"
    words = labels(key) if key in labels else omission.detail or omission.code
    if omission.where:
        return f"{omission.where} {words}" if key in labels else f"{words} ({omission.where})"
    return f"{omission.count} × {words}" if omission.count > 1 else words
