"""The library in a real browser, before the real pipeline: a PDF comes in, is quoted, and goes again.

The page is `app.py` itself over a small corpus, with vectors of hashed words: no model is loaded.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from tests.fakes import write_corpus
from tests.reading.pdf.make import Sheet, pdf
from tests.ui.serving import CHROMIUM, served

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is missing (make test installs it)")
from playwright.sync_api import Browser, Page, expect  # noqa: E402

_PATIENCE_MS = 60_000
_BUILD_MS = 300_000  # a build gives way to everything else: on a busy machine it takes minutes
_QUOTE = "A quokka cluster keeps exactly seventeen replicas of each shard."

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where everything of this page is."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """The real page over a small corpus."""
    from ingest.embedding.embed import HashingEmbedder
    from ingest.settings import IngestSettings
    from tests.fakes import build_here

    corpus = write_corpus(home)
    settings = IngestSettings(corpus=(corpus,), index=home / "index", embedding_model="hashing-256")
    build_here(settings, HashingEmbedder())
    environment = {
        "CORPUS": str(corpus),
        "INDEX_DIR": str(home / "index"),
        "EMBEDDING_MODEL": "hashing-256",
        "CHAT_MODEL": "extractive",
        "CITEPREP_DATA": str(home / "data"),
        "GRADIO_TEMP_DIR": str(home / "uploads"),
    }
    with served("app.py", environment=environment) as url:
        yield url


@pytest.fixture
def page(browser: Browser, address: str, home: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The Library tab of a page that nobody has used, in the language and size of the test's parameter."""
    given: tuple[str, tuple[int, int], Literal["light", "dark"]] = getattr(
        request, "param", ("en-GB", (1280, 860), "light")
    )
    lang, size, scheme = given
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale=lang, color_scheme=scheme)
    context.set_default_timeout(_PATIENCE_MS)
    expect.set_options(timeout=_PATIENCE_MS)
    errors: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(address)
    opened.locator(".cp-examples button").first.wait_for()
    opened.get_by_role("tab", name="Bibliothèque" if lang.startswith("fr") else "Library").click()
    opened.locator(".cp-drop").wait_for()
    yield opened
    context.close()
    assert errors == []
    assert [path for path in (home / "uploads").rglob("*") if path.is_file()] == []


def quokkas() -> bytes:
    return pdf(
        Sheet().text(60, 80, "Quokka clusters", 20).text(60, 120, _QUOTE),
        Sheet().text(60, 80, "They are billed for each replica and each minute of use."),
    )


def choose(page: Page, button: str, *files: dict[str, object]) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=button).click()
    chooser.value.set_files(list(files))  # type: ignore[arg-type]


def file(name: str, data: bytes, type: str = "application/octet-stream") -> dict[str, object]:
    return {"name": name, "mimeType": type, "buffer": data}


def built(page: Page) -> None:
    expect(page.locator("[data-running]")).to_have_count(0, timeout=_BUILD_MS)
    expect(page.locator(".cp-done")).to_be_visible()


def documents_of(page: Page) -> int:
    """How many documents the page counts: tests before, in whatever order, leave some of theirs."""
    counted = page.locator(".cp-counts li").first.text_content() or ""  # the line may be folded away: its text stands
    return int(counted.split()[0])


