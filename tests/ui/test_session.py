"""What is kept for a browser tab, and what of it outlives a reload; no Gradio, no browser."""

from __future__ import annotations

import dataclasses
import gc
import threading
import weakref

import pytest

from assistant.ui.chat.state import CONVERSATION, Conversation
from assistant.ui.check.state import CHECKING
from assistant.ui.session import Kept, Reloads, Session

KEY, OTHER = "0" * 32, "f" * 32


def opened(reloads: Reloads, key: str, *texts: str) -> Session:
    """A page that opens with this key, and on which these questions are asked and answered."""
    session = Session("en")
    reloads.resume(key, session)
    for text in texts:
        begin(session, text)
        done = dataclasses.replace(CONVERSATION.of(session).last, phase="done")
        CONVERSATION.change(session, lambda talk, done=done: talk.with_state(done))  # type: ignore[misc]
    return session


def begin(session: Session, text: str) -> Conversation | None:
    return CONVERSATION.change(session, lambda talk: talk.begun(text))


def texts(session: Session) -> list[str]:
    return [exchange.text for exchange in CONVERSATION.of(session).exchanges]


def test_a_page_goes_on_where_the_one_before_stood() -> None:
    reloads = Reloads()
    opened(reloads, KEY, "one", "two")
    session = opened(reloads, KEY, "three")
    assert texts(session) == ["one", "two", "three"]
    assert len({exchange.id for exchange in CONVERSATION.of(session).exchanges}) == 3


def test_another_key_is_another_conversation() -> None:
    reloads = Reloads()
    opened(reloads, KEY, "one")
    assert texts(opened(reloads, OTHER)) == []


@pytest.mark.parametrize("key", ["", "0" * 31, "0" * 33, "../" * 10 + "ab", "0" * 32 + "\n"])
def test_what_is_no_key_keeps_nothing(key: str) -> None:
    reloads = Reloads()
    opened(reloads, key, "one")
    assert texts(opened(reloads, key)) == []


def test_a_cleared_conversation_does_not_come_back() -> None:
    reloads = Reloads()
    CONVERSATION.change(opened(reloads, KEY, "one"), Conversation.cleared)
    assert texts(opened(reloads, KEY)) == []


def test_an_answer_that_was_being_written_has_stopped() -> None:
    reloads = Reloads()
    before = opened(reloads, KEY)
    begin(before, "one")
    session = opened(reloads, KEY)
    assert [exchange.phase for exchange in CONVERSATION.of(session).exchanges] == ["stopped"]
    assert CONVERSATION.of(before).running  # the page before, where it is still open, is left alone
    assert begin(session, "two") is not None


def test_the_ones_opened_longest_ago_are_forgotten() -> None:
    reloads = Reloads(capacity=2)
    opened(reloads, KEY, "one")
    opened(reloads, OTHER, "two")
    opened(reloads, KEY)
    opened(reloads, "a" * 32, "three")
    assert texts(opened(reloads, KEY)) == ["one"]
    assert texts(opened(reloads, OTHER)) == []


def test_only_what_says_so_outlives_a_reload() -> None:
    counted, forgotten = Kept(0, lambda n: n + 1), Kept("new")
    reloads, first, second = Reloads(), Session("en"), Session("en")
    reloads.resume(KEY, first)
    counted.put(first, 5)
    forgotten.put(first, "old")
    CHECKING.change(first, lambda own: own.begun("a text"))
    reloads.resume(KEY, second)
    assert (counted.of(second), forgotten.of(second), CHECKING.of(second).check) == (6, "new", None)
    assert (counted.of(first), forgotten.of(first)) == (5, "old")


def test_parts_of_the_page_keep_their_own_in_each_session() -> None:
    one, other = Kept(0), Kept(0)
    here, there = Session("en"), Session("en")
    one.put(here, 1)
    assert [(one.of(session), other.of(session)) for session in (here, there)] == [(1, 0), (0, 0)]


def test_a_change_that_cannot_be_made_leaves_the_value() -> None:
    kept, session = Kept(7), Session("en")
    assert kept.change(session, lambda value: None) is None
    assert kept.of(session) == 7


def test_changes_from_many_threads_are_made_one_at_a_time() -> None:
    kept, session = Kept(0), Session("en")

    def count() -> None:
        for _ in range(300):
            kept.change(session, lambda value: value + 1)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kept.of(session) == 1200


def test_a_session_takes_what_it_keeps_with_it() -> None:
    class Value:
        pass

    kept, session, value = Kept(Value()), Session("en"), Value()
    kept.put(session, value)
    gone = weakref.ref(value)
    del session, value
    gc.collect()
    assert gone() is None
