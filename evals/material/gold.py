"""Where the evidence of a question stands in the documents that are searched.

Owns the matching of evidence to documents (a uri may be the end of a path) and of quotes to positions. What a page
says, its version in the other language says too, and so does a statement of a study sheet that comes from those words.
Pure: it is given documents and chunks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.errors import EvidenceMissing
from evals.measuring.metrics import covers
from evals.schema import EvalQuestion
from ingest.errors import UnreadableFile
from ingest.schema import Chunk, Document, Lang, Problem, Reference, Span
from ingest.settings import IngestSettings
from ingest.twins import counterpart, statements, twins


@dataclass(frozen=True, slots=True)
class GoldEvidence:
    """The places of each evidence entry, and how many passages of the index hold some of them.

    `langs` are the languages of the documents that the question names; their other versions are places, too.
    """

    entries: tuple[tuple[Span, ...], ...]
    passages: int = 0
    langs: frozenset[Lang] = frozenset()

    @property
    def spans(self) -> tuple[Span, ...]:
        """All places."""
        return tuple(span for entry in self.entries for span in entry)

    def pair(self, lang: Lang) -> str:
        """Language of the question > of the evidence: its own where there is some, else the other; "" for none."""
        if not self.langs:
            return ""
        return f"{lang}>{lang if lang in self.langs else min(self.langs)}"

    def holds(self, uri: str, start: int, end: int) -> bool:
        """True when a passage holds some of the evidence: half a quote, or any part of a document named whole."""
        return any(_in_passage(span, uri, start, end) for span in self.spans)

    def found(self, passages: Sequence[tuple[str, int, int]]) -> int:
        """How many entries have some of their places in the passages."""
        return sum(any(_in_passage(span, *p) for span in entry for p in passages) for entry in self.entries)


class Gold:
    """Looks up evidence in the documents and chunks of an index (or of a corpus, without chunks)."""

    def __init__(self, documents: Iterable[Document], chunks: Iterable[Chunk] = ()) -> None:
        self._documents = {document.source.uri: document for document in documents}
        self._twins = twins(self._documents.values())
        self._traced = self._statements_of_sheets()
        self._chunks: dict[str, list[Chunk]] = {}
        for chunk in chunks:
            self._chunks.setdefault(chunk.document_id, []).append(chunk)

    def of(self, question: EvalQuestion) -> GoldEvidence:
        """The evidence of a question. Raises EvidenceMissing when an entry is not in the documents."""
        entries = tuple(self.spans(evidence) for evidence in question.evidence)
        gold = GoldEvidence(entries)
        langs = frozenset(span.lang for evidence in question.evidence for span in self.named(evidence))
        uris = {span.uri for span in gold.spans}
        passages = sum(
            gold.holds(uri, chunk.start, chunk.end)
            for uri in uris
            for chunk in self._chunks.get(self._documents[uri].id, ())
        )
        return GoldEvidence(entries, passages, langs)

    def spans(self, evidence: Reference) -> tuple[Span, ...]:
        """All places of one entry: its own, then other versions, then sheets. Raises EvidenceMissing."""
        found = self.named(evidence)
        versions = tuple(other for span in found if (other := self._in_other_language(span)) is not None)
        return (*found, *versions, *(said for span in found for said in self._on_sheets(span)))

    def named(self, evidence: Reference) -> tuple[Span, ...]:
        """The places of one entry in the document that it names. Raises EvidenceMissing."""
        documents = self.matching(evidence.uri)
        if not documents:
            raise EvidenceMissing(f"No document is named {evidence.uri}.", help="Was this corpus indexed?")
        if not evidence.quote and len(documents) > 1:
            names = ", ".join(document.source.uri for document in documents)
            raise EvidenceMissing(f"{evidence.uri} may be any of {names}.", help="Give a longer path.")
        found = tuple(span for document in documents for span in evidence.spans(document))
        if not found:
            raise EvidenceMissing(f"These words do not stand in {evidence.uri}: {evidence.quote!r}.")
        return found

    def _in_other_language(self, span: Span) -> Span | None:
        """The statements that say the same in the other version of the page, None for a page in one language."""
        twin = self._twins.get(span.uri)
        if twin is None:
            return None
        if is_whole(span):
            return Span(twin, 0, len(twin.text))
        own, other = statements(span.document), statements(twin)
        first, last = counterpart(own, other, span.start), counterpart(own, other, span.end - 1)
        return None if first is None or last is None else Span(twin, first[0], max(first[1], last[1]))

    def _statements_of_sheets(self) -> dict[str, list[tuple[Span, Span]]]:
        """By the uri of a page, the words of it that statements of study sheets come from, each with its statement."""
        found: dict[str, list[tuple[Span, Span]]] = {}
        pages: dict[str, list[Document]] = {}  # thousands of statements name some hundred pages
        for sheet in self._documents.values():
            for origin in sheet.origins:
                statement = Span(sheet, origin.start, origin.end)
                if origin.uri not in pages:
                    pages[origin.uri] = self.matching(origin.uri)
                for page in pages[origin.uri]:
                    words = Reference(page.source.uri, origin.words).spans(page)
                    found.setdefault(page.source.uri, []).extend((place, statement) for place in words)
        return found

    def _on_sheets(self, span: Span) -> Iterator[Span]:
        """The statements that come from words within a place; a page named whole is not what a statement says."""
        if not is_whole(span):
            for words, statement in self._traced.get(span.uri, ()):
                if span.start <= words.start and words.end <= span.end:
                    yield statement

    def matching(self, uri: str) -> list[Document]:
        """The document of that uri, or else those whose path ends with it."""
        exact = self._documents.get(uri)
        if exact is not None:
            return [exact]
        ending = "/" + uri.strip("/")
        return [document for name, document in sorted(self._documents.items()) if name.endswith(ending)]


def read_corpus(roots: Sequence[Path]) -> list[Document]:
    """The documents of corpus folders, as ingestion reads them; unreadable files are left out.

    Raises CorpusNotFound.
    """
    from ingest.readers import read
    from ingest.sourcing.sources import walk

    settings = IngestSettings(corpus=tuple(roots))
    documents = []
    for file in walk(settings.corpus, settings):
        if isinstance(file, Problem):
            continue
        try:
            documents.append(read(file, file.read_bytes(), settings))
        except UnreadableFile:
            continue
    return documents


def is_whole(span: Span) -> bool:
    """Whether a place is a whole document: any part of it answers then."""
    return (span.start, span.end) == (0, len(span.document.text))


def _in_passage(span: Span, uri: str, start: int, end: int) -> bool:
    return span.uri == uri and (is_whole(span) or covers(start, end, span.start, span.end))
