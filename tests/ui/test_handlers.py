"""What the page does with what is typed and clicked; no Gradio, no browser."""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterator

import pytest

from assistant.schema import Event, Failed, Final, Searching, Token
from assistant.ui.chat.handlers import ChatHandlers, View
from assistant.ui.chat.progress import after
from assistant.ui.chat.state import CONVERSATION, MAX_EXCHANGES, Conversation, Exchange, Returned
from assistant.ui.session import Session
from assistant.ui.sources import Chosen, SourcesPanel
from tests.ui.fake_assistant import QUOTE_750, QUOTE_PIPE, FakeAssistant
from tests.ui.html_check import assert_safe

PIPE = "Which mode streams?"


class Clock:
    """Moves one second at each look."""

    def __init__(self, step: float = 1.0) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


@pytest.fixture
def fake() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def chat(fake: FakeAssistant) -> ChatHandlers:
    return ChatHandlers(fake, max_question_chars=500, clock=Clock())


@pytest.fixture
def session() -> Session:
    return Session("en")


def ask(chat: ChatHandlers, session: Session, text: str = PIPE) -> list[View]:
    return list(chat.ask(session, text))


def talk(session: Session) -> Conversation:
    return CONVERSATION.of(session)


def conversation(view: View) -> str:
    assert view.conversation is not None
    return assert_safe(view.conversation).text


def shown(view: View) -> str:
    assert view.panel is not None
    return assert_safe(view.panel).text


# --- asking


@pytest.mark.parametrize("typed", ["", "  \n", "?!…", "🚀🚀"])
def test_what_asks_nothing_is_not_searched(chat: ChatHandlers, session: Session, typed: str) -> None:
    (view,) = chat.ask(session, typed)
    assert view.status is not None
    assert "Type a question first" in view.status
    assert talk(session).exchanges == ()


def test_the_evidence_is_shown_before_any_word_of_the_answer(chat: ChatHandlers, session: Session) -> None:
    views = ask(chat, session)
    first = next(view for view in views if view.panel and QUOTE_PIPE in view.panel)
    assert "2 passages found" in conversation(first)
    assert "Draft" not in conversation(first)
    assert "2 sentences picked from them, before any answer" in shown(first)


def test_the_draft_is_marked_and_the_checked_answer_replaces_it(chat: ChatHandlers, session: Session) -> None:
    views = ask(chat, session)
    drafts = [view for view in views if view.conversation and "Draft, not checked yet" in view.conversation]
    assert len(drafts) > 5
    assert all(view.panel is None for view in drafts)
    assert "Draft" not in conversation(views[-1])
    assert "✗contradicted" in conversation(views[-1])
    assert [view.running for view in views] == [True] * (len(views) - 1) + [False]


def test_the_final_answer_opens_its_first_source(chat: ChatHandlers, session: Session) -> None:
    last = ask(chat, session)[-1]
    assert last.panel is not None
    assert assert_safe(last.panel).marked == QUOTE_PIPE
    assert talk(session).chosen == Chosen("exchange-1", 1)


def test_words_that_come_fast_are_shown_together(fake: FakeAssistant, session: Session) -> None:
    chat = ChatHandlers(fake, max_question_chars=500, clock=Clock(0.001))
    assert len(ask(chat, session)) == 4  # asked, understood, found, answered


def test_a_question_that_is_taken_does_not_come_back(chat: ChatHandlers, session: Session) -> None:
    assert {view.returned for view in ask(chat, session)} == {None}


def test_the_conversation_and_the_pinned_language_go_along(
    chat: ChatHandlers, fake: FakeAssistant, session: Session
) -> None:
    ask(chat, session)
    chat.set_answer_language(session, "fr")
    ask(chat, session, "And the score?")
    chat.set_answer_language(session, "auto")
    ask(chat, session, "And the other mode?")
    histories = [[(turn.role, turn.text[:9]) for turn in history] for _, history, _ in fake.asked]
    assert histories[0] == []
    assert histories[1] == [("user", PIPE[:9]), ("assistant", "Pipe mode")]
    assert len(histories[2]) == 4
    assert [lang for _, _, lang in fake.asked] == [None, "fr", None]


