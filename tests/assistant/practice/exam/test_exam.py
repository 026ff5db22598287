"""The exam room: time, hiding the key, never losing an answer, resuming."""

from __future__ import annotations

import datetime
import itertools
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from assistant.practice.errors import ExamError, ResponseError
from assistant.practice.exam import exam
from assistant.practice.exam.room import ExamRoom
from assistant.practice.records.store import LearnerStore, PracticeStore
from assistant.practice.schema import BLANK, LETTERS, ExamSession, PracticeItem
from assistant.practice.selection import plan_exam
from assistant.practice.views import letters
from tests.assistant.practice.items import EXAM, ITEMS, NOON, MovingClock, many

HIDDEN_KEYS = {"answers", "key", "explanation", "evidence", "option_notes", "note", "scored", "id", "domain", "correct"}


def begin(**options: Any) -> ExamSession:
    return exam.start(plan_exam(EXAM, ITEMS, lang="en", seed="s", **options), id="e1", now=NOON)


def later(**units: float) -> datetime.datetime:
    return NOON + datetime.timedelta(**units)


def secrets(item: PracticeItem) -> list[str]:
    return [
        item.id,
        item.domain,
        item.explanation,
        *item.option_notes,
        *itertools.chain.from_iterable((ref.uri, ref.quote) for ref in item.evidence),
    ]


