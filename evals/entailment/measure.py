"""How well a reader tells pairs apart: pure functions of pairs and the chance of their first class."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evals.entailment.pairs import Pair


@dataclass(frozen=True, slots=True)
class Score:
    """Of `n` pairs: area under the curve, and balanced accuracy with a chance of 0.5 and more for positive (0..1)."""

    n: int
    area: float
    balanced: float


def score(pairs: Sequence[Pair], chances: Sequence[float]) -> Score:
    """The score of pairs by the chance (0..1) of their first class; 0.5 for both where one side is missing."""
    positive = [chance for pair, chance in zip(pairs, chances, strict=True) if pair.positive]
    negative = [chance for pair, chance in zip(pairs, chances, strict=True) if not pair.positive]
    if not positive or not negative:
        return Score(len(pairs), 0.5, 0.5)
    from sklearn.metrics import roc_auc_score

    area = float(roc_auc_score([pair.positive for pair in pairs], chances))
    found = sum(chance >= 0.5 for chance in positive) / len(positive)
    refused = sum(chance < 0.5 for chance in negative) / len(negative)
    return Score(len(pairs), area, (found + refused) / 2)


def by(pairs: Sequence[Pair], chances: Sequence[float], name: Callable[[Pair], str]) -> dict[str, Score]:
    """The score of each part of the pairs, in order of name."""
    parts: dict[str, list[tuple[Pair, float]]] = {}
    for pair, chance in zip(pairs, chances, strict=True):
        parts.setdefault(name(pair), []).append((pair, chance))
    return {part: score(*zip(*parts[part], strict=True)) for part in sorted(parts)}


def right_by_kind(pairs: Sequence[Pair], chances: Sequence[float]) -> dict[str, tuple[float, int]]:
    """Share of the pairs of each label and kind that fall on the right side of 0.5, and how many there are."""
    parts: dict[str, list[bool]] = {}
    for pair, chance in zip(pairs, chances, strict=True):
        side = "true" if pair.positive else "false"
        parts.setdefault(f"{pair.task}, {side}: {pair.kind}", []).append((chance >= 0.5) == pair.positive)
    return {part: (sum(right) / len(right), len(right)) for part, right in sorted(parts.items())}


def languages(pair: Pair) -> str:
    """The languages of a pair: "fr-en" is a French text and English evidence."""
    return f"{pair.lang}-{pair.evidence_lang}"
