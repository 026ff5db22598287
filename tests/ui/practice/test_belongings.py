"""One learner, one progress: another browser and the command line see it; it goes out, comes in, and starts anew."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ui.practice.test_tab import give, start_exam
from tests.ui.serving import CHROMIUM, ROOT, served

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is missing (make test installs it)")
from playwright.sync_api import Page, expect  # noqa: E402

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: apt-get install chromium"),
]
Open = Callable[..., Page]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    """A page that only this machine reaches, with a practice file of its own for each test."""
    with served(
        "tests/ui/practice/server.py", str(folder / "practice.db"), "alone", environment={"CITEPREP_DATA": str(folder)}
    ) as url:
        yield url


def belongings(page: Page) -> None:
    page.get_by_text("Your progress and your cards").click()


def test_one_learner_one_progress(open_tab: Open, folder: Path, address: str) -> None:
    page = open_tab("Practice")
    card = page.locator("#cp-practice")
    page.locator("#cp-practice-start").click()
    give(card)
    page.locator("#cp-practice-check").click()
    expect(card.locator(".cp-verdict-line")).to_have_text("✓ Right.")
    other = open_tab("Practice")
    expect(other.locator("#cp-practice")).to_contain_text("Today: 1 of 20 questions.")
    other.goto(address.replace("127.0.0.1", "localhost"))
    other.get_by_role("tab", name="Practice", exact=True).click()
    expect(other.locator("#cp-practice")).to_contain_text("Today: 1 of 20 questions.")
    command = [sys.executable, "-m", "assistant", "practice", "stats", "--exam", "mls-c01", "--json"]
    env = {**os.environ, "CITEPREP_DATA": str(folder)}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["today"]["answered"] == 1


def test_out_anew_and_in_again(open_tab: Open, folder: Path) -> None:
    page = open_tab("Practice")
    card = page.locator("#cp-practice")
    page.locator("#cp-practice-start").click()
    give(card)
    page.locator("#cp-practice-check").click()
    card.get_by_role("button", name="Back to the overview").click()
    expect(card).to_contain_text("Today: 1 of 20 questions.")
    belongings(page)
    with page.expect_download() as given:
        card.get_by_role("button", name="Export progress").click()
    kept = Path(given.value.path()).read_bytes()
    assert len(json.loads(kept)["tables"]["attempts"]) == 1

    belongings(page)
    card.get_by_role("button", name="Start anew").click()
    card.get_by_role("button", name="Take all away").click()
    expect(card).to_contain_text("All is gone.")
    expect(card).to_contain_text("Today: 0 of 20 questions.")
    assert len(list(folder.glob("progress-*.json"))) == 1

    belongings(page)
    field = card.locator("input[type=file]")
    field.set_input_files({"name": "kept.json", "mimeType": "application/json", "buffer": kept})
    expect(card).to_contain_text("entries were new and are taken in")
    expect(card).to_contain_text("Today: 1 of 20 questions.")
    belongings(page)
    field.set_input_files({"name": "notes.docx", "mimeType": "application/zip", "buffer": b"PK"})
    expect(card).to_contain_text("This format is not read.")
    expect(card).to_contain_text("Question,Answer")
    belongings(page)
    rows = "Question,Answer\n" + "".join(f"What is number {n}?,The answer {n}\n" for n in range(700))
    field.set_input_files({"name": "cards.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    expect(card).to_contain_text("700 cards are taken in for MLS-C01.")


def test_a_deck_and_a_table_from_a_button(open_tab: Open) -> None:
    page = open_tab("Practice")
    card = page.locator("#cp-practice")
    belongings(page)
    with page.expect_download() as given:
        card.get_by_role("button", name="Anki deck").click()
    assert given.value.suggested_filename == "citeprep-mls-c01.apkg"
    with zipfile.ZipFile(io.BytesIO(Path(given.value.path()).read_bytes())) as package:
        assert "collection.anki2" in package.namelist()
    belongings(page)
    with page.expect_download() as given:
        card.get_by_role("button", name="Table (CSV)").click()
    assert given.value.suggested_filename == "citeprep-mls-c01.csv"


def test_a_running_exam_is_offered_on_every_tab_and_a_lost_server_is_said(open_tab: Open, address: str) -> None:
    page = open_tab("Exam")
    card, bar = page.locator("#cp-exam"), page.locator("#cp-exam-bar")
    expect(card).to_contain_text("There is no pause")
    start_exam(page, 3)
    page.goto(f"{address}/#/practice")
    page.reload()
    offer = page.locator(".cp-offer")
    expect(offer).to_contain_text("An exam is running (MLS-C01)")
    offer.get_by_role("link").click()
    expect(bar.locator(".cp-time")).to_be_visible()
    expect(card).to_contain_text("Question 1 of 3")

    page.route("**/gradio_api/app_id", lambda route: route.abort())
    expect(bar.locator(".cp-lost")).to_contain_text("The server does not answer.")
    page.unroute("**/gradio_api/app_id")
    expect(bar.locator(".cp-lost")).to_be_empty()
    page.get_by_role("button", name="Hand in…").click()
    page.get_by_role("button", name="Hand in now").click()
    expect(card.locator(".cp-score")).to_be_visible()
    expect(offer).to_have_count(0)
