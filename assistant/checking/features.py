"""The numbers that the model weighs, one by one, from the findings of the signals.

Each has a sign that it may count with: what is missing or in conflict never speaks for a claim. Knows nothing of
coefficients; `data/model.json` has one for each feature that helped on the dev items.
"""

from __future__ import annotations

from collections.abc import Iterable

from assistant.checking.findings import Findings
from assistant.checking.reading import Item

# Cosine of e5 between a claim and a sentence that says the same: mean and spread, in one language and across two.
_USUAL_COSINE = {False: (0.94, 0.025), True: (0.92, 0.025)}
# Without an embedder, the meaning that a lexical closeness goes with on average (dev items and unrelated pairs).
_MEANING_AT_ZERO, _MEANING_PER_CLOSENESS = -5.0, 5.5

SIGNS: dict[str, int] = {
    "closeness": 1, "coverage": 1, "reverse": 1, "meaning": 1, "number_match": 1,
    "absent_terms": -1, "absent_rest": -1, "number_conflict": -1, "number_missing": -1, "denial_flip": -1,
    "denial_clear": -1, "direction": -1, "structure": -1, "name_swapped": -1, "name_missing": -1, "universal": -1,
    "exclusive": -1, "default_swapped": -1, "limit_dropped": -1, "overreach": -1, "all_not_only": -1,
    "cross": 0,
}  # fmt: skip


def features_of(findings: Findings) -> dict[str, float]:
    """Features of one claim against one piece of evidence. Shares are in 0..1, flags 0 or 1, meaning in -4..2."""
    alignment, reach = findings.alignment, findings.reach
    total = sum(item.weight for item in findings.claim.items) or 1.0
    return {
        "closeness": alignment.context_coverage,
        "coverage": alignment.coverage,
        "reverse": alignment.reverse,
        "meaning": _meaning(findings),
        "number_match": float(findings.numbers.matched > 0 and findings.numbers.outcome == "match"),
        "absent_terms": _share(alignment.missing, {"term", "metric"}, total),
        "absent_rest": _share(alignment.missing, {"word", "verb", "relation"}, total),
        "number_conflict": float(bool(findings.numbers.conflicts or findings.names.units)),
        "number_missing": float(bool(findings.numbers.missing)),
        "denial_flip": findings.polarity.flip,
        "denial_clear": float(findings.polarity.flip >= 0.75),
        "direction": float(bool(findings.direction.conflicts)),
        "structure": float(findings.exchanged),
        "name_swapped": float(bool(findings.names.swapped)),
        "name_missing": min(2.0, float(len(findings.names.missing))),
        "default_swapped": float(findings.defaults.conflict is not None),
        "universal": float(bool(reach.stronger)),
        "exclusive": float(bool(reach.exclusive)),
        "limit_dropped": float(bool(reach.dropped)),
        "overreach": float(bool((reach.stronger or reach.exclusive) and reach.hedge_dropped)),
        "all_not_only": float(bool(reach.stronger and reach.only_dropped)),
        "cross": float(findings.cross),
    }


def _meaning(findings: Findings) -> float:
    """Cosine in spreads above the usual one for a sentence that says the same; from the words where there is none."""
    if findings.cosine is None:
        value = _MEANING_AT_ZERO + _MEANING_PER_CLOSENESS * findings.alignment.context_coverage
    else:
        mean, spread = _USUAL_COSINE[findings.cross]
        value = (findings.cosine - mean) / spread
    return max(-4.0, min(2.0, value))


def _share(items: Iterable[Item], kinds: set[str], total: float) -> float:
    return sum(item.weight for item in items if item.kind in kinds) / total
