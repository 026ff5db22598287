"""A conversation as a page of its own: every number leads to its words, nothing is loaded, nothing runs."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from assistant.conversations.schema import Exchange
from assistant.schema import Answer, Failed
from assistant.ui.chat.export_html import conversation_html
from assistant.ui.locale import load_labels
from ingest.schema import LANGS, Lang
from tests.ui.fake_assistant import HOSTILE, QUOTE_FILE, QUOTE_PIPE, FakeAssistant


def answered(text: str) -> Exchange:
    *_, final = FakeAssistant().ask(text)
    answer: Answer = final.answer  # type: ignore[union-attr]
    return Exchange(1, text, "done", answer=answer, asked_at="2026-11-30T12:00:00+00:00")


@pytest.mark.parametrize("lang", LANGS)
def test_every_number_leads_to_its_quote(lang: Lang) -> None:
    page = conversation_html([answered("Which mode streams?")], load_labels(lang))
    targets = set(re.findall(r' id="([^"]+)"', page))
    links = re.findall(r'href="#([^"]+)"', page)
    assert {"source-1-1", "source-1-2"} <= set(links) <= targets
    assert QUOTE_PIPE in page
    assert QUOTE_FILE in page
    assert f'<html lang="{lang}">' in page
    assert load_labels(lang).date("2026-11-30") in page


def test_nothing_in_it_runs_or_is_fetched() -> None:
    page = conversation_html([answered(f"{HOSTILE} hostile")], load_labels("en"), HOSTILE)
    assert not re.findall(r"<(?:script|img|link|iframe)", page)
    assert "url(" not in page


def test_what_has_no_answer_says_why() -> None:
    failed = Exchange(1, "x", "failed", failure=Failed("c", "No index.", "Build it."))
    stopped = replace(failed, id=2, phase="stopped", failure=None, draft="So far")
    running = replace(failed, id=3, phase="drafting", failure=None, draft="unseen")
    page = conversation_html([failed, stopped, running], load_labels("en"))
    assert "No index. Build it." in page
    assert "So far (stopped before the end, not checked)" in page
    assert "unseen" not in page
