"""The audit of the notes as HTML: totals, the rows that a filter lets through, the sources of one row. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.markup import Html, element
from assistant.review.audit import OUTCOMES, Audit, AuditedClaim, AuditedNote, Outcome
from assistant.review.audit_report import ICONS
from assistant.ui.chat.render import cite_button
from assistant.ui.ids import anchor
from assistant.ui.locale import Labels
from assistant.ui.quote import quoted
from assistant.ui.sources import Cited
from ingest.text.analysis import fold

PAGE = 40


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which rows are wanted: "" for all outcomes or all notes; `words` must all stand in the claim or a quote."""

    outcome: str = ""
    note: str = ""
    words: str = ""
    shown: int = PAGE


@dataclass(frozen=True, slots=True)
class Row:
    """A claim of the audit with its place in the whole audit (from 0) and its note."""

    place: int
    note: AuditedNote
    audited: AuditedClaim

    @property
    def anchor(self) -> str:
        """Its name on the page."""
        return anchor("audit", self.place)

    @property
    def cited(self) -> Cited:
        """The row's sources, for the panel."""
        return Cited(self.anchor, self.audited.claim.text, self.audited.claim.citations)


def rows_of(audit: Audit) -> tuple[Row, ...]:
    """All rows, numbered."""
    pairs = [(note, audited) for note in audit.notes for audited in note.claims]
    return tuple(Row(place, note, audited) for place, (note, audited) in enumerate(pairs))


def filtered(rows: Sequence[Row], wanted: AuditFilter) -> list[Row]:
    """The rows that a filter lets through, in order."""
    return [row for row in rows if _fits(row, wanted)]


def outcome_choices(audit: Audit | None, labels: Labels) -> list[tuple[str, str]]:
    """Name and value of every outcome with its count, all of them first."""
    if audit is None:
        return [(labels("audit.all"), "")]
    named = [(f"{ICONS[o]} {_word(o, labels)} ({labels.number(audit.count(o))})", str(o)) for o in OUTCOMES]
    return [(f"{labels('audit.all')} ({labels.number(len(audit.claims))})", ""), *named]


def note_choices(audit: Audit | None, labels: Labels) -> list[tuple[str, str]]:
    """Name and value of every note, all of them first."""
    notes = [] if audit is None else [(note.title, note.uri) for note in audit.notes]
    return [(labels("audit.all_notes"), ""), *notes]


def table(audit: Audit | None, rows: Sequence[Row], wanted: AuditFilter, labels: Labels) -> Html:
    """The rows that the filter lets through, the first `wanted.shown` of them."""
    if audit is None:
        return element("div", element("p", labels("audit.none")), class_="cp-audit")
    found = filtered(rows, wanted)
    names = (element("th", labels(f"audit.{column}")) for column in ("verdict", "claim", "evidence"))
    left = len(found) - wanted.shown
    more = element("button", labels.count("audit.more", left), type="button", data_act="more", class_="cp-button")
    head = element("tr", *names, class_="cp-audit-head")
    body = element("tbody", head, *(_row(row, labels) for row in found[: wanted.shown]))
    return element(
        "div",
        element("p", labels("audit.lead", date=labels.date(audit.made[:10])), class_="cp-quiet"),
        element("p", labels.count("audit.found", len(found)), class_="cp-found", role="status"),
        element("table", body, class_="cp-audit-table") if found else None,
        more if left > 0 else None,
        class_="cp-audit",
    )


def _fits(row: Row, wanted: AuditFilter) -> bool:
    if wanted.outcome and row.audited.outcome != wanted.outcome:
        return False
    if wanted.note and row.note.uri != wanted.note:
        return False
    if not wanted.words.strip():
        return True
    claim = row.audited.claim
    text = fold(" ".join([claim.text, claim.reason, row.audited.change, *(c.quote for c in claim.citations)]))
    return all(word in text for word in fold(wanted.words).split())


def _row(row: Row, labels: Labels) -> Html:
    audited, claim = row.audited, row.audited.claim
    outcome = audited.outcome
    icon = element("span", ICONS[outcome], " ", aria_hidden="true", class_="cp-icon")
    verdict = element("strong", icon, _word(outcome, labels), class_=f"cp-verdict {outcome.replace('_', '-')}")
    place = " › ".join(part for part in (row.note.title, audited.section.rsplit(" > ", 1)[-1]) if part)
    said = element("p", claim.read_as or claim.text, lang=claim.lang)
    return element(
        "tr",
        element("td", verdict, *_hand(audited, labels)),
        element("td", said, element("p", place, class_="cp-quiet", lang=row.note.lang)),
        element("td", *_evidence(row, labels)),
        id=row.anchor,
        tabindex="-1",
    )


def _hand(audited: AuditedClaim, labels: Labels) -> Iterator[Html]:
    if audited.hand is not None:
        said = labels("audit.right" if audited.hand.right else "audit.wrong")
        yield element("p", element("span", said), " ", element("span", audited.hand.why, lang="en"), class_="cp-quiet")


def _evidence(row: Row, labels: Labels) -> Iterator[Html | None]:
    audited, claim = row.audited, row.audited.claim
    if audited.change:
        yield element("p", audited.change, lang=claim.lang)
    if audited.outcome not in ("supported", "aged") or claim.verdict not in ("supported", "not_found"):
        yield element("p", claim.reason, lang=claim.lang)
    for citation in claim.citations:
        cited = cite_button(row.anchor, citation, labels)
        yield quoted(citation, "blockquote", " ", cited)


def _word(outcome: Outcome, labels: Labels) -> str:
    return labels("audit.aged") if outcome == "aged" else labels(f"verdict.{outcome}.label")
