"""The two languages of one page: which file is the other's version, and which statement says the same there.

`NAME.md` and `NAME.fr.md` (or `NAME.en.md`) are one page in two languages where they have the same sections with as
many statements in each, so that the place of a statement gives its counterpart. Owns that mapping; knows nothing of the
corpus's rules, of search or of answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.schema import Document, Source
from ingest.text.sentences import split_sentences

Place = tuple[int, int]
_VERSION = re.compile(r"\.(?:fr|en)(?=\.\w+$)")


def page_of(uri: str) -> str:
    """The name that all versions of a page share: the uri without its language."""
    return _VERSION.sub("", uri)


def twins(documents: Iterable[Document]) -> dict[str, Document]:
    """By uri, the version of a page in the other language; pages in one language alone are left out.

    Two files whose names say so and whose statements are not as many in each section are no versions of each other.
    """
    pages: dict[str, list[Document]] = {}
    for document in documents:
        pages.setdefault(page_of(document.source.uri), []).append(document)
    found: dict[str, Document] = {}
    for versions in pages.values():
        if len(versions) == 2 and versions[0].source.lang != versions[1].source.lang:
            one, other = versions
            if _shape(one) == _shape(other):
                found[one.source.uri], found[other.source.uri] = other, one
    return found


def originals(documents: Iterable[Document]) -> dict[str, str]:
    """By the uri of a translation, that of the page it is a version of: the one without a language in its name.

    Where both have one, the English page is the original.
    """
    pairs = twins(documents)
    return {uri: other.source.uri for uri, other in pairs.items() if not _is_original(uri, other.source)}


def statements(document: Document) -> list[list[Place]]:
    """The statements (sentences, items, rows) of each section in order, as half-open positions in its text."""
    sections: list[list[Place]] = []
    for block in document.blocks:
        if block.kind == "heading" or not sections:
            sections.append([])
        if block.kind != "heading":
            sections[-1] += split_sentences(document.text, block.start, block.end)
    return sections


def _shape(document: Document) -> list[int]:
    return [len(section) for section in statements(document)]


def _is_original(uri: str, other: Source) -> bool:
    if page_of(uri) == uri:
        return True
    return page_of(other.uri) != other.uri and other.lang != "en"


def same_statements(document: Document, other: Document, start: int, end: int) -> Place | None:
    """Where the other version says what stands at `start`..`end`; None where no statement does."""
    for own, theirs in zip(statements(document), statements(other), strict=True):
        places = [place for place, (first, last) in enumerate(own) if first < end and start < last]
        if places:
            return theirs[places[0]][0], theirs[places[-1]][1]
    return None


def counterpart(sections: Sequence[Sequence[Place]], other: Sequence[Sequence[Place]], start: int) -> Place | None:
    """The statement of the other version that stands where the one at or after `start` stands; None where none does."""
    for number, section in enumerate(sections):
        for place, (_, end) in enumerate(section):
            if end > start:
                theirs = other[number] if number < len(other) else ()
                return theirs[min(place, len(theirs) - 1)] if theirs else None
    return None
