"""The tools of an opened source as HTML: the citation before and after, search, copying, where it leads. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from assistant.markup import Html, element
from assistant.schema import Citation
from assistant.ui.ids import origin_value, other_value, place_value
from assistant.ui.locale import Labels
from assistant.ui.panel.leads import Documents, origin_span, origins_of, other_version
from ingest.schema import Span

_PLACE_CHARS = 90


def steps(of: str, places: Sequence[Citation], chosen: Citation, labels: Labels) -> Iterator[Html]:
    """Buttons to the citation before and after the open one; the arrow keys press them (web/sources.js)."""
    numbers = [citation.number for citation in places]
    at = numbers.index(chosen.number)
    for name, sign, place in (("previous", "‹", at - 1), ("next", "›", at + 1)):
        there = 0 <= place < len(numbers)
        yield element(
            "button",
            element("span", sign, aria_hidden="true"),
            type="button",
            class_="cp-step",
            data_act="select",
            data_value=place_value(of, numbers[place]) if there else None,
            data_step=name,
            disabled=not there,
            aria_label=labels(f"sources.{name}"),
            title=labels(f"sources.{name}"),
        )


def leads(value: str, of: str, number: int, span: Span, documents: Documents, labels: Labels) -> Iterator[Html]:
    """Buttons that open where the words come from, and the same words in the other language.

    `value` opens what is shown now.
    """
    rows = []
    for place, origin in enumerate(origins_of(span)):
        found = origin_span(span, place, documents, labels.lang)
        if found is None:
            rows.append(element("li", origin.uri))
            continue
        button = element(
            "button",
            _place(found),
            type="button",
            data_act="select",
            data_value=origin_value(of, number, place),
            lang=found.lang,
        )
        rows.append(element("li", button))
    if rows:
        yield element("div", element("h4", labels("sources.from")), element("ul", *rows), class_="cp-origins")
    other = other_version(span, documents)
    if other is not None:
        words = labels(f"sources.in_{other.lang}")
        yield element("button", words, type="button", data_act="select", data_value=other_value(value))


def tools(citation: Citation, place: Callable[[Citation, Labels], str], labels: Labels) -> Iterator[Html]:
    """Copy the words with their place; search the open document, which the browser does by itself."""
    subject, words = citation.told
    said = f"{subject}: {words}" if subject else words
    quote = f"« {said} »" if labels.lang == "fr" else f"“{said}”"
    address = citation.url or citation.uri
    yield element(
        "button",
        labels("sources.copy"),
        type="button",
        data_act="copy",
        data_text=f"{quote} ({place(citation, labels)}, {address})",
        data_done=labels("chat.copied"),
    )


def search(labels: Labels) -> Html:
    """The field that searches the open document; web/find.js says how many places there are."""
    field = element(
        "input",
        type="search",
        class_="cp-find-words",
        placeholder=labels("sources.find"),
        aria_label=labels("sources.find"),
        autocomplete="off",
    )
    told = element("span", class_="cp-find-told", role="status", data_none=labels("sources.find_none"))
    forward = element("button", labels("sources.find_next"), type="submit")
    return element("form", field, forward, told, class_="cp-find", role="search")


def _place(span: Span) -> str:
    title, inner = span.document.source.title, span.inner
    words = f"{title} › {inner[-1]}" if inner else title
    return words if len(words) <= _PLACE_CHARS else words[: _PLACE_CHARS - 1].rstrip() + "…"
