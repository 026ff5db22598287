"""The page of a PDF as a picture in the sources panel: from the corpus's own file, on demand, inside of the page.

`python tests/ui/test_page_picture.py PORT` serves the page with a PDF to ask for.
"""

from __future__ import annotations

import base64
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pytest

from assistant.answering.pictures import PagePictures
from assistant.schema import Answer, Citation, PagePicture
from assistant.ui.chat.handlers import ChatHandlers
from assistant.ui.check.handlers import CheckHandlers
from assistant.ui.check.state import CHECKING
from assistant.ui.locale import load_labels
from assistant.ui.session import Session
from assistant.ui.sources import Cited, panel
from ingest.readers import read
from ingest.schema import LANGS, Document, Lang, Span
from ingest.settings import IngestSettings
from ingest.sourcing.sources import SourceFile, walk
from tests.ui.fake_assistant import HOSTILE, answered
from tests.ui.fake_checker import CheckingAssistant
from tests.ui.html_check import Page, assert_safe
from tests.ui.serving import CHROMIUM, chromium, serve_page, served

FILE = Path(__file__).resolve().parents[1] / "reading" / "pdf" / "files" / "typst.pdf"
QUOTE = "A serverless endpoint scales to zero, at the price of cold starts after idle periods."
_PATIENCE_MS = 60_000
PNG = b"\x89PNG\r\n\x1a\n"


