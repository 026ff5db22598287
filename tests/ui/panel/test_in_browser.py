"""The sources panel in a real browser: keys, search, the quote behind a number, over the page on a phone and back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.ui.fake_assistant import QUOTE_FILE, QUOTE_PIPE
from tests.ui.serving import CHROMIUM, served

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is missing (make test installs it)")
from playwright.sync_api import Browser, Page, expect  # noqa: E402

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
    with served("tests/ui/fake_assistant.py") as url:
        yield url


def answered(browser: Browser, address: str, width: int) -> Page:
    """A page with an answer of two citations."""
    context = browser.new_context(viewport={"width": width, "height": 844}, locale="en-GB")
    context.set_default_timeout(_PATIENCE_MS)
    page = context.new_page()
    page.goto(address)
    page.locator(".cp-examples button").first.wait_for()
    field = page.get_by_label("Your question")
    field.fill("Which mode streams?")
    field.press("Enter")
    expect(page.locator(".cp-exchange").last).to_contain_text("Partly answered")
    return page


def test_arrow_keys_and_buttons_lead_to_the_citation_before_and_after(browser: Browser, address: str) -> None:
    page = answered(browser, address, 1280)
    page.locator("#cp-conversation .cp-cite").first.click()
    marked = page.locator("#cp-sources mark")
    expect(marked).to_have_text(QUOTE_PIPE)
    expect(page.get_by_role("heading", name="Sources", level=2)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(marked).to_have_text(QUOTE_FILE)
    expect(page.get_by_label("Next citation")).to_be_disabled()
    page.get_by_label("Previous citation").click()
    expect(marked).to_have_text(QUOTE_PIPE)
    page.context.close()


def test_search_in_the_open_document_counts_and_leads(browser: Browser, address: str) -> None:
    page = answered(browser, address, 1280)
    page.locator("#cp-conversation .cp-cite").first.click()
    expect(page.locator("#cp-sources mark")).to_have_text(QUOTE_PIPE)
    field = page.get_by_label("Search in this document")
    field.fill("AFTER background")
    told = page.locator("#cp-sources .cp-find-told")
    expect(told).to_have_text(re.compile(r"^0 / \d+$"))
    field.press("Enter")
    expect(told).to_have_text(re.compile(r"^1 / \d+$"))
    field.fill("no such words")
    expect(told).to_have_text("not found")
    page.context.close()


def test_the_quote_behind_a_number_is_shown_at_focus_and_put_away_by_escape(browser: Browser, address: str) -> None:
    page = answered(browser, address, 1280)
    chip = page.locator("#cp-conversation .cp-cite").nth(1)
    chip.focus()
    tip = page.locator(".cp-tip:not([hidden])")
    expect(tip).to_contain_text(QUOTE_FILE)
    page.keyboard.press("Escape")
    expect(tip).to_have_count(0)
    page.mouse.move(0, 0)
    chip.hover()
    expect(tip).to_contain_text(QUOTE_FILE)
    page.context.close()


def test_on_a_phone_the_sources_come_over_the_page_and_go_back(browser: Browser, address: str) -> None:
    page = answered(browser, address, 390)
    chip = page.locator("#cp-conversation .cp-cite").first
    chip.click()
    over = page.locator("#cp-sources [data-over]")
    expect(over.locator("mark")).to_have_text(QUOTE_PIPE)
    expect(over.locator("mark")).to_be_in_viewport()
    page.get_by_role("link", name="Back to the answer").click()
    expect(over).to_have_count(0)
    expect(chip).to_be_focused()
    chip.press("Enter")
    expect(over).to_have_count(1)
    page.keyboard.press("Escape")
    expect(over).to_have_count(0)
    expect(chip).to_be_focused()
    page.context.close()
