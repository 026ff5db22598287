"""The sources' answer is on the page, and on the disk, while a chat model still writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.conversations.store import ConversationStore
from assistant.ui.chat.handlers import ChatHandlers, View
from assistant.ui.chat.keeper import Keeper
from assistant.ui.chat.state import CONVERSATION
from assistant.ui.ids import place_value
from assistant.ui.page import Arrival
from assistant.ui.sources import Chosen
from tests.ui.chat.test_keeping import session_of
from tests.ui.fake_assistant import QUOTE_PIPE, FakeAssistant

ASKED = "Which mode streams, worded by a slow model?"


@pytest.fixture
def chat(tmp_path: Path) -> ChatHandlers:
    store = ConversationStore(tmp_path / "conversations.db")
    return ChatHandlers(FakeAssistant(), max_question_chars=500, keeper=Keeper(lambda: store))


def until(views: object, words: str) -> str:
    for view in views:  # type: ignore[attr-defined]
        assert isinstance(view, View)
        if view.conversation and words in view.conversation:
            return str(view.conversation)
    raise AssertionError(words)


def test_the_answer_stands_above_the_draft(chat: ChatHandlers) -> None:
    session = session_of()
    views = chat.ask(session, ASKED)
    shown = until(views, "word2")
    assert shown.index("Pipe mode") < shown.index("putting it in other words") < shown.index("Draft, not checked yet")
    (exchange,) = CONVERSATION.of(session).exchanges
    assert exchange.running
    assert exchange.answer is not None
    views.close()


def test_what_is_opened_meanwhile_stays_open(chat: ChatHandlers) -> None:
    session = session_of()
    views = chat.ask(session, "Which mode streams, worded?")
    until(views, "putting it in other words")
    anchor = CONVERSATION.of(session).last.anchor
    chat.select(session, place_value(anchor, 2))
    chosen = CONVERSATION.of(session).chosen
    assert chosen == Chosen(anchor, 2)
    list(views)
    assert CONVERSATION.of(session).last.phase == "done"
    assert CONVERSATION.of(session).chosen == chosen


def test_stopping_the_model_keeps_the_answer(chat: ChatHandlers) -> None:
    session = session_of()
    views = chat.ask(session, ASKED)
    until(views, "word2")
    stopped = chat.stop(session)
    views.close()
    assert QUOTE_PIPE.split()[0] in str(stopped.conversation)
    assert CONVERSATION.of(session).last.answer is not None


def test_a_program_that_ends_meanwhile_has_kept_the_answer(chat: ChatHandlers) -> None:
    session = session_of()
    views = chat.ask(session, ASKED)
    until(views, "word2")
    later = session_of()
    chat.arrive(later, Arrival(CONVERSATION.of(session).id))
    (exchange,) = CONVERSATION.of(later).exchanges
    assert exchange.phase == "interrupted"
    assert exchange.answer is not None
    assert exchange.answer.citations
    views.close()
