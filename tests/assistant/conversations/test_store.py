"""Conversations on the disk: begun, listed, searched, renamed, deleted and brought back; two learners; any order."""

from __future__ import annotations

import datetime
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from assistant.conversations.errors import NoConversation
from assistant.conversations.schema import Exchange, title_of
from assistant.conversations.store import UNDO, ConversationStore, LearnerConversations, default_path
from tests.assistant.conversations.conftest import Clock
from tests.assistant.conversations.examples import answer


def begun(learner: LearnerConversations, *texts: str) -> str:
    """A conversation with these questions, each answered."""
    id = ""
    for text in texts:
        id, exchange = learner.begin(id, text)
        learner.put(id, replace(exchange, phase="done", answer=answer(f"Sur {text} [1].")))
    return id


def test_a_conversation_comes_back_as_it_was(ada: LearnerConversations, store: ConversationStore) -> None:
    id, first = ada.begin("", "Quel mode\nlit en continu ?")
    done = replace(first, phase="done", answer=answer(), hashes={"notes/modes.md": "abc"})
    assert ada.put(id, done)
    same, second = ada.begin(id, "Et l'autre ?")
    kept = ConversationStore(store.path).learner("ada").open(id)
    assert (same, first.id, second.id, kept.following) == (id, 1, 2, 3)
    assert kept.exchanges == (done, replace(second, phase="interrupted"))
    assert kept.summary.title == "Quel mode"
    assert kept.summary.questions == 2


def test_the_list_has_what_changed_last_first(ada: LearnerConversations) -> None:
    one, two = begun(ada, "un"), begun(ada, "deux")
    assert [summary.id for summary in ada.list()] == [two, one]
    begun_again, _ = ada.begin(one, "encore")
    assert [summary.id for summary in ada.list()] == [begun_again, two]


@pytest.mark.parametrize("words", ["REPRODUCTIBILITE", "reproduc", "modes d'entree", "sur la", "la sur", "Ma révision"])
def test_a_search_finds_questions_answers_sources_and_titles(ada: LearnerConversations, words: str) -> None:
    id = begun(ada, "la reproductibilité")
    begun(ada, "un")
    ada.rename(id, "Ma révision : " + "la reproductibilité")
    found = [summary.id for summary in ada.list(words)]
    assert id in found
    assert (len(found) == 1) == (words != "modes d'entree")


@pytest.mark.parametrize("words", ["%", "_", "' OR 1=1 --", "zebra", "un zebra"])
def test_a_search_takes_words_as_they_are(ada: LearnerConversations, words: str) -> None:
    begun(ada, "un")
    assert ada.list(words) == ()


def test_a_title_can_be_given_and_taken_back(ada: LearnerConversations) -> None:
    id = begun(ada, "un", "deux")
    assert ada.rename(id, "  Mes \n flux ") == "Mes flux"
    assert ada.open(id).summary.title == "Mes flux"
    assert ada.rename(id, " ") == "un"
    assert len(ada.rename(id, "x" * 500)) == 120


def test_deleted_and_brought_back(ada: LearnerConversations) -> None:
    id = begun(ada, "un")
    before = ada.open(id)
    assert ada.delete(id) == before.summary
    assert ada.list() == ()
    with pytest.raises(NoConversation):
        ada.open(id)
    assert ada.restore(id) == before.summary
    assert ada.open(id) == before


def test_what_was_deleted_a_day_ago_is_gone_from_the_file(
    ada: LearnerConversations, store: ConversationStore, clock: Clock
) -> None:
    id = begun(ada, "une question secrete")
    ada.delete(id)
    clock.now += UNDO + datetime.timedelta(minutes=1)
    assert ada.purge() == 1
    with pytest.raises(NoConversation):
        ada.restore(id)
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"secrete" not in store.path.read_bytes()


def test_everything_can_be_erased_at_once(ada: LearnerConversations, store: ConversationStore) -> None:
    begun(store.learner("grace"), "deux")
    begun(ada, "un")
    ada.delete(begun(ada, "trois"))
    assert ada.erase() == 2
    assert ada.list() == ()
    assert len(store.learner("grace").list()) == 1


def test_a_question_to_a_deleted_conversation_brings_it_back_and_to_a_lost_one_begins_anew(
    ada: LearnerConversations,
) -> None:
    id = begun(ada, "un")
    ada.delete(id)
    assert ada.begin(id, "deux")[0] == id
    assert [one.text for one in ada.open(id).exchanges] == ["un", "deux"]
    ada.erase()
    other, exchange = ada.begin(id, "trois")
    assert other != id
    assert exchange.id == 1


def test_asked_again_in_the_place_of_an_answer(ada: LearnerConversations) -> None:
    id = begun(ada, "un", "deux")
    ada.begin(id, "deux", replacing=2)
    assert [(one.id, one.text) for one in ada.open(id).exchanges] == [(1, "un"), (3, "deux")]


def test_a_branch_holds_what_was_before_and_leaves_the_old_one(ada: LearnerConversations) -> None:
    id = begun(ada, "un", "deux", "trois")
    other = ada.branch(id, 3)
    ada.begin(other, "autrement")
    assert [(one.id, one.text) for one in ada.open(other).exchanges] == [(1, "un"), (2, "deux"), (3, "autrement")]
    assert [one.text for one in ada.open(id).exchanges] == ["un", "deux", "trois"]


