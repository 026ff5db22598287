"""What has changed since a text was written: products renamed, limits raised, services closed, each with its date.

Renames come from the lexicon's table, the rest from sentences of the documents that state a change and when. Owns how
such sentences are recognised and when one concerns a claim; knows nothing of notes or pages.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.checking.findings import PLATFORM, Findings
from assistant.checking.reading.lexicon import Lexicon, Rename
from assistant.checking.verdict import Checker
from assistant.checking.window import Window
from assistant.review.aged import Aged, ChangeKind
from assistant.review.corrections import revalued
from assistant.review.windows import window
from ingest.index.store import Index
from ingest.schema import KINDS, Document, Kind, Lang, Span
from ingest.text.months import MONTHS
from ingest.text.plain import flat
from ingest.text.quantities import Quantity
from ingest.text.sentences import split_sentences

_VENDORS = frozenset({"aws", "amazon"})
_VENDORS_PAGES: frozenset[Kind] = frozenset({"aws-doc"})
_TELLING = _VENDORS_PAGES | {"user"}
_ANY = frozenset(KINDS) - {"note"}
# A claim that says what is not possible: the kind that a new feature makes out of date.
_RESTRICTS = re.compile(
    r"\bn(?:e |')\w[^.;]{0,60}\bqu(?:e|')|"
    r"\b(?:only|not|cannot|never|no|seule?s?|seulement|uniquement|pas|aucune?|jamais)\b"
)

_MONTH = "|".join(MONTHS)
_DATE = (
    rf"(?:(?:late|early|mid|the end of|le|fin|début)[ -])?(?:(?P<day>\d{{1,2}})(?:er)? )?(?:(?P<month>{_MONTH}) )?"
    r"(?:(?P<day2>\d{1,2}), )?(?P<year>20\d\d)\b"
)
_STATED = re.compile(
    rf"\b(?:since|until|depuis|jusqu['’](?:en|à|au)|"
    rf"(?P<end>ended|closed|discontinued|retired|fermée?|arrêtée?|retirée?)(?: [\w ]{{0,24}})? "
    rf"(?:in|on|since|en|le|depuis)|"
    rf"(?P<name>renamed|renommée?)(?: [\w ]{{0,60}})? (?:in|on|en)) {_DATE}",
    re.IGNORECASE,
)
_END = re.compile(
    r"\b(?:closed to new customers|no new applications|not onboarded new customers|discontinued|ended|retired"
    r"|fermée? aux nouveaux clients|arrêtée?|retirée?)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b(?:renamed|called|known as|renommée?|appelée?)\b", re.IGNORECASE)
_VENDOR = re.compile(r"^(?:Amazon|AWS) ")
_LIMIT_REVERSE = 0.4  # share of the change's words that the claim has


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence that states a change. `date` is YYYY, YYYY-MM or YYYY-MM-DD."""

    kind: ChangeKind
    date: str
    window: Window

    @property
    def quote(self) -> str:
        """The sentence, copied."""
        return self.window.text


def telling(index: Index) -> list[Document]:
    """The documents whose word on a change counts: the vendor's and the learner's; without any, all but notes."""
    documents = list(index.documents.values())
    kinds = _TELLING if any(d.source.kind in _VENDORS_PAGES for d in documents) else _ANY
    return [document for document in documents if document.source.kind in kinds]


def find_changes(documents: Iterable[Document]) -> tuple[Change, ...]:
    """The sentences of documents that state a dated change, in order of document and place."""
    found = []
    for document in documents:
        if not _STATED.search(document.text):
            continue
        for start, end in split_sentences(document.text):
            match = _STATED.search(document.text, start, end)
            if match is not None:
                place = window(Span(document, start, end, document.heading_at(start)))
                found.append(Change(_kind(place.text), _date(match), place))
    return tuple(sorted(found, key=lambda c: c.window.span.place))


def _kind(sentence: str) -> ChangeKind:
    if _END.search(sentence):
        return "end"
    return "name" if _NAME.search(sentence) else "limit"


def _date(match: re.Match[str]) -> str:
    month = MONTHS.get((match["month"] or "").lower())
    day = match["day"] or match["day2"]
    parts = [match["year"], f"{month:02d}" if month else "", f"{int(day):02d}" if month and day else ""]
    return "-".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Told:
    """What has changed of a claim, and the words that tell of it; None where only the table of names does."""

    aged: Aged
    window: Window | None


