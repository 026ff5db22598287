"""The exam room as HTML: the way in, the clock and the map, the question, the result with its review. Pure.

While an exam runs, everything here is drawn from `ExamRoom.view` alone, which holds nothing of the key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from assistant.markup import Html, element
from assistant.practice.blueprint import Blueprint
from assistant.practice.exam.exam import WARNINGS
from assistant.practice.records.store import SessionSummary
from assistant.practice.schema import Result
from assistant.ui.ids import Id, anchor, map_button
from assistant.ui.locale import Labels
from assistant.ui.practice import feedback
from assistant.ui.practice import render as practice
from assistant.ui.practice.plots import domain_name, result_picture
from assistant.ui.trouble import status
from ingest.schema import LANGS

_MINUTE = len("2026-11-23T12:00")


def lobby(
    exams: Mapping[str, Blueprint],
    blueprint: Blueprint,
    counts: Mapping[str, int],
    history: Sequence[SessionSummary],
    labels: Labels,
    *,
    lang: str,
    mode: str = "full",
    types: bool = False,
    problems: Sequence[str] = (),
    said: Html | None = None,
) -> Html:
    """What the exam is, the start form, the earlier exams."""
    if not sum(counts.values()):
        start: Html = element("p", labels("practice.no_bank", code=blueprint.code), class_="cp-warn")
    elif not counts.get(lang):
        start = element("p", labels("practice.no_items_lang"), class_="cp-warn")
    else:
        start = practice.submit(labels("exam.start"), Id.EXAM_START)
    full = labels("exam.full", n=blueprint.count, minutes=blueprint.minutes)
    languages = [(one, f"{labels(f'lang.{one}')} ({labels.number(counts.get(one, 0))})") for one in LANGS]
    form = element(
        "form",
        practice.choice(
            "exam", labels("practice.exam"), [(one.id, one.code) for one in exams.values()], blueprint.id, "choose"
        ),
        practice.choice("lang", labels("practice.lang"), languages, lang, "choose"),
        practice.choice("mode", labels("exam.mode"), [("full", full), ("short", labels("exam.short"))], mode, "choose"),
        *(_short_fields(labels) if mode == "short" else ()),
        element(
            "label",
            element("input", type="checkbox", name="types", value="all", checked=types),
            element("span", labels("exam.other_types")),
            class_="cp-check",
        ),
        start,
        class_="cp-form",
        data_form="start",
    )
    unsure = (
        element("p", labels("exam.uncertain", text=text.in_lang(labels.lang)), class_="cp-quiet")
        for text in blueprint.uncertain.values()
    )
    return element(
        "div",
        said,
        element("h2", labels("exam.title")),
        element("p", labels("exam.lead"), class_="cp-quiet"),
        practice.exam_notice(blueprint, exams, labels),
        rules(blueprint, labels),
        form,
        *unsure,
        *(element("p", problem, class_="cp-warn", lang="en") for problem in problems),
        element("h3", labels("exam.history")),
        past(history, exams, labels),
        class_="cp-card",
    )


def rules(blueprint: Blueprint, labels: Labels) -> Html:
    """What holds in this exam, before it begins: questions that do not count, the clock, no pause."""
    said = [labels("exam.rule_clock"), labels("exam.rule_pause"), labels("exam.rule_lost")]
    if blueprint.unscored:
        said.insert(0, labels("exam.rule_unscored", n=blueprint.count, unscored=blueprint.unscored))
    return element("ul", *(element("li", one) for one in said), class_="cp-rules cp-quiet")


def offer(exam: str, labels: Labels) -> Html:
    """That an exam runs, for the head of the page: whatever tab a reload leads to."""
    link = element("a", labels("exam.resume"), href="#/exam")
    return element("p", labels("exam.offer", code=exam.upper()), " ", link, class_="cp-warn cp-offer", role="status")


def _short_fields(labels: Labels) -> tuple[Html, ...]:
    fields = (("n", "exam.count", "10", "500"), ("minutes", "exam.minutes", "", "1440"))
    return tuple(
        element(
            "label",
            element("span", labels(key)),
            element("input", type="number", name=name, value=value, min="1", max=most, step="1"),
            class_="cp-field",
        )
        for name, key, value, most in fields
    )


def past(history: Sequence[SessionSummary], exams: Mapping[str, Blueprint], labels: Labels) -> Html:
    """The learner's exams, newest first."""
    if not history:
        return element("p", labels("exam.no_history"), class_="cp-quiet")
    head = (labels("practice.exam"), labels("exam.when"), labels("exam.score"), labels("exam.outcome"), "")
    rows = (
        element(
            "tr",
            element("td", exams[one.exam].code if one.exam in exams else one.exam),
            element("td", one.started_at.isoformat()[:_MINUTE].replace("T", " ")),
            element("td", str(one.result.scaled) if one.result else "–"),
            element("td", labels(f"exam.verdict.{one.result.verdict}" if one.result else _state(one))),
            element("td", _further(one, labels)),
        )
        for one in history
    )
    table = element(
        "table",
        element("tbody", element("tr", *(element("th", name) for name in head)), *rows),
        class_="cp-history",
    )
    return element("div", table, class_="cp-table")


