"""The conversation as HTML: questions, drafts, checked answers, refusals, failures. Pure, no Gradio.

Everything from a person, a document or a model goes through `markup`, which escapes it. What is clickable carries
`data-act` (the event that the page raises) and `data-value`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answering.wording import say
from assistant.markup import Html, element, escape, join
from assistant.schema import Answer, Citation, Claim, Support
from assistant.ui.chat.further import actions, edit, further
from assistant.ui.chat.state import Exchange, Receipt
from assistant.ui.ids import place_value
from assistant.ui.locale import Labels, load_labels
from assistant.ui.quote import quoted
from assistant.ui.text import Cite, prose, styled, together
from assistant.ui.trouble import failure

EXAMPLES = ("first", "second", "third", "fourth")
ICONS: dict[Support, str] = {"supported": "✓", "partly": "◐", "contradicted": "✗", "not_found": "?"}
_STATUS_ICONS = {"answered": "✓", "partial": "◐", "refused": "∅", "failed": "!", "stopped": "■"}
_CLOSING = re.compile(r"(?:[ \t\u00a0\u202f]*(?:\[\d[\d\s,;]*\]|[.,;:!?…»”\")]))*")
_BULLET = re.compile(r"\s*(?:[-*•]|\d{1,2}[.)])?\s*")


class Earlier:
    """The exchanges before the last as they were drawn: a word that arrives changes none of them."""

    def __init__(self) -> None:
        self._drawn: dict[int, tuple[Exchange, Labels, Html]] = {}

    def html(self, exchange: Exchange, labels: Labels) -> Html:
        """The exchange as HTML, drawn once as long as it is the same one in the same language."""
        known = self._drawn.get(exchange.id)
        if known is None or known[0] is not exchange or known[1] is not labels:
            known = self._drawn[exchange.id] = exchange, labels, exchange_html(exchange, labels, last=False)
        return known[2]


def conversation(exchanges: Sequence[Exchange], labels: Labels, earlier: Earlier | None = None) -> Html:
    """All exchanges, or the welcome with its example questions while there is none."""
    if not exchanges:
        return welcome(labels)
    earlier = earlier or Earlier()
    return element(
        "div",
        *(earlier.html(exchange, labels) for exchange in exchanges[:-1]),
        exchange_html(exchanges[-1], labels, last=True),
        class_="cp-log",
        role="log",
        aria_label=labels("chat.conversation"),
        aria_busy="true" if exchanges[-1].running else "false",
    )


def receipts(arrived: Sequence[Receipt]) -> Html:
    """What web/sender.js reads: which questions arrived, and what goes back into the field."""
    return join(
        element(
            "span",
            data_number=receipt.number,
            data_sent=receipt.sent,
            data_text=receipt.returned.text if receipt.returned else None,
            data_only=receipt.returned is not None and receipt.returned.only_if_empty,
        )
        for receipt in arrived
    )


def welcome(labels: Labels) -> Html:
    """The empty conversation: example questions in both languages, open and exam-style."""
    cards = (
        element(
            "button",
            element("span", labels(f"examples.{name}.kind"), class_="cp-kind"),
            element("span", labels(f"examples.{name}.text"), class_="cp-example"),
            type="button",
            data_act="example_select",
            data_value=name,
        )
        for name in EXAMPLES
    )
    return element(
        "div",
        element("h2", labels("welcome.title")),
        element("p", labels("welcome.lead")),
        element("button", labels("welcome.add"), type="button", data_go="library", class_="cp-button"),
        element("div", *cards, class_="cp-examples"),
        class_="cp-welcome",
    )


def exchange_html(exchange: Exchange, labels: Labels, *, last: bool) -> Html:
    """One question with its answer so far."""
    lang = exchange.question.lang if exchange.question else None
    asked = element(
        "div",
        element("span", labels("chat.you"), class_="cp-hidden"),
        element("div", exchange.text, lang=lang, dir="auto"),
        None if exchange.running else edit(exchange, labels),
        class_="cp-asked",
    )
    answer = element(
        "article",
        *_answer_parts(exchange, labels, last),
        class_=f"cp-answer is-{exchange.answer.status if exchange.answer else exchange.phase}",
        aria_label=labels("chat.answer_label", n=exchange.id),
    )
    return element("section", asked, answer, class_="cp-exchange", id=exchange.anchor)


def cite_button(of: str, citation: Citation, labels: Labels) -> Html:
    """The clickable number of a citation in what has the name `of` on the page."""
    return element(
        "button",
        str(citation.number),
        type="button",
        class_="cp-cite",
        data_act="select",
        data_value=place_value(of, citation.number),
        aria_label=labels("sources.open", n=citation.number, title=_place(citation)),
        title=_place(citation),
    )


def coverage(claims: Sequence[Claim], labels: Labels) -> Html | None:
    """What was checked: a bar with a cell per statement and the count in words; of an answer of quotes, their count."""
    if not claims:
        return None
    if all(is_quote(claim) for claim in claims):
        key = "one" if len(claims) == 1 else "other"
        return element("span", labels(f"coverage.quotes.{key}", n=len(claims)), class_="cp-coverage")
    supported = sum(claim.support == "supported" for claim in claims)
    text = labels("coverage.text", supported=supported, n=len(claims))
    cells = (element("i", class_=claim.support.replace("_", "-")) for claim in claims)
    bar = element("span", *cells, class_="cp-bar", aria_hidden="true")
    return element("span", bar, element("span", text), class_="cp-coverage")


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
        element("p", claim.reason or labels(f"{key}.help")),
        class_=f"cp-verdict {claim.support.replace('_', '-')}",
    )


def _answer_parts(exchange: Exchange, labels: Labels, last: bool) -> Iterator[Html | None]:
    if exchange.answer is not None:
        yield from _checked(exchange, exchange.answer, labels)
    elif exchange.failure is not None:
        yield _badge("failed", labels("status.failed"))
        yield element("p", element("strong", labels("failure.title")))
        yield failure(exchange.failure, labels)
        yield element("p", labels("failure.kept"), class_="cp-quiet") if last else None
    elif exchange.phase in ("stopped", "interrupted"):
        yield _badge("stopped", labels(f"chat.{exchange.phase}"))
        yield element("p", labels(f"chat.{exchange.phase}_help"), class_="cp-quiet")
        yield _draft(exchange, labels)
    else:
        yield from _unfinished(exchange, labels)
    if not exchange.running:
        yield actions(exchange, labels, last)
    if last and exchange.answer is not None and exchange.answer.citations:
        yield further(exchange, exchange.answer, labels)


def _unfinished(exchange: Exchange, labels: Labels) -> Iterator[Html | None]:
    if exchange.phase == "searching":
        yield element("p", labels("chat.searching"), class_="cp-working")
        return
    found = labels.count("chat.found", exchange.passages) if exchange.passages else labels("chat.found_none")
    yield element("p", found, class_="cp-found")
    if not exchange.draft:
        yield element("p", labels("chat.writing"), class_="cp-working")
        return
    yield _badge("draft", labels("chat.draft"))
    yield _draft(exchange, labels)
    yield element("p", labels("chat.checking"), class_="cp-quiet")


def _draft(exchange: Exchange, labels: Labels) -> Html | None:
    if not exchange.draft:
        return None
    return element("div", prose(exchange.draft, _citer(exchange, labels)), class_="cp-body cp-draft")


def _checked(exchange: Exchange, answer: Answer, labels: Labels) -> Iterator[Html | None]:
    cite = _citer(exchange, labels)
    yield element(
        "header",
        _badge(answer.status, labels(f"status.{answer.status}")),
        coverage(answer.claims, labels),
        class_="cp-head",
    )
    if answer.choice:
        yield _choice(exchange, answer, labels)
    if answer.text:
        yield element("div", *_body(answer, cite, labels), class_="cp-body", lang=answer.lang)
    elif answer.status == "refused":
        yield element("p", load_labels(answer.lang)("refusal.title"), class_="cp-body", lang=answer.lang)
    if answer.reason:
        yield element("p", answer.reason, class_="cp-reason", lang=answer.lang)
    for notice in answer.notices:
        yield element("p", element("span", labels("notices.title"), class_="cp-tag"), " ", notice, class_="cp-notice")
    if answer.status == "refused" or exchange.citations:
        yield _source_list(exchange, answer, labels)


def _body(answer: Answer, cite: Cite, labels: Labels) -> Iterator[Html]:
    """The text with each statement on a row of its own: lead-in, words, sources, verdict."""
    shown = _Shown(answer, cite)
    placed = [c for c in sorted(answer.claims, key=lambda c: (c.start, c.end)) if shown.places(c)]
    for claim in answer.claims:
        if claim not in placed:
            yield shown.row(claim, None, labels)  # never drop a statement, even where its place is unknown
    at = 0
    row: _Place | None = None
    prefix = 0
    for claim in placed:
        closing, prefix = _between(answer.text, at, claim.start, follows=row is not None)
        if row:
            yield shown.row(row.claim, replace(row, closing=closing), labels)
        yield from shown.lines(closing, prefix)
        row = _Place(claim, prefix)
        at = claim.end
    closing, prefix = _between(answer.text, at, len(answer.text), follows=row is not None)
    if row and not answer.text[closing:prefix].strip():
        closing = len(answer.text)
    if row:
        yield shown.row(row.claim, replace(row, closing=closing), labels)
    yield from shown.lines(closing, len(answer.text))


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
        mark = () if is_quote(claim) else (" ", verdict(claim, labels))
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


def _choice(exchange: Exchange, answer: Answer, labels: Labels) -> Html:
    options = {option.letter: option.text for option in (exchange.question.options if exchange.question else ())}
    chosen = (
        element("li", element("b", letter, class_="cp-letter"), element("span", options.get(letter, "")))
        for letter in answer.choice
    )
    label = labels(f"choice.label.{'one' if len(answer.choice) == 1 else 'other'}")
    return element("div", element("span", label, class_="cp-tag"), element("ul", *chosen), class_="cp-choice")


def _source_list(exchange: Exchange, answer: Answer, labels: Labels) -> Html:
    """The sources below an answer: cited, or nearest when it cites none."""
    refused = not answer.citations
    heading = labels("sources.title")
    if refused:
        heading = labels("refusal.nearest") if answer.nearest else labels("refusal.none")
    rows = (
        element(
            "li",
            element(
                "button",
                element("span", str(citation.number), class_="cp-number"),
                element("span", _place(citation)),
                type="button",
                data_act="select",
                data_value=place_value(exchange.anchor, citation.number),
            ),
            quoted(citation, "q") if refused else None,
        )
        for citation in exchange.citations
    )
    return element("div", element("h3", heading), element("ul", *rows), class_="cp-cited")


def _badge(kind: str, text: str) -> Html:
    icon = _STATUS_ICONS.get(kind)
    shown = element("span", icon, aria_hidden="true", class_="cp-icon") if icon else None
    return element("span", shown, element("span", text), class_=f"cp-badge {kind}")


def _citer(exchange: Exchange, labels: Labels) -> Cite:
    known = {citation.number: cite_button(exchange.anchor, citation, labels) for citation in exchange.citations}
    return known.get


def _place(citation: Citation) -> str:
    section = "" if citation.section in ("", citation.title) else f" › {citation.section.replace(' > ', ' › ')}"
    return citation.title + section
