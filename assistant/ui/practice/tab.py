"""The practice tab: one item at a time, graded at once, with everything behind it; where the learner stands.

What happens is in `PracticeHandlers`, one method for each action of the page's script; no exception leaves it.
"""

from __future__ import annotations

import datetime
import json
import time
from collections.abc import Callable
from typing import Any

import gradio as gr

from assistant.errors import AssistantError
from assistant.markup import Html, element
from assistant.practice.blueprint import Blueprint
from assistant.practice.schema import PracticeItem
from assistant.practice.training.stats import stats
from assistant.practice.training.training import Feedback, Training
from assistant.practice.views import answered_item, places, public_item
from assistant.ui import theme
from assistant.ui.chat.state import Session
from assistant.ui.locale import Labels, load_labels
from assistant.ui.page import Page
from assistant.ui.ports import AssistantPort
from assistant.ui.practice import feedback as render_feedback
from assistant.ui.practice import render
from assistant.ui.practice.desk import PRACTICE_SOURCES, Action, Desk, Places, source_panel, with_titles
from assistant.ui.practice.plots import domain_name
from assistant.ui.practice.script import LOG, OPEN_JS, QUIET, html, script, sent, who
from assistant.ui.trouble import explained
from ingest.schema import LANGS, Lang

Drawn = tuple[Html, Html]
_DAY = 24 * 60


def build(page: Page, desk: Desk | None = None) -> None:
    """Add the tab to the page."""
    handlers = PracticeHandlers(page.assistant, desk or Desk())
    with gr.Tab(page.labels("practice.tab"), id="practice") as tab, gr.Row(elem_classes="cp-work"):
        with gr.Column(scale=3, min_width=320, elem_classes="cp-work-main"):
            main = html("cp-practice", script() + OPEN_JS, render.waiting(page.labels))
        with gr.Column(scale=2, min_width=320, elem_classes="cp-work-side"):
            sources = html("cp-practice-sources", theme.SOURCES_JS)
    page.translate(tab, lambda labels: {"label": labels("practice.tab")})

    def on_action(session: Session, event: gr.EventData, request: gr.Request) -> list[Any]:
        action = sent(event)
        content, panel = handlers.act(session, action, who(action, request))
        return [gr.skip() if action.act == "select" else content, panel]

    def on_source(session: Session, event: gr.EventData) -> Any:
        return handlers.source(session, str(getattr(event, "value", "")))

    main.submit(on_action, [page.session], [main, sources], **QUIET)
    sources.select(on_source, [page.session], [sources], **QUIET)

    def in_language(session: Session) -> list[Any]:
        return list(handlers.in_language(session) or (gr.skip(), gr.skip()))

    page.redraw([main, sources], in_language)


class Desktop:
    """Where one browser tab is in its practice. A plain class: Gradio publishes dataclasses."""

    def __init__(self) -> None:
        self.learner = ""
        self.exam = "mls-c01"
        self.domain = ""
        self.lang: Lang | None = None
        self.item: PracticeItem | None = None
        self.order: tuple[int, ...] = ()
        self.why = ""
        self.shown_at = 0.0
        self.feedback: Feedback | None = None
        self.right = self.total = self.focus = self.source = 0
        self.said: Html | None = None


