"""Evidence sentences: from passages to the few sentences that bear on the question, scored and numbered.

Owns how a sentence is scored: closeness of meaning (embeddings), share of the question's words it covers (weighted
by rarity), and the rank of its passage. Quotes are slices of the document; nothing here writes text.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.asking.asked import Asked
from assistant.asking.terms import TermGroup
from assistant.schema import Evidence, Passage
from ingest.embedding.calibration import calibration_of
from ingest.embedding.embed import Embedder
from ingest.index.sentences import sentence_key
from ingest.index.store import Index
from ingest.quotable import meaning_text, quotable
from ingest.schema import Chunk, Document, Lang, Span
from ingest.subjects import told
from ingest.text.analysis import content_words, document_terms, fold, query_terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

_MOST_SENTENCES = 48
_COVERAGE = 0.35  # of a score
_CACHE = 4096
_FRAGMENT = 3  # words that carry meaning
_SAYS_OF_ITSELF = (":", "=", " | ", "→", "–", "—")  # "Retention: 24 hours" has its subject in it


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence with what its score is made of; `coverage` is of the question's words, `cosine` raw."""

    span: Span
    passage_rank: int
    cosine: float
    coverage: float
    score: float

    @property
    def quote(self) -> str:
        """The sentence, copied."""
        return self.span.quote

    @property
    def meant(self) -> float:
        """The score without the share of words: closeness of meaning and the rank of the passage."""
        return self.score - _COVERAGE * self.coverage

    @property
    def told(self) -> str:
        """The sentence behind what it is about, for counting words: never quoted."""
        return told(self.span)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for what is asked: passages, and their sentences, best first."""

    asked: Asked
    passages: Sequence[Passage]
    candidates: Sequence[Candidate]


class EvidenceFinder:
    """Scores sentences of passages against a question. Sentence vectors are cached."""

    def __init__(self, index: Index, embedder: Embedder) -> None:
        self._index = index
        self._embedder = embedder
        self.calibration = calibration_of(embedder.name)
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()
        self._weights: dict[int, tuple[TermGroup, float]] = {}
        self._rarity = _rarity(index)
        self.vocabulary = set(self._rarity)

    def rarity(self, term: str) -> float:
        """Weight of a term, higher when fewer chunks hold it; a term that no chunk holds weighs most."""
        return self._rarity.get(term, self._rarity[""])

    def foresee(self, texts: Sequence[str]) -> None:
        """Compute together, in one pass of the model, what will be asked about one after the other."""
        self._embedder.embed_queries(texts)

    def find(self, asked: Asked, passages: Sequence[Passage]) -> Found:
        """What is asked with the passages found for it and all their sentences, best first."""
        return Found(asked, passages, self.candidates(asked, passages))

    def candidates(self, asked: Asked, passages: Sequence[Passage]) -> list[Candidate]:
        """All sentences of the passages, best first."""
        spans = self._spans(passages)
        if not spans:
            return []
        question = self._embedder.embed_queries([asked.text])[0]
        vectors = self.sentence_vectors([meaning_text(span) for span, _ in spans])
        found = []
        for (span, rank), vector in zip(spans, vectors, strict=True):
            cosine = float(vector @ question)
            coverage = self.coverage(asked.groups, f"{' '.join(span.section)} {told(span)}")
            score = _score(self.calibration.likeness(cosine), coverage, rank)
            found.append(Candidate(span, rank, cosine, coverage, score))
        return sorted(found, key=lambda c: (-c.score, c.span.place))

    def cosines(self, text: str, candidates: Sequence[Candidate]) -> list[float]:
        """How close in meaning a text is to each of some sentences."""
        question = self._embedder.embed_queries([text])[0]
        vectors = self.sentence_vectors([meaning_text(c.span) for c in candidates])
        return [float(vector @ question) for vector in vectors]

    def nearness(self, texts: Sequence[str], candidates: Sequence[Candidate], lang: Lang) -> list[list[float]]:
        """For each text the cosines of some sentences, for a reader of `lang`: a translation's distance evened out."""
        vectors = self.sentence_vectors([meaning_text(c.span) for c in candidates])
        other = [c.span.lang != lang for c in candidates]
        return [
            [self.calibration.even(float(vector @ text), other=far) for vector, far in zip(vectors, other, strict=True)]
            for text in self._embedder.embed_queries(list(texts))
        ]

    def closest(self, text: str, chunks: Sequence[Chunk]) -> list[float]:
        """Per chunk the cosine of its sentence that is closest to a text; 0 for a chunk without sentences."""
        question = self._embedder.embed_queries([text])[0]
        spans = [self._sentences(chunk) for chunk in chunks]
        vectors = self.sentence_vectors([meaning_text(span) for own in spans for span in own])
        cosines = iter([float(vector @ question) for vector in vectors])
        return [max((next(cosines) for _ in own), default=0.0) for own in spans]

    def coverage(self, groups: Sequence[TermGroup], text: str) -> float:
        """Share of the groups (weighted by rarity) that a text covers, 0..1."""
        return self.covered(groups, _present(text))

    def covered(self, groups: Sequence[TermGroup], present: Set[str]) -> float:
        """Share of the groups (weighted by rarity) that the search terms of a text cover, 0..1."""
        weights = [self._weight(group) for group in groups]
        covered = sum(w for w, group in zip(weights, groups, strict=True) if group.covered_by(present))
        return covered / sum(weights) if weights else 0.0

    def _weight(self, group: TermGroup) -> float:
        """The weight of a group, which a hundred sentences are compared with."""
        known = self._weights.get(id(group))
        if known is None or known[0] is not group:  # kept with its group, so that no other can have its id
            if len(self._weights) >= _CACHE:
                self._weights.clear()
            known = self._weights[id(group)] = (group, group.weight(self.rarity))
        return known[1]

    def sentence_vectors(self, texts: Sequence[str]) -> list[Vectors]:
        """Unit vectors of sentences by what is embedded of them: from the index, else from the cache, else computed."""
        known = self._stored(texts)
        with self._lock:
            known |= {text: self._vectors[text] for text in texts if text not in known and text in self._vectors}
        missing = list(dict.fromkeys(text for text in texts if text not in known))
        fresh = dict(zip(missing, self._embedder.embed_documents(missing), strict=True)) if missing else {}
        with self._lock:
            self._vectors.update(fresh)
            while len(self._vectors) > _CACHE:
                self._vectors.popitem(last=False)
        known.update(fresh)
        return [known[text] for text in texts]

    def _stored(self, texts: Sequence[str]) -> dict[str, Vectors]:
        if self._index.sentences is None:
            return {}
        keys = {text: sentence_key(text) for text in texts}
        found = self._index.sentences.find(list(keys.values()))
        return {text: found[key] for text, key in keys.items() if key in found}

    def _sentences(self, chunk: Chunk) -> list[Span]:
        return quotable(self._index.document_of(chunk), chunk)

    def _spans(self, passages: Sequence[Passage]) -> list[tuple[Span, int]]:
        """The sentences of passages, each text once, with the rank of its passage."""
        spans = []
        seen: set[str] = set()
        for passage in passages:
            for span in self._sentences(passage.chunk):
                key = fold(told(span))
                if key in seen or key.endswith("?") or not _says_something(span):
                    continue
                seen.add(key)
                spans.append((span, passage.rank))
        return spans[:_MOST_SENTENCES]


