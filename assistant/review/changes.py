"""What has changed since a text was written: products renamed, limits raised, services closed, each with its date.

Renames come from the lexicon's table, the rest from sentences of the documents that state a change and when. Owns how
such sentences are recognised and when one concerns a claim; knows nothing of notes or pages.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.checking.findings import Findings
from assistant.checking.reading.lexicon import Lexicon, Rename
from assistant.checking.verdict import Checker
from assistant.checking.window import Window
from assistant.review.windows import window
from ingest.schema import Document, Lang, Span
from ingest.text.months import MONTHS
from ingest.text.plain import flat
from ingest.text.quantities import Quantity
from ingest.text.sentences import split_sentences

ChangeKind = Literal["name", "limit", "end"]
_Value = tuple[str, float]
_VENDORS = frozenset({"aws", "amazon"})
_PLATFORM = frozenset({"aws", "amazon", "sagemaker"})
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


def find_changes(documents: Iterable[Document]) -> tuple[Change, ...]:
    """The sentences of documents that state a dated change, in order of document and place."""
    found = []
    for document in documents:
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


class ChangeLog:
    """The changes that documents state, and the lexicon's renames; says which of them concern a claim."""

    def __init__(self, documents: Iterable[Document], lexicon: Lexicon, checker: Checker) -> None:
        self.changes = find_changes(documents)
        self._latest_first = sorted(self.changes, key=lambda c: (c.date, c.window.span.uri), reverse=True)
        self._renames = lexicon.renames
        self._checker = checker

    def renames(self, text: str) -> tuple[Rename, ...]:
        """Products that a text calls by an old name."""
        return tuple(rename for rename in self._renames if uses_old_name(text, rename))

    def quote_of(self, rename: Rename) -> Change | None:
        """The sentence of the documents that tells of a renaming, if one does."""
        told = (c for c in self.changes if c.kind == "name" and _bare(rename.old) in c.quote)
        return next(told, None)

    def concerning(self, text: str, lang: Lang, near: Sequence[Window], as_of: str) -> Change | None:
        """The change that made a claim out of date, the latest one first; `near` is what a search found for it.

        `near` it, a number counts when the claim gives the old one; a statement without numbers when the change came
        after `as_of`, the date of the claim's text, and is about what the claim rules out. The end of a product
        counts wherever the claim names it.
        """
        found = {w.span.place for w in near}
        for change in self._latest_first:
            if not (_after(change.date, as_of) if change.kind == "end" else change.window.span.place in found):
                continue
            findings = self._checker.findings(text, [change.window], lang)[0]
            if change.kind == "end" and _names_all(findings, change):
                return change
            if change.kind == "limit" and _says_otherwise(findings, change, as_of):
                return change
        return None


def uses_old_name(text: str, rename: Rename) -> bool:
    """Whether a text calls a product by its old name; a part of the new or of a longer name does not count."""
    forms = [rename.old] if _bare(rename.old) in rename.new else [rename.old, _bare(rename.old)]
    return any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)(?! (?:[A-Z]|AI\b))", text) for form in forms)


def _bare(name: str) -> str:
    return _VENDOR.sub("", name)


def _after(date: str, as_of: str) -> bool:
    """Whether a change came after a date; within the year or month that `as_of` names, it counts as later."""
    return date >= as_of[: len(date)]


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


def _says_otherwise(findings: Findings, change: Change, as_of: str) -> bool:
    """Whether a claim still says what was so before the change."""
    if not any(pair.claim.is_name for pair in findings.alignment.pairs):
        return False
    old, new = _old_and_new(change, findings)
    if old:
        said = _values(findings.claim.quantities)
        return _share_one(said, old) and not _share_one(said, new)
    if not _after(change.date, as_of):
        return False
    restricts = bool(_RESTRICTS.search(flat(findings.claim.text))) and _same_product(findings)
    return restricts or findings.alignment.reverse >= _LIMIT_REVERSE


def _same_product(findings: Findings) -> bool:
    """Whether claim and sentence name one thing more special than the platform."""
    return any(pair.claim.is_name and not pair.claim.ids & _PLATFORM for pair in findings.alignment.pairs)


def _old_and_new(change: Change, findings: Findings) -> tuple[list[_Value], list[_Value]]:
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


def _values(numbers: Iterable[Quantity]) -> list[_Value]:
    return [(q.dimension, q.value) for q in numbers if not (1990 <= q.value <= 2100 and q.text.isdigit())]


def _share_one(some: Sequence[_Value], others: Sequence[_Value]) -> bool:
    return any(a[0] == b[0] and math.isclose(a[1], b[1]) for a in some for b in others)
