"""The learner's notes against the AWS documents: every claim judged, and what has changed since it was written.

Owns how notes are read into claims. Reports are `audit_report`'s.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from assistant.checking.reasons import Why
from assistant.review.aged import Aged, ChangeKind
from assistant.review.errors import AuditError
from assistant.review.schema import OUTCOMES, CheckedClaim, Outcome, claim_to_json
from assistant.review.statements import Numbers, Statement, StatementChecker
from assistant.schema import citation_of
from ingest.errors import UnreadableFile
from ingest.index.store import Index
from ingest.readers import read
from ingest.schema import Document, Kind, Lang, Problem
from ingest.settings import IngestSettings
from ingest.sourcing.sources import walk

Changed = ChangeKind | Literal["other"]
CHANGED: tuple[Changed, ...] = (*get_args(ChangeKind), "other")
"""What there is of changes, the gravest first."""
KINDS: tuple[Kind, ...] = ("aws-doc",)
_WITHOUT_NOTES: tuple[Kind, ...] = ("general", "sheet", "user")
# Notes are mostly true: at the bar of anybody's claim, 7 of 7 contradictions of the project's notes were wrong.
_NEAR_ENOUGH = 0.8


@dataclass(frozen=True, slots=True)
class HandCheck:
    """What a person found on reading a claim beside its quote."""

    right: bool
    why: str


@dataclass(frozen=True, slots=True)
class AuditedClaim:
    """A claim of a note with its verdict against the documents and what has changed, and the headings over it."""

    claim: CheckedClaim
    section: str
    hand: HandCheck | None = None

    @property
    def outcome(self) -> Outcome:
        """See `CheckedClaim.outcome`."""
        return self.claim.outcome

    @property
    def change(self) -> str:
        """What has changed, in the language of the note; "" for nothing."""
        return self.change_in(self.claim.lang)

    @property
    def changed_on(self) -> str:
        """The date of what has changed, "" for nothing."""
        return self.claim.aged[0].date if self.claim.aged else ""

    def since(self, as_of: str) -> bool:
        """Whether the documents say otherwise since the note's date: it has aged, or a newer page corrects it."""
        newer = self.claim.correction
        return self.outcome == "aged" or bool(newer is not None and as_of and newer.as_of[: len(as_of)] > as_of)

    @property
    def change_kind(self) -> Changed:
        """What of it has changed; "other" where a newer page corrects it and gives no date."""
        return self.claim.aged[0].kind if self.claim.aged else "other"

    def change_in(self, lang: Lang) -> str:
        """What has changed, for a reader of `lang`."""
        return " ".join(one.said(lang) for one in self.claim.aged)


@dataclass(frozen=True, slots=True)
class AuditedNote:
    """A note with all its claims, in order. `sha256` is that of the file as it was read."""

    uri: str
    title: str
    lang: Lang
    as_of: str
    claims: tuple[AuditedClaim, ...]
    sha256: str = ""

    @staticmethod
    def of(note: Document, claims: Sequence[AuditedClaim]) -> AuditedNote:
        """A note that was audited."""
        source = note.source
        return AuditedNote(source.uri, source.title, source.lang, source.as_of, tuple(claims), source.sha256)

    @property
    def changed(self) -> tuple[AuditedClaim, ...]:
        """The claims that the documents say otherwise since."""
        return tuple(claim for claim in self.claims if claim.since(self.as_of))


@dataclass(frozen=True, slots=True)
class AuditStep:
    """One more claim of a note has its verdict; `number` counts from 1."""

    claim: AuditedClaim
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Audit:
    """All notes against one index. `index` is the build, `made` its date (ISO 8601)."""

    index: str
    made: str
    notes: tuple[AuditedNote, ...]

    @property
    def claims(self) -> tuple[AuditedClaim, ...]:
        """The claims of all notes."""
        return tuple(claim for note in self.notes for claim in note.claims)

    @property
    def changed(self) -> tuple[tuple[AuditedNote, AuditedClaim], ...]:
        """The claims of all notes that the documents say otherwise since, each with its note."""
        return tuple((note, claim) for note in self.notes for claim in note.changed)

    def count(self, outcome: Outcome) -> int:
        """How many claims came out so."""
        return sum(claim.outcome == outcome for claim in self.claims)


HandChecks = Mapping[tuple[str, Outcome], HandCheck]


