"""All that a learner has, in a real browser and the whole program: copied, deleted, brought back, exported."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.serving import CHROMIUM
from tests.ui.trust.real import BUILD_MS, PATIENCE_MS, program

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is missing (make test installs it)")
from playwright.sync_api import Browser, Page, expect  # noqa: E402

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: apt-get install chromium"),
]
SECRET = "A quokka cluster keeps exactly seventeen replicas of each shard."
QUESTION = "How many replicas of each shard does a quokka cluster keep?"


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The program with a document of the learner's own."""
    written: list[str] = []
    with program(tmp_path, log=written, REFUSAL_THRESHOLD="0") as address:
        context = browser.new_context(locale="en-GB", accept_downloads=True)
        context.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        opened = context.new_page()
        opened.goto(address)
        opened.locator(".cp-examples button").first.wait_for()
        yield opened
        context.close()
    assert "Traceback" not in written[0], written[0][-3000:]


def add_document(page: Page) -> None:
    page.get_by_role("tab", name="Library").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files").click()
    text = f"---\nlang: en\n---\n\n# Quokka clusters\n\n{SECRET}\n"
    chooser.value.set_files([{"name": "quokkas.md", "mimeType": "text/markdown", "buffer": text.encode()}])
    expect(page.locator("#cp-library-progress [role=status]")).to_contain_text("1 file taken in")
    built(page)


def built(page: Page) -> None:
    expect(page.locator("[data-running]")).to_have_count(0, timeout=BUILD_MS)
    expect(page.locator(".cp-done")).to_be_visible()


def answer(page: Page) -> str:
    page.get_by_role("tab", name="Chat").click()
    field = page.get_by_label("Your question")
    field.fill(QUESTION)
    field.press("Enter")
    expect(page.locator("#cp-status")).to_contain_text("Answer ready")
    return page.locator(".cp-exchange").last.inner_text()


def own_data(page: Page) -> None:
    """Unfold the settings and the part on all data."""
    if page.locator("details#cp-settings-on-panel[open]").count() == 0:
        page.locator("#cp-settings summary").first.click()
    if page.locator("details#cp-settings-on-data[open]").count() == 0:
        page.get_by_text("Your data", exact=True).click()


def downloaded(page: Page, name: str, to: Path) -> Path:
    own_data(page)
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    download.value.save_as(to)
    return to


def reloaded(page: Page) -> None:
    page.reload()
    page.locator(".cp-examples button, .cp-exchange").first.wait_for()


def test_everything_is_copied_deleted_brought_back_and_exported(page: Page, tmp_path: Path) -> None:
    data, status = tmp_path / "data", page.locator("#cp-settings .cp-status")
    add_document(page)
    assert "seventeen" in answer(page)
    copy = downloaded(page, "Copy everything", tmp_path / "copy.zip")
    with zipfile.ZipFile(copy) as packed:
        assert {"conversations.db", "library/documents/quokkas.md"} <= {*packed.namelist()}

    # Nothing goes without the word.
    page.get_by_role("button", name="Delete everything…").click()
    page.get_by_role("button", name="Keep everything").click()
    expect(page.get_by_label("to go on")).to_have_count(0)
    page.get_by_role("button", name="Delete everything…").click()
    page.get_by_label("to go on").fill("yes")
    page.get_by_role("button", name="Delete everything", exact=True).click()
    expect(status).to_contain_text("Nothing was deleted: type “delete”.")
    assert (data / "library" / "documents" / "quokkas.md").is_file()
    page.get_by_label("to go on").fill("delete")
    page.get_by_role("button", name="Delete everything", exact=True).click()
    expect(status).to_contain_text("deleted, and the index is made again")
    assert not [*data.rglob("quokkas.md")]
    reloaded(page)
    assert page.locator(".cp-exchange").count() == 0
    page.get_by_role("tab", name="Library").click()
    built(page)
    expect(page.locator("#cp-library")).not_to_contain_text("Quokka")
    assert "seventeen" not in answer(page)

    # What is no copy is refused; the copy brings all of it back.
    (tmp_path / "bad.zip").write_bytes(b"no copy")
    own_data(page)
    page.locator("#cp-settings input[type=file]").set_input_files(tmp_path / "bad.zip")
    expect(status).to_contain_text("Nothing was changed.")
    own_data(page)
    page.locator("#cp-settings input[type=file]").set_input_files(copy)
    expect(status).to_contain_text("back. Reload the page.")
    assert SECRET in (data / "library" / "documents" / "quokkas.md").read_text(encoding="utf-8")
    reloaded(page)
    page.get_by_role("tab", name="Library").click()
    built(page)
    expect(page.locator("#cp-library")).to_contain_text("Quokka clusters")
    page.get_by_role("tab", name="Chat").click()
    page.locator("#cp-kept-open").click()
    page.locator("#cp-kept").get_by_text("quokka cluster").first.click()
    expect(page.locator(".cp-exchange")).to_contain_text("seventeen")

    exported = downloaded(page, "Export everything", tmp_path / "export.zip")
    with zipfile.ZipFile(exported) as packed:
        listed = packed.namelist()
        pages = [name for name in listed if name.startswith("conversations/") and name.endswith(".md")]
        assert any("seventeen" in packed.read(name).decode() for name in pages)
        assert "library/documents/quokkas.md" in listed
    assert not [*(tmp_path / "uploads").rglob("*.zip")]
