"""Check and audit in a real browser, as a learner uses them: the worst first, filters by keyboard, a corrected copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.fake_assistant import QUOTE_FILE
from tests.ui.fake_checker import OLD_NOTE, QUOTE_50_TB
from tests.ui.serving import CHROMIUM, served

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is missing (make test installs it)")
from playwright.sync_api import Browser, Page, expect  # noqa: E402

_PATIENCE_MS = 30_000
THREE = "Pipe mode streams the data. An S3 object is at most 5 TB. File mode copies half of the dataset."

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
    with served("tests/ui/fake_checker.py") as url:
        yield url


def opened(browser: Browser, address: str, lang: str = "en-GB", width: int = 1280, scheme: str = "light") -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 844}, locale=lang, color_scheme=scheme, accept_downloads=True
    )
    context.set_default_timeout(_PATIENCE_MS)
    page = context.new_page()
    page.goto(address)
    return page


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_three_claims_come_worst_first_and_the_false_ones_are_corrected(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    page.get_by_role("tab", name="Check").click()
    page.get_by_label("Text to check").fill(THREE)
    page.locator("#cp-check").click()
    expect(page.locator("#cp-check-status")).to_have_text("Done: 3 claims checked.")
    claims = page.locator("#cp-checked .cp-claim")
    expect(claims.locator(".cp-said")).to_have_text(
        ["File mode copies half of the dataset.", "An S3 object is at most 5 TB.", "Pipe mode streams the data."]
    )
    expect(claims.nth(0).locator(".cp-fix q")).to_contain_text(QUOTE_FILE)
    expect(claims.nth(1).locator(".cp-fix")).to_contain_text("50 TB instead of 5 TB")
    expect(claims.nth(1).locator(".cp-fix q")).to_contain_text(QUOTE_50_TB)
    expect(claims.nth(2).locator(".cp-fix")).to_have_count(0)

    every = page.get_by_role("radio", name="All (3)")
    every.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="contradicted (1)")).to_be_focused()
    expect(page.locator("#cp-check-status")).to_have_text("1 claim shown")
    expect(claims).to_have_count(1)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="aged (1)")).to_be_focused()
    expect(claims.locator(".cp-said")).to_have_text(["An S3 object is at most 5 TB."])
    page.get_by_role("radio", name="All (3)").check(force=True)
    page.get_by_role("radio", name="as in the text").check(force=True)
    expect(claims.locator(".cp-said").first).to_have_text("Pipe mode streams the data.")
    page.context.close()


def test_a_french_page_gives_french_reasons_for_english_claims(browser: Browser, address: str) -> None:
    page = opened(browser, address, "fr-FR", 390, "dark")
    page.get_by_role("tab", name="Vérifier").click()
    page.get_by_label("Texte à vérifier").fill(THREE)
    page.locator("#cp-check").click()
    whys = page.locator("#cp-checked .cp-why")
    expect(whys).to_have_count(3)
    expect(page.locator("#cp-check-status")).to_have_text("Terminé : 3 affirmations vérifiées.")
    expect(whys.nth(0)).to_contain_text("La source dit the whole dataset, l’affirmation dit half.")
    expect(whys.nth(1)).to_contain_text("La valeur a changé : 5 TB avant, 50 TB depuis décembre 2025.")
    expect(whys.nth(2)).to_contain_text("La source dit la même chose.")
    assert fits(page)
    page.get_by_role("radio", name="English").check(force=True)
    expect(whys.nth(0)).to_contain_text("The source says the whole dataset, the claim says half.")
    page.context.close()


def test_what_has_changed_is_corrected_in_a_copy_and_in_nothing_else(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    page = opened(browser, address, width=390)
    page.get_by_role("tab", name="Audit of the notes").click()
    rows = page.locator("#cp-audit tr[id]")
    expect(rows).to_have_count(3)
    expect(page.locator("#cp-audit .cp-found")).to_contain_text("3 statements of your notes (of 55) rest on something")
    size = rows.filter(has_text="un objet pèse")
    expect(size).to_contain_text("In your notes:5 To")
    size.locator(".cp-cite").click()
    expect(page.locator("#cp-audit-sources mark")).to_have_text(QUOTE_50_TB)

    size.get_by_role("checkbox").check()
    bar = page.get_by_role("link", name="Your copy: 1 correction")
    expect(bar).to_be_in_viewport()
    expect(page.locator("#cp-audit-copy ins")).to_have_text(
        ["+ - Dans **Amazon S3**, un objet pèse au plus 50\u00a0To."]
    )
    bar.click()
    assert fits(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the copy (1 correction)").click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    assert saved.name == "ingestion-corrige.md"
    assert saved.read_bytes().decode() == OLD_NOTE.replace("5\u00a0To", "50\u00a0To")
    expect(page.locator("#cp-audit-copy .cp-status")).to_contain_text("Your notes have not changed.")
    page.context.close()


def test_notes_that_nobody_has_compared_are_compared_on_the_page(browser: Browser) -> None:
    with served("tests/ui/fake_checker.py") as address:  # one of its own: the others count claims
        compared(opened(browser, address))


def compared(page: Page) -> None:
    page.get_by_role("tab", name="Audit of the notes").click()
    page.get_by_role("button", name="Compare: L'examen MLS-C01").click()
    expect(page.locator("#cp-audit-copy .cp-status")).to_have_text("L'examen MLS-C01: 2 claims compared.")
    expect(page.get_by_role("button", name="Compare: L'examen MLS-C01")).to_have_count(0)
    page.context.close()