class PracticeHandlers:
    """What each action does, and the tab as it is then: its content and the sources panel."""

    def __init__(self, assistant: AssistantPort, desk: Desk, clock: Callable[[], float] = time.monotonic) -> None:
        self._assistant, self._desk, self._clock = assistant, desk, clock
        self._places: Places[Desktop] = Places(Desktop)

    def act(self, session: Session, action: Action, learner: str | None) -> Drawn:
        """One action of the page's script."""
        with self._places.turn(session):
            return self._act(session, action, learner)

    def in_language(self, session: Session) -> Drawn | None:
        """The tab after a change of language; None while it is not open: its opening may be on its way."""
        with self._places.turn(session):
            return self.redraw(session) if self._places[session].learner else None

    def _act(self, session: Session, action: Action, learner: str | None) -> Drawn:
        place, labels = self._places[session], load_labels(session.lang)
        place.said = None
        if learner is None:
            return render.waiting(labels), Html("")
        if learner != place.learner:
            place = self._places.renew(session)
            place.learner = learner
        steps: dict[str, Callable[[Desktop, Action, Labels], None]] = {
            "choose": self._choose,
            "start": self._start,
            "answer": self._answer,
            "unknown": self._answer,
            "next": self._next,
            "end": self._end,
            "report": self._report,
            "select": self._select,
        }
        try:
            step = steps.get(action.act)
            if step is not None:
                step(place, action, labels)
        except AssistantError as error:
            place.said = render.message(explained(error, labels), alert=True)
        except Exception:
            LOG.exception("A practice action failed.")
            place.said = render.message(labels("practice.trouble"), alert=True)
        return self.redraw(session)

    def source(self, session: Session, value: str) -> Html:
        """The sources panel after a click in itself."""
        with self._places.turn(session):
            self._select(self._places[session], _value(value), load_labels(session.lang))
            return self.redraw(session)[1]

    def redraw(self, session: Session) -> Drawn:
        """The tab as it is now, in the page's language."""
        place, labels = self._places[session], load_labels(session.lang)
        if not place.learner:
            return render.waiting(labels), Html("")
        try:
            return self._drawn(place, session.lang, labels)
        except AssistantError as error:
            text = explained(error, labels)
        except Exception:
            LOG.exception("The practice tab could not be drawn.")
            text = labels("practice.trouble")
        back = render.button(labels("practice.end"), "end")
        return element("div", render.message(text, alert=True), back, class_="cp-card"), Html("")

    # actions

    def _choose(self, place: Desktop, action: Action, labels: Labels) -> None:
        exam = action.text("exam", 60) or action.text("value", 60)
        changed = exam != place.exam
        place.exam = self._desk.catalogue[exam].id if exam else place.exam
        place.domain = "" if changed else action.text("domain", 60)
        place.lang = next((lang for lang in LANGS if lang == action.text("lang")), place.lang)

    def _start(self, place: Desktop, action: Action, labels: Labels) -> None:
        self._choose(place, action, labels)
        place.right = place.total = 0
        place.lang = place.lang or labels.lang
        self._next(place, action, labels)

    def _next(self, place: Desktop, action: Action, labels: Labels) -> None:
        training, _ = self._training(place)
        picks = training.next(1, domain=place.domain or None, lang=place.lang or labels.lang)
        place.feedback, place.source = None, 0
        place.focus += 1
        if not picks:
            place.item = None
            place.said = render.message(labels("practice.nothing_left"), alert=True)
            return
        place.item, place.why = picks[0].item, picks[0].why
        place.order = training.order(picks[0].item)
        place.shown_at = self._clock()

    def _answer(self, place: Desktop, action: Action, labels: Labels) -> None:
        if place.item is None or place.feedback is not None:
            return
        training, _ = self._training(place)
        given = places(place.item, [] if action.act == "unknown" else action.letters())
        asked = place.item.choose
        if action.act == "answer" and (len(given) != asked or -1 in given):
            place.said = render.message(labels.count("practice.incomplete", asked), alert=True)
            return
        place.feedback = training.answer(
            place.item.id,
            given,
            order=place.order,
            seconds=self._clock() - place.shown_at,
            guessed=bool(action.text("guessed")),
        )
        place.total += 1
        place.right += place.feedback.grade.correct
        place.focus += 1
        place.source = 0

    def _end(self, place: Desktop, action: Action, labels: Labels) -> None:
        if place.total:
            place.said = render.message(labels("practice.ended", right=place.right, total=place.total))
        place.item = place.feedback = None
        place.right = place.total = 0

    def _report(self, place: Desktop, action: Action, labels: Labels) -> None:
        if place.item is None:
            return
        reason = action.text("reason", 40)
        training, _ = self._training(place)
        training.report(place.item.id, reason if reason in render.REASONS else "something", action.text("note", 1000))
        self._next(place, action, labels)
        place.said = render.message(labels("practice.reported"))

    def _select(self, place: Desktop, action: Action, labels: Labels) -> None:
        id, _, number = action.text("value", 40).partition("-")
        if id == str(PRACTICE_SOURCES) and number.isdecimal():
            place.source = int(number)

    # drawing

    def _training(self, place: Desktop) -> tuple[Training, Blueprint]:
        blueprint = self._desk.catalogue[place.exam]
        store = self._desk.learner(place.learner)
        return Training(store, self._desk.bank(blueprint.id, store), blueprint), blueprint

    def _drawn(self, place: Desktop, page_lang: Lang, labels: Labels) -> Drawn:
        said = place.said or render.message("")
        if place.item is None:
            return self._overview(place, page_lang, labels, said), Html("")
        blueprint = self._desk.catalogue[place.exam]
        domain = domain_name(blueprint, place.item.domain, labels)
        score = (place.right, place.total)
        if place.feedback is None:
            view = public_item(place.item, place.order)
            card = render.question(
                view, labels, why=place.why, domain=domain, score=score, lang=place.item.lang, focus=place.focus
            )
            return element("div", said, card), Html("")
        found = place.feedback
        view = with_titles(self._assistant, answered_item(found.item, found.order, found.response, found.grade))
        due = when(found.due - self._desk.learner(place.learner).now, labels)
        card = render_feedback.feedback(
            view, labels, due=due, score=score, id=PRACTICE_SOURCES, focus=place.focus, domain=domain
        )
        panel = source_panel(self._assistant, view, PRACTICE_SOURCES, place.source, labels)
        return element("div", said, card), panel or Html("")

    def _overview(self, place: Desktop, page_lang: Lang, labels: Labels, said: Html) -> Html:
        catalogue = self._desk.catalogue
        if place.exam not in catalogue.exams:
            place.exam = next(iter(catalogue.exams))
        training, blueprint = self._training(place)
        counts: dict[str, int] = {
            lang: len(training.bank.select(lang=lang, domain=place.domain or None)) for lang in LANGS
        }
        return render.overview(
            catalogue.exams,
            blueprint,
            stats(training.store, training.bank, blueprint),
            counts,
            labels,
            domain=place.domain,
            lang=place.lang or page_lang,
            problems=catalogue.problems,
            said=said,
        )


def when(span: datetime.timedelta, labels: Labels) -> str:
    """When an item comes back, in words."""
    minutes = max(1, round(span.total_seconds() / 60))
    if minutes < 60:
        return labels.count("practice.back_minutes", minutes)
    if minutes < _DAY:
        return labels.count("practice.back_hours", round(minutes / 60))
    return labels.count("practice.back_days", round(minutes / _DAY))


def _value(value: str) -> Action:
    return Action(json.dumps({"act": "select", "value": value}))
