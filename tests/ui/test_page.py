"""The page in a real browser (Debian's Chromium), served with the fake assistant on a free port of this machine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.ui.layout import TABS
from tests.ui.fake_assistant import QUOTE_750, QUOTE_FILE, QUOTE_PIPE
from tests.ui.serving import CHROMIUM, served

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is missing (make test installs it)")
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect  # noqa: E402

PIPE = "Which mode streams?\nA. File mode\nB. Pipe mode"
_PATIENCE_MS = 20_000

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the page is served."""
    with served("tests/ui/fake_assistant.py") as url:
        yield url


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Open]:
    """Opens the page in a fresh profile; afterwards no request may have left this machine and no script failed."""
    contexts: list[BrowserContext] = []
    strange: list[str] = []

    def requested(url: str) -> None:
        if not url.startswith((address, "data:", "blob:")):
            strange.append(url)

    def open_(width: int = 1280, height: int = 860, **options: str) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(_PATIENCE_MS)
        page = context.new_page()
        page.on("request", lambda request: requested(request.url))
        page.on("pageerror", lambda error: strange.append(str(error)))
        page.goto(address)
        page.locator(".cp-examples button").first.wait_for()
        return page

    expect.set_options(timeout=_PATIENCE_MS)
    yield open_
    for context in contexts:
        context.close()
    assert strange == []


def ask(page: Page, text: str) -> None:
    field = page.get_by_label("Your question")
    field.fill(text)
    field.press("Enter")


def answer(page: Page) -> Locator:
    return page.locator(".cp-exchange").last.locator(".cp-answer")


def in_view(page: Page, locator: Locator) -> bool:
    """Whether an element's middle is what is seen at its place."""
    seen: bool = locator.evaluate(
        """(element) => {
          const box = element.getClientRects()[0];
          const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          return !!top && (top === element || element.contains(top) || top.contains(element));
        }"""
    )
    return seen


def no_sideways_scroll(page: Page) -> bool:
    fits: bool = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    return fits


def test_a_citation_opens_the_document_at_the_exact_words(open_page: Open) -> None:
    page = open_page()
    ask(page, PIPE)
    expect(page.locator(".cp-panel")).to_contain_text("2 sentences picked from them, before any answer")
    expect(answer(page)).to_contain_text("Draft, not checked yet")
    expect(answer(page)).to_contain_text("Partly answered")
    expect(answer(page)).to_contain_text("AnswerBPipe mode")
    answer(page).get_by_role("button", name="Source 2").first.click()
    mark = page.locator(".cp-panel mark")
    expect(mark).to_have_text(QUOTE_FILE)
    expect(mark).to_be_in_viewport()
    assert in_view(page, mark)
    expect(page.get_by_role("link", name="Open the original")).to_have_attribute("rel", "noopener noreferrer")
    page.locator(".cp-numbers").get_by_role("button", name="Source 1").click()
    expect(mark).to_have_text(QUOTE_PIPE)
    expect(mark).to_be_in_viewport()


def test_verdicts_say_why_on_demand(open_page: Open) -> None:
    page = open_page()
    ask(page, PIPE)
    reason = page.get_by_text("The source says the whole dataset, the claim says half.")
    expect(page.get_by_text("Statements supported: 1 of 3")).to_be_visible()
    expect(reason).to_be_hidden()
    page.locator("summary", has_text="contradicted").click()
    expect(reason).to_be_visible()


def test_the_panel_belongs_to_the_answer_whose_citation_was_clicked(open_page: Open) -> None:
    page = open_page()
    ask(page, "What is the score?")
    expect(page.locator(".cp-panel mark")).to_have_text(QUOTE_750)
    ask(page, PIPE)
    expect(page.locator(".cp-panel mark")).to_have_text(QUOTE_PIPE)
    page.locator("#exchange-1 .cp-cite").click()
    expect(page.locator(".cp-panel mark")).to_have_text(QUOTE_750)
    expect(page.locator(".cp-of")).to_contain_text("What is the score?")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".cp-panel")).to_contain_text("appear here")
    expect(page.locator(".cp-examples button")).to_have_count(4)


