"""What is found in a page that there is in both languages is shown in the reader's.

One of the versions is searched and judged, the page itself; its statements stand for those of the translation at the
same places. Owns that exchange, which comes after every choice; knows nothing of scores.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.finding.evidence import Candidate, Found
from assistant.finding.ranking import Ranked
from assistant.schema import Evidence
from ingest.index.store import Index
from ingest.schema import Document, Lang, Span
from ingest.twins import Place, statements


def words_of(index: Index) -> Iterator[str]:
    """The words of the documents: of the passages that are searched, and of translations, which are shown."""
    for chunk in index.chunks:
        yield chunk.embedding_text(index.document_of(chunk).source.title)
    yield from (document.text for document in index.documents.values() if document.version_of)


class Versions:
    """The pages of an index that there are in both languages. Statements are told apart at the first exchange."""

    def __init__(self, index: Index) -> None:
        self._others: dict[str, Document] = {}
        for document in index.documents.values():
            original = index.find_document(document.version_of) if document.version_of else None
            if original is not None:
                self._others[document.id], self._others[original.id] = original, document
        self._known: dict[str, list[list[Place]]] = {}

    def in_language(self, span: Span, lang: Lang) -> Span:
        """The statements that say the same in `lang`; the span itself where there are none, or it is in `lang`."""
        other = self._others.get(span.document.id)
        if span.lang == lang or other is None or other.source.lang != lang:
            return span
        for own, theirs in zip(self._statements(span.document), self._statements(other), strict=True):
            places = [place for place, (start, end) in enumerate(own) if start < span.end and span.start < end]
            if places:
                start = theirs[places[0]][0]
                return Span(other, start, theirs[places[-1]][1], other.heading_at(start))
        return span

    def evidence(self, evidence: Iterable[Evidence], lang: Lang) -> tuple[Evidence, ...]:
        """Evidence in the reader's language where there is such a version."""
        return tuple(replace(one, span=self.in_language(one.span, lang)) for one in evidence)

    def ranked(self, ranked: Iterable[Ranked], lang: Lang) -> list[Ranked]:
        """Sentences in the reader's language where there is such a version; their scores are those of the originals."""
        return [replace(one, candidate=self.candidate(one.candidate, lang)) for one in ranked]

    def found(self, found: Found, lang: Lang) -> Found:
        """What was found, in the reader's language where there is such a version."""
        return replace(found, candidates=[self.candidate(one, lang) for one in found.candidates])

    def candidate(self, candidate: Candidate, lang: Lang) -> Candidate:
        """A sentence in the reader's language where there is such a version."""
        span = self.in_language(candidate.span, lang)
        return candidate if span is candidate.span else replace(candidate, span=span)

    def once(self, documents: Iterable[Document], lang: Lang) -> list[Document]:
        """Each page once: of two versions the one in `lang`."""
        return [one for one in documents if one.source.lang == lang or not self._is_in(one, lang)]

    def _is_in(self, document: Document, lang: Lang) -> bool:
        other = self._others.get(document.id)
        return other is not None and other.source.lang == lang

    def _statements(self, document: Document) -> Sequence[Sequence[Place]]:
        if document.id not in self._known:
            self._known[document.id] = statements(document)
        return self._known[document.id]
