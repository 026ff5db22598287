"""One logistic score: what it computes, and every way in which its file can be wrong."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.logistic import Logistic, LogisticError, Term, load_logistic, sigmoid

ROOT = Path(__file__).parents[2] / "assistant"
GOOD: dict[str, Any] = {"what": "a test", "bias": 0.5, "features": {"a": [2.0, 1.0, 0.5], "b": [-1, 0, 1]}}


def file_with(tmp_path: Path, data: object) -> Path:
    path = tmp_path / "weights.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return path


def test_a_chance_is_the_logistic_of_the_weighed_features(tmp_path: Path) -> None:
    score = load_logistic(file_with(tmp_path, GOOD), ("a", "b"))
    assert score == Logistic((Term("a", 2.0, 1.0, 0.5), Term("b", -1.0)), 0.5)
    values = {"a": 1.25, "b": 2.0, "not used": 9.0}
    assert score.log_odds(values) == 0.5 + 2.0 * 0.25 / 0.5 - 2.0 == -0.5
    assert score.probability(values) == pytest.approx(1 / (1 + math.exp(0.5)))
    with pytest.raises(KeyError):
        score.probability({"a": 1.0})


@given(st.floats(allow_nan=False))
def test_a_sigmoid_is_a_chance_for_any_number(value: float) -> None:
    assert 0.0 < sigmoid(value) < 1.0


@given(st.lists(st.floats(-5, 5), min_size=2, max_size=2), st.floats(0.01, 5))
def test_a_weight_above_zero_only_raises_the_chance(values: list[float], more: float) -> None:
    score = Logistic((Term("a", 1.5, 0.2, 0.4), Term("b", -0.5)), -1.0)
    a, b = values
    assert score.probability({"a": a + more, "b": b}) >= score.probability({"a": a, "b": b})
    assert score.probability({"a": a, "b": b + more}) <= score.probability({"a": a, "b": b})


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("{", "cannot be read"),
        ([1, 2], "no JSON object"),
        ({"bias": 1.0}, "no features"),
        ({**GOOD, "bias": None}, "bias is None"),
        ({**GOOD, "bias": True}, "bias is True"),
        ({**GOOD, "features": {"a": [1.0, 0.0, 1.0]}}, "missing: b"),
        ({**GOOD, "features": {**GOOD["features"], "c": [1.0, 0.0, 1.0]}}, "unknown: c"),
        ({**GOOD, "features": {"a": [2.0, 1.0, 0.0], "b": [-1, 0, 1]}}, "feature a has the scale 0.0"),
        ({**GOOD, "features": {"a": [2.0, 1.0], "b": [-1, 0, 1]}}, "not \\[weight, mean, scale\\]"),
        ({**GOOD, "features": {"a": [2.0, "1", 1.0], "b": [-1, 0, 1]}}, "feature a is '1'"),
        ('{"bias": NaN, "features": {"a": [1, 0, 1], "b": [1, 0, 1]}}', "bias is nan"),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_name(tmp_path: Path, data: object, said: str) -> None:
    with pytest.raises(LogisticError, match=said) as caught:
        load_logistic(file_with(tmp_path, data), ("a", "b"))
    assert str(caught.value).startswith("weights.json: ")
    assert "Install citeprep again" in str(caught.value)


def test_a_file_that_is_not_there_is_an_error_of_the_same_kind(tmp_path: Path) -> None:
    with pytest.raises(LogisticError, match="cannot be read"):
        load_logistic(tmp_path / "none.json", ("a",))


def test_every_shipped_file_has_the_one_shape() -> None:
    """Each holds scores of `{bias, features: {name: [weight, mean, scale]}}`, at the top or one level below."""
    files = [*ROOT.glob("finding/data/*.json"), ROOT / "choosing/data/options.json"]
    files += [ROOT / "checking/data" / name for name in ("model.json", "second_opinion.json")]
    assert len(files) == 6
    for path in files:
        data = json.loads(path.read_text(encoding="utf-8"))
        below = [v for v in (*data.values(), *data.get("models", {}).values()) if isinstance(v, dict)]
        scores = [d for d in (data, *below) if "features" in d]
        assert scores, path
        for one in scores:
            assert isinstance(one["bias"], float), path
            assert all(len(row) == 3 and row[2] > 0 for row in one["features"].values()), path
