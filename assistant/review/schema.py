"""The values of a checked text and the events on the way there. Pure and frozen; offsets are half-open positions.

`text[claim.start:claim.end]` of the checked text is `claim.text`, always; quotes are slices of documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.schema import Citation, Failed, Support, citation_to_json
from ingest.schema import Lang


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim of a text and what its check found. `confidence` is in 0..1; the first citation decided.

    `read_as` are the words that were checked where the claim does not stand alone (a table cell with its row).
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


@dataclass(frozen=True, slots=True)
class Correction:
    """One piece of the corrected version: a quote that stands for claims, or None where no source covers them.

    `claims` are positions in `CheckedText.claims`; `changed` says that the quote says something else than they do.
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
            citation = claim.citations[0] if claim.citations and claim.verdict != "not_found" else None
            changed = claim.verdict in ("contradicted", "partly")
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
        "citations": [citation_to_json(citation) for citation in claim.citations],
    }
