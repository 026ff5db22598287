"""The sources panel: what a click on a number opens, and how it looks. Pure.

Whose sources they are, their numbers, the chosen document at the cited words: one panel for the chat, the Check tab,
practice, the exam and the audit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol, get_args

from assistant.conversations.schema import change_of, placed
from assistant.markup import Html, element
from assistant.review.markdown import plain, shown
from assistant.schema import Citation, PagePicture
from assistant.ui.document import document_html, has_pages, omissions_line, page_picture
from assistant.ui.ids import Numbered, origin_value, other_value, page_value, place_value
from assistant.ui.locale import Labels
from assistant.ui.panel.leads import Documents, origin_span, other_version
from assistant.ui.panel.tools import leads, search, steps, tools
from assistant.ui.quote import about, quoted
from ingest.schema import Document, Kind, Span

_OF_CHARS = 90
_DATE_CHARS = len("2026-11-23")

Pictures = Callable[[Citation], PagePicture]
"""The cited page with the quote boxed."""


AsWhat = Literal["cited", "nearest", "evidence"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """When words were quoted (a moment in ISO form), and the hashes of their documents' texts then, by uri."""

    at: str = ""
    hashes: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Cited:
    """Numbered places that the panel shows, and what they are the sources of.

    `id` is their name on the page (`ids.anchor`). `as_what` says how the places bear on the text:
    cited in it, nearest to it (a refusal), or found for it so far. None: they are still being searched for.
    `recorded` tells whether a source has changed since.
    """

    id: str
    text: str
    places: tuple[Citation, ...]
    as_what: AsWhat | None = "cited"
    recorded: Recorded = Recorded()

    def place(self, number: int | None) -> Citation | None:
        """What a number opens."""
        return next((citation for citation in self.places if citation.number == number), None)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the panel shows: the sources of what has this name on the page, one of them by number (None: the list).

    `picture`: with its page as a picture. `origin`: instead of it the page that a statement of a sheet comes from, by
    place; `other`: in the other language.
    """

    of: str
    number: int | None = None
    picture: bool = False
    origin: int | None = None
    other: bool = False

    @property
    def value(self) -> str:
        """What a click that opens this sends."""
        if self.number is None:
            return self.of
        value = place_value(self.of, self.number)
        value = value if self.origin is None else origin_value(self.of, self.number, self.origin)
        return other_value(value) if self.other else value


class Holding(Protocol):
    """What the documents and the pictures of their pages come from."""

    def document(self, uri: str) -> Document | None:
        """See `Documents`."""

    def page_picture(self, citation: Citation) -> PagePicture:
        """See `Pictures`."""


class SourcesPanel:
    """The panel of one part of the page, whose sources are those of `kind`."""

    def __init__(self, kind: Numbered, documents: Documents, pictures: Pictures) -> None:
        self._kind: Numbered = kind
        self._value = re.compile(rf"({kind}-[0-9]{{1,9}})-([0-9]{{1,6}})(-page)?(?:-from([0-9]))?(-other)?")
        self._documents, self._pictures = documents, pictures

    def over(self, source: Holding) -> SourcesPanel:
        """The same panel with the documents that somebody else may see."""
        return SourcesPanel(self._kind, source.document, source.page_picture)

    def clicked(self, value: str) -> Chosen | None:
        """What a click with this value opens (`ids.place_value`); None for what is no source of this part."""
        found = self._value.fullmatch(value)
        if not found:
            return None
        origin = int(found[4]) if found[4] else None
        return Chosen(found[1], int(found[2]), found[3] is not None, origin, found[5] is not None)

    def draw(self, cited: Cited | None, chosen: Chosen | None, labels: Labels) -> Html:
        """The panel; `cited` are the sources that `chosen` names, None when they are not there any more."""
        if cited is None or chosen is None:
            return panel(cited, chosen.number if chosen else None, self._documents, labels)
        place = cited.place(chosen.number)
        picture = self._pictures(place) if chosen.picture and place is not None and has_pages(place) else None
        return panel(cited, chosen.number, self._documents, labels, picture, chosen)


def panel(
    cited: Cited | None,
    number: int | None,
    documents: Documents,
    labels: Labels,
    picture: PagePicture | None = None,
    led: Chosen | None = None,
) -> Html:
    """The panel: the list of the places, or the chosen one opened in its document.

    `cited` is None when there is nothing to show yet, or when what was asked for is not there any more (then `number`
    is not None). `picture` is what became of the chosen place's page, None while it was not asked for. `led`: where
    one was led from the chosen place.
    """
    if cited is None:
        text = labels("sources.empty") if number is None else labels("sources.gone")
        return _frame([element("p", text, class_="cp-quiet")], labels)
    chosen = cited.place(number)
    parts: list[Html | None] = [element("p", labels("sources.of", question=_short(cited.text)), class_="cp-of")]
    if not cited.places:
        text = labels("chat.searching") if cited.as_what is None else labels("sources.none")
        parts.append(element("p", text, class_="cp-quiet"))
    elif chosen is None:
        parts += [_count(cited, labels), _quotes(cited, labels)]
    else:
        led = led or Chosen(cited.id, chosen.number)
        parts += [_numbers(cited, chosen, labels), _opened(cited, chosen, documents, labels, picture, led)]
    current = led.value if chosen and led else cited.id
    return _frame(parts, labels, current, f"#{cited.id}")


def _frame(parts: Sequence[Html | None], labels: Labels, current: str | None = None, back: str | None = None) -> Html:
    link = element("a", "↑ ", labels("sources.back"), href=back, class_="cp-back") if back else None
    return element(
        "div",
        element("div", element("h2", labels("sources.title"), tabindex="-1"), link, class_="cp-panel-head"),
        *parts,
        class_="cp-panel",
        role="region",
        aria_label=labels("sources.title"),
        data_current=current,
    )


def _count(cited: Cited, labels: Labels) -> Html:
    return element("p", labels.count(f"sources.{cited.as_what or 'evidence'}", len(cited.places)), class_="cp-found")


def _quotes(cited: Cited, labels: Labels) -> Html:
    """All citations as numbered quotes; each opens its document."""
    rows = (
        element(
            "li",
            element(
                "button",
                element("span", str(citation.number), class_="cp-number"),
                element("span", citation.title, class_="cp-title"),
                type="button",
                data_act="select",
                data_value=place_value(cited.id, citation.number),
                aria_label=labels("sources.open", n=citation.number, title=citation.title),
            ),
            quoted(citation, "blockquote"),
        )
        for citation in cited.places
    )
    return element("ol", *rows, class_="cp-quotes")


def _numbers(cited: Cited, chosen: Citation, labels: Labels) -> Html:
    """The citations of the answer in a row, the open one marked."""
    buttons = (
        element(
            "button",
            str(citation.number),
            type="button",
            class_="cp-cite",
            data_act="select",
            data_value=place_value(cited.id, citation.number),
            aria_label=labels("sources.open", n=citation.number, title=citation.title),
            aria_current="true" if citation.number == chosen.number else None,
        )
        for citation in cited.places
    )
    before, after = steps(cited.id, cited.places, chosen, labels)
    return element("nav", before, *buttons, after, class_="cp-numbers", aria_label=labels("sources.list"))


def _opened(
    cited: Cited,
    citation: Citation,
    documents: Documents,
    labels: Labels,
    picture: PagePicture | None,
    led: Chosen,
) -> Html:
    document = documents(citation.uri)
    target = _led(citation, document, documents, labels, led)
    if target is not None:
        back = element(
            "button",
            labels("sources.quoted"),
            type="button",
            data_act="select",
            data_value=place_value(cited.id, citation.number),
        )
        return _place_in(cited, Citation.of(target, citation.number), target.document, labels, led, documents, (back,))
    other = (page_value if picture is None else place_value)(cited.id, citation.number)
    pictured = page_picture(other, citation, picture, labels) if document and has_pages(citation) else ()
    led = replace(led, origin=None, other=False)
    return _place_in(cited, citation, document, labels, led, documents, tuple(pictured))


def _led(
    citation: Citation, document: Document | None, documents: Documents, labels: Labels, led: Chosen
) -> Span | None:
    """The words that stand behind the cited ones: where they come from, or what the other language says."""
    span = placed(citation, document) if document is not None else None
    if span is None or (led.origin is None and not led.other):
        return None
    if led.origin is not None:
        span = origin_span(span, led.origin, documents, labels.lang)
    return other_version(span, documents) if span is not None and led.other else span


def _place_in(
    cited: Cited,
    citation: Citation,
    document: Document | None,
    labels: Labels,
    led: Chosen,
    documents: Documents,
    more: Sequence[Html],
) -> Html:
    """A place opened in its document, with what can be done there."""
    span = placed(citation, document) if document is not None else None
    here = replace(led, other=False).value
    onward = () if led.other or span is None else leads(here, cited.id, citation.number, span, documents, labels)
    return element(
        "article",
        element("h3", citation.title, lang=citation.lang),
        element("dl", *_facts(citation, labels), class_="cp-facts"),
        _original(citation, labels),
        *more,
        omissions_line(document, labels),
        _changed(citation, cited.recorded, document, labels),
        element("div", *tools(citation, place_of, labels), *onward, class_="cp-tools"),
        search(labels) if span is not None else None,
        *_text(citation, document, labels),
        class_="cp-source",
    )


def _facts(citation: Citation, labels: Labels) -> Iterator[Html]:
    kind = citation.kind if citation.kind in get_args(Kind) else "unknown"
    facts = {
        "section": "" if citation.section == citation.title else citation.section,
        "page": "" if citation.page is None else str(citation.page),
        "date": citation.as_of,
        "kind": labels(f"kind.{kind}"),
        "language": labels(f"lang.{citation.lang}"),
    }
    for name, value in facts.items():
        if value:
            yield element("div", element("dt", labels(f"sources.{name}")), element("dd", value))


def _original(citation: Citation, labels: Labels) -> Html:
    """The link to the page itself, when the source has one that a browser may open."""
    if not citation.url.lower().startswith(("https://", "http://")):
        return element("p", labels("sources.file", uri=citation.uri), class_="cp-quiet")
    link = element(
        "a",
        labels("sources.original"),
        element("span", " ↗", aria_hidden="true"),
        element("span", f" ({labels('sources.new_tab')})", class_="cp-hidden"),
        href=citation.url,
        target="_blank",
        rel="noopener noreferrer",
        class_="cp-original",
    )
    return element("p", link)


def _changed(citation: Citation, recorded: Recorded, document: Document | None, labels: Labels) -> Html | None:
    """That the source is another one than when it was quoted; None while it is the same, or nobody knows."""
    change = change_of(citation, recorded.hashes, document)
    if change is None or change == "gone":  # that it is gone is said where its text would be
        return None
    said = labels(f"sources.changed.{change}", date=labels.date(recorded.at[:_DATE_CHARS]))
    return element("p", said, class_="cp-changed")


def _text(citation: Citation, document: Document | None, labels: Labels) -> Iterator[Html]:
    """The document at the cited words; only the words where the document is gone or no longer has them there."""
    span = None if document is None else placed(citation, document)
    if span is not None:
        yield element(
            "div",
            document_html(span, labels),
            class_="cp-doc",
            lang=citation.lang,
            tabindex="0",
            role="region",
            aria_label=labels("sources.document"),
        )
        return
    yield element("p", labels("sources.missing" if document is None else "sources.moved"), class_="cp-quiet")
    yield element("blockquote", *about(citation), element("mark", citation.quote), lang=citation.lang)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _OF_CHARS else words[: _OF_CHARS - 1].rstrip() + "…"


def place_of(citation: Citation, labels: Labels) -> str:
    """Where the words stand: title, section where it is not the title, page, date."""
    page = "" if citation.page is None else f"{labels('sources.page')} {citation.page}"
    section = "" if citation.section == citation.title else citation.section
    return ", ".join(part for part in (citation.title, section, page, citation.as_of) if part)


def source_markdown(citation: Citation, labels: Labels) -> str:
    """A numbered source as an item of Markdown, the words below it behind their subject."""
    where = shown(citation.url, citation.uri)
    told = ": ".join(plain(part) for part in citation.told if part)
    return f"- [{citation.number}] {plain(place_of(citation, labels))}. {where}\n  > {told}"