class PdfAssistant(CheckingAssistant):
    """Every answer cites a sentence of one PDF, which lies in a corpus folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.settings = IngestSettings(corpus=(folder,))
        (file,) = (item for item in walk(self.settings.corpus, self.settings) if isinstance(item, SourceFile))
        self.file = file.path
        self.read = read(file, file.read_bytes(), self.settings, apart=False)
        start = self.read.text.index(QUOTE)
        self.citation = Citation.of(Span(self.read, start, start + len(QUOTE)), 1)
        self.pictures = PagePictures(self.settings)
        self.drawn: list[Citation] = []

    def document(self, uri: str) -> Document | None:
        return self.read if uri == self.read.source.uri else None

    def page_picture(self, citation: Citation) -> PagePicture:
        self.drawn.append(citation)
        return self.pictures.picture(self.read.source, citation)

    def _answer(self, text: str, lang: Lang) -> Answer:
        return answered(f"{QUOTE} [1]", (), (self.citation,), lang)


@pytest.fixture
def fake(tmp_path: Path) -> PdfAssistant:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "cours.pdf").write_bytes(FILE.read_bytes())
    return PdfAssistant(tmp_path / "notes")


@pytest.fixture
def chat(fake: PdfAssistant) -> ChatHandlers:
    return ChatHandlers(fake, max_question_chars=500)


@pytest.fixture
def session(chat: ChatHandlers) -> Session:
    """A conversation with one answer."""
    session = Session("en")
    list(chat.ask(session, "What scales to zero?"))
    return session


def shown(chat: ChatHandlers, session: Session, value: str) -> Page:
    view = chat.select(session, value)
    assert view.panel is not None
    return assert_safe(view.panel)


def buttons(page: Page) -> list[str]:
    return [button["data-value"] for button in page.all("button", class_="cp-page-button")]


def test_the_page_is_drawn_when_it_is_asked_for(chat: ChatHandlers, session: Session, fake: PdfAssistant) -> None:
    before = shown(chat, session, "exchange-1-1")
    assert buttons(before) == ["exchange-1-1-page"]
    assert "Page as a picture" in before.text
    assert fake.drawn == []
    page = shown(chat, session, "exchange-1-1-page")
    (picture,) = page.all("img")
    png = base64.b64decode(picture["src"].removeprefix("data:image/png;base64,"))
    assert png.startswith(PNG)
    assert len(png) < 1_500_000
    assert "Page 1 of" in picture["alt"]
    assert QUOTE in picture["alt"]
    assert page.marked == QUOTE  # beside the text
    assert buttons(page) == ["exchange-1-1"]
    assert not shown(chat, session, "exchange-1-1").all("img")


def test_the_picture_stays_in_another_language_and_is_drawn_once(
    chat: ChatHandlers, session: Session, fake: PdfAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = shown(chat, session, "exchange-1-1-page").all("img")[0]["src"]
    monkeypatch.setattr("ingest.readers.pdf.picture.page_picture", lambda *_, **__: pytest.fail("drawn again"))
    session.lang = "fr"
    again = chat.redraw(session)
    page = assert_safe(again.panel or "")
    assert page.all("img")[0]["src"] == first
    assert "Ces mots sont encadrés" in page.all("img")[0]["alt"]
    assert "Sans l’image" in page.text


@pytest.mark.parametrize("how", ["gone", "changed", "large"])
def test_a_file_that_is_not_as_it_was_read_has_no_picture(
    chat: ChatHandlers, session: Session, fake: PdfAssistant, how: str
) -> None:
    if how == "gone":
        fake.file.unlink()
    elif how == "changed":
        fake.file.write_bytes(FILE.with_name("cairo.pdf").read_bytes())
    else:
        fake.pictures = PagePictures(replace_limit(fake.settings))
    page = shown(chat, session, "exchange-1-1-page")
    assert "not there any more, or has changed" in page.text
    assert page.all("img") == []
    assert page.marked == QUOTE


def replace_limit(settings: IngestSettings) -> IngestSettings:
    return settings.model_copy(update={"max_file_mb": 0.001})


def test_a_file_that_was_put_back_is_drawn(chat: ChatHandlers, session: Session, fake: PdfAssistant) -> None:
    content = fake.file.read_bytes()
    fake.file.unlink()
    assert not shown(chat, session, "exchange-1-1-page").all("img")
    fake.file.write_bytes(content)
    assert shown(chat, session, "exchange-1-1-page").all("img")


def test_a_page_that_cannot_be_drawn_harms_nothing_else(
    chat: ChatHandlers, session: Session, fake: PdfAssistant
) -> None:
    damaged = b"%PDF-1.7\n" + b"\0" * 500
    fake.file.write_bytes(damaged)
    import hashlib

    source = replace(fake.read.source, sha256=hashlib.sha256(damaged).hexdigest())
    fake.read = replace(fake.read, source=source)
    page = shown(chat, session, "exchange-1-1-page")
    assert "The page cannot be drawn." in page.text
    assert page.marked == QUOTE


def test_the_check_tab_has_it_too(fake: PdfAssistant) -> None:
    handlers, session = CheckHandlers(fake), Session("fr")
    list(handlers.check(session, "750."))
    check = CHECKING.of(session).check
    assert check is not None
    view = handlers.select(session, f"{check.anchor}-1-page")
    assert view.panel is not None
    assert not assert_safe(view.panel).all("img")  # its source is a note of Markdown
    assert fake.drawn == []


@pytest.mark.parametrize("lang", LANGS)
def test_words_of_a_document_are_text_in_the_description(lang: Lang, fake: PdfAssistant) -> None:
    hostile = replace(fake.citation, title=HOSTILE, quote=f'"{HOSTILE}' * 40)
    cited = Cited("exchange-1", "x", (hostile,))
    page = assert_safe(panel(cited, 1, fake.document, load_labels(lang), PNG))
    (picture,) = page.all("img")
    assert HOSTILE in picture["alt"]
    assert len(picture["alt"]) < 700


def test_only_pages_of_pdfs_have_pictures(fake: PdfAssistant) -> None:
    for other in (replace(fake.citation, page=None), replace(fake.citation, uri="notes/slides.pptx")):
        cited = Cited("exchange-1", "x", (other,))
        assert not buttons(assert_safe(panel(cited, 1, lambda uri: fake.read, load_labels("en"))))


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: apt-get install chromium")
def test_the_picture_in_a_browser() -> None:
    api = pytest.importorskip("playwright.sync_api", reason="playwright is missing (make test installs it)")
    strange: list[str] = []
    with served("tests/ui/test_page_picture.py") as url, api.sync_playwright() as playwright:
        page = chromium(playwright).new_page()
        page.on("request", lambda r: None if r.url.startswith((url, "data:", "blob:")) else strange.append(r.url))
        page.goto(url)
        page.set_default_timeout(_PATIENCE_MS)
        page.locator(".cp-examples button").first.wait_for()  # the page listens from here on
        field = page.get_by_label("Your question")
        field.fill("What scales to zero?")
        field.press("Enter")
        page.get_by_role("button", name="Page as a picture").click()
        picture = page.get_by_role("img", name="Page 1 of")
        picture.wait_for()
        page.wait_for_function("() => document.querySelector('.cp-page-picture img').naturalWidth > 600")
        api.expect(page.locator("#cp-sources mark")).to_have_text(QUOTE)
        page.get_by_role("button", name="Without the picture").click()
        api.expect(picture).to_have_count(0)
    assert strange == []


def main() -> None:
    """Serve the page until it is ended."""
    from assistant.ui.layout import build_page

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "cours.pdf").write_bytes(FILE.read_bytes())
        page = build_page(PdfAssistant(Path(folder)), max_question_chars=500)
        serve_page(page, int(sys.argv[1]))


if __name__ == "__main__":
    main()
