"""From a server's answer to what is kept: its type, its characters, its name, and how little is no page."""

from __future__ import annotations

import codecs
import hashlib

import pytest

from ingest.errors import FetchFailed
from ingest.fetch.addresses import parse_address
from ingest.fetch.page_content import _MOST_NESTING, page_content
from ingest.fetch.settings import FetchSettings
from ingest.fetch.web import Reply

SAID = "Les données sont conservées sept jours à la demande, et chaque copie coûte autant que la première."
PAGE = f"<html><head><title>Durée</title></head><body><h1>Durée</h1><p>{SAID} {SAID}</p></body></html>"


def reply(
    body: bytes | str, declared: str = "text/html", url: str = "https://docs.aws.amazon.com/dg/keep.html"
) -> Reply:
    data = body.encode() if isinstance(body, str) else body
    return Reply(parse_address(url, FetchSettings()), 200, {"content-type": declared}, data)


def kept(body: bytes | str, declared: str = "text/html", **more: str) -> str:
    return page_content(reply(body, declared, **more), FetchSettings()).data.decode()


@pytest.mark.parametrize(
    ("declared", "url", "content_type", "suffix"),
    [
        ("text/html", "https://docs.aws.amazon.com/a.html", "text/html", ".html"),
        ("Text/HTML; charset=UTF-8", "https://docs.aws.amazon.com/a", "text/html", ".html"),
        ("text/markdown", "https://docs.aws.amazon.com/a", "text/markdown", ".md"),
        ("text/x-markdown", "https://docs.aws.amazon.com/a", "text/markdown", ".md"),
        ("text/plain", "https://docs.aws.amazon.com/a.txt", "text/plain", ".txt"),
        ("text/plain", "https://docs.aws.amazon.com/a.md", "text/markdown", ".md"),
        ("text/plain", "https://docs.aws.amazon.com/a.md?v=2", "text/markdown", ".md"),
        ("text/plain", "https://docs.aws.amazon.com/a?of=b.md", "text/plain", ".txt"),
    ],
)
def test_the_type_is_that_of_the_answer(declared: str, url: str, content_type: str, suffix: str) -> None:
    body = PAGE if content_type == "text/html" else f"# Durée\n\n{SAID} {SAID}\n"
    found = page_content(reply(body, declared, url), FetchSettings())
    assert (found.content_type, found.suffix) == (content_type, suffix)
    assert found.sha256 == hashlib.sha256(found.data).hexdigest()


@pytest.mark.parametrize("declared", ["application/pdf", "image/png", "", "text/html2"])
def test_other_types_are_named_and_not_kept(declared: str) -> None:
    with pytest.raises(FetchFailed, match="type"):
        page_content(reply(PAGE, declared), FetchSettings())


@pytest.mark.parametrize(
    ("body", "declared"),
    [
        (PAGE.encode(), "text/html"),
        (PAGE.encode("cp1252"), "text/html; charset=ISO-8859-1"),
        (PAGE.encode("iso-8859-15"), 'text/html; charset="iso-8859-15"'),
        (PAGE.replace("<head>", '<head><meta charset="latin1">').encode("cp1252"), "text/html"),
        (PAGE.encode(), "text/html; charset=latin1"),  # valid UTF-8 is hardly ever meant otherwise
        (codecs.BOM_UTF8 + PAGE.encode(), "text/html; charset=latin1"),
        (codecs.BOM_UTF16_LE + PAGE.encode("utf-16-le"), "text/html"),
        (codecs.BOM_UTF16_BE + PAGE.encode("utf-16-be"), "text/html; charset=utf-8"),
        (PAGE.encode("utf-16-be"), "text/html; charset=utf-16be"),
    ],
    ids=["utf-8", "latin-1", "latin-9", "meta", "wrong name", "bom", "bom 16le", "bom 16be", "16be"],
)
def test_characters_are_read_as_they_were_written(body: bytes, declared: str) -> None:
    assert SAID in kept(body, declared)


def test_a_meta_element_counts_in_html_only_and_less_than_the_header() -> None:
    named = PAGE.replace("<head>", '<head><meta charset="utf-16">')
    assert SAID in kept(named.encode("cp1252"), "text/html; charset=cp1252")
    with pytest.raises(FetchFailed, match="characters"):
        page_content(reply(f'<meta charset="latin1"> {SAID}'.encode("cp1252"), "text/plain"), FetchSettings())


def test_characters_that_are_none_are_named() -> None:
    with pytest.raises(FetchFailed, match="not utf-8"):
        page_content(reply(PAGE.encode("cp1252"), "text/html"), FetchSettings())
    with pytest.raises(FetchFailed, match="not utf-16-le"):
        page_content(reply(codecs.BOM_UTF16_LE + b"\x00\xd8a"), FetchSettings())


@pytest.mark.parametrize("body", ["<!DOCTYPE html>\n", "  <HTML lang='en'>", "\n<html>"])
def test_a_text_that_is_html_is_no_text(body: str) -> None:
    with pytest.raises(FetchFailed, match="is HTML"):
        page_content(reply(f"{body} {SAID}", "text/plain"), FetchSettings())


@pytest.mark.parametrize("body", ["%PDF-1.7\n", "binary \0 inside "])
def test_a_text_that_is_a_program_or_a_pdf_is_no_text(body: str) -> None:
    with pytest.raises(FetchFailed, match="is not"):
        page_content(reply(f"{body} {SAID}", "text/plain"), FetchSettings())


def nested(deep: int) -> str:
    return f"<html><body>{'<b>' * (deep - 2)}{SAID} {SAID}{'</b>' * (deep - 2)}</body></html>"


def test_elements_may_be_nested_as_deep_as_a_parser_bears() -> None:
    assert SAID in kept(nested(100))
    with pytest.raises(FetchFailed, match="nested"):
        page_content(reply(nested(_MOST_NESTING + 1)), FetchSettings())


def test_a_page_of_too_few_words_is_an_error_page() -> None:
    body = "# Title\n\n" + "word " * 19
    settings = FetchSettings(fewest_words=20)
    assert page_content(reply(body, "text/markdown"), settings).title == "Title"
    with pytest.raises(FetchFailed, match="The page has 19 words"):
        page_content(reply("# Title\n\n" + "word " * 18, "text/markdown"), settings)


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://docs.aws.amazon.com/dg/how-it-works.html", "how-it-works"),
        ("https://docs.aws.amazon.com/dg/how-it-works/", "how-it-works"),
        ("https://docs.aws.amazon.com/", "docs.aws.amazon"),
        ("https://docs.aws.amazon.com/dg/keep.html?page=2", "keep"),
    ],
)
def test_a_page_without_a_title_is_named_by_its_address(url: str, title: str) -> None:
    found = page_content(reply(f"<html><body><p>{SAID} {SAID}</p></body></html>", url=url), FetchSettings())
    assert found.title.casefold() == title