class Auditor:
    """Judges notes against the documents of an index that are of the kinds in `KINDS`, or all but notes without any."""

    def __init__(self, statements: StatementChecker, index: Index) -> None:
        self._statements = statements
        kinds = {document.source.kind for document in index.documents.values()}
        self._kinds: tuple[Kind, ...] = KINDS if kinds & set(KINDS) else _WITHOUT_NOTES

    def steps(self, note: Document, hand: HandChecks | None = None) -> Iterator[AuditStep]:
        """The claims of a note, one by one, with how many there are."""
        numbers = Numbers(self._statements.shown)
        statements = self.statements(note)
        for number, statement in enumerate(statements, start=1):
            audited = self._audit(note, statement, numbers)
            checked = (hand or {}).get((audited.claim.text, audited.outcome))
            yield AuditStep(dataclasses.replace(audited, hand=checked), number, len(statements))

    def audit(self, note: Document, hand: HandChecks | None = None) -> Iterator[AuditedClaim]:
        """The claims of a note, one by one."""
        return (step.claim for step in self.steps(note, hand))

    def statements(self, note: Document) -> list[Statement]:
        """The claims of a note: of its paragraphs, list items and tables, not of headings or code."""
        found = []
        for block in note.blocks:
            if block.kind in ("text", "list", "table"):
                for own in self._statements.statements(note.text[block.start : block.end]):
                    start, end = block.start + own.start, block.start + own.end
                    found.append(dataclasses.replace(own, start=start, end=end))
        return found

    def _audit(self, note: Document, statement: Statement, numbers: Numbers) -> AuditedClaim:
        found = self._statements.candidates(statement, self._kinds)
        candidates = [candidate for candidate in found if candidate.span.uri != note.source.uri]
        judged = self._statements.judge(statement, candidates, self._kinds, _NEAR_ENOUGH)
        section = " > ".join(part for part in note.heading_at(statement.start) if part != note.source.title)
        told = self._statements.told(statement, candidates, note.source.as_of)
        return AuditedClaim(numbers.checked(statement, note.text, judged, told), section)


def read_notes(paths: Sequence[Path], settings: IngestSettings, index: Index) -> list[Document]:
    """The notes in files and folders; one that the index holds is taken from there, so that its place can be opened.

    Raises AuditError where nothing can be read, IngestError for a path that does not exist.
    """
    known = {document.source.sha256: document for document in index.documents.values()}
    notes, problems = [], []
    for file in walk(paths, settings):
        if isinstance(file, Problem):
            problems.append(f"{file.uri}: {file.reason}")
            continue
        try:
            note = read(file, file.read_bytes(), settings)
        except UnreadableFile as error:
            problems.append(f"{file.uri}: {error.message}")
            continue
        same = known.get(note.source.sha256)
        notes.append(same if same is not None and same.text == note.text else note)
    if not notes:
        raise AuditError("There is no note to audit.", help=" ".join(problems) or "Give a file or a folder of notes.")
    return notes


def audit_to_json(audit: Audit) -> dict[str, Any]:
    """Plain data of an audit, as `python -m assistant audit --json` prints it."""
    return {
        "index": audit.index,
        "made": audit.made,
        "totals": {outcome: audit.count(outcome) for outcome in OUTCOMES},
        "notes": [
            {
                **{name: getattr(note, name) for name in ("uri", "title", "lang", "as_of", "sha256")},
                "claims": [_claim_to_json(claim) for claim in note.claims],
            }
            for note in audit.notes
        ],
    }


def audit_from_json(data: Mapping[str, Any]) -> Audit:
    """An audit from the plain data of `audit_to_json`. Raises KeyError or TypeError for other data."""
    notes = []
    for note in data["notes"]:
        claims = tuple(_claim_from_json(row) for row in note["claims"])
        named = (note["uri"], note["title"], note["lang"], note["as_of"])
        notes.append(AuditedNote(*named, claims, note["sha256"]))
    return Audit(data["index"], data["made"], tuple(notes))


def _claim_to_json(audited: AuditedClaim) -> dict[str, Any]:
    why = audited.claim.why
    return {
        **claim_to_json(audited.claim),
        "lang": audited.claim.lang,
        "read_as": audited.claim.read_as,
        "why": None if why is None else {"key": why.key, "values": dict(why.values)},
        "section": audited.section,
        "change": audited.change,
        "changed_on": audited.changed_on,
        "hand": None if audited.hand is None else dataclasses.asdict(audited.hand),
    }


def _claim_from_json(row: Mapping[str, Any]) -> AuditedClaim:
    citations = tuple(citation_of(citation) for citation in row["citations"])
    names = ("text", "start", "end", "lang", "verdict", "confidence", "reason", "read_as", "corrects")
    plain = {name: row[name] for name in names}
    hand = None if row["hand"] is None else HandCheck(**row["hand"])
    aged = tuple(Aged(**one) for one in row["aged"])
    why = None if row["why"] is None else Why(row["why"]["key"], tuple(row["why"]["values"].items()))
    return AuditedClaim(CheckedClaim(**plain, citations=citations, aged=aged, why=why), row["section"], hand)
