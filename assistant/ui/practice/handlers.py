"""What happens in the practice tab: one method for each action of the page's script. No exception leaves a handler.

One item at a time, graded at once, with everything behind it; where the learner stands.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from assistant.markup import Html, element
from assistant.practice.blueprint import Blueprint
from assistant.practice.schema import PracticeItem
from assistant.practice.training.stats import stats
from assistant.practice.training.training import Feedback, Training
from assistant.practice.views import answered_item, places, public_item
from assistant.ui.action import Action
from assistant.ui.ids import anchor
from assistant.ui.locale import Labels, load_labels
from assistant.ui.ports import AssistantPort
from assistant.ui.practice import feedback as render_feedback
from assistant.ui.practice import render
from assistant.ui.practice.desk import Desk, item_sources, with_titles
from assistant.ui.practice.plots import domain_name
from assistant.ui.running import Clock
from assistant.ui.session import Kept, Session
from assistant.ui.sources import Chosen, SourcesPanel
from assistant.ui.trouble import status, told
from ingest.schema import LANGS, Lang

Drawn = tuple[Html | None, Html | None]
"""Content and sources panel; None leaves a part as it is."""
Step = Callable[["Place", Action, Labels], "Place"]
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where one browser tab is in its practice: no `item` is the overview, no `feedback` an item without an answer.

    `right` of `total` answers of this round; `focus` counts what the keyboard's focus should go to; `said` is what the
    last action has to say.
    """

    learner: str = ""
    exam: str = "mls-c01"
    domain: str = ""
    lang: Lang | None = None
    item: PracticeItem | None = None
    order: tuple[int, ...] = ()
    why: str = ""
    shown_at: float = 0.0
    feedback: Feedback | None = None
    right: int = 0
    total: int = 0
    focus: int = 0
    chosen: Chosen | None = None
    said: Html | None = None

    @property
    def anchor(self) -> str:
        """The name on the page of the item that was answered last."""
        return anchor("practice", self.total)


PLACE = Kept(Place())
"""Where the practice tab keeps where a session is."""


def begin_with(session: Session, exam: str) -> None:
    """The exam of what has not begun yet; a question that is open keeps its own."""
    PLACE.change(session, lambda place: replace(place, exam=exam) if place.item is None else None)


