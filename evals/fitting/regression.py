"""One way to fit and to write a logistic score: every small model of `assistant` comes from here.

Owns the regression (scikit-learn), its standardisation, the folds by question and the shape of the files of
coefficients. Knows no feature, and nothing that runs when questions are answered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.logistic import Logistic, Term

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_DIGITS = 4  # of a written coefficient
_MOST_STEPS = 5000
_SHORT_LIST = re.compile(r"\[\s+([^\[\]{}]+?)\s+\]")


def fit(
    names: Sequence[str],
    rows: Any,
    labels: Any,
    *,
    strength: float,
    weights: Any = None,
    standardise: bool = True,
) -> Logistic:
    """The score that separates rows, shape (n, len(names)), by labels, shape (n,), 1 or true for the wanted ones.

    `strength` is scikit-learn's C, the inverse of regularisation; `weights`, shape (n,), count rows more or less. A
    feature that never changes keeps the scale 1.
    """
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    values: Array = np.asarray(rows, dtype=float)
    mean, scale = np.zeros(len(names)), np.ones(len(names))
    if standardise:
        mean, spread = values.mean(axis=0), values.std(axis=0)
        scale = np.where(spread > 1e-9, spread, 1.0)
    model = LogisticRegression(C=strength, max_iter=_MOST_STEPS)
    model.fit((values - mean) / scale, labels, sample_weight=weights)
    terms = (Term(name, *map(float, row)) for name, *row in zip(names, model.coef_[0], mean, scale, strict=True))
    return Logistic(tuple(terms), float(model.intercept_[0]))


def log_odds(logistic: Logistic, rows: Any) -> Array:
    """Log odds of rows whose columns are the features of the score, in its order; shape (n,)."""
    import numpy as np

    weight, mean, scale = (np.array([getattr(t, name) for t in logistic.terms]) for name in ("weight", "mean", "scale"))
    result: Array = (np.asarray(rows, dtype=float) - mean) / scale @ weight + logistic.bias
    return result


def folds(count: int, parts: int, seeds: int) -> Iterator[tuple[list[int], list[int]]]:
    """Places to learn from and places held out, `parts` times for each of `seeds` partitions drawn at random."""
    import numpy as np

    for seed in range(seeds):
        fold = np.random.default_rng(seed).integers(0, parts, count)
        for held in range(parts):
            yield [i for i in range(count) if fold[i] != held], [i for i in range(count) if fold[i] == held]


def as_data(logistic: Logistic) -> dict[str, Any]:
    """The score as `assistant.logistic` reads it, rounded."""
    features = {t.name: [round(v, _DIGITS) for v in (t.weight, t.mean, t.scale)] for t in logistic.terms}
    return {"bias": round(logistic.bias, _DIGITS), "features": features}


def write(path: Path, data: dict[str, Any]) -> str:
    """Write a file of coefficients, a line for each feature; returns the text."""
    text = as_text(data)
    path.write_text(text, encoding="utf-8")
    return text


def as_text(data: dict[str, Any]) -> str:
    """Data as a file of coefficients shows it: indented JSON, lists of numbers on one line."""
    text = json.dumps(data, indent=2, ensure_ascii=False)
    return _SHORT_LIST.sub(lambda found: "[" + " ".join(found[1].split()) + "]", text) + "\n"