def test_an_answer_whose_question_is_gone_is_not_kept(ada: LearnerConversations) -> None:
    id, exchange = ada.begin("", "un")
    ada.begin(id, "un", replacing=1)
    assert not ada.put(id, exchange)
    assert not ada.put("0" * 32, exchange)


def test_two_learners_never_see_each_others(store: ConversationStore, ada: LearnerConversations) -> None:
    grace, id = store.learner("grace"), begun(ada, "un")
    assert grace.list() == grace.list("un") == ()
    for steal in (grace.open, grace.delete, grace.restore):
        with pytest.raises(NoConversation):
            steal(id)
    with pytest.raises(NoConversation):
        grace.rename(id, "x")
    with pytest.raises(NoConversation):
        grace.branch(id, 2)
    assert not grace.put(id, Exchange(1, "x", "done"))
    other, _ = grace.begin(id, "deux")
    assert other != id
    assert grace.erase() == 1
    assert [one.text for one in ada.open(id).exchanges] == ["un"]


def test_every_statement_names_the_learner() -> None:
    source = (Path(__file__).resolve().parents[3] / "assistant/conversations/store.py").read_text(encoding="utf-8")
    statements = [part for part in source.split('"') if part.startswith(("SELECT ", "UPDATE ", "DELETE "))]
    owners = "SELECT DISTINCT learner FROM conversations ORDER BY learner"  # for whoever owns the folder
    statements.remove(owners)
    assert len(statements) > 8
    assert all("learner = " in part or "(SELECT count(*)" in part for part in statements)


@pytest.mark.parametrize("record", [{"text": "un", "phase": "lost"}, {"text": "un", "id": 1, "answer": 3}, {}])
def test_a_record_of_another_form_keeps_its_question(ada: LearnerConversations, record: dict[str, object]) -> None:
    id = begun(ada, "un")
    with closing(sqlite3.connect(ada._file.path, isolation_level=None)) as connection:
        connection.execute("UPDATE exchanges SET record = ?", (json.dumps(record),))
    (exchange,) = ada.open(id).exchanges
    assert (exchange.id, exchange.text, exchange.phase) == (1, record.get("text", ""), "interrupted")


def test_half_a_character_stops_nothing(ada: LearnerConversations) -> None:
    id, exchange = ada.begin("", "un \ud83d")
    ada.put(id, replace(exchange, phase="done", answer=answer("cassé \udc00 [1].")))
    ada.rename(id, "\ud83d x")
    assert ada.list("\ud83d") == ada.list("?")
    assert ada.open(id).exchanges[0].answer == answer("cassé \udc00 [1].")


def test_a_title_is_the_first_line_cut_at_a_word() -> None:
    assert title_of("\n  Quel   mode ?\nA. File") == "Quel mode ?"
    assert title_of("") == ""
    long = title_of("mot " * 100)
    assert len(long) <= 120
    assert long.endswith("mot…")


def test_the_default_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CITEPREP_DATA", str(tmp_path))
    assert default_path() == tmp_path / "conversations.db"


class AnyOrder(RuleBasedStateMachine):
    """Whatever two learners do in whatever order, each finds what a dictionary in memory would hold."""

    ids: Bundle[tuple[str, str]] = Bundle("ids")
    learners = st.sampled_from(("ada", "grace"))
    words = st.text(max_size=30)

    def __init__(self) -> None:
        super().__init__()
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.store = ConversationStore(Path(self.folder.name) / "c.db", Clock())
        self.model: dict[tuple[str, str], tuple[list[str], bool]] = {}

    def teardown(self) -> None:
        self.folder.cleanup()

    @rule(target=ids, who=learners, text=words)
    def begin(self, who: str, text: str) -> tuple[str, str]:
        id, _ = self.store.learner(who).begin("", text)
        self.model[who, id] = ([text], True)
        return who, id

    @rule(key=ids, text=words)
    def go_on(self, key: tuple[str, str], text: str) -> None:
        id, exchange = self.store.learner(key[0]).begin(key[1], text)
        assert id == key[1]
        self.store.learner(key[0]).put(id, replace(exchange, phase="done", answer=answer(text)))
        self.model[key] = ([*self.model[key][0], text], True)

    @rule(key=ids)
    def delete(self, key: tuple[str, str]) -> None:
        if self.model[key][1]:
            self.store.learner(key[0]).delete(key[1])
        self.model[key] = (self.model[key][0], False)

    @rule(key=ids)
    def restore(self, key: tuple[str, str]) -> None:
        self.store.learner(key[0]).restore(key[1])
        self.model[key] = (self.model[key][0], True)

    @rule(key=consumes(ids), who=learners)
    def steal(self, key: tuple[str, str], who: str) -> None:
        if who != key[0]:
            with pytest.raises(NoConversation):
                self.store.learner(who).open(key[1])

    @invariant()
    def each_has_its_own(self) -> None:
        for who in ("ada", "grace"):
            learner = self.store.learner(who)
            expected = {id: texts for (owner, id), (texts, there) in self.model.items() if owner == who and there}
            assert {s.id: [e.text for e in learner.open(s.id).exchanges] for s in learner.list()} == expected


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)
