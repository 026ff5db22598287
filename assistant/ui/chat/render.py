"""The conversation as HTML: questions, drafts, checked answers, refusals, failures. Pure, no Gradio.

Everything from a person, a document or a model goes through `markup`, which escapes it. What is clickable carries
`data-act` (the event that the page raises) and `data-value`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from assistant.markup import Html, element, join
from assistant.schema import Answer, Citation, Claim, Status
from assistant.settings import EXTRACTIVE
from assistant.ui.chat.body import body, is_quote
from assistant.ui.chat.further import actions, edit, further
from assistant.ui.chat.state import Exchange, Receipt
from assistant.ui.ids import place_value
from assistant.ui.locale import Labels, load_labels
from assistant.ui.quote import quoted
from assistant.ui.text import Cite, prose
from assistant.ui.trouble import failure

EXAMPLES = ("first", "second", "third", "fourth")
MEASURED: Mapping[Status, tuple[int, int]] = {"answered": (26, 30), "partial": (31, 58)}
"""Exam questions with this status whose letters were right, and all of them: docs/evaluation.md, "Exam questions"."""
_TIP_CHARS = 280
_STATUS_ICONS = {"answered": "✓", "partial": "◐", "refused": "∅", "failed": "!", "stopped": "■"}


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
        data_tip=json.dumps([_place(citation), _short(citation)], ensure_ascii=False),
        aria_label=labels("sources.open", n=citation.number, title=_place(citation)),
    )


def _short(citation: Citation) -> str:
    """The words behind a number, as its hint shows them."""
    subject, words = citation.told
    said = f"{subject}: {words}" if subject else words
    return said if len(said) <= _TIP_CHARS else said[: _TIP_CHARS - 1].rstrip() + "…"


def _found(answer: Answer, labels: Labels) -> Html | None:
    """How many of the questions that were asked are answered; of a single one, what its answer is made of."""
    if answer.asked > 1:
        return element("span", labels("coverage.asked", found=answer.found, n=answer.asked), class_="cp-coverage")
    return coverage(answer.claims, labels)


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


def _answer_parts(exchange: Exchange, labels: Labels, last: bool) -> Iterator[Html | None]:
    if exchange.answer is not None:
        yield from _checked(exchange, exchange.answer, labels)
        yield from _going_on(exchange, exchange.answer, labels) if exchange.running else ()
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


def _going_on(exchange: Exchange, answer: Answer, labels: Labels) -> Iterator[Html | None]:
    """What a chat model does while the sources' answer is there: it reads the options again, or words it."""
    yield element("p", labels("chat.rereading" if answer.choice else "chat.wording"), class_="cp-working")
    if exchange.draft:
        yield _badge("draft", labels("chat.draft"))
        yield _draft(exchange, labels)


def _draft(exchange: Exchange, labels: Labels) -> Html | None:
    if not exchange.draft:
        return None
    return element("div", prose(exchange.draft, _citer(exchange, labels)), class_="cp-body cp-draft")


def _checked(exchange: Exchange, answer: Answer, labels: Labels) -> Iterator[Html | None]:
    cite = _citer(exchange, labels)
    yield element(
        "header",
        _badge(answer.status, labels(f"status.{answer.status}")),
        _found(answer, labels),
        class_="cp-head",
    )
    if answer.choice:
        yield _choice(exchange, answer, labels)
    if answer.text:
        yield element("div", *body(answer, cite, labels), class_="cp-body", lang=answer.lang)
    elif answer.status == "refused":
        yield element("p", load_labels(answer.lang)("refusal.title"), class_="cp-body", lang=answer.lang)
    if answer.reason:
        yield element("p", answer.reason, class_="cp-reason", lang=answer.lang)
    for notice in answer.notices:
        yield element("p", element("span", labels("notices.title"), class_="cp-tag"), " ", notice, class_="cp-notice")
    if answer.status == "refused" or exchange.citations:
        yield _source_list(exchange, answer, labels)


def _choice(exchange: Exchange, answer: Answer, labels: Labels) -> Html:
    options = {option.letter: option.text for option in (exchange.question.options if exchange.question else ())}
    chosen = (
        element("li", element("b", letter, class_="cp-letter"), element("span", options.get(letter, "")))
        for letter in answer.choice
    )
    label = labels(f"choice.label.{'one' if len(answer.choice) == 1 else 'other'}")
    letters = element("ul", *chosen)
    return element(
        "div", element("span", label, class_="cp-tag"), letters, sureness(answer, labels), class_="cp-choice"
    )


def sureness(answer: Answer, labels: Labels) -> Html | None:
    """How sure the chosen letters are, in words, with how often such answers were right; only quotes were measured."""
    if answer.status not in MEASURED:
        return None
    right, n = MEASURED[answer.status]
    key = "measured" if answer.trace.model == EXTRACTIVE else "unmeasured"
    words = labels(f"choice.{answer.status}")
    rate = labels(f"choice.{key}", right=right, n=n, share=round(100 * right / n))
    return element("p", element("strong", words), " ", rate, class_="cp-sure")


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
