"""The one regression: what it learns, and that what it writes is what the program reads."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from assistant.logistic import load_logistic
from evals.fitting import regression

NAMES = ("telling", "noise", "constant")


def data(count: int = 200) -> tuple[list[list[float]], list[bool]]:
    chance = random.Random(3)
    labels = [place % 2 == 0 for place in range(count)]
    return [[(3.0 if label else 1.0) + chance.gauss(0, 0.5), chance.random(), 7.0] for label in labels], labels


def test_the_telling_feature_is_found_and_a_constant_one_stays_harmless() -> None:
    rows, labels = data()
    score = regression.fit(NAMES, rows, labels, strength=0.5)
    telling, noise, constant = score.terms
    assert telling.weight > 5 * abs(noise.weight)
    assert (constant.weight, constant.mean, constant.scale) == (0.0, 7.0, 1.0)
    right = [score.probability(dict(zip(NAMES, row, strict=True))) > 0.5 for row in rows]
    assert sum(r == label for r, label in zip(right, labels, strict=True)) / len(labels) > 0.95


def test_rows_at_once_and_one_by_one_have_the_same_log_odds() -> None:
    rows, labels = data(20)
    score = regression.fit(NAMES, rows, labels, strength=0.5, standardise=False)
    assert all(term.mean == 0.0 and term.scale == 1.0 for term in score.terms)
    one_by_one = [score.log_odds(dict(zip(NAMES, row, strict=True))) for row in rows]
    assert list(regression.log_odds(score, rows)) == pytest.approx(one_by_one)


def test_what_is_written_can_be_read_and_read_by_people(tmp_path: Path) -> None:
    score = regression.fit(NAMES, *data(), strength=0.5)
    path = tmp_path / "weights.json"
    text = regression.write(path, {"what": "a test [of lists]", **regression.as_data(score)})
    read = load_logistic(path, NAMES)
    assert [round(term.weight, 4) for term in score.terms] == [term.weight for term in read.terms]
    assert sum(line.startswith('    "') for line in text.splitlines()) == len(NAMES)
    assert '"constant": [0.0, 7.0, 1.0]' in text


def test_every_place_is_held_out_once_for_each_seed() -> None:
    parts = list(regression.folds(25, 5, 2))
    assert len(parts) == 10
    assert sorted(place for _, held in parts for place in held) == sorted([*range(25), *range(25)])
    assert all(not set(learned) & set(held) and len(learned) + len(held) == 25 for learned, held in parts)
