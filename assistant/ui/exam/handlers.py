"""What happens in the exam tab: one method for each action of the page's script. No exception leaves a handler.

All of an exam is in the learner's store: a reload, a restart and a second browser tab find it as it is. Only
`ExamRoom.view` is drawn before the exam is handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.markup import Html, element
from assistant.practice.blueprint import Blueprint
from assistant.practice.errors import ExamError
from assistant.practice.exam.room import ExamRoom
from assistant.practice.exam.scoring import estimate_note
from assistant.practice.schema import ITEM_TYPES
from assistant.schema import Citation
from assistant.ui.action import Action
from assistant.ui.exam import render
from assistant.ui.ids import anchor, place_value
from assistant.ui.locale import Labels, load_labels
from assistant.ui.ports import AssistantPort
from assistant.ui.practice import render as render_practice
from assistant.ui.practice.desk import Desk, item_sources, with_titles
from assistant.ui.session import Kept, Session
from assistant.ui.sources import Chosen, Cited, SourcesPanel
from assistant.ui.trouble import status, told
from ingest.schema import LANGS, Document, Lang, Span

Drawn = tuple[Html | None, Html | None, Html | None]
"""Clock and map, content, sources panel; None leaves a part as it is."""
_PARTIAL = frozenset({"answer", "sync"})
"""Actions after which only the clock and the map are drawn: the fields stay as they are."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Where one browser tab is in the exam room: no `session` is the lobby.

    `answered` is the number of the last message taken for each position; `running` whether the exam ran when it was
    drawn last, `drawn` in which language; `focus` counts what the keyboard's focus should go to; `said` is what the
    last action has to say.
    """

    learner: str = ""
    session: str = ""
    exam: str = "mls-c01"
    mode: str = "full"
    lang: Lang | None = None
    drawn: Lang | None = None
    confirming: bool = False
    running: bool = False
    types: bool = False
    chosen: Chosen | None = None
    focus: int = 0
    answered: Mapping[int, float] = field(default_factory=dict)
    said: str = ""
    alert: bool = False


SEAT = Kept(Seat())
"""Where the exam tab keeps where a session is."""
Step = Callable[[Seat, ExamRoom, Action, Labels], Seat]


def begin_with(session: Session, exam: str) -> None:
    """The exam that the lobby offers; one that runs keeps its own."""
    SEAT.change(session, lambda seat: None if seat.session else replace(seat, exam=exam))


class ExamHandlers:
    """What each action does, and the tab as it is then."""

    def __init__(self, assistant: AssistantPort, desk: Desk) -> None:
        self._assistant, self._desk = assistant, desk
        self._sources = SourcesPanel("exam", assistant.document, assistant.page_picture)

    def act(self, session: Session, action: Action, learner: str | None) -> Drawn:
        """One action of the page's script."""
        with session.turn():
            if learner is None:
                return Html(""), render_practice.waiting(load_labels(session.lang)), Html("")
            learner = self._desk.owner(learner)
            seat = SEAT.of(session)
            if learner != seat.learner:
                seat = Seat(learner, exam=seat.exam)
            self._desk.seen(learner, action)
            seat = self._after(replace(seat, said="", alert=False), action, load_labels(session.lang))
            SEAT.put(session, replace(seat, drawn=session.lang))
            bar, content, panel = self.redraw(session)
        if action.act == "select":
            return None, None, panel  # what is unfolded in the review stays so
        partial = action.act in _PARTIAL and not seat.alert and bar
        return (bar, None, None) if partial else (bar, content, panel)

    def source(self, session: Session, value: str) -> Drawn:
        """The sources panel after a click in itself."""
        with session.turn():
            SEAT.put(session, self._opened(SEAT.of(session), value))
            return None, None, self.redraw(session)[2]

    def in_language(self, session: Session) -> Drawn:
        """The tab after a change of language; nothing while it is not open: its opening may be on its way.

        Nothing either where it is drawn in that language: what the learner does meanwhile must not be overtaken.
        """
        with session.turn():
            seat = SEAT.of(session)
            if not seat.learner or seat.drawn == session.lang:
                return (None, None, None)
            SEAT.put(session, replace(seat, drawn=session.lang))
            return self.redraw(session)

    def redraw(self, session: Session) -> Drawn:
        """The tab as it is now, in the page's language."""
        seat, labels = SEAT.of(session), load_labels(session.lang)
        if not seat.learner:
            return Html(""), render_practice.waiting(labels), Html("")
        try:
            seat, view = self._looked(seat, labels)
            return self._drawn(SEAT.put(session, seat), view, labels)
        except Exception as error:
            said = status(told(error, labels, labels("exam.trouble")), alert=True)
        back = render_practice.button(labels("exam.to_lobby"), "lobby")
        return Html(""), element("div", said, back, class_="cp-card"), Html("")

    # actions

    def _after(self, seat: Seat, action: Action, labels: Labels) -> Seat:
        """The seat after an action; its steps are kept as far as they went."""
        try:
            room = self._room(seat)
            for step in self._steps().get(action.act, ()):
                seat = step(seat, room, action, labels)
        except Exception as error:
            return replace(seat, said=told(error, labels, labels("exam.trouble")), alert=True)
        return seat

    def _steps(self) -> dict[str, tuple[Step, ...]]:
        return {
            "open": (self._open,),
            "choose": (self._choose,),
            "start": (self._choose, self._start),
            "answer": (self._answer,),
            "flag": (self._flag,),
            "unflag": (self._flag,),
            "go": (self._go,),
            "finish": (self._finish,),
            "back": (self._finish,),
            "submit": (self._submit,),
            "abandon": (self._submit,),
            "lobby": (self._lobby,),
            "review": (self._review,),
            "select": (self._select,),
        }

    def _open(self, seat: Seat, room: ExamRoom, action: Action, labels: Labels) -> Seat:
        """Find an exam that runs, or one whose time ran out while nobody looked."""
        found = room.store.running_session()
        if found is None:
            return seat
        resumed = room.get(found.id).state == "running"
        return replace(
            seat, session=found.id, exam=found.exam, said=labels("exam.resumed" if resumed else "exam.expired")
        )

    def _choose(self, seat: Seat, room: ExamRoom, action: Action, labels: Labels) -> Seat:
        exam = action.text("exam", 60) or action.text("value", 60)
        return replace(
            seat,
            exam=self._desk.catalogue[exam].id if exam else seat.exam,
            lang=next((lang for lang in LANGS if lang == action.text("lang")), seat.lang),
            types=bool(action.text("types")),
            mode="short" if action.text("mode") == "short" else "full",
        )

    def _start(self, seat: Seat, room: ExamRoom, action: Action, labels: Labels) -> Seat:
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
        return replace(_moved(seat), session=started.id, answered={})

    def _answer(self, seat: Seat, room: ExamRoom, action: Action, labels: Labels) -> Seat:
        position, order = int(action.number("position") or 0), action.number("seq") or 0.0
        if order < seat.answered.get(position, 0.0):
            return seat  # an older message that was overtaken on its way
        room.answer(seat.session, position, action.letters())
        return replace(seat, answered={**seat.answered, position: order})

    def _flag(self, seat: Seat, room: ExamRoom, action: Action, labels: Labels) -> Seat:
        room.flag(seat.session, int(action.number("value") or 0), action.act == "flag")
        return seat

    def _go(self, seat: Seat, room: ExamRoom, action: Action, labels: Labels) -> Seat:
        room.go_to(seat.session, int(action.number("value") or 0))
        return _moved(seat)

    def _finish(self, seat: Seat, room: ExamRoom, action: Action, labels: Labels) -> Seat:
        return replace(_moved(seat), confirming=action.act == "finish")

    def _submit(self, seat: Seat, room: ExamRoom, action: Action, labels: Labels) -> Seat:
        if not seat.confirming:
            return seat
        ended = room.submit(seat.session) if action.act == "submit" else room.abandon(seat.session)
        names = {"expired": "exam.expired", "abandoned": "exam.abandoned_said"}
        return replace(_moved(seat), chosen=None, said=labels(names.get(ended.state, "exam.submitted")))

    def _lobby(self, seat: Seat, room: ExamRoom, action: Action, labels: Labels) -> Seat:
        running = room.running()
        return replace(seat, session=running.id if running else "", chosen=None)

    def _review(self, seat: Seat, room: ExamRoom, action: Action, labels: Labels) -> Seat:
        if room.running() is not None:
            return seat
        found = room.get(action.text("value", 60))
        return replace(seat, session=found.id, chosen=None, focus=seat.focus + 1)

    def _select(self, seat: Seat, room: ExamRoom, action: Action, labels: Labels) -> Seat:
        return self._opened(seat, action.text("value", 40))

    def _opened(self, seat: Seat, value: str) -> Seat:
        """With a source opened; anything but a source of an exam changes nothing."""
        return replace(seat, chosen=self._sources.clicked(value) or seat.chosen)

    # drawing

    def _room(self, seat: Seat) -> ExamRoom:
        return ExamRoom(self._desk.learner(seat.learner))

    def _looked(self, seat: Seat, labels: Labels) -> tuple[Seat, Mapping[str, Any] | None]:
        """The seat when it is looked at, and its exam (None: the lobby).

        The time may have run out since, and a learner's own exam may have gone.
        """
        view = self._room(seat).view(seat.session) if seat.session else None
        state = view["state"] if view else "abandoned"
        said = labels("exam.expired") if seat.running and state == "expired" else seat.said
        seat = replace(seat, running=state == "running", said=said)
        if state != "abandoned":
            return seat, view
        exams = self._desk.catalogue.exams
        return replace(seat, exam=seat.exam if seat.exam in exams else next(iter(exams))), None

    def _drawn(self, seat: Seat, view: Mapping[str, Any] | None, labels: Labels) -> Drawn:
        room, empty = self._room(seat), Html("")
        if view is None:
            return empty, self._lobby_card(seat, room, labels), empty
        if view["state"] == "running":
            bar = render.bar(view, labels, said=seat.said, alert=seat.alert)
            if seat.confirming:
                return bar, render.confirm(view, labels, focus=seat.focus), empty
            return bar, render.question(view, labels, focus=seat.focus), empty
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
            focus=seat.focus,
            said=status(seat.said, alert=seat.alert),
            sheets={domain: place_value(cited.id, 1) for domain, cited in self._sheets(reviewed, labels).items()},
        )
        return Html(""), card, self._panel(seat, reviewed, labels)

    def _panel(self, seat: Seat, reviewed: Sequence[Mapping[str, Any]], labels: Labels) -> Html:
        """The sources panel; nothing before a source of the review is opened."""
        for view in reviewed:
            name = anchor("exam", view["position"])
            if seat.chosen and seat.chosen.of == name:
                cited = item_sources(self._assistant, view, name)
                return self._sources.draw(cited, seat.chosen, labels) if cited.place(seat.chosen.number) else Html("")
        for cited in self._sheets(reviewed, labels).values() if seat.chosen else ():
            if seat.chosen and seat.chosen.of == cited.id:
                return self._sources.draw(cited, seat.chosen, labels)
        return Html("")

    def _sheets(self, reviewed: Sequence[Mapping[str, Any]], labels: Labels) -> dict[str, Cited]:
        """The study sheets of an exam's domains that the index holds, as sources."""
        found = {}
        for number, domain in enumerate(dict.fromkeys(one["domain"] for one in reviewed)):
            sheet = study_sheet(self._assistant, reviewed[0]["exam"], domain, labels.lang)
            if sheet is not None:
                title = sheet.source.title
                name = anchor("exam", len(reviewed) + number)
                found[domain] = Cited(name, title, (Citation.of(Span(sheet, 0, _first_line(sheet)), 1),), "evidence")
        return found

    def _lobby_card(self, seat: Seat, room: ExamRoom, labels: Labels) -> Html:
        catalogue = self._desk.catalogue
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
            said=status(seat.said, alert=seat.alert),
        )


def study_sheet(assistant: AssistantPort, exam: str, domain: str, lang: str) -> Document | None:
    """The revision sheet of a domain, in the page's language where there is one."""
    name = f"sheets/revision-{exam}-{domain}"
    names = (f"{name}.fr.md", f"{name}.md") if lang == "fr" else (f"{name}.md",)
    return next((found for uri in names if (found := assistant.document(uri))), None)


def _first_line(document: Document) -> int:
    """Where the first line with words ends."""
    return document.text.find("\n") if "\n" in document.text else len(document.text)


def _moved(seat: Seat) -> Seat:
    """The seat before another question or page of the exam: nothing is being confirmed, the focus goes along."""
    return replace(seat, confirming=False, focus=seat.focus + 1)
