"""The list of documents as HTML, and what is above it: adding, collections, filters. Pure.

What is clicked carries `data-act`, what is filled in is a form with `data-form`; `web/library.js` sends both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assistant.library.rows import Row
from assistant.markup import Html, element
from assistant.practice.blueprint import Blueprint
from assistant.ui.ids import library_field
from assistant.ui.library.state import MINE, Looking
from assistant.ui.library.words import collection_name, exam_names
from assistant.ui.locale import Labels
from ingest.library.intake import Limits
from ingest.library.records import Collection
from ingest.text.analysis import fold

Choice = tuple[str, str]
"""A value and its words."""
_STATE_ICONS = {"indexed": "", "waiting": "…", "unread": "✗", "leaving": "−"}


def adding(
    rows: Sequence[Row],
    collections: Sequence[Collection],
    exams: Sequence[Blueprint],
    looking: Looking,
    labels: Labels,
    *,
    limits: Limits,
    megabytes: float,
    zip_megabytes: float,
) -> Html:
    """What stands above the list: what there is, how to add to it, the collections."""
    return element(
        "div",
        element("h2", labels("library.title"), class_="cp-library-title"),
        element("p", _lead(rows, labels), class_="cp-quiet"),
        _adding(collections, looking, labels, limits, megabytes, zip_megabytes),
        _collections(rows, collections, exams, labels),
        class_="cp-library",
    )


def listing(
    rows: Sequence[Row],
    collections: Sequence[Collection],
    exams: Sequence[Blueprint],
    looking: Looking,
    labels: Labels,
) -> Html:
    """The documents that the filter lets through, the learner's own first, the first `looking.shown` of them."""
    found = filtered(rows, looking)
    names = {one.id: collection_name(one, labels) for one in collections}
    columns = ("document", "kind", "language", "exam", "date", "passages", "found")
    head = element("tr", *(element("th", labels(f"library.column.{name}"), scope="col") for name in columns))
    body = (_row(row, exams, names, looking, labels) for row in found[: looking.shown])
    left = len(found) - looking.shown
    more = element("button", labels.count("audit.more", left), type="button", data_act="more", class_="cp-button")
    table = element("table", element("thead", head), element("tbody", *body), class_="cp-library-table")
    return element(
        "section",
        element("h3", labels("library.documents"), id=library_field("list"), tabindex="-1"),
        _filter(collections, exams, looking, labels),
        element("p", labels.count("library.found", len(found)), class_="cp-found", role="status"),
        table if found else None,
        more if left > 0 else None,
        class_="cp-library",
        aria_labelledby=library_field("list"),
    )


def filtered(rows: Sequence[Row], looking: Looking) -> list[Row]:
    """The rows that the filter lets through: the learner's own first, what cannot be read at their head."""
    words = fold(looking.words).split()
    found = [row for row in rows if _fits(row, looking.which) and all(word in _words(row) for word in words)]
    return sorted(found, key=lambda row: (not row.own, row.problem is None, row.collection, fold(row.title)))


def options(choices: Iterable[Choice], chosen: str) -> list[Html]:
    """The options of a choice."""
    return [element("option", words, value=value, selected=value == chosen) for value, words in choices]


def collection_choices(collections: Sequence[Collection], labels: Labels) -> list[Choice]:
    """The collections that a document may be in."""
    return [(one.id, collection_name(one, labels)) for one in collections]


def _lead(rows: Sequence[Row], labels: Labels) -> str:
    answering = [row for row in rows if row.state != "unread"]  # what cannot be read answers nothing
    own = sum(row.own for row in answering)
    counts = f"{labels.count('page.documents', len(answering))}, {labels.count('library.own', own)}."
    return f"{counts} {labels('library.lead')}"


def _adding(
    collections: Sequence[Collection],
    looking: Looking,
    labels: Labels,
    limits: Limits,
    megabytes: float,
    zip_megabytes: float,
) -> Html:
    into = element(
        "select",
        *options(collection_choices(collections, labels), looking.into),
        id=library_field("into"),
        name="collection",
        data_change="into",
    )
    limit = labels(
        "library.limits", mb=f"{megabytes:g}", zip_mb=f"{zip_megabytes:g}", at_once=labels.number(limits.at_once)
    )
    return element(
        "section",
        element("h3", labels("library.add"), id=library_field("add")),
        element("p", labels("library.drop"), class_="cp-drop-hint"),
        element(
            "div",
            element("button", labels("library.files"), type="button", data_pick="files", class_="cp-button is-primary"),
            element("button", labels("library.folder"), type="button", data_pick="folder", class_="cp-button"),
            element("label", labels("library.into"), into, class_="cp-inline"),
            class_="cp-library-row",
        ),
        _link_form(labels),
        element("p", limit, class_="cp-quiet"),
        element("p", class_="cp-sending", role="status"),
        class_="cp-drop",
        aria_labelledby=library_field("add"),
        data_most=int(megabytes * 1_000_000),
        data_most_zip=int(zip_megabytes * 1_000_000),
        data_at_once=limits.at_once,
        data_sending=labels("library.sending"),
    )


def _link_form(labels: Labels) -> Html:
    field = element(
        "input",
        id=library_field("url"),
        name="url",
        type="url",
        required=True,
        placeholder="https://docs.aws.amazon.com/...",
        autocomplete="off",
        aria_describedby=library_field("url-help"),
    )
    return element(
        "form",
        element("label", labels("library.link"), for_=library_field("url")),
        field,
        element("button", labels("library.bring"), type="submit", class_="cp-button"),
        element("p", labels("library.link_help"), class_="cp-quiet", id=library_field("url-help")),
        class_="cp-library-row",
        data_form="page",
    )


