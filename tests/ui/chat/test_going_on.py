"""What can be done with an answer: edited, asked again in another language, gone on with."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.conversations.schema import suggestions_of
from assistant.conversations.store import ConversationStore
from assistant.ui.chat.further import SAYINGS, said
from assistant.ui.chat.handlers import ChatHandlers
from assistant.ui.chat.keeper import Keeper
from assistant.ui.chat.state import CONVERSATION
from assistant.ui.locale import load_labels
from assistant.ui.page import Arrival
from tests.ui.chat.test_keeping import ADA, ask, session_of, shelf, texts
from tests.ui.fake_assistant import DIGEST_URI, QUOTE_FILE, QUOTE_PIPE, FakeAssistant, cite
from tests.ui.html_check import assert_safe

PIPE, SCORE = "Which mode streams?", "What is the score?"


@pytest.fixture
def fake() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def store(tmp_path: Path) -> ConversationStore:
    return ConversationStore(tmp_path / "conversations.db")


@pytest.fixture
def chat(fake: FakeAssistant, store: ConversationStore) -> ChatHandlers:
    return ChatHandlers(fake, max_question_chars=500, keeper=Keeper(lambda: store))


def test_an_edited_question_begins_another_conversation(chat: ChatHandlers, store: ConversationStore) -> None:
    session = session_of()
    id = ask(chat, session, SCORE, PIPE, "And then?")
    view = chat.edit(session, "2")
    assert view.returned is not None
    assert view.returned.text == PIPE
    assert texts(session) == [SCORE]
    assert "will be a new conversation" in shelf(view)
    again = session_of()
    chat.arrive(again, Arrival(id))
    assert texts(again) == [SCORE, PIPE, "And then?"]  # nothing has happened yet
    other = ask(chat, session, "Which mode copies?")
    assert other != id
    mine = store.learner(ADA)
    assert [one.text for one in mine.open(other).exchanges] == texts(session) == [SCORE, "Which mode copies?"]
    assert [one.text for one in mine.open(id).exchanges] == [SCORE, PIPE, "And then?"]


def test_the_first_question_edited_begins_with_nothing(chat: ChatHandlers, store: ConversationStore) -> None:
    session = session_of()
    id = ask(chat, session, SCORE)
    chat.edit(session, "1")
    other = ask(chat, session, PIPE)
    assert [one.text for one in store.learner(ADA).open(other).exchanges] == texts(session) == [PIPE]
    assert [one.text for one in store.learner(ADA).open(id).exchanges] == [SCORE]


@pytest.mark.parametrize("value", ["", "0", "9", "x", "-1", "²"])
def test_what_is_not_there_cannot_be_edited(chat: ChatHandlers, value: str) -> None:
    session = session_of()
    ask(chat, session, SCORE)
    assert chat.edit(session, value).returned is None
    assert texts(session) == [SCORE]


def test_again_in_another_language(chat: ChatHandlers, fake: FakeAssistant) -> None:
    session = session_of()
    ask(chat, session, PIPE)
    list(chat.retry(session, "1-fr"))
    assert fake.asked[-1][2] == "fr"
    list(chat.retry(session, "2"))
    assert fake.asked[-1][2] is None
    assert [one.id for one in CONVERSATION.of(session).exchanges] == [3]


@pytest.mark.parametrize("name", SAYINGS)
def test_a_button_says_its_words(chat: ChatHandlers, fake: FakeAssistant, name: str) -> None:
    session = session_of()
    ask(chat, session, PIPE)
    list(chat.say(session, name))
    assert fake.asked[-1][0] == load_labels("en")(f"say.{name}.text")


def test_the_sources_of_an_answer_suggest_what_else_they_speak_of(chat: ChatHandlers, fake: FakeAssistant) -> None:
    citation = cite(1, DIGEST_URI, QUOTE_FILE)
    suggestions = suggestions_of([citation], fake.document)
    assert suggestions[0] == ("Pipe mode", citation.title)
    assert citation.section not in {heading for heading, _ in suggestions}
    both = [citation, cite(2, DIGEST_URI, QUOTE_PIPE)]
    assert "Pipe mode" not in {heading for heading, _ in suggestions_of(both, fake.document)}
    assert suggestions_of([citation], lambda uri: None) == ()
    session = session_of()
    ask(chat, session, SCORE)
    exchange = CONVERSATION.of(session).last
    shown = assert_safe(str(chat.redraw(session).conversation))
    for place, _ in enumerate(exchange.suggestions):
        assert said(str(place), [exchange], load_labels("fr")) in shown.text
    list(chat.say(session, "0"))
    assert exchange.suggestions == () or exchange.suggestions[0][0] in fake.asked[-1][0]


@pytest.mark.parametrize("value", ["", "7", "-1", "²", "lost"])
def test_what_no_button_says_is_not_asked(chat: ChatHandlers, fake: FakeAssistant, value: str) -> None:
    session = session_of()
    ask(chat, session, PIPE)
    list(chat.say(session, value))
    assert len(fake.asked) == 1
