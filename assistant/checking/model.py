"""The coefficients that weigh the signals: a logistic score, calibrated, with the chance that counts as support.

Owns what the checker adds to `assistant.logistic`: calibration and threshold. Fitting is `evals.checker.fit`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.checking.features import SIGNS
from assistant.logistic import Logistic, LogisticError, logistic_of, number, read_coefficients, sigmoid

_FILE = Path(__file__).parent / "data" / "model.json"


@dataclass(frozen=True, slots=True)
class Model:
    """Logistic score over named features, calibrated by `slope` and `offset` on held-out log odds.

    `threshold` is the chance (0..1) from which a claim counts as supported.
    """

    logistic: Logistic
    threshold: float = 0.5
    slope: float = 1.0
    offset: float = 0.0

    def probability(self, features: Mapping[str, float]) -> float:
        """Calibrated chance (0..1) that the claim is supported. Raises KeyError for a feature that is not given."""
        return sigmoid(self.slope * self.logit(features) + self.offset)

    def logit(self, features: Mapping[str, float]) -> float:
        """Log odds before calibration."""
        # The bias comes last, as when the threshold was chosen: the same chances to the last bit.
        return self.logistic.weighed(features) + self.logistic.bias


def load_model(path: Path | None = None) -> Model:
    """The coefficients of the package, or those at `path`. Raises LogisticError."""
    path = path or _FILE
    data = read_coefficients(path)
    logistic = logistic_of(data, SIGNS, path.name, some=True)
    threshold = number(data.get("threshold"), "threshold", path.name)
    if not 0 < threshold < 1:
        raise LogisticError(f"{path.name}: the threshold is {threshold}. Give a chance between 0 and 1.")
    calibration = data.get("calibration")
    rows = calibration if isinstance(calibration, dict) else {}
    slope, offset = (number(rows.get(name), f"calibration: {name}", path.name) for name in ("slope", "offset"))
    return Model(logistic, threshold, slope, offset)
