"""The audit of the notes as HTML: what has changed since, the rows that a filter lets through, what waits. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.markup import Html, element
from assistant.review.aged import Aged, dated
from assistant.review.audit import CHANGED as CHANGES
from assistant.review.audit import AuditedClaim
from assistant.review.copying import can_be_copied, remark
from assistant.review.schema import OUTCOMES, CheckedClaim
from assistant.ui.audit.notes import Row
from assistant.ui.chat import judged
from assistant.ui.chat.render import cite_button
from assistant.ui.ids import choice_button
from assistant.ui.locale import Labels
from assistant.ui.quote import quoted
from ingest.schema import Document
from ingest.text.analysis import fold
from ingest.text.language import detect_language

PAGE = 40
CHANGED = "changed"
_WAITING = 8


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which rows are wanted: what has changed, "" for all outcomes or all notes, one outcome; `words` must all stand
    in the claim or a quote."""

    outcome: str = CHANGED
    note: str = ""
    words: str = ""
    shown: int = PAGE


def filtered(rows: Sequence[Row], wanted: AuditFilter) -> list[Row]:
    """The rows that a filter lets through, the worst first."""
    found = [row for row in rows if _fits(row, wanted)]
    return sorted(found, key=lambda row: OUTCOMES.index(row.audited.outcome))


def note_choices(rows: Sequence[Row], labels: Labels) -> list[tuple[str, str]]:
    """Name and value of every note, all of them first."""
    notes = {row.note.uri: row.note.title for row in rows}
    return [(labels("audit.all_notes"), ""), *((title, uri) for uri, title in notes.items())]


def table(
    rows: Sequence[Row], waiting: Sequence[Document], wanted: AuditFilter, marked: frozenset[int], labels: Labels
) -> Html:
    """What has changed, or the rows that the filter lets through, the first `wanted.shown` of them.

    `waiting` are notes that nobody has audited yet, `marked` the places of the rows that a copy corrects.
    """
    if not rows:
        none = element("p", labels("audit.none")) if not waiting else None
        return element("div", none, *_waiting(waiting, labels), class_="cp-audit")
    found = filtered(rows, wanted)
    left = len(found) - wanted.shown
    more = element("button", labels.count("audit.more", left), type="button", data_act="more", class_="cp-button")
    names = (element("th", labels(f"audit.{column}"), scope="col") for column in ("verdict", "claim", "evidence"))
    head = element("tr", *names, class_="cp-audit-head")
    body = element("tbody", head, *(_row(row, row.place in marked, labels) for row in found[: wanted.shown]))
    return element(
        "div",
        judged.choices("outcome", labels("audit.outcome"), _outcomes(rows, labels), wanted.outcome),
        element("p", _lead(rows, wanted, labels), class_="cp-quiet"),
        element("p", _found(rows, found, wanted, labels), class_="cp-found", role="status"),
        element("table", body, class_="cp-audit-table") if found else None,
        more if left > 0 else None,
        *_waiting(waiting, labels),
        class_="cp-audit",
    )


def _outcomes(rows: Sequence[Row], labels: Labels) -> list[tuple[str, str]]:
    """Value and name of every choice with its count: what has changed, all, then one by one, the worst first."""
    counts = Counter(row.audited.outcome for row in rows)
    changed = sum(row.changed for row in rows)
    named = [
        (outcome, f"{judged.ICONS[outcome]} {labels(f'verdict.{outcome}.label')} ({labels.number(counts[outcome])})")
        for outcome in OUTCOMES
    ]
    return [
        (CHANGED, f"{labels('audit.changed')} ({labels.number(changed)})"),
        ("", f"{labels('audit.all')} ({labels.number(len(rows))})"),
        *named,
    ]


def _lead(rows: Sequence[Row], wanted: AuditFilter, labels: Labels) -> str:
    key = "audit.changed_lead" if wanted.outcome == CHANGED else "audit.lead"
    return labels(key, date=labels.date(max(row.made for row in rows)[:10]))


def _found(rows: Sequence[Row], found: Sequence[Row], wanted: AuditFilter, labels: Labels) -> str:
    if wanted.outcome != CHANGED:
        return labels.count("audit.found", len(found))
    if not found and not wanted.note and not wanted.words:
        return labels.count("audit.unchanged", len(rows))
    kinds = Counter(row.audited.change_kind for row in found)
    counts = ", ".join(labels.count(f"audit.kind.{kind}", kinds[kind]) for kind in CHANGES if kinds[kind])
    said = labels.count("audit.changed_found", len(found), total=labels.number(len(rows)))
    return f"{said}{labels.colon} {counts}." if counts else f"{said}."


