"""The values of a checked text and the events on the way there. Pure and frozen; offsets are half-open positions.

`text[claim.start:claim.end]` of the checked text is `claim.text`, always; quotes are slices of documents.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from assistant.checking.reasons import Why
from assistant.review.aged import Aged
from assistant.schema import Citation, Failed, Support, citation_to_json
from ingest.schema import Lang

Outcome = Literal["contradicted", "aged", "not_found", "partly", "supported"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
"""What becomes of a claim, the worst first."""


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim of a text and what its check found. `confidence` is in 0..1; the first citation decided.

    `read_as` are the words that were checked where the claim does not stand alone (a table cell with its row).
    `aged` is what has changed since the claim was true. `corrects`: the first citation surely speaks of the same
    subject and says what replaces the claim. `reason` is `why` in the claim's language.
    """

    text: str
    start: int
    end: int
    lang: Lang
    verdict: Support
    confidence: float
    reason: str
    citations: tuple[Citation, ...] = ()
    read_as: str = ""
    aged: tuple[Aged, ...] = ()
    corrects: bool = False
    why: Why | None = None

    @property
    def outcome(self) -> Outcome:
        """The verdict, or `aged` where something has changed since; under an old name false words stay contradicted."""
        if any(one.kind != "name" for one in self.aged) or (self.aged and self.verdict != "contradicted"):
            return "aged"
        return self.verdict

    @property
    def correction(self) -> Citation | None:
        """The quote that says what replaces the claim's words; None where none surely does."""
        told = next((one.number for one in self.aged if one.number), None)
        if told is not None and self.outcome == "aged":
            return next((citation for citation in self.citations if citation.number == told), None)
        return self.citations[0] if self.corrects and self.citations else None

    def reason_in(self, lang: Lang) -> str:
        """The reason in a language; as it was kept where that is all there is of it."""
        return self.why.said(lang) if self.why is not None else self.reason


@dataclass(frozen=True, slots=True)
class Correction:
    """One piece of the corrected version: a quote that stands for claims, or None where none says or corrects them.

    `claims` are positions in `CheckedText.claims`; `changed` says that the quote corrects what they say.
    """

    claims: tuple[int, ...]
    citation: Citation | None
    changed: bool = False


@dataclass(frozen=True, slots=True)
class CheckedText:
    """A text with all its claims judged, in order."""

    text: str
    claims: tuple[CheckedClaim, ...]

    @property
    def coverage(self) -> float:
        """Share of the claims that the sources support, 0..1; 0 without claims."""
        if not self.claims:
            return 0.0
        return round(sum(claim.verdict == "supported" for claim in self.claims) / len(self.claims), 4)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation once, by number."""
        return citations_of(self.claims)

    @property
    def corrected(self) -> tuple[Correction, ...]:
        """The text again, built only from quotes; neighbours that one quote stands for are one piece."""
        pieces: list[Correction] = []
        for position, claim in enumerate(self.claims):
            correction = claim.correction
            citation = correction or (claim.citations[0] if claim.citations and claim.verdict == "supported" else None)
            changed = correction is not None
            last = pieces[-1] if pieces else None
            if last is not None and last.citation == citation:
                pieces[-1] = Correction((*last.claims, position), citation, changed or last.changed)
            else:
                pieces.append(Correction((position,), citation, changed))
        return tuple(pieces)


@dataclass(frozen=True, slots=True)
class Found:
    """The claims were found; their check begins. Spans are positions in the text."""

    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """One more claim has its verdict; `number` counts from 1."""

    claim: CheckedClaim
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Done:
    """Every claim has its verdict."""

    result: CheckedText


StatementEvent = Found | Judged | Done | Failed


def citations_of(claims: Sequence[CheckedClaim]) -> tuple[Citation, ...]:
    """The citations of claims, each once, by number."""
    found = {citation.number: citation for claim in claims for citation in claim.citations}
    return tuple(found[number] for number in sorted(found))


def checked_to_json(checked: CheckedText) -> dict[str, Any]:
    """Plain data as `python -m assistant check --json` prints it (README, "Command line")."""
    return {"claims": [claim_to_json(claim) for claim in checked.claims], "coverage": checked.coverage}


def claim_to_json(claim: CheckedClaim) -> dict[str, Any]:
    """Plain data of one claim."""
    return {
        "text": claim.text,
        "start": claim.start,
        "end": claim.end,
        "verdict": claim.verdict,
        "confidence": claim.confidence,
        "reason": claim.reason,
        "outcome": claim.outcome,
        "aged": [dataclasses.asdict(one) for one in claim.aged],
        "corrects": claim.corrects,
        "citations": [citation_to_json(citation) for citation in claim.citations],
    }
