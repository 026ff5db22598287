"""Processes that share a file, and processes that are killed while they write to it: nothing that was kept is lost."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from assistant.conversations.store import ConversationStore
from assistant.practice.records.store import PracticeStore
from tests.trust.counts import times
from tests.ui.serving import ROOT

LONGEST = 0.4


def writer(path: Path, name: str, what: str = "writing") -> subprocess.Popen[str]:
    command = [sys.executable, "-m", f"tests.assistant.records.{what}", str(path), name]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def killed(process: subprocess.Popen[str], seconds: float) -> list[list[str]]:
    """What a writer has said it kept, until it is killed so long after its first word."""
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(seconds)
    process.kill()
    rest, _ = process.communicate()
    lines = (first + rest).split("\n")
    return [line.split() for line in lines[:-1]]  # the last one may have been cut


def holds(path: Path, name: str, said: list[list[str]]) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    learner = ConversationStore(path).learner(name)
    numbers: dict[str, set[int]] = {}
    for id, number in said:
        numbers.setdefault(id, set()).add(int(number))
    for id, expected in numbers.items():
        phases = {one.id: one.phase for one in learner.open(id).exchanges}
        assert {number for number in expected if phases.get(number) != "done"} == set()
        assert sorted(phases) == list(range(1, len(phases) + 1))


def kill_writers(path: Path, times: int) -> None:
    dice = random.Random(times)
    for _ in range(times):
        holds(path, "ada", killed(writer(path, "ada"), dice.uniform(0, LONGEST)))


@pytest.mark.long
def test_a_process_killed_while_it_writes_loses_nothing_that_was_kept(tmp_path: Path) -> None:
    kill_writers(tmp_path / "conversations.db", times(2, 100))


@pytest.mark.long
def test_a_process_killed_while_somebody_practises_loses_no_answer(tmp_path: Path) -> None:
    """What was said to be kept is there, each answer with its card, and no card without its answer."""
    path, dice = tmp_path / "practice.db", random.Random(5)
    for number in range(times(1, 50)):
        name = f"learner {number}"
        said = killed(writer(path, name, "practising"), dice.uniform(0, LONGEST))
        store = PracticeStore(path).learner(name)
        answered, cards = [one.item_id for one in store.attempts()], set(store.cards())
        assert len(answered) >= len(said) > 0
        assert {f"item-{line[0]}" for line in said} <= set(answered) == cards
        assert len(answered) == len(set(answered))


def test_two_processes_write_to_one_file_from_its_first_moment(tmp_path: Path) -> None:
    path = tmp_path / "conversations.db"
    both = {name: writer(path, name) for name in ("ada", "grace")}
    said = {name: killed(process, 0.5) for name, process in both.items()}
    for name, lines in said.items():
        assert lines
        holds(path, name, lines)
