"""Training on a tiny network: it learns, a seed gives the same again, and it begins as the embedder's own layers."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from evals.entailment import measure
from evals.entailment.network import Network, Shape
from evals.entailment.pairs import Pair
from evals.entailment.training import Progress, Recipe, Trainer, batches, pace, pair_tokeniser
from ingest.embedding.bert import BertEncoder
from tests.ingest.embedding.tiny_bert import write_tiny_bert

SHAPE = Shape(layers=1, dropout=0.0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_bert(tmp_path_factory.mktemp("bert"))


def pair(text: str, evidence: str, target: int, kind: str = "near") -> Pair:
    return Pair(f"{text} {evidence}", "claim", text, evidence, target, "g", kind, "en", "fr")


PAIRS = [pair("abc", "abcd", 0), pair("xyz", "abcd", 1), pair("abd", "dbca", 0), pair("zyx", "dbca", 1)] * 4


def trained(folder: Path, seed: int, told: list[Progress] | None = None) -> Trainer:
    recipe = Recipe(SHAPE, rate=0.01, epochs=15, tokens=40, seed=seed)
    trainer = Trainer(folder, pair_tokeniser(folder), recipe)
    trainer.train(PAIRS, [].append if told is None else told.append, every=10)
    return trainer


def test_it_learns_and_a_seed_gives_the_same_again(folder: Path) -> None:
    told: list[Progress] = []
    first = trained(folder, 1, told)
    assert told[-1].losses["claim"] < told[0].losses["claim"]
    chances = [row[0] for row in first.chances(PAIRS)]
    assert measure.score(PAIRS, chances).area == 1.0
    assert first.chances(PAIRS) == trained(folder, 1).chances(PAIRS)
    assert first.chances(PAIRS) != trained(folder, 2).chances(PAIRS)


def test_what_a_text_alone_gives_away_is_not_learned(folder: Path) -> None:
    """False claims begin with "z": with that left out, a network hardly tells them apart by it."""
    pairs = [
        Pair(f"c{n}", "claim", "zab" if n % 2 else "abc", "defg", n % 2, f"page {n}", "near", "en", "en")
        for n in range(40)
    ]
    gaps = []
    for bare in (1.0, 0.0):
        recipe = Recipe(SHAPE, rate=0.005, epochs=4, tokens=80, bare=bare)
        trainer = Trainer(folder, pair_tokeniser(folder), recipe)
        trainer.train(pairs)
        true, false = (row[0] for row in trainer.chances(pairs[:2]))
        gaps.append(true - false)
    assert gaps[0] > gaps[1] + 0.2


def test_it_begins_as_the_layers_of_the_embedder(folder: Path) -> None:
    import torch

    texts = [[0, 5, 6, 2, 2, 7, 2], [0, 9, 2, 2, 8, 9, 10, 2]]
    network, expected = Network(folder, SHAPE, 1), dict(BertEncoder(folder).rows(texts))
    rows = network.lower(texts)
    heads = {"weight": torch.eye(3, 4 * network.dimension), "bias": torch.zeros(3)}
    network.restore(network.learned | {f"head.claim.{name}": tensor for name, tensor in heads.items()})
    with torch.no_grad():
        found = network.logits(rows, [3, 2], ["claim", "claim"], training=False)
    for place, logits in enumerate(found):
        assert torch.allclose(logits, expected[place][0][:3], atol=1e-5)


def test_batches_hold_texts_of_like_length_and_no_more_than_their_tokens() -> None:
    lengths = [9, 3, 30, 8, 3, 100, 4]
    found = batches(lengths, 20, random.Random(1))
    assert sorted(place for batch in found for place in batch) == list(range(7))
    assert all(sum(lengths[place] for place in batch) <= 20 or len(batch) == 1 for batch in found)
    assert all([lengths[place] for place in batch] == sorted(lengths[place] for place in batch) for batch in found)


def test_the_rate_goes_up_then_down() -> None:
    paces = [pace(step, 20, 0.1) for step in range(20)]
    assert paces[0] == 0.5
    assert max(paces) == 1.0
    assert paces[2:] == sorted(paces[2:], reverse=True)
    assert 0 < paces[-1] < 0.1


def test_long_texts_are_cut(folder: Path) -> None:
    ids, end = pair_tokeniser(folder)("a" * 900, "b" * 900)
    assert len(ids) == 320
    assert ids[end : end + 2] == [2, 2]
    assert 1 < end < 318


def test_measures_by_hand() -> None:
    pairs = [pair("a", "b", 0), pair("a", "b", 0), pair("c", "d", 1, "roles"), pair("c", "d", 2, "more")]
    found = measure.score(pairs, [0.9, 0.4, 0.6, 0.1])
    assert (found.n, found.area, found.balanced) == (4, 0.75, 0.5)
    assert measure.score(pairs[:2], [0.1, 0.2]).area == 0.5
    assert set(measure.by(pairs, [0.9, 0.4, 0.6, 0.1], measure.languages)) == {"en-fr"}
    assert measure.right_by_kind(pairs, [0.9, 0.4, 0.6, 0.1]) == {
        "claim, false: more": (1.0, 1),
        "claim, false: roles": (0.0, 1),
        "claim, true: near": (0.5, 2),
    }