def _further(one: SessionSummary, labels: Labels) -> Html | None:
    """To the review of a finished exam, back into one that runs."""
    if one.result:
        return practice.button(labels("exam.review"), "review", one.id)
    return practice.button(labels("exam.resume"), "open") if one.state == "running" else None


def _state(one: SessionSummary) -> str:
    return "exam.abandoned" if one.state == "abandoned" else "exam.running"


def bar(view: Mapping[str, Any], labels: Labels, *, said: str = "", alert: bool = False) -> Html:
    """The clock, how far the learner is, the map of the questions."""
    done, flagged = sum(one["complete"] for one in view["map"]), sum(one["flagged"] for one in view["map"])
    warning = view["warning"]
    left = view["seconds_left"]
    coming = [60 * minutes for minutes in WARNINGS if 60 * minutes < min(left, view["seconds"])]
    clock = element(
        "span",
        element("span", f"{labels('exam.time_left')} ", class_="cp-quiet"),
        element("span", _time(left), class_="cp-time", role="timer"),
        class_="cp-clock",
        data_left=f"{left:.1f}",
        data_next=max(coming, default=0),
        data_warning=warning,
    )
    words = said or (labels.count("exam.warning", warning) if warning is not None else "")
    return element(
        "section",
        clock,
        element("span", labels("exam.answered_count", done=done, n=view["count"]), class_="cp-quiet"),
        element("span", labels("exam.flagged_count", n=flagged), class_="cp-quiet"),
        practice.button(labels("exam.finish"), "finish", id=Id.EXAM_FINISH),
        status(words, alert=alert or (not said and warning is not None)),
        element("p", "", class_="cp-warn cp-lost", role="alert", data_text=labels("exam.lost")),
        element(
            "nav",
            *(_place(one, view["position"], labels) for one in view["map"]),
            class_="cp-map",
            aria_label=labels("exam.map"),
        ),
        class_="cp-card cp-bar-card",
    )


def _time(seconds: float) -> str:
    left = max(0, int(seconds))
    return f"{left // 3600}:{left // 60 % 60:02}:{left % 60:02}"


def _place(one: Mapping[str, Any], current: int, labels: Labels) -> Html:
    position = one["position"]
    state = "answered" if one["complete"] else "partial" if one["answered"] else "open"
    words = [labels("exam.map_item", k=position + 1), labels(f"exam.map_{state}")]
    words += [labels("exam.map_flagged")] if one["flagged"] else []
    return element(
        "button",
        str(position + 1),
        type="button",
        id=map_button(position),
        class_=f"is-{state} is-flagged" if one["flagged"] else f"is-{state}",
        data_act="go",
        data_value=position,
        aria_label=", ".join(words),
        aria_current="step" if position == current else None,
    )


def question(view: Mapping[str, Any], labels: Labels, *, focus: int) -> Html:
    """The item at the learner's position with its fields; every change is sent at once."""
    item, position, count = view["item"], view["position"], view["count"]
    form = element(
        "form",
        *practice.item_fields(item, labels, name="exam", response=item["response"], lang=view["lang"]),
        data_form="answer",
        data_auto="answer",
        data_type=item["type"],
        data_choose=item["choose"],
        data_position=position,
    )
    return element(
        "div",
        *(element("p", notice, class_="cp-quiet") for notice in view["notices"] if position == 0),
        element("p", labels("exam.question", k=position + 1, n=count), class_="cp-tag"),
        practice.stem(item, view["lang"], focus),
        form,
        element(
            "div",
            practice.button(labels("exam.previous"), "go", str(position - 1), id=Id.EXAM_PREVIOUS)
            if position > 0
            else None,
            practice.button(labels("exam.next"), "go", str(position + 1), primary=True, id=Id.EXAM_NEXT)
            if position < count - 1
            else None,
            practice.button(
                labels("exam.unflag" if item["flagged"] else "exam.flag"),
                "unflag" if item["flagged"] else "flag",
                str(position),
                id=Id.EXAM_FLAG,
            ),
            class_="cp-buttons",
        ),
        element("p", labels("exam.keys"), class_="cp-quiet cp-note cp-keys"),
        class_="cp-card cp-item",
    )


