"""The embedder of hashed words: unit rows, likeness by shared words, the shape that every embedder has."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.embedding.embed import (
    HashingEmbedder,
    SentenceTransformerEmbedder,
    embedder_name,
    normalised,
    open_embedder,
)
from ingest.errors import EmbedderUnavailable
from ingest.settings import IngestSettings

WORDED = "Pipe mode streams data"


@pytest.mark.parametrize("dimension", [1, 2, 16, 64, 256])
def test_the_shape_is_as_it_was_asked_for(dimension: int) -> None:
    embedder = HashingEmbedder(dimension)
    rows = embedder.embed_documents([WORDED, "", "Kinesis"])
    assert rows.shape == (3, dimension)
    assert rows.dtype == np.float32
    assert (embedder.dimension, embedder.name) == (dimension, f"hashing-{dimension}")


def test_no_texts_give_no_rows() -> None:
    assert HashingEmbedder(8).embed_documents([]).shape == (0, 8)


@given(st.lists(st.text(max_size=40), max_size=5))
@settings(deadline=None, max_examples=40)
def test_rows_have_unit_length_or_none(texts: list[str]) -> None:
    rows = HashingEmbedder(64).embed_documents(texts)
    for length in np.linalg.norm(rows, axis=1):
        assert length == 0 or abs(length - 1) < 1e-5


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (WORDED, WORDED.upper()),
        (WORDED, f"  {WORDED}\n"),
        (WORDED, "streams data, Pipe mode!"),
        ("Déjà vu", "deja VU"),
        ("l'été", "l’été"),
    ],
)
def test_case_accents_order_and_marks_change_nothing(one: str, two: str) -> None:
    rows = HashingEmbedder(256).embed_documents([one, two])
    assert np.allclose(rows[0], rows[1], atol=1e-6)


def test_shared_words_bring_texts_together() -> None:
    rows = HashingEmbedder(512).embed_documents([WORDED, "Pipe mode streams records", "Le taux est élevé"])
    assert rows[0] @ rows[1] > 0.5 > rows[0] @ rows[2]


def test_forms_of_a_word_are_nearer_than_other_words() -> None:
    rows = HashingEmbedder(512).embed_documents(["encryption", "encrypted", "bucket"])
    assert rows[0] @ rows[1] > rows[0] @ rows[2]


def test_questions_are_treated_as_documents_are() -> None:
    embedder = HashingEmbedder(64)
    assert np.array_equal(embedder.embed_queries([WORDED]), embedder.embed_documents([WORDED]))


def test_a_row_does_not_hang_on_its_neighbours() -> None:
    embedder = HashingEmbedder(64)
    together = embedder.embed_documents(["a b", WORDED, "c"])
    assert np.array_equal(together[1], embedder.embed_documents([WORDED])[0])


def test_progress_is_told_once_for_each_text() -> None:
    done: list[int] = []
    HashingEmbedder(8).embed_documents(["a", "b", "c"], done.append)
    assert done == [1, 1, 1]


@pytest.mark.parametrize(
    ("text", "tokens"), [("", 0), ("one two", 2), ("one, two.", 4), ("l'été", 3), ("ml.p3.2xlarge", 5), ("5 %", 2)]
)
def test_tokens_are_words_and_marks(text: str, tokens: int) -> None:
    assert HashingEmbedder().count_tokens(text) == tokens


def test_a_zero_row_stays_zero_and_others_get_unit_length() -> None:
    rows = normalised(np.array([[0, 0], [3, 4], [0, -2]], dtype=np.float32))
    assert np.allclose(rows, [[0, 0], [0.6, 0.8], [0, -1]])
    assert rows.dtype == np.float32


def test_the_settings_name_the_embedder() -> None:
    opened = open_embedder(IngestSettings(embedding_model="hashing-32"))
    assert isinstance(opened, HashingEmbedder)
    assert opened.dimension == 32
    assert opened.name == embedder_name(IngestSettings(embedding_model="hashing-32")) == "hashing-32"


def test_the_default_model_is_named_with_its_revision() -> None:
    name = embedder_name(IngestSettings())
    assert name.startswith(f"{IngestSettings().embedding_model}@")
    assert len(name.partition("@")[2]) >= 3


def test_another_model_is_opened_lazily_under_its_own_name() -> None:
    opened = open_embedder(IngestSettings(embedding_model="some/model"))
    assert isinstance(opened, SentenceTransformerEmbedder)
    assert opened.name == "some/model"


def test_a_question_is_embedded_once_however_often_it_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    embedder = SentenceTransformerEmbedder("some/model")
    passes: list[list[str]] = []

    def embed(texts: Sequence[str], method: str, on_done: object) -> np.ndarray:
        passes.append(list(texts))
        return np.full((len(texts), 2), 0.5, dtype=np.float32)

    monkeypatch.setattr(embedder, "_embed", embed)
    first, second = embedder.embed_queries(["a"]), embedder.embed_queries(["a"])
    assert np.array_equal(first, second)
    assert embedder.embed_queries(["a", "b"]).shape == (2, 2)
    embedder.embed_queries(["b"])
    assert passes == [["a"], ["b"]]
    first[0, 0] = 1.0  # the caller's own
    assert embedder.embed_queries(["a"])[0, 0] == 0.5


def test_without_the_library_the_remedy_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "sentence_transformers", None)
    with pytest.raises(EmbedderUnavailable) as caught:
        SentenceTransformerEmbedder("nowhere/model").embed_queries(["a"])
    assert "make app" in caught.value.help
