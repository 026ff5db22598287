"""Which sentences of a passage are evidence, and what their score is made of."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.asking.asked import asked_of
from assistant.choosing.options import score_options
from assistant.finding.evidence import Candidate, EvidenceFinder, is_table_header, number
from assistant.finding.retrieve import Retriever, SearchSettings
from assistant.schema import Option
from ingest.embedding.embed import HashingEmbedder, OnDone
from ingest.embedding.rows import Remembered
from ingest.index.sentences import SentenceVectors
from ingest.index.store import Index, open_index
from ingest.schema import Document, Source
from ingest.settings import IngestSettings
from tests.fakes import build_here

PAGE = """---
title: Pipe mode
lang: en
---

# Pipe mode

Does Pipe mode stream data from Amazon S3? Pipe mode streams data from Amazon S3 into the container.
How does Pipe mode stream data from S3?! It reads S3 objects through a named pipe.

## Questions

- Why does Pipe mode stream data?
- Pipe mode streams data since training can start before the download ends.
- Is Pipe mode right ? It is for large datasets.

| mode | streams data from S3 |
|---|---|
| Pipe | streams data from S3 at once |
| File | copies data from S3 first |
"""
ASKED = "Does Pipe mode stream data from Amazon S3?"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    root: Path = tmp_path_factory.mktemp("evidence")
    (root / "corpus").mkdir()
    (root / "corpus" / "pipe.md").write_text(PAGE, encoding="utf-8")
    settings = IngestSettings(corpus=(root / "corpus",), index=root / "index", embedding_model="hashing-256")
    build_here(settings, HashingEmbedder())
    return open_index(settings, exact=True)


def candidates(index: Index, text: str = ASKED) -> list[Candidate]:
    finder = EvidenceFinder(index, HashingEmbedder())
    asked = asked_of(text, "en")
    return list(finder.find(asked, Retriever(index, HashingEmbedder()).search(asked, SearchSettings())).candidates)


def test_a_question_in_the_sources_is_no_evidence(index: Index) -> None:
    """It has every word of what is asked, and states nothing: as an answer it would be the reader's own words."""
    quotes = [candidate.quote for candidate in candidates(index)]
    assert "Pipe mode streams data from Amazon S3 into the container." in quotes
    assert any("large datasets" in quote for quote in quotes)
    assert [quote for quote in quotes if quote.rstrip().endswith("?")] == []


def test_the_first_row_of_a_table_is_no_evidence_and_the_others_are(index: Index) -> None:
    quotes = [candidate.quote for candidate in candidates(index)]
    assert any("at once" in quote for quote in quotes)
    assert any("copies data" in quote for quote in quotes)
    assert not any("streams data from S3 |" in quote and "mode" in quote.split("|")[1] for quote in quotes)


@pytest.mark.parametrize(
    ("text", "row", "header"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a", True),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| 1", False),
        ("Words before.\n\n| a | b |\n|---|---|", "| a", True),
        ("Words only.", "Words", False),
    ],
)
def test_a_header_is_a_row_without_a_row_above(text: str, row: str, header: bool) -> None:
    document = Document(Source("corpus/t.md", "T", "note", "en"), text, ())
    assert is_table_header(document, text.index(row)) is header


def test_quotes_are_slices_best_first_and_each_text_once(index: Index) -> None:
    found = candidates(index)
    assert found == sorted(found, key=lambda c: (-c.score, c.span.place))
    assert len({candidate.quote for candidate in found}) == len(found)
    for candidate in found:
        assert candidate.span.document.text[candidate.span.start : candidate.span.end] == candidate.quote


def test_a_score_is_of_meaning_words_and_rank(index: Index) -> None:
    """0.55 of the meaning, 0.35 of the question's words, 0.10 over the rank of the passage: all of it is 1."""
    finder = EvidenceFinder(index, HashingEmbedder())
    for candidate in candidates(index):
        likeness = finder.calibration.likeness(candidate.cosine)
        expected = 0.55 * likeness + 0.35 * candidate.coverage + 0.10 / candidate.passage_rank
        assert candidate.score == pytest.approx(expected)
        assert 0 <= candidate.coverage <= 1
        assert 0 <= candidate.score <= 1


def test_rare_words_weigh_more_and_unknown_ones_most(index: Index) -> None:
    finder = EvidenceFinder(index, HashingEmbedder())
    rarities = [finder.rarity(term) for term in sorted(finder.vocabulary)]
    assert finder.rarity("never-seen") == max(rarities)
    assert min(rarities) > 0


