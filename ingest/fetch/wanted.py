"""Which pages to bring, and why: the `source_url` of each file, and the links and bare addresses in its text.

Owns where addresses are looked for and what makes two of them one page. Knows nothing of the network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import PurePosixPath

from ingest.errors import FetchRefused, UnreadableFile
from ingest.fetch.addresses import parse_address
from ingest.fetch.links import links_in
from ingest.fetch.settings import DEFAULT_HOSTS, FetchSettings
from ingest.readers.decode import decode_or_guess
from ingest.schema import Problem
from ingest.sourcing.frontmatter import split_front_matter
from ingest.sourcing.sources import SourceFile

_MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx"})
_HTML = frozenset({".html", ".htm", ".xhtml"})
_TEXT = frozenset({".txt", ".text", ""})
_HREF = re.compile(r"""<a\s[^>]{0,500}?href\s*=\s*["']?(https?://[^"'\s>]+)""", re.IGNORECASE)
# Not after "](" or "<": those are links. Ends before what a sentence puts behind an address.
_BARE = re.compile(r"""(?<!\]\()(?<![<"'=])\bhttps?://[^\s<>"'`\])}|]+""")
_CODE = re.compile(r"^(?P<fence>```+|~~~+).*?^(?P=fence)[`~]*[ \t]*$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_NOT_PAGES = re.compile(
    r"\.(?:pdf|zip|gz|png|jpe?g|gif|svg|ico|css|js|json|xml|ya?ml|csv|mp[34]|ipynb)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page to bring. `url` is what its record is called; `reasons` say which files ask for it."""

    url: str
    reasons: tuple[str, ...]
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An address that is not brought, and why."""

    url: str
    reason: str
    reasons: tuple[str, ...]


@dataclass(slots=True)
class _Found:
    url: str
    reasons: list[str] = field(default_factory=list)
    domains: dict[str, None] = field(default_factory=dict)


def wanted_pages(
    files: Iterable[SourceFile | Problem], settings: FetchSettings
) -> tuple[tuple[Wanted, ...], tuple[LeftOut, ...]]:
    """The pages that the files ask for and the addresses that stay out, each in order of address.

    A file that cannot be read asks for nothing: the build reports it.
    """
    found: dict[str, _Found] = {}
    refused: dict[str, tuple[str, list[str]]] = {}
    for file in files:
        if isinstance(file, Problem):
            continue
        for url, reason, domains, is_source in _addresses(file):
            try:
                address = parse_address(_https(url, settings), settings)
                if _NOT_PAGES.search(address.target.partition("?")[0]):
                    raise FetchRefused("It is no page of text.")
            except FetchRefused as error:
                refused.setdefault(url, (error.message, []))[1].append(reason)
                continue
            # Tracking parameters make no other page in AWS's documentation.
            key = address.url.partition("?")[0] if address.host in DEFAULT_HOSTS else address.url
            page = found.setdefault(key, _Found(key))
            if is_source:
                # A fetched page stands for the digest whose source_url it bears, letter by letter.
                page.url = url
                page.domains.update(dict.fromkeys(domains))
            page.reasons.append(reason)
    pages = sorted(found.values(), key=lambda page: page.url)
    return (
        tuple(Wanted(page.url, tuple(dict.fromkeys(page.reasons)), tuple(page.domains)) for page in pages),
        tuple(LeftOut(url, why, tuple(dict.fromkeys(reasons))) for url, (why, reasons) in sorted(refused.items())),
    )


def _https(url: str, settings: FetchSettings) -> str:
    """An old http link to a host of the list means the https page."""
    return "https://" + url.removeprefix("http://") if settings.https_only and url.startswith("http://") else url


def _addresses(file: SourceFile) -> Iterator[tuple[str, str, tuple[str, ...], bool]]:
    """Each address as (url, "file:line", domains of the file, is it the file's source_url?)."""
    suffix = PurePosixPath(file.name).suffix.lower()
    if suffix not in _MARKDOWN | _HTML | _TEXT:
        return
    try:
        text, _ = decode_or_guess(file.read_bytes(), file.uri)
    except UnreadableFile:
        return
    if suffix in _MARKDOWN:
        meta, body = split_front_matter(text)
        source = str(meta.get("source_url") or meta.get("url") or "").strip()
        if re.match(r"https?://", source):
            yield source, f"{file.uri} (source_url)", _domains(meta), True
        for _, url, line in links_in(text):
            if re.match(r"https?://", url):
                yield url, f"{file.uri}:{line}", (), False
        blank = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text[body:])
        text = "\n" * text.count("\n", 0, body) + blank
    for match in (_HREF if suffix in _HTML else _BARE).finditer(text):
        url = match[1] if suffix in _HTML else match[0].rstrip(".,;:!?*_~")
        yield unescape(url), f"{file.uri}:{text.count(chr(10), 0, match.start()) + 1}", (), False


def _domains(meta: Mapping[str, object]) -> tuple[str, ...]:
    value = meta.get("domains")
    items = value if isinstance(value, list) else [value]
    return tuple(item for item in items if isinstance(item, str) and item)
