"""The learner's notes against the AWS documents: every claim judged, and what has changed since it was written.

Owns how notes are read into claims and how a verdict and a change become one outcome. Reports are `audit_report`'s.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from assistant.checking.reading.lexicon import Rename
from assistant.checking.window import Window
from assistant.review.changes import Change, ChangeLog
from assistant.review.errors import AuditError
from assistant.review.schema import CheckedClaim, claim_to_json
from assistant.review.statements import Numbers, Statement, StatementChecker
from assistant.review.windows import windows
from assistant.schema import Support, citation_of
from ingest.errors import UnreadableFile
from ingest.index.store import Index
from ingest.readers import read
from ingest.schema import Document, Kind, Lang, Problem
from ingest.settings import IngestSettings
from ingest.sourcing.sources import walk

Outcome = Literal["supported", "partly", "contradicted", "aged", "not_found"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
KINDS: tuple[Kind, ...] = ("aws-doc",)
_NEAR = 8
# Notes are mostly true: at the bar of anybody's claim, 7 of 7 contradictions of the project's notes were wrong.
_NEAR_ENOUGH = 0.8
_SAYS: dict[Lang, dict[str, str]] = {
    "fr": {
        "name": "{old} s’appelle {new} depuis {date}.",
        "limit": "Cela a changé ({date}) : la documentation le dit.",
        "end": "Service ou fonction fermés ({date}) : la documentation le dit.",
    },
    "en": {
        "name": "{old} has been called {new} since {date}.",
        "limit": "This has changed ({date}), as the documents say.",
        "end": "The service or feature has closed ({date}), as the documents say.",
    },
}


@dataclass(frozen=True, slots=True)
class HandCheck:
    """What a person found on reading a claim beside its quote."""

    right: bool
    why: str


@dataclass(frozen=True, slots=True)
class AuditedClaim:
    """A claim of a note, its verdict against the documents, and what has changed. `changed_on` is a date or "".

    `outcome` is the verdict, or `aged` where the documents or the table of names tell of a later change; `change`
    says which. A contradicted claim with an old name stays contradicted.
    """

    claim: CheckedClaim
    section: str
    outcome: Outcome
    change: str = ""
    changed_on: str = ""
    hand: HandCheck | None = None


@dataclass(frozen=True, slots=True)
class AuditedNote:
    """A note with all its claims, in order."""

    uri: str
    title: str
    lang: Lang
    as_of: str
    claims: tuple[AuditedClaim, ...]


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

    def count(self, outcome: Outcome) -> int:
        """How many claims came out so."""
        return sum(claim.outcome == outcome for claim in self.claims)


HandChecks = Mapping[tuple[str, Outcome], HandCheck]


class Auditor:
    """Judges notes against the documents of an index that are of the kinds in `KINDS`."""

    def __init__(self, statements: StatementChecker, index: Index) -> None:
        self._statements = statements
        documents = (d for d in index.documents.values() if d.source.kind in KINDS)
        self._changes = ChangeLog(documents, statements.lexicon, statements.checker)

    def audit(self, note: Document, hand: HandChecks | None = None) -> Iterator[AuditedClaim]:
        """The claims of a note, one by one."""
        numbers = Numbers(self._statements.shown)
        for statement in self.statements(note):
            audited = self._audit(note, statement, numbers)
            yield dataclasses.replace(audited, hand=(hand or {}).get((audited.claim.text, audited.outcome)))

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
        candidates = self._statements.candidates(statement, KINDS)
        judged = self._statements.judge(statement, candidates, KINDS, _NEAR_ENOUGH)
        near = windows(candidates, _NEAR)
        section = " > ".join(part for part in note.heading_at(statement.start) if part != note.source.title)
        renames = self._changes.renames(statement.text)
        change = self._changes.concerning(statement.text, statement.lang, near, note.source.as_of)
        if change is not None:
            judged = dataclasses.replace(judged, windows=_with(judged.windows, change, first=True))
        else:
            for told in filter(None, (self._changes.quote_of(rename) for rename in renames)):
                judged = dataclasses.replace(judged, windows=_with(judged.windows, told, first=False))
        claim = numbers.checked(statement, note.text, judged)
        said, date = _told(change, renames, statement.lang)
        return AuditedClaim(claim, section, _outcome(claim.verdict, change, renames), said, date)


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
                **{name: getattr(note, name) for name in ("uri", "title", "lang", "as_of")},
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
        notes.append(AuditedNote(note["uri"], note["title"], note["lang"], note["as_of"], claims))
    return Audit(data["index"], data["made"], tuple(notes))


def _claim_to_json(audited: AuditedClaim) -> dict[str, Any]:
    return {
        **claim_to_json(audited.claim),
        "lang": audited.claim.lang,
        "read_as": audited.claim.read_as,
        "section": audited.section,
        "outcome": audited.outcome,
        "change": audited.change,
        "changed_on": audited.changed_on,
        "hand": None if audited.hand is None else dataclasses.asdict(audited.hand),
    }


def _claim_from_json(row: Mapping[str, Any]) -> AuditedClaim:
    citations = tuple(citation_of(citation) for citation in row["citations"])
    plain = {name: row[name] for name in ("text", "start", "end", "lang", "verdict", "confidence", "reason", "read_as")}
    hand = None if row["hand"] is None else HandCheck(**row["hand"])
    claim = CheckedClaim(**plain, citations=citations)
    return AuditedClaim(claim, row["section"], row["outcome"], row["change"], row["changed_on"], hand)


def _outcome(verdict: Support, change: Change | None, renames: Sequence[Rename]) -> Outcome:
    if change is not None or (renames and verdict != "contradicted"):
        return "aged"
    return verdict


def _told(change: Change | None, renames: Sequence[Rename], lang: Lang) -> tuple[str, str]:
    """What changed, in words, and when."""
    said = [_SAYS[lang]["name"].format(old=r.old, new=r.new, date=r.date) for r in renames]
    dates = [rename.date for rename in renames]
    if change is not None:
        said.insert(0, _SAYS[lang][change.kind].format(date=change.date))
        dates.insert(0, change.date)
    return " ".join(said), dates[0] if dates else ""


def _with(found: tuple[Window, ...], change: Change, *, first: bool) -> tuple[Window, ...]:
    others = tuple(w for w in found if w.span.place != change.window.span.place)
    return (change.window, *others) if first else (*others, change.window)
