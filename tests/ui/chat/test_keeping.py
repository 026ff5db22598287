"""What the chat keeps on the disk, and what the page makes of it; no Gradio, no browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.conversations.store import ConversationStore
from assistant.records.errors import StoreError
from assistant.ui.action import Action
from assistant.ui.chat.handlers import ChatHandlers, View
from assistant.ui.chat.keeper import Keeper
from assistant.ui.chat.state import CONVERSATION, MAX_EXCHANGES
from assistant.ui.page import Arrival
from assistant.ui.session import Session
from ingest.schema import Block, Document
from tests.ui.fake_assistant import NOTE_URI, QUOTE_750, FakeAssistant
from tests.ui.html_check import assert_safe

ADA, GRACE = "browser:" + "a" * 32, "browser:" + "b" * 32


class Reindexed(FakeAssistant):
    """The fake assistant whose note can change."""

    text: str | None = None

    def document(self, uri: str) -> Document | None:
        found = super().document(uri)
        if found is None or self.text is None or uri != NOTE_URI:
            return found
        return Document(found.source, self.text, (Block("text", 0, len(self.text)),))


@pytest.fixture
def fake() -> Reindexed:
    return Reindexed()


@pytest.fixture
def store(tmp_path: Path) -> ConversationStore:
    return ConversationStore(tmp_path / "conversations.db")


@pytest.fixture
def chat(fake: Reindexed, store: ConversationStore) -> ChatHandlers:
    return ChatHandlers(fake, max_question_chars=500, keeper=Keeper(lambda: store), run="r1")


def session_of(learner: str = ADA) -> Session:
    session = Session("en")
    session.learner = learner
    return session


def ask(chat: ChatHandlers, session: Session, *texts: str) -> str:
    for text in texts:
        for _ in chat.ask(session, text):
            pass
    return CONVERSATION.of(session).id


def act(chat: ChatHandlers, session: Session, name: str, **data: str) -> View:
    return chat.act(session, Action(json.dumps({**data, "act": name})))


def shelf(view: View) -> str:
    assert view.kept is not None
    return assert_safe(view.kept).text


def texts(session: Session) -> list[str]:
    return [exchange.text for exchange in CONVERSATION.of(session).exchanges]


def test_a_browser_tab_goes_on_where_the_address_says(chat: ChatHandlers) -> None:
    id = ask(chat, session_of(), "What is the score?", "Which mode streams?")
    later = session_of()
    chat.arrive(later, Arrival(id))
    assert texts(later) == ["What is the score?", "Which mode streams?"]
    assert "What is the score?" in shelf(chat.redraw(later))
    ask(chat, later, "And then?")
    assert [exchange.id for exchange in CONVERSATION.of(later).exchanges] == [1, 2, 3]


def test_another_learner_does_not_find_it(chat: ChatHandlers) -> None:
    id = ask(chat, session_of(), "What is the score?")
    other = session_of(GRACE)
    chat.arrive(other, Arrival(id))
    assert texts(other) == []
    assert "belongs to another browser" in shelf(chat.redraw(other))
    for name in ("open", "delete", "renamed", "rename", "undo"):
        act(chat, other, name, value=id, title="mine")
    assert "What is the score" not in shelf(act(chat, other, "toggle"))
    assert "What is the score?" in shelf(act(chat, session_of(), "toggle"))


def test_without_a_learner_nothing_is_kept(chat: ChatHandlers, store: ConversationStore) -> None:
    session = session_of("")
    assert ask(chat, session, "What is the score?") == ""
    assert len(texts(session)) == 1
    assert act(chat, session, "toggle").kept is not None


def test_an_answer_whose_page_was_closed_is_shown_as_interrupted(chat: ChatHandlers) -> None:
    session = session_of()
    views = chat.ask(session, "Which mode streams?")
    for _ in range(3):
        next(views)
    views.close()
    later = session_of()
    chat.arrive(later, Arrival(CONVERSATION.of(session).id))
    (exchange,) = CONVERSATION.of(later).exchanges
    assert exchange.phase == "interrupted"
    assert exchange.evidence
    shown = chat.redraw(later).conversation
    assert shown is not None
    assert "Interrupted" in shown
    assert 'data-act="retry"' in shown
    for _ in chat.retry(later, str(exchange.id)):
        pass
    assert [one.phase for one in CONVERSATION.of(later).exchanges] == ["done"]


def test_a_restart_is_told(chat: ChatHandlers) -> None:
    session = session_of()
    chat.arrive(session, Arrival(ask(chat, session_of(), "x y"), restarted=True))
    assert "was restarted. Nothing is lost" in shelf(chat.redraw(session))


def test_a_stopped_answer_keeps_what_was_there(chat: ChatHandlers) -> None:
    session = session_of()
    views = chat.ask(session, "a slow mode")
    for view in views:
        if view.conversation and "word2" in view.conversation:
            break
    chat.stop(session)
    views.close()
    later = session_of()
    chat.arrive(later, Arrival(CONVERSATION.of(session).id))
    (exchange,) = CONVERSATION.of(later).exchanges
    assert exchange.phase == "stopped"
    assert "word2" in exchange.draft


def test_another_conversation_stops_the_answer_and_takes_no_word_of_it(chat: ChatHandlers) -> None:
    session = session_of()
    first = ask(chat, session, "What is the score?")
    chat.clear(session)
    views = chat.ask(session, "Which mode streams?")
    for _ in range(3):
        next(views)
    act(chat, session, "open", value=first)
    list(views)
    assert texts(session) == ["What is the score?"]
    assert [one.phase for one in CONVERSATION.of(session).exchanges] == ["done"]


def test_a_question_in_a_new_conversation_takes_no_word_of_the_one_before(chat: ChatHandlers) -> None:
    session = session_of()
    views = chat.ask(session, "Which mode streams?")
    next(views)
    chat.clear(session)
    others = chat.ask(session, "What is the score?")
    next(others)
    list(views)
    list(others)
    (exchange,) = CONVERSATION.of(session).exchanges
    assert exchange.answer is not None
    assert "750" in exchange.answer.text


def test_two_browser_tabs_in_one_conversation_lose_nothing(chat: ChatHandlers, store: ConversationStore) -> None:
    one, two = session_of(), session_of()
    id = ask(chat, one, "What is the score?")
    chat.arrive(two, Arrival(id))
    ask(chat, one, "Which mode streams?")
    ask(chat, two, "And the other?")
    assert texts(two) == ["What is the score?", "Which mode streams?", "And the other?"]
    kept = store.learner(ADA).open(id)
    assert [(one.id, one.phase) for one in kept.exchanges] == [(1, "done"), (2, "done"), (3, "done")]


def test_the_list_searches_renames_deletes_and_brings_back(chat: ChatHandlers) -> None:
    session = session_of()
    first = ask(chat, session, "What is the score?")
    act(chat, session, "new")
    second = ask(chat, session, "Which mode streams?")
    both = shelf(act(chat, session, "toggle"))
    assert both.index("Which mode") < both.index("What is the score")
    assert "What is the score" not in shelf(act(chat, session, "search", text="container")).partition("Search")[2]
    act(chat, session, "search", text="")
    assert 'maxlength="120"' in str(act(chat, session, "rename", value=second).kept)
    renamed = act(chat, session, "renamed", value=second, title="<b>Modes</b>")
    assert "<b>Modes</b>" in shelf(renamed)
    assert CONVERSATION.of(session).title == "<b>Modes</b>"
    gone = act(chat, session, "delete", value=second)
    assert texts(session) == []
    assert "is deleted" in shelf(gone)
    act(chat, session, "undo")
    assert texts(session) == ["Which mode streams?"]
    act(chat, session, "open", value=first)
    assert texts(session) == ["What is the score?"]


def test_a_citation_says_that_its_source_has_changed_since(chat: ChatHandlers, fake: Reindexed) -> None:
    session = session_of()
    id = ask(chat, session, "What is the score?")
    assert "has changed since" not in str(chat.redraw(session).panel)
    for text, said in (
        (f"Un nouveau début. {QUOTE_750}", "the cited words still stand in it"),
        ("Tout autre chose.", "has changed since this answer ("),
    ):
        fake.text = text
        later = session_of()
        chat.arrive(later, Arrival(id))
        panel = assert_safe(str(chat.redraw(later).panel))
        assert said in panel.text
        assert panel.marked == QUOTE_750


def test_a_long_conversation_shows_its_end_and_exports_all(chat: ChatHandlers) -> None:
    session = session_of()
    ask(chat, session, *(f"question {n} please" for n in range(MAX_EXCHANGES + 2)))
    for one in (session, session_of()):
        if one is not session:
            chat.arrive(one, Arrival(CONVERSATION.of(session).id))
        assert len(texts(one)) == MAX_EXCHANGES
        assert "2 earlier questions are kept" in shelf(chat.redraw(one))
        assert "question 0 please" in str(chat.export(one).file)


def test_a_file_that_cannot_be_used_costs_the_keeping_not_the_answer(fake: Reindexed, store: ConversationStore) -> None:
    broken = [True]

    def open_store() -> ConversationStore:
        if broken[0]:
            raise StoreError("x", key="store-busy", path="/data/c.db")
        return store

    chat = ChatHandlers(fake, max_question_chars=500, keeper=Keeper(open_store))
    session = session_of()
    ask(chat, session, "What is the score?")
    assert [one.phase for one in CONVERSATION.of(session).exchanges] == ["done"]
    assert "not being kept on the disk" in shelf(chat.redraw(session))
    assert "/data/c.db" in shelf(chat.redraw(session))
    broken[0] = False
    ask(chat, session, "And then?")
    assert len(texts(session)) == 2
    assert "not being kept on the disk" in shelf(chat.redraw(session))
    act(chat, session, "new")
    assert ask(chat, session, "Which mode streams?") != ""
    assert "not being kept" not in shelf(chat.redraw(session))


@pytest.mark.parametrize("data", [{}, {"value": "x" * 400}, {"value": "' OR 1=1"}, {"title": "x"}])
@pytest.mark.parametrize("name", ["open", "rename", "renamed", "delete", "undo", "search", "lost", ""])
def test_nothing_that_a_browser_sends_stops_the_page(chat: ChatHandlers, name: str, data: dict[str, str]) -> None:
    session = session_of()
    ask(chat, session, "What is the score?")
    assert act(chat, session, name, **data).kept is not None
    assert texts(session) == ["What is the score?"]
