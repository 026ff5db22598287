"""Practice and the exam room in a real browser (Debian's Chromium), with the sample items on a free port."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest

from tests.assistant.practice.items import ITEMS, item
from tests.ui.serving import CHROMIUM

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is missing (make test installs it)")
from playwright.sync_api import Locator, Page, Response, expect  # noqa: E402

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: apt-get install chromium"),
]


Open = Callable[..., Page]


def no_sideways_scroll(page: Page) -> bool:
    fits: bool = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    return fits


def give(card: Locator) -> str:
    """Answer the item on the screen rightly; its id."""
    stem = card.locator(".cp-stem").inner_text()
    assert card.locator("input[data-letter]:checked").count() == 0, "nothing is left of the question before"
    found = next(one for one in ITEMS if one.stem == stem)
    right = [found.options[k] for k in found.answers]
    if found.type in ("single", "several"):
        for text in right:
            card.locator(".cp-option", has_text=text).locator("input").check()
    else:
        for n, text in enumerate(right):
            field = card.locator(".cp-place select").nth(n)
            label = next(one for one in field.locator("option").all_inner_texts() if one.endswith(f". {text}"))
            field.select_option(label=label)
    return found.id


def start_exam(page: Page, n: int = 6) -> None:
    page.get_by_label("Length").select_option("short")
    page.get_by_label("Questions (short exam)").fill(str(n))
    page.get_by_label("Also ordering and matching questions").check()
    page.locator("#cp-exam-start").click()
    expect(page.locator("#cp-exam .cp-stem")).to_be_visible()


def secrets() -> list[str]:
    """What must not reach the browser before the exam is handed in."""
    found: list[str] = []
    for one in ITEMS:
        found += [one.explanation, *one.option_notes, *(ref.quote for ref in one.evidence)]
        found += [ref.uri for ref in one.evidence]
    return found


def test_a_short_exam_with_a_reload_and_a_citation_from_the_review(open_tab: Open) -> None:
    page = open_tab("Exam")
    bodies: list[str] = []

    def keep(response: Response) -> None:
        if "gradio_api" in response.url and "/static/" not in response.url:
            with contextlib.suppress(Exception):
                bodies.append(response.text())

    page.on("response", keep)
    expect(page.locator("#cp-exam")).to_contain_text("MLS-C01 was retired on 31 March 2026")
    start_exam(page)
    card, bar = page.locator("#cp-exam"), page.locator("#cp-exam-bar")
    seen = {}
    for position in range(3):
        expect(card).to_contain_text(f"Question {position + 1} of 6")
        seen[position] = give(card)
        expect(bar).to_contain_text(f"{position + 1} of 6 answered")
        card.get_by_role("button", name="Next").click()
    expect(card).to_contain_text("Question 4 of 6")
    card.get_by_role("button", name="Flag for review").click()
    expect(bar.get_by_role("button", name="Question 4, not answered, flagged")).to_be_visible()
    before = bar.locator(".cp-time").inner_text()

    page.reload()
    page.get_by_role("tab", name="Exam", exact=True).click()
    expect(card).to_contain_text("Question 4 of 6")
    expect(bar).to_contain_text("Your exam goes on where you left it")
    expect(bar).to_contain_text("3 of 6 answered")
    expect(bar.locator(".cp-time")).not_to_have_text(before)
    assert bar.locator(".cp-time").inner_text() < before
    for position in range(3, 6):
        expect(card).to_contain_text(f"Question {position + 1} of 6")
        seen[position] = give(card)
        expect(bar).to_contain_text(f"{position + 1} of 6 answered")
        if position < 5:
            card.get_by_role("button", name="Next").click()
    assert {item(id).type for id in seen.values()} == {"single", "several", "ordering", "matching"}
    bar.get_by_role("button", name="Question 1,").click()
    expect(card).to_contain_text("Question 1 of 6")
    bar.get_by_role("button", name="Hand in").click()
    expect(card).to_contain_text("1 question is flagged for review.")
    assert any("Question 6 of 6" in body for body in bodies), "what the server sent was seen"
    assert any("3 of 6 answered" in body for body in bodies), "also after the reload"
    text = page.content() + "\n".join(bodies)
    assert [secret for secret in secrets() if secret in text] == []
    assert not any(word in text for word in ('"answers"', '"keyed"', '"scored"', '"explanation"', *seen.values()))

    card.get_by_role("button", name="Hand in now").click()
    expect(card.locator(".cp-score")).to_contain_text("1000")
    expect(card.locator(".cp-score")).to_contain_text("Too close to tell")
    expect(card).to_contain_text("An estimate: AWS does not publish")
    expect(card.locator(".cp-band-svg .cp-pass").first).to_be_attached()
    expect(card.locator(".cp-reviewed")).to_have_count(6)
    first = card.locator(".cp-reviewed").first
    first.locator("summary").click()
    expect(first).to_contain_text(item(seen[0]).explanation)
    first.locator(".cp-cited button").click()
    mark = page.locator("#cp-exam-sources mark")
    expect(mark).to_have_text(item(seen[0]).evidence[0].quote)
    expect(mark).to_be_in_viewport()

    card.get_by_role("button", name="Back to the exam room").click()
    expect(card.locator(".cp-history")).to_contain_text("1000")
    card.get_by_role("button", name="Review").click()
    expect(card.locator(".cp-score")).to_contain_text("1000")


def test_another_browser_is_another_learner(open_tab: Open) -> None:
    first = open_tab("Exam")
    start_exam(first, 2)
    second = open_tab("Exam")
    expect(second.locator("#cp-exam")).to_contain_text("No exam yet.")


def test_the_exam_goes_by_keyboard_and_the_clock_hands_it_in(open_tab: Open) -> None:
    page = open_tab("Exam")
    page.get_by_label("Length").select_option("short")
    page.get_by_label("Questions (short exam)").fill("3")
    page.get_by_label("Minutes (short exam").fill("0.5")
    page.locator("#cp-exam form").evaluate("form => { form.noValidate = true; }")
    page.locator("#cp-exam-start").click()
    card = page.locator("#cp-exam")
    expect(card.locator(".cp-stem")).to_be_focused()
    expect(card).to_contain_text("Question 1 of 3")
    page.keyboard.press("a")
    expect(card.locator("input[data-letter=A]")).to_be_checked()
    page.keyboard.press("n")
    expect(card).to_contain_text("Question 2 of 3")
    expect(card.locator(".cp-stem")).to_be_focused()
    page.keyboard.press("f")
    expect(card.get_by_role("button", name="Take the flag off")).to_be_visible()
    page.keyboard.press("p")
    expect(card.locator("input[data-letter=A]")).to_be_checked()
    expect(card).to_contain_text("The time is over", timeout=60_000)
    expect(card.locator(".cp-score")).to_be_visible()


def test_ordering_and_matching_go_by_keyboard(open_tab: Open) -> None:
    page = open_tab("Exam")
    start_exam(page)
    card, bar = page.locator("#cp-exam"), page.locator("#cp-exam-bar")
    met = set()
    for position in range(6):
        expect(card).to_contain_text(f"Question {position + 1} of 6")
        kind = str(card.locator("form").get_attribute("data-type"))
        if kind in ("ordering", "matching"):
            met.add(kind)
            fields = card.locator(".cp-place select")
            for place in range(fields.count()):
                for _ in range(10):
                    page.keyboard.press("Tab")
                    if fields.nth(place).evaluate("field => field === document.activeElement"):
                        break
                expect(fields.nth(place)).to_be_focused()
                assert fields.nth(place).evaluate("field => getComputedStyle(field).outlineStyle") == "solid"
                page.keyboard.press("ABC"[place])
                expect(fields.nth(place)).to_have_value("ABC"[place])
            expect(bar.get_by_role("button", name=f"Question {position + 1}, answered")).to_be_visible()
        if position < 5:
            card.get_by_role("button", name="Next").click()
            expect(card.locator(".cp-stem")).to_be_focused()
    assert met == {"ordering", "matching"}


def test_practice_grades_at_once_and_opens_the_source(open_tab: Open) -> None:
    page = open_tab("Practice")
    page.locator("#cp-practice-start").click()
    card = page.locator("#cp-practice")
    expect(card.locator(".cp-stem")).to_be_focused()
    page.locator("#cp-practice-check").click()
    expect(card.locator(".cp-status")).not_to_be_empty()
    id = give(card)
    page.locator("#cp-practice-check").click()
    expect(card.locator(".cp-verdict-line")).to_have_text("✓ Right.")
    expect(card).to_contain_text(item(id).explanation)
    card.locator(".cp-cited button").click()
    expect(page.locator("#cp-practice-sources mark")).to_have_text(item(id).evidence[0].quote)
    page.locator("#cp-practice-next").click()
    expect(card.locator(".cp-stem")).not_to_have_text(item(id).stem)
    card.get_by_text("Report a bad question").click()
    bad = card.locator(".cp-stem").inner_text()
    card.get_by_role("button", name="Report, and do not show it again").click()
    expect(card).to_contain_text("it will not come back")
    expect(card.locator(".cp-stem")).not_to_have_text(bad)
    card.get_by_role("button", name="I do not know").click()
    expect(card.locator(".cp-verdict-line")).to_contain_text("Not answered")
    asked = card.locator(".cp-stem").inner_text()
    card.get_by_role("button", name="Ask about this").click()
    expect(page.get_by_label("Your question")).to_be_visible()
    assert page.get_by_label("Your question").input_value().startswith(asked)
    page.get_by_role("tab", name="Practice", exact=True).click()
    card.get_by_role("button", name="Why? Ask in the chat").click()
    expect(page.locator(".cp-asked").last).to_contain_text(asked)
    expect(page.locator(".cp-asked").last).to_contain_text("Why is the answer")
    page.get_by_role("tab", name="Practice", exact=True).click()
    card.get_by_role("button", name="Back to the overview").click()
    expect(card).to_contain_text("1 of 2 right in this round.")
    expect(card.locator(".cp-tiles")).to_contain_text("1 day")
    expect(card.locator(".cp-plot").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_screen_in_french(open_tab: Open, scheme: str) -> None:
    page = open_tab("Examen", 390, 844, color_scheme=scheme, locale="fr-FR")
    page.locator("#cp-exam-start").click()
    expect(page.locator("#cp-exam")).to_contain_text("Question 1 sur")
    assert no_sideways_scroll(page)
    page.get_by_role("button", name="Rendre").click()
    page.get_by_role("button", name="Rendre maintenant").click()
    expect(page.locator("#cp-exam")).to_contain_text("Une estimation")
    page.locator("#cp-exam .cp-cited button").first.click()
    expect(page.locator("#cp-exam-sources mark")).to_be_in_viewport()
    assert no_sideways_scroll(page)
    page.get_by_role("tab", name="Entraînement").click()
    expect(page.locator("#cp-practice-start")).to_be_visible()
    assert no_sideways_scroll(page)
