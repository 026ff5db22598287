"""The one logistic score: named features, weighed, to log odds and a chance; its coefficients are readable JSON.

Owns reading, checking and applying coefficients. What ranks sentences, refuses, chooses options, judges claims and
weighs a second opinion all hold one of these values. Fitting is `evals.fitting.regression`. Knows no feature by name.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MOST = 30.0  # log odds further from 0 count as this far: exp() stays finite and no chance is exactly 0 or 1


class LogisticError(ValueError):
    """A file of coefficients is not as it must be; the message names file, entry and fault, and the remedy."""


@dataclass(frozen=True, slots=True)
class Term:
    """Coefficient of one feature, which is first centred on `mean` and divided by `scale` (above 0)."""

    name: str
    weight: float
    mean: float = 0.0
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Logistic:
    """Log odds = bias + the sum of weight * (value - mean) / scale over named features."""

    terms: tuple[Term, ...]
    bias: float = 0.0

    def weighed(self, values: Mapping[str, float], start: float = 0.0) -> float:
        """`start` plus the weighed features, added in the order of the terms. Raises KeyError for a missing feature."""
        total = start
        for term in self.terms:
            total += term.weight * (values[term.name] - term.mean) / term.scale
        return total

    def log_odds(self, values: Mapping[str, float]) -> float:
        """Log odds of the values; more of them than there are terms do no harm. Raises KeyError for a missing one."""
        return self.weighed(values, self.bias)

    def probability(self, values: Mapping[str, float]) -> float:
        """Chance in 0..1 of the values. Raises KeyError for a missing one."""
        return sigmoid(self.log_odds(values))


def sigmoid(value: float) -> float:
    """1 / (1 + exp(-value)), safe for large values."""
    return 1.0 / (1.0 + math.exp(-max(-_MOST, min(_MOST, value))))


def read_coefficients(path: Path) -> dict[str, Any]:
    """What a file of coefficients holds, not yet checked. Raises LogisticError when it is no JSON object."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _fault(path.name, f"cannot be read ({error})") from error
    if not isinstance(data, dict):
        raise _fault(path.name, "is no JSON object")
    return data


def logistic_of(data: object, names: Collection[str], where: str, *, some: bool = False) -> Logistic:
    """The score in `{"bias": number, "features": {name: [weight, mean, scale]}}`; other keys are left alone.

    `names` are the features that the program gives: exactly these are expected, or `some` of them. `where` says in an
    error what was read. Raises LogisticError.
    """
    if not isinstance(data, Mapping) or not isinstance(data.get("features"), Mapping):
        raise _fault(where, "has no features")
    features = data["features"]
    unknown = sorted(set(features) - set(names))
    missing = [] if some else sorted(set(names) - set(features))
    if unknown or missing or not features:
        raise _fault(where, f"features unknown: {_list(unknown)}; missing: {_list(missing)}")
    terms = tuple(_term(str(name), row, where) for name, row in features.items())
    return Logistic(terms, number(data.get("bias"), "bias", where))


def number(value: object, name: str, where: str) -> float:
    """A finite number of a file of coefficients. Raises LogisticError."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise _fault(where, f"{name} is {value!r}, which is no finite number")
    return float(value)


def load_logistic(path: Path, names: Collection[str]) -> Logistic:
    """The score in a file that holds one. Raises LogisticError."""
    return logistic_of(read_coefficients(path), names, path.name)


def _term(name: str, row: object, where: str) -> Term:
    if not isinstance(row, list) or len(row) != 3:
        raise _fault(where, f"feature {name} is {row!r}, not [weight, mean, scale]")
    weight, mean, scale = (number(value, f"feature {name}", where) for value in row)
    if scale <= 0:
        raise _fault(where, f"feature {name} has the scale {scale}, which is not above 0")
    return Term(name, weight, mean, scale)


def _list(names: Collection[str]) -> str:
    return ", ".join(names) or "none"


def _fault(where: str, what: str) -> LogisticError:
    return LogisticError(
        f"{where}: {what}. Install citeprep again, or fit these coefficients anew (docs/evaluation.md)."
    )