@lru_cache(maxsize=2048)
def _present(text: str) -> frozenset[str]:
    """The terms of a sentence with its headings: every option of an exam question is looked for in the same ones."""
    return frozenset(query_terms(text))


def _says_something(span: Span) -> bool:
    """False for a table's header, words that only lead on to others, words that nothing says the subject of."""
    if is_table_header(span.document, span.start):
        return False
    if span.block is None or span.quote.rstrip(' »”")').endswith((".", "!", "…")):
        return True
    if (span.start, span.end) in _leading_on(span.document):
        return False  # "Glacier Deep Archive" over "12 hours access", which is told with it
    if span.subject_spans:
        return True
    return len(content_words(span.quote)) > _FRAGMENT or any(mark in span.quote for mark in _SAYS_OF_ITSELF)


@lru_cache(maxsize=256)
def _leading_on(document: Document) -> frozenset[tuple[int, int]]:
    """Where words stand that other blocks are about."""
    return frozenset(place for block in document.blocks for place in block.subjects)


def is_table_header(document: Document, start: int) -> bool:
    """True for a row of a table's header: it says what the rows are about and states nothing."""
    text, span = document.text, Span(document, start, start)
    block = span.block
    if block is not None and block.kind == "table":
        return bool(block.header_rows) and span.header_span is None
    if not text.startswith("|", start):
        return False
    above = text[:start].rstrip(" ").removesuffix("\n").rpartition("\n")[2]
    return not above.startswith("|")


def number(candidates: Sequence[Candidate]) -> tuple[Evidence, ...]:
    """Candidates as evidence, numbered from 1 in their order."""
    return tuple(
        Evidence(place, c.span, round(c.score, 4), c.passage_rank) for place, c in enumerate(candidates, start=1)
    )


def _score(meaning: float, coverage: float, rank: int) -> float:
    return 0.55 * meaning + _COVERAGE * coverage + 0.10 / rank


def _rarity(index: Index) -> dict[str, float]:
    """log(1 + N / df) of every term; the key "" stands for a term no chunk holds."""
    counts: dict[str, int] = {}
    for chunk in index.chunks:
        title = index.document_of(chunk).source.title
        for term in set(document_terms(chunk.embedding_text(title), chunk.lang)):
            counts[term] = counts.get(term, 0) + 1
    total = max(1, len(index.chunks))
    rarity = {term: math.log1p(total / count) for term, count in counts.items()}
    rarity[""] = math.log1p(total)
    return rarity
