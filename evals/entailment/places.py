"""From a place that the training data name to the words and what stands around them.

The corpus comes with the project. AWS's own pages do not: `pages` is a folder of guides as AWS published them on GitHub
(GUIDE/doc_source/PAGE.md). What cannot be found there as it was is left out and counted. Knows no claim.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.checking.window import Window
from assistant.review.windows import window
from evals.checker.items import documents
from evals.entailment.items import Place
from ingest.readers import read
from ingest.schema import Document, Reference, Span
from ingest.settings import IngestSettings
from ingest.sourcing.sources import SourceFile, walk
from ingest.text.sentences import split_sentences

PAGES = Path(__file__).resolve().parents[3] / "shared" / "aws-docs"


def digest(quotes: Sequence[str]) -> str:
    """Sixteen hexadecimal digits that tell whether words are still the same."""
    return hashlib.sha256("\n".join(quotes).encode()).hexdigest()[:16]


@dataclass
class Places:
    """Finds the sentences of places; `missing` counts, by reason, those that are not there."""

    pages: Path | None = PAGES
    missing: Counter[str] = field(default_factory=Counter)
    _corpus: dict[str, Document] = field(default_factory=dict)
    _opened: dict[str, Document | None] = field(default_factory=dict)

    def sentences(self, place: Place) -> list[Window]:
        """The sentences of a place, in order; empty where the page or its words are not as they were."""
        document = self._document(place.uri)
        if document is None:
            self.missing["no such page"] += 1
            return []
        spans = _quoted(document, place) if place.quotes else _by_position(document, place)
        if not spans:
            self.missing["other words"] += 1
        return [window(span) for span in spans]

    def _document(self, uri: str) -> Document | None:
        if uri.startswith("corpus/"):
            self._corpus = self._corpus or documents()
            return self._corpus.get(uri)
        if uri not in self._opened:
            self._opened[uri] = _page(self.pages / uri) if self.pages is not None else None
        return self._opened[uri]


def _page(path: Path) -> Document | None:
    settings = IngestSettings(corpus=(path,))
    for file in walk(settings.corpus, settings) if path.is_file() else ():
        if isinstance(file, SourceFile):
            return read(file, file.read_bytes(), settings)
    return None


def _quoted(document: Document, place: Place) -> list[Span]:
    found = [Reference(place.uri, quote).spans(document) for quote in place.quotes]
    return [spans[0] for spans in found] if all(found) else []


def _by_position(document: Document, place: Place) -> list[Span]:
    """The words at the positions, or wherever the page's sentences have their digest: readers move words."""
    spans = [Span(document, start, end, document.heading_at(start)) for start, end in place.spans]
    if digest([span.quote for span in spans]) == place.digest:
        return spans
    all_ = split_sentences(document.text)
    for first in range(len(all_) - len(spans) + 1):
        part = all_[first : first + len(spans)]
        if digest([document.text[start:end] for start, end in part]) == place.digest:
            return [Span(document, start, end, document.heading_at(start)) for start, end in part]
    return []
