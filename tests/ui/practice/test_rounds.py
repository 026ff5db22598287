"""Rounds of practice in a real browser: a plan, misses that come back, an answer taken back, the pictures of memory."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.assistant.practice.items import ITEMS
from tests.ui.practice.test_tab import give
from tests.ui.serving import CHROMIUM

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is missing (make test installs it)")
from playwright.sync_api import Page, expect  # noqa: E402

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: apt-get install chromium"),
]
Open = Callable[..., Page]


def plan(page: Page, length: str) -> None:
    page.get_by_text("Plan: round, day, exam date").click()
    page.get_by_label("Questions in a round").fill(length)
    page.get_by_label("Questions a day").fill("7")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.locator("#cp-practice .cp-status").first).to_have_text("Kept.")


def test_a_round_ends_after_what_was_missed_came_back(open_tab: Open) -> None:
    page = open_tab("Practice")
    card = page.locator("#cp-practice")
    expect(card).to_contain_text("Today: 0 of 20 questions.")
    plan(page, "2")
    expect(card).to_contain_text("Today: 0 of 7 questions.")
    page.locator("#cp-practice-start").click()
    expect(card).to_contain_text("2 to go")
    missed = card.locator(".cp-stem").inner_text()
    card.get_by_role("button", name="I do not know").click()
    expect(card.locator(".cp-verdict-line")).to_contain_text("Not answered")
    page.locator("#cp-practice-next").click()
    expect(card.locator(".cp-stem")).not_to_have_text(missed)
    give(card)
    page.locator("#cp-practice-check").click()
    expect(card.locator(".cp-verdict-line")).to_have_text("✓ Right.")
    page.locator("#cp-practice-next").click()
    expect(card.locator(".cp-stem")).to_have_text(missed)
    expect(card).to_contain_text("once more")
    give(card)
    page.locator("#cp-practice-check").click()
    expect(card.locator(".cp-verdict-line")).to_have_text("✓ Right.")
    page.locator("#cp-practice-next").click()
    expect(card).to_contain_text("The round is done: 1 of 2 right at once.")
    expect(card).to_contain_text("Today: 3 of 7 questions.")
    expect(card.get_by_role("img", name="reviews in the next 14 days")).to_be_visible()
    page.reload()
    page.get_by_role("tab", name="Practice", exact=True).click()
    expect(card).to_contain_text("Today: 3 of 7 questions.")


def test_an_answer_is_taken_back_until_the_next(open_tab: Open) -> None:
    page = open_tab("Practice")
    card = page.locator("#cp-practice")
    page.locator("#cp-practice-start").click()
    stem = card.locator(".cp-stem").inner_text()
    card.get_by_role("button", name="I do not know").click()
    expect(card.locator(".cp-verdict-line")).to_contain_text("Not answered")
    card.get_by_role("button", name="Take this answer back").click()
    expect(card.locator(".cp-stem")).to_have_text(stem)
    expect(card.locator(".cp-verdict-line")).to_have_count(0)
    expect(card).to_contain_text("The last answer is taken back")
    give(card)
    page.locator("#cp-practice-check").click()
    expect(card.locator(".cp-verdict-line")).to_have_text("✓ Right.")
    page.locator("#cp-practice-next").click()
    expect(card.locator(".cp-stem")).not_to_have_text(stem)
    card.get_by_role("button", name="Take the last answer back").click()
    expect(card.locator(".cp-stem")).to_have_text(stem)
    card.get_by_role("button", name="Back to the overview").click()
    expect(card).to_contain_text("Today: 0 of 20 questions.")
    expect(card.get_by_role("button", name="Take this answer back")).to_have_count(0)


def test_a_miss_opens_its_source_and_asks_why(open_tab: Open) -> None:
    page = open_tab("Practice")
    card = page.locator("#cp-practice")
    plan(page, "1")
    page.locator("#cp-practice-start").click()
    stem = card.locator(".cp-stem").inner_text()
    card.get_by_role("button", name="I do not know").click()
    found = next(one for one in ITEMS if one.stem == stem)
    expect(page.locator("#cp-practice-sources mark")).to_have_text(found.evidence[0].quote)
    card.get_by_role("button", name="Check my explanation").click()
    expect(card).to_contain_text("Write a sentence first.")
    card.get_by_label("Why is the answer right").fill("Le score est de 750. Nobody has ever written this.")
    card.get_by_role("button", name="Check my explanation").click()
    expect(card.locator(".cp-claim")).to_have_count(2)
    expect(card.locator(".cp-claim").first).to_contain_text("supported")
    expect(card.locator(".cp-claim").last).to_contain_text("not in the sources")
    page.locator("#cp-practice-next").click()
    expect(card.locator(".cp-stem")).to_have_text(stem)
    expect(card).not_to_contain_text("750")
    give(card)
    page.locator("#cp-practice-check").click()
    expect(card.locator(".cp-verdict-line")).to_have_text("✓ Right.")
    expect(card).to_contain_text("You wrote this when you met the question before.")
    expect(card.get_by_label("Why is the answer right")).to_have_value(re.compile("score est de 750"))


def test_am_i_ready_with_a_sheet_to_print(open_tab: Open) -> None:
    page = open_tab("Practice")
    card = page.locator("#cp-practice")
    card.get_by_role("button", name="Am I ready?").click()
    expect(card.locator(".cp-ready .cp-status")).to_contain_text("Too close to tell")
    expect(card.locator(".cp-risks li").first).to_be_visible()
    with page.expect_download() as given:
        card.get_by_role("button", name="25-minute sheet to print").click()
    assert given.value.suggested_filename == "citeprep-mls-c01-25-min.html"
    sheet = Path(given.value.path()).read_text(encoding="utf-8")
    assert "<blockquote>" in sheet
    assert "25 minutes" in sheet
