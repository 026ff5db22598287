"""A quiz on a terminal: one question, one answer, then all of the why. And progress as lines of text.

Speaks through `say` and `ask`; grading and keeping are `training`'s.
"""

from __future__ import annotations

import datetime
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from assistant.practice.blueprint import Blueprint
from assistant.practice.errors import ResponseError
from assistant.practice.grade import check_response, is_complete, to_item_order
from assistant.practice.texts import text
from assistant.practice.training.schedule import Pick
from assistant.practice.training.training import Feedback, Training
from assistant.practice.views import answered_item, places, public_item
from ingest.schema import Lang

Say = Callable[[str], None]
Ask = Callable[[str], str]
_QUIT = ("q", "quit", "exit")


def run_quiz(
    training: Training,
    picks: Sequence[Pick],
    lang: Lang,
    say: Say,
    ask: Ask,
    seconds: Callable[[], float] = time.monotonic,
) -> int:
    """Ask the picked questions one by one; returns the exit code, 0 also when the learner stops early."""
    right = total = 0
    for number, pick in enumerate(picks, 1):
        order = training.order(pick.item)
        for line in question_lines(public_item(pick.item, order), lang, number, len(picks)):
            say(line)
        began = seconds()
        given = _response(training, pick, lang, say, ask)
        if given is None:
            break
        if isinstance(given, str):
            training.report(pick.item.id, given)
            say(text("reported", lang))
            continue
        feedback = training.answer(pick.item.id, given, order=order, seconds=seconds() - began)
        total += 1
        right += feedback.grade.correct
        for line in feedback_lines(feedback, lang, training.store.now):
            say(line)
    say(text("total", lang, right=right, total=total))
    return 0


def _response(training: Training, pick: Pick, lang: Lang, say: Say, ask: Ask) -> tuple[int, ...] | str | None:
    """Places on the screen; a text: the reason of a report; None: stop. Asks again for what cannot be an answer."""
    order = training.order(pick.item)
    while True:
        try:
            line = ask(f"{text(f'how.{pick.item.type}', lang)} [{text('how.keys', lang)}]: ").strip()
        except EOFError:
            return None
        if line.lower() in _QUIT:
            return None
        if line.startswith("!"):
            return line[1:].strip() or "?"
        try:
            shown = places(pick.item, re.findall(r"[^\W\d_]|-", line))
            response = check_response(pick.item, to_item_order(order, shown))
        except ResponseError as error:
            say(str(error))
            continue
        if not response or is_complete(pick.item, response):
            return shown
        say(text("incomplete", lang, n=pick.item.choose))


def question_lines(view: Mapping[str, Any], lang: Lang, number: int, count: int) -> Iterator[str]:
    """A question as it stands on the terminal."""
    yield ""
    yield f"== {text('question', lang, k=number, n=count)}"
    yield view["stem"]
    yield text(view["type"], lang, n=view["choose"])
    for place, prompt in enumerate(view["prompts"], 1):
        yield f"  {place}. {prompt}"
    for option in view["options"]:
        yield f"  {option['letter']}) {option['text']}"


def feedback_lines(feedback: Feedback, lang: Lang, now: datetime.datetime) -> Iterator[str]:
    """What a response came to: every option with its note, the explanation, the sources, when it comes back."""
    view = answered_item(feedback.item, feedback.order, feedback.response, feedback.grade)
    yield text("right", lang) if view["correct"] else text("wrong", lang, key=" ".join(view["key"]))
    for option in view["options"]:
        marks = [text(key, lang) for key in ("keyed", "chosen") if option.get(key)]
        yield f"  {option['letter']}) {option['text']}" + (f"  [{', '.join(marks)}]" if marks else "")
        if option["note"]:
            yield f"     {option['note']}"
    for place, mark in enumerate(view["places"], 1):
        yield f"  {place}. {mark['given'] or '-'} {'=' if mark['right'] else '->'} {mark['expected']}"
    yield text("explanation", lang, words=view["explanation"])
    for ref in view["evidence"]:
        yield text("source", lang, quote=ref["quote"], uri=ref["uri"])
    yield text("next_review", lang, when=_when(feedback.due - now))


def _when(span: datetime.timedelta) -> str:
    minutes = max(1, round(span.total_seconds() / 60))
    return f"+{minutes} min" if minutes < 24 * 60 else f"+{round(minutes / 60 / 24)} d"


def stats_lines(numbers: Mapping[str, Any], blueprint: Blueprint, lang: Lang) -> Iterator[str]:
    """Progress as text; `numbers` are those of `stats.stats`."""
    yield f"{blueprint.code}: {blueprint.name}"
    if blueprint.status == "retired":
        successors = ", ".join(blueprint.successors) or "-"
        yield text("retired", lang, code=blueprint.code, date=blueprint.retired_on, successors=successors)
    yield text("mastery", lang)
    for row in numbers["mastery"]:
        name = blueprint.domain(row["domain"]).name.in_lang(lang)
        if not row["total"]:
            yield text("none", lang, name=name)
            continue
        low, high = round(100 * row["low"]), round(100 * row["high"])
        yield text("level", lang, name=name, right=row["right"], total=row["total"], low=low, high=high)
    streak, due = numbers["streak"], numbers["due"]
    yield text("streak", lang, current=streak["current"], longest=streak["longest"])
    yield text("due", lang, now=due["now"], ahead=sum(due["ahead"][:7]))
    if numbers["gone"]:
        yield text("gone", lang, n=numbers["gone"])
    for point in numbers["exams"]:
        yield "  " + text(
            "exam",
            lang,
            date=point["ended_at"][:10],
            scaled=point["scaled"],
            low=point["low"],
            high=point["high"],
            mark=point["pass_mark"],
        )
