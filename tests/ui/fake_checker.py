"""The fake assistant with a check of texts: verdicts by what a claim contains, and an audit of two claims.

`python tests/ui/fake_checker.py PORT` serves the page with it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from assistant.review.audit import Audit, AuditedClaim, AuditedNote, HandCheck
from assistant.review.schema import CheckedClaim, CheckedText, Done, Found, Judged, StatementEvent
from assistant.schema import Citation, Failed, Support
from ingest.schema import Lang
from ingest.text.sentences import split_sentences
from tests.ui.fake_assistant import (
    DIGEST_URI,
    HOSTILE,
    HOSTILE_URI,
    NOTE_URI,
    QUOTE_750,
    QUOTE_FILE,
    QUOTE_PIPE,
    FakeAssistant,
    cite,
)

MIXED = (
    "Le score minimal est de 750.\n\nPipe mode streams the data. File mode copies half of the dataset. "
    "Nobody has ever written this."
)
HALF = "The source says the whole dataset, the claim says half."


class CheckingAssistant(FakeAssistant):
    """Judges claims that hold "750", "Pipe", "half", "hostile"; others are not found. "fail", "raise", "slow" too."""

    def check_text(self, text: str, *, lang: Lang | None = None) -> Iterator[StatementEvent]:
        """The verdicts on the sentences of a text."""
        if "raise now" in text:
            raise RuntimeError("a bug ahead of the first event")
        return self._checked(text)

    def _checked(self, text: str) -> Iterator[StatementEvent]:
        try:
            spans = split_sentences(text)
            if "fail" in text:
                yield Failed("text", "There is no statement in this text.", "Paste an explanation.")
                return
            yield Found(tuple(spans))
            claims: list[CheckedClaim] = []
            for start, end in spans:
                time.sleep(0.4 if "slow" in text else self.pause / 3)
                if "raise later" in text and claims:
                    raise RuntimeError("a bug in the middle")
                claims.append(judged(text, start, end))
                yield Judged(claims[-1], len(claims), len(spans))
            yield Done(CheckedText(text, tuple(claims)))
        finally:
            self.closed.set()


def judged(text: str, start: int, end: int) -> CheckedClaim:
    """One claim with the verdict that its words ask for."""
    said = text[start:end]
    lang: Lang = "fr" if "score" in said else "en"
    rules: tuple[tuple[str, Support, str, Citation], ...] = (
        ("750", "supported", "La source dit la même chose.", cite(1, NOTE_URI, QUOTE_750)),
        ("Pipe", "supported", "The source says the same.", cite(2, DIGEST_URI, QUOTE_PIPE)),
        ("half", "contradicted", HALF, cite(3, DIGEST_URI, QUOTE_FILE)),
        ("hostile", "partly", HOSTILE, cite(4, HOSTILE_URI, f"Before {HOSTILE} after.")),
    )
    for word, verdict, reason, citation in rules:
        if word in said:
            return CheckedClaim(said, start, end, lang, verdict, 0.9, reason, (citation,))
    return CheckedClaim(said, start, end, lang, "not_found", 0.9, "No passage found says so.")


def audit() -> Audit:
    """Three claims of one note and fifty of another."""
    half = CheckedClaim(
        "File mode copies half.", 0, 10, "en", "contradicted", 0.9, HALF, (cite(1, DIGEST_URI, QUOTE_FILE),)
    )
    old = CheckedClaim("Firehose écrit.", 0, 10, "fr", "supported", 0.9, "", (cite(2, DIGEST_URI, QUOTE_PIPE),))
    bad = CheckedClaim(HOSTILE, 0, 10, "en", "not_found", 0.9, HOSTILE)
    first = AuditedNote(
        NOTE_URI,
        "L'examen MLS-C01",
        "fr",
        "2023",
        (
            AuditedClaim(half, "Notation", "contradicted", hand=HandCheck(True, "half is wrong")),
            AuditedClaim(old, "Ingestion", "aged", "Firehose s’appelle autrement depuis 2024-02.", "2024-02"),
            AuditedClaim(bad, HOSTILE, "not_found"),
        ),
    )
    many = tuple(
        AuditedClaim(
            CheckedClaim(f"Claim {i}.", 0, 5, "en", "not_found", 0.9, "No passage found says so."), "", "not_found"
        )
        for i in range(50)
    )
    return Audit("b1", "2026-11-23T12:00:00+00:00", (first, AuditedNote("notes/b.md", "Second", "fr", "2023", many)))


if __name__ == "__main__":
    from assistant.ui import layout
    from assistant.ui.audit import tab as audit_tab
    from assistant.ui.chat import tab as chat_tab
    from assistant.ui.check import tab as check_tab
    from tests.ui.serving import serve_page

    layout.TABS = (chat_tab.build, check_tab.build, lambda page: audit_tab.build(page, audit()))
    page = layout.build_page(CheckingAssistant(pause=0.3), max_question_chars=2000)
    serve_page(page, int(sys.argv[1]))
