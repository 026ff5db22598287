"""The coefficients that weigh the signals: a small logistic regression as readable JSON.

Owns loading and applying them. Fitting is `evals.checker.fit`.
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
class Model:
    """Logistic regression over named features; `threshold` is the chance from which a claim counts as supported."""

    coefficients: Mapping[str, float]
    intercept: float
    threshold: float = 0.5

    def probability(self, features: Mapping[str, float]) -> float:
        """Chance (0..1) that the claim is supported."""
        total = self.intercept + sum(weight * features[name] for name, weight in self.coefficients.items())
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def load_model(path: Path | None = None) -> Model:
    """The coefficients of the package, or those at `path`. Raises ModelError."""
    if path is None:
        raw = resources.files("assistant.checking").joinpath("data/model.json").read_text(encoding="utf-8")
    else:
        raw = path.read_text(encoding="utf-8")
    try:
        data: dict[str, Any] = json.loads(raw)
        return Model(
            {str(name): float(weight) for name, weight in data["coefficients"].items()},
            float(data["intercept"]),
            float(data["threshold"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(f"The coefficients of the checker cannot be read: {error}") from error
