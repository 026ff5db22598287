"""The two languages of one page: which file is the other's version, and which statement says the same there.

`NAME.md` and `NAME.fr.md` (or `NAME.en.md`) are one page in two languages. Its versions have the same sections with the
same statements in the same order, so that the place of a statement gives its counterpart. Owns that mapping; knows
nothing of the corpus's rules, of search or of answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.schema import Document
from ingest.text.sentences import split_sentences

Place = tuple[int, int]
_VERSION = re.compile(r"\.(?:fr|en)(?=\.\w+$)")


def page_of(uri: str) -> str:
    """The name that all versions of a page share: the uri without its language."""
    return _VERSION.sub("", uri)


def twins(documents: Iterable[Document]) -> dict[str, Document]:
    """By uri, the version of a page in the other language; pages in one language alone are left out."""
    pages: dict[str, list[Document]] = {}
    for document in documents:
        pages.setdefault(page_of(document.source.uri), []).append(document)
    found: dict[str, Document] = {}
    for versions in pages.values():
        if len(versions) == 2 and versions[0].source.lang != versions[1].source.lang:
            one, other = versions
            found[one.source.uri], found[other.source.uri] = other, one
    return found


def statements(document: Document) -> list[list[Place]]:
    """The statements (sentences, items, rows) of each section in order, as half-open positions in its text."""
    sections: list[list[Place]] = []
    for block in document.blocks:
        if block.kind == "heading" or not sections:
            sections.append([])
        if block.kind != "heading":
            sections[-1] += split_sentences(document.text, block.start, block.end)
    return sections


def counterpart(sections: Sequence[Sequence[Place]], other: Sequence[Sequence[Place]], start: int) -> Place | None:
    """The statement of the other version that stands where the one at or after `start` stands; None where none does."""
    for number, section in enumerate(sections):
        for place, (_, end) in enumerate(section):
            if end > start:
                theirs = other[number] if number < len(other) else ()
                return theirs[min(place, len(theirs) - 1)] if theirs else None
    return None
