"""Practice and the exam room as HTML: escaped, well formed, named for assistive technology, silent about the key."""

from __future__ import annotations

import datetime
import json
import threading
import time
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from assistant.practice.bank import COMMITTED, Bank, load_bank
from assistant.practice.blueprint import Catalogue
from assistant.practice.exam.room import ExamRoom
from assistant.practice.exam.scoring import estimate_note
from assistant.practice.grade import display_order, grade
from assistant.practice.records.store import PracticeStore
from assistant.practice.schema import ITEM_TYPES, PracticeItem
from assistant.practice.training.stats import stats
from assistant.practice.training.training import Training
from assistant.practice.views import answered_item, public_item
from assistant.ui.action import Action, learner_id
from assistant.ui.exam import render as render_exam
from assistant.ui.exam.handlers import ExamHandlers
from assistant.ui.locale import load_labels
from assistant.ui.practice import feedback as render_feedback
from assistant.ui.practice import render as render_practice
from assistant.ui.practice.desk import Desk, with_titles
from assistant.ui.practice.handlers import PracticeHandlers
from assistant.ui.session import Session
from ingest.schema import LANGS, Lang, Reference
from tests.assistant.practice.items import EXAM, ITEMS, MovingClock, item
from tests.ui.fake_assistant import DIGEST_URI, HOSTILE, QUOTE_PIPE, FakeAssistant
from tests.ui.html_check import assert_safe

EN = load_labels("en")
TAGS = frozenset(
    "a article b blockquote button details div dd dl dt fieldset figcaption figure form h2 h3 h4 input label legend li"
    " mark nav ol option p q rect section select span strong summary svg table tbody td textarea th tr ul".split()
)


