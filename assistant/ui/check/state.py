"""What one browser tab is checking: the text, how far the check has come, which source is open.

Frozen values, as in `chat.state`: each step gives the next one, or None where it cannot be taken, so that a stopped
check takes no more although verdicts still arrive.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from assistant.review.schema import OUTCOMES, CheckedClaim, CheckedText, Outcome, citations_of
from assistant.schema import Citation, Failed
from assistant.ui.ids import anchor
from assistant.ui.session import Kept
from assistant.ui.sources import Chosen, Cited

Phase = Literal["searching", "checking", "done", "failed", "stopped"]
Order = Literal["worst", "text"]
ORDERS: tuple[Order, ...] = get_args(Order)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which claims are looked at, "" for all, and in which order: the worst first, or as they stand in the text."""

    only: Outcome | Literal[""] = ""
    order: Order = "worst"


@dataclass(frozen=True, slots=True)
class Check:
    """A text and the verdicts so far. `spans` are the places of all its claims, known once they were found."""

    id: int
    text: str
    phase: Phase = "searching"
    spans: tuple[tuple[int, int], ...] = ()
    claims: tuple[CheckedClaim, ...] = ()
    failure: Failed | None = None

    @property
    def running(self) -> bool:
        """Whether verdicts are still to come."""
        return self.phase in ("searching", "checking")

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations so far, by number."""
        return citations_of(self.claims)

    def shown(self, wanted: Filter) -> list[CheckedClaim]:
        """The claims that a filter lets through, in its order."""
        claims = [claim for claim in self.claims if not wanted.only or claim.outcome == wanted.only]
        if wanted.order == "worst":
            claims.sort(key=lambda claim: OUTCOMES.index(claim.outcome))
        return claims

    @property
    def anchor(self) -> str:
        """Its name on the page."""
        return anchor("check", self.id)

    @property
    def cited(self) -> Cited:
        """The citations so far, for the panel."""
        searching = self.running and not self.claims
        return Cited(self.anchor, self.text, self.citations, None if searching else "cited")

    @property
    def checked(self) -> CheckedText:
        """What there is to show and export."""
        return CheckedText(self.text, self.claims)


@dataclass(frozen=True, slots=True)
class Checking:
    """The check of one browser tab, the source that is open, the number of the next check, what is looked at."""

    check: Check | None = None
    chosen: Chosen | None = None
    following: int = 1
    filter: Filter = field(default_factory=Filter)

    @property
    def running(self) -> bool:
        """Whether a check is being made."""
        return self.check is not None and self.check.running

    def begun(self, text: str) -> Checking | None:
        """With this text; None while another one is being checked."""
        if self.running:
            return None
        check = Check(self.following, text)
        looking = replace(self.filter, only="")
        return Checking(check, Chosen(check.anchor), self.following + 1, looking)

    def with_state(self, check: Check) -> Checking | None:
        """With the check's next state; None when it was stopped or is gone, and must not go on."""
        if self.check is None or self.check.id != check.id or not self.check.running:
            return None
        return replace(self, check=check)

    def stopped(self) -> Checking | None:
        """With what runs stopped; None when nothing does."""
        if self.check is None or not self.check.running:
            return None
        return replace(self, check=replace(self.check, phase="stopped"))

    def cleared(self) -> Checking:
        """Without a check; verdicts that are still coming find no place any more."""
        return Checking(following=self.following, filter=replace(self.filter, only=""))

    def showing(self, only: str) -> Checking:
        """With the claims of one outcome; all of them for any other word."""
        wanted: Outcome | Literal[""] = next((outcome for outcome in OUTCOMES if outcome == only), "")
        return replace(self, filter=replace(self.filter, only=wanted))

    def ordered(self, order: str) -> Checking:
        """With the claims in another order, the worst first for a word that names none."""
        wanted: Order = next((known for known in ORDERS if known == order), "worst")
        return replace(self, filter=replace(self.filter, order=wanted))


CHECKING = Kept(Checking())
"""Where the Check tab keeps what a session is checking."""
