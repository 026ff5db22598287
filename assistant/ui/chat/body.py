"""The text of a checked answer as HTML: a row for each statement, in groups where the answer has them. Pure.

Owns how statements, their lead-ins, their sources and their verdicts stand on the page. Which statements belong
together is the answer's (`Answer.groups`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.answering.wording import say
from assistant.markup import Html, element, escape, join
from assistant.schema import Answer, Citation, Claim, Group, Support
from assistant.ui.locale import Labels, load_labels
from assistant.ui.text import Cite, styled, together

ICONS: dict[Support, str] = {"supported": "✓", "partly": "◐", "contradicted": "✗", "not_found": "?"}
_CLOSING = re.compile(r"(?:[ \t\u00a0\u202f]*(?:\[\d[\d\s,;]*\]|[.,;:!?…»”\")]))*")
_BULLET = re.compile(r"\s*(?:[-*•]|\d{1,2}[.)])?\s*")


@dataclass(frozen=True, slots=True)
class _Row:
    """A statement by its place in the answer's claims as HTML, None for a line that is none."""

    place: int | None
    html: Html


def body(answer: Answer, cite: Cite, labels: Labels) -> Iterator[Html]:
    """The text: its groups in their order, else each statement where it stands."""
    rows = list(_rows(answer, cite, labels))
    own = load_labels(answer.lang)
    parts = _grouped(rows, answer, cite, own) if answer.groups else None
    yield from parts if parts is not None else (row.html for row in rows)


def _grouped(rows: list[_Row], answer: Answer, cite: Cite, own: Labels) -> list[Html] | None:
    """The groups between what stands before and after all statements; None where a line stands among them."""
    places = [place for place, row in enumerate(rows) if row.place is not None]
    among = rows[places[0] : places[-1] + 1] if places else []
    drawn = {row.place: row.html for row in among if row.place is not None}
    told = [place for group in answer.groups for place in group.claims]
    if len(drawn) != len(among) or sorted(told) != sorted(drawn):
        return None
    before = [row.html for row in rows[: places[0]]]
    after = [row.html for row in rows[places[-1] + 1 :]]
    shown: list[Html] = []
    sides = [group for group in answer.groups if group.role == "side"]
    for group in answer.groups:
        if group.role == "side":
            shown += [_sides(sides, drawn, own)] if group is sides[0] else []
        elif group.role == "table":
            cells = [c for c in answer.citations if c.number in group.rows and c.cells]
            shown += [_table(cells, cite, own)] if cells else []
        else:
            shown.append(_group(group, [drawn[place] for place in group.claims], own))
    return [*before, *shown, *after]


def _group(group: Group, rows: list[Html], own: Labels) -> Html:
    if group.role == "direct":
        return element("div", *rows, class_="cp-direct")
    if group.role == "wording":  # its lead-in says what it is
        return element("section", *rows, class_="cp-group is-wording")
    heading = element("h3", own(f"group.{group.role}"))
    if group.role == "steps":
        rows = [element("ol", *(element("li", row) for row in rows), class_="cp-steps")]
    return element("section", heading, *rows, class_=f"cp-group is-{group.role}")


def _sides(sides: list[Group], drawn: dict[int, Html], own: Labels) -> Html:
    """A column for each side, its statements below each other."""
    head = element("tr", *(element("th", side.title, scope="col") for side in sides))
    cells = element("tr", *(element("td", *(drawn[place] for place in side.claims)) for side in sides))
    return _scrolling(head, [cells], own)


def _table(rows: list[Citation], cite: Cite, own: Labels) -> Html:
    """Rows of a source's table as they stand there, the number that opens each at its end."""
    names = list(dict.fromkeys(name for row in rows for name, _ in row.cells))
    head = [element("th", name, scope="col") if name else element("td", "") for name in names]
    head.append(element("th", own("group.source"), scope="col"))
    lines = []
    for row in rows:
        said = dict(row.cells)
        first = element("th", said.get(names[0], ""), scope="row")
        lines.append(element("tr", first, *(element("td", said.get(name, "")) for name in names[1:]), _chip(row, cite)))
    return _scrolling(element("tr", *head), lines, own)


def _chip(row: Citation, cite: Cite) -> Html:
    return element("td", cite(row.number))


def _scrolling(head: Html, lines: list[Html], own: Labels) -> Html:
    """A table that scrolls inside of its place, by keyboard too."""
    table = element("table", element("thead", head), element("tbody", *lines))
    named = own("group.table")
    return element("div", table, class_="cp-table cp-compared", tabindex="0", role="region", aria_label=named)


def is_quote(claim: Claim) -> bool:
    """Whether a statement is a source's own words: then it supports itself, and saying so would say nothing."""
    return claim.copied and claim.support == "supported"


