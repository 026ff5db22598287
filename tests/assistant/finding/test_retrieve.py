"""Search over a small index: what counts, what is dropped, what is ranked again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.asking.asked import asked_of
from assistant.asking.terms import OtherWords
from assistant.finding.retrieve import Retriever, SearchSettings
from ingest.embedding.embed import HashingEmbedder
from ingest.index.store import Index, open_index
from ingest.schema import Chunk, Lang
from ingest.settings import IngestSettings
from ingest.text.analysis import query_terms
from tests.fakes import build_here, write_corpus


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    root: Path = tmp_path_factory.mktemp("retrieve")
    settings = IngestSettings(corpus=(write_corpus(root),), index=root / "index", embedding_model="hashing-256")
    build_here(settings, HashingEmbedder())
    return open_index(settings, exact=True)


def test_the_passage_that_holds_the_words_is_first(index: Index) -> None:
    found = Retriever(index, HashingEmbedder()).search(asked_of("Pipe mode streams data", "en"), SearchSettings())
    assert "Pipe mode" in found[0].chunk.text
    assert [passage.rank for passage in found] == list(range(1, len(found) + 1))


def test_expansion_finds_the_other_language(index: Index) -> None:
    class Names:
        def other_words(self, text: str, lang: Lang) -> OtherWords:
            return OtherWords(expansion=("score minimal",))

    settings = SearchSettings(dense_weight=0.0)
    retriever = Retriever(index, HashingEmbedder())
    asked = asked_of("passing mark", "en", Names())
    assert "750" in retriever.search(asked, settings)[0].chunk.text
    assert retriever.search(asked, SearchSettings(dense_weight=0.0, expand=False)) == ()
    assert asked.terms == asked_of("passing mark", "en").terms


def test_words_of_the_question_count_more_than_expansions(index: Index) -> None:
    terms, more = ["stream"], query_terms("score minimal")
    full = index.lexical(terms, 9, "fr", more, 1.0)
    light = index.lexical(terms, 9, "fr", more, 0.5)
    assert full
    assert light[0].score == pytest.approx(full[0].score / 2)


def test_the_best_sentences_rank_again(index: Index) -> None:
    asked: list[int] = []

    def closest(text: str, chunks: Sequence[Chunk]) -> list[float]:
        asked.append(len(chunks))
        return [0.99 if "750" in chunk.text else 0.1 for chunk in chunks]

    retriever = Retriever(index, HashingEmbedder(), closest=closest)
    again, once = SearchSettings(rescored=16, dense_weight=1.0), SearchSettings(rescored=0, dense_weight=1.0)
    assert "750" in retriever.search(asked_of("Pipe mode", "fr"), again)[0].chunk.text
    assert "750" not in retriever.search(asked_of("Pipe mode", "fr"), once)[0].chunk.text
    assert len(asked) == 1
