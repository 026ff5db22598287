"""What an answer came to as HTML: right or wrong, every option with its mark and note, the sources, ways into the chat.

For the practice tab and the review of an exam. Pure; nothing of it may be drawn before the answer is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assistant.markup import Html, element
from assistant.ui.ids import Id, place_value, source_button
from assistant.ui.locale import Labels, load_labels
from assistant.ui.practice.render import button, letter_mark, report_form, words
from ingest.schema import Lang


def feedback(
    view: Mapping[str, Any],
    labels: Labels,
    *,
    due: str,
    score: tuple[int, int],
    anchor: str,
    focus: int,
    domain: str,
    own: Html | None = None,
) -> Html:
    """What an answer came to, and everything behind it; `anchor` is its name on the page."""
    right, total = score
    return element(
        "div",
        element(
            "p",
            element("span", domain, class_="cp-tag"),
            element("span", labels("practice.score", right=right, total=total), class_="cp-tag"),
            class_="cp-item-head",
        ),
        element("h2", words(view["stem"]), class_="cp-stem", lang=view["lang"], id=anchor, tabindex="-1"),
        verdict(view, labels, focus=focus),
        *answered(view, labels, anchor=anchor),
        own,
        element("p", due, class_="cp-quiet"),
        element(
            "div",
            button(labels("practice.next"), "next", primary=True, id=Id.PRACTICE_NEXT),
            why_button(view, labels),
            ask_button(view, labels),
            button(labels("practice.undo"), "undo"),
            button(labels("practice.end"), "end"),
            class_="cp-buttons",
        ),
        report_form(labels),
        class_="cp-card cp-item",
    )


def verdict(view: Mapping[str, Any], labels: Labels, *, focus: int | None = None) -> Html:
    """Right or wrong, in words and with a sign."""
    if view["correct"]:
        text, sign, tone = labels("practice.right"), "✓", "is-good"
    else:
        key = ", ".join(view["key"] if view["places"] else sorted(view["key"]))
        text, sign, tone = labels("practice.wrong", answer=key), "✗", "is-bad"
        if not any(view["response"]):
            text = labels("practice.unanswered", answer=key)
    return element(
        "p",
        element("span", sign, aria_hidden="true"),
        " ",
        text,
        class_=f"cp-verdict-line {tone}",
        role="status" if focus else None,
        tabindex="-1",
        data_focus=focus,
    )


def answered(view: Mapping[str, Any], labels: Labels, *, anchor: str) -> Iterable[Html | None]:
    """Every option with its mark and note, the explanation, the sources as buttons."""
    lang = view["lang"]
    yield element("ul", *(_marked_option(option, labels, lang) for option in view["options"]), class_="cp-marked")
    if view["places"]:
        yield _places(view, labels)
    yield element("h3", labels("practice.explanation"))
    yield element("p", words(view["explanation"]), class_="cp-explanation", lang=lang)
    if view["evidence"]:
        yield element("h3", labels("practice.sources"))
        rows = (
            element(
                "li",
                element(
                    "button",
                    element("span", str(n), class_="cp-number"),
                    element("span", labels("practice.open_source", title=ref.get("title") or ref["uri"])),
                    type="button",
                    data_act="select",
                    data_value=place_value(anchor, n),
                    id=source_button(anchor, n),
                ),
                element("q", ref["quote"], lang=ref.get("lang")),
            )
            for n, ref in enumerate(view["evidence"], 1)
        )
        yield element("div", element("ul", *rows), class_="cp-cited")


def _marked_option(option: Mapping[str, Any], labels: Labels, lang: str) -> Html:
    keyed, chosen = option.get("keyed"), option.get("chosen")
    tone = ("is-good" if keyed else "is-bad" if chosen else None) if keyed is not None else None
    tags = [labels("practice.keyed")] if keyed else []
    tags += [labels("practice.chosen")] if chosen else []
    return element(
        "li",
        letter_mark(option["letter"]),
        element(
            "div",
            element("span", words(option["text"]), lang=lang),
            *(element("span", tag, class_="cp-tag") for tag in tags),
            element("p", words(option["note"]), class_="cp-note", lang=lang) if option["note"] else None,
        ),
        class_=tone,
    )


def _places(view: Mapping[str, Any], labels: Labels) -> Html:
    texts = {one["letter"]: f"{one['letter']}. {one['text']}" for one in view["options"]}
    prompts = view["prompts"] or [labels("practice.place", n=n) for n in range(1, len(view["places"]) + 1)]
    head = (element("th", labels(f"practice.{name}")) for name in ("position", "given", "expected"))
    rows = (
        element(
            "tr",
            element("th", prompt, scope="row", lang=view["lang"] if view["prompts"] else None),
            element("td", "✓ " if place["right"] else "✗ ", texts.get(place["given"], "–"), lang=view["lang"]),
            element("td", texts.get(place["expected"], place["expected"]), lang=view["lang"]),
            class_="is-good" if place["right"] else "is-bad",
        )
        for prompt, place in zip(prompts, view["places"], strict=True)
    )
    return element("table", element("tbody", element("tr", *head), *rows), class_="cp-places-table")


def ask_button(view: Mapping[str, Any], labels: Labels) -> Html:
    """Puts the question with its options into the chat's box (web/practice.js)."""
    lines = [view["stem"], *(f"{option['letter']}. {option['text']}" for option in view["options"])]
    return element(
        "button", labels("practice.ask"), type="button", class_="cp-button", data_act="ask", data_text="\n".join(lines)
    )


def why_button(view: Mapping[str, Any], labels: Labels) -> Html:
    """Asks the chat at once why the key is right (web/practice.js), in the question's own language."""
    texts = {one["letter"]: one["text"] for one in view["options"]}
    key = view["key"] if view["places"] else sorted(view["key"])
    lang: Lang = "fr" if view["lang"] == "fr" else "en"
    asked = load_labels(lang)(
        "practice.why_question", stem=view["stem"], answer="; ".join(texts.get(one, one) for one in key)
    )
    return element(
        "button",
        labels("practice.why_button"),
        type="button",
        class_="cp-button",
        data_act="ask",
        data_text=asked,
        data_send="now",
    )
