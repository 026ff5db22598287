"""What is chosen on the page: exam, documents, length, model; never a key in the page."""

from __future__ import annotations

import json

import pytest

from assistant.practice.blueprint import load_catalogue
from assistant.schema import ModelChoice, Wishes
from assistant.ui.header import Choice, header
from assistant.ui.locale import load_labels
from assistant.ui.session import Session
from assistant.ui.settings.handlers import SettingsHandlers
from assistant.ui.settings.render import PROVIDERS, panel
from assistant.ui.settings.state import CHOSEN, wished
from ingest.schema import LANGS, Lang
from tests.ui.fake_assistant import FakeAssistant
from tests.ui.html_check import Page

EXAMS = load_catalogue().exams


def act(session: Session, **data: object) -> bool:
    return SettingsHandlers(FakeAssistant(), EXAMS, models=True).act(session, json.dumps(data))


@pytest.fixture
def session() -> Session:
    """A browser tab in English."""
    return Session("en")


def test_nothing_is_wished_at_first(session: Session) -> None:
    assert wished(session) == {}


def test_length_and_collection_are_wished_of_answers(session: Session) -> None:
    assert act(session, act="length", length="short")
    assert act(session, act="scope", scope="course")
    assert wished(session) == {"wishes": Wishes("course", "short")}
    assert act(session, act="scope", scope="")
    assert wished(session) == {"wishes": Wishes("", "short")}


def test_an_exam_is_one_that_there_is(session: Session) -> None:
    assert act(session, act="exam", exam="mla-c01")
    assert not act(session, act="exam", exam="../x")
    assert CHOSEN.of(session).exam == "mla-c01"


def test_what_the_browser_remembers_is_taken_up(session: Session) -> None:
    assert act(session, act="restore", exam="aip-c01", length="long")
    assert (CHOSEN.of(session).exam, CHOSEN.of(session).wishes.length) == ("aip-c01", "long")
    assert not act(session, act="restore", exam=3, length={})


def test_a_model_that_answers_is_used(session: Session) -> None:
    act(session, act="model", provider="openai", name="small", address="http://127.0.0.1:9/v1", key="secret")
    chosen = CHOSEN.of(session)
    assert chosen.wishes.model == ModelChoice("openai:small", "http://127.0.0.1:9/v1", "secret")
    assert "openai:small answers" in chosen.said
    drawn = panel(chosen, "fake", load_labels("en"), models=True)
    assert "secret" not in drawn
    assert "secret" not in repr(chosen)
    act(session, act="model", provider="started")
    assert wished(session) == {}


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "The provider refuses the key."), ("fr", "Le fournisseur refuse la clé.")]
)
def test_a_model_that_does_not_answer_is_not_used_and_why_is_told(lang: Lang, said: str) -> None:
    session = Session(lang)
    act(session, act="model", provider="openai", name="small", key="bad")
    assert CHOSEN.of(session).wishes.model is None
    assert said in CHOSEN.of(session).said
    assert CHOSEN.of(session).alert


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"provider": "openai", "name": " "}, "has no name"),
        ({"provider": "nobody", "name": "x"}, "no such provider"),
        ({"provider": "openai", "name": "x", "address": "file:///etc/passwd"}, "no address of a server"),
        ({"provider": {}}, "no such provider"),
    ],
)
def test_what_names_no_model_is_told(session: Session, data: dict[str, object], said: str) -> None:
    act(session, act="model", **data)
    assert said in CHOSEN.of(session).said


def test_a_page_for_others_lets_nobody_choose_a_server(session: Session) -> None:
    sent = {"act": "model", "provider": "openai", "name": "x", "address": "http://10.0.0.1"}
    SettingsHandlers(FakeAssistant(), EXAMS, models=False).act(session, json.dumps(sent))
    assert CHOSEN.of(session).wishes.model is None
    assert "data-form" not in panel(CHOSEN.of(session), "fake", load_labels("en"), models=False)


@pytest.mark.parametrize("lang", LANGS)
def test_the_panel_is_whole(lang: Lang, session: Session) -> None:
    page = Page(panel(CHOSEN.of(session), "fake", load_labels(lang), models=True))
    assert page.open == []
    assert len(page.all("option")) == 3 + 4 + 3 + len(PROVIDERS)


@pytest.mark.parametrize(("lang", "said"), [("en", "MLA-C01 and AIP-C01 succeed it"), ("fr", "MLA-C01 et AIP-C01 lui")])
def test_a_retired_exam_is_told_in_one_line_and_a_live_one_is_not(lang: Lang, said: str) -> None:
    exams, labels = tuple(EXAMS.values()), load_labels(lang)
    manifest = FakeAssistant().index.manifest
    retired = header(manifest, "fake", (), labels, Choice(exams, "mls-c01"))
    live = header(
        manifest, "fake", (), labels, Choice(exams, "mla-c01", [("documents", "A"), ("course", "B")], "course")
    )
    assert said in retired
    assert "cp-retired" not in live
    assert labels("page.scope") in live
    assert labels("page.scope") not in retired


def test_another_window_of_the_learner_begins_with_what_was_chosen(session: Session) -> None:
    handlers = SettingsHandlers(FakeAssistant(), EXAMS, models=True)
    session.learner = "browser:1"
    handlers.act(session, json.dumps({"act": "length", "length": "long"}))
    for learner, length in (("browser:1", "long"), ("browser:2", "usual"), ("", "usual")):
        other = Session("en")
        other.learner = learner
        handlers.arrive(other)
        assert CHOSEN.of(other).wishes.length == length