def test_evidence_is_numbered_from_one_in_its_order(index: Index) -> None:
    found = candidates(index)
    numbered = number(found)
    assert [evidence.number for evidence in numbered] == list(range(1, len(found) + 1))
    assert [evidence.quote for evidence in numbered] == [candidate.quote for candidate in found]


def test_the_closest_sentence_of_each_passage(index: Index) -> None:
    finder = EvidenceFinder(index, HashingEmbedder())
    cosines = finder.closest(ASKED, index.chunks)
    assert len(cosines) == len(index.chunks)
    best = max(range(len(cosines)), key=lambda place: cosines[place])
    assert "Pipe mode stream" in index.chunks[best].text
    assert all(-1 <= cosine <= 1 + 1e-6 for cosine in cosines)
    assert finder.closest(ASKED, []) == []


class Counted(HashingEmbedder):
    """Remembers what it was asked to embed."""

    def __init__(self) -> None:
        super().__init__()
        self.documents: list[str] = []
        self.queries: list[str] = []

    def embed_documents(self, texts: Sequence[str], on_done: OnDone | None = None) -> np.ndarray:
        self.documents += texts
        return super().embed_documents(texts, on_done)

    def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
        self.queries += texts
        return super().embed_documents(texts)


def found_by(index: Index, embedder: HashingEmbedder) -> list[Candidate]:
    finder = EvidenceFinder(index, embedder)
    asked = asked_of(ASKED, "en")
    passages = Retriever(index, embedder, finder.closest).search(asked, SearchSettings())
    return finder.candidates(asked, passages)


def test_a_question_computes_only_its_own_vector(index: Index) -> None:
    embedder = Counted()
    assert found_by(index, embedder)
    assert embedder.documents == []
    assert set(embedder.queries) == {ASKED}


def test_without_stored_vectors_the_same_sentences_are_found_by_computing_them(index: Index) -> None:
    embedder = Counted()
    bare = Index(index.manifest, index.documents, index.chunks, index._vectors, index._lexical)
    computed, stored = found_by(bare, embedder), found_by(index, HashingEmbedder())
    assert embedder.documents
    assert [c.span.place for c in computed] == [c.span.place for c in stored]
    assert [c.cosine for c in computed] == pytest.approx([c.cosine for c in stored], abs=1e-3)


def test_a_damaged_row_is_computed_and_changes_nothing(index: Index) -> None:
    assert index.sentences is not None
    rows = np.array(index.sentences._vectors)
    rows[::2] *= -1  # lengths are what they were
    spoiled = SentenceVectors(index.sentences._keys, index.sentences._sums, rows)
    assert spoiled.damaged() == (len(spoiled) + 1) // 2
    broken = Index(index.manifest, index.documents, index.chunks, index._vectors, index._lexical, "", spoiled)
    embedder = Counted()
    found, sound = found_by(broken, embedder), found_by(index, HashingEmbedder())
    assert embedder.documents
    assert [c.span.place for c in found] == [c.span.place for c in sound]
    assert [c.cosine for c in found] == pytest.approx([c.cosine for c in sound], abs=1e-3)


def test_the_options_of_an_exam_question_are_embedded_together_and_once(index: Index) -> None:
    computed: list[list[str]] = []

    class Remembering(HashingEmbedder):
        """As the real embedders: what was asked before is not computed again."""

        def __init__(self) -> None:
            super().__init__()
            self._rows = Remembered(self._compute)

        def _compute(self, texts: Sequence[str]) -> np.ndarray:
            computed.append(list(texts))
            return super().embed_documents(texts)

        def embed_queries(self, texts: Sequence[str]) -> np.ndarray:
            return self._rows.rows(texts)

    embedder = Remembering()
    finder = EvidenceFinder(index, embedder)
    retriever = Retriever(index, embedder, finder.closest)
    asked = asked_of("Which mode streams data from S3?", "en")
    found = finder.find(asked, retriever.search(asked, SearchSettings()))
    options = [
        Option(letter, f"{name} mode") for letter, name in zip("ABCD", ("Pipe", "File", "Fast", "Slow"), strict=True)
    ]
    score_options(options, found, retriever, finder, None, SearchSettings())
    assert [len(texts) for texts in computed] == [1, 4]
