"""The audit of a learner's own notes on the real page: compared there, corrected in a copy, the file left as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.embedding.embed import HashingEmbedder
from ingest.settings import IngestSettings
from tests.fakes import build_here, write_corpus
from tests.ui.serving import CHROMIUM, served

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is missing (make test installs it)")
from playwright.sync_api import Browser, expect  # noqa: E402

_PATIENCE_MS = 60_000
_CHANGE = "The largest object of Amazon S3 was 5 TB in 2021 and is 50 TB since December 2025."
_PAGE = f"---\ntitle: Amazon S3\nlang: en\nkind: aws-doc\nas_of: '2026'\n---\n\n# Amazon S3\n\n- {_CHANGE}\n"
_NOTE = (
    "---\ntitle: Mon stockage\nlang: fr\nkind: note\nas_of: '2023'\n---\n\n# Mon stockage\n\n"
    "- La taille maximale d'un objet *Amazon S3* est de 5 To.\n- Les pommes sont rouges.\n"
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is missing: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where everything of this page is."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def note(home: Path) -> Path:
    """The learner's note, in the corpus."""
    corpus = write_corpus(home)
    (corpus / "aws" / "s3.md").write_text(_PAGE, encoding="utf-8")
    path = corpus / "notes" / "stockage.md"
    path.write_text(_NOTE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def address(home: Path, note: Path) -> Iterator[str]:
    """The real page over that corpus."""
    settings = IngestSettings(corpus=(note.parents[1],), index=home / "index", embedding_model="hashing-256")
    build_here(settings, HashingEmbedder())
    environment = {
        "CORPUS": str(note.parents[1]),
        "INDEX_DIR": str(home / "index"),
        "EMBEDDING_MODEL": "hashing-256",
        "CHAT_MODEL": "extractive",
        "CITEPREP_DATA": str(home / "data"),
        "GRADIO_TEMP_DIR": str(home / "uploads"),
    }
    with served("app.py", environment=environment) as url:
        yield url


def test_own_notes_are_compared_and_corrected_in_a_copy(
    browser: Browser, address: str, note: Path, tmp_path: Path
) -> None:
    expect.set_options(timeout=_PATIENCE_MS)
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR", accept_downloads=True)
    context.set_default_timeout(_PATIENCE_MS)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("tab", name="Audit des notes").click()
    page.get_by_role("button", name="Comparer : Mon stockage").click()
    rows = page.locator("#cp-audit tr[id]")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Dans vos notes :5 ToDepuis décembre 2025 :50 To")
    rows.locator(".cp-cite").click()
    expect(page.locator("#cp-audit-sources mark")).to_have_text(_CHANGE)
    rows.get_by_role("checkbox").check()
    page.get_by_role("link", name="Votre copie : 1 correction").click()
    expect(page.get_by_role("tab", name="Audit des notes")).to_have_attribute("aria-selected", "true")
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger la copie (1 correction)").click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    assert saved.read_text(encoding="utf-8") == _NOTE.replace("5 To", "50 To")
    assert note.read_text(encoding="utf-8") == _NOTE
    page.reload()
    expect(page.get_by_role("tab", name="Audit des notes")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#cp-audit tr[id]")).to_have_count(1)
    context.close()