def test_failures_and_stopped_answers_are_no_history(chat: ChatHandlers, fake: FakeAssistant, session: Session) -> None:
    ask(chat, session, "fail")
    ask(chat, session)
    assert fake.asked[-1][1] == ()


@pytest.mark.parametrize("text", ["", "   \n"])
def test_nothing_typed(chat: ChatHandlers, fake: FakeAssistant, session: Session, text: str) -> None:
    (view,) = ask(chat, session, text)
    assert view.status is not None
    assert "Type a question" in view.status
    assert view.conversation is None
    assert fake.asked == []


def test_a_question_that_is_too_long_is_refused_kindly_and_kept(
    chat: ChatHandlers, fake: FakeAssistant, session: Session
) -> None:
    (view,) = ask(chat, session, "x" * 1501)
    assert view.status is not None
    assert "1,501 characters; 500 at most" in view.status
    assert view.returned == Returned("x" * 1501)
    assert fake.asked == []


def test_a_second_question_waits_for_the_first(chat: ChatHandlers, fake: FakeAssistant, session: Session) -> None:
    first = chat.ask(session, PIPE)
    next(first)
    (view,) = ask(chat, session, "And this?")
    assert view.status is not None
    assert "still being written" in view.status
    assert view.returned == Returned("And this?")
    list(first)
    assert len(fake.asked) == 1


def test_examples_are_asked_in_the_pages_language(chat: ChatHandlers, fake: FakeAssistant, session: Session) -> None:
    session.lang = "fr"
    list(chat.example(session, "first"))
    list(chat.example(session, "../../etc/passwd"))
    assert [text for text, _, _ in fake.asked] == ["Quel score faut-il pour réussir l'examen MLS-C01 ?"]


# --- what goes wrong


def test_a_refusal_shows_the_nearest_passages(chat: ChatHandlers, session: Session) -> None:
    last = ask(chat, session, "Who won at football?")[-1]
    assert "Not in the sources" in conversation(last)
    assert "2 nearest passages" in shown(last)


def test_a_failure_keeps_the_conversation_and_the_question(chat: ChatHandlers, session: Session) -> None:
    ask(chat, session)
    last = ask(chat, session, "please fail")[-1]
    assert "The chat model is not there. Run make app again." in conversation(last)
    assert "Pipe mode streams" in conversation(last)
    assert last.running is False
    assert last.returned == Returned("please fail", only_if_empty=True)


def test_what_was_clicked_goes_into_no_field(chat: ChatHandlers, session: Session) -> None:
    ask(chat, session, "please fail")
    assert {view.returned for view in chat.retry(session, "1")} == {None}


def test_the_last_receipts_go_together(chat: ChatHandlers, session: Session) -> None:
    for number in range(12):
        receipts = chat.receive(session, str(number), Returned(f"question {number}") if number % 2 else None)
    assert [receipt.number for receipt in receipts] == list(range(5, 13))
    assert (receipts[-1].sent, receipts[-1].returned) == ("11", Returned("question 11"))


@pytest.mark.parametrize("text", ["raise now", "raise in the middle of the mode"])
def test_an_assistant_that_raises_anyway(chat: ChatHandlers, session: Session, text: str) -> None:
    last = ask(chat, session, text)[-1]
    assert "Something went wrong" in conversation(last)
    assert last.running is False
    assert "a bug" not in conversation(last)
    assert not talk(session).running
    assert "Pipe mode streams" in conversation(ask(chat, session)[-1])


class _Silent(FakeAssistant):
    def _events(self, text: str, lang: object) -> Iterator[Event]:
        yield from ()


def test_events_that_end_without_an_answer_are_a_failure(session: Session) -> None:
    last = ask(ChatHandlers(_Silent(), max_question_chars=500), session)[-1]
    assert "Something went wrong" in conversation(last)