class PracticeHandlers:
    """What each action does, and the tab as it is then: its content and the sources panel."""

    def __init__(self, assistant: AssistantPort, desk: Desk, clock: Clock = time.monotonic) -> None:
        self._assistant, self._desk, self._clock = assistant, desk, clock
        self._sources = SourcesPanel("practice", assistant.document, assistant.page_picture)

    def act(self, session: Session, action: Action, learner: str | None) -> Drawn:
        """One action of the page's script; what is open in the content stays so when a source is opened."""
        with session.turn():
            if learner is None:
                return render.waiting(load_labels(session.lang)), Html("")
            place = PLACE.of(session)
            if learner != place.learner:
                place = Place(learner, exam=place.exam)
            PLACE.put(session, self._after(replace(place, said=None), action, load_labels(session.lang)))
            content, panel = self.redraw(session)
        return (None if action.act == "select" else content), panel

    def source(self, session: Session, value: str) -> Drawn:
        """The sources panel after a click in itself."""
        with session.turn():
            PLACE.put(session, self._opened(PLACE.of(session), value))
            return None, self.redraw(session)[1]

    def in_language(self, session: Session) -> Drawn:
        """The tab after a change of language; nothing while it is not open: its opening may be on its way."""
        with session.turn():
            return self.redraw(session) if PLACE.of(session).learner else (None, None)

    def redraw(self, session: Session) -> tuple[Html, Html]:
        """The tab as it is now, in the page's language."""
        place, labels = PLACE.of(session), load_labels(session.lang)
        if not place.learner:
            return render.waiting(labels), Html("")
        try:
            return self._drawn(PLACE.put(session, self._with_exam(place)), session.lang, labels)
        except Exception as error:
            said = status(told(error, labels, labels("practice.trouble")), alert=True)
        back = render.button(labels("practice.end"), "end")
        return element("div", said, back, class_="cp-card"), Html("")

    # actions

    def _after(self, place: Place, action: Action, labels: Labels) -> Place:
        """The place after an action; its steps are kept as far as they went."""
        steps: dict[str, tuple[Step, ...]] = {
            "choose": (self._choose,),
            "start": (self._choose, self._start, self._next),
            "answer": (self._answer,),
            "unknown": (self._answer,),
            "next": (self._next,),
            "end": (self._end,),
            "report": (self._report,),
            "select": (self._select,),
        }
        try:
            for step in steps.get(action.act, ()):
                place = step(place, action, labels)
        except Exception as error:
            return replace(place, said=status(told(error, labels, labels("practice.trouble")), alert=True))
        return place

    def _choose(self, place: Place, action: Action, labels: Labels) -> Place:
        wanted = action.text("exam", 60) or action.text("value", 60)
        exam = self._desk.catalogue[wanted].id if wanted else place.exam
        domain = action.text("domain", 60) if wanted == place.exam else ""
        lang = next((lang for lang in LANGS if lang == action.text("lang")), place.lang)
        return replace(place, exam=exam, domain=domain, lang=lang)

    def _start(self, place: Place, action: Action, labels: Labels) -> Place:
        return replace(place, right=0, total=0, lang=place.lang or labels.lang)

    def _next(self, place: Place, action: Action, labels: Labels) -> Place:
        training, _ = self._training(place)
        picks = training.next(1, domain=place.domain or None, lang=place.lang or labels.lang)
        place = replace(place, feedback=None, chosen=None, focus=place.focus + 1)
        if not picks:
            return replace(place, item=None, said=status(labels("practice.nothing_left"), alert=True))
        item = picks[0].item
        return replace(place, item=item, why=picks[0].why, order=training.order(item), shown_at=self._clock())

    def _answer(self, place: Place, action: Action, labels: Labels) -> Place:
        if place.item is None or place.feedback is not None:
            return place
        training, _ = self._training(place)
        given = places(place.item, [] if action.act == "unknown" else action.letters())
        asked = place.item.choose
        if action.act == "answer" and (len(given) != asked or -1 in given):
            return replace(place, said=status(labels.count("practice.incomplete", asked), alert=True))
        seconds, guessed = self._clock() - place.shown_at, bool(action.text("guessed"))
        feedback = training.answer(place.item.id, given, order=place.order, seconds=seconds, guessed=guessed)
        right, total = place.right + feedback.grade.correct, place.total + 1
        return replace(place, feedback=feedback, right=right, total=total, focus=place.focus + 1, chosen=None)

    def _end(self, place: Place, action: Action, labels: Labels) -> Place:
        ended = labels("practice.ended", right=place.right, total=place.total)
        said = status(ended) if place.total else None
        return replace(place, item=None, feedback=None, right=0, total=0, said=said)

    def _report(self, place: Place, action: Action, labels: Labels) -> Place:
        if place.item is None:
            return place
        reason, (training, _) = action.text("reason", 40), self._training(place)
        known = reason if reason in render.REASONS else "something"
        training.report(place.item.id, known, action.text("note", 1000))
        return replace(self._next(place, action, labels), said=status(labels("practice.reported")))

    def _select(self, place: Place, action: Action, labels: Labels) -> Place:
        return self._opened(place, action.text("value", 40))

    def _opened(self, place: Place, value: str) -> Place:
        """With a source opened; anything but a source of practice changes nothing."""
        return replace(place, chosen=self._sources.clicked(value) or place.chosen)

    # drawing

    def _with_exam(self, place: Place) -> Place:
        """With an exam that there is: a learner's own may have gone."""
        exams = self._desk.catalogue.exams
        return place if place.item or place.exam in exams else replace(place, exam=next(iter(exams)))

    def _training(self, place: Place) -> tuple[Training, Blueprint]:
        blueprint = self._desk.catalogue[place.exam]
        store = self._desk.learner(place.learner)
        return Training(store, self._desk.bank(blueprint.id, store), blueprint), blueprint

    def _drawn(self, place: Place, page_lang: Lang, labels: Labels) -> tuple[Html, Html]:
        said = place.said or status("")
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
            view, labels, due=due, score=score, anchor=place.anchor, focus=place.focus, domain=domain
        )
        return element("div", said, card), self._panel(place, view, labels)

    def _panel(self, place: Place, view: Mapping[str, Any], labels: Labels) -> Html:
        """The sources panel; nothing before a source of this item is opened."""
        cited = item_sources(self._assistant, view, place.anchor)
        if place.chosen is None or place.chosen.of != cited.id or cited.place(place.chosen.number) is None:
            return Html("")
        return self._sources.draw(cited, place.chosen, labels)

    def _overview(self, place: Place, page_lang: Lang, labels: Labels, said: Html) -> Html:
        catalogue = self._desk.catalogue
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
