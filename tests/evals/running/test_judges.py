"""Who judges citations, and exam questions without sources: what is asked and how replies are read."""

from __future__ import annotations

import pytest

from assistant.checking.verdict import checker
from assistant.errors import ModelUnavailable
from evals.errors import CaseFailed, EvalError
from evals.running.closed_book import ClosedBook
from evals.running.judge import ChatJudge, CheckerJudge, open_judge
from tests.evals.helpers import DOCUMENTS, citation, question
from tests.fakes import ScriptedChatModel

QUOTE = citation(1, DOCUMENTS[0], "Le score minimal est de 750.")


def test_the_checker_judges_as_it_does_in_answers() -> None:
    judge = CheckerJudge(checker())
    assert judge.supports("Le score minimal est de 750", QUOTE, "fr")
    assert not judge.supports("Le score minimal est de 900", QUOTE, "fr")


@pytest.mark.parametrize(("reply", "expected"), [("YES", True), ("No.", False), ("yes, it does", True), ("Non", False)])
def test_a_chat_model_judges_by_yes_or_no(reply: str, expected: bool) -> None:
    model = ScriptedChatModel(reply)
    assert ChatJudge(model).supports("Le score minimal est de 750", QUOTE, "fr") is expected
    assert QUOTE.quote in model.history[0][1][1]


@pytest.mark.parametrize("reply", ["Maybe", "yes and no", "", ModelUnavailable("down")])
def test_a_judge_without_a_verdict_is_an_error(reply: str | Exception) -> None:
    with pytest.raises(CaseFailed):
        ChatJudge(ScriptedChatModel(reply)).supports("x", QUOTE, "fr")


def test_extractive_is_no_judge() -> None:
    with pytest.raises(EvalError, match="no chat model"):
        open_judge("extractive")


def test_closed_book_shows_the_options_and_no_source() -> None:
    model = ScriptedChatModel("B")
    asked = question(kind="mcq", lang="en", question="Which mode?", options=("File", "Pipe"), answers=(1,))
    found = ClosedBook(model).ask(asked)
    assert found.choice == ("B",)
    assert found.citations == ()
    assert model.history[0][-1] == ("user", "Which mode?\nA) File\nB) Pipe")
    with pytest.raises(CaseFailed, match="no option"):
        ClosedBook(ScriptedChatModel("no idea")).ask(asked)
