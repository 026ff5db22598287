"""Settings and first screen in a real browser: what is chosen stays, a key does not, the question box is in sight."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ui.serving import CHROMIUM, served

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is missing (make test installs it)")
from playwright.sync_api import Browser, Page, expect  # noqa: E402

_PATIENCE_MS = 25_000

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the fake page is served."""
    with served("tests/ui/fake_assistant.py") as url:
        yield url


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page of a new visitor on a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB", color_scheme="light")
    context.set_default_timeout(_PATIENCE_MS)
    expect.set_options(timeout=_PATIENCE_MS)
    opened = context.new_page()
    opened.goto(address)
    opened.locator(".cp-examples button").first.wait_for()
    yield opened
    context.close()


def test_the_question_box_is_in_the_first_screen_of_a_phone(page: Page) -> None:
    box = page.locator("#cp-question textarea").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 844
    assert page.evaluate("scrollY") == 0


def test_the_first_button_leads_to_the_library(page: Page) -> None:
    page.get_by_role("button", name="Add your own documents").click()
    expect(page.locator(".cp-drop")).to_be_visible()


def test_what_is_chosen_stays_after_a_reload(page: Page) -> None:
    expect(page.locator(".cp-retired")).to_contain_text("MLA-C01 and AIP-C01 succeed it")
    page.locator("#cp-settings-on-exam").select_option("mla-c01")
    expect(page.locator(".cp-retired")).to_have_count(0)
    page.locator("#cp-settings summary").first.click()
    page.get_by_label("Colours").select_option("dark")
    page.get_by_label("Text size").select_option("125")
    expect(page.locator("body")).to_have_class("dark")
    page.reload()
    page.locator(".cp-examples button").first.wait_for()
    expect(page.locator("body")).to_have_class("dark")
    assert page.evaluate("document.documentElement.style.fontSize") == "125%"
    expect(page.locator(".cp-retired")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_key_that_is_refused_is_told_and_is_nowhere_in_the_browser(page: Page) -> None:
    page.locator("#cp-settings summary").first.click()
    page.locator("#cp-settings-on-provider").select_option("openai")
    page.locator("#cp-settings").get_by_label("Name").fill("small")
    page.locator("#cp-settings").get_by_label("Key").fill("bad")
    page.get_by_role("button", name="Test and use").click()
    expect(page.locator("#cp-settings .cp-status")).to_contain_text("The provider refuses the key.")
    expect(page.locator("#cp-settings").get_by_label("Name")).to_have_value("small")
    expect(page.locator("#cp-settings").get_by_label("Key")).to_have_value("")
    page.locator("#cp-settings").get_by_label("Key").fill("a good one")
    page.get_by_role("button", name="Test and use").click()
    expect(page.locator("#cp-settings .cp-status")).to_contain_text("openai:small answers")
    assert "a good one" not in page.content()
    assert "a good one" not in page.evaluate("JSON.stringify({ ...localStorage, ...sessionStorage })")