def test_the_language_switch_changes_all_labels_at_once(open_page: Open) -> None:
    page = open_page(locale="en-GB")
    expect(page.get_by_role("tab", name="Chat")).to_be_visible()
    ask(page, "What is the score?")
    expect(answer(page)).to_contain_text("Statements supported")
    page.get_by_text("Français", exact=True).click()
    expect(page.get_by_role("tab", name="Discussion")).to_be_visible()
    expect(page.get_by_label("Votre question")).to_be_visible()
    expect(page.get_by_role("button", name="Envoyer")).to_be_visible()
    expect(answer(page)).to_contain_text("Affirmations appuyées")
    expect(page.locator(".cp-panel")).to_contain_text("notes d’étude")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.reload()
    expect(page.get_by_label("Votre question")).to_be_visible()


def test_the_first_language_is_the_browsers(open_page: Open) -> None:
    page = open_page(locale="fr-CA")
    expect(page.get_by_label("Votre question")).to_be_visible()
    expect(page.locator(".cp-header")).to_contain_text("3\u202f412 passages")
    page.locator(".cp-examples button").first.click()
    expect(answer(page)).to_contain_text("Il faut 750 points")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_screen_needs_no_sideways_scroll(open_page: Open, scheme: str) -> None:
    page = open_page(390, 844, color_scheme=scheme)
    assert no_sideways_scroll(page)
    tabs = page.get_by_role("tab")
    expect(tabs).to_have_count(len(TABS))
    for place in range(len(TABS)):
        expect(tabs.nth(place)).to_be_in_viewport()  # none hidden in a menu
    ask(page, PIPE)
    expect(answer(page)).to_contain_text("Partly answered")
    answer(page).locator(".cp-cite").nth(1).click()
    mark = page.locator(".cp-panel mark")
    expect(mark).to_have_text(QUOTE_FILE)
    expect(mark).to_be_in_viewport()
    assert no_sideways_scroll(page)
    expect(page.locator("#cp-side [data-over]")).to_have_count(1)  # over the page
    page.get_by_role("link", name="Back to the answer").click()
    expect(answer(page).locator(".cp-cite").nth(1)).to_be_focused()


def test_stop(open_page: Open) -> None:
    page = open_page()
    ask(page, "a slow mode")
    expect(answer(page)).to_contain_text("word5")
    page.get_by_role("button", name="Stop").click()
    expect(answer(page)).to_contain_text("Stopped")
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    shown = answer(page).inner_text()
    ask(page, "What is the score?")
    expect(answer(page)).to_contain_text("750 points")
    assert page.locator("#exchange-1 .cp-answer").inner_text().split("word")[1] == shown.split("word")[1]


def test_everything_can_be_done_with_the_keyboard(open_page: Open) -> None:
    page = open_page()
    field = page.get_by_label("Your question")
    field.focus()
    page.keyboard.type("Which mode streams?")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("A. File mode")
    assert field.input_value() == "Which mode streams?\nA. File mode"
    page.keyboard.press("Enter")
    expect(answer(page)).to_contain_text("Partly answered")
    expect(field).to_have_value("")
    cite = answer(page).get_by_role("button", name="Source 2").first
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if cite.evaluate("element => element === document.activeElement"):
            break
    expect(cite).to_be_focused()
    assert cite.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator(".cp-panel mark")).to_have_text(QUOTE_FILE)
    expect(page.locator(".cp-panel h2")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(cite).to_be_focused()


def test_a_failure_leaves_the_conversation_and_the_question(open_page: Open) -> None:
    page = open_page()
    ask(page, "What is the score?")
    expect(answer(page)).to_contain_text("Statements supported")
    ask(page, "please fail")
    expect(answer(page)).to_contain_text("Run make app again.")
    expect(page.get_by_label("Your question")).to_have_value("please fail")
    expect(page.locator("#exchange-1")).to_contain_text("750 points")
    ask(page, "raise now")
    expect(answer(page)).to_contain_text("Something went wrong")
    assert page.get_by_text("Error", exact=True).count() == 0
    answer(page).get_by_role("button", name="Retry").click()
    expect(page.locator("#exchange-4")).to_contain_text("Something went wrong")


def test_a_question_that_is_too_long_stays_in_the_field(open_page: Open) -> None:
    page = open_page()
    ask(page, "x" * 2500)
    expect(page.locator("#cp-status")).to_contain_text("2,500 characters; 2,000 at most")
    expect(page.get_by_label("Your question")).to_have_value("x" * 2500)
    expect(page.locator(".cp-exchange")).to_have_count(0)


def test_hostile_documents_and_models_run_nothing_and_fetch_nothing(open_page: Open) -> None:
    page = open_page()
    ask(page, '<img src="https://evil.example/typed" onerror="window.hacked=1"> hostile')
    expect(page.locator(".cp-panel mark")).to_contain_text("<script>")
    expect(page.locator(".cp-doc")).to_contain_text("${window.hacked=1} {{value}}")
    assert page.evaluate("window.hacked") is None
    assert page.locator("#cp-conversation img, #cp-sources img").count() == 0


def test_copy_and_export(open_page: Open) -> None:
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, "What is the score?")
    answer(page).get_by_role("button", name="Copy").click()
    expect(answer(page).get_by_role("button", name="Copied")).to_be_visible()
    assert QUOTE_750 in page.evaluate("navigator.clipboard.readText()")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export Markdown").click()
    exported = Path(download.value.path()).read_text(encoding="utf-8")
    assert download.value.suggested_filename == "conversation.md"
    assert "> What is the score?" in exported
    assert QUOTE_750 in exported


