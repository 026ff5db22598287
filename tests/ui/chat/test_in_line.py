"""Who asks while others are answered is told their place in the line, in their language; it moves; Stop leaves it."""

from __future__ import annotations

from contextlib import closing

import pytest

from assistant.ui.chat.handlers import ChatHandlers, View
from assistant.ui.chat.state import CONVERSATION
from assistant.ui.check.handlers import CheckHandlers
from assistant.ui.session import Session
from ingest.schema import Lang
from tests.ui.fake_assistant import FakeAssistant
from tests.ui.fake_checker import CheckingAssistant

PIPE = "Which mode streams?"
PLACES: dict[Lang, str] = {"en": "Your place in line: ", "fr": "Votre place dans la file\u00a0: "}


@pytest.fixture
def chat() -> ChatHandlers:
    """A chat in which one question is answered at a time."""
    return ChatHandlers(FakeAssistant(), max_question_chars=500, at_once=1)


def told(view: View) -> str:
    assert view.status is not None
    return str(view.status)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_place_is_told_moves_and_ends_with_the_answer(chat: ChatHandlers, lang: Lang) -> None:
    first, second, third = (Session(lang) for _ in range(3))
    with (
        closing(chat.ask(first, PIPE)) as one,
        closing(chat.ask(second, PIPE)) as two,
        closing(chat.ask(third, PIPE)) as three,
    ):
        for _ in range(3):  # begun, and on its way
            next(one)
        begun = next(two), next(three)
        assert all(view.running for view in begun)
        assert PLACES[lang] + "1" in told(next(two))
        assert PLACES[lang] + "2" in told(next(three))
        rest = list(one)
        assert rest[-1].running is False
        assert not [view for view in rest if view.status and PLACES[lang] in view.status]
        answered = list(two)
        assert answered[-1].running is False
        assert "Pipe mode" in str(answered[-1].conversation)
        assert list(three)[-1].running is False
    assert CONVERSATION.of(third).last.phase == "done"


def test_how_long_it_may_take_is_told_once_something_has_lasted(chat: ChatHandlers) -> None:
    list(chat.ask(Session("en"), PIPE))
    with closing(chat.ask(Session("en"), PIPE)) as one, closing(chat.ask(Session("fr"), PIPE)) as two:
        for _ in range(3):
            next(one)
        next(two)
        assert "Environ 1 seconde d’attente." in told(next(two))


def test_who_stops_while_waiting_leaves_the_line_and_is_never_answered(chat: ChatHandlers) -> None:
    served, waiting, last = Session("en"), Session("en"), Session("en")
    with (
        closing(chat.ask(served, PIPE)) as one,
        closing(chat.ask(waiting, PIPE)) as two,
        closing(chat.ask(last, PIPE)) as three,
    ):
        for _ in range(3):
            next(one)
        next(two), next(two)
        next(three)
        assert PLACES["en"] + "2" in told(next(three))
        assert chat.stop(waiting).running is False
        (ended,) = list(two)
        assert ended.running is False
        assert CONVERSATION.of(waiting).last.phase == "stopped"
        assert PLACES["en"] + "1" in told(next(three))
        list(one)
        assert list(three)[-1].running is False


def test_a_window_that_is_closed_makes_room(chat: ChatHandlers) -> None:
    one, two = chat.ask(Session("en"), PIPE), chat.ask(Session("en"), PIPE)
    for _ in range(3):
        next(one)
    one.close()
    views = list(two)
    assert views[-1].running is False
    assert not [view for view in views if view.status and PLACES["en"] in view.status]


def test_the_check_tab_has_a_line_of_its_own() -> None:
    tab = CheckHandlers(CheckingAssistant(), at_once=1)
    text = "Pipe mode streams data from S3. File mode copies half of the dataset."
    with closing(tab.check(Session("en"), text)) as one, closing(tab.check(Session("fr"), text)) as two:
        for _ in range(3):
            next(one)
        shown = [next(two), next(two)]
        assert any(view.status and PLACES["fr"] + "1" in str(view.status) for view in shown)
        list(one)
        assert list(two)[-1].running is False