def test_a_bug_of_the_page_is_told_and_not_raised(
    chat: ChatHandlers, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(chat, session)

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(SourcesPanel, "draw", broken)
    for view in (
        chat.select(session, "exchange-1-1"),
        chat.redraw(session),
        chat.clear(session),
        *ask(chat, session)[-1:],
    ):
        assert view.status is not None
        assert "Something went wrong" in view.status
    monkeypatch.undo()
    assert "Pipe mode streams" in conversation(ask(chat, session)[-1])


# --- stopping, retrying, clearing


def test_stop_keeps_the_draft_marked_and_closes_the_events(
    chat: ChatHandlers, fake: FakeAssistant, session: Session
) -> None:
    views = chat.ask(session, PIPE)
    for view in views:
        if view.conversation and "Pipe mode streams" in view.conversation:
            break
    stopped = chat.stop(session)
    assert "■Stopped" in conversation(stopped)
    assert "Pipe mode streams" in conversation(stopped)
    assert stopped.running is False
    (last,) = views  # whatever else was still to come is not shown
    assert last == View(stopped.conversation, running=False)
    assert fake.closed.is_set()
    assert talk(session).exchanges[-1].phase == "stopped"


def test_closing_the_tab_closes_the_events(chat: ChatHandlers, fake: FakeAssistant, session: Session) -> None:
    views = chat.ask(session, PIPE)
    next(views)
    next(views)
    views.close()
    assert fake.closed.is_set()


def test_stop_with_nothing_running(chat: ChatHandlers, session: Session) -> None:
    assert chat.stop(session) == View(running=False)


def test_a_question_can_follow_a_stopped_one_at_once(chat: ChatHandlers, session: Session) -> None:
    first = chat.ask(session, PIPE)
    next(first)
    chat.stop(session)
    last = ask(chat, session, "The score?")[-1]
    assert "750 points" in conversation(last)
    assert list(first) == [View(last.conversation, running=False)]
    assert talk(session).exchanges[-1].phase == "done"


def test_retry_asks_the_last_question_again_in_its_place(
    chat: ChatHandlers, fake: FakeAssistant, session: Session
) -> None:
    ask(chat, session)
    views = list(chat.retry(session, "1"))
    assert [text for text, _, _ in fake.asked] == [PIPE, PIPE]
    assert [exchange.id for exchange in talk(session).exchanges] == [2]
    assert all(view.returned is None for view in views)
    assert talk(session).chosen == Chosen("exchange-2", 1)


@pytest.mark.parametrize("value", ["7", "", "x", "-1"])
def test_retry_of_what_is_not_the_last_does_nothing(
    chat: ChatHandlers, fake: FakeAssistant, session: Session, value: str
) -> None:
    ask(chat, session)
    assert list(chat.retry(session, value)) == [View()]
    assert len(fake.asked) == 1


def test_a_new_conversation_empties_the_panel_and_ends_what_runs(chat: ChatHandlers, session: Session) -> None:
    ask(chat, session)
    running = chat.ask(session, "The score?")
    next(running)
    view = chat.clear(session)
    assert "What would you like to review?" in conversation(view)
    assert "appear here" in shown(view)
    assert view.running is False
    assert list(running) == [View(view.conversation, running=False)]
    assert talk(session).exchanges == ()


# --- sources


def test_a_citation_of_an_older_answer_opens_that_answers_source(chat: ChatHandlers, session: Session) -> None:
    ask(chat, session, "The score?")
    ask(chat, session)
    view = chat.select(session, "exchange-1-1")
    assert view.conversation is None
    assert view.panel is not None
    page = assert_safe(view.panel)
    assert page.marked == QUOTE_750
    assert "The score?" in page.text


def test_the_panel_stays_with_the_older_answer_while_a_new_one_comes(chat: ChatHandlers, session: Session) -> None:
    ask(chat, session, "The score?")
    views = chat.ask(session, PIPE)
    next(views)
    chat.select(session, "exchange-1-1")
    assert all(view.panel is None for view in views)
    assert talk(session).chosen == Chosen("exchange-1", 1)


def test_a_citation_of_an_answer_that_is_gone(chat: ChatHandlers, session: Session) -> None:
    ask(chat, session)
    chat.clear(session)
    assert "no longer at hand" in shown(chat.select(session, "exchange-1-1"))


@pytest.mark.parametrize(
    "value", ["", "1", "1-", "-1", "a-b", "1-2-3", "<script>", "exchange-1", "check-1-1", "exchange-1-1\n"]
)
def test_a_selection_that_makes_no_sense_is_ignored(chat: ChatHandlers, session: Session, value: str) -> None:
    assert chat.select(session, value) == View()


def test_an_unknown_number_shows_the_list(chat: ChatHandlers, session: Session) -> None:
    ask(chat, session)
    assert "2 passages cited" in shown(chat.select(session, "exchange-1-9"))


def test_hostile_sources_are_shown_as_text(chat: ChatHandlers, session: Session) -> None:
    last = ask(chat, session, "Open the hostile note")[-1]
    assert "<script>" in shown(last)
    assert "evil.example/leak?q" not in conversation(last)


# --- languages, export, state


def test_the_page_changes_language_and_the_answer_does_not(chat: ChatHandlers, session: Session) -> None:
    ask(chat, session, "The score?")
    session.lang = "fr"
    view = chat.redraw(session)
    assert "Affirmations appuyées" in conversation(view)
    assert "Il faut 750 points" in conversation(view)
    assert "notes d’étude" in shown(view)


def test_export(chat: ChatHandlers, session: Session) -> None:
    assert chat.export(session).file == ""
    ask(chat, session)
    view = chat.export(session)
    assert view.file is not None
    assert QUOTE_PIPE in view.file


def test_every_tab_has_its_own_conversation(chat: ChatHandlers) -> None:
    first = Session("fr")
    ask(chat, first)
    second = copy.deepcopy(first)
    assert talk(second).exchanges == ()
    assert second.lang == "fr"


def begun(session: Session, text: str) -> Exchange:
    after = CONVERSATION.change(session, lambda talk: talk.begun(text))
    assert after is not None
    return after.last


def put(session: Session, exchange: Exchange) -> bool:
    return CONVERSATION.change(session, lambda talk: talk.with_state(exchange)) is not None


def test_the_conversation_is_bounded() -> None:
    session = Session()
    for i in range(MAX_EXCHANGES + 5):
        assert put(session, after(begun(session, f"q{i}"), Failed("c", "m", "h")))
    assert len(talk(session).exchanges) == MAX_EXCHANGES
    assert talk(session).exchanges[0].text == "q5"


def test_a_stopped_exchange_takes_nothing_more() -> None:
    session = Session()
    exchange = begun(session, "q")
    assert put(session, after(exchange, Token("a")))
    CONVERSATION.change(session, Conversation.stopped)
    assert not put(session, after(exchange, Token("b")))
    assert talk(session).exchanges[0].phase == "stopped"


def test_many_threads_put_and_stop() -> None:
    session = Session()
    exchange = begun(session, "q")

    def many() -> None:
        for _ in range(200):
            put(session, after(exchange, Token("x")))

    threads = [threading.Thread(target=many) for _ in range(4)]
    for thread in threads:
        thread.start()
    CONVERSATION.change(session, Conversation.stopped)
    for thread in threads:
        thread.join()
    assert talk(session).exchanges[0].phase == "stopped"


def test_each_event_moves_an_exchange_on() -> None:
    exchange = Exchange(1, "q")
    fake = FakeAssistant()
    phases = []
    for event in fake.ask(PIPE):
        exchange = after(exchange, event)
        phases.append(exchange.phase)
        assert isinstance(event, Searching | Final) or exchange.evidence
    assert list(dict.fromkeys(phases)) == ["searching", "retrieved", "drafting", "done"]
    assert exchange.draft == ""


def test_the_language_of_the_page_is_told(chat: ChatHandlers, fake: FakeAssistant) -> None:
    ask(chat, Session(lang="fr"))
    assert fake.readers == ["fr"]
