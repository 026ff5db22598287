"""A quiz on a terminal from the first question to the last line: answers, mistakes, stopping, reports, time taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from assistant.practice.bank import Bank
from assistant.practice.records.store import LearnerStore
from assistant.practice.training.quiz import run_quiz, stats_lines
from assistant.practice.training.schedule import Pick
from assistant.practice.training.stats import stats
from assistant.practice.training.training import Training
from ingest.schema import Lang
from tests.assistant.practice.items import EXAM, ITEMS, item


@pytest.fixture
def training(learner: LearnerStore) -> Training:
    return Training(learner, Bank("mls-c01", ITEMS), EXAM)


def answers(typed: Iterable[str]) -> Callable[[str], str]:
    """What a learner types, line by line; then the input ends."""
    left = iter(typed)

    def ask(_: str) -> str:
        line = next(left, None)
        if line is None:
            raise EOFError
        return line

    return ask


def quiz(training: Training, ids: Iterable[str], *typed: str, lang: Lang = "en", step: float = 7.0) -> list[str]:
    """The lines said; each look at the clock is `step` seconds later."""
    said: list[str] = []
    looks = iter(range(1000))
    picks = [Pick(item(id), "new") for id in ids]
    code = run_quiz(training, picks, lang, said.append, answers(typed), lambda: 100.0 + step * next(looks))
    assert code == 0
    return said


def key(training: Training, id: str) -> str:
    """The letters of the right answer, as this learner sees it."""
    order = training.order(item(id))
    return " ".join("ABCDE"[order.index(k)] for k in item(id).answers)


def wrong(training: Training, id: str) -> str:
    """The letter of an option that is not the answer of a question with one."""
    order = training.order(item(id))
    return next("ABCDE"[place] for place, k in enumerate(order) if k not in item(id).answers)


@pytest.mark.parametrize("id", ["en-05", "en-02", "en-03", "en-04", "fr-01", "fr-03"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_right_letters_are_right_in_every_form(training: Training, id: str, lang: Lang) -> None:
    said = quiz(training, [id], key(training, id), lang=lang)
    assert [attempt.correct for attempt in training.store.attempts()] == [True]
    assert "1" in said[-1]
    assert any(item(id).explanation in line for line in said)


@pytest.mark.parametrize(("step", "seconds"), [(7.0, 7.0), (0.0, 0.0), (1.5, 1.5)])
def test_the_time_of_an_answer_is_from_question_to_answer(training: Training, step: float, seconds: float) -> None:
    quiz(training, ["en-05"], key(training, "en-05"), step=step)
    assert [attempt.seconds for attempt in training.store.attempts()] == [seconds]


def test_a_total_counts_what_was_answered(training: Training) -> None:
    said = quiz(training, ["en-05", "en-06", "en-01"], key(training, "en-05"), wrong(training, "en-06"))
    assert [attempt.correct for attempt in training.store.attempts()] == [True, False]
    assert "1" in said[-1]
    assert "2" in said[-1]
    assert "3" not in said[-1]


@pytest.mark.parametrize("word", ["q", "Q", "quit", " exit "])
def test_who_stops_early_keeps_what_was_answered(training: Training, word: str) -> None:
    quiz(training, ["en-05", "en-06"], key(training, "en-05"), word, "A")
    assert len(training.store.attempts()) == 1


def test_an_empty_line_is_i_do_not_know(training: Training) -> None:
    quiz(training, ["en-05"], "")
    assert [(one.correct, one.response) for one in training.store.attempts()] == [(False, ())]


@pytest.mark.parametrize("typed", ["Z", "A B", "A A"])
def test_what_can_be_no_answer_is_asked_again(training: Training, typed: str) -> None:
    quiz(training, ["en-05"], typed, typed, key(training, "en-05"))
    assert [one.correct for one in training.store.attempts()] == [True]


def test_an_unfinished_answer_is_asked_again(training: Training) -> None:
    said = quiz(training, ["en-02"], "A", key(training, "en-02"))
    assert [one.correct for one in training.store.attempts()] == [True]
    assert any("2" in line for line in said)


@pytest.mark.parametrize(("typed", "reason"), [("!wrong key", "wrong key"), ("!  unclear ", "unclear"), ("!", "?")])
def test_a_mark_reports_the_question_instead(training: Training, typed: str, reason: str) -> None:
    quiz(training, ["en-05", "en-06"], typed, key(training, "en-06"))
    assert [(one.item_id, one.reason) for one in training.store.reports()] == [("en-05", reason)]
    assert [one.item_id for one in training.store.attempts()] == ["en-06"]


def test_questions_are_numbered_of_all(training: Training) -> None:
    said = quiz(training, ["en-05", "en-06"], "", "")
    heads = [line for line in said if line.startswith("== ")]
    assert len(heads) == 2
    assert all(f"{number}" in head and "2" in head for number, head in enumerate(heads, 1))


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_progress_in_lines(training: Training, lang: Lang) -> None:
    before = list(stats_lines(stats(training.store, training.bank, EXAM), EXAM, lang))
    assert before[0] == "MLS-C01: A small exam"
    quiz(training, ["en-05"], key(training, "en-05"))
    after = list(stats_lines(stats(training.store, training.bank, EXAM), EXAM, lang))
    assert len(after) == len(before)
    assert [a for a, b in zip(after, before, strict=True) if a != b]
    name = EXAM.domain("modeling").name.in_lang(lang)
    (line,) = [line for line in after if name in line]
    assert "1" in line
    assert "100" in line