class Shape(HTMLParser):
    """Tags, attributes and text; whether it is balanced."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        assert not [name for name, _ in attrs if name.startswith("on") or name in ("src", "style", "href")]
        self.found.append((tag, dict(attrs)))
        if tag != "input":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def shown(one: PracticeItem, lang: Lang = "en") -> Shape:
    view = public_item(one, display_order(one, "x"))
    return Shape(
        render_practice.question(view, load_labels(lang), why="new", domain="D", score=(1, 2), lang=one.lang, focus=1)
    )


@pytest.mark.parametrize("one", ITEMS, ids=lambda one: one.id)
def test_an_item_before_the_answer_says_nothing_of_the_key(one: PracticeItem) -> None:
    page = shown(one)
    assert one.stem in page.text
    assert all(option in page.text for option in one.options)
    assert one.explanation not in page.text
    assert not [ref for ref in one.evidence if ref.quote in page.text or ref.uri in page.text]
    assert not [note for note in one.option_notes if note in page.text]


@pytest.mark.parametrize(
    ("id", "fields"), [("en-01", "radio"), ("en-02", "checkbox"), ("en-03", "select"), ("en-04", "select")]
)
def test_each_type_has_its_fields(id: str, fields: str) -> None:
    page, one = shown(item(id)), item(id)
    inputs = [a for a in page.all("input") if "data-letter" in a]
    selects = [a for a in page.all("select") if "data-letter" in a]
    if fields == "select":
        assert len(selects) == one.choose
        assert inputs == []
    else:
        assert [a["type"] for a in inputs] == [fields] * len(one.options)
        assert len({a["id"] for a in inputs}) == len(one.options)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("one", ITEMS, ids=lambda one: one.id)
def test_feedback_has_everything(one: PracticeItem, lang: Lang) -> None:
    order = display_order(one, "x")
    for response in (one.answers, ()):
        view = answered_item(one, order, response, grade(one, response))
        page = Shape(
            render_feedback.feedback(
                view, load_labels(lang), due="soon", score=(1, 1), anchor="exam-3", focus=1, domain="D"
            )
        )
        for text in (one.explanation, *one.option_notes, *(ref.quote for ref in one.evidence)):
            assert text in page.text
        acts = [a["data-value"] for a in page.all("button") if a.get("data-act") == "select"]
        assert acts == [f"exam-3-{n}" for n in range(1, len(one.evidence) + 1)]


def feedback(one: PracticeItem, response: tuple[int, ...]) -> Shape:
    view = with_titles(FakeAssistant(), answered_item(one, tuple(range(len(one.options))), response))
    return Shape(render_feedback.feedback(view, EN, due="", score=(0, 1), anchor="practice-1", focus=1, domain="D"))


def test_places_are_told_in_words_and_not_by_letter_alone() -> None:
    one = item("en-03")
    text = feedback(one, tuple(reversed(one.answers))).text
    for place, number in enumerate(one.answers):
        assert f"{'ABCDEF'[number]}. {one.options[number]}" in text, place


def test_a_source_is_named_by_its_title_where_the_index_has_it() -> None:
    known = replace(item("en-01"), evidence=(Reference(DIGEST_URI, QUOTE_PIPE),))
    assert "Open “SageMaker training input modes” at these words" in feedback(known, (0,)).text
    assert f"Open “{item('en-01').evidence[0].uri}” at these words" in feedback(item("en-01"), (0,)).text


def test_why_is_asked_in_the_questions_own_language_with_the_right_answer() -> None:
    for id, words in (("en-02", "Why is the answer “"), ("fr-01", "Pourquoi la réponse est-elle «\u00a0")):
        one = item(id)
        (asked,) = (a["data-text"] or "" for a in feedback(one, ()).all("button") if a.get("data-send"))
        assert asked.startswith(one.stem)
        assert words + "; ".join(one.options[k] for k in sorted(one.answers)) in asked


def test_what_an_item_says_stays_text() -> None:
    one = replace(item("en-01"), stem=HOSTILE, explanation=HOSTILE, options=(HOSTILE, "b", "c", "d"))
    assert HOSTILE in shown(one).text
    view = answered_item(one, (0, 1, 2, 3), (1,))
    page = Shape(render_feedback.feedback(view, EN, due="", score=(0, 1), anchor="practice-1", focus=1, domain=HOSTILE))
    assert page.text.count(HOSTILE) >= 4


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def store(tmp_path: Any, clock: MovingClock) -> PracticeStore:
    return PracticeStore(tmp_path / "practice.db", clock)


def desk(store: PracticeStore, items: tuple[PracticeItem, ...] = ITEMS) -> Desk:
    return Desk(store=store, catalogue=lambda: Catalogue({EXAM.id: EXAM}), items=lambda exam: items, alone=False)


@pytest.mark.parametrize("lang", LANGS)
def test_the_overview_before_and_after_practice(store: PracticeStore, clock: MovingClock, lang: Lang) -> None:
    learner = store.learner("ada")
    training = Training(learner, Bank(EXAM.id, ITEMS), EXAM)
    counts = {"fr": 4, "en": 6}
    retired = replace(EXAM, status="retired", retired_on=datetime.date(2026, 3, 31), successors=("mla-c01",))
    for answered in (0, 3):
        for one in ITEMS[:answered]:
            training.answer(one.id, [0], order=tuple(range(len(one.options))))
            clock.advance(days=1)
        numbers = stats(learner, training.bank, EXAM, datetime.UTC)
        page = Shape(render_practice.overview({EXAM.id: EXAM}, retired, numbers, counts, load_labels(lang)))
        assert ("31 mars 2026" if lang == "fr" else "31 March 2026") in page.text
        assert "MLA-C01" in page.text
        pictures = [a for a in page.all("svg") if a.get("role") == "img" and a.get("aria-label")]
        assert len(pictures) == len(EXAM.domains) + (2 if answered else 0)


@pytest.mark.parametrize("tab", [PracticeHandlers, ExamHandlers])
def test_a_retired_exam_offers_its_successors(store: PracticeStore, tab: Any) -> None:
    retired = replace(EXAM, status="retired", retired_on=datetime.date(2026, 3, 31), successors=("next", "unknown"))
    after = replace(EXAM, id="next", code="NXT-C01")
    where = Desk(store=store, catalogue=lambda: Catalogue({EXAM.id: retired, "next": after}), items=lambda exam: ITEMS)
    handlers, session, part = tab(FakeAssistant(), where), Session("en"), int(tab is ExamHandlers)
    assert "Its successors:NXT-C01UNKNOWN" in act(handlers, session, "open", part)
    assert "was retired" not in act(handlers, session, "choose", part, value="next")


def test_trouble_is_told_in_the_pages_language(store: PracticeStore) -> None:
    handlers, session = ExamHandlers(FakeAssistant(), desk(store)), Session("fr")
    act(handlers, session, "open", 1)
    assert "Donnez un nombre de 0.05 à" in act(handlers, session, "start", 1, mode="short", n="3", minutes="999999")
    assert "Cet examen n’existe plus." in act(handlers, session, "review", 1, value="x")


def test_what_was_chosen_stays_when_an_exam_cannot_start(store: PracticeStore) -> None:
    handlers, session = ExamHandlers(FakeAssistant(), desk(store)), Session("en")
    act(handlers, session, "open", 1)
    refused = act(handlers, session, "start", 1, mode="short", n="0", types="all")
    assert "Give a number of questions" in refused
    assert "Minutes (short exam" in refused
    assert "Give a number of questions" not in act(handlers, session, "lobby", 1), "said once"


def test_a_click_on_a_source_of_the_item_before_opens_nothing(store: PracticeStore) -> None:
    handlers, session = PracticeHandlers(FakeAssistant(), desk(store)), Session("en")

    def panel(value: str) -> str:
        content, drawn = handlers.source(session, value)
        assert content is None, "the content is left alone"
        return assert_safe(drawn or "").text

    act(handlers, session, "start", lang="en")
    for number in (1, 2):
        act(handlers, session, "unknown")
        assert "Sources" in panel(f"practice-{number}-1")
        act(handlers, session, "next")
    act(handlers, session, "unknown")
    assert panel("practice-2-1") == panel("exam-3-1") == panel("practice-3-99") == ""


def test_an_empty_bank_is_said_kindly(store: PracticeStore) -> None:
    session = Session("en")
    where = desk(store, ())
    assert "no questions for MLS-C01 yet" in act(PracticeHandlers(FakeAssistant(), where), session, "open")
    assert "no questions for MLS-C01 yet" in act(ExamHandlers(FakeAssistant(), where), session, "open", 1)
    assert "no question" in act(PracticeHandlers(FakeAssistant(), where), session, "start")
    assert "no question" in act(ExamHandlers(FakeAssistant(), where), session, "start", 1)


def act(handlers: Any, session: Session, name: str, part: int = 0, **values: Any) -> str:
    """The text of a part of the tab after an action."""
    drawn = handlers.act(session, Action(json.dumps({"act": name, **values})), "browser:x")
    return Shape(drawn[part]).text if drawn[part] is not None else ""


def test_an_exam_from_start_to_review(store: PracticeStore, clock: MovingClock) -> None:
    handlers, session = ExamHandlers(FakeAssistant(), desk(store)), Session("en")
    assert "No exam yet" in act(handlers, session, "open", 1)
    assert "Question 1 of 6" in act(handlers, session, "start", 1, types="all")
    assert "1 of 6 answered" not in act(handlers, session, "answer", 0, position=0, letters=["Z"], seq=1)
    assert "does not fit the question" in act(handlers, session, "answer", 0, position=0, letters=["Z"], seq=2)
    act(handlers, session, "answer", 0, position=0, letters=["A"], seq=4)
    act(handlers, session, "answer", 0, position=0, letters=[], seq=3)
    running = ExamRoom(store.learner("browser:x")).running()
    assert running is not None
    assert running.response(0)
    assert "Question 3 of 6" in act(handlers, session, "go", 1, value="2")
    assert "1 flagged" in act(handlers, session, "flag", 0, value="2")
    assert "Take the flag off" in act(handlers, session, "flag", 1, value="2")
    assert act(handlers, session, "sync", 1) == "", "the fields stay as they are"
    assert "Question 3 of 6" in act(handlers, session, "submit", 1), "not without asking first"
    assert "Hand in the exam?" in act(handlers, session, "finish", 1)
    again = ExamHandlers(FakeAssistant(), desk(store))
    assert "Question 3 of 6" in act(again, Session("en"), "open", 1)
    clock.advance(minutes=11, seconds=30)
    assert "1 minute left." in act(handlers, session, "sync", 0)
    clock.advance(minutes=2)
    text = act(handlers, session, "sync", 1)
    assert "The time is over" in text
    assert "An estimate" in text
    assert "Question 6 of 6" in text
    assert "Earlier exams" in act(handlers, session, "lobby", 1)
    assert "The time is over" not in act(handlers, session, "open", 1)


def test_a_change_of_language_waits_for_what_happens_in_the_tab(store: PracticeStore) -> None:
    handlers, session = ExamHandlers(FakeAssistant(), desk(store)), Session("en")
    act(handlers, session, "start", 1)
    reloaded, found = Session("en"), threading.Event()
    opening = handlers._open

    def slowly(*arguments: Any) -> bool:
        found.set()
        time.sleep(0.2)
        return opening(*arguments)

    handlers._open = slowly  # type: ignore[method-assign]
    opened = threading.Thread(target=act, args=(handlers, reloaded, "open"))
    opened.start()
    found.wait(5)
    assert handlers.in_language(reloaded) == (None, None, None), "it is drawn in that language: nothing to overtake"
    opened.join()
    reloaded.lang = "fr"
    drawn = handlers.in_language(reloaded)
    assert "Question 1 sur 6" in str(drawn[1]), "not the lobby as it was before the exam was found"


def test_an_exam_that_runs_in_another_tab_can_be_gone_on_with(store: PracticeStore) -> None:
    where = desk(store)
    first, second = ExamHandlers(FakeAssistant(), where), ExamHandlers(FakeAssistant(), where)
    lobby = Session("en")
    act(second, lobby, "open", 1)
    act(first, Session("en"), "start", 1)
    assert "Another exam is running" in act(second, lobby, "start", 1)
    assert "Go on with it" in act(second, lobby, "choose", 1)
    assert "Question 1 of" in act(second, lobby, "open", 1)


def test_learners_see_their_own_exams_only(store: PracticeStore) -> None:
    where = desk(store)
    handlers = ExamHandlers(FakeAssistant(), where)
    act(handlers, Session("en"), "start", 1)
    drawn = handlers.act(Session("en"), Action('{"act": "open"}'), "browser:y")
    assert "No exam yet" in str(drawn[1])
    id = store.learner("browser:x").sessions()[0].id
    drawn = handlers.act(Session("en"), Action(f'{{"act": "review", "value": "{id}"}}'), "browser:y")
    assert "There is no such exam" in str(drawn[1])


@pytest.mark.parametrize(
    "sent", [None, "", "[]", "{", '{"act": 1}', '{"act": "answer", "letters": [1, null]}', "9" * 9]
)
def test_nonsense_from_a_browser_changes_nothing(store: PracticeStore, sent: Any) -> None:
    for handlers in (ExamHandlers(FakeAssistant(), desk(store)), PracticeHandlers(FakeAssistant(), desk(store))):
        for drawn in handlers.act(Session("en"), Action(sent), "browser:x"):
            if drawn is not None:
                Shape(drawn)


def test_who_the_learner_is() -> None:
    assert learner_id("ada", "a" * 32) == "login:ada"
    assert learner_id(None, "a" * 32) == "browser:" + "a" * 32
    assert learner_id(None, "login:ada") is None
    assert learner_id(None, None) is None


@pytest.mark.parametrize("lang", LANGS)
def test_a_result(store: PracticeStore, lang: Lang) -> None:
    room = ExamRoom(store.learner("ada"))
    id = room.start(EXAM, ITEMS, lang="en", types=ITEM_TYPES).id
    bar = Shape(render_exam.bar(room.view(id), load_labels(lang)))
    assert len(bar.all("nav")) == 1
    assert [a for a in bar.all("button") if a.get("aria-current") == "step"]
    room.submit(id)
    found, reviewed = room.result(id), [one | {"count": 6} for one in room.review(id)]
    note = estimate_note(found, lang)
    page = Shape(render_exam.result(found, note, reviewed, EXAM, load_labels(lang), focus=1))
    assert note in page.text
    assert len(page.all("details")) == 6
    assert all(one["explanation"] in page.text for one in reviewed)
    assert len([a for a in page.all("rect") if a.get("class") == "cp-pass"]) == len(found.domains)


@pytest.mark.parametrize("exam", sorted({file.name.split(".")[0] for file in COMMITTED.glob("*.jsonl")}))
def test_the_desk_has_every_committed_question_of_an_exam(exam: str, tmp_path: Path) -> None:
    desk = Desk(store=PracticeStore(tmp_path / "p.db"))
    items = desk.bank(exam, desk.learner("a")).items
    assert items  # also of an exam whose questions are all written by hand
    assert items == load_bank(exam).items
