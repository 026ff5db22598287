"""Pages that `python -m ingest fetch` brought, as sources for a build.

Owns the layout of the cache folder: `pages.json` (one record per address) beside the pages' files. Brings nothing
itself (that is `fetch`), reads no formats (that is `readers`).
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path

from ingest.schema import Document
from ingest.sourcing.sources import SourceFile

RECORDS = "pages.json"


@dataclass(frozen=True, slots=True)
class PageRecord:
    """What is known of one fetched page. `file` is relative to the cache folder; `fetched` is YYYY-MM-DD."""

    url: str
    file: str
    fetched: str
    licence: str
    sha256: str
    content_type: str
    title: str = ""
    etag: str = ""
    last_modified: str = ""
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A fetched page as a file to read."""

    record: PageRecord
    file: SourceFile

    @property
    def url(self) -> str:
        """The canonical address, the same as a digest's `source_url`."""
        return self.record.url

    def describe(self, document: Document) -> Document:
        """The document with what is known of the page: address, date, licence."""
        record = self.record
        source = dataclasses.replace(
            document.source,
            title=record.title or document.source.title,
            kind="aws-doc",
            url=record.url,
            as_of=record.fetched,
            licence=record.licence,
            domains=record.domains or document.source.domains,
        )
        return dataclasses.replace(document, source=source)


def read_records(folder: Path) -> dict[str, PageRecord]:
    """Records by address; an unreadable file counts as no pages."""
    try:
        rows = json.loads((folder / RECORDS).read_text(encoding="utf-8"))
        records = [PageRecord(**{**row, "domains": tuple(row.get("domains", ()))}) for row in rows]
    except (OSError, ValueError, TypeError):
        return {}
    return {record.url: record for record in records}


def pages(folder: Path | None) -> tuple[Page, ...]:
    """Fetched pages whose files are there, in order of address; none without a folder."""
    if folder is None or not folder.is_dir():
        return ()
    found = []
    for url, record in sorted(read_records(folder).items()):
        path = folder / record.file
        if path.is_file():
            stat = path.stat()
            uri = "fetched/" + url.removeprefix("https://")
            found.append(Page(record, SourceFile(uri, path, None, stat.st_size, stat.st_mtime_ns)))
    return tuple(found)
