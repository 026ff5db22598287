"""Hostile documents in a real browser, through the whole program: uploaded, listed, asked about, opened, in one go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.ui.serving import CHROMIUM
from tests.ui.trust.hostile import GIVEN, HIDDEN, Hostile, documents, says
from tests.ui.trust.real import BUILD_MS, PATIENCE_MS, program

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is missing (make test installs it)")
from playwright.sync_api import Browser, Page, Request, expect  # noqa: E402

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: apt-get install chromium"),
]
_TELL = """document.addEventListener('securitypolicyviolation', (event) => {
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
});"""
# Elements of a document that would have become the page's own.
_FOREIGN = """() => [...document.querySelectorAll('iframe, object, embed, [onerror], [onload], [onclick], ' +
  '[onfocus], [ontoggle], [href^="javascript:"], [src*="evil"], [href*="evil.example"], [action*="evil"]')]
  .map((one) => one.outerHTML.slice(0, 200))"""
_WIDER = "() => document.documentElement.scrollWidth - window.innerWidth"


class Watched:
    """A page, with what it was not to do."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.wrong = page, [""][:0]
        self._host = urlsplit(address).netloc
        page.on("request", self._requested)
        page.on("dialog", lambda dialog: (self.wrong.append(f"dialog {dialog.message}"), dialog.dismiss())[0])
        page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("popup", lambda opened: self.wrong.append(f"popup {opened.url}"))

    def _requested(self, request: Request) -> None:
        where = urlsplit(request.url)
        if where.scheme not in ("data", "blob") and where.netloc != self._host:
            self.wrong.append(f"request {request.url}")

    def require_harmless(self, what: str) -> None:
        """Nothing ran, nothing was sent, nothing is wider than the window, and the page can be used."""
        assert self.page.evaluate("window.hacked") is None, what
        assert self.page.evaluate(_FOREIGN) == [], what
        assert self.page.evaluate(_WIDER) <= 0, what
        assert self.wrong == [], what


@pytest.fixture
def watched(browser: Browser, tmp_path: Path) -> Iterator[Watched]:
    """The program, with a library that is still empty, in a window that is watched."""
    written: list[str] = []
    with program(tmp_path, log=written, REFUSAL_THRESHOLD="0") as address:
        context = browser.new_context(locale="en-GB", viewport={"width": 1100, "height": 800})
        context.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        context.add_init_script(_TELL)
        watched = Watched(context.new_page(), address)
        watched.page.goto(address)
        watched.page.locator(".cp-examples button").first.wait_for()
        yield watched
        context.close()
    assert "Traceback" not in written[0], written[0][-3000:]


def add_all(page: Page, hostile: list[Hostile]) -> None:
    page.get_by_role("tab", name="Library").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files").click()
    chooser.value.set_files(
        [{"name": one.name, "mimeType": "application/octet-stream", "buffer": one.data} for one in hostile]
    )
    expect(page.locator("#cp-library-progress [role=status]")).to_contain_text(f"{len(hostile)} files taken in")
    expect(page.locator("[data-running]")).to_have_count(0, timeout=BUILD_MS)
    expect(page.locator(".cp-done")).to_be_visible()


def ask(page: Page, text: str, number: int) -> None:
    field = page.get_by_label("Your question")
    field.fill(text)
    field.press("Enter")
    expect(page.locator(".cp-exchange")).to_have_count(number)
    expect(page.locator("#cp-status")).to_contain_text("Answer ready")
    expect(page.locator("#cp-stop")).to_be_hidden()


def test_hostile_documents_are_text(watched: Watched) -> None:
    page, hostile = watched.page, documents()
    assert len(hostile) >= 30
    add_all(page, hostile)
    watched.require_harmless("the library")
    assert HIDDEN not in page.locator("body").inner_text()
    page.get_by_role("tab", name="Chat").click()
    found = 0
    for place, one in enumerate(hostile):
        page.locator("#cp-new").click()
        expect(page.locator(".cp-exchange")).to_have_count(0)
        ask(page, one.question, 1)
        exchange = page.locator(".cp-exchange")
        said = exchange.inner_text() + page.locator("#cp-sources").inner_text()
        watched.require_harmless(one.name)
        assert HIDDEN not in said, one.name
        found += says(one.animal, 101 + place) in " ".join(said.split())
        # A chip is a source of the answer: its number is one of them, and never one that a document gave.
        chips = exchange.locator(".cp-cite").all_inner_texts()
        numbers = {int("".join(filter(str.isdigit, chip)) or 0) for chip in chips}
        assert chips, one.name
        assert numbers <= set(range(1, 13)), one.name
        assert numbers.isdisjoint(GIVEN), one.name
    assert found >= len(hostile) - 2, found  # a name that cannot be broken, a table: told otherwise, and no harm
