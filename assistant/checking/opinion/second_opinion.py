"""A second opinion on a verdict: a model that reads claim and evidence, weighed together with the checker's own chance.

Owns what a second opinion is, and how the two chances become one: a logistic of two logits whose coefficients are data
(second_opinion.json, fitted by `evals.checker.fit_opinion`). Off unless somebody asks for it. Knows no model: those are
in `cross_encoder` and `chat_opinion`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from assistant.checking.features import features_of
from assistant.checking.findings import Findings
from assistant.checking.verdict import Checker, Verdict, decide
from assistant.checking.window import Window
from assistant.logistic import Logistic, logistic_of, number, read_coefficients
from ingest.schema import Lang
from ingest.subjects import told

UNFITTED = "any other"  # the row of second_opinion.json for models that no coefficients were fitted for
THRESHOLD = 0.5
_FILE = Path(__file__).parents[1] / "data" / "second_opinion.json"
_FEATURES = ("checker", "opinion")
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
    """A logistic score of two log odds: those of the checker, and those of the second opinion.

    `most`: log odds of an opinion further from 0 count as this far (small models are often wrong and very sure).
    `pairs`: how many labelled dev pairs it was fitted on, 0 where it was only set.
    """

    logistic: Logistic
    most: float
    pairs: int = 0

    def chance(self, checker: float, opinion: float) -> float:
        """The chance (0..1) from both chances (0..1)."""
        said = max(-self.most, min(self.most, log_odds(opinion)))
        return self.logistic.probability({"checker": log_odds(checker), "opinion": said})


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
    """Evidence as a model reads it: its nearest heading, a neighbour it leans on, its own words with their subject."""
    heading = f"({item.headings[-1]})" if item.headings else ""
    return " ".join(" ".join(part.split()) for part in (heading, item.context, told(item.span)) if part)


def load_combination(name: str, path: Path | None = None) -> Combination:
    """The coefficients for a model, or those set for models that none were fitted for. Raises LogisticError."""
    path = path or _FILE
    models = read_coefficients(path).get("models")
    rows = models if isinstance(models, dict) else {}
    where = f"{path.name}, {name if name in rows else UNFITTED}"
    row = rows.get(name, rows.get(UNFITTED)) or {}
    logistic = logistic_of(row, _FEATURES, where)
    most, pairs = (number(row.get(key), key, where) for key in ("most", "pairs"))
    return Combination(logistic, most, int(pairs))
