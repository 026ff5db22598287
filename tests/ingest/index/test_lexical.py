"""BM25 over chunks: who is found, in what order, in which language, and what is read back from disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import IndexDamaged
from ingest.index.lexical import LexicalIndex
from ingest.index.store import Index
from ingest.schema import LANGS, Chunk, Lang
from ingest.text.analysis import query_terms

TEXTS: list[tuple[str, Lang]] = [
    ("Pipe mode streams data from Amazon S3 into the training container.", "en"),
    ("File mode copies the whole dataset before training starts.", "en"),
    ("Le taux d'apprentissage est un hyperparamètre de l'entraînement.", "fr"),
    ("Les instances ml.p3.2xlarge ont une carte graphique.", "fr"),
    ("The UpdateEndpoint call replaces the models of an endpoint.", "en"),
    ("Kinesis Kinesis Kinesis.", "en"),
    ("Kinesis stores records for a day by default and for a year at most, as the stream is set up.", "en"),
]


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex.build(TEXTS)


def best(index: LexicalIndex, question: str) -> int:
    return int(np.argmax(index.scores(query_terms(question))))


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("Pipe mode", 0),
        ("copies of a dataset", 1),
        ("taux d'apprentissage", 2),
        ("TAUX D’APPRENTISSAGE", 2),
        ("hyperparamètres", 2),
        ("hyperparametres", 2),
        ("ml.p3.2xlarge", 3),
        ("p3", 3),
        ("UpdateEndpoint", 4),
        ("update an endpoint", 4),
        ("updateendpoint", 4),
    ],
)
def test_the_passage_that_says_it_comes_first(index: LexicalIndex, question: str, place: int) -> None:
    assert best(index, question) == place


def test_scores_are_of_every_passage_and_not_negative(index: LexicalIndex) -> None:
    scores = index.scores(query_terms("Kinesis training endpoint"))
    assert scores.shape == (len(TEXTS),)
    assert scores.dtype == np.float32
    assert (scores >= 0).all()
    assert scores[3] == 0


@pytest.mark.parametrize("question", ["", "the of and", "le la les", "zzz unknown", "???"])
def test_words_that_nobody_has_find_nothing(index: LexicalIndex, question: str) -> None:
    assert not index.scores(query_terms(question)).any()


def test_a_rare_word_counts_more_than_a_common_one(index: LexicalIndex) -> None:
    training = index.scores(query_terms("training")).max()
    pipe = index.scores(query_terms("pipe")).max()
    assert pipe > training > 0


def test_the_scores_of_terms_add_up(index: LexicalIndex) -> None:
    both = index.scores(["pipe", "stream"])
    assert np.allclose(both, index.scores(["pipe"]) + index.scores(["stream"]), atol=1e-5)


def test_an_unknown_term_changes_nothing(index: LexicalIndex) -> None:
    assert np.array_equal(index.scores(["pipe", "zzz"]), index.scores(["pipe"]))


def test_saying_a_word_often_in_few_words_ranks_first(index: LexicalIndex) -> None:
    scores = index.scores(query_terms("Kinesis"))
    assert scores[5] > scores[6] > 0


def test_what_is_saved_is_loaded(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "lexical")
    loaded = LexicalIndex.load(tmp_path / "lexical", len(TEXTS))
    for question in ("Pipe mode", "taux", "Kinesis", "zzz"):
        assert np.allclose(loaded.scores(query_terms(question)), index.scores(query_terms(question)))
    assert not any(path.suffix in (".pkl", ".pickle") for path in (tmp_path / "lexical").iterdir())


@pytest.mark.parametrize("texts", [[], [("", "en")], [("the of and", "en"), ("le la", "fr")]])
def test_an_index_without_words_finds_nothing_and_comes_back(tmp_path: Path, texts: list[tuple[str, Lang]]) -> None:
    built = LexicalIndex.build(texts)
    built.save(tmp_path)
    loaded = LexicalIndex.load(tmp_path, len(texts))
    for index in (built, loaded):
        assert index.scores(["pipe"]).shape == (len(texts),)
        assert not index.scores(["pipe"]).any()


def test_an_index_of_other_passages_is_damage(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    with pytest.raises(IndexDamaged, match=f"{len(TEXTS)} passages, not 3") as caught:
        LexicalIndex.load(tmp_path, 3)
    assert caught.value.help


@pytest.mark.parametrize("damage", ["missing folder", "missing file", "cut short", "no JSON"])
def test_damaged_files_are_our_error(index: LexicalIndex, tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "lexical"
    if damage != "missing folder":
        index.save(folder)
    if damage == "missing file":
        next(folder.glob("*.npy")).unlink()
    if damage == "cut short":
        for file in folder.glob("*.npy"):
            file.write_bytes(file.read_bytes()[:40])
    if damage == "no JSON":
        for file in folder.glob("*.json"):
            file.write_text("{")
    with pytest.raises(IndexDamaged) as caught:
        LexicalIndex.load(folder, len(TEXTS))
    assert caught.value.help


class Drawn:
    """Scores that were drawn, in place of BM25's."""

    def __init__(self, scores: np.ndarray) -> None:
        self._scores = scores

    def scores(self, terms: Sequence[str]) -> np.ndarray:
        """The same for any terms, none without."""
        return self._scores if terms else np.zeros_like(self._scores)


@pytest.mark.parametrize("k", [1, 2, 7, 50, 199, 200, 500])
@pytest.mark.parametrize("levels", [1, 3, 1000])
def test_the_best_are_those_of_a_full_sort_ties_by_id(k: int, levels: int) -> None:
    draw = np.random.default_rng(k * levels)
    scores = draw.integers(0, levels + 1, size=300).astype(np.float32)
    ids = draw.permutation(300)
    langs: list[Lang] = ["fr" if draw.random() < 0.4 else "en" for _ in range(300)]
    chunks = [Chunk(f"{ids[i]:03}", "d", i, "", 0, 0, langs[i]) for i in range(300)]
    index = Index(None, {}, chunks, None, Drawn(scores))  # type: ignore[arg-type]
    for lang in LANGS:
        rows = [i for i in range(300) if scores[i] > 0 and langs[i] == lang]
        rows.sort(key=lambda i: (-scores[i], chunks[i].id))
        assert [hit.chunk.ordinal for hit in index.lexical(["term"], k, lang)] == rows[:k]
        assert index.lexical([], k, lang) == []