def _collections(
    rows: Sequence[Row], collections: Sequence[Collection], exams: Sequence[Blueprint], labels: Labels
) -> Html:
    items = (_collection(one, sum(row.collection == one.id for row in rows), exams, labels) for one in collections)
    new = element(
        "form",
        *_name_and_exam("new", "", "", exams, labels),
        element("button", labels("library.collection_add"), type="submit", class_="cp-button"),
        class_="cp-library-row",
        data_form="collect",
    )
    return element(
        "details",
        element("summary", labels("library.collections")),
        element("p", labels("library.collections_help"), class_="cp-quiet"),
        element("ul", *items, class_="cp-collections"),
        new,
        class_="cp-library-more",
        id=library_field("collections"),
    )


def _collection(one: Collection, count: int, exams: Sequence[Blueprint], labels: Labels) -> Html:
    name = collection_name(one, labels)
    change = element(
        "form",
        element("input", type="hidden", name="id", value=one.id),
        *_name_and_exam(one.id, name, one.exam, exams, labels),
        element("span", labels.count("page.documents", count), class_="cp-quiet"),
        element(
            "button",
            labels("library.save"),
            element("span", f" {name}", class_="cp-hidden"),
            type="submit",
            class_="cp-button",
        ),
        class_="cp-library-row",
        data_form="recollect",
    )
    remove = element(
        "details",
        element("summary", labels("library.remove"), element("span", f" {name}", class_="cp-hidden")),
        element("p", labels.count("library.uncollect_help", count)),
        element(
            "button",
            labels("library.uncollect"),
            type="button",
            data_act="uncollect",
            data_value=one.id,
            class_="cp-button danger",
        ),
        class_="cp-library-remove",
    )
    return element("li", change, remove)


def _name_and_exam(id: str, name: str, exam: str, exams: Sequence[Blueprint], labels: Labels) -> Iterator[Html]:
    choices = [("", labels("library.no_exam")), *((one.id, one.code) for one in exams)]
    field = element(
        "input",
        name="name",
        value=name,
        required=True,
        maxlength=200,
        id=library_field(f"name-{id}"),
        autocomplete="off",
    )
    yield element("label", labels("library.name"), field, class_="cp-inline")
    select = element("select", *options(choices, exam), name="exam", id=library_field(f"exam-{id}"))
    yield element("label", labels("library.exam"), select, class_="cp-inline")


def _filter(collections: Sequence[Collection], exams: Sequence[Blueprint], looking: Looking, labels: Labels) -> Html:
    choices = [("", labels("library.all")), (MINE, labels("library.mine"))]
    if len(collections) > 1:
        choices += collection_choices(collections, labels)
    choices += [(f"exam:{exam.id}", exam.code) for exam in exams]
    words = element(
        "input", name="words", value=looking.words, type="search", id=library_field("words"), autocomplete="off"
    )
    which = element("select", *options(choices, looking.which), name="which", id=library_field("which"))
    return element(
        "form",
        element("label", labels("library.search"), words, class_="cp-inline"),
        element("label", labels("library.show"), which, class_="cp-inline"),
        class_="cp-library-row",
        data_form="filter",
        data_auto="filter",
        role="search",
    )


def _row(row: Row, exams: Sequence[Blueprint], names: dict[str, str], looking: Looking, labels: Labels) -> Html:
    title = element(
        "button",
        row.title,
        type="button",
        class_="cp-link",
        data_act="choose",
        data_value=row.uri,
        lang=row.lang,
        aria_current="true" if row.uri == looking.chosen else None,
    )
    place = names.get(row.collection, row.collection) if row.own else ""
    small = element("span", " · ".join(part for part in (place, row.uri.rpartition("/")[2]) if part), class_="cp-quiet")
    cells = (
        ("kind", labels(f"library.kind.{row.kind}")),
        ("language", labels(f"lang.{row.lang}") if row.lang else "–"),
        ("exam", exam_names(row.exams, exams) or "–"),
        ("date", labels.date(row.date) or "–"),
        ("passages", passages(row, labels) or "–"),
        ("found", _state(row, labels)),
    )
    return element(
        "tr",
        element("th", title, small, scope="row"),
        *(element("td", value, data_label=labels(f"library.column.{name}")) for name, value in cells),
        class_=f"is-{row.state}",
    )


def passages(row: Row, labels: Labels) -> str:
    """How many there are, or why a document that was read has none; "" while nobody has read it."""
    if row.translates:
        return labels("library.translation")
    return labels.number(row.passages) if row.passages else ""


def _state(row: Row, labels: Labels) -> str:
    if row.state != "indexed":
        icon = element("span", _STATE_ICONS[row.state], " ", aria_hidden="true")
        return element("span", icon, labels(f"library.state.{row.state}"), class_=f"cp-state is-{row.state}")
    count = sum(omission.count for omission in row.omissions)
    return labels.count("library.omissions", count) if count else labels("library.whole")


def _fits(row: Row, which: str) -> bool:
    if which.startswith("exam:"):
        return which.removeprefix("exam:") in row.exams
    return not which or (row.own if which == MINE else row.collection == which)


def _words(row: Row) -> str:
    return fold(f"{row.title} {row.uri}")
