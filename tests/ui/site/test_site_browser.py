"""The site in a real browser: the policy under which the page runs, two learners, signing in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assistant.serving.users import Users
from tests.ui.serving import CHROMIUM, served

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is missing (make test installs it)")
from playwright.sync_api import Browser, BrowserContext, Page, expect  # noqa: E402

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: apt-get install chromium"),
]
PASSWORD = "correct horse"
_PATIENCE_MS = 20_000
_TELL = """document.addEventListener('securitypolicyviolation', (event) => {
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});"""


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page on all addresses of this machine, with two users."""
    folder = tmp_path_factory.mktemp("data")
    users = Users(folder / "users.json")
    for name in ("anna", "bob"):
        users.add(name, PASSWORD)
    with served("tests/ui/fake_checker.py", environment={"HOST": "0.0.0.0", "CITEPREP_DATA": str(folder)}) as url:
        yield url


NewLearner = Callable[[], tuple[BrowserContext, Page, list[str]]]


@pytest.fixture
def learner(browser: Browser) -> Iterator[NewLearner]:
    """A browser profile of its own, with what its console and its responses complain of."""
    contexts = []

    def new() -> tuple[BrowserContext, Page, list[str]]:
        context, trouble = browser.new_context(locale="en-GB"), []
        contexts.append(context)
        context.set_default_timeout(_PATIENCE_MS)
        context.add_init_script(_TELL)
        page = context.new_page()
        page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("response", lambda got: trouble.append(f"{got.status} {got.url}") if got.status >= 400 else None)
        return context, page, trouble

    expect.set_options(timeout=_PATIENCE_MS)
    yield new
    for context in contexts:
        context.close()


def sign_in(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.locator(".cp-examples button").first.wait_for()


def ask(page: Page, text: str) -> None:
    field = page.get_by_label("Your question")
    field.fill(text)
    field.press("Enter")


def through_everything(page: Page) -> None:
    """Every tab, an answer, a source, a check, the other language."""
    ask(page, "What is the score?")
    expect(page.locator(".cp-exchange").last).to_contain_text("750 points")
    page.locator(".cp-cite").first.click()
    expect(page.locator(".cp-panel mark").first).to_be_visible()
    tabs = page.get_by_role("tab")
    for place in range(tabs.count()):
        tabs.nth(place).click()
        page.wait_for_timeout(300)
    page.get_by_text("Français", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    tabs.first.click()
    expect(page.get_by_label("Votre question")).to_be_visible()


def test_the_page_runs_under_its_policy_without_a_violation(learner: NewLearner) -> None:
    with served("tests/ui/fake_checker.py") as address:
        _, page, trouble = learner()
        page.goto(address)
        page.locator(".cp-examples button").first.wait_for()
        through_everything(page)
        assert trouble == []
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.hacked = 1\">')")
        page.evaluate("""() => { const s = document.createElement('script'); s.textContent = 'window.hacked = 1';
            document.body.append(s); }""")
        page.evaluate("fetch('http://127.0.0.1:1/').catch(() => 0)")
        page.wait_for_timeout(300)
        assert page.evaluate("window.hacked") is None
        assert sum("policy: script-src" in one for one in trouble) == 2
        assert any("policy: connect-src http://127.0.0.1:1" in one for one in trouble)


def test_nothing_of_what_was_asked_is_kept_in_the_browser(learner: NewLearner) -> None:
    """Gradio's run history would keep questions and answers, in clear."""
    with served("tests/ui/fake_checker.py") as address:
        context, page, _ = learner()
        page.goto(address)
        page.locator(".cp-examples button").first.wait_for()
        ask(page, "What is the score?")
        expect(page.locator(".cp-exchange").last).to_contain_text("750 points")
        page.wait_for_timeout(1000)
        kept: Any = page.evaluate(
            """async () => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage),
                (await indexedDB.databases()).map((one) => one.name)])"""
        )
        assert "score" not in kept
        assert "750" not in kept
        assert "gradio" not in kept.lower()
        assert not [cookie for cookie in context.cookies() if not cookie["httpOnly"]]


def test_two_learners_never_see_each_others_work(network: str, learner: NewLearner) -> None:
    _, anna, annas_trouble = learner()
    _, bob, bobs_trouble = learner()
    sign_in(anna, network, "anna")
    sign_in(bob, network, "bob")
    ask(anna, "What is the score?")
    expect(anna.locator(".cp-exchange").last).to_contain_text("750 points")
    assert bob.locator(".cp-exchange").count() == 0
    ask(bob, "Which mode streams?")
    expect(bob.locator(".cp-exchange").last).to_contain_text("Pipe mode")
    for page, trouble in ((anna, annas_trouble), (bob, bobs_trouble)):
        assert trouble == []
        page.reload()
        expect(page.locator(".cp-exchange")).to_have_count(1)
        trouble.clear()  # the reload cut the old page's requests
    assert "750" not in bob.locator("#cp-chat").inner_text()
    assert "Pipe mode" not in anna.locator("#cp-chat").inner_text()
    through_everything(anna)
    assert annas_trouble == []
    # Bob's browser at the address of Anna's conversation, and with the name that her browser goes by: nothing comes.
    name = anna.evaluate("localStorage.getItem('citeprep.learner') || ''")
    bob.evaluate("(name) => localStorage.setItem('citeprep.learner', name)", name)
    bob.goto(anna.url)
    bob.locator(".cp-examples button, .cp-exchange").first.wait_for()
    bob.reload()
    bob.locator(".cp-examples button, .cp-exchange").first.wait_for()
    assert "750" not in bob.locator("body").inner_text()


def test_signing_out_ends_it_in_all_tabs(network: str, learner: NewLearner) -> None:
    context, page, _ = learner()
    sign_in(page, network, "anna")
    other = context.new_page()
    other.goto(network)
    other.locator(".cp-examples button").first.wait_for()
    page.goto(f"{network}/logout")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Password")).to_be_visible()
    other.reload()
    expect(other.get_by_label("Password")).to_be_visible()
