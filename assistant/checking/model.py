"""The coefficients that weigh the signals: a small logistic regression as readable JSON.

Owns loading, validating and applying them. Fitting is `evals.checker.fit`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any


class ModelError(ValueError):
    """The file of coefficients is not as it should be."""


@dataclass(frozen=True, slots=True)
class Weight:
    """Coefficient of one feature, which is first centred on `mean` and divided by `scale` (those of the dev items)."""

    name: str
    coefficient: float
    mean: float = 0.0
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Model:
    """Logistic regression over named features, calibrated by `slope` and `offset` on held-out logits.

    `threshold` is the chance (0..1) from which a claim counts as supported.
    """

    weights: tuple[Weight, ...]
    intercept: float
    threshold: float = 0.5
    slope: float = 1.0
    offset: float = 0.0

    def probability(self, features: Mapping[str, float]) -> float:
        """Calibrated chance (0..1) that the claim is supported. Raises KeyError for a feature that is not given."""
        return sigmoid(self.slope * self.logit(features) + self.offset)

    def logit(self, features: Mapping[str, float]) -> float:
        """Log odds before calibration."""
        return self.intercept + sum(w.coefficient * (features[w.name] - w.mean) / w.scale for w in self.weights)


def sigmoid(value: float) -> float:
    """1 / (1 + exp(-value)), safe for large values."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))


def load_model(path: Path | None = None) -> Model:
    """The coefficients of the package, or those at `path`. Raises ModelError."""
    if path is None:
        raw = resources.files("assistant.checking").joinpath("data/model.json").read_text(encoding="utf-8")
    else:
        raw = path.read_text(encoding="utf-8")
    try:
        return _model(json.loads(raw))
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(f"The coefficients of the checker cannot be read: {error}") from error


def _model(data: dict[str, Any]) -> Model:
    weights = tuple(
        Weight(str(name), float(row["coefficient"]), float(row["mean"]), float(row["scale"]))
        for name, row in data["features"].items()
    )
    if any(weight.scale <= 0 for weight in weights) or not 0 < float(data["threshold"]) < 1:
        raise ValueError("a scale that is not above 0, or a threshold outside 0..1")
    calibration = data["calibration"]
    return Model(
        weights,
        float(data["intercept"]),
        float(data["threshold"]),
        float(calibration["slope"]),
        float(calibration["offset"]),
    )