def test_a_pdf_is_added_quoted_and_removed_again(page: Page, home: Path) -> None:
    before = documents_of(page)
    choose(page, "Choose files", file("quokkas.pdf", quokkas()), file("broken.pdf", b"no pdf at all"))
    expect(page.locator("#cp-library-progress [role=status]")).to_contain_text("2 files taken in")
    built(page)
    results = page.locator(".cp-results")
    expect(results).to_contain_text("Quokka clusters")
    expect(results.locator(".is-bad")).to_contain_text("broken.pdf The PDF is damaged. Print it to a new PDF")
    expect(page.locator(".cp-counts")).to_contain_text(f"{before + 1} documents")
    results.get_by_role("button", name="Quokka clusters").click()
    side = page.locator("#cp-library-document")
    expect(side).to_contain_text(_QUOTE)
    expect(side).to_contain_text("library/documents/quokkas.pdf")

    page.get_by_role("tab", name="Chat").click()
    field = page.get_by_label("Your question")
    field.fill("How many replicas of each shard does a quokka cluster keep?")
    field.press("Enter")
    expect(page.locator(".cp-panel mark")).to_have_text(_QUOTE)
    expect(page.locator("#cp-sources")).to_contain_text("your own document")

    page.get_by_role("tab", name="Library").click()
    side.get_by_text("Remove from the library").click()
    side.get_by_role("button", name="Remove it").click()
    built(page)
    expect(page.locator(".cp-counts")).to_contain_text(f"{before} documents")
    expect(page.locator("#cp-library")).not_to_contain_text("quokkas.pdf")
    assert [path.name for path in (home / "data" / "library").rglob("*.pdf")] == ["broken.pdf"]
    page.get_by_role("button", name="broken.pdf").click()
    expect(side.locator(".cp-problem")).to_contain_text("The PDF is damaged.")
    side.get_by_text("Remove from the library").click()
    side.get_by_role("button", name="Remove it").click()
    built(page)
    expect(page.locator("#cp-library")).not_to_contain_text("broken.pdf")


def test_a_folder_keeps_its_names_and_what_is_no_document_is_told(page: Page, tmp_path: Path, home: Path) -> None:
    for name, data in (
        ("week 1/notes.md", b"# One\n\nFirst words of it."),
        ("week 2/notes.md", b"# Two\n\nOther words."),
    ):
        (tmp_path / "course" / name).parent.mkdir(parents=True)
        (tmp_path / "course" / name).write_bytes(data)
    (tmp_path / "course" / "photo.png").write_bytes(b"\x89PNG")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a folder").click()
    chooser.value.set_files(tmp_path / "course")
    expect(page.locator("#cp-library-progress [role=status]")).to_contain_text("2 files taken in")
    expect(page.locator(".cp-results .is-bad")).to_contain_text("photo.png")
    built(page)
    names = {path.relative_to(home / "data").as_posix() for path in (home / "data").rglob("notes.md")}
    assert names == {f"library/documents/course/week {n}/notes.md" for n in (1, 2)}
    page.get_by_label("Search").fill("week 2")
    expect(page.locator(".cp-library-table tbody tr")).to_have_count(1)
    expect(page.get_by_label("Search")).to_be_focused()
    expect(page.get_by_label("Search")).to_have_value("week 2")


def test_dropped_files_come_in(page: Page, home: Path) -> None:
    dropped = page.evaluate_handle(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(['# Dropped\\n\\nIt was dropped here.'], 'dropped.md'));
          return data;
        }"""
    )
    page.locator(".cp-drop").dispatch_event("drop", {"dataTransfer": dropped})
    expect(page.locator("#cp-library-progress [role=status]")).to_contain_text("1 file taken in")
    built(page)
    assert (home / "data" / "library" / "documents" / "dropped.md").is_file()


def test_all_of_it_with_the_keyboard(page: Page) -> None:
    page.get_by_text("Collections and their exams").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    form = page.locator("form[data-form=collect]")
    form.get_by_label("Name").focus()
    page.keyboard.type("My course")
    page.keyboard.press("Enter")
    expect(page.locator("#cp-library-progress [role=status]")).to_contain_text("The collection “My course” was made")
    into = page.get_by_label("into the collection")
    expect(into).to_have_value("my-course")
    form.get_by_label("Name").focus()
    page.keyboard.type("my COURSE")
    page.keyboard.press("Enter")
    expect(page.locator("#cp-library-progress .is-alert")).to_contain_text("choose another name")


@pytest.mark.parametrize(
    "page", [("fr-FR", (390, 844), "dark"), ("en-GB", (390, 844), "light")], indirect=True, ids=["fr-dark", "en"]
)
def test_a_phone(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.locator(".cp-library-table .cp-link").first.click()
    expect(page.locator("#cp-library-document h2")).not_to_have_text("What is in this document")
    expect(page.locator("#cp-library-document h2")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_no_upload_stays(home: Path) -> None:
    """Last: what any of the tests above sent is gone from the server's folder."""
    folder = home / "uploads"
    assert not folder.exists() or [path for path in folder.rglob("*") if path.is_file()] == []
    shutil.rmtree(folder, ignore_errors=True)
    assert os.environ.get("CITEPREP_DATA") != str(home / "data")
