"""Two learners, each signed in to a browser of their own: one tries all doors to what is the other's.

Anna has a document, a conversation about it, an answer in practice. Bob looks at every page, at the addresses of her
conversation, and calls every function of the page and of the interface with the names of what is hers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui.serving import CHROMIUM
from tests.ui.trust.real import BUILD_MS, PASSWORD, PATIENCE_MS, program

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is missing (make test installs it)")
from playwright.sync_api import Browser, BrowserContext, Page, expect  # noqa: E402

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: apt-get install chromium"),
]
SECRET = "A quokka cluster keeps exactly seventeen replicas of each shard."
QUESTION = "How many replicas of each shard does a quokka cluster keep?"
HERS = "library/@anna/documents/quokkas.md"
_HASH = "ofannaswindow"
_WORDS = ("seventeen", "quokka")


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The program on all addresses of this machine, with two users."""
    written: list[str] = []
    with program(tmp_path, ("anna", "bob"), written) as url:
        yield url
    assert "Traceback" not in written[0], written[0][-3000:]


@pytest.fixture
def learner(browser: Browser, address: str) -> Iterator[Callable[[str], Page]]:
    """Signs in to a new browser profile."""
    contexts: list[BrowserContext] = []
    expect.set_options(timeout=PATIENCE_MS)

    def new(name: str) -> Page:
        context = browser.new_context(locale="en-GB")
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.goto(address)
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.locator(".cp-examples button").first.wait_for()
        return page

    yield new
    for context in contexts:
        context.close()


def add_document(page: Page) -> None:
    page.get_by_role("tab", name="Library").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files").click()
    text = f"---\nlang: en\n---\n\n# Quokka clusters\n\n{SECRET}\n"
    chooser.value.set_files([{"name": "quokkas.md", "mimeType": "text/markdown", "buffer": text.encode()}])
    expect(page.locator("#cp-library-progress [role=status]")).to_contain_text("1 file taken in")
    expect(page.locator("[data-running]")).to_have_count(0, timeout=BUILD_MS)
    expect(page.locator(".cp-results")).to_contain_text("Quokka clusters")


def ask(page: Page, text: str) -> None:
    page.get_by_role("tab", name="Chat").click()
    field = page.get_by_label("Your question")
    field.fill(text)
    field.press("Enter")
    expect(page.locator("#cp-status")).to_contain_text("Answer ready")


def practise(page: Page) -> None:
    """Begin a round and answer one question."""
    page.get_by_role("tab", name="Practice").click()
    page.locator("#cp-practice-start").click()
    page.locator("#cp-practice input[type=radio], #cp-practice input[type=checkbox]").first.check()
    page.locator("#cp-practice-check").click()
    page.locator("#cp-practice-next").wait_for()


def words_of(page: Page) -> str:
    """All that a browser shows in any tab, without the field that a question is typed into."""
    told = []
    tabs = page.get_by_role("tab")
    for place in range(tabs.count()):
        tabs.nth(place).click()
        expect(tabs.nth(place)).to_have_attribute("aria-selected", "true")
        told.append(page.locator("body").inner_text())
    return "\n".join(told)


def functions(page: Page, address: str) -> list[dict[str, Any]]:
    """What the page can call, as its own script reads it."""
    html = page.request.get(address).text()
    found = re.search(r"window\.gradio_config = (\{.*?\});</script>", html, re.DOTALL)
    assert found
    listed: list[dict[str, Any]] = json.loads(found[1])["dependencies"]
    return listed


def call(page: Page, address: str, session: str, function: int, data: list[Any], event: Any) -> tuple[int, str]:
    body = {"fn_index": function, "data": data, "event_data": event, "session_hash": session}
    got = page.request.post(f"{address}/gradio_api/run/predict", data={**body, "trigger_id": None})
    return got.status, got.text()


def tries(conversation: str) -> Iterator[str]:
    """What the page's scripts could send about what is Anna's."""
    for act in ("open", "rename", "renamed", "delete", "undo", "search", "choose", "remove", "filter", "page", "sync"):
        yield json.dumps({"act": act, "value": conversation, "title": "Bob was here", "id": conversation})
        yield json.dumps({"act": act, "value": HERS, "uri": HERS, "title": "Bob was here", "words": "quokka"})
    yield json.dumps({"act": "move", "uri": HERS, "collection": "documents"})
    yield json.dumps({"act": "rename", "uri": HERS, "title": "Bob was here"})
    yield json.dumps({"act": "scope", "scope": "@anna/documents"})
    yield json.dumps({"act": "add", "files": [{"path": HERS, "name": "x.md"}]})
    yield json.dumps({"act": "progress_out", "learner": "login:anna"})
    yield from (conversation, "exchange-1-1", "1", "1-fr")


