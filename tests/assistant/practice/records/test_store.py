"""The learner's file: versions, two learners, several processes, damage."""

from __future__ import annotations

import datetime
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from assistant.practice.records.migrations import MIGRATIONS
from assistant.practice.records.store import LearnerStore, PracticeStore, default_path
from assistant.practice.schema import Attempt, CardState
from assistant.records.errors import StoreError
from assistant.records.file import Migrations, migrate, schema_version, utc_now
from tests.assistant.practice.items import ITEMS, NOON, MovingClock, item


def attempt(item_id: str = "en-01", *, at: datetime.datetime = NOON, correct: bool = True) -> Attempt:
    return Attempt(item_id, "mls-c01", "modeling", at, (0,), correct, 3.5)


def test_what_is_written_is_read(learner: LearnerStore) -> None:
    card = CardState("en-01", NOON, '{"x": 1}')
    learner.add_attempt(attempt())
    learner.put_card(card)
    learner.put_card(CardState("en-02", NOON, "{}"))
    learner.put_card(card)
    learner.report("en-02", "wrong key", "says Avro")
    learner.put_items([item("fr-01"), item("en-04")])
    assert learner.attempts() == (attempt(),)
    assert learner.attempts("mla-c01") == ()
    assert learner.card("en-01") == card
    assert learner.card("en-09") is None
    assert list(learner.cards()) == ["en-01", "en-02"]
    assert [(one.item_id, one.reason, one.note, one.at) for one in learner.reports()] == [
        ("en-02", "wrong key", "says Avro", NOON)
    ]
    assert learner.own_items("mls-c01") == (item("en-04"), item("fr-01"))


def test_times_of_any_zone_are_kept_as_the_same_moment(learner: LearnerStore) -> None:
    zone = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
    learner.add_attempt(attempt("b", at=NOON.astimezone(zone)))
    learner.add_attempt(attempt("a", at=NOON - datetime.timedelta(minutes=1)))
    assert [one.item_id for one in learner.attempts()] == ["a", "b"]
    assert learner.attempts()[1].at == NOON


def test_two_learners_are_kept_apart(store: PracticeStore) -> None:
    ada, grace = store.learner("ada"), store.learner("grace")
    ada.add_attempt(attempt())
    ada.put_card(CardState("en-01", NOON, "{}"))
    ada.report("en-01", "bad")
    ada.put_items(ITEMS)
    assert (grace.attempts(), grace.cards(), grace.reports(), grace.own_items()) == ((), {}, (), ())
    assert (grace.sessions(), grace.running_session()) == ((), None)
    grace.put_card(CardState("en-01", NOON + datetime.timedelta(days=1), "{}"))
    assert ada.cards()["en-01"].due == NOON


@pytest.mark.parametrize("id", ["", "  ", "x" * 201])
def test_a_learner_needs_an_id(store: PracticeStore, id: str) -> None:
    with pytest.raises(StoreError):
        store.learner(id)


def test_an_id_is_data_not_sql(store: PracticeStore) -> None:
    odd = store.learner("x' OR '1'='1")
    store.learner("ada").add_attempt(attempt())
    assert odd.attempts() == ()


def test_every_statement_names_the_learner() -> None:
    text = Path("assistant/practice/records/store.py")
    source = (Path(__file__).resolve().parents[4] / text).read_text(encoding="utf-8")
    reads = [part for part in source.split('"') if part.startswith(("SELECT", "UPDATE", "DELETE"))]
    assert reads
    assert all("learner = ?" in part for part in reads)


def test_a_transaction_is_all_or_nothing(learner: LearnerStore) -> None:
    def fails() -> None:
        with learner.transaction() as inner:
            inner.add_attempt(attempt())
            inner.put_items(ITEMS)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert (learner.attempts(), learner.own_items()) == ((), ())


@pytest.mark.parametrize("version", range(len(MIGRATIONS)))
def test_a_file_of_an_older_version_is_brought_up_to_date(tmp_path: Path, version: int) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        migrate(old, MIGRATIONS, to=version)
        assert schema_version(old) == version
        if version >= 1:
            old.execute(
                "INSERT INTO attempts (learner, item_id, exam, domain, at, response, correct, seconds)"
                " VALUES ('ada', 'en-01', 'mls-c01', 'modeling', ?, '[0]', 1, 3.5)",
                (NOON.isoformat(timespec="microseconds"),),
            )
            old.execute("INSERT INTO cards VALUES ('ada', 'en-01', ?, '{}')", (NOON.isoformat(),))
    learner = PracticeStore(path).learner("ada")
    assert learner.attempts() == ((attempt(),) if version >= 1 else ())
    assert list(learner.cards()) == (["en-01"] if version >= 1 else [])
    assert learner.sessions() == ()
    learner.put_items(ITEMS)
    with closing(sqlite3.connect(path)) as now:
        assert schema_version(now) == len(MIGRATIONS)
        assert now.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        migrate(old, MIGRATIONS, to=1)
        old.execute("CREATE TABLE own_items (mine TEXT)")  # in the way of version 2
    with pytest.raises(StoreError):
        PracticeStore(path)
    with closing(sqlite3.connect(path)) as after:
        assert schema_version(after) == 1
        assert "mode" not in [row[1] for row in after.execute("PRAGMA table_info(attempts)")]


def test_a_file_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with closing(sqlite3.connect(path)) as new:
        new.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(StoreError, match="Update the program"):
        PracticeStore(path)


def test_a_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "practice.db"
    path.write_bytes(b"not a database at all, but long enough to be read as one" * 40)
    with pytest.raises(StoreError, match="Move it away"):
        PracticeStore(path)


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="cannot be made"):
        PracticeStore(tmp_path / "file" / "practice.db")


def test_many_threads_may_write_and_open(tmp_path: Path) -> None:
    path, errors = tmp_path / "practice.db", []

    def work(number: int) -> None:
        try:
            learner = PracticeStore(path, MovingClock()).learner(f"learner-{number % 2}")
            for count in range(5):
                learner.add_attempt(attempt(f"{number}-{count}"))
        except StoreError as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert [len(PracticeStore(path).learner(f"learner-{k}").attempts()) for k in (0, 1)] == [15, 15]


def test_the_default_place_and_clock(data_folder: Path) -> None:
    assert default_path() == data_folder / "practice.db"
    assert utc_now().tzinfo is not None


def test_nothing_but_the_documented_tables_is_kept(store: PracticeStore) -> None:
    with closing(sqlite3.connect(store.path)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    documented = {"attempts", "cards", "reports", "sessions", "own_items", "choices", "undo", "explanations"}
    assert tables == documented


def test_a_fresh_file_is_opened_by_one_thread_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # SQLite reports "database is locked" at once, or after ten seconds, where two turn a fresh file to WAL together.
    inside, together = list[int](), list[int]()

    def slowly(connection: sqlite3.Connection, migrations: Migrations) -> None:
        inside.append(1)
        together.append(len(inside))
        threading.Event().wait(0.02)
        migrate(connection, migrations)
        inside.pop()

    monkeypatch.setattr("assistant.records.file.migrate", slowly)
    threads = [threading.Thread(target=PracticeStore, args=(tmp_path / "fresh.sqlite",)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == [1, 1, 1, 1]
