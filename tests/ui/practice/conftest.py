"""The page with the sample items, served once for each module, and a tab of it in a fresh browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.ui.serving import served

_PATIENCE_MS = 20_000


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the page is served."""
    file = tmp_path_factory.mktemp("practice") / "practice.db"
    with served("tests/ui/practice/server.py", str(file)) as url:
        yield url


@pytest.fixture
def open_tab(browser: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Opens a tab of the page in a fresh profile: another learner each time. No request may leave this machine."""
    from playwright.sync_api import expect

    contexts: list[Any] = []
    strange: list[str] = []

    def requested(url: str) -> None:
        if not url.startswith((address, address.replace("127.0.0.1", "localhost"), "data:", "blob:")):
            strange.append(url)

    def open_(tab: str, width: int = 1280, height: int = 860, **options: str) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, **{"locale": "en-GB", **options})
        contexts.append(context)
        context.set_default_timeout(_PATIENCE_MS)
        page = context.new_page()
        page.on("request", lambda request: requested(request.url))
        page.on("pageerror", lambda error: strange.append(str(error)))
        page.goto(address)
        page.get_by_role("tab", name=tab, exact=True).click()
        return page

    expect.set_options(timeout=_PATIENCE_MS)
    yield open_
    for context in contexts:
        context.close()
    assert strange == []
