"""What happens in the practice tab: one method for each action of the page's script. No exception leaves a handler.

One item at a time, graded at once, with everything behind it; where the learner stands.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assistant.markup import Html, element
from assistant.practice.blueprint import Blueprint
from assistant.practice.errors import PracticeError
from assistant.practice.training.schedule import Pick
from assistant.practice.training.stats import stats
from assistant.practice.training.training import Training
from assistant.practice.views import answered_item, places, public_item
from assistant.ui.action import Action
from assistant.ui.ids import anchor, place_value
from assistant.ui.locale import Labels, load_labels
from assistant.ui.ports import AssistantPort
from assistant.ui.practice import feedback as render_feedback
from assistant.ui.practice import render
from assistant.ui.practice.belongings import Belongings, belongings
from assistant.ui.practice.closing import Closing, explaining
from assistant.ui.practice.desk import Desk, item_sources, with_titles
from assistant.ui.practice.plots import domain_name
from assistant.ui.practice.state import LATER, PLACE, PLAN, Place, Step, planned, when
from assistant.ui.running import Clock
from assistant.ui.session import Session
from assistant.ui.sources import SourcesPanel
from assistant.ui.trouble import status, told
from ingest.schema import LANGS, Lang

Drawn = tuple[Html | None, Html | None]
"""Content and sources panel; None leaves a part as it is."""


class PracticeHandlers:
    """What each action does, and the tab as it is then: its content and the sources panel."""

    def __init__(self, assistant: AssistantPort, desk: Desk, clock: Clock = time.monotonic) -> None:
        self._assistant, self._desk, self._clock = assistant, desk, clock
        self._own, self._closing = Belongings(desk), Closing(assistant, desk)
        self._sources = SourcesPanel("practice", assistant.document, assistant.page_picture)

    def act(self, session: Session, action: Action, learner: str | None) -> Drawn:
        """One action of the page's script; what is open in the content stays so when a source is opened."""
        with session.turn():
            if learner is None:
                return render.waiting(load_labels(session.lang)), Html("")
            learner = self._desk.owner(learner)
            place = PLACE.of(session)
            if learner != place.learner:
                place = Place(learner, exam=place.exam)
            self._desk.seen(learner, action)
            place = self._after(replace(place, said=None, made=None), action, load_labels(session.lang))
            PLACE.put(session, replace(place, drawn=session.lang))
            if place.pieces:
                return None, None  # more of the file is on its way
            content, panel = self.redraw(session)
        return (None if action.act == "select" else content), panel

    def source(self, session: Session, value: str) -> Drawn:
        """The sources panel after a click in itself."""
        with session.turn():
            PLACE.put(session, self._opened(PLACE.of(session), value))
            return None, self.redraw(session)[1]

    def in_language(self, session: Session) -> Drawn:
        """The tab after a change of language; nothing while it is not open: its opening may be on its way.

        Nothing either where it is drawn in that language: what the learner does meanwhile must not be overtaken.
        """
        with session.turn():
            place = PLACE.of(session)
            if not place.learner or place.drawn == session.lang:
                return (None, None)
            PLACE.put(session, replace(place, drawn=session.lang))
            return self.redraw(session)

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
            "undo": (self._undo,),
            "plan": (self._plan,),
            "end": (self._end,),
            "report": (self._report,),
            "select": (self._select,),
            **self._own.steps(),
            **self._closing.steps(),
        }
        try:
            for step in steps.get(action.act, ()):
                place = step(place, action, labels)
        except Exception as error:
            return replace(place, pieces={}, said=status(told(error, labels, labels("practice.trouble")), alert=True))
        return place

    def _choose(self, place: Place, action: Action, labels: Labels) -> Place:
        wanted = action.text("exam", 60) or action.text("value", 60)
        exam = self._desk.catalogue[wanted].id if wanted else place.exam
        domain = action.text("domain", 60) if wanted == place.exam else ""
        lang = next((lang for lang in LANGS if lang == action.text("lang")), place.lang)
        return replace(place, exam=exam, domain=domain, lang=lang)

    def _start(self, place: Place, action: Action, labels: Labels) -> Place:
        place = replace(place, right=0, total=0, lang=place.lang or labels.lang)
        training, _ = self._training(place)
        length = planned(training.store)["round"]
        return replace(place, queue=training.next(length, domain=place.domain or None, lang=place.lang))

    def _next(self, place: Place, action: Action, labels: Labels) -> Place:
        place = replace(place, feedback=None, chosen=None, checked=(), focus=place.focus + 1)
        if not place.queue:
            said = labels("practice.round_done", right=place.right, total=place.total)
            nothing = labels("practice.nothing_left")
            shown = status(said) if place.total else status(nothing, alert=True)
            return replace(place, item=None, right=0, total=0, said=shown)
        item, why = place.queue[0].item, place.queue[0].why
        order = self._training(place)[0].order(item)
        return replace(place, item=item, queue=place.queue[1:], why=why, order=order, shown_at=self._clock())

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
        first, correct = place.why != "again", feedback.grade.correct
        again = () if correct else (Pick(place.item, "again"),)
        missed = not correct and bool(place.item.evidence)  # its source opens at the words
        return replace(
            place,
            feedback=feedback,
            queue=(*place.queue[:LATER], *again, *place.queue[LATER:]),
            right=place.right + (first and correct),
            total=place.total + first,
            answered=place.answered + 1,
            before=replace(place, before=None),
            focus=place.focus + 1,
            checked=(),
            chosen=self._sources.clicked(place_value(anchor("practice", place.answered + 1), 1)) if missed else None,
        )

    def _undo(self, place: Place, action: Action, labels: Labels) -> Place:
        """Take the last answer back; its question is asked again where this tab still knows how it was asked."""
        taken, said = self._training(place)[0].take_back(), status(labels("practice.taken_back"))
        if taken is None:
            return replace(place, before=None, said=status(labels("practice.not_taken_back"), alert=True))
        before = place.before
        if before is None or before.item is None or before.item.id != taken or before.exam != place.exam:
            return replace(place, before=None, said=said)
        return replace(
            before, answered=place.answered, focus=place.focus + 1, shown_at=self._clock(), said=said, chosen=None
        )

    def _plan(self, place: Place, action: Action, labels: Labels) -> Place:
        """Keep how long a round is, how much a day, and when the exam is."""
        store = self._desk.learner(place.learner)
        for name, (_, least, most) in PLAN.items():
            number = action.number(name)
            if number is None or not least <= number <= most:
                raise PracticeError(labels("practice.plan.wrong", name=labels(f"practice.plan.{name}"), n=most))
            store.choose(name, str(int(number)))
        store.choose(f"exam_date:{place.exam}", action.text("exam_date", 10))
        return replace(place, said=status(labels("practice.plan.kept")))

    def _end(self, place: Place, action: Action, labels: Labels) -> Place:
        ended = labels("practice.ended", right=place.right, total=place.total)
        said = status(ended) if place.total else None
        return replace(place, item=None, feedback=None, queue=(), right=0, total=0, said=said)

    def _report(self, place: Place, action: Action, labels: Labels) -> Place:
        if place.item is None:
            return place
        reason, (training, _) = action.text("reason", 40), self._training(place)
        known = reason if reason in render.REASONS else "something"
        training.report(place.item.id, known, action.text("note", 1000))
        place = replace(place, queue=tuple(one for one in place.queue if one.item.id != place.item.id))
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
                view,
                labels,
                why=place.why,
                domain=domain,
                score=score,
                left=len(place.queue) + 1,
                lang=place.item.lang,
                focus=place.focus,
                undo=place.before is not None,
            )
            return element("div", said, card), Html("")
        found = place.feedback
        view = with_titles(self._assistant, answered_item(found.item, found.order, found.response, found.grade))
        store = self._desk.learner(place.learner)
        due = when(found.due, store.now, store.zone, labels)
        own = explaining(
            store.explanation(found.item.id), place.checked, found.item.lang, labels, ask=not found.grade.correct
        )
        card = render_feedback.feedback(
            view, labels, due=due, score=score, anchor=place.anchor, focus=place.focus, domain=domain, own=own
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
            plan={
                **planned(training.store),
                "exam_date": training.store.choice(f"exam_date:{blueprint.id}"),
                "undo": training.store.last_answered() is not None,
            },
            problems=catalogue.problems,
            said=element("div", said, place.made),
            own=belongings(labels, resetting=place.resetting),
        )
