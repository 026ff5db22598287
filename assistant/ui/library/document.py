"""One document of the library as HTML: facts, what is wrong with it, what is in it, what can be done to it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.library.outline import MOST_PARTS, Part, outline, summary
from assistant.library.rows import Row
from assistant.markup import Html, element
from assistant.practice.blueprint import Blueprint
from assistant.ui.document import omissions_line
from assistant.ui.ids import library_field
from assistant.ui.library.render import collection_choices, options, passages
from assistant.ui.library.words import collection_name, exam_names, why_not
from assistant.ui.locale import Labels
from ingest.library.intake import Limits
from ingest.library.records import Collection
from ingest.schema import Document, hash_of


def panel(
    row: Row | None,
    document: Document | None,
    collections: Sequence[Collection],
    exams: Sequence[Blueprint],
    labels: Labels,
    *,
    limits: Limits,
    megabytes: float,
) -> Html:
    """What is in the chosen document; how to choose one while none is."""
    if row is None:
        parts: list[Html | None] = [
            element("h2", labels("library.inside")),
            element("p", labels("library.inside_help"), class_="cp-quiet"),
        ]
    else:
        why = why_not(row.problem, labels, megabytes=megabytes, limits=limits) if row.problem else ()
        heading = element("h2", row.title, lang=row.lang, tabindex="-1", id=library_field("chosen"))
        back = element("a", "↑ ", labels("library.back"), href=f"#{library_field('list')}", class_="cp-back")
        parts = [
            element("div", heading, back, class_="cp-panel-head"),
            element("dl", *_facts(row, collections, exams, labels), class_="cp-facts"),
            element("p", *why, class_="cp-problem") if why else None,
            omissions_line(document, labels),
            *(_inside(document, labels) if document else ()),
            *(_changes(row, collections, labels) if row.own else (_read_only(labels),)),
        ]
    return element("div", *parts, class_="cp-panel", role="region", aria_label=labels("library.inside"))


def _facts(row: Row, collections: Sequence[Collection], exams: Sequence[Blueprint], labels: Labels) -> Iterator[Html]:
    own = next((collection_name(one, labels) for one in collections if one.id == row.collection), "")
    facts = {
        "file": row.uri,
        "collection": own,
        "kind": labels(f"kind.{row.kind}"),
        "language": labels(f"lang.{row.lang}") if row.lang else "",
        "exam": exam_names(row.exams, exams),
        "date": labels.date(row.date),
        "passages": passages(row, labels),
        "found": labels(f"library.state.{row.state}") if row.state != "indexed" else "",
    }
    for name, value in facts.items():
        if value:
            yield element("div", element("dt", labels(f"library.column.{name}")), element("dd", value))


def _inside(document: Document, labels: Labels) -> Iterator[Html]:
    lang = document.source.lang
    told = summary(document)
    if told:
        items = (
            element(
                "li", element("strong", one.title) if one.title else None, element("q", one.sentence.quote), lang=lang
            )
            for one in told
        )
        yield element("h3", labels("library.summary"))
        yield element("p", labels("library.summary_help"), class_="cp-quiet")
        yield element("ul", *items, class_="cp-summary")
    parts = outline(document)
    if parts:
        shown = (
            element("li", *_part(part, labels), class_=f"cp-depth-{min(4, part.depth - 1)}")
            for part in parts[:MOST_PARTS]
        )
        yield element("h3", labels("library.outline"))
        yield element("ul", *shown, class_="cp-outline", lang=lang)
        if len(parts) > MOST_PARTS:
            yield element("p", labels.count("library.outline_more", len(parts) - MOST_PARTS), class_="cp-quiet")


def _part(part: Part, labels: Labels) -> Iterator[str]:
    page = labels("library.page", n=part.title or part.page) if part.page is not None else ""
    yield part.title if part.title and not (part.page and part.title == str(part.page)) else page
    about = [page] if page and part.title else []
    if part.words:
        about.append(labels.count("library.words", part.words))
    yield element("span", f" {', '.join(about)}" if about else "", class_="cp-quiet")


def _read_only(labels: Labels) -> Html:
    return element("p", labels("library.read_only"), class_="cp-quiet")


def _changes(row: Row, collections: Sequence[Collection], labels: Labels) -> Iterator[Html]:
    yield element("h3", labels("library.change"))
    uri = element("input", type="hidden", name="uri", value=row.uri)
    title = element(
        "input",
        name="title",
        value=row.title,
        required=True,
        maxlength=200,
        id=library_field(f"title-{hash_of(row.uri)}"),
    )
    yield element(
        "form",
        uri,
        element("label", labels("library.rename"), title, class_="cp-inline"),
        element("button", labels("library.save"), type="submit", class_="cp-button"),
        class_="cp-library-row",
        data_form="rename",
    )
    if len(collections) > 1:
        choices = options(collection_choices(collections, labels), row.collection)
        select = element("select", *choices, name="collection", id=library_field("move"))
        yield element(
            "form",
            uri,
            element("label", labels("library.move"), select, class_="cp-inline"),
            element("button", labels("library.move_button"), type="submit", class_="cp-button"),
            class_="cp-library-row",
            data_form="move",
        )
    yield element(
        "details",
        element("summary", labels("library.remove_document")),
        element("p", labels("library.remove_help")),
        element(
            "button",
            labels("library.remove_button"),
            type="button",
            data_act="remove",
            data_value=row.uri,
            class_="cp-button danger",
        ),
        class_="cp-library-remove",
    )
