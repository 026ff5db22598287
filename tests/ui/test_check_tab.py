"""The Check tab: handlers, what is drawn, exports; one test in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.review.schema import StatementEvent
from assistant.ui.check.export import checked_html, checked_markdown
from assistant.ui.check.handlers import CheckHandlers, CheckView
from assistant.ui.check.state import Checking
from assistant.ui.locale import load_labels
from assistant.ui.session import Session
from assistant.ui.sources import SourcesPanel
from ingest.schema import Lang
from tests.ui.fake_assistant import HOSTILE, QUOTE_750, QUOTE_FILE, QUOTE_PIPE
from tests.ui.fake_checker import HALF, MIXED, CheckingAssistant
from tests.ui.html_check import assert_safe
from tests.ui.serving import CHROMIUM, chromium, served


class Clock:
    """Moves one second at each look."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


@pytest.fixture
def fake() -> CheckingAssistant:
    return CheckingAssistant()


@pytest.fixture
def tab(fake: CheckingAssistant) -> CheckHandlers:
    return CheckHandlers(fake, max_chars=500, clock=Clock())


@pytest.fixture
def session() -> Session:
    return Session("en")


def check(tab: CheckHandlers, session: Session, text: str = MIXED) -> list[CheckView]:
    return list(tab.check(session, text))


def result(view: CheckView) -> str:
    assert view.result is not None
    return assert_safe(view.result).text


def said(view: CheckView) -> str:
    assert view.status is not None
    return assert_safe(view.status).text


# --- checking


def test_verdicts_arrive_one_by_one_with_progress(tab: CheckHandlers, session: Session) -> None:
    views = check(tab, session)
    assert [said(view) for view in views] == [
        "Looking for the claims…",
        "0 of 4 claims checked",
        "1 of 4 claims checked",
        "2 of 4 claims checked",
        "3 of 4 claims checked",
        "4 of 4 claims checked",
        "Done: 4 claims checked.",
    ]
    assert "waiting…" in result(views[2])
    assert [view.running for view in views] == [True] * 6 + [False]


def test_every_claim_has_its_words_its_verdict_in_words_and_its_reason(tab: CheckHandlers, session: Session) -> None:
    shown = result(check(tab, session)[-1])
    assert "File mode copies half of the dataset." in shown
    assert f"✗ contradicted: {HALF.said('en')}" in shown
    assert "? not in the sources: No passage found says so." in shown
    assert "50 % supported" in shown
    assert "supported: 2" in shown


def test_the_corrected_version_is_made_of_quotes_only(tab: CheckHandlers, session: Session) -> None:
    corrected = result(check(tab, session)[-1]).split("Corrected version, from quotes only")[1]
    for quote in (QUOTE_750, QUOTE_PIPE, QUOTE_FILE):
        assert quote in corrected
    assert "Instead of: File mode copies half of the dataset." in corrected
    assert "No source says or corrects: Nobody has ever written this." in corrected


def test_a_source_opens_at_the_exact_words(tab: CheckHandlers, session: Session) -> None:
    check(tab, session)
    view = tab.select(session, "check-1-3")
    assert view.panel is not None
    assert assert_safe(view.panel).marked == QUOTE_FILE


@pytest.mark.parametrize("value", ["", "1-1", "check-1-x", "check-2-1", "exchange-1-1", "<script>-1"])
def test_a_selection_that_makes_no_sense_is_ignored(tab: CheckHandlers, session: Session, value: str) -> None:
    check(tab, session)
    assert tab.select(session, value) == CheckView()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("  ", "Paste a text first"), ("?! …", "Paste a text first"), ("x" * 1501, "1,501 characters; 500 at most")],
)
def test_nothing_and_too_much_are_refused_kindly(
    tab: CheckHandlers, session: Session, text: str, expected: str
) -> None:
    (view,) = check(tab, session, text)
    assert expected in said(view)
    assert view.text is None


def test_a_text_without_claims_says_so(tab: CheckHandlers, session: Session) -> None:
    view = check(tab, session, "fail")[-1]
    assert "There is no statement in this text." in result(view)
    assert view.running is False


def test_stop_keeps_what_was_checked_and_closes_the_events(
    tab: CheckHandlers, fake: CheckingAssistant, session: Session
) -> None:
    views = tab.check(session, MIXED)
    for view in views:
        if "1 of 4" in said(view):
            break
    stopped = tab.stop(session)
    assert "You stopped the check" in result(stopped)
    assert "not checked" in result(stopped)
    (last,) = views
    assert last.running is False
    assert fake.closed.is_set()
    assert tab.stop(session) == CheckView(running=False)
    assert "The source" in result(check(tab, session)[-1])


def test_a_second_text_waits_for_the_first(tab: CheckHandlers, session: Session) -> None:
    first = tab.check(session, MIXED)
    next(first)
    (view,) = check(tab, session, "Another one.")
    assert "still being checked" in said(view)
    list(first)


def test_clear_empties_the_tab_and_ends_what_runs(tab: CheckHandlers, session: Session) -> None:
    running = tab.check(session, MIXED)
    next(running)
    view = tab.clear(session)
    assert view.text == ""
    assert "Is this explanation right?" in result(view)
    (last,) = running
    assert "Is this explanation right?" in result(last)


