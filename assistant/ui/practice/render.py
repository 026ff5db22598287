"""Practice as HTML: the start form, an item with its fields, where the learner stands. Pure.

The fields of an item are the exam room's too; what is behind an answer is in `feedback`. What is clickable
carries `data-act`, forms carry `data-form`; web/practice.js sends both on. Everything of an item goes through `markup`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from assistant.formulas import with_formulas
from assistant.markup import Html, element
from assistant.practice.blueprint import Blueprint
from assistant.ui.ids import Id
from assistant.ui.locale import Labels
from assistant.ui.practice.plots import (
    days_picture,
    exams_picture,
    forecast_picture,
    mastery_picture,
    retention_picture,
)
from ingest.schema import LANGS

REASONS = ("wrong-key", "unclear", "bad-source", "too-easy", "something")


def waiting(labels: Labels) -> Html:
    """Before the browser has said who the learner is."""
    return element("p", labels("practice.loading"), class_="cp-working")


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


def submit(text: str, id: Id) -> Html:
    """The button that sends a form."""
    return element("button", text, type="submit", class_="cp-button is-primary", id=id)


def choice(name: str, label: str, choices: Iterable[tuple[str, str]], chosen: str, change: str | None = None) -> Html:
    """A labelled select."""
    options = (element("option", text, value=value, selected=value == chosen) for value, text in choices)
    field = element("select", *options, name=name, data_change=change)
    return element("label", element("span", label), field, class_="cp-field")


def exam_notice(blueprint: Blueprint, exams: Mapping[str, Blueprint], labels: Labels) -> Html | None:
    """That the exam is retired; its successors as buttons that choose them."""
    if blueprint.status != "retired" or blueprint.retired_on is None:
        return None
    text = labels("practice.retired", code=blueprint.code, date=labels.date(blueprint.retired_on.isoformat()))
    known = [button(exams[id].code, "choose", id) for id in blueprint.successors if id in exams]
    others = [element("span", id.upper()) for id in blueprint.successors if id not in exams]
    after = element("span", labels("practice.successors"), *known, *others, class_="cp-next")
    return element("div", text, " ", after if known or others else None, class_="cp-warn", role="note")


def overview(
    exams: Mapping[str, Blueprint],
    blueprint: Blueprint,
    numbers: Mapping[str, Any],
    counts: Mapping[str, int],
    labels: Labels,
    *,
    domain: str = "",
    lang: str = "en",
    plan: Mapping[str, Any] = MappingProxyType({}),
    problems: Sequence[str] = (),
    said: Html | None = None,
    own: Html | None = None,
) -> Html:
    """The start form and the learner's standing; `counts` are the bank's items by language."""
    empty = not sum(counts.values())
    if empty:
        start: Html | None = element("p", labels("practice.no_bank", code=blueprint.code), class_="cp-warn")
    elif not counts.get(lang):
        start = element("p", labels("practice.no_items_lang"), class_="cp-warn")
    else:
        start = submit(labels("practice.start"), Id.PRACTICE_START)
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
        *(element("p", problem, class_="cp-warn", lang="en") for problem in problems),
        button(labels("practice.ready.ask"), "ready") if sum(counts.values()) else None,
        button(labels("practice.undo"), "undo") if plan.get("undo") else None,
        today(numbers, plan, labels),
        planning(plan, labels),
        standing(numbers, blueprint, labels),
        own,
        class_="cp-card",
    )


def today(numbers: Mapping[str, Any], plan: Mapping[str, Any], labels: Labels) -> Html | None:
    """How much of the day's load is done, and what the days up to the exam ask for."""
    if not plan:
        return None
    done, left = numbers["today"], numbers["exam_in"]
    words = [labels("practice.today", done=done["answered"], n=plan["daily"])]
    if left is not None and left > 0:
        a_day = -(-done["unseen"] // left)
        words.append(labels.count("practice.exam_in", left))
        words.append(labels("practice.exam_load", n=a_day, unseen=done["unseen"]))
    elif left is not None:
        words.append(labels("practice.exam_today" if left == 0 else "practice.exam_past"))
    return element("p", " ".join(words), class_="cp-today")


def planning(plan: Mapping[str, Any], labels: Labels) -> Html | None:
    """The form of a round's length, the day's load and the exam's date; folded."""
    if not plan:
        return None
    fields = (("round", "number"), ("daily", "number"), ("exam_date", "date"))
    form = element(
        "form",
        *(
            element(
                "label",
                element("span", labels(f"practice.plan.{name}")),
                element("input", type=kind, name=name, value=plan[name], min="1" if kind == "number" else None),
                class_="cp-field",
            )
            for name, kind in fields
        ),
        element("button", labels("practice.plan.keep"), type="submit", class_="cp-button"),
        class_="cp-form",
        data_form="plan",
    )
    return element("details", element("summary", labels("practice.plan.title")), form, class_="cp-report")


def standing(numbers: Mapping[str, Any], blueprint: Blueprint, labels: Labels) -> Html:
    """Due counts, streak, mastery with its uncertainty, days, exams."""
    due, streak = numbers["due"], numbers["streak"]
    facts = (
        (labels("practice.due_now"), labels.number(due["now"])),
        (labels("practice.due_week"), labels.number(sum(due["ahead"][:7]))),
        (labels("practice.streak"), labels.count("practice.days", streak["current"])),
        (labels("practice.longest"), labels.count("practice.days", streak["longest"])),
    )
    tiles = (element("div", element("dt", name), element("dd", value)) for name, value in facts)
    days = days_picture(numbers["days"], labels)
    exams = exams_picture(numbers["exams"], blueprint.scale_min, blueprint.scale_max, labels)
    forecast = forecast_picture(due, labels)
    kept = retention_picture(numbers["retention"], numbers["recall"], labels)
    return element(
        "section",
        element("dl", *tiles, class_="cp-tiles"),
        element("p", labels.count("practice.gone", numbers["gone"]), class_="cp-quiet") if numbers["gone"] else None,
        element("h3", labels("practice.mastery")),
        element("p", labels("practice.mastery_note"), class_="cp-quiet"),
        mastery_picture(numbers["mastery"], blueprint, labels),
        element("h3", labels("practice.progress")) if days or exams else None,
        days,
        exams,
        *([element("h3", labels("practice.forecast")), forecast] if forecast else ()),
        *([element("h3", labels("practice.retention")), kept] if kept else ()),
        class_="cp-standing",
    )


def question(
    view: Mapping[str, Any],
    labels: Labels,
    *,
    why: str,
    domain: str,
    score: tuple[int, int],
    lang: str,
    focus: int,
    left: int = 0,
    undo: bool = False,
) -> Html:
    """The item to answer now; `left` questions of the round are open, this one among them."""
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
            submit(labels("practice.check"), Id.PRACTICE_CHECK),
            button(labels("practice.dont_know"), "unknown"),
            button(labels("practice.undo_last"), "undo") if undo else None,
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
        element("span", labels("practice.left", n=left), class_="cp-tag") if left else None,
        class_="cp-item-head",
    )
    return element("div", head, stem(view, lang, focus), form, report_form(labels), class_="cp-card cp-item")