class ChangeLog:
    """The changes that documents state, and the lexicon's renames; says which of them concern a claim.

    The documents are read when the first claim is asked about.
    """

    def __init__(self, documents: Iterable[Document], lexicon: Lexicon, checker: Checker) -> None:
        self._documents = documents
        self._renames = lexicon.renames
        self._checker = checker

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """All changes, in order of document and place."""
        return find_changes(self._documents)

    @cached_property
    def _latest_first(self) -> list[Change]:
        return sorted(self.changes, key=lambda c: (c.date, c.window.span.uri), reverse=True)

    def told(self, text: str, lang: Lang, near: Sequence[Window], as_of: str | None) -> tuple[Told, ...]:
        """What has changed since a claim was true, what is more than a name first.

        `as_of` is the date of the claim's text ("" for one that gives none), None for words of today.
        """
        change = self.concerning(text, lang, near, as_of)
        found = [] if change is None else [Told(self._aged(text, lang, change), change.window)]
        for rename in self.renames(text):
            told = self.quote_of(rename)
            aged = Aged("name", rename.date, rename.old, rename.new)
            found.append(Told(aged, told.window if told is not None else None))
        return tuple(found)

    def renames(self, text: str) -> tuple[Rename, ...]:
        """Products that a text calls by an old name, and not by the new one too."""
        return tuple(r for r in self._renames if uses_old_name(text, r) and not _uses_new_name(text, r))

    def quote_of(self, rename: Rename) -> Change | None:
        """The sentence of the documents that tells of a renaming, if one does; one with both names first."""
        told = [c for c in self.changes if c.kind == "name" and _bare(rename.old) in c.quote]
        return next((c for c in told if _bare(rename.new) in c.quote), next(iter(told), None))

    def concerning(self, text: str, lang: Lang, near: Sequence[Window], as_of: str | None) -> Change | None:
        """The change that made a claim out of date, the latest one first; `near` is what a search found for it.

        `near` it, a number counts when the claim gives the old one; a statement without numbers when the change came
        after `as_of`, the date of the claim's text, and is about what the claim rules out. The end of a product
        counts wherever the claim names it, unless it says that it has ended.
        """
        found = {w.span.place for w in near}
        ends = bool(_END.search(text))
        for change in self._latest_first:
            if not (_is_news(change, as_of, ends=ends) if change.kind == "end" else change.window.span.place in found):
                continue
            findings = self._checker.findings(text, [change.window], lang, by_meaning=False)[0]
            if change.kind == "end" and _names_all(findings, change):
                return change
            if change.kind == "limit" and _says_otherwise(findings, change, as_of):
                return change
        return None

    def _aged(self, text: str, lang: Lang, change: Change) -> Aged:
        """A change of a claim, with the claim's value and today's where both give one."""
        if change.kind != "limit":
            return Aged(change.kind, change.date)
        findings = self._checker.findings(text, [change.window], lang, by_meaning=False)[0]
        old, new = _old_and_new(change, findings)
        for said in findings.claim.quantities:
            if _share_one([said], old):
                now = next((q for q in new if q.dimension == said.dimension), None)
                return Aged("limit", change.date, said.text, revalued(said, now) if now is not None else "")
        return Aged("limit", change.date)


def uses_old_name(text: str, rename: Rename) -> bool:
    """Whether a text calls a product by its old name; a part of the new or of a longer name does not count."""
    forms = [rename.old] if _bare(rename.old) in rename.new else [rename.old, _bare(rename.old)]
    return any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)(?! (?:[A-Z]|AI\b))", text) for form in forms)


def _uses_new_name(text: str, rename: Rename) -> bool:
    """Whether a text calls a product by its new name; as a part of the old one it is none."""
    old, new = _bare(rename.old), _bare(rename.new)
    return new in (text if old in new else text.replace(old, ""))


def _bare(name: str) -> str:
    return _VENDOR.sub("", name)


def _after(date: str, as_of: str) -> bool:
    """Whether a change came after a date; within the year or month that `as_of` names, it counts as later."""
    return date >= as_of[: len(date)]


def _is_news(change: Change, as_of: str | None, *, ends: bool) -> bool:
    """Whether the end of a product is news for a text: it came later, and the text does not tell of an end itself."""
    return not ends and _after(change.date, as_of or "")


def _names_all(findings: Findings, change: Change) -> bool:
    """Whether the claim names what the sentence says has ended: all that stands ahead of those words, or else after."""
    cue, stated = _END.search(change.quote), _STATED.search(change.quote)
    if cue is None or stated is None:
        return False
    heavy = [item for item in findings.evidence.items if item.weight >= 1.0 and not item.ids & _VENDORS]
    subject = [item for item in heavy if item.end <= cue.start()]
    subject = subject or [item for item in heavy if cue.end() <= item.start and item.end <= stated.start()]
    paired = {pair.evidence.place for pair in findings.alignment.pairs}
    return bool(subject) and all(item.place in paired for item in subject)


def _says_otherwise(findings: Findings, change: Change, as_of: str | None) -> bool:
    """Whether a claim still says what was so before the change."""
    if not any(pair.claim.is_name for pair in findings.alignment.pairs):
        return False
    old, new = _old_and_new(change, findings)
    if old:
        said = findings.claim.quantities
        return _share_one(said, old) and not _share_one(said, new)
    if as_of is None or not _after(change.date, as_of):
        return False
    restricts = bool(_RESTRICTS.search(flat(findings.claim.text))) and _same_product(findings)
    return restricts or findings.alignment.reverse >= _LIMIT_REVERSE


def _same_product(findings: Findings) -> bool:
    """Whether claim and sentence name one thing more special than the platform."""
    return any(pair.claim.is_name and not pair.claim.ids & PLATFORM for pair in findings.alignment.pairs)


def _old_and_new(change: Change, findings: Findings) -> tuple[list[Quantity], list[Quantity]]:
    """Quantities of the sentence from before and after the change; years and dates are neither."""
    text = change.quote
    stated = _STATED.search(text)
    if stated is None:
        return [], []
    numbers = [q for q in findings.evidence.quantities if not (stated.start() <= q.start < stated.end())]
    split = max(text.rfind(word, 0, stated.start()) for word in (" and ", " et "))
    if split < 0:
        return [], _values(numbers)
    return _values(q for q in numbers if q.start < split), _values(q for q in numbers if q.start >= split)


def _values(numbers: Iterable[Quantity]) -> list[Quantity]:
    return [q for q in numbers if not (1990 <= q.value <= 2100 and q.text.isdigit())]


def _share_one(some: Sequence[Quantity], others: Sequence[Quantity]) -> bool:
    return any(a.dimension == b.dimension and math.isclose(a.value, b.value) for a in some for b in others)
