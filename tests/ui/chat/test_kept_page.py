"""Kept conversations in a real browser: reload, restart, back, an old one found, two learners, a phone, keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.fake_assistant import QUOTE_PIPE
from tests.ui.serving import CHROMIUM, free_port, served, started

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is missing (make test installs it)")
from playwright.sync_api import Browser, BrowserContext, Page, expect  # noqa: E402

SERVER = "tests/ui/fake_assistant.py"
PIPE, SCORE = "Which mode streams?", "What is the score?"
_PATIENCE_MS = 30_000

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: apt-get install chromium"),
]


@pytest.fixture(scope="module", autouse=True)
def patience() -> None:
    """How long what is expected may take on a busy machine."""
    expect.set_options(timeout=_PATIENCE_MS)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the page is served."""
    with served(SERVER) as url:
        yield url


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile."""
    fresh = browser.new_context(viewport={"width": 1280, "height": 860}, locale="en-GB")
    fresh.set_default_timeout(_PATIENCE_MS)
    yield fresh
    fresh.close()


def opened(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    page.locator("#cp-conversation :is(.cp-examples, .cp-exchange)").first.wait_for()
    return page


def ask(page: Page, text: str) -> None:
    field = page.get_by_label("Your question")
    field.fill(text)
    field.press("Enter")
    expect(page.locator(".cp-exchange").last).to_contain_text(re.compile("Partly answered|Answered"))


def asked(page: Page, *texts: str) -> None:
    expect(page.locator(".cp-asked > div")).to_have_text(list(texts))


def drawer(page: Page) -> None:
    page.locator("#cp-kept-open").click()
    expect(page.locator("#cp-kept-search")).to_be_focused()


def test_a_server_that_was_killed_comes_back_with_everything(context: BrowserContext, tmp_path: Path) -> None:
    port, environment = free_port(), {"CITEPREP_DATA": str(tmp_path)}
    server = started(port, SERVER, environment=environment)
    try:
        page = opened(context, f"http://127.0.0.1:{port}")
        ask(page, PIPE)
        field = page.get_by_label("Your question")
        field.fill("a slow mode")
        field.press("Enter")
        expect(page.locator(".cp-exchange").last).to_contain_text("word2")
        server.kill()
        server.communicate()
        server = started(port, SERVER, environment=environment)
        expect(page.locator(".cp-kept-said")).to_contain_text("was restarted. Nothing is lost")  # the page by itself
        asked(page, PIPE, "a slow mode")
        expect(page.locator(".cp-exchange").last).to_contain_text("Interrupted")
        page.locator("#exchange-1 .cp-cite").first.click()
        expect(page.locator(".cp-panel mark")).to_have_text(QUOTE_PIPE)
        page.reload()
        asked(page, PIPE, "a slow mode")
        expect(page.locator(".cp-kept-said")).not_to_contain_text("was restarted")
    finally:
        server.kill()
        server.communicate()


def test_back_forward_reload_and_a_bookmark_lead_to_conversations_and_tabs(
    context: BrowserContext, address: str
) -> None:
    page = opened(context, address)
    ask(page, PIPE)
    expect(page).to_have_url(re.compile(r"#/chat/[0-9a-f]{32}$"))
    bookmark = page.url
    page.get_by_role("button", name="New conversation").click()
    expect(page).to_have_url(re.compile(r"#/chat$"))
    ask(page, SCORE)
    page.get_by_role("tab", name="Practice").click()
    expect(page).to_have_url(re.compile(r"#/practice$"))
    page.reload()
    expect(page.get_by_role("tab", name="Practice")).to_have_attribute("aria-selected", "true")
    page.go_back()
    expect(page.get_by_role("tab", name="Chat")).to_have_attribute("aria-selected", "true")
    asked(page, SCORE)
    page.go_back()
    asked(page, PIPE)
    page.go_forward()
    asked(page, SCORE)
    other = opened(context, bookmark)
    asked(other, PIPE)
    other.locator("#exchange-1 .cp-cite").first.click()
    expect(other.locator(".cp-panel mark")).to_have_text(QUOTE_PIPE)


def test_an_old_conversation_is_found_renamed_deleted_and_brought_back(context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    ask(page, PIPE)
    page.get_by_role("button", name="New conversation").click()
    ask(page, SCORE)
    drawer(page)
    page.keyboard.type("copying streams")
    expect(page.locator(".cp-kept-name")).to_have_text([PIPE])
    expect(page.locator("#cp-kept-search")).to_have_value("copying streams")
    page.get_by_role("button", name=f"Rename “{PIPE}”").click()
    expect(page.locator("#cp-kept-rename")).to_be_focused()
    page.keyboard.type("Input modes")
    page.keyboard.press("Enter")
    expect(page.locator(".cp-kept-name")).to_have_text(["Input modes"])
    page.get_by_role("button", name="Delete “Input modes”").click()
    expect(page.locator("#cp-kept-undo")).to_be_focused()
    expect(page.locator(".cp-kept-name")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".cp-kept-name")).to_have_text(["Input modes"])
    page.locator(".cp-kept-name").click()
    asked(page, PIPE)
    expect(page.locator(".cp-kept-drawer")).to_have_count(0)
    expect(page.locator(".cp-kept-title")).to_contain_text("Input modes")
    page.reload()
    expect(page.locator(".cp-kept-title")).to_contain_text("Input modes")


def test_another_browser_sees_nothing_of_it(browser: Browser, context: BrowserContext, address: str) -> None:
    page = opened(context, address)
    ask(page, PIPE)
    other = browser.new_context(locale="en-GB")
    stranger = opened(other, page.url)
    expect(stranger.locator(".cp-kept-said")).to_contain_text("belongs to another browser")
    expect(stranger.locator(".cp-examples button")).to_have_count(4)
    stranger.locator("#cp-kept-open").click()
    expect(stranger.locator(".cp-kept-drawer")).to_contain_text("Your conversations will appear here")
    kept = stranger.evaluate("[...Object.entries(localStorage), ...Object.entries(sessionStorage)]")
    ids = {name: value for name, value in kept if name.startswith("citeprep")}
    assert set(ids) <= {"citeprep.learner", "citeprep.run", "citeprep.language"}
    assert PIPE not in str(page.evaluate("JSON.stringify([localStorage, sessionStorage])"))
    other.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_in_french_with_the_keyboard_only(browser: Browser, address: str, scheme: str) -> None:
    phone = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR", color_scheme=scheme)  # type: ignore[arg-type]
    page = opened(phone, address)
    page.get_by_label("Votre question").fill(PIPE)
    page.keyboard.press("Enter")
    expect(page.locator(".cp-exchange").last).to_contain_text("Répondu en partie")
    page.locator("#cp-kept-open").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#cp-kept-search")).to_be_focused()
    expect(page.locator(".cp-kept-drawer")).to_contain_text("Aujourd’hui")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.keyboard.press("Escape")
    expect(page.locator(".cp-kept-drawer")).to_have_count(0)
    expect(page.locator("#cp-kept-open")).to_be_focused()
    phone.close()
