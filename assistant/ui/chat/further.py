"""What can be done with a question and its answer, as HTML: copy, check, edit, ask again, go on. Pure.

Owns which buttons there are and the words that they ask; what happens then is in `handlers`.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.markup import Html, element
from assistant.schema import Answer
from assistant.ui.chat.export import exchange_markdown
from assistant.ui.chat.state import Exchange
from assistant.ui.locale import Labels, load_labels

SAYINGS = ("simpler", "example", "quiz")


def actions(exchange: Exchange, labels: Labels, last: bool) -> Html:
    """Below an answer: copy, check, ask again; which model wrote it, and in how many seconds."""
    copy = element(
        "button",
        labels("chat.copy"),
        type="button",
        data_act="copy",
        data_text=exchange_markdown(exchange, labels),
        data_done=labels("chat.copied"),
    )
    retry = element("button", labels("chat.retry"), type="button", data_act="retry", data_value=str(exchange.id))
    answer = exchange.answer
    other, check = None, None
    if answer is not None and answer.text:
        lang = "en" if answer.lang == "fr" else "fr"
        value = f"{exchange.id}-{lang}"
        other = element("button", labels(f"chat.retry_{lang}"), type="button", data_act="retry", data_value=value)
        check = element("button", labels("chat.check"), type="button", data_act="check", data_text=_unmarked(answer))
    meta = None
    if exchange.answer is not None:
        trace = exchange.answer.trace
        seconds = f"{trace.seconds.get('total', 0.0):.1f}".replace(".", "," if labels.lang == "fr" else ".")
        meta = element("span", f"{trace.model} · ", labels("chat.seconds", s=seconds), class_="cp-meta")
    return element("footer", copy, check, *((retry, other) if last else ()), meta, class_="cp-actions")


def _unmarked(answer: Answer) -> str:
    """The text without the numbers that code has put."""
    parts, at = [], 0
    for marker in answer.markers:
        parts.append(answer.text[at : marker.start].rstrip(" "))
        at = marker.end
    return "".join([*parts, answer.text[at:]])


def edit(exchange: Exchange, labels: Labels) -> Html:
    """Below a question: put it back into the field."""
    named = labels("chat.edit_this", n=exchange.id)
    value = str(exchange.id)
    return element("button", labels("chat.edit"), type="button", data_act="edit", data_value=value, aria_label=named)


def further(exchange: Exchange, answer: Answer, labels: Labels) -> Html:
    """What can be asked next: the answer otherwise, and what else its sources speak of."""
    names = (*SAYINGS, *map(str, range(len(exchange.suggestions))))
    own = load_labels(answer.lang)
    buttons = (
        element(
            "button",
            labels(f"say.{name}.label") if name in SAYINGS else said(name, [exchange], own),
            type="button",
            data_act="say",
            data_value=name,
            lang=None if name in SAYINGS else answer.lang,
        )
        for name in names
    )
    return element("div", element("h3", labels("say.title")), *buttons, class_="cp-further")


def said(name: str, last: Sequence[Exchange], labels: Labels) -> str:
    """The words behind a name: of something to ask about an answer, or of a suggestion by its place; else ""."""
    if name in SAYINGS:
        return labels(f"say.{name}.text")
    suggestions = last[-1].suggestions if last else ()
    if not (name.isascii() and name.isdecimal() and int(name) < len(suggestions)):
        return ""
    heading, title = suggestions[int(name)]
    return labels("say.about", heading=heading, title=title)