def test_one_learner_reaches_nothing_of_the_others(
    address: str, learner: Callable[[str], Page], tmp_path: Path
) -> None:
    anna, bob = learner("anna"), learner("bob")
    add_document(anna)
    ask(anna, QUESTION)
    expect(anna.locator(".cp-exchange")).to_contain_text("seventeen")
    practise(anna)
    anna.get_by_role("tab", name="Chat").click()
    her_page = anna.url
    conversation = her_page.rpartition("/")[2]
    assert conversation.isalnum(), her_page

    # By the pages: every tab, her address, her browser's name, the same question.
    for place in (address, her_page):
        bob.goto(place)
        bob.reload()
        bob.locator(".cp-examples button, .cp-exchange").first.wait_for()
        assert not [word for word in _WORDS if word in words_of(bob).lower()]
    anna_s_name = anna.evaluate("localStorage.getItem('citeprep.learner') || ''")
    bob.evaluate("(name) => localStorage.setItem('citeprep.learner', name)", anna_s_name)
    bob.goto(her_page)
    bob.reload()
    bob.locator(".cp-examples button, .cp-exchange").first.wait_for()
    assert not [word for word in _WORDS if word in words_of(bob).lower()]
    ask(bob, QUESTION)
    assert "seventeen" not in bob.locator("body").inner_text()
    bob.get_by_role("tab", name="Library").click()
    bob.locator(".cp-drop").wait_for()
    assert "quokka" not in bob.locator("#cp-library").inner_text().lower()

    # By raw calls in her session, which is hers alone.
    listed = functions(anna, address)
    plain = next(one for one in listed if len(one["inputs"]) == 2 and not one["queue"])
    body = {"fn_index": plain["id"], "data": [None, "fr"], "event_data": None, "session_hash": _HASH}
    assert anna.request.post(f"{address}/gradio_api/run/predict", data=body).status == 200
    assert bob.request.post(f"{address}/gradio_api/run/predict", data=body).status == 403
    assert bob.request.post(f"{address}/gradio_api/queue/join", data=body).status == 403
    for path in (f"queue/data?session_hash={_HASH}", f"heartbeat/{_HASH}"):
        assert bob.request.get(f"{address}/gradio_api/{path}").status == 403

    # By raw calls of every function in his own session, with the names of what is hers.
    arriving = json.dumps({"learner": anna_s_name or "login:anna", "conversation": conversation, "run": ""})
    opening = next(one for one in listed if any(event == "load" for _, event in one["targets"]))
    status, told = call(bob, address, "ofbobs", opening["id"], [None, "en", arriving], None)
    assert status == 200
    assert "seventeen" not in told
    answered = 0
    for session in ("ofbobs", "ofnobody"):  # the second one was never opened: nobody said whose it is
        for function in (one for one in listed if not one["queue"]):
            for tried in tries(conversation) if function["collects_event_data"] else [conversation]:
                event, data = {"value": tried, "id": "1", "index": 0}, [None] * len(function["inputs"])
                status, told = call(bob, address, session, function["id"], data, event)
                assert status in (200, 404, 422), (function["id"], tried, told)
                answered += status == 200
                assert "seventeen" not in told, (function["id"], tried)
                assert "Quokka clusters" not in told, (function["id"], tried)
    assert answered > 100

    # By the interface for programs, and by files.
    for path, asked in (("search", {"query": QUESTION}), ("ask", {"question": QUESTION})):
        assert "seventeen" not in bob.request.post(f"{address}/api/{path}", data=asked).text()
    uploads = [str(path) for path in (tmp_path / "data").rglob("quokkas.md")]
    assert len(uploads) == 1
    for path in (f"/gradio_api/file={uploads[0]}", f"/file={uploads[0]}", f"/{HERS}", f"/data/{HERS}"):
        got = bob.request.get(address + path)
        assert got.status in (403, 404, 405)
        assert "seventeen" not in got.text()

    # All of it is still there, as she left it.
    anna.reload()
    expect(anna.locator(".cp-exchange")).to_contain_text("seventeen")
    assert "Bob was here" not in words_of(anna)
    anna.get_by_role("tab", name="Library").click()
    expect(anna.locator("#cp-library")).to_contain_text("Quokka clusters")
    assert SECRET in (tmp_path / "data" / HERS).read_text(encoding="utf-8")