def test_what_is_asked_while_an_answer_is_written_waits_in_the_field(open_page: Open) -> None:
    page = open_page()
    ask(page, "a slow mode")
    expect(answer(page)).to_contain_text("word2")
    ask(page, "What is the score?")
    expect(page.locator("#cp-status")).to_contain_text("still being written")
    expect(page.get_by_label("Your question")).to_have_value("What is the score?")
    page.get_by_role("button", name="Stop").click()


def test_a_question_sent_right_after_another_does_not_vanish(open_page: Open) -> None:
    page = open_page()
    field = page.get_by_label("Your question")
    field.fill("Which mode streams?")
    field.press("Enter")
    page.keyboard.insert_text("What is the score?")
    page.keyboard.press("Enter")
    expect(answer(page)).to_contain_text("Partly answered")
    expect(page.locator(".cp-exchange")).to_have_count(1)
    expect(page.locator("#exchange-1")).to_contain_text("Which mode streams?")
    expect(field).to_have_value("What is the score?")


def test_what_comes_back_does_not_overwrite_what_was_typed_since(open_page: Open) -> None:
    page = open_page()
    ask(page, "a slow mode")
    expect(answer(page)).to_contain_text("word2")
    field = page.get_by_label("Your question")
    field.evaluate(
        """(field) => {
          const type = (text) => { field.value = text; field.dispatchEvent(new Event('input', { bubbles: true })); };
          type('What is the score?');
          field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
          type('And then?');
        }"""
    )
    expect(field).to_have_value("What is the score?\nAnd then?")
    page.get_by_role("button", name="Stop").click()


def test_what_is_typed_before_the_server_answers_stays(open_page: Open) -> None:
    page = open_page()
    field = page.get_by_label("Your question")
    field.fill("Which mode streams?")
    page.get_by_role("button", name="Send").click()
    field.type("What is")
    expect(answer(page)).to_contain_text("Partly answered")
    expect(field).to_have_value("What is")


def test_a_question_that_reaches_no_server_comes_back(open_page: Open) -> None:
    page = open_page()
    page.context.set_offline(True)
    ask(page, "What is the score?")
    expect(page.get_by_label("Your question")).to_have_value("What is the score?")


def test_a_reload_keeps_the_conversation_with_its_sources(open_page: Open) -> None:
    page = open_page()
    ask(page, PIPE)
    expect(answer(page)).to_contain_text("Partly answered")
    page.reload()
    expect(answer(page)).to_contain_text("Partly answered")
    expect(page.locator(".cp-panel mark")).to_have_text(QUOTE_PIPE)
    ask(page, "What is the score?")
    expect(page.locator("#exchange-2")).to_contain_text("Statements supported: 1 of 1")
    page.locator("#exchange-1 .cp-cite").nth(1).click()
    expect(page.locator(".cp-panel mark")).to_have_text(QUOTE_FILE)
    other = page.context.new_page()
    other.goto(page.url.split("#")[0])
    expect(other.locator(".cp-examples button")).to_have_count(4)  # another tab is another conversation
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".cp-exchange")).to_have_count(0)
    page.reload()
    expect(page.locator(".cp-examples button")).to_have_count(4)


def test_nothing_but_the_page_is_offered(open_page: Open, address: str) -> None:
    page = open_page()
    for path in ("gradio_api/file=/etc/passwd", "gradio_api/info", "config"):
        assert page.request.get(f"{address}/{path}").status == 404, path
    assert page.evaluate("window.gradio_api_info.named_endpoints") == {}
    assert page.locator("footer").filter(has_text=re.compile("Gradio|API")).count() == 0
