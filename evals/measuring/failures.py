"""What is wrong with a case, in a few words a person can filter by. Reads scores only."""

from __future__ import annotations

from evals.schema import CaseRecord

ERROR = "crashed"
_BELOW_ONE: tuple[tuple[str, str, str], ...] = (
    ("retrieval", "recall@5", "evidence not in the first 5"),
    ("answers", "facts", "facts missing"),
    ("answers", "language", "wrong language"),
    ("citations", "placement", "quote not verbatim"),
    ("citations", "precision", "citation does not support"),
    ("citations", "recall", "sentence without support"),
    ("citations", "evidence hit", "no gold evidence cited"),
    ("mcq", "exact", "wrong choice"),
)
_WRONGLY_REFUSED = "refused, but the sources answer"
_WRONGLY_ANSWERED = "answered, but the sources do not"
REASONS = (ERROR, _WRONGLY_REFUSED, _WRONGLY_ANSWERED, *(reason for _, _, reason in _BELOW_ONE))


def failures(case: CaseRecord) -> tuple[str, ...]:
    """What is wrong with a case; () when nothing is. Facts that a refusal did not state are not counted twice."""
    if case.error:
        return (ERROR,)
    found = []
    refused = case.answer is not None and case.answer.get("status") == "refused"
    if case.score("refusal", "answered") == 0:
        found.append(_WRONGLY_REFUSED)
    if case.score("refusal", "recall") == 0:
        found.append(_WRONGLY_ANSWERED)
    for suite, metric, reason in _BELOW_ONE:
        score = case.score(suite, metric)
        if score is not None and score < 1 and not (refused and suite == "answers"):
            found.append(reason)
    return tuple(found)