def words(text: str) -> Html:
    """Words of an item, their formulas drawn."""
    return Html(with_formulas(text))


def stem(view: Mapping[str, Any], lang: str, focus: int) -> Html:
    """The question itself; gets the focus when it is new."""
    return element("h2", words(view["stem"]), class_="cp-stem", lang=lang, tabindex="-1", data_focus=focus)


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
    lettered = (
        element("li", letter_mark(option["letter"]), element("span", words(option["text"])))
        for option in view["options"]
    )
    yield element("ul", *lettered, class_="cp-lettered", lang=lang)
    prompts = view["prompts"] or [labels("practice.place", n=n) for n in range(1, choose + 1)]
    rows = (
        _select(view["options"], prompt, f"{name}-{n}", response[n] if n < len(response) else "", labels, lang)
        for n, prompt in enumerate(prompts)
    )
    yield element("fieldset", legend, *rows, class_="cp-places")


def letter_mark(letter: str) -> Html:
    """The letter of an option."""
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
    return element(
        "label", field, letter_mark(letter), element("span", words(option["text"]), lang=lang), class_="cp-option"
    )


def _select(options: Sequence[Mapping[str, Any]], prompt: str, id: str, chosen: str, labels: Labels, lang: str) -> Html:
    choices = [element("option", labels("practice.choose"), value="")]
    choices += [
        element("option", f"{one['letter']}. {one['text']}", value=one["letter"], selected=one["letter"] == chosen)
        for one in options
    ]
    field = element("select", *choices, id=id, data_letter="")
    return element("label", element("span", words(prompt), lang=lang), field, class_="cp-place")


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
