"""The audit of the notes: what has changed first, filters, notes that nobody has compared, and the learner's copy."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace

import pytest

from assistant.ui.audit import render as render_audit
from assistant.ui.audit.handlers import AuditHandlers, AuditView
from assistant.ui.audit.notes import KnownNotes
from assistant.ui.audit.render import PAGE
from assistant.ui.session import Session
from assistant.ui.sources import SourcesPanel
from ingest.index.manifest import FileRecord
from ingest.schema import Document
from tests.ui.fake_assistant import HOSTILE_URI, NOTE_URI, QUOTE_FILE
from tests.ui.fake_checker import OLD_NOTE, OLD_URI, QUOTE_50_TB, CheckingAssistant, audit
from tests.ui.html_check import assert_safe


@pytest.fixture
def fake() -> CheckingAssistant:
    return CheckingAssistant()


@pytest.fixture
def handlers(fake: CheckingAssistant) -> AuditHandlers:
    return AuditHandlers(fake, KnownNotes(audit(), fixed=True), clock=lambda: 0.0)


@pytest.fixture
def session() -> Session:
    return Session("en")


def put(fake: CheckingAssistant, *files: FileRecord, documents: Mapping[str, Document] | None = None) -> None:
    """Another index for the double: with these files in its manifest, with the usual documents or others."""
    manifest = replace(fake.index.manifest, files=files)
    known = fake.index.documents if documents is None else documents
    fake.index = SimpleNamespace(manifest=manifest, documents=known)  # type: ignore[assignment]


def table(view: AuditView) -> str:
    return assert_safe(str(view.table)).text


def copy(view: AuditView) -> str:
    return assert_safe(str(view.copy)).text


# --- what is shown


def test_what_has_changed_comes_first_with_its_counts_values_and_dates(
    handlers: AuditHandlers, session: Session
) -> None:
    view = handlers.redraw(session)
    drawn = table(view)
    assert "What has changed since my notes (3)" in drawn
    said = "3 statements of your notes (of 55) rest on something that has changed"
    assert f"{said}: 1 value or rule, 1 closed service or feature, 1 name." in drawn
    assert "In your notes:5 ToSince December 2025:50 To" in drawn
    assert QUOTE_50_TB in drawn
    assert "Les pommes" not in drawn
    assert "checked" in str(view.table).split("What has changed since my notes")[0]


def test_in_french_nothing_but_notes_and_quotes_is_in_another_language(handlers: AuditHandlers) -> None:
    drawn = table(handlers.redraw(Session("fr")))
    assert "Dans vos notes\u00a0:5 ToDepuis décembre 2025\u00a0:50 To" in drawn
    for english in ("since", "before", "The source", "half is wrong", "claim", "Checked"):
        assert english not in drawn.replace(QUOTE_50_TB, "")


def test_everything_is_there_worst_first_and_more_on_demand(handlers: AuditHandlers, session: Session) -> None:
    drawn = table(handlers.outcome(session, ""))
    assert "55 claims" in drawn
    assert f"Show more ({55 - PAGE} left)" in drawn
    assert "Checked by hand, right: half is wrong" in drawn
    assert "The source says the whole dataset, the claim says half." in drawn
    order = [drawn.index(words) for words in ("la moitié", "plus 5", "Les pommes")]
    assert order == sorted(order)
    assert "Show more" not in table(handlers.more(session))


@pytest.mark.parametrize(
    ("outcome", "note", "words", "expected"),
    [
        ("aged", "", "", "3 claims"),
        ("", "notes/b.md", "", "50 claims"),
        ("", "", "FILE copies", "1 claim"),
        ("contradicted", "notes/b.md", "", "0 claims"),
        ("", None, None, "55 claims"),
        ("changed", OLD_URI, "", "3 statements"),
    ],
)
def test_filters(
    handlers: AuditHandlers, session: Session, outcome: str, note: str | None, words: str | None, expected: str
) -> None:
    handlers.outcome(session, outcome)
    assert expected in table(handlers.choose(session, note, words))


def test_an_audited_claim_opens_its_source(handlers: AuditHandlers, session: Session) -> None:
    assert assert_safe(str(handlers.select(session, "audit-4-3").panel)).marked == QUOTE_FILE
    for value in ("", "1-1", "audit-0-x", "audit-99-1", "check-0-1"):
        assert "appear here" in assert_safe(str(handlers.select(session, value).panel)).text


def test_notes_that_rest_on_nothing_that_changed_are_told_so(fake: CheckingAssistant, session: Session) -> None:
    (_, second) = audit().notes
    unchanged = AuditHandlers(fake, KnownNotes(replace(audit(), notes=(second,)), fixed=True))
    assert "Nothing has changed: none of the 50 statements" in table(unchanged.redraw(session))


def test_no_notes_are_told_so(fake: CheckingAssistant, session: Session) -> None:
    put(fake, documents={})
    assert "There are no notes here." in table(AuditHandlers(fake, KnownNotes(None)).redraw(session))


def test_only_notes_that_are_in_the_index_as_they_were_audited_count(fake: CheckingAssistant, session: Session) -> None:
    handlers = AuditHandlers(fake, KnownNotes(audit()))
    assert "Firehose" not in table(handlers.redraw(session))
    put(fake, FileRecord(OLD_URI, "old", 1, 1, 1))
    assert "Firehose" in table(handlers.redraw(session))
    put(fake, FileRecord(OLD_URI, "new", 1, 1, 1))
    assert "Firehose" not in table(handlers.redraw(session))


def test_a_note_that_nobody_has_compared_is_compared_on_demand(fake: CheckingAssistant, session: Session) -> None:
    handlers = AuditHandlers(fake, KnownNotes(None), clock=iter(range(99)).__next__)
    put(fake, FileRecord(NOTE_URI, "", 1, 1, 1))
    waiting = handlers.redraw(session)
    assert "Not compared yet" in table(waiting)
    assert f'data-value="{NOTE_URI}"' in str(waiting.table)
    views = list(handlers.compare(session, NOTE_URI))
    assert "1 of 2 claims compared" in copy(views[0])
    assert "2 claims compared." in copy(views[-1])
    assert "What has changed since my notes (1)" in table(views[-1])
    assert f'data-act="compare" data-value="{NOTE_URI}"' not in str(views[-1].table)
    assert f'data-act="compare" data-value="{HOSTILE_URI}"' in str(views[-1].table)
    assert list(handlers.compare(session, "notes/nowhere.md")) == []


def test_comparing_can_be_stopped_and_keeps_nothing(fake: CheckingAssistant, session: Session) -> None:
    handlers = AuditHandlers(fake, KnownNotes(None), clock=iter(range(99)).__next__)
    put(fake, FileRecord(NOTE_URI, "", 1, 1, 1))
    views = handlers.compare(session, NOTE_URI)
    assert 'data-act="halt"' in str(next(views).copy)
    assert list(handlers.compare(session, HOSTILE_URI)) == []  # one at a time
    handlers.halt(session)
    (last,) = views
    assert "Stopped: nothing of this comparison was kept." in copy(last)
    assert 'data-act="halt"' not in str(last.copy)
    assert f'data-act="compare" data-value="{NOTE_URI}"' in str(handlers.redraw(session).table)


# --- the copy


def test_a_copy_has_the_chosen_corrections_and_nothing_else_changed(handlers: AuditHandlers, session: Session) -> None:
    handlers.correct(session, "1")
    shown = copy(handlers.correct(session, "2"))
    assert "- - Dans **Amazon S3**, un objet pèse au plus 5\u00a0To." in shown
    assert "+ - Dans **Amazon S3**, un objet pèse au plus 50\u00a0To." in shown
    assert "Download the copy (2 corrections)" in shown
    view = handlers.download(session, OLD_URI)
    file = json.loads(view.file or "")
    assert file["name"] == "ingestion-corrige.md"
    wanted = OLD_NOTE.replace("5\u00a0To", "50\u00a0To").replace("Kinesis Data Firehose", "Amazon Data Firehose")
    assert file["text"] == wanted
    assert "Your notes have not changed." in copy(view)


def test_what_has_closed_is_a_remark_behind_the_statement(handlers: AuditHandlers, session: Session) -> None:
    handlers.correct(session, "3")
    text = json.loads(handlers.download(session, OLD_URI).file or "")["text"]
    (line,) = [line for line in text.splitlines() if "Pipeline" in line]
    assert line.startswith("- AWS Data Pipeline déplace des données (Mise à jour, juillet 2024\u00a0: «\u00a0")
    assert text.replace(line, "- AWS Data Pipeline déplace des données") == OLD_NOTE


def test_what_is_chosen_twice_is_taken_out_again(handlers: AuditHandlers, session: Session) -> None:
    assert "Your copy" in copy(handlers.correct(session, "1"))
    assert "Your copy" not in copy(handlers.correct(session, "1"))
    for place in ("", "x", "-1", "9999"):
        assert "Your copy" not in copy(handlers.correct(session, place))
    assert handlers.download(session, OLD_URI).file == ""


def test_a_file_that_has_changed_since_has_no_copy(
    handlers: AuditHandlers, session: Session, fake: CheckingAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fake, "original", lambda _: None)
    assert "there is no copy" in copy(handlers.correct(session, "1"))
    assert handlers.download(session, OLD_URI).file == ""


def test_sessions_choose_for_themselves(handlers: AuditHandlers, session: Session) -> None:
    handlers.correct(session, "1")
    assert "Your copy" not in copy(handlers.redraw(Session("en")))


def test_a_bug_of_the_audit_is_said_and_changes_nothing(
    handlers: AuditHandlers, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(render_audit, "table", broken)
    monkeypatch.setattr(SourcesPanel, "draw", broken)
    for view in (handlers.redraw(session), handlers.choose(session, "", ""), handlers.select(session, "audit-0-1")):
        assert (view.table, view.panel) == (None, None)
        assert "Something went wrong" in copy(view)
