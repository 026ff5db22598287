"""Which of the windows that a search found decides a claim: the most relevant one that says anything about it.

The checker judges a claim against a sentence that somebody named; a search also returns sentences about other things,
which may seem to support or contradict a claim by chance. So the verdict is that of the window nearest to the claim,
and a supporting window that is clearly further away than a contradicting one does not save the claim. The four numbers
were chosen on the labelled `dev` claims, searched for anew (docs/checker.md).
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.checking.verdict import Verdict

_MEANING = 0.05  # one spread of the usual cosine counts as much as this share of the claim's words
_MARGIN = 0.05  # how much nearer another window must be to outweigh one that supports
_LEAST_SUPPORT = 0.40
_LEAST_CONTRADICTION = 0.70


def relevance(verdict: Verdict) -> float:
    """How near a window is to the claim: the share of the claim's words it covers, and its meaning; about 0..1."""
    return verdict.features.get("closeness", 0.0) + _MEANING * verdict.features.get("meaning", 0.0)


def deciding(verdicts: Sequence[Verdict]) -> int | None:
    """Position of the verdict that counts, None when no window says anything about the claim."""
    near = sorted(range(len(verdicts)), key=lambda place: (-relevance(verdicts[place]), place))
    supporting = next((p for p in near if _counts(verdicts[p], "supported", _LEAST_SUPPORT)), None)
    against = next(
        (
            p
            for p in near
            if _counts(verdicts[p], "contradicted", _LEAST_CONTRADICTION) or verdicts[p].support == "partly"
        ),
        None,
    )
    if supporting is None or against is None:
        return against if supporting is None else supporting
    wins = relevance(verdicts[supporting]) >= relevance(verdicts[against]) - _MARGIN
    return supporting if wins else against


def _counts(verdict: Verdict, support: str, least: float) -> bool:
    return verdict.support == support and relevance(verdict) >= least
