"""Practice as HTML: the start form, an item with its fields, its feedback, where the learner stands. Pure.

The fields of an item and the feedback are the exam room's too. What is clickable carries `data-act`, forms carry
`data-form`; practice.js sends both on. Everything from an item goes through `markup`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assistant.practice.blueprint import Blueprint
from assistant.ui.locale import Labels
from assistant.ui.markup import Html, element, escape
from assistant.ui.render_plots import days_picture, domain_name, exams_picture, mastery_picture
from ingest.schema import LANGS

REASONS = ("wrong-key", "unclear", "bad-source", "too-easy", "something")


def waiting(labels: Labels) -> Html:
    """Before the browser has said who the learner is."""
    return element("p", labels("practice.loading"), class_="cp-working")


def message(text: str, *, alert: bool = False) -> Html:
    """A line above the content; always there, so that screen readers announce what changes in it."""
    return element("p", text, class_="cp-status is-alert" if alert else "cp-status", role="status")


def button(text: str, act: str, value: str | None = None, *, primary: bool = False, id: str | None = None) -> Html:
    """A button that sends an action."""
    return element(
        "button",
        text,
        type="button",
        id=id,
        class_="cp-button is-primary" if primary else "cp-button",
        data_act=act,
        data_value=value,
    )


def choice(name: str, label: str, choices: Iterable[tuple[str, str]], chosen: str, change: str | None = None) -> Html:
    """A labelled select."""
    options = (element("option", text, value=value, selected=value == chosen) for value, text in choices)
    field = element("select", *options, name=name, data_change=change)
    return element("label", element("span", label), field, class_="cp-field")


def exam_notice(blueprint: Blueprint, exams: Mapping[str, Blueprint], labels: Labels) -> Html | None:
    """That the exam is retired, with its successors."""
    if blueprint.status != "retired" or blueprint.retired_on is None:
        return None
    names = ", ".join(exams[id].code if id in exams else id.upper() for id in blueprint.successors)
    text = labels("practice.retired", code=blueprint.code, date=blueprint.retired_on.isoformat())
    after = f" {labels('practice.successors', names=names)}" if names else ""
    return element("p", text, after, class_="cp-warn", role="note")


def overview(
    exams: Mapping[str, Blueprint],
    blueprint: Blueprint,
    numbers: Mapping[str, Any],
    counts: Mapping[str, int],
    labels: Labels,
    *,
    domain: str = "",
    lang: str = "en",
    problems: Sequence[str] = (),
    said: Html | None = None,
) -> Html:
    """The start form and the learner's standing; `counts` are the bank's items by language."""
    empty = not sum(counts.values())
    if empty:
        start: Html | None = element("p", labels("practice.no_bank", code=blueprint.code), class_="cp-warn")
    elif not counts.get(lang):
        start = element("p", labels("practice.no_items_lang"), class_="cp-warn")
    else:
        start = element("button", labels("practice.start"), type="submit", class_="cp-button is-primary", id="cp-start")
    domains = [("", labels("practice.all_domains"))]
    domains += [(one.id, f"{one.name.in_lang(labels.lang)} ({one.weight:g} %)") for one in blueprint.domains]
    exam_names = [(one.id, one.code) for one in exams.values()]
    languages = [(one, f"{labels(f'lang.{one}')} ({labels.number(counts.get(one, 0))})") for one in LANGS]
    form = element(
        "form",
        choice("exam", labels("practice.exam"), exam_names, blueprint.id, "choose"),
        choice("domain", labels("practice.domain"), domains, domain, "choose"),
        choice("lang", labels("practice.lang"), languages, lang, "choose"),
        start,
        class_="cp-form",
        data_form="start",
    )
    return element(
        "div",
        said,
        element("h2", labels("practice.title")),
        element("p", labels("practice.lead"), class_="cp-quiet"),
        exam_notice(blueprint, exams, labels),
        form,
        *(element("p", problem, class_="cp-warn") for problem in problems),
        standing(numbers, blueprint, labels),
        class_="cp-card",
    )


def standing(numbers: Mapping[str, Any], blueprint: Blueprint, labels: Labels) -> Html:
    """Due counts, streak, mastery with its uncertainty, days, exams."""
    due, streak = numbers["due"], numbers["streak"]
    facts = (
        (labels("practice.due_now"), labels.number(due["now"])),
        (labels("practice.due_week"), labels.number(sum(due["ahead"]))),
        (labels("practice.streak"), labels.count("practice.days", streak["current"])),
        (labels("practice.longest"), labels.count("practice.days", streak["longest"])),
    )
    tiles = (element("div", element("dt", name), element("dd", value)) for name, value in facts)
    days = days_picture(numbers["days"], labels)
    exams = exams_picture(numbers["exams"], blueprint.scale_min, blueprint.scale_max, labels)
    return element(
        "section",
        element("dl", *tiles, class_="cp-tiles"),
        element("h3", labels("practice.mastery")),
        element("p", labels("practice.mastery_note"), class_="cp-quiet"),
        mastery_picture(numbers["mastery"], blueprint, labels),
        element("h3", labels("practice.progress")) if days or exams else None,
        days,
        exams,
        class_="cp-standing",
    )


def question(
    view: Mapping[str, Any], labels: Labels, *, why: str, domain: str, score: tuple[int, int], lang: str, focus: int
) -> Html:
    """The item to answer now."""
    right, total = score
    done = labels("practice.score", right=right, total=total) if total else ""
    form = element(
        "form",
        *item_fields(view, labels, name="practice", response=[], lang=lang),
        element(
            "label",
            element("input", type="checkbox", name="guessed", value="1"),
            element("span", labels("practice.guessed")),
            class_="cp-check",
        ),
        element(
            "div",
            element("button", labels("practice.check"), type="submit", class_="cp-button is-primary", id="cp-check"),
            button(labels("practice.dont_know"), "unknown"),
            button(labels("practice.end"), "end"),
            class_="cp-buttons",
        ),
        data_form="answer",
        data_type=view["type"],
        data_choose=view["choose"],
    )
    head = element(
        "p",
        element("span", domain, class_="cp-tag"),
        element("span", labels(f"practice.why.{why}"), class_="cp-tag"),
        element("span", done, class_="cp-tag") if done else None,
        class_="cp-item-head",
    )
    return element("div", head, stem(view, lang, focus), form, report_form(labels), class_="cp-card cp-item")


def stem(view: Mapping[str, Any], lang: str, focus: int) -> Html:
    """The question itself; gets the focus when it is new."""
    return element("h2", view["stem"], class_="cp-stem", lang=lang, tabindex="-1", data_focus=focus)


def item_fields(
    view: Mapping[str, Any], labels: Labels, *, name: str, response: Sequence[str], lang: str
) -> Iterable[Html]:
    """The fields to answer with, by type; `response` are the letters given so far."""
    kind, choose = view["type"], view["choose"]
    legend = element("legend", labels(f"practice.how.{kind}", n=choose), id=f"{name}-legend")
    if kind in ("single", "several"):
        yield element(
            "fieldset",
            legend,
            *(_option(option, kind, name, option["letter"] in response, lang) for option in view["options"]),
            element("p", "", class_="cp-limit", role="status", data_text=labels("practice.limit", n=choose)),
            class_="cp-options",
        )
        return
    lettered = (element("li", _letter(option["letter"]), element("span", option["text"])) for option in view["options"])
    yield element("ul", *lettered, class_="cp-lettered", lang=lang)
    prompts = view["prompts"] or [labels("practice.place", n=n) for n in range(1, choose + 1)]
    rows = (
        _select(view["options"], prompt, f"{name}-{n}", response[n] if n < len(response) else "", labels, lang)
        for n, prompt in enumerate(prompts)
    )
    yield element("fieldset", legend, *rows, class_="cp-places")


def _letter(letter: str) -> Html:
    return element("b", letter, class_="cp-mark-letter")


def _option(option: Mapping[str, Any], kind: str, name: str, chosen: bool, lang: str) -> Html:
    letter = option["letter"]
    field = element(
        "input",
        type="radio" if kind == "single" else "checkbox",
        name=f"{name}-option",
        value=letter,
        id=f"{name}-{letter}",
        checked=chosen,
        data_letter=letter,
    )
    return element("label", field, _letter(letter), element("span", option["text"], lang=lang), class_="cp-option")


def _select(options: Sequence[Mapping[str, Any]], prompt: str, id: str, chosen: str, labels: Labels, lang: str) -> Html:
    choices = [element("option", labels("practice.choose"), value="")]
    choices += [
        element("option", f"{one['letter']}. {one['text']}", value=one["letter"], selected=one["letter"] == chosen)
        for one in options
    ]
    field = element("select", *choices, id=id, data_letter="")
    return element("label", element("span", prompt, lang=lang), field, class_="cp-place")


def feedback(
    view: Mapping[str, Any], labels: Labels, *, due: str, score: tuple[int, int], id: int, focus: int, domain: str
) -> Html:
    """What an answer came to, and everything behind it."""
    right, total = score
    return element(
        "div",
        element(
            "p",
            element("span", domain, class_="cp-tag"),
            element("span", labels("practice.score", right=right, total=total), class_="cp-tag"),
            class_="cp-item-head",
        ),
        element("h2", view["stem"], class_="cp-stem", lang=view["lang"], id=f"exchange-{id}", tabindex="-1"),
        verdict(view, labels, focus=focus),
        *answered(view, labels, id=id),
        element("p", due, class_="cp-quiet"),
        element(
            "div",
            button(labels("practice.next"), "next", primary=True, id="cp-next"),
            ask_button(view, labels),
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


def answered(view: Mapping[str, Any], labels: Labels, *, id: int) -> Iterable[Html | None]:
    """Every option with its mark and note, the explanation, the sources as buttons."""
    lang = view["lang"]
    yield element("ul", *(_marked_option(option, labels, lang) for option in view["options"]), class_="cp-marked")
    if view["places"]:
        yield _places(view, labels)
    yield element("h3", labels("practice.explanation"))
    yield element("p", view["explanation"], class_="cp-explanation", lang=lang)
    if view["evidence"]:
        yield element("h3", labels("practice.sources"))
        rows = (
            element(
                "li",
                element(
                    "button",
                    element("span", str(n), class_="cp-number"),
                    element("span", labels("practice.open_source", uri=ref["uri"])),
                    type="button",
                    data_act="select",
                    data_value=f"{id}-{n}",
                    id=f"cp-source-{id}-{n}",
                ),
                element("q", ref["quote"]),
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
        _letter(option["letter"]),
        element(
            "div",
            element("span", option["text"], lang=lang),
            *(element("span", tag, class_="cp-tag") for tag in tags),
            element("p", option["note"], class_="cp-note", lang=lang) if option["note"] else None,
        ),
        class_=tone,
    )


def _places(view: Mapping[str, Any], labels: Labels) -> Html:
    prompts = view["prompts"] or [labels("practice.place", n=n) for n in range(1, len(view["places"]) + 1)]
    head = (element("th", labels(f"practice.{name}")) for name in ("position", "given", "expected"))
    rows = (
        element(
            "tr",
            element("td", prompt),
            element("td", "✓ " if place["right"] else "✗ ", place["given"] or "–"),
            element("td", place["expected"]),
            class_="is-good" if place["right"] else "is-bad",
        )
        for prompt, place in zip(prompts, view["places"], strict=True)
    )
    return element("table", element("tbody", element("tr", *head), *rows), class_="cp-places-table")


def ask_button(view: Mapping[str, Any], labels: Labels) -> Html:
    """Puts the question with its options into the chat's box (practice.js)."""
    lines = [view["stem"], *(f"{option['letter']}. {option['text']}" for option in view["options"])]
    return element(
        "button", labels("practice.ask"), type="button", class_="cp-button", data_act="ask", data_text="\n".join(lines)
    )


def report_form(labels: Labels) -> Html:
    """To say that an item is bad; folded."""
    reasons = [(reason, labels(f"practice.reason.{reason}")) for reason in REASONS]
    form = element(
        "form",
        choice("reason", labels("practice.reason_label"), reasons, REASONS[0]),
        element(
            "label",
            element("span", labels("practice.note")),
            element("textarea", "", name="note", rows=2, maxlength=1000),
            class_="cp-field",
        ),
        element("button", labels("practice.send_report"), type="submit", class_="cp-button"),
        class_="cp-form",
        data_form="report",
    )
    return element("details", element("summary", labels("practice.report")), form, class_="cp-report")


def domain_label(blueprint: Blueprint, domain: str, labels: Labels) -> Html:
    """A domain's name, escaped."""
    return escape(domain_name(blueprint, domain, labels))
