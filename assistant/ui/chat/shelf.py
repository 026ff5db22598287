"""The list of conversations as HTML: a bar with the open one, and the drawer with all of them. Pure, no Gradio."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from assistant.conversations.schema import MOST_TITLE, Summary
from assistant.markup import Html, element
from assistant.ui.chat.state import Conversation
from assistant.ui.ids import Id
from assistant.ui.locale import Labels
from assistant.ui.session import Kept

_DAY_CHARS = len("2026-11-23")


@dataclass(frozen=True, slots=True)
class Said:
    """What the last action has to say: a label's key and its values, so that it can be said in the other language."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The drawer of a browser tab: whether it is open, what is searched, which title is being changed.

    `deleted` is the id that can be brought back; `focus` counts what the keyboard's focus should go to.
    """

    open: bool = False
    search: str = ""
    renaming: str = ""
    deleted: str = ""
    said: Said | None = None
    focus: int = 0


SHELF = Kept(Shelf())
"""Where the chat keeps how a session's drawer is."""


def shelf_html(
    shelf: Shelf, talk: Conversation, listed: Sequence[Summary], labels: Labels, *, run: str, trouble: str = ""
) -> Html:
    """The bar, and the drawer while it is open. `listed` are the conversations to show, the newest first."""
    said = _said(shelf, labels, trouble)
    return element(
        "div",
        element("div", _opener(shelf, labels), _title(talk, labels), class_="cp-kept-row"),
        _drawer(shelf, talk, listed, labels, said) if shelf.open else said,
        class_="cp-kept",
        data_current=talk.id,
        data_run=run,
        data_focus=str(shelf.focus),
    )


def _opener(shelf: Shelf, labels: Labels) -> Html:
    return element(
        "button",
        element("span", "☰", aria_hidden="true"),
        " ",
        labels("kept.title"),
        type="button",
        id=Id.KEPT_OPEN,
        data_act="toggle",
        aria_expanded="true" if shelf.open else "false",
        aria_controls=Id.KEPT_DRAWER if shelf.open else None,
    )


def _title(talk: Conversation, labels: Labels) -> Html | None:
    """The open conversation, where it has more than the page shows at once."""
    if not talk.title:
        return None
    earlier = labels.count("kept.earlier", talk.earlier) if talk.earlier else ""
    return element(
        "p",
        element("span", labels("kept.current"), class_="cp-hidden"),
        element("b", talk.title, dir="auto"),
        element("span", earlier, class_="cp-quiet") if earlier else None,
        class_="cp-kept-title",
    )


def _said(shelf: Shelf, labels: Labels, trouble: str) -> Html:
    """A line that is always there, so that screen readers announce what changes in it."""
    undo = None
    if shelf.deleted:
        undo = element("button", labels("kept.undo"), type="button", data_act="undo", id=Id.KEPT_UNDO)
    words = labels(shelf.said.key, **shelf.said.values) if shelf.said else ""
    alert = element("span", trouble, class_="is-alert") if trouble else None
    return element("p", alert, element("span", words), undo, class_="cp-kept-said", role="status")


def _drawer(shelf: Shelf, talk: Conversation, listed: Sequence[Summary], labels: Labels, said: Html) -> Html:
    close = element(
        "button",
        element("span", "✕", aria_hidden="true"),
        type="button",
        data_act="toggle",
        aria_label=labels("kept.close"),
    )
    return element(
        "div",
        element("div", element("h2", labels("kept.title")), close, class_="cp-kept-head"),
        _search(shelf, labels),
        element("button", labels("chat.new"), type="button", data_act="new", class_="cp-kept-new"),
        said,
        *_days(shelf, talk, listed, labels),
        element("p", labels("kept.where"), class_="cp-quiet cp-kept-where"),
        class_="cp-kept-drawer",
        id=Id.KEPT_DRAWER,
        role="region",
        aria_label=labels("kept.title"),
    )


def _search(shelf: Shelf, labels: Labels) -> Html:
    field = element(
        "input",
        type="search",
        name="text",
        id=Id.KEPT_SEARCH,
        value=shelf.search,
        data_change="search",
        autocomplete="off",
    )
    return element(
        "form", element("label", labels("kept.search"), for_=Id.KEPT_SEARCH), field, data_form="search", role="search"
    )


def _days(shelf: Shelf, talk: Conversation, listed: Sequence[Summary], labels: Labels) -> Iterator[Html]:
    """The conversations under the day on which they changed last, in the time of this machine."""
    if not listed:
        yield element("p", labels("kept.none_found" if shelf.search else "kept.none"), class_="cp-quiet")
    for day, rows in groupby(listed, key=lambda one: one.changed_at.astimezone().date()):
        yield element("h3", _day(day, labels))
        yield element("ul", *(_row(shelf, talk, one, labels) for one in rows))


def _day(day: datetime.date, labels: Labels) -> str:
    today = datetime.datetime.now().astimezone().date()
    near = {0: "kept.today", 1: "kept.yesterday"}.get((today - day).days)
    return labels(near) if near else labels.date(day.isoformat())


def _row(shelf: Shelf, talk: Conversation, one: Summary, labels: Labels) -> Html:
    if shelf.renaming == one.id:
        return element("li", _rename_form(one, labels), class_="is-renaming")
    title = one.title or labels("kept.untitled")
    opened = element(
        "button",
        element("span", title, class_="cp-kept-name", dir="auto"),
        element("span", labels.count("kept.questions", one.questions), class_="cp-quiet"),
        type="button",
        data_act="open",
        data_value=one.id,
        aria_current="true" if one.id == talk.id else None,
    )
    tools = (_tool(act, one.id, title, labels) for act in ("rename", "delete"))
    return element("li", opened, element("div", *tools, class_="cp-kept-tools"))


def _tool(act: str, id: str, title: str, labels: Labels) -> Html:
    named = labels(f"kept.{act}_this", title=title)
    return element("button", labels(f"kept.{act}"), type="button", data_act=act, data_value=id, aria_label=named)


def _rename_form(one: Summary, labels: Labels) -> Html:
    named = {"type": "text", "name": "title", "id": str(Id.KEPT_RENAME), "maxlength": str(MOST_TITLE)}
    return element(
        "form",
        element("label", labels("kept.new_title"), for_=Id.KEPT_RENAME),
        element("input", value=one.title, autocomplete="off", **named),
        element("input", type="hidden", name="value", value=one.id),
        element("button", labels("kept.save"), type="submit"),
        element("button", labels("kept.cancel"), type="button", data_act="keep_title"),
        data_form="renamed",
    )
