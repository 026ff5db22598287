"""From the signals of the options of an exam question to the chance of each, and to a choice.

A logistic score of signals that are standardised within the question: an option is better or worse than its rivals,
never good by itself. Weights are data, fitted on dev exam questions by `python -m evals.fitting.options`; one set with
a chat model's opinion, one without. Knows nothing of retrieval, prompts or wording.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.logistic import Logistic, logistic_of, read_coefficients

_WEIGHTS = Path(__file__).parent / "data" / "options.json"
_FEATURES = {"sources": ("joint", "gathered"), "with_model": ("joint", "gathered", "opinion")}
_FLOOR = 1e-3  # belief in an option that a model gives no chance, so that its logarithm is finite


@dataclass(frozen=True, slots=True)
class Signals:
    """What the sources say for an option: its best sentence, and all sentences together. Higher is better."""

    joint: float = 0.0
    gathered: float = 0.0


def chances(signals: Sequence[Signals], beliefs: Sequence[float] | None = None) -> list[float]:
    """Chance of each option to be right, in 0..1; with the shares of belief of a chat model where it gave some."""
    if not signals:
        return []
    kind = "with_model" if beliefs is not None else "sources"
    model, names = _models()[kind], _FEATURES[kind]
    return [model.probability(dict(zip(names, row, strict=True))) for row in rows(signals, beliefs)]


def rows(signals: Sequence[Signals], beliefs: Sequence[float] | None = None) -> list[tuple[float, ...]]:
    """The features of each option, standardised within the question."""
    columns = [_standardised([s.joint for s in signals]), _standardised([s.gathered for s in signals])]
    if beliefs is not None:
        columns.append(_standardised([math.log(belief + _FLOOR) for belief in beliefs]))
    return list(zip(*columns, strict=True))


def chosen_of(scores: Sequence[float], count: int) -> tuple[list[int], float]:
    """Places of the `count` best options in their order, and the lead of the last of them over the next."""
    ranked = sorted(range(len(scores)), key=lambda place: (-scores[place], place))
    chosen, rest = ranked[:count], ranked[count:]
    lead = scores[chosen[-1]] - scores[rest[0]] if rest else 1.0
    return sorted(chosen), lead


def _standardised(values: Sequence[float]) -> list[float]:
    mean = sum(values) / len(values)
    spread = math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))
    return [(value - mean) / (spread + 1e-6) for value in values]


@cache
def _models() -> dict[str, Logistic]:
    """The two sets of weights by name."""
    data = read_coefficients(_WEIGHTS)
    return {kind: logistic_of(data.get(kind), names, f"{_WEIGHTS.name}, {kind}") for kind, names in _FEATURES.items()}
