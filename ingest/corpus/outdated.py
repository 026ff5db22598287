"""What a page of today no longer says of a digest written from an earlier edition, statement by statement.

A statement is compared by what no rewording changes: its numbers and its names (parameters, instance types, services).
Years are left out, since a digest dates what it says. Owns that comparison; knows nothing of how a page was brought,
and judges no meaning: a statement without number or name is counted as not compared.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from ingest.corpus.overlap import numbers_of, traceable_numbers, words_of
from ingest.corpus.pairs import names_of
from ingest.errors import UnreadableFile
from ingest.readers import read
from ingest.schema import Document
from ingest.settings import IngestSettings
from ingest.sourcing.sources import SourceFile, walk
from ingest.twins import page_of, statements

_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Outdated:
    """A statement of a digest, and the numbers and names of it that do not stand in the page of today."""

    text: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aged:
    """A digest beside its page as it was brought: `compared` of `statements` have a number or a name."""

    uri: str
    url: str
    as_of: str
    brought: str
    statements: int
    compared: int
    outdated: tuple[Outdated, ...]

    def __str__(self) -> str:
        head = (
            f"{'changed' if self.outdated else 'holds':<8}{self.uri} (as of {self.as_of or 'unknown'}; page of "
            f"{self.brought}): {len(self.outdated)} of {self.compared} compared statements say what the page does not"
        )
        return "\n".join([head, *(f"    not there: {', '.join(one.missing)}  <- {one.text}" for one in self.outdated)])


class Brought(Protocol):
    """A page of today, as a file and with what is known of it."""

    @property
    def file(self) -> SourceFile:
        """Where it is."""

    def describe(self, document: Document) -> Document:
        """The document read from it, with its address and date."""


def read_beside(settings: IngestSettings, pages: Sequence[Brought]) -> list[Aged]:
    """The digests of a corpus beside pages that were brought; files that cannot be read are `build`'s to report.

    Raises CorpusNotFound.
    """
    if not pages:
        return []
    files = (item for item in walk(settings.roots, settings) if isinstance(item, SourceFile))
    now = [page.describe(document) for page in pages for document in _readable([page.file], settings)]
    return aged(_readable(files, settings), now)


def _readable(files: Iterable[SourceFile], settings: IngestSettings) -> Iterator[Document]:
    for file in files:
        with contextlib.suppress(UnreadableFile):
            yield read(file, file.read_bytes(), settings)


def aged(digests: Iterable[Document], pages: Iterable[Document]) -> list[Aged]:
    """Digests whose page was brought, by uri; versions in other languages say what their original says."""
    brought = {page.source.url: page for page in pages if page.source.url}
    originals = [one for one in digests if one.source.kind == "aws-doc" and page_of(one.source.uri) == one.source.uri]
    found = ((one, brought.get(one.source.url)) for one in originals)
    return sorted((_beside(one, page) for one, page in found if page is not None), key=lambda one: one.uri)


def _beside(digest: Document, page: Document) -> Aged:
    said = [digest.text[start:end] for section in statements(digest) for start, end in section]
    numbers, words = traceable_numbers(page.text), {word.casefold() for word in words_of(page.text)}
    checked = [(text, list(_facts(text))) for text in said]
    outdated = tuple(
        Outdated(text, missing)
        for text, facts in checked
        if (missing := tuple(fact for fact in facts if fact not in numbers and fact.casefold() not in words))
    )
    compared = sum(bool(facts) for _, facts in checked)
    source = digest.source
    return Aged(source.uri, source.url, source.as_of, page.source.as_of, len(said), compared, outdated)


def _facts(text: str) -> Iterator[str]:
    yield from sorted(number for number in numbers_of(text) if not _YEAR.fullmatch(number))
    yield from sorted(names_of(text))