def confirm(view: Mapping[str, Any], labels: Labels, *, focus: int) -> Html:
    """Before handing in early."""
    left = sum(not one["complete"] for one in view["map"])
    flagged = sum(one["flagged"] for one in view["map"])
    return element(
        "div",
        element("h2", labels("exam.confirm"), tabindex="-1", data_focus=focus),
        element("p", labels.count("exam.confirm_open", left)) if left else None,
        element("p", labels.count("exam.confirm_flagged", flagged)) if flagged else None,
        element("p", labels("exam.confirm_time"), class_="cp-quiet"),
        element(
            "div",
            practice.button(labels("exam.submit"), "submit", primary=True, id=Id.EXAM_SUBMIT),
            practice.button(labels("exam.go_back"), "back"),
            practice.button(labels("exam.abandon"), "abandon"),
            class_="cp-buttons",
        ),
        class_="cp-card",
    )


def result(
    found: Result,
    note: str,
    reviewed: Sequence[Mapping[str, Any]],
    blueprint: Blueprint | None,
    labels: Labels,
    *,
    focus: int,
    said: Html | None = None,
    sheets: Mapping[str, str] = MappingProxyType({}),
) -> Html:
    """The estimate with its note, the domains against the pass line, every question with all that is behind it."""
    tone = {"pass": "is-good", "near": "is-near", "fail": "is-bad"}[found.verdict]
    return element(
        "div",
        said,
        element("h2", labels("exam.result"), tabindex="-1", data_focus=focus),
        element(
            "p",
            element("b", str(found.scaled)),
            element("span", labels(f"exam.verdict.{found.verdict}"), class_=f"cp-verdict-line {tone}"),
            element("span", _estimate(found, labels), class_="cp-quiet"),
            class_="cp-score",
        ),
        element("p", note, class_="cp-warn"),
        element("p", _counts(found, labels)),
        element("h3", labels("exam.by_domain")),
        result_picture(found, blueprint, labels),
        study(found, blueprint, sheets, labels),
        element("h3", labels("exam.items")),
        element("p", labels("exam.only_wrong"), class_="cp-quiet"),
        *(reviewed_item(view, blueprint, labels) for view in reviewed),
        element("div", practice.button(labels("exam.to_lobby"), "lobby", id=Id.EXAM_LOBBY), class_="cp-buttons"),
        class_="cp-card",
    )


def study(found: Result, blueprint: Blueprint | None, sheets: Mapping[str, str], labels: Labels) -> Html | None:
    """For each domain its study sheet, what was missed most first; `sheets` are places of sources by domain."""
    rows = sorted((row for row in found.domains if row.domain in sheets), key=lambda row: row.share)
    if not rows:
        return None
    links = (
        element(
            "li",
            element(
                "button",
                labels("exam.sheet", name=domain_name(blueprint, row.domain, labels)),
                type="button",
                data_act="select",
                data_value=sheets[row.domain],
            ),
            f" {row.right}/{row.total}",
        )
        for row in rows
    )
    return element("div", element("h3", labels("exam.study")), element("ul", *links), class_="cp-cited")


def _estimate(found: Result, labels: Labels) -> str:
    return labels(
        "exam.estimate",
        low=found.scaled_low,
        high=found.scaled_high,
        mark=found.pass_mark,
        from_=found.scale_min,
        to=found.scale_max,
    )


def _counts(found: Result, labels: Labels) -> str:
    return labels(
        "exam.counts",
        right=found.right,
        scored=found.scored,
        unscored=found.unscored,
        unscored_right=found.unscored_right,
        unanswered=found.unanswered,
        minutes=max(1, round(found.seconds / 60)),
    )


def reviewed_item(view: Mapping[str, Any], blueprint: Blueprint | None, labels: Labels) -> Html:
    """One question of a finished exam."""
    name = anchor("exam", view["position"])
    tags = [domain_name(blueprint, view["domain"], labels)]
    tags += [] if view["scored"] else [labels("exam.unscored")]
    tags += [labels("exam.flagged")] if view["flagged"] else []
    summary = element(
        "summary",
        element("span", "✓ " if view["correct"] else "✗ ", class_="cp-sign", aria_hidden="true"),
        labels("exam.question", k=view["position"] + 1, n=view["count"]),
        element("span", f" ({labels('exam.right' if view['correct'] else 'exam.wrong')})"),
        *(element("span", tag, class_="cp-tag") for tag in tags),
    )
    return element(
        "details",
        summary,
        element("p", practice.words(view["stem"]), class_="cp-stem", lang=view["lang"]),
        feedback.verdict(view, labels),
        *feedback.answered(view, labels, anchor=name),
        element("div", feedback.why_button(view, labels), feedback.ask_button(view, labels), class_="cp-buttons"),
        class_=f"cp-reviewed {'is-good' if view['correct'] else 'is-bad'}",
        id=name,
        open=not view["correct"],
    )
