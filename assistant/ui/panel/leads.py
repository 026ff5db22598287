"""Where an opened source leads: the pages that a statement of a study sheet comes from, the other language's version.

Owns how these places are found among the documents of the index. Pure; knows nothing of how they look.
"""

from __future__ import annotations

from collections.abc import Callable

from ingest.schema import Document, Lang, Origin, Span
from ingest.text.sentences import split_sentences
from ingest.twins import page_of, same_statements, twins

Documents = Callable[[str], Document | None]
"""The document of a uri, None when the index does not hold it."""


def origins_of(span: Span) -> tuple[Origin, ...]:
    """What the words of a sheet come from, in order; () for any other document."""
    return tuple(o for o in span.document.origins if o.start < span.end and span.start < o.end)


def origin_span(span: Span, number: int, documents: Documents, lang: Lang) -> Span | None:
    """The statement behind the `number`th origin (from 0), in the reader's language where the page has such a version.

    None where there is no such origin, its page is not in the index, or its words are not in the page.
    """
    origins = origins_of(span)
    if number >= len(origins):
        return None
    origin = origins[number]
    page = _beside(span.document.source.uri, origin.uri, documents)
    start = page.text.find(origin.words) if page is not None else -1
    if page is None or start < 0:
        return None
    end = start + len(origin.words)
    block = next((block for block in page.blocks if block.start <= start < block.end), None)
    around = split_sentences(page.text, block.start, block.end) if block else []
    start, end = next(((a, b) for a, b in around if a <= start < b), (start, end))
    found = Span(page, start, end, page.heading_at(start))
    return found if page.source.lang == lang else other_version(found, documents) or found


def other_version(span: Span, documents: Documents) -> Span | None:
    """The same statement in the page's other language; None for a page in one language."""
    own = span.document.source.uri
    stem, dot, ending = page_of(own).rpartition(".")
    names = (f"{stem}{dot}{ending}", f"{stem}.fr.{ending}", f"{stem}.en.{ending}")
    for name in names:
        other = documents(name) if name != own and dot else None
        if other is not None and own in twins((span.document, other)):
            place = same_statements(span.document, other, span.start, span.end)
            return Span(other, *place, other.heading_at(place[0])) if place else None
    return None


def _beside(sheet: str, path: str, documents: Documents) -> Document | None:
    """The page of a path that is written from the corpus folder: the sheet's own one, or a folder above it."""
    folders = sheet.split("/")[:-1]
    for depth in range(len(folders), -1, -1):
        found = documents("/".join((*folders[:depth], path)))
        if found is not None:
            return found
    return None
