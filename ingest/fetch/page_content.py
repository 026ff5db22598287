"""From a server's answer to what is kept of it: the right type, readable text as UTF-8, a title.

Owns what counts as a page. A page that the readers cannot read, or that says next to nothing (an error page, a shell
for scripts), is none: it would stand for a digest that says more. Knows nothing of the network or the disk.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import FetchFailed, UnreadableFile
from ingest.fetch.settings import FetchSettings
from ingest.fetch.web import Reply
from ingest.readers.html.nesting import nesting
from ingest.settings import IngestSettings
from ingest.sourcing.sources import SourceFile

HTML, MARKDOWN, TEXT = "text/html", "text/markdown", "text/plain"

_TYPES = {HTML: HTML, MARKDOWN: MARKDOWN, "text/x-markdown": MARKDOWN, TEXT: TEXT}
_SUFFIXES = {HTML: ".html", MARKDOWN: ".md", TEXT: ".txt"}
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
# An HTML parser's time grows with the square of the depth: a million nested elements (5 MB) take it a quarter of an
# hour.
_MOST_NESTING = 2_000
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# A short list: Python knows codecs that no page should choose (punycode, unicode_escape, ...). As browsers do, what
# calls itself Latin-1 or ASCII is read as Windows-1252.
_ENCODINGS = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "cp1252", "ascii": "cp1252", "iso-8859-1": "cp1252",
    "latin1": "cp1252", "latin-1": "cp1252", "windows-1252": "cp1252", "cp1252": "cp1252",
    "iso-8859-15": "iso-8859-15", "utf-16": "utf-16-le", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageContent:
    """What is kept: UTF-8 bytes, their type and the file suffix that fits, the page's title, the hash of the bytes."""

    data: bytes
    content_type: str
    suffix: str
    title: str
    sha256: str


def page_content(reply: Reply, settings: FetchSettings) -> PageContent:
    """What is kept of an answer. Raises FetchFailed when it is no page of text."""
    url = reply.address.url
    declared = reply.headers.get("content-type", "")
    content_type = _TYPES.get(declared.partition(";")[0].strip().lower())
    if content_type is None:
        raise FetchFailed(f"The page's type is {declared[:80]!r}, which is not read.", source=url)
    if content_type == TEXT and _path(url).endswith(".md"):
        content_type = MARKDOWN
    text = _decoded(reply.body, declared, url, html=content_type == HTML)
    start = text[:1000].lstrip().lower()
    if content_type != HTML and start.startswith(("<!doctype html", "<html")):
        raise FetchFailed("The page says it is text and is HTML.", source=url)
    if start.startswith("%pdf-") or "\0" in text:
        raise FetchFailed("The page says it is text and is not.", source=url)
    if content_type == HTML and nesting(text) > _MOST_NESTING:
        raise FetchFailed("The page's elements are nested too deeply.", source=url)
    data = text.encode("utf-8")
    suffix = _SUFFIXES[content_type]
    title, words = _read(data, url, suffix)
    if words < settings.fewest_words:
        raise FetchFailed(f"The page has {words} words: an error page, or one that needs scripts.", source=url)
    return PageContent(data, content_type, suffix, title, hashlib.sha256(data).hexdigest())


def _path(url: str) -> str:
    return url.partition("?")[0]


def _decoded(body: bytes, declared: str, url: str, *, html: bool) -> str:
    """Text by its byte order mark, else by what it declares, else as UTF-8 (also when what it declares is wrong)."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return _strict(body[len(mark) :], (encoding,), url)
    name = _CHARSET.search(declared)
    meta = _META_CHARSET.search(body[:4096]) if html else None
    named = name[1] if name else meta[1].decode("ascii", "replace") if meta else "utf-8"
    # UTF-8 first: bytes that are valid UTF-8 are hardly ever meant otherwise, whatever a page declares.
    wanted = _ENCODINGS.get(named.lower(), "utf-8")
    return _strict(body, (wanted,) if wanted.startswith("utf-16") else ("utf-8", wanted), url)


def _strict(body: bytes, encodings: tuple[str, ...], url: str) -> str:
    for encoding in encodings:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FetchFailed(f"The page's characters are not {encodings[-1]}.", source=url)


def _read(data: bytes, url: str, suffix: str) -> tuple[str, int]:
    """Title and number of words, as the build will read them."""
    from ingest.readers import read

    name = _path(url).rstrip("/").rpartition("/")[2] or "page"
    file = SourceFile(url, Path(Path(name).stem + suffix), None, len(data), 0)
    try:
        document = read(file, data, IngestSettings())
    except UnreadableFile as error:
        raise FetchFailed(f"The page cannot be read: {error.message}", source=url) from error
    return document.source.title, len(document.text.split())
