"""A second opinion on a verdict: a model that reads claim and evidence, weighed together with the checker's own chance.

Owns what a second opinion is, and how the two chances become one: a logistic of two logits whose coefficients are data
(second_opinion.json, fitted by `evals.checker.fit_opinion`). Off unless somebody asks for it. Knows no model: those are
in `cross_encoder` and `chat_opinion`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Protocol

from assistant.checking.features import features_of
from assistant.checking.findings import Findings
from assistant.checking.model import ModelError, sigmoid
from assistant.checking.verdict import Checker, Verdict, decide
from assistant.checking.window import Window
from ingest.schema import Lang

UNFITTED = "any other"  # the row of second_opinion.json for models that no coefficients were fitted for
THRESHOLD = 0.5
_SUREST = 1e-3  # chances nearer than this to 0 or 1 count as this near


class SecondOpinion(Protocol):
    """Reads claim and evidence as a whole."""

    @property
    def name(self) -> str:
        """Model id: the row of second_opinion.json that weighs it."""

    def probability(self, claim: str, evidence: Sequence[Window]) -> float:
        """Chance (0..1) that the evidence states the claim. Raises AssistantError."""


@dataclass(frozen=True, slots=True)
class Combination:
    """Log odds = intercept + checker * (log odds of the checker) + opinion * (those of the second opinion).

    `most`: log odds of an opinion further from 0 count as this far (small models are often wrong and very sure).
    `pairs`: how many labelled dev pairs it was fitted on, 0 where it was only set.
    """

    intercept: float
    checker: float
    opinion: float
    most: float
    pairs: int = 0

    def chance(self, checker: float, opinion: float) -> float:
        """The chance (0..1) from both chances (0..1)."""
        said = max(-self.most, min(self.most, log_odds(opinion)))
        return sigmoid(self.intercept + self.checker * log_odds(checker) + self.opinion * said)


class SecondLook:
    """Decides verdicts anew with a second opinion, on the one window of evidence that the checker decided by."""

    def __init__(self, checker: Checker, opinion: SecondOpinion, combination: Combination | None = None) -> None:
        self._checker = checker
        self._opinion = opinion
        self._combination = combination or load_combination(opinion.name)

    def review(self, claim: str, item: Window, lang: Lang, first: Verdict) -> Verdict:
        """The verdict on a claim from `item` with both opinions; `first` is the checker's own on the same pair.

        Copied words, and numbers or units that differ, are beyond opinion: no model is asked. Raises AssistantError.
        """
        findings = self._checker.findings(claim, [item], lang)[0]
        if is_beyond(findings):
            return first
        features = features_of(findings)
        own = self._checker.chance(findings, features)
        chance = self._combination.chance(own, self._opinion.probability(claim, [item]))
        return decide(findings, features, chance, THRESHOLD, first.best)


def is_beyond(findings: Findings) -> bool:
    """Whether the literal signals settle a pair whatever a model thinks of it."""
    return findings.verbatim or findings.number_conflict is not None


def log_odds(chance: float) -> float:
    """log(p / (1 - p)), bounded."""
    bounded = max(_SUREST, min(1.0 - _SUREST, chance))
    return math.log(bounded / (1.0 - bounded))


def source_text(item: Window) -> str:
    """Evidence as a model reads it: its nearest heading, its table header or neighbours, its own words."""
    heading = f"({item.headings[-1]})" if item.headings else ""
    return " ".join(" ".join(part.split()) for part in (heading, item.context, item.text) if part)


def load_combination(name: str, path: Path | None = None) -> Combination:
    """The coefficients for a model, or those set for models that none were fitted for. Raises ModelError."""
    if path is None:
        raw = resources.files("assistant.checking").joinpath("data/second_opinion.json").read_text(encoding="utf-8")
    else:
        raw = path.read_text(encoding="utf-8")
    try:
        return _combination(json.loads(raw)["models"], name)
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(f"The coefficients of the second opinion cannot be read: {error}") from error


def _combination(rows: dict[str, Any], name: str) -> Combination:
    row = rows[name] if name in rows else rows[UNFITTED]
    most, pairs = float(row["most"]), int(row["pairs"])
    return Combination(float(row["intercept"]), float(row["checker"]), float(row["opinion"]), most, pairs)
