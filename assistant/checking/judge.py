"""One claim and the windows that may decide it to one judgement: the only place that chooses between windows.

A checker says what one window says of a claim; a search, an answer or a person name several. What speaks most
directly about the claim decides: the window that covers most of its words, is nearest in meaning and gives its
numbers. A sentence about the same subject that surely says otherwise is never outvoted by one that supports, however
alike; only the claim's own words in a source are beyond that. Called by the chat, the check of a text, the audit, the
rules of practice and the evaluation. The numbers were chosen on labelled `dev` claims, each with the eight sentences
of the corpus that share most with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.checking.reasons import reason
from assistant.checking.verdict import Checker, Verdict
from assistant.checking.window import Window
from assistant.schema import Support
from ingest.schema import Lang

_MEANING = 0.05  # one spread of the usual cosine counts as much as this share of the claim's words
_MARGIN = 0.05  # how much more directly another window must speak to outweigh one that supports
_LACKING = 0.2  # how much further away a window counts that does not give the numbers of the claim
_SUREST = 0.9  # that nothing was found
NEAR = 0.55  # relevance from which a window of perhaps another subject counts as a contradiction


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and the windows it rests on, the deciding one first; none for `not_found`.

    `verdict.best` is the deciding window's place among those given, -1 for none.
    """

    verdict: Verdict
    windows: tuple[Window, ...] = ()

    @property
    def support(self) -> Support:
        """What was found."""
        return self.verdict.support


Judge = Callable[[str, Sequence[Window], Lang], Judgement]
"""`judge` with its checker given: a claim, the windows that may decide it, the claim's language."""


def judge(checker: Checker, claim: str, windows: Sequence[Window], lang: Lang, near: float = NEAR) -> Judgement:
    """The judgement on a claim in `lang`; of windows that speak as directly, the first decides.

    `near` is the relevance from which a window of perhaps another subject counts as a contradiction: higher where most
    claims are true.
    """
    checker.prepare(windows)
    findings = checker.findings(claim, windows, lang)
    verdicts = [checker.verdict(found, place) for place, found in enumerate(findings)]
    place = deciding(verdicts, near)
    if place is None:
        return Judgement(_nothing(verdicts, lang))
    return Judgement(verdicts[place], (windows[place],))


def _nothing(verdicts: Sequence[Verdict], lang: Lang) -> Verdict:
    """The verdict that nothing was found, as sure as no window comes near the claim."""
    why = reason("not_found", None)
    told = why.said(lang)
    if not verdicts:
        return Verdict("not_found", _SUREST, told, why=why)
    nearest = max(verdicts, key=relevance)
    sure = nearest.confidence if len(verdicts) == 1 else min(_SUREST, max(0.5, 1.0 - relevance(nearest) / 2))
    return Verdict("not_found", sure, told, -1, nearest.features, nearest.missing, why=why)


def deciding(verdicts: Sequence[Verdict], least: float = NEAR) -> int | None:
    """Position of the verdict that counts, None when no window says anything about the claim."""
    named = len(verdicts) == 1  # nobody had to choose: whoever gave the window holds it for the claim's
    near = [place for place, verdict in enumerate(verdicts) if counts(verdict, least, named=named)]
    direct = {place: directness(verdicts[place]) for place in near}
    supporting = [place for place in near if verdicts[place].support == "supported"]
    against = _first([place for place in near if place not in supporting], direct)
    denying = _first([place for place in near if verdicts[place].certain], direct)
    copied = _first([place for place in supporting if verdicts[place].verbatim], direct)
    best = _first(supporting, direct)
    if copied is not None or best is None or against is None:
        return copied if copied is not None else against if best is None else best
    if denying is not None:
        return denying
    return best if direct[best] >= direct[against] - _MARGIN else against


def counts(verdict: Verdict, least: float = NEAR, *, named: bool = False) -> bool:
    """Whether a window says anything about the claim; a denial must surely be of the same subject, or be near."""
    if verdict.support == "contradicted" and not named:
        return verdict.certain or relevance(verdict) >= least
    return verdict.support != "not_found"


def relevance(verdict: Verdict) -> float:
    """How near a window is to the claim: the share of the claim's words it covers, and its meaning; about 0..1."""
    return verdict.features.get("closeness", 0.0) + _MEANING * verdict.features.get("meaning", 0.0)


def directness(verdict: Verdict) -> float:
    """How directly a window speaks about the claim: its relevance, less where it does not give the claim's numbers."""
    return relevance(verdict) - _LACKING * verdict.features.get("number_missing", 0.0)


def completes(joined: Verdict, single: Verdict) -> bool:
    """Whether two sentences together support what one says but in part: they may not say less of the claim than it."""
    return joined.support == "supported" and relevance(joined) >= relevance(single)


def _first(places: Sequence[int], direct: dict[int, float]) -> int | None:
    """The place that speaks most directly, the first of those that do."""
    return min(places, key=lambda place: (-direct[place], place), default=None)