@pytest.mark.parametrize("text", ["raise now", "One 750. Then raise later."])
def test_an_assistant_that_raises_anyway(tab: CheckHandlers, session: Session, text: str) -> None:
    view = check(tab, session, text)[-1]
    assert "Something went wrong" in said(view)
    assert view.running is False
    assert "Done" in said(check(tab, session)[-1])


class _Silent(CheckingAssistant):
    def _checked(self, text: str) -> Iterator[StatementEvent]:
        yield from ()


def test_events_that_end_without_a_result_are_told(session: Session) -> None:
    view = check(CheckHandlers(_Silent()), session)[-1]
    assert "Something went wrong" in said(view)


def test_a_bug_of_the_page_is_told_and_not_raised(
    tab: CheckHandlers, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    check(tab, session)

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(SourcesPanel, "draw", broken)
    for view in (tab.select(session, "check-1-1"), tab.redraw(session), tab.clear(session)):
        assert "Something went wrong" in said(view)


def test_each_browser_tab_has_its_own_check(tab: CheckHandlers, session: Session) -> None:
    check(tab, session)
    assert "Is this explanation right?" in result(tab.redraw(Session("en")))
    assert "contradicted" in result(tab.redraw(session))


def test_the_tab_speaks_french(tab: CheckHandlers, session: Session) -> None:
    check(tab, session)
    session.lang = "fr"
    shown = result(tab.redraw(session))
    assert "absent des sources" in shown
    assert "Version corrigée" in shown
    assert tab.example(session).text == load_labels("fr")("check.example_text")


def test_what_is_pasted_and_what_sources_say_runs_nothing(tab: CheckHandlers, session: Session) -> None:
    view = check(tab, session, f"A hostile text {HOSTILE}.\n\n{HOSTILE}.")[-1]
    assert "<script>" in result(view)


# --- export


def test_exports(tab: CheckHandlers, session: Session) -> None:
    assert tab.export(session, "md").file == ""
    check(tab, session)
    markdown = json.loads(tab.export(session, "md").file or "")
    page = json.loads(tab.export(session, "html").file or "")
    assert (markdown["name"], page["name"]) == ("checked-text.md", "checked-text.html")
    for made in (markdown, page):
        assert QUOTE_FILE.split(" mode")[1] in made["text"]
        assert "contradicted" in made["text"]
    assert page["text"].startswith("<!doctype html>")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_exported_page_is_escaped(lang: Lang) -> None:
    text = f"A hostile text {HOSTILE}."
    events = list(CheckingAssistant().check_text(text))
    done = events[-1].result  # type: ignore[union-attr]
    assert "<script>window" not in checked_html(done, load_labels(lang))
    assert "<img" not in checked_html(done, load_labels(lang))
    assert "<script>" not in checked_markdown(done, load_labels(lang))


def test_a_stopped_check_takes_nothing_more() -> None:
    begun = Checking().begun("x")
    assert begun is not None
    assert begun.check is not None
    assert begun.begun("y") is None
    stopped = begun.stopped()
    assert stopped is not None
    assert stopped.with_state(begun.check) is None
    assert stopped.stopped() is None


# --- in a browser

_NAMES_TWICE = """() => {
  const names = [...document.querySelectorAll('[id^=cp-]')].map((element) => element.id);
  return names.filter((name, place) => names.indexOf(name) !== place);
}"""


@pytest.fixture
def address() -> Iterator[str]:
    """Where the page is served."""
    with served("tests/ui/fake_checker.py") as url:
        yield url


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: apt-get install chromium")
def test_the_tabs_in_a_browser(address: str, tmp_path: Path) -> None:
    api = pytest.importorskip("playwright.sync_api", reason="playwright is missing (make test installs it)")
    strange: list[str] = []
    with api.sync_playwright() as playwright:
        browser = chromium(playwright)
        for scheme, width in (("light", 1280), ("dark", 390)):
            context = browser.new_context(viewport={"width": width, "height": 860}, color_scheme=scheme)
            context.set_default_timeout(20_000)
            page = context.new_page()
            page.on("pageerror", lambda error: strange.append(str(error)))
            page.on(
                "request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else strange.append(r.url)
            )
            page.goto(address)
            page.get_by_role("tab", name="Check").click()
            page.get_by_label("Text to check").fill(MIXED)
            page.locator("#cp-check").click()
            page.get_by_text("Done: 4 claims checked.").wait_for()
            page.locator("#cp-checked").get_by_role("button", name="Source 3").first.click()
            mark = page.locator("#cp-check-sources mark")
            api.expect(mark).to_have_text(QUOTE_FILE)
            api.expect(mark).to_be_in_viewport()
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            with page.expect_download() as download:
                page.get_by_role("button", name="Export HTML").click()
            saved = tmp_path / download.value.suggested_filename
            download.value.save_as(saved)
            assert QUOTE_FILE in saved.read_text(encoding="utf-8")
            for tab in page.get_by_role("tab").all():
                tab.click()
            assert page.evaluate(_NAMES_TWICE) == []
            context.close()
        browser.close()
    assert strange == []
