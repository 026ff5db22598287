"""The numbers that the model weighs, one by one, from the findings of the signals.

Each has a sign that it may count with: what is missing or in conflict never speaks for a claim. Knows nothing of
coefficients; `data/model.json` has one for each feature that helped on the dev items.
"""

from __future__ import annotations

from collections.abc import Iterable

from assistant.checking.findings import Findings
from assistant.checking.reading.reading import Item
from assistant.checking.signals.soft import SoftFinding

# Without an embedder, the meaning that a lexical closeness goes with on average (dev items and unrelated pairs).
_MEANING_AT_ZERO, _MEANING_PER_CLOSENESS = -5.0, 5.5

_LIKELY = 0.3  # of a denial that one text has and the other has not
_POSSIBLE = 0.25  # of one that nothing excuses

SIGNS: dict[str, int] = {
    "closeness": 1, "coverage": 1, "reverse": 1, "meaning": 1, "number_match": 1, "absent_terms": -1,
    "absent_rest": -1, "number_conflict": -1, "number_missing": -1, "denial_flip": -1, "denial_clear": -1,
    "denial_likely": -1, "denial_plain": -1, "modal": -1, "elsewhere": -1, "direction": -1,
    "structure": -1, "name_swapped": -1, "name_missing": -1,
    "universal": -1, "exclusive": -1, "default_swapped": -1, "denied_nearer": -1, "limit_dropped": -1,
    "overreach": -1, "all_not_only": -1, "extended": -1, "binding": -1, "binding_alike": -1,
    "conflict": -1,
    # These measure one thing in several ways and correct one another, so each may count either way.
    "soft_precision": 0, "soft_recall": 0, "soft_items": 0, "soft_reverse": 0, "soft_least": 0, "soft_least_two": 0,
    "soft_gap": 0, "soft_worst_gap": 0,
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
        "number_conflict": float(findings.number_conflict is not None),
        "number_missing": float(bool(findings.numbers.missing)),
        "denial_flip": findings.polarity.flip,
        "denial_clear": float(findings.polarity.flip >= 0.75),
        "denial_likely": float(findings.polarity.flip >= _LIKELY),
        "denial_plain": float(findings.polarity.flip >= _POSSIBLE and not findings.polarity.excused),
        "modal": float(findings.modal.possibility or findings.modal.need),
        "elsewhere": float(findings.modal.elsewhere),
        "denied_nearer": findings.denied_nearer,
        "direction": float(bool(findings.direction.conflicts) and not findings.turned_twice),
        "structure": float(findings.exchanged),
        "name_swapped": float(bool(findings.names.swapped)),
        "name_missing": min(2.0, float(len(findings.names.missing))),
        "default_swapped": float(findings.defaults.conflict is not None),
        "universal": float(bool(reach.stronger)),
        "exclusive": float(bool(reach.exclusive)),
        "limit_dropped": float(bool(reach.dropped)),
        "overreach": float(bool((reach.stronger or reach.exclusive) and reach.hedge_dropped)),
        "extended": float(reach.extended),
        "all_not_only": float(bool(reach.stronger and reach.only_dropped)),
        "binding": findings.binding.ratio,
        "binding_alike": findings.binding.ratio * findings.binding.alike,
        "conflict": float(findings.certain_conflict),
        **_soft(findings),
        "cross": float(findings.cross),
    }


def _meaning(findings: Findings) -> float:
    """Cosine in spreads above the usual one for a sentence that says the same; from the words where there is none."""
    value = findings.near.meaning(cross=findings.cross)
    if value is None:
        value = _MEANING_AT_ZERO + _MEANING_PER_CLOSENESS * findings.alignment.context_coverage
    return max(-4.0, min(2.0, value))


def _soft(findings: Findings) -> dict[str, float]:
    soft = findings.soft or _usual_soft(findings)
    return {
        "soft_precision": soft.precision,
        "soft_recall": soft.recall,
        "soft_items": soft.items,
        "soft_reverse": soft.reverse,
        "soft_least": soft.least,
        "soft_least_two": soft.least_two,
        "soft_gap": soft.gap,
        "soft_worst_gap": soft.worst_gap,
    }


def _usual_soft(findings: Findings) -> SoftFinding:
    """Without vectors: the values that a lexical closeness goes with on average."""
    near, missing = findings.alignment.context_coverage, 1.0 - findings.alignment.context_coverage
    low = 0.35 + 0.3 * near
    return SoftFinding(low, low, 0.4 + 0.3 * near, 0.4 + 0.2 * near, low - 0.1, low, 0.5 * missing, low)


def _share(items: Iterable[Item], kinds: set[str], total: float) -> float:
    return sum(item.weight for item in items if item.kind in kinds) / total
