"""The fake assistant with a check of texts: verdicts by what a claim contains, and an audit of two notes.

`python tests/ui/fake_checker.py PORT` serves the page with it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from assistant.checking.reasons import Why
from assistant.review.aged import Aged
from assistant.review.audit import Audit, AuditedClaim, AuditedNote, AuditStep, HandCheck
from assistant.review.schema import CheckedClaim, CheckedText, Done, Found, Judged, StatementEvent
from assistant.schema import Citation, Failed, Support
from ingest.readers.assemble import Piece, assemble
from ingest.schema import Document, Lang, Source, Span
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

OLD_URI = "notes/ingestion.md"
S3_URI = "aws/s3-objects.md"
QUOTE_50_TB = "The largest object was 5 TB in 2021 and is 50 TB since December 2025."
MIXED = (
    "Le score minimal est de 750.\n\nPipe mode streams the data. File mode copies half of the dataset. "
    "Nobody has ever written this."
)
HALF = Why("number", (("source", "the whole dataset"), ("claim", "half")))


class CheckingAssistant(FakeAssistant):
    """Judges claims that hold "750", "Pipe", "half", "5 TB", "hostile"; others are not found.

    A text with "fail", "raise" or "slow" does so.
    """

    def check_text(self, text: str, *, lang: Lang | None = None) -> Iterator[StatementEvent]:
        """The verdicts on the sentences of a text."""
        if "raise now" in text:
            raise RuntimeError("a bug ahead of the first event")
        return self._checked(text)

    def document(self, uri: str) -> Document | None:
        """The note of the audit and a page, too."""
        own = {OLD_URI: old_note, S3_URI: s3}
        return own[uri]() if uri in own else super().document(uri)

    def original(self, uri: str) -> bytes | None:
        """The file of that note, of no other."""
        return OLD_NOTE.encode() if uri == OLD_URI else None

    def audit(self, uri: str) -> Iterator[AuditStep]:
        """Two claims of any note, the first of which has aged."""
        renamed = Aged("name", "2024-02", "Kinesis Data Firehose", "Amazon Data Firehose", 2)
        cited = (cite(2, DIGEST_URI, QUOTE_PIPE),)
        supported = Why("supported")
        for number, aged in enumerate(((renamed,), ()), start=1):
            time.sleep(self.pause / 3)
            said = "Kinesis Data Firehose writes."
            why = supported.said("en")
            claim = CheckedClaim(said, 0, len(said), "en", "supported", 0.9, why, cited, aged=aged, why=supported)
            yield AuditStep(AuditedClaim(claim, "Section"), number, 2)

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


def s3() -> Document:
    """A page of which the double's own corpus knows nothing."""
    source = Source(S3_URI, "Amazon S3 objects", "aws-doc", "en", url="https://docs.aws.amazon.com/s3", as_of="2026")
    text, blocks = assemble([Piece("text", QUOTE_50_TB, ("Amazon S3 objects",))])
    return Document(source, text, blocks)


def cite_s3(number: int) -> Citation:
    """What that page says."""
    return Citation.of(Span(s3(), 0, len(QUOTE_50_TB)), number)


def judged(text: str, start: int, end: int) -> CheckedClaim:
    """One claim with the verdict that its words ask for."""
    said = text[start:end]
    lang: Lang = "fr" if "score" in said else "en"
    limit = Aged("limit", "2025-12", "5 TB", "50 TB", 5)
    rules: tuple[tuple[str, Support, Why, Citation, tuple[Aged, ...]], ...] = (
        ("750", "supported", Why("supported"), cite(1, NOTE_URI, QUOTE_750), ()),
        ("Pipe", "supported", Why("supported"), cite(2, DIGEST_URI, QUOTE_PIPE), ()),
        ("half", "contradicted", HALF, cite(3, DIGEST_URI, QUOTE_FILE), ()),
        ("5 TB", "not_found", Why("not_found"), cite_s3(5), (limit,)),
        (
            "hostile",
            "partly",
            Why("missing", (("what", HOSTILE),)),
            cite(4, HOSTILE_URI, f"Before {HOSTILE} after."),
            (),
        ),
    )
    for word, verdict, why, citation, aged in rules:
        if word in said:
            told: dict[str, Any] = {"aged": aged, "corrects": verdict == "contradicted", "why": why}
            return CheckedClaim(said, start, end, lang, verdict, 0.9, why.said(lang), (citation,), **told)
    none = Why("not_found")
    return CheckedClaim(said, start, end, lang, "not_found", 0.9, none.said(lang), why=none)


OLD_NOTE = """---
title: Ingestion
---

# Ingestion

- Dans **Amazon S3**, un objet pèse au plus 5 To.
- Kinesis Data Firehose écrit dans S3.
- AWS Data Pipeline déplace des données
- Les pommes sont rouges, et le mode File copie la moitié.
"""
"""The file of a note whose words have aged: front matter, emphasis, a line end of Windows, no full stop."""


def old_note() -> Document:
    """That note as it was read."""
    text = OLD_NOTE.split("---\n\n")[1].replace("**", "").replace("\r", "").replace("# ", "")
    return Document(Source(OLD_URI, "Ingestion", "note", "fr", as_of="2023", sha256="old"), text, ())


def _claim(said: str, verdict: Support, citations: tuple[Citation, ...], **more: Any) -> CheckedClaim:
    start = old_note().text.index(said)
    why = more.pop("why", Why(verdict))
    lang: Lang = "fr"
    more = {"why": why, **more}
    return CheckedClaim(said, start, start + len(said), lang, verdict, 0.9, why.said(lang), citations, **more)


def audit() -> Audit:
    """Four claims of a note that has aged, one that holds something hostile, and fifty of another."""
    limit = Aged("limit", "2025-12", "5 To", "50 To", 1)
    renamed = Aged("name", "2024-02", "Kinesis Data Firehose", "Amazon Data Firehose", 2)
    ended = Aged("end", "2024-07", number=2)
    pipe, file = cite(2, DIGEST_URI, QUOTE_PIPE), cite(3, DIGEST_URI, QUOTE_FILE)
    size = _claim("Dans Amazon S3, un objet pèse au plus 5 To.", "not_found", (cite_s3(1),), aged=(limit,))
    claims = (
        AuditedClaim(_claim("Les pommes sont rouges", "not_found", ()), "Ingestion"),
        AuditedClaim(size, "Ingestion", HandCheck(True, "half is wrong")),
        AuditedClaim(
            _claim("Kinesis Data Firehose écrit dans S3.", "supported", (pipe,), aged=(renamed,)), "Ingestion"
        ),
        AuditedClaim(_claim("AWS Data Pipeline déplace des données", "supported", (pipe,), aged=(ended,)), "Ingestion"),
        AuditedClaim(_claim("le mode File copie la moitié.", "contradicted", (file,), why=HALF), HOSTILE),
    )
    note = old_note().source
    first = AuditedNote(note.uri, note.title, note.lang, note.as_of, claims, note.sha256)
    none = Why("not_found")
    many = tuple(
        AuditedClaim(CheckedClaim(f"Claim {i}.", 0, 5, "en", "not_found", 0.9, none.said("en"), why=none), "")
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
