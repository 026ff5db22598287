"""Which of the windows that a search found decides a claim: the most relevant one that says anything about it.

The checker judges a claim against a sentence that somebody named; a search also returns sentences about other things,
which may seem to support or contradict a claim by chance. So the verdict is that of the window nearest to the claim:
a supporting window that is clearly further away than a contradicting one does not save it, and support that is neither
near nor sure is partial. A window that lacks the claim's numbers counts as further away. Its share was set by hand; the
other numbers were chosen on labelled `dev` claims, searched for anew in the whole corpus.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.checking.verdict import Verdict

_MEANING = 0.05  # one spread of the usual cosine counts as much as this share of the claim's words
_MARGIN = 0.05  # how much nearer another window must be to outweigh one that supports
_LACKING = 0.2  # how much further away a window counts that does not give the numbers of the claim
_LEAST = {"supported": 0.40, "partly": 0.50, "contradicted": 0.70}
_NEAR, _SURE = 0.60, 0.60  # support counts in full from this relevance or this confidence


def relevance(verdict: Verdict) -> float:
    """How near a window is to the claim: the share of the claim's words it covers, and its meaning; about 0..1."""
    return verdict.features.get("closeness", 0.0) + _MEANING * verdict.features.get("meaning", 0.0)


def deciding(verdicts: Sequence[Verdict]) -> int | None:
    """Position of the verdict that counts, None when no window says anything about the claim."""
    order = [relevance(verdict) - _LACKING * verdict.features.get("number_missing", 0.0) for verdict in verdicts]
    ranked = sorted(range(len(verdicts)), key=lambda place: (-order[place], place))
    near = [place for place in ranked if relevance(verdicts[place]) >= _LEAST.get(verdicts[place].support, 9.0)]
    supporting = next((place for place in near if verdicts[place].support == "supported"), None)
    against = next((place for place in near if verdicts[place].support != "supported"), None)
    if supporting is None or against is None:
        return against if supporting is None else supporting
    wins = order[supporting] >= order[against] - _MARGIN
    return supporting if wins else against


def is_partial(verdict: Verdict) -> bool:
    """Whether a support is too far away and too unsure to count in full."""
    return verdict.support == "supported" and relevance(verdict) < _NEAR and verdict.confidence < _SURE


def completes(joined: Verdict, single: Verdict) -> bool:
    """Whether two sentences together support what one says but in part: they may not say less of the claim than it."""
    return joined.support == "supported" and relevance(joined) >= relevance(single)