def assert_hides_the_key(view: dict[str, Any], items: tuple[PracticeItem, ...]) -> None:
    text = json.dumps(view, ensure_ascii=False)
    assert not [secret for item in items for secret in secrets(item) if secret in text]

    def keys(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {key for inner in value.values() for key in keys(inner)}
        return {key for inner in value for key in keys(inner)} if isinstance(value, list) else set()

    assert not keys({**view, "id": None}) & (HIDDEN_KEYS - {"id"})
    assert "id" not in keys(view.get("item") or {})


def test_time_runs_by_the_deadline_alone() -> None:
    session = begin(minutes=40)
    assert exam.time_left(session, NOON) == 2400
    assert exam.time_left(session, later(minutes=39.5)) == 30
    assert exam.time_left(session, later(hours=3)) == 0
    assert exam.time_left(session, later(hours=-3)) == 2400  # a clock set back gives no extra time
    assert exam.time_left(exam.submit(session, later(minutes=5)), later(minutes=6)) == 0


@pytest.mark.parametrize(
    ("minutes", "passed", "warning"),
    [
        (60, 29, None),
        (60, 30, 30),
        (60, 49, 30),
        (60, 50, 10),
        (60, 55, 5),
        (60, 59, 1),
        (30, 0, None),
        (6, 1, 5),
        (1, 0.9, None),
    ],
)
def test_warnings_at_30_10_5_and_1_minutes(minutes: float, passed: float, warning: int | None) -> None:
    assert exam.time_warning(begin(minutes=minutes), later(minutes=passed)) == warning


def test_at_the_deadline_the_exam_is_handed_in_as_of_then() -> None:
    session = exam.answer(begin(minutes=10), 0, (0,), later(minutes=1))
    for step in (
        lambda s, now: exam.answer(s, 1, (0,), now),
        lambda s, now: exam.set_flag(s, 1, True, now),
        lambda s, now: exam.go_to(s, 1, now),
        exam.submit,
        exam.abandon,
        exam.tick,
    ):
        ended = step(session, later(minutes=10))
        assert (ended.state, ended.ended_at) == ("expired", session.deadline)
        assert ended.responses == session.responses


def test_a_finished_exam_does_not_change_any_more() -> None:
    done = exam.submit(begin(), later(minutes=1))
    now = later(minutes=2)
    assert exam.answer(done, 0, (0,), now) == exam.set_flag(done, 0, True, now) == exam.go_to(done, 3, now) == done
    assert exam.submit(done, now) == exam.abandon(done, now) == done


def test_answers_can_be_changed_and_taken_back() -> None:
    session = begin()
    place = next(k for k, one in enumerate(session.items) if one.item.type == "single")
    session = exam.answer(session, place, (1,), NOON)
    session = exam.answer(session, place, (2,), NOON)
    assert session.response(place) == (session.items[place].order[2],)
    assert exam.answer(session, place, (), NOON).responses == ()


def test_impossible_steps_are_refused() -> None:
    session = begin()
    single = next(k for k, one in enumerate(session.items) if one.item.type == "single")
    with pytest.raises(ExamError, match="no question 100"):
        exam.answer(session, 99, (0,), NOON)
    with pytest.raises(ExamError):
        exam.set_flag(session, -1, True, NOON)
    with pytest.raises(ResponseError):
        exam.answer(session, single, (0, 1), NOON)
    with pytest.raises(ExamError):
        exam.review(session)
    assert exam.go_to(session, 99, NOON).position == len(session.items) - 1
    assert exam.go_to(session, -5, NOON).position == 0


def test_the_view_shows_the_map_and_the_item_without_the_key() -> None:
    session = exam.set_flag(exam.answer(begin(), 2, (0,), NOON), 1, True, NOON)
    view = exam.public_view(session, NOON, position=2)
    assert [entry["answered"] for entry in view["map"]] == [False, False, True, False, False, False]
    assert [entry["flagged"] for entry in view["map"]] == [False, True, False, False, False, False]
    assert view["item"]["response"] == ["A"]
    for place in range(len(session.items)):
        assert_hides_the_key(exam.public_view(session, NOON, position=place), ITEMS)


def test_the_view_is_the_same_whatever_the_key_is() -> None:
    """Two banks that differ in nothing but key, explanation, notes, evidence look the same from outside."""

    def twin(item: PracticeItem) -> PracticeItem:
        count = len(item.options)
        turned = tuple((k + 1) % count for k in item.answers)
        return replace(
            item,
            answers=tuple(sorted(turned)) if item.type == "several" else turned,
            explanation="Something else.",
            evidence=(),
            option_notes=("note",) * count,
        )

    views = []
    for bank in (ITEMS, tuple(map(twin, ITEMS))):
        session = exam.start(plan_exam(EXAM, bank, lang="en", seed="s"), id="e", now=NOON)
        session = exam.answer(session, 0, (0,), NOON) if session.items[0].item.type == "single" else session
        views.append([exam.public_view(session, NOON, position=k) for k in range(len(session.items))])
    assert views[0] == views[1]


def test_after_the_end_the_view_has_no_items_and_the_review_has_all() -> None:
    session = exam.submit(exam.set_flag(begin(), 1, True, NOON), later(minutes=1))
    view = exam.public_view(session, later(minutes=1))
    assert view["item"] is None
    assert_hides_the_key(view, ITEMS)
    rows = exam.review(session)
    assert len(rows) == 6
    assert [row.flagged for row in rows] == [False, True, False, False, False, False]


# the room: the same, kept in the store


@pytest.fixture
def room(learner: LearnerStore) -> ExamRoom:
    numbers = itertools.count(1)
    return ExamRoom(learner, new_id=lambda: f"exam-{next(numbers)}")


def test_a_restart_resumes_with_the_right_time_left(room: ExamRoom, store: PracticeStore, clock: MovingClock) -> None:
    session = room.start(EXAM, ITEMS, lang="en", minutes=20)
    room.answer(session.id, 3, ["A"]) if session.items[3].item.type == "single" else room.flag(session.id, 3, True)
    room.go_to(session.id, 3)
    clock.advance(minutes=7)
    again = ExamRoom(PracticeStore(store.path, clock).learner("ada"))
    resumed = again.running()
    assert resumed is not None
    assert resumed == again.get(session.id) == room.get(session.id)
    assert (resumed.position, resumed.items) == (3, session.items)
    assert again.view(session.id)["seconds_left"] == 13 * 60
    clock.advance(minutes=13)
    assert ExamRoom(PracticeStore(store.path, clock).learner("ada")).running() is None
    assert again.get(session.id).state == "expired"
    assert again.result(session.id).seconds == 20 * 60


def test_handing_in_teaches_training_once(room: ExamRoom, learner: LearnerStore, clock: MovingClock) -> None:
    session = room.start(EXAM, ITEMS, lang="en")
    singles = [k for k, one in enumerate(session.items) if one.item.type == "single"]
    right, wrong = singles[:2]
    one = session.items[right]
    room.answer(session.id, right, letters(one.order, one.item.answers))
    other = session.items[wrong]
    miss = next(k for k in range(len(other.item.options)) if k not in other.item.answers)
    room.answer(session.id, wrong, letters(other.order, (miss,)))
    clock.advance(minutes=5)
    room.submit(session.id)
    room.submit(session.id)
    room.get(session.id)
    attempts = learner.attempts()
    assert {(a.item_id, a.correct, a.mode, a.session_id) for a in attempts} == {
        (one.item.id, True, "exam", session.id),
        (other.item.id, False, "exam", session.id),
    }
    assert len(attempts) == 2
    cards = learner.cards()
    assert set(cards) == {one.item.id, other.item.id}  # what was left open stays new
    assert cards[other.item.id].due < cards[one.item.id].due
    (summary,) = learner.sessions()
    assert summary.result == room.result(session.id)
    assert summary.result is not None
    assert summary.result.right + summary.result.unscored_right == 1
    rows = room.review(session.id)
    assert [row["position"] for row in rows] == list(range(6))
    assert rows[right]["correct"]
    assert rows[wrong]["explanation"] == other.item.explanation
    assert sum(row["scored"] for row in rows) == 4


def test_one_exam_at_a_time_and_abandoning_frees_the_room(room: ExamRoom, learner: LearnerStore) -> None:
    session = room.start(EXAM, ITEMS, lang="en")
    with pytest.raises(ExamError, match="running"):
        room.start(EXAM, ITEMS, lang="fr")
    room.abandon(session.id)
    with pytest.raises(ExamError):
        room.result(session.id)
    with pytest.raises(ExamError):
        room.review(session.id)
    assert learner.attempts() == ()
    assert room.start(EXAM, ITEMS, lang="fr").state == "running"


def test_an_exam_whose_time_passed_unseen_is_handed_in_when_the_next_begins(
    room: ExamRoom, learner: LearnerStore, clock: MovingClock
) -> None:
    first = room.start(EXAM, ITEMS, lang="en")
    clock.advance(days=2)
    room.start(EXAM, ITEMS, lang="fr")
    assert [one.state for one in learner.sessions()] == ["running", "expired"]
    assert room.result(first.id).unanswered == 6


def test_seen_and_reported_items_are_known_to_the_room(room: ExamRoom, learner: LearnerStore) -> None:
    learner.report("en-01", "wrong key")
    session = room.start(EXAM, ITEMS, lang="en", seed="fixed")
    assert "en-01" not in {one.item.id for one in session.items}


def test_another_learner_sees_nothing_of_it(room: ExamRoom, store: PracticeStore) -> None:
    session = room.start(EXAM, ITEMS, lang="en")
    other = ExamRoom(store.learner("grace"))
    assert other.running() is None
    for look in (other.get, other.view, other.submit, other.review, other.result, other.abandon):
        with pytest.raises(ExamError, match="no such exam"):
            look(session.id)
    assert other.start(EXAM, ITEMS, lang="en").state == "running"
    assert room.get(session.id).state == "running"


def test_an_exam_keeps_its_items_when_the_bank_changes(room: ExamRoom) -> None:
    session = room.start(EXAM, many(20), lang="en")
    assert room.get(session.id).items == session.items
    assert room.submit(session.id).state == "submitted"
    assert len(room.review(session.id)) == 6


def test_two_tabs_do_not_overwrite_each_other(room: ExamRoom, store: PracticeStore, clock: MovingClock) -> None:
    session = room.start(EXAM, many(20), lang="en")
    tab = ExamRoom(PracticeStore(store.path, clock).learner("ada"))
    for position in range(6):
        (room if position % 2 else tab).answer(session.id, position, ["A"])
    assert [position for position, _ in room.get(session.id).responses] == list(range(6))


class Sitting(RuleBasedStateMachine):
    """Random steps, restarts and waits: the key stays hidden, and no answer that was accepted is lost."""

    folder: Path
    runs = itertools.count()

    @initialize(minutes=st.integers(2, 40), lang=st.sampled_from(["fr", "en"]), seed=st.text(max_size=3))
    def sit(self, minutes: int, lang: Any, seed: str) -> None:
        self.clock = MovingClock()
        self.path = self.folder / f"{next(self.runs)}.db"
        self.open()
        self.session = self.room.start(EXAM, ITEMS, lang=lang, minutes=minutes, seed=seed)
        self.deadline = NOON + datetime.timedelta(minutes=minutes)
        self.expected: dict[int, tuple[int, ...]] = {}
        self.flags: set[int] = set()
        self.running = True

    def open(self) -> None:
        self.room = ExamRoom(PracticeStore(self.path, self.clock).learner("ada"))

    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        position = data.draw(st.integers(0, len(self.session.items) - 1))
        one = self.session.items[position]
        places = list(range(len(one.order)))
        if one.item.type == "matching":
            response = data.draw(st.lists(st.sampled_from([BLANK, *places]), max_size=len(one.item.pairs)))
        else:
            most = {"single": 1, "several": one.item.choose}.get(one.item.type, len(places))
            response = data.draw(st.lists(st.sampled_from(places), max_size=most, unique=True))
        given = ["" if place == BLANK else LETTERS[place] for place in response]
        self.room.answer(self.session.id, position, given)
        if self.running and self.clock.now < self.deadline:
            self.expected.pop(position, None)
            padded = given + [""] * (len(one.item.pairs) - len(given)) if one.item.type == "matching" else given
            if any(padded):
                self.expected[position] = tuple(padded)

    @rule(position=st.integers(0, 3), flagged=st.booleans())
    def flag(self, position: int, flagged: bool) -> None:
        self.room.flag(self.session.id, position, flagged)
        if self.running and self.clock.now < self.deadline:
            (self.flags.add if flagged else self.flags.discard)(position)

    @rule(position=st.integers(-2, 9))
    def move(self, position: int) -> None:
        self.room.go_to(self.session.id, position)

    @rule(seconds=st.integers(1, 500))
    def wait(self, seconds: int) -> None:
        self.clock.advance(seconds=seconds)

    @rule()
    def restart(self) -> None:
        self.open()

    @precondition(lambda self: self.clock.now > NOON + datetime.timedelta(minutes=3))
    @rule()
    def submit(self) -> None:
        self.room.submit(self.session.id)
        self.running = False

    @invariant()
    def what_was_answered_is_kept(self) -> None:
        if not hasattr(self, "session"):
            return
        now = self.room.get(self.session.id)
        kept = {position: tuple(letters(now.items[position].order, given)) for position, given in now.responses}
        shown = {
            position: tuple(sorted(given)) if now.items[position].item.type in ("single", "several") else given
            for position, given in self.expected.items()
        }
        assert {
            position: tuple(sorted(given)) if now.items[position].item.type in ("single", "several") else given
            for position, given in kept.items()
        } == shown
        assert set(now.flags) == self.flags
        assert now.deadline == self.deadline

    @invariant()
    def the_key_stays_hidden_and_the_time_is_right(self) -> None:
        if not hasattr(self, "session"):
            return
        over = not self.running or self.clock.now >= self.deadline
        for position in range(len(self.session.items)):
            view = self.room.view(self.session.id, position)
            assert_hides_the_key(view, ITEMS)
            assert (view["item"] is None) == over == (view["state"] != "running")
            left = (self.deadline - self.clock.now).total_seconds()
            assert view["seconds_left"] == (0 if over else left)
        if over:
            assert len(self.room.review(self.session.id)) == len(self.session.items)
        else:
            with pytest.raises(ExamError):
                self.room.review(self.session.id)


def test_random_sittings(tmp_path: Path) -> None:
    machine = type("SittingHere", (Sitting,), {"folder": tmp_path})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
