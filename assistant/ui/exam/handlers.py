"""What happens in the exam tab: one method for each action of the page's script. No exception leaves a handler.

All of an exam is in the learner's store: a reload, a restart and a second browser tab find it as it is. Only
`ExamRoom.view` is drawn before the exam is handed in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.errors import AssistantError
from assistant.markup import Html, element
from assistant.practice.blueprint import Blueprint
from assistant.practice.errors import ExamError
from assistant.practice.exam.room import ExamRoom
from assistant.practice.exam.scoring import estimate_note
from assistant.practice.schema import ITEM_TYPES
from assistant.ui.chat.state import Session
from assistant.ui.exam import render
from assistant.ui.locale import Labels, load_labels
from assistant.ui.ports import AssistantPort
from assistant.ui.practice import render as render_practice
from assistant.ui.practice.desk import EXAM_SOURCES, Action, Desk, Places, source_panel, with_titles
from assistant.ui.practice.script import LOG
from assistant.ui.trouble import explained
from ingest.schema import LANGS, Lang

Drawn = tuple[Html | None, Html | None, Html | None]
"""Clock and map, content, sources panel; None leaves a part as it is."""


class Seat:
    """Where one browser tab is in the exam room. A plain class: Gradio publishes dataclasses."""

    def __init__(self) -> None:
        self.learner = self.session = ""
        self.exam, self.mode = "mls-c01", "full"
        self.lang: Lang | None = None
        self.confirming = self.running = self.types = False
        self.source = (0, 0)
        self.focus = 0
        self.answered: dict[int, float] = {}
        self.said, self.alert = "", False


class ExamHandlers:
    """What each action does, and the tab as it is then."""

    def __init__(self, assistant: AssistantPort, desk: Desk) -> None:
        self._assistant, self._desk = assistant, desk
        self._seats: Places[Seat] = Places(Seat)

    def act(self, session: Session, action: Action, learner: str | None) -> Drawn:
        """One action of the page's script."""
        with self._seats.turn(session):
            return self._act(session, action, learner)

    def _act(self, session: Session, action: Action, learner: str | None) -> Drawn:
        seat, labels = self._seats[session], load_labels(session.lang)
        if learner is None:
            return Html(""), render_practice.waiting(labels), Html("")
        if learner != seat.learner:
            seat = self._seats.renew(session)
            seat.learner = learner
        seat.said, seat.alert = "", False
        part = False
        try:
            room = self._room(seat)
            step = self._steps().get(action.act)
            if step is not None:
                part = step(seat, room, action, labels)
        except AssistantError as error:
            seat.said, seat.alert = explained(error, labels), True
        except Exception:
            LOG.exception("An exam action failed.")
            seat.said, seat.alert = labels("exam.trouble"), True
        drawn = self.redraw(session)
        if action.act == "select":
            return None, None, drawn[2]  # what is unfolded in the review stays so
        return (drawn[0], None, None) if part and drawn[0] else drawn

    def _steps(self) -> dict[str, Callable[[Seat, ExamRoom, Action, Labels], bool]]:
        """The actions. Each says whether only the clock and the map need to be drawn: the fields stay as they are."""
        return {
            "open": self._open,
            "choose": self._choose,
            "start": self._start,
            "answer": self._answer,
            "flag": self._flag,
            "unflag": self._flag,
            "go": self._go,
            "sync": self._sync,
            "finish": self._finish,
            "back": self._finish,
            "submit": self._submit,
            "abandon": self._submit,
            "lobby": self._lobby,
            "review": self._review,
            "select": self._select,
        }

    def source(self, session: Session, value: str) -> Drawn:
        """The sources panel after a click in itself."""
        with self._seats.turn(session):
            _select(self._seats[session], value)
            return None, None, self.redraw(session)[2]

    def in_language(self, session: Session) -> Drawn:
        """The tab after a change of language; nothing while it is not open: its opening may be on its way."""
        with self._seats.turn(session):
            return self.redraw(session) if self._seats[session].learner else (None, None, None)

    def redraw(self, session: Session) -> Drawn:
        """The tab as it is now, in the page's language."""
        seat, labels = self._seats[session], load_labels(session.lang)
        if not seat.learner:
            return Html(""), render_practice.waiting(labels), Html("")
        try:
            return self._drawn(seat, labels)
        except AssistantError as error:
            text = explained(error, labels)
        except Exception:
            LOG.exception("The exam tab could not be drawn.")
            text = labels("exam.trouble")
        back = render_practice.button(labels("exam.to_lobby"), "lobby")
        card = element("div", render_practice.message(text, alert=True), back, class_="cp-card")
        return Html(""), card, Html("")

    # actions

    def _open(self, seat: Seat, room: ExamRoom, action: Action, labels: Labels) -> bool:
        """Find an exam that runs, or one whose time ran out while nobody looked."""
        found = room.store.running_session()
        if found is None:
            return False
        state = room.get(found.id).state
        seat.session, seat.exam = found.id, found.exam
        seat.said = labels("exam.resumed" if state == "running" else "exam.expired")
        return False

    def _choose(self, seat: Seat, room: ExamRoom, action: Action, labels: Labels) -> bool:
        exam = action.text("exam", 60) or action.text("value", 60)
        seat.exam = self._desk.catalogue[exam].id if exam else seat.exam
        seat.lang = next((lang for lang in LANGS if lang == action.text("lang")), seat.lang)
        seat.types = bool(action.text("types"))
        seat.mode = "short" if action.text("mode") == "short" else "full"
        return False

    def _start(self, seat: Seat, room: ExamRoom, action: Action, labels: Labels) -> bool:
        self._choose(seat, room, action, labels)
        blueprint = self._desk.catalogue[seat.exam]
        n: int | None = None
        minutes: float | None = None
        if seat.mode == "short":
            wanted = action.number("n")
            if wanted is None or not 1 <= wanted <= 500:
                raise ExamError(labels("exam.bad_number"))
            n, minutes = int(wanted), action.number("minutes")
        started = room.start(
            blueprint,
            self._desk.bank(blueprint.id, room.store).items,
            lang=seat.lang or labels.lang,
            n=n,
            minutes=minutes,
            types=ITEM_TYPES if seat.types else None,
        )
        seat.session, seat.confirming, seat.answered = started.id, False, {}
        seat.focus += 1
        return False

    def _answer(self, seat: Seat, room: ExamRoom, action: Action, labels: Labels) -> bool:
        position, order = int(action.number("position") or 0), action.number("seq") or 0.0
        if order < seat.answered.get(position, 0.0):
            return True  # an older message that was overtaken on its way
        seat.answered[position] = order
        room.answer(seat.session, position, action.letters())
        return True

    def _flag(self, seat: Seat, room: ExamRoom, action: Action, labels: Labels) -> bool:
        room.flag(seat.session, int(action.number("value") or 0), action.act == "flag")
        return False

    def _go(self, seat: Seat, room: ExamRoom, action: Action, labels: Labels) -> bool:
        room.go_to(seat.session, int(action.number("value") or 0))
        seat.confirming = False
        seat.focus += 1
        return False

    def _sync(self, seat: Seat, room: ExamRoom, action: Action, labels: Labels) -> bool:
        return True

    def _finish(self, seat: Seat, room: ExamRoom, action: Action, labels: Labels) -> bool:
        seat.confirming = action.act == "finish"
        seat.focus += 1
        return False

    def _submit(self, seat: Seat, room: ExamRoom, action: Action, labels: Labels) -> bool:
        if not seat.confirming:
            return False
        ended = room.submit(seat.session) if action.act == "submit" else room.abandon(seat.session)
        seat.confirming, seat.source = False, (0, 0)
        seat.focus += 1
        names = {"expired": "exam.expired", "abandoned": "exam.abandoned_said"}
        seat.said = labels(names.get(ended.state, "exam.submitted"))
        return False

    def _lobby(self, seat: Seat, room: ExamRoom, action: Action, labels: Labels) -> bool:
        running = room.running()
        seat.session, seat.source = running.id if running else "", (0, 0)
        return False

    def _review(self, seat: Seat, room: ExamRoom, action: Action, labels: Labels) -> bool:
        if room.running() is None:
            seat.session, seat.source = room.get(action.text("value", 60)).id, (0, 0)
            seat.focus += 1
        return False

    def _select(self, seat: Seat, room: ExamRoom, action: Action, labels: Labels) -> bool:
        _select(seat, action.text("value", 40))
        return False

    # drawing

    def _room(self, seat: Seat) -> ExamRoom:
        return ExamRoom(self._desk.learner(seat.learner))

    def _drawn(self, seat: Seat, labels: Labels) -> Drawn:
        room, empty = self._room(seat), Html("")
        if not seat.session:
            return empty, self._lobby_card(seat, room, labels), empty
        view = room.view(seat.session)
        if seat.running and view["state"] == "expired":
            seat.said = labels("exam.expired")
        seat.running = view["state"] == "running"
        if seat.running:
            bar = render.bar(view, labels, said=seat.said, alert=seat.alert)
            if seat.confirming:
                return bar, render.confirm(view, labels, focus=seat.focus), empty
            return bar, render.question(view, labels, focus=seat.focus), empty
        if view["state"] == "abandoned":
            return empty, self._lobby_card(seat, room, labels), empty
        return self._result(seat, room, labels)

    def _result(self, seat: Seat, room: ExamRoom, labels: Labels) -> Drawn:
        result = room.result(seat.session)
        items = room.review(seat.session)
        reviewed: list[dict[str, Any]] = [with_titles(self._assistant, one) | {"count": len(items)} for one in items]
        blueprint: Blueprint | None = self._desk.catalogue.exams.get(reviewed[0]["exam"])
        card = render.result(
            result,
            estimate_note(result, labels.lang),
            reviewed,
            blueprint,
            labels,
            sources=EXAM_SOURCES,
            focus=seat.focus,
            said=render_practice.message(seat.said, alert=seat.alert),
        )
        position, number = seat.source
        panel = None
        if number and position < len(reviewed):
            panel = source_panel(self._assistant, reviewed[position], EXAM_SOURCES + position, number, labels)
        return Html(""), card, panel or Html("")

    def _lobby_card(self, seat: Seat, room: ExamRoom, labels: Labels) -> Html:
        catalogue = self._desk.catalogue
        if seat.exam not in catalogue.exams:
            seat.exam = next(iter(catalogue.exams))
        bank = self._desk.bank(seat.exam, room.store)
        return render.lobby(
            catalogue.exams,
            catalogue[seat.exam],
            {lang: len(bank.select(lang=lang)) for lang in LANGS},
            room.store.sessions(),
            labels,
            lang=seat.lang or labels.lang,
            mode=seat.mode,
            types=seat.types,
            problems=catalogue.problems,
            said=render_practice.message(seat.said, alert=seat.alert),
        )


def _select(seat: Seat, value: str) -> None:
    id, _, number = value.partition("-")
    if id.isdecimal() and number.isdecimal() and int(id) >= EXAM_SOURCES:
        seat.source = (int(id) - EXAM_SOURCES, int(number))