def _waiting(waiting: Sequence[Document], labels: Labels) -> Iterator[Html]:
    """Notes that nobody has audited yet, each with the button that does it."""
    if not waiting:
        return
    buttons = (
        element(
            "li",
            element(
                "button",
                labels("audit.compare"),
                element("span", f" {document.source.title}", lang=document.source.lang),
                type="button",
                class_="cp-button",
                data_act="compare",
                data_value=document.source.uri,
            ),
        )
        for document in waiting[:_WAITING]
    )
    more = len(waiting) - _WAITING
    yield element(
        "section",
        element("h2", labels("audit.waiting")),
        element("p", labels("audit.waiting_help"), class_="cp-quiet"),
        element("ul", *buttons, element("li", labels.count("audit.waiting_more", more)) if more > 0 else None),
        class_="cp-waiting",
    )


def _fits(row: Row, wanted: AuditFilter) -> bool:
    if wanted.outcome == CHANGED and not row.changed:
        return False
    if wanted.outcome not in ("", CHANGED, row.audited.outcome):
        return False
    if wanted.note and row.note.uri != wanted.note:
        return False
    if not wanted.words.strip():
        return True
    claim = row.audited.claim
    text = fold(" ".join([claim.text, claim.reason, row.audited.change, *(c.quote for c in claim.citations)]))
    return all(word in text for word in fold(wanted.words).split())


def _row(row: Row, marked: bool, labels: Labels) -> Html:
    audited, claim = row.audited, row.audited.claim
    place = " › ".join(part for part in (row.note.title, audited.section.rsplit(" > ", 1)[-1]) if part)
    said = element("p", claim.read_as or claim.text, lang=claim.lang)
    return element(
        "tr",
        element("td", judged.mark(audited.outcome, labels), *_hand(audited, labels)),
        element("td", said, element("p", place, class_="cp-quiet", lang=row.note.lang)),
        element("td", *_evidence(row, labels), _correcting(row, marked, labels)),
        id=row.anchor,
        tabindex="-1",
    )


def _hand(audited: AuditedClaim, labels: Labels) -> Iterator[Html]:
    """What a person found, and why where it is written in the language of the page."""
    if audited.hand is not None:
        said = labels("audit.right" if audited.hand.right else "audit.wrong")
        why = audited.hand.why if detect_language(audited.hand.why) == labels.lang else ""
        yield element("p", f"{said}{labels.colon} {why}" if why else f"{said}.", class_="cp-quiet")


def _evidence(row: Row, labels: Labels) -> Iterator[Html | None]:
    """What the notes say and what holds today, why it came out so, and the quotes, that of the change first."""
    audited, claim = row.audited, row.audited.claim
    for aged in claim.aged:
        if aged.new:
            yield _then_and_now(aged, labels)
            yield element("p", labels("audit.untold"), class_="cp-quiet") if not aged.number else None
    said = [judged.why(claim, labels)] if audited.outcome != "supported" else []
    if claim.aged and all(aged.new for aged in claim.aged):
        said = list(judged.otherwise(claim, labels))
    yield from (element("p", words) for words in said)
    numbers = {aged.number for aged in claim.aged} | ({claim.correction.number} if claim.correction else set())
    for citation in claim.citations if not row.changed else (c for c in claim.citations if c.number in numbers):
        yield quoted(citation, "blockquote", " ", cite_button(row.anchor, citation, labels))


def _then_and_now(aged: Aged, labels: Labels) -> Html:
    now = labels("audit.now", date=dated(aged.date, labels.lang))
    pairs = ((labels("audit.then"), aged.old), (now, aged.new))
    return element(
        "dl",
        *(element("div", element("dt", f"{name}{labels.colon}"), element("dd", value)) for name, value in pairs),
        class_="cp-then",
    )


def _correcting(row: Row, marked: bool, labels: Labels) -> Html | None:
    """The box that takes the correction of a claim into the copy, and what it does there; None without one."""
    said = proposal(row.audited.claim, labels)
    if not said:
        return None
    if not can_be_copied(row.note.uri):
        return element("p", labels("audit.by_hand", said=said), class_="cp-quiet")
    box = element(
        "input",
        type="checkbox",
        id=choice_button("correct", str(row.place)),
        value=row.place,
        data_choice="correct",
        checked=True if marked else None,
    )
    return element("label", box, element("span", labels("audit.correct", said=said)), class_="cp-correcting")


def proposal(claim: CheckedClaim, labels: Labels) -> str:
    """What a copy says instead of a claim's words, or adds to them; "" where no quote corrects it."""
    replaced = judged.replaced(claim)
    if replaced:
        return "; ".join(labels("check.instead_of", old=old, new=new) for old, new in replaced)
    said = remark(claim).strip()
    return labels("audit.adds", said=said) if said else ""