def verdict(claim: Claim, labels: Labels) -> Html:
    """Icon and words of a statement's check; its reason unfolds."""
    key = f"verdict.{claim.support}"
    icon = element("span", ICONS[claim.support], aria_hidden="true", class_="cp-icon")
    return element(
        "details",
        element("summary", icon, element("span", labels(f"{key}.label"))),
        element("p", claim.reason_in(labels.lang) or labels(f"{key}.help")),
        class_=f"cp-verdict {claim.support.replace('_', '-')}",
    )


def _rows(answer: Answer, cite: Cite, labels: Labels) -> Iterator[_Row]:
    """The text with each statement on a row of its own: lead-in, words, sources, verdict."""
    shown = _Shown(answer, cite)
    numbers = {id(claim): place for place, claim in enumerate(answer.claims)}
    placed = [c for c in sorted(answer.claims, key=lambda c: (c.start, c.end)) if shown.places(c)]
    for claim in answer.claims:
        if claim not in placed:  # never drop a statement, even where its place is unknown
            yield _Row(numbers[id(claim)], shown.row(claim, None, labels))
    at = 0
    row: _Place | None = None
    prefix = 0
    for claim in placed:
        closing, prefix = _between(answer.text, at, claim.start, follows=row is not None)
        if row:
            yield _Row(numbers[id(row.claim)], shown.row(row.claim, replace(row, closing=closing), labels))
        yield from (_Row(None, line) for line in shown.lines(closing, prefix))
        row = _Place(claim, prefix)
        at = claim.end
    closing, prefix = _between(answer.text, at, len(answer.text), follows=row is not None)
    if row and not answer.text[closing:prefix].strip():
        closing = len(answer.text)
    if row:
        yield _Row(numbers[id(row.claim)], shown.row(row.claim, replace(row, closing=closing), labels))
    yield from (_Row(None, line) for line in shown.lines(closing, len(answer.text)))


def _between(text: str, start: int, end: int, *, follows: bool) -> tuple[int, int]:
    """Where, between two statements, the end of the one before ends, and where the lead-in of the next begins."""
    closing = start
    if follows:
        match = _CLOSING.match(text, start, end)
        closing = match.end() if match else start
    newline = text.rfind("\n", closing, end)
    bullet = _BULLET.match(text, newline + 1 if newline >= 0 else closing, end)
    return closing, bullet.end() if bullet else closing


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a statement stands: its lead-in from `prefix`, what closes it up to `closing`."""

    claim: Claim
    prefix: int
    closing: int = 0


class _Shown:
    """Parts of an answer's text as HTML. Only the markers that code has put become buttons; the rest is text."""

    def __init__(self, answer: Answer, cite: Cite) -> None:
        self._answer = answer
        self._cite = cite

    def places(self, claim: Claim) -> bool:
        """Whether the statement stands where it says, after the one before it."""
        before = (c.end for c in self._answer.claims if (c.start, c.end) < (claim.start, claim.end))
        return max(before, default=0) <= claim.start < claim.end <= len(self._answer.text)

    def row(self, claim: Claim, place: _Place | None, labels: Labels) -> Html:
        """A statement with its verdict; sources that the text does not name follow it."""
        said: list[Html] = []
        named: set[int] = set()
        if place is None:
            said.append(self._words(claim, claim.text))
        else:
            said.append(self._literal(place.prefix, claim.start))
            named = {m.number for m in self._answer.markers if claim.end <= m.start < place.closing}
            words = self._answer.text[claim.start : claim.end]
            said.append(self._words(claim, words, self._literal(claim.end, place.closing)))
        unnamed = [chip for n in claim.citations if n not in named and (chip := self._cite(n))]
        said += [join([escape(" "), chip]) for chip in unnamed]
        support = claim.support.replace("_", "-")
        mark = () if claim.support == "supported" else (" ", verdict(claim, labels))
        kind = f"cp-claim {support}{' is-quote' if is_quote(claim) else ''}"
        return element("div", element("span", *said, class_="cp-said"), *mark, class_=kind)

    def lines(self, start: int, end: int) -> Iterator[Html]:
        """Lines without a statement; the one that only repeats the chosen letters is left to the box of the letters."""
        answer = self._answer
        repeated = say("choice", answer.lang, letters=", ".join(answer.choice)) if answer.choice else ""
        at = start
        for line in answer.text[start:end].split("\n"):
            if line.strip() and line.strip() != repeated:
                yield element("p", self._literal(at, at + len(line)))
            at += len(line) + 1

    def _words(self, claim: Claim, words: str, closing: Html | None = None) -> Html:
        """A statement's words, a source's as they stand, a model's with bold and code, and what closes them."""
        return together(words, closing, escape if claim.copied else styled)

    def _literal(self, start: int, end: int) -> Html:
        """A span of the text, escaped, its markers as buttons."""
        parts: list[Html] = []
        at = start
        for marker in self._answer.markers:
            if start <= marker.start and marker.end <= end and (chip := self._cite(marker.number)):
                parts += [escape(self._answer.text[at : marker.start].rstrip(" ")), chip]
                at = marker.end
        return join([*parts, escape(self._answer.text[at:end])])
