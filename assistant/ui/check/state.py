"""What one browser tab is checking: the text, how far the check has come, which source is open.

Frozen values, as in `chat.state`: each step gives the next one, or None where it cannot be taken, so that a stopped
check takes no more although verdicts still arrive.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from assistant.review.schema import CheckedClaim, CheckedText, citations_of
from assistant.schema import Citation, Failed
from assistant.ui.ids import anchor
from assistant.ui.session import Kept
from assistant.ui.sources import Chosen, Cited

Phase = Literal["searching", "checking", "done", "failed", "stopped"]


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
    """The check of one browser tab, the source that is open, and the number of the next check."""

    check: Check | None = None
    chosen: Chosen | None = None
    following: int = 1

    @property
    def running(self) -> bool:
        """Whether a check is being made."""
        return self.check is not None and self.check.running

    def begun(self, text: str) -> Checking | None:
        """With this text; None while another one is being checked."""
        if self.running:
            return None
        check = Check(self.following, text)
        return Checking(check, Chosen(check.anchor), self.following + 1)

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
        return Checking(following=self.following)


CHECKING = Kept(Checking())
"""Where the Check tab keeps what a session is checking."""
