"""More learners than are answered at once, each in a browser profile of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.ui.serving import CHROMIUM, served

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is missing (make test installs it)")
from playwright.sync_api import Browser, BrowserContext, Page, expect  # noqa: E402

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: apt-get install chromium"),
]
_PATIENCE_MS = 60_000
_AT_ONCE = 4


@pytest.fixture
def learner(browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Opens the page for one more learner, in their language."""
    contexts: list[BrowserContext] = []
    expect.set_options(timeout=_PATIENCE_MS)
    with served("tests/ui/fake_assistant.py") as address:

        def new(lang: str) -> Page:
            context = browser.new_context(locale=lang)
            contexts.append(context)
            context.set_default_timeout(_PATIENCE_MS)
            page = context.new_page()
            page.goto(address)
            page.locator(".cp-examples button").first.wait_for()
            return page

        yield new
        for context in contexts:
            context.close()


def ask(page: Page, text: str) -> None:
    field = page.locator("#cp-question textarea")
    field.fill(text)
    field.press("Enter")


def test_who_waits_sees_their_place_and_it_moves(learner: Callable[[str], Page]) -> None:
    served_now = [learner("en-GB") for _ in range(_AT_ONCE)]
    for page in served_now:
        ask(page, "a slow one")
        expect(page.locator(".cp-exchange")).to_contain_text("word1")
    french, english = learner("fr-FR"), learner("en-GB")
    ask(french, "Which mode streams?")
    expect(french.locator("#cp-status")).to_contain_text("Votre place dans la file\u00a0: 1")
    ask(english, "What is the score?")
    expect(english.locator("#cp-status")).to_contain_text("Your place in line: 2")
    assert french.locator(".cp-exchange").count() == english.locator(".cp-exchange").count() == 1
    served_now[0].get_by_role("button", name="Stop").click()
    expect(french.locator(".cp-exchange")).to_contain_text("Pipe mode streams")
    expect(english.locator(".cp-exchange")).to_contain_text("750 points")
    for page in (french, english):
        expect(page.locator("#cp-status")).not_to_contain_text("place")
