"""A conversation as a page of its own, whose numbers lead to the quoted words. Pure.

The page needs nothing from elsewhere: its few styles are inside, everything is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.conversations.schema import Exchange
from assistant.markup import Html, element, escape, join
from assistant.review.markdown import is_address
from assistant.schema import Answer, Citation
from assistant.ui.locale import Labels
from assistant.ui.sources import place_of
from assistant.ui.trouble import failure_text

_STYLE = """
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif; color: #1d2530; }
.asked { padding: .5rem .9rem; border-radius: .8rem; background: #e4eef4; white-space: pre-wrap; }
.said { white-space: pre-line; } blockquote { margin: .2rem 0 .6rem; } small { color: #56606d; }
a { color: #1d5a7a; }
a.n { padding: 0 .35em; border-radius: .35em; background: #e4eef4; font-size: .8em; text-decoration: none; }
li:target { background: #ffe59a; color: #2b2100; }
@media (prefers-color-scheme: dark) { body { background: #13171c; color: #e5e9ee; } small { color: #a5afbb; }
  .asked, a.n { background: #1f3442; } a { color: #8cc4e4; } }
"""


def conversation_html(exchanges: Sequence[Exchange], labels: Labels, title: str = "") -> str:
    """All exchanges that have ended, each with its sources below it."""
    title = title or labels("export.title")
    head = join(
        [
            Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
            element("title", title),
            element("style", Html(_STYLE)),
        ]
    )
    ended = (exchange for exchange in exchanges if not exchange.running)
    body = element("body", element("h1", title), *(_exchange(exchange, labels) for exchange in ended))
    return f"<!doctype html>\n{element('html', element('head', head), body, lang=labels.lang)}\n"


def _exchange(exchange: Exchange, labels: Labels) -> Html:
    asked = exchange.asked_at[: len("2026-11-23")]
    return element(
        "section",
        element("h2", f"{labels('export.question')} {exchange.id}"),
        element("p", exchange.text, class_="asked", dir="auto"),
        element("p", element("small", labels.date(asked))) if asked else None,
        *_answered(exchange, labels),
    )


def _answered(exchange: Exchange, labels: Labels) -> Iterator[Html]:
    answer = exchange.answer
    if answer is None:
        failure = exchange.failure
        said = failure_text(failure, labels) if failure else f"{exchange.draft} {labels('export.stopped')}"
        yield element("p", said.strip(), class_="said")
        return
    if answer.choice:
        label = labels(f"choice.label.{'one' if len(answer.choice) == 1 else 'other'}")
        yield element("p", element("b", f"{label}{labels.colon} {', '.join(answer.choice)}"))
    text = join(_linked(exchange, answer)) if answer.text else escape(labels(f"status.{answer.status}"))
    yield element("p", text, class_="said", lang=answer.lang)
    if answer.reason:
        yield element("p", answer.reason, lang=answer.lang)
    doubted = [claim for claim in answer.claims if claim.support != "supported"]
    if doubted:
        rows = (element("li", f"{labels(f'verdict.{c.support}.label')}{labels.colon} {c.text}") for c in doubted)
        yield element("ul", *rows)
    if exchange.citations:
        heading = labels("export.sources" if answer.citations else "refusal.nearest").rstrip(" \u00a0:")
        yield element("h3", heading)
        yield element("ul", *(_source(exchange, citation, labels) for citation in exchange.citations))


def _linked(exchange: Exchange, answer: Answer) -> Iterator[Html]:
    """The text with a link for each number that code has put, and those of a statement that names none behind it."""
    known = {citation.number for citation in exchange.citations}
    puts: list[tuple[int, int, tuple[int, ...]]] = [
        (m.start, m.end, (m.number,)) for m in answer.markers if m.number in known
    ]
    named = {number for _, _, numbers in puts for number in numbers}
    for claim in answer.claims:
        numbers = tuple(n for n in claim.citations if n in known - named)
        if numbers and claim.end <= len(answer.text):
            puts.append((claim.end, claim.end, numbers))
    at = 0
    for start, end, numbers in sorted(puts):
        if start < at:
            continue
        yield escape(answer.text[at:start])
        yield from (element("a", str(n), href=f"#{_name(exchange, n)}", class_="n") for n in numbers)
        at = end
    yield escape(answer.text[at:])


def _source(exchange: Exchange, citation: Citation, labels: Labels) -> Html:
    place = escape(place_of(citation, labels))
    named = element("a", place, href=citation.url, rel="noopener noreferrer") if is_address(citation.url) else place
    subject, words = citation.told
    return element(
        "li",
        f"[{citation.number}] ",
        named,
        element("small", f" {citation.uri}"),
        element("blockquote", element("small", subject, ": ") if subject else None, words, lang=citation.lang),
        id=_name(exchange, citation.number),
    )


def _name(exchange: Exchange, number: int) -> str:
    return f"source-{exchange.id}-{number}"
