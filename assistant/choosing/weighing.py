"""From the signals of the options of an exam question to the chance of each, and to a choice.

A logistic score of signals that are standardised within the question: an option is better or worse than its rivals,
never good by itself. Weights are data, fitted on dev exam questions by `python -m evals.fitting.options`; one set with
a chat model's opinion, one without; and how far a choice must lead to count as answered. Knows nothing of retrieval,
prompts or wording.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from assistant.logistic import Logistic, LogisticError, logistic_of, read_coefficients

_WEIGHTS = Path(__file__).parent / "data" / "options.json"
_FLOOR = 1e-3  # belief in an option that a model gives no chance, so that its logarithm is finite


@dataclass(frozen=True, slots=True)
class Signals:
    """What the sources say for an option; higher is better, 0 where its kind of stem does not ask.

    `joint`: its best statement; `affirmed`: the same, denials counting against it; `gathered`: all sentences together;
    `fits`: the constraints of a story. Where the exception is asked for, `doubted`: how little it is affirmed, and
    `denied`: how much a denial is about it.
    """

    joint: float = 0.0
    affirmed: float = 0.0
    gathered: float = 0.0
    fits: float = 0.0
    doubted: float = 0.0
    denied: float = 0.0


SIGNALS = tuple(own.name for own in fields(Signals))
FEATURES: Mapping[str, tuple[str, ...]] = {"sources": SIGNALS, "with_model": (*SIGNALS, "opinion")}


def chances(signals: Sequence[Signals], beliefs: Sequence[float] | None = None) -> list[float]:
    """Chance of each option to be right, in 0..1; with the shares of belief of a chat model where it gave some."""
    if not signals:
        return []
    kind = "sources" if beliefs is None else "with_model"
    model, names = _models()[kind], FEATURES[kind]
    return [model.probability(dict(zip(names, row, strict=True))) for row in rows(signals, beliefs)]


def choice_of(signals: Sequence[Signals], count: int) -> tuple[tuple[int, ...], bool]:
    """Places of the `count` likeliest options by the sources, and whether they lead as far as an answer must."""
    places, lead = chosen_of(chances(signals), count)
    return tuple(places), lead >= _answered()


def rows(signals: Sequence[Signals], beliefs: Sequence[float] | None = None) -> list[tuple[float, ...]]:
    """The features of each option, standardised within the question."""
    columns = [_standardised(column) for column in zip(*(astuple(own) for own in signals), strict=True)]
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
    data = _data()
    return {kind: logistic_of(data.get(kind), names, f"{_WEIGHTS.name}, {kind}") for kind, names in FEATURES.items()}


@cache
def _answered() -> float:
    """The lead (a difference of chances) from which a choice by the sources counts as answered."""
    lead = _data().get("answered")
    if not isinstance(lead, int | float):
        raise LogisticError(f"{_WEIGHTS.name}: answered is no lead: run `python -m evals.fitting.options --write`.")
    return float(lead)


@cache
def _data() -> Mapping[str, Any]:
    return read_coefficients(_WEIGHTS)
