"""An audit as Markdown: totals, what needs a look, every claim in a table, and each note annotated. Pure.

In English, as the project's documents are; claims and reasons stay in the language of the note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.review.aged import dated
from assistant.review.audit import Audit, AuditedClaim, AuditedNote, Changed
from assistant.review.copying import remark
from assistant.review.corrections import corrected, edits
from assistant.review.markdown import link, plain
from assistant.review.schema import OUTCOMES, Outcome
from assistant.schema import Citation

ICONS: dict[Outcome, str] = {"supported": "✓", "partly": "◐", "contradicted": "✗", "aged": "↻", "not_found": "?"}
WORDS: dict[Outcome, str] = {
    "supported": "supported",
    "partly": "partly",
    "contradicted": "contradicted",
    "aged": "aged",
    "not_found": "not found",
}
_KINDS: dict[Changed, str] = {"limit": "values and rules", "end": "closed", "name": "names", "other": "other"}
_LOOKED_AT: tuple[Outcome, ...] = ("contradicted", "aged")


def audit_markdown(audit: Audit, command: str) -> str:
    """The whole report; `command` is what made it."""
    return "\n".join([*_head(audit, command), *_looked_at(audit), *_notes(audit)]).rstrip() + "\n"


def changed_markdown(audit: Audit, command: str) -> str:
    """What has changed since the notes were written, numbered, with what a copy would say."""
    return "\n".join([*_changed_head(audit, command), *_changed(audit)]).rstrip() + "\n"


def _changed_head(audit: Audit, command: str) -> Iterator[str]:
    yield "# What has changed since the notes"
    yield ""
    yield f"Made by `{command}` on the index of {audit.made[:10]} (build {audit.index})."
    yield ""
    found = audit.changed
    if not found:
        yield f"Nothing: none of the {len(audit.claims)} statements rests on what the pages here say differently since."
        return
    kinds = Counter(claim.change_kind for _, claim in found)
    counts = ", ".join(f"{_KINDS[kind]} {kinds[kind]}" for kind in _KINDS if kinds[kind])
    yield f"{len(found)} of {len(audit.claims)} statements rest on what the pages here say differently since: {counts}."
    yield ""


def _changed(audit: Audit) -> Iterator[str]:
    for number, (note, claim) in enumerate(audit.changed, start=1):
        yield f"{number}. {_file(note)} (as of {note.as_of or 'an unknown date'}): {plain(claim.claim.text)}"
        for aged in claim.claim.aged:
            then = f"in the notes {plain(aged.old)}, today {plain(aged.new)}" if aged.new else plain(aged.said("en"))
            yield f"   - {then} (since {dated(aged.date, 'en')})" if aged.new else f"   - {then}"
        correction = claim.claim.correction
        if correction is not None:
            yield f"   - {_told(correction)} ({_where(correction)})"
        replaced = edits(claim.claim)
        said = corrected(claim.claim.text, replaced) if replaced else remark(claim.claim).strip()
        yield (
            f"   - a copy would {'say' if replaced else 'add'}: {plain(said)}" if said else "   - no quote corrects it"
        )


def _head(audit: Audit, command: str) -> Iterator[str]:
    yield "# The notes against the AWS documents"
    yield ""
    yield "Every claim of the notes, checked against the documents of kind `aws-doc` only (never against other notes)."
    yield f"Made by `{command}` on the index of {audit.made[:10]} (build {audit.index})."
    yield ""
    yield "- **supported**: a sentence of the documents says the same. **partly**: it says part of it."
    yield "- **contradicted**: it says something else. **not found**: no sentence found says it; the documents here are"
    yield "  digests, so this is no proof that the claim is wrong."
    yield "- **aged**: a product has another name since, or the documents state a later change with its date."
    yield ""
    yield "| note | claims | " + " | ".join(WORDS[outcome] for outcome in OUTCOMES) + " |"
    yield "|---|--:|" + "--:|" * len(OUTCOMES)
    for note in audit.notes:
        yield _counts(plain(note.title), note.claims)
    if len(audit.notes) > 1:
        yield _counts("**all**", audit.claims)
    yield ""
    yield from _read_by_hand(audit)


def _read_by_hand(audit: Audit) -> Iterator[str]:
    """How many verdicts of each kind a person has read, and found right."""
    found = []
    for outcome in OUTCOMES:
        read = [claim.hand for claim in audit.claims if claim.outcome == outcome and claim.hand is not None]
        if read:
            right = sum(hand.right for hand in read)
            found.append(f"{WORDS[outcome]} {len(read)} of {audit.count(outcome)} (right in {right})")
    if found:
        yield f"Read by hand: {', '.join(found)}."
        yield ""


def _counts(name: str, claims: Sequence[AuditedClaim]) -> str:
    counts = [sum(claim.outcome == outcome for claim in claims) for outcome in OUTCOMES]
    return f"| {name} | {len(claims)} | " + " | ".join(str(count) for count in counts) + " |"


def _looked_at(audit: Audit) -> Iterator[str]:
    for outcome in _LOOKED_AT:
        rows = [(note, claim) for note in audit.notes for claim in note.claims if claim.outcome == outcome]
        yield f"## {WORDS[outcome].capitalize()} ({len(rows)})"
        yield ""
        if not rows:
            yield "None."
            yield ""
            continue
        checked = [claim.hand for _, claim in rows if claim.hand is not None]
        if checked:
            right = sum(hand.right for hand in checked)
            yield f"Read by hand: {len(checked)} of {len(rows)}; the verdict is right in {right}."
            yield ""
        yield "| note | claim | what the documents say | reason | checked by hand |"
        yield "|---|---|---|---|---|"
        for note, claim in rows:
            yield f"| {_file(note)} | {plain(claim.claim.text)} | {_quotes(claim)} | {_why(claim)} | {_hand(claim)} |"
        yield ""


def _notes(audit: Audit) -> Iterator[str]:
    for note in audit.notes:
        yield f"## {plain(note.title)} ({_file(note)}, as of {note.as_of or 'an unknown date'})"
        section = ""
        for claim in note.claims:
            if claim.section != section or claim is note.claims[0]:
                section = claim.section
                yield ""
                yield f"### {plain(section) or 'Beginning'}"
                yield ""
            yield from _annotated(claim)
        yield ""


def _annotated(claim: AuditedClaim) -> Iterator[str]:
    yield f"- {ICONS[claim.outcome]} **{WORDS[claim.outcome]}**: {plain(claim.claim.text)}"
    if claim.outcome != "supported":
        yield f"  - {_why(claim)}"
    if claim.hand is not None and claim.outcome not in _LOOKED_AT:
        yield f"  - Read by hand: {_hand(claim)}"
    for citation in claim.claim.citations:
        yield f"  - {_told(citation)} ({_where(citation)})"


def _why(claim: AuditedClaim) -> str:
    verdict = claim.claim.verdict
    reason = f"{claim.change} " if claim.change else ""
    if claim.outcome == "aged" and verdict != "supported":
        return f"{reason}(Otherwise {WORDS[verdict]}: {plain(claim.claim.reason)})"
    return (reason + ("" if claim.outcome == "aged" else plain(claim.claim.reason))).strip()


def _hand(claim: AuditedClaim) -> str:
    if claim.hand is None:
        return "not checked"
    return f"{'right' if claim.hand.right else 'wrong'}: {plain(claim.hand.why)}"


def _quotes(claim: AuditedClaim) -> str:
    return "<br>".join(f"{_told(c)} ({_where(c)})" for c in claim.claim.citations) or "no document tells of it"


def _told(citation: Citation) -> str:
    """The words between quotation marks, behind their subject."""
    subject, words = citation.told
    return (f"{plain(subject)}: " if subject else "") + f"“{plain(words)}”"


def _where(citation: Citation) -> str:
    place = link(citation.uri.rsplit("/", 1)[-1], citation.url)
    return f"{place}, {citation.as_of}" if citation.as_of else place


def _file(note: AuditedNote) -> str:
    return plain(note.uri.rsplit("/", 1)[-1])
