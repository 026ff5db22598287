"""The default model without the libraries that load any model: the same rows, whatever a text stands beside."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from ingest.embedding.bert import BertEncoder
from ingest.embedding.embed import SentenceTransformerEmbedder, open_embedder
from ingest.embedding.prepared import PreparedEmbedder
from ingest.errors import EmbedderUnavailable
from ingest.settings import IngestSettings, user_cache
from tests.ingest.embedding.tiny_bert import CONFIG, HEADS, HIDDEN, LAYERS, WORDS, write_tiny_bert


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny BERT with weights drawn by chance."""
    return write_tiny_bert(tmp_path_factory.mktemp("bert"))


def by_hand(folder: Path, ids: list[int]) -> np.ndarray:
    """The same layers for one text, written out in numpy from the paper."""
    from math import erf

    from safetensors.numpy import load_file

    weights = {name: rows.astype(np.float64) for name, rows in load_file(folder / "model.safetensors").items()}

    def linear(rows: np.ndarray, name: str) -> np.ndarray:
        return rows @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    def norm(rows: np.ndarray, name: str) -> np.ndarray:
        even = (rows - rows.mean(-1, keepdims=True)) / np.sqrt(rows.var(-1, keepdims=True) + 1e-12)
        return even * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    words, places = weights["embeddings.word_embeddings.weight"], weights["embeddings.position_embeddings.weight"]
    kind = weights["embeddings.token_type_embeddings.weight"][0]
    rows = norm(words[ids] + places[: len(ids)] + kind, "embeddings.LayerNorm")
    gelu = np.vectorize(lambda x: 0.5 * x * (1 + erf(x / 2**0.5)))
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        parts = [linear(rows, f"{layer}.attention.self.{part}") for part in ("query", "key", "value")]
        query, key, value = (part.reshape(len(ids), HEADS, -1).transpose(1, 0, 2) for part in parts)
        scores = np.exp(query @ key.transpose(0, 2, 1) / np.sqrt(HIDDEN / HEADS))
        told = (scores / scores.sum(-1, keepdims=True)) @ value
        told = linear(told.transpose(1, 0, 2).reshape(len(ids), HIDDEN), f"{layer}.attention.output.dense")
        rows = norm(rows + told, f"{layer}.attention.output.LayerNorm")
        wide = gelu(linear(rows, f"{layer}.intermediate.dense"))
        rows = norm(rows + linear(wide, f"{layer}.output.dense"), f"{layer}.output.LayerNorm")
    return rows


def test_texts_laid_end_to_end_have_the_rows_they_have_alone(folder: Path) -> None:
    draw = np.random.default_rng(5)
    texts = [draw.integers(0, WORDS, size=n).tolist() for n in (7, 3, 512, 7, 1, 500, 300, 3, 512, 40)]
    encoder = BertEncoder(folder)
    found = {place: rows.numpy() for place, rows in encoder.rows(texts)}
    assert sorted(found) == list(range(len(texts)))
    for place, text in enumerate(texts):
        assert found[place].shape == (len(text), HIDDEN)
        assert np.abs(found[place] - by_hand(folder, text)).max() < 1e-4
        [(_, alone)] = encoder.rows([text])
        assert np.abs(found[place] - alone.numpy()).max() < 1e-5
    assert list(encoder.rows([])) == []


@pytest.mark.parametrize("damage", ["gone", "cut", "other-model"])
def test_a_folder_that_cannot_be_loaded_says_what_to_do(folder: Path, tmp_path: Path, damage: str) -> None:
    for name in ("config.json", "model.safetensors"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    if damage == "gone":
        (tmp_path / "model.safetensors").unlink()
    elif damage == "cut":
        (tmp_path / "model.safetensors").write_bytes((folder / "model.safetensors").read_bytes()[:-100])
    else:
        (tmp_path / "config.json").write_text(json.dumps({**CONFIG, "hidden_act": "relu"}))
    with pytest.raises(EmbedderUnavailable) as caught:
        _ = PreparedEmbedder(tmp_path, name="tiny").dimension
    assert str(tmp_path) in caught.value.help


@pytest.mark.model
def test_the_real_model_gives_what_sentence_transformers_gives() -> None:
    from ingest.embedding import e5

    texts = [
        "Quel score faut-il pour réussir l'examen MLS-C01 ?",
        "Pipe mode streams data from Amazon S3 directly into the training container.",
        "",
        " ",
        "🙂 ok\nline two\tand three",
        "long " * 700 + "end",
        "| a | b |\n|---|---|\n| 1 | 2 |",
    ]
    own = open_embedder(IngestSettings())
    assert isinstance(own, PreparedEmbedder)
    other = SentenceTransformerEmbedder(str(e5.prepared_folder(user_cache())))
    for method in ("embed_documents", "embed_queries"):
        ours, theirs = getattr(own, method)(texts), getattr(other, method)(texts)
        assert np.abs(np.linalg.norm(ours, axis=1) - 1).max() < 1e-5
        assert (ours * theirs).sum(axis=1).min() > 0.9995
        assert [float(ours[i] @ getattr(own, method)([text])[0]) for i, text in enumerate(texts)] == pytest.approx(
            [1.0] * len(texts), abs=1e-4
        )
    for mine, given in zip(own.embed_pieces(texts), other.embed_pieces(texts), strict=True):
        assert mine.spans == given.spans
        assert float(mine.whole @ given.whole) > 0.9995
        assert mine.pieces.shape == given.pieces.shape
    assert [own.count_tokens(text) for text in texts] == [other.count_tokens(text) for text in texts]


@pytest.mark.model
def test_questions_asked_together_or_again_are_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    embedder = open_embedder(IngestSettings())
    assert isinstance(embedder, PreparedEmbedder)
    computed: list[str] = []
    real = PreparedEmbedder._embed

    def embed(self: PreparedEmbedder, texts: list[str], *more: object) -> np.ndarray:
        computed.extend(texts)
        return real(self, texts, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(PreparedEmbedder, "_embed", embed)
    together = embedder.embed_queries(["one", "two", "one"])
    assert (together[0] == together[2]).all()
    assert (embedder.embed_queries(["two"])[0] == together[1]).all()
    assert computed == ["one", "two"]
