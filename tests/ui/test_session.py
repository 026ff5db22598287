"""What is kept for a browser tab while it is open; no Gradio, no browser."""

from __future__ import annotations

import gc
import threading
import weakref

from assistant.ui.session import Kept, Session


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
