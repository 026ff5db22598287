"""The numbers that the model weighs, one by one, from the findings of the signals. Each is named and bounded.

Knows nothing of coefficients; `model.json` has one for each name here.
"""

from __future__ import annotations

from collections.abc import Iterable

from assistant.checking.findings import Findings
from assistant.checking.reading import Item

# Cosine of e5 between a claim and a sentence that says the same: mean and spread, one language and two (dev items).
_USUAL_COSINE = {False: (0.94, 0.025), True: (0.92, 0.025)}


def features_of(findings: Findings) -> dict[str, float]:
    """Features of one claim against one piece of evidence. Shares are in 0..1, flags 0 or 1."""
    alignment = findings.alignment
    total = sum(item.weight for item in findings.claim.items) or 1.0
    absent = alignment.missing
    mean, spread = _USUAL_COSINE[findings.cross]
    return {
        "closeness": alignment.context_coverage,
        "coverage": alignment.coverage,
        "reverse": alignment.reverse,
        "meaning": 0.0 if findings.cosine is None else max(-4.0, min(2.0, (findings.cosine - mean) / spread)),
        "absent_terms": _share(absent, {"term", "metric"}, total),
        "absent_words": _share(absent, {"word"}, total),
        "absent_verbs": _share(absent, {"verb", "relation"}, total),
        "number_conflict": float(bool(findings.numbers.conflicts or findings.names.units)),
        "number_missing": float(bool(findings.numbers.missing)),
        "number_match": float(findings.numbers.matched > 0 and findings.numbers.outcome == "match"),
        "denial_flip": findings.polarity.flip,
        "denial_clear": float(findings.polarity.flip >= 0.75),
        "names_torn": float(findings.polarity.names > 0),
        "direction": float(bool(findings.direction.conflicts)),
        "structure": float(
            bool(findings.sequence.reversed)
            or findings.roles.certain
            or findings.roles.crossing >= 0.5
            or findings.agents.mismatch >= 0.5
        ),
        "inversion": findings.agents.inversion,
        "inversion_close": findings.agents.inversion * alignment.coverage**2,
        "overreach": float(bool((findings.reach.stronger or findings.reach.exclusive) and findings.reach.hedge_dropped)),
        "all_not_only": float(bool(findings.reach.stronger and findings.reach.only_dropped)),
        "name_swapped": float(bool(findings.names.swapped)),
        "name_missing": min(2.0, float(len(findings.names.missing))),
        "universal": float(bool(findings.reach.stronger)),
        "exclusive": float(bool(findings.reach.exclusive)),
        "only_dropped": float(bool(findings.reach.only_dropped)),
        "limit_dropped": float(bool(findings.reach.dropped)),
        "cross": float(findings.cross),
    }


def _share(items: Iterable[Item], kinds: set[str], total: float) -> float:
    return sum(item.weight for item in items if item.kind in kinds) / total
