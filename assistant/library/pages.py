"""A web page brought into the library by its address, with the same rules as `python -m ingest fetch`.

Owns that one page comes, under a name that says what it is, with its address, licence and day. Asks no host but the
one that was named; https and public addresses only.
"""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePosixPath

from ingest.errors import FetchFailed, LibraryError
from ingest.fetch.addresses import parse_address
from ingest.fetch.fetched import read_records
from ingest.fetch.pages import World, fetch_pages
from ingest.fetch.settings import FetchSettings
from ingest.fetch.wanted import Wanted
from ingest.library.intake import Given
from ingest.library.records import Note
from ingest.library.shelf import Shelf, Taken


def add_page(
    shelf: Shelf, url: str, collection: str, rules: FetchSettings | None = None, world: World | None = None
) -> Taken:
    """Bring the page of an address into a collection. May take as long as the rules allow for a page.

    Raises FetchRefused, FetchFailed, LibraryError.
    """
    host = host_of(url)
    rules = rules or FetchSettings.for_learner([host])
    address = parse_address(url.strip(), rules)
    with tempfile.TemporaryDirectory(prefix="citeprep-page-") as folder:
        report = fetch_pages([Wanted(address.url, ("library",))], Path(folder), rules, world=world)
        result = report.pages[0]
        if result.state == "failed":
            raise FetchFailed(result.message, help=result.help, source=address.url)
        record = read_records(Path(folder))[address.url]
        path = Path(folder) / record.file
        name = (record.title or PurePosixPath(address.target.partition("?")[0]).stem or host) + path.suffix
        taken = shelf.add([Given(path, name.replace("/", "-"))], collection)
    for uri in taken.added:
        note = shelf.records().note(uri)
        shelf.note(uri, Note(record.title, note.added, note.sha256, record.url, record.licence, record.fetched))
    return taken


def host_of(url: str) -> str:
    """The host that an address names. Raises LibraryError for what is no address of a page."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or parts.scheme not in ("https", "http"):
        raise LibraryError("This is no address of a web page.", help="Give one such as https://docs.aws.amazon.com/...")
    return host
