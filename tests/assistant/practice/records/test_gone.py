"""A learner's file of before: the questions that it speaks of have left the bank, and nothing breaks or is kept quiet.

`version2.sql` is the dump of a file that the program of 29 November 2026 wrote: six answers, a report and a running
exam over the generated questions of MLS-C01, all of which have left.
"""

from __future__ import annotations

import datetime
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.practice.bank import load_bank
from assistant.practice.exam.room import ExamRoom
from assistant.practice.records.store import PracticeStore, default_path
from assistant.practice.training.quiz import stats_lines
from assistant.practice.training.stats import stats
from assistant.practice.training.training import Training
from assistant.ui.locale import load_labels
from assistant.ui.practice import render
from ingest.schema import LANGS
from tests.assistant.practice.items import EXAM, MovingClock

OLD = Path(__file__).parent / "version2.sql"


@pytest.fixture
def before(data_folder: Path, clock: MovingClock) -> PracticeStore:
    """The learner "local" of the old file, a month later."""
    data_folder.mkdir()
    with closing(sqlite3.connect(default_path())) as file:
        file.executescript(OLD.read_text(encoding="utf-8"))
    clock.now = datetime.datetime(2026, 12, 20, 18, tzinfo=datetime.UTC)
    return PracticeStore(default_path(), clock, datetime.UTC)


def test_reviews_of_questions_that_left_are_not_due_and_said(before: PracticeStore) -> None:
    learner, bank = before.learner("local"), load_bank(EXAM.id)
    assert len(learner.cards()) == 6
    assert not learner.cards().keys() & {item.id for item in bank.items}
    numbers = stats(learner, bank, EXAM)
    assert (numbers["gone"], numbers["due"]["now"], sum(numbers["due"]["ahead"])) == (6, 0, 0)
    assert sum(row["total"] for row in numbers["mastery"]) == 6
    assert numbers["today"]["unseen"] == len(bank.items)
    for lang in LANGS:
        assert any(": 6 (" in line for line in stats_lines(numbers, EXAM, lang))
        assert load_labels(lang).count("practice.gone", 6) in render.standing(numbers, EXAM, load_labels(lang))
    assert stats(before.learner("new"), bank, EXAM)["gone"] == 0


def test_practice_goes_on_with_the_questions_that_there_are(before: PracticeStore) -> None:
    training = Training(before.learner("local"), load_bank(EXAM.id), EXAM)
    for pick in training.next(8, lang="fr"):
        assert pick.why == "new"
        order = training.order(pick.item)
        training.answer(pick.item.id, [order.index(k) for k in pick.item.answers], order=order)
    assert stats(training.store, training.bank, EXAM)["gone"] == 6


def test_an_exam_that_ran_over_them_keeps_its_questions(before: PracticeStore) -> None:
    room = ExamRoom(before.learner("local"))
    running = before.learner("local").running_session()
    assert running is not None
    room.submit(running.id)
    assert len(room.review(running.id)) == 3
    assert room.result(running.id).scaled >= EXAM.scale_min


def test_the_command_says_how_many_have_left(before: PracticeStore, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["practice", "stats", "--lang", "fr"]) == 0
    assert "ont quitté la banque : 6" in capsys.readouterr().out
