"""All of a learner's progress: out and in again, joined, taken over from a browser's own name, taken away."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assistant.practice.bank import Bank
from assistant.practice.exam.room import ExamRoom
from assistant.practice.records.store import LearnerStore, PracticeStore
from assistant.practice.records.whole import adopt, forget, progress_in, progress_out
from assistant.practice.training.training import Training
from assistant.records.errors import StoreError
from tests.assistant.practice.items import EXAM, ITEMS, MovingClock

BANK = Bank("mls-c01", tuple(sorted(ITEMS, key=lambda one: one.id)))


def practise(learner: LearnerStore, clock: MovingClock) -> None:
    """Everything there is to keep: answers, a report, choices, a card of one's own, an explanation, an exam."""
    training = Training(learner, BANK, EXAM)
    for item in BANK.items[:3]:
        training.answer(item.id, [])
        clock.advance(minutes=1)
    training.report(BANK.items[4].id, "unclear")
    learner.choose("zone", "Europe/Paris")
    learner.put_items([BANK.items[5]])
    learner.explain(BANK.items[0].id, "Because.")
    room = ExamRoom(learner)
    room.submit(room.start(EXAM, ITEMS, lang="en", n=2).id)


def test_what_goes_out_comes_in_again(store: PracticeStore, clock: MovingClock) -> None:
    ada, bob = store.learner("ada"), store.learner("bob")
    practise(ada, clock)
    text = progress_out(ada)
    forget(ada)
    assert not ada.attempts()
    assert not ada.cards()
    assert not ada.sessions()
    assert ada.choice("zone") == ""
    assert progress_in(bob, text) > 8
    assert json.loads(progress_out(bob)) == json.loads(text)
    assert progress_in(bob, text) == 0, "a second time nothing is new"
    assert json.loads(progress_out(bob)) == json.loads(text)


def test_progress_joins_what_is_there_and_the_later_review_counts(store: PracticeStore, clock: MovingClock) -> None:
    ada, bob = store.learner("ada"), store.learner("bob")
    first, second = BANK.items[:2]
    Training(ada, BANK, EXAM).answer(first.id, [])
    Training(ada, BANK, EXAM).answer(second.id, [])
    early = progress_out(ada)
    clock.advance(days=1)
    Training(bob, BANK, EXAM).answer(first.id, [])
    late = bob.card(first.id)
    progress_in(bob, early)
    assert bob.card(first.id) == late
    assert bob.card(second.id) == ada.card(second.id)
    assert len(bob.attempts()) == 3
    assert bob.take_back() is None, "what came in is not taken back as an answer"


def test_a_browsers_own_progress_becomes_the_machines(store: PracticeStore, clock: MovingClock) -> None:
    practise(store.learner("browser:1"), clock)
    assert adopt(store, "browser:1", "local")
    assert len(store.learner("local").attempts()) >= 3
    assert store.learner("local").sessions()[0].result is not None
    assert not store.learner("browser:1").attempts()
    assert not adopt(store, "browser:1", "local")


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "null", '{"form": "other"}', '{"form": "citeprep progress"}', "[" * 100_000]
)
def test_something_else_is_no_progress(learner: LearnerStore, text: str) -> None:
    with pytest.raises(StoreError) as caught:
        progress_in(learner, text)
    assert caught.value.key == "progress-form"


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("cards", {"due": "soon"}),
        ("cards", {"due": "2026-11-23T12:00:00"}),
        ("cards", {"data": "{"}),
        ("attempts", {"correct": "yes"}),
        ("attempts", {"item_id": None}),
        ("own_items", {"item": "{}"}),
        ("sessions", {"fixed": 5}),
        ("choices", {"learner": "bob"}),
    ],
)
def test_one_row_that_does_not_fit_and_nothing_is_taken(
    store: PracticeStore, clock: MovingClock, table: str, change: dict[str, Any]
) -> None:
    ada, bob = store.learner("ada"), store.learner("bob")
    practise(ada, clock)
    data = json.loads(progress_out(ada))
    data["tables"][table][0] |= change
    with pytest.raises(StoreError, match=f"{table}, row 1") as caught:
        progress_in(bob, json.dumps(data))
    assert caught.value.key == "progress-damaged"
    assert not bob.attempts()


def test_a_table_of_a_newer_program_is_named(learner: LearnerStore) -> None:
    with pytest.raises(StoreError, match="'dreams'"):
        progress_in(learner, '{"form": "citeprep progress", "tables": {"dreams": []}}')
