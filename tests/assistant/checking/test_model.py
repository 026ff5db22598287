"""From findings to a chance: features in their ranges, coefficients with the signs they may have, vectors kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.checking.features import SIGNS, features_of
from assistant.checking.judge import judge
from assistant.checking.model import Model, load_model
from assistant.checking.signals.semantic import Nearness, Semantics
from assistant.checking.verdict import Checker
from assistant.checking.window import Window
from assistant.logistic import Logistic, LogisticError, Term, sigmoid
from ingest.embedding.calibration import E5_SMALL
from ingest.embedding.embed import HashingEmbedder
from tests.assistant.checking.asked import lexicon, signals

SHARES = {"closeness", "coverage", "reverse", "absent_terms", "absent_rest", "denial_flip"}


def shipped() -> dict[str, Any]:
    """The coefficients of the package as plain data."""
    raw = resources.files("assistant.checking").joinpath("data/model.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(raw)
    return data


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Firehose writes to S3.", "Firehose writes to S3."),
        ("Data is always kept for 48 hours.", "Data is usually kept for 24 hours."),
        ("It never reads.", ""),
        ("", "Firehose writes to S3."),
        ("?", "!"),
    ],
)
def test_features_have_a_sign_each_and_stay_in_range(claim: str, source: str) -> None:
    features = features_of(signals(claim, source))
    assert set(features) == set(SIGNS)
    assert all(0.0 <= features[name] <= 1.0 + 1e-9 for name in SHARES)
    assert -4.0 <= features["meaning"] <= 2.0


def test_no_shipped_coefficient_speaks_against_its_sign() -> None:
    for term in load_model().logistic.terms:
        assert term.weight * SIGNS[term.name] >= 0 or SIGNS[term.name] == 0, term.name


def test_a_missing_or_conflicting_thing_never_raises_the_chance() -> None:
    model = load_model()
    features = features_of(signals("Firehose writes to S3.", "Firehose writes to S3."))
    for name, sign in SIGNS.items():
        if sign < 0:
            assert model.probability({**features, name: 1.0}) <= model.probability(features), name


def test_a_chance_is_the_calibrated_logistic_of_the_features() -> None:
    logistic = Logistic((Term("a", 2.0, mean=1.0, scale=0.5), Term("b", -1.0)), bias=0.5)
    model = Model(logistic, slope=0.5, offset=0.25)
    features = {"a": 1.25, "b": 2.0, "not used": 9.0}
    assert model.logit(features) == pytest.approx(0.5 + 2.0 * 0.5 - 2.0)
    assert model.probability(features) == pytest.approx(sigmoid(0.5 * -0.5 + 0.25)) == pytest.approx(0.5)
    with pytest.raises(KeyError):
        model.probability({"a": 1.0})


@pytest.mark.parametrize(
    "change",
    [
        {"threshold": 1.5},
        {"threshold": "high"},
        {"features": {"reverse": [1.0, 0.0, 0.0]}},
        {"features": {"not a signal": [1.0, 0.0, 1.0]}},
        {"calibration": {}},
        {"calibration": [1.0, 0.0]},
        {"bias": None},
    ],
)
def test_broken_coefficients_are_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    path = tmp_path / "model.json"
    path.write_text(json.dumps({**shipped(), **change}), encoding="utf-8")
    with pytest.raises(LogisticError):
        load_model(path)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(LogisticError):
        load_model(path)


# --- meaning, by vectors


class CountingEmbedder(HashingEmbedder):
    """Remembers how many texts it was asked for."""

    def __init__(self) -> None:
        super().__init__(64)
        self.asked: list[str] = []

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors, as the hashing embedder makes them."""
        self.asked += texts
        return super().embed_queries(texts)


def test_without_an_embedder_nearness_is_not_known() -> None:
    assert Semantics(None).nearness("a", "b", ["c", "d"]) == [Nearness(), Nearness()]


def test_a_text_is_near_itself_and_each_is_embedded_once() -> None:
    embedder = CountingEmbedder()
    semantics = Semantics(embedder, E5_SMALL)
    semantics.remember(["the stream keeps records"])
    (same, other) = semantics.nearness("the stream keeps records", None, ["the stream keeps records", "une pomme"])
    assert same.claim == pytest.approx(1.0, abs=1e-5)
    assert other.claim is not None
    assert other.claim < 0.9
    assert same.denied is None
    semantics.nearness("the stream keeps records", None, ["une pomme"])
    assert sorted(embedder.asked) == sorted(set(embedder.asked))


def test_prepared_evidence_is_not_embedded_again() -> None:
    embedder = CountingEmbedder()
    checker = Checker(lexicon(), embedder)
    evidence = [Window.alone("A stream keeps records for 24 hours.", "en"), Window.alone("S3 stores files.", "en")]
    checker.prepare(evidence)
    before = len(embedder.asked)
    judge(checker, "Streams hold data.", evidence, "en")
    assert not {item.text for item in evidence} & set(embedder.asked[before:])
