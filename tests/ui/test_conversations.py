"""Conversations that outlive a reload; no Gradio, no browser."""

from __future__ import annotations

import dataclasses

import pytest

from assistant.ui.chat.conversations import Conversations
from assistant.ui.chat.state import Session

KEY, OTHER = "0" * 32, "f" * 32


def opened(conversations: Conversations, key: str, *texts: str) -> Session:
    """A page that opens with this key, and on which these questions are asked and answered."""
    session = Session("en")
    conversations.resume(key, session)
    for text in texts:
        exchange = session.begin(text)
        assert exchange is not None
        session.put(dataclasses.replace(exchange, phase="done"))
    return session


def texts(session: Session) -> list[str]:
    return [exchange.text for exchange in session.exchanges]


def test_a_page_goes_on_where_the_one_before_stood() -> None:
    conversations = Conversations()
    opened(conversations, KEY, "one", "two")
    session = opened(conversations, KEY, "three")
    assert texts(session) == ["one", "two", "three"]
    assert len({exchange.id for exchange in session.exchanges}) == 3


def test_another_key_is_another_conversation() -> None:
    conversations = Conversations()
    opened(conversations, KEY, "one")
    assert texts(opened(conversations, OTHER)) == []


@pytest.mark.parametrize("key", ["", "0" * 31, "0" * 33, "../" * 10 + "ab", "0" * 32 + "\n"])
def test_what_is_no_key_keeps_nothing(key: str) -> None:
    conversations = Conversations()
    opened(conversations, key, "one")
    assert texts(opened(conversations, key)) == []


def test_a_cleared_conversation_does_not_come_back() -> None:
    conversations = Conversations()
    opened(conversations, KEY, "one").clear()
    assert texts(opened(conversations, KEY)) == []


def test_an_answer_that_was_being_written_has_stopped() -> None:
    conversations = Conversations()
    before = opened(conversations, KEY)
    before.begin("one")
    session = opened(conversations, KEY)
    assert [exchange.phase for exchange in session.exchanges] == ["stopped"]
    assert before.running  # the page before, where it is still open, is left alone
    assert session.begin("two") is not None


def test_the_ones_opened_longest_ago_are_forgotten() -> None:
    conversations = Conversations(capacity=2)
    opened(conversations, KEY, "one")
    opened(conversations, OTHER, "two")
    opened(conversations, KEY)
    opened(conversations, "a" * 32, "three")
    assert texts(opened(conversations, KEY)) == ["one"]
    assert texts(opened(conversations, OTHER)) == []
