"""Bring the pages that a corpus points to into the cache folder, one after the other.

Owns the order: is the page here already, the Markdown twin before the HTML, conditional requests, what is recorded.
One page's failure never stops the rest. Asking hosts is `polite`, limits are `web`, disk is `page_store`.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import httpcore

from ingest.errors import FetchFailed, FetchRefused
from ingest.fetch.addresses import CheckedNetwork, Resolver, parse_address, resolve
from ingest.fetch.fetched import PageRecord
from ingest.fetch.page_content import HTML, PageContent, page_content
from ingest.fetch.page_store import PageStore, file_name, only_fetcher
from ingest.fetch.polite import Guest, Now, Sleep
from ingest.fetch.settings import DEFAULT_HOSTS, FetchSettings
from ingest.fetch.wanted import Wanted
from ingest.fetch.web import Budget, Clock, Reply, Web
from ingest.progress import Progress, silent

State = Literal["brought", "unchanged", "fresh", "failed"]
PlanState = Literal["new", "check", "fresh"]

# As the corpus records it for AWS's documentation (docs/corpus.md); nothing is known of other hosts.
_LICENCES: Mapping[str, str] = dict.fromkeys(DEFAULT_HOSTS, "CC-BY-SA-4.0")


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What fetching needs of the outside: time and the network. Tests bring their own."""

    clock: Clock = time.monotonic
    sleep: Sleep = time.sleep
    now: Now = lambda: datetime.datetime.now(datetime.UTC)
    resolver: Resolver = resolve
    network: httpcore.NetworkBackend | None = None


@dataclass(frozen=True, slots=True)
class PageResult:
    """What became of one page. `size` in bytes as stored; `code`, `message` and `help` where it failed."""

    url: str
    state: State
    reasons: tuple[str, ...] = ()
    size: int = 0
    code: str = ""
    message: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What one run did, page by page in the order they were asked for."""

    folder: str
    pages: tuple[PageResult, ...]
    seconds: float

    def count(self, state: State) -> int:
        """How many pages ended in this state."""
        return sum(page.state == state for page in self.pages)


@dataclass(frozen=True, slots=True)
class _Job:
    """What all pages of a run share."""

    settings: FetchSettings
    guest: Guest
    store: PageStore
    today: datetime.date
    known: frozenset[str]


def plan(
    wanted: Sequence[Wanted], folder: Path, settings: FetchSettings, today: datetime.date
) -> list[tuple[Wanted, PlanState]]:
    """What a run would do with each page: bring it, ask whether it changed, or nothing."""
    store = PageStore(folder)
    return [(page, _state(store.sound(page.url), settings, today)) for page in wanted]


def fetch_pages(
    wanted: Sequence[Wanted],
    folder: Path,
    settings: FetchSettings,
    progress: Progress = silent,
    world: World | None = None,
) -> FetchReport:
    """Bring the pages that are missing or changed. Each is stored at once, so that a stopped run resumes.

    A page that fails is in the report. Raises FetchFailed when another run is writing to the folder.
    """
    world = world or World()
    started = world.clock()
    results: list[PageResult] = []
    network = CheckedNetwork(settings, world.resolver, world.network)
    with only_fetcher(folder), Web(settings, network, world.clock) as web:
        guest = Guest(web, settings, world.sleep, world.clock, world.now)
        known = frozenset(_stem(page.url) for page in wanted)
        job = _Job(settings, guest, PageStore(folder), world.now().date(), known)
        progress("Fetching", 0, len(wanted))
        for number, page in enumerate(wanted, start=1):
            try:
                if number > settings.most_pages:
                    raise FetchFailed(
                        f"There are more than {settings.most_pages} pages.", help="Give a smaller corpus."
                    )
                results.append(_bring(page, job))
            except (FetchFailed, FetchRefused) as error:
                results.append(PageResult(page.url, "failed", page.reasons, 0, error.code, error.message, error.help))
            progress("Fetching", number, len(wanted))
    return FetchReport(str(folder), tuple(results), round(world.clock() - started, 3))


def _state(record: PageRecord | None, settings: FetchSettings, today: datetime.date) -> PlanState:
    if record is None:
        return "new"
    try:
        age = (today - datetime.date.fromisoformat(record.fetched)).days
    except ValueError:
        return "check"
    return "fresh" if 0 <= age < settings.fresh_days else "check"


def _bring(page: Wanted, job: _Job) -> PageResult:
    """One page, by the first of its forms that can be had. Raises FetchFailed or FetchRefused for the last form."""
    record = job.store.sound(page.url)
    if _state(record, job.settings, job.today) == "fresh":
        return PageResult(page.url, "fresh", page.reasons)
    budget = Budget(job.settings.page_seconds)
    failure: FetchFailed | FetchRefused = FetchFailed("The page has no address.", source=page.url)
    for number, url in enumerate(_forms(page.url, record)):
        try:
            # The first form is the one that is here; what was said of it must not be said of another.
            return _bring_form(page, url, record if number == 0 else None, budget, job)
        except (FetchFailed, FetchRefused) as error:
            failure = error
    if record is not None:
        failure.message += f" The copy of {record.fetched} is kept."
    raise failure


def _forms(url: str, record: PageRecord | None) -> Iterator[str]:
    """Where to ask: the Markdown twin, then the page; only the page where that is what is here."""
    path, mark, query = url.partition("?")
    if path.endswith(".html") and not (record is not None and record.content_type == HTML):
        yield path.removesuffix(".html") + ".md" + mark + query
    yield url


def _bring_form(page: Wanted, url: str, record: PageRecord | None, budget: Budget, job: _Job) -> PageResult:
    address = parse_address(url.replace("http://", "https://", 1) if job.settings.https_only else url, job.settings)
    reply = job.guest.get(address, _conditions(record), budget)
    today = job.today.isoformat()
    if reply.status == 304 and record is not None:
        job.store.confirm(record, today)
        return PageResult(page.url, "unchanged", page.reasons)
    if reply.status != 200:
        raise FetchFailed(f"The server answered {reply.status}.", source=url)
    landed = _stem(reply.address.url)
    if landed != _stem(address.url) and landed in job.known:
        raise FetchFailed(f"It leads to {reply.address.url}, which is brought as a page of its own.", source=url)
    content = page_content(reply, job.settings)
    if url != page.url and content.content_type == HTML:
        raise FetchFailed("The page has no Markdown twin.", source=url)
    twin = job.store.same_content(page.url, content.sha256)
    if twin:
        # Pages that are gone often lead to their guide's first page: that is not what was asked for.
        raise FetchFailed(f"It has the same text as {twin}.", source=url)
    job.store.put(_record(page, reply, content, today), content.data)
    same = record is not None and record.sha256 == content.sha256
    return PageResult(page.url, "unchanged" if same else "brought", page.reasons, len(content.data))


def _conditions(record: PageRecord | None) -> dict[str, str]:
    """Headers that ask for a page only if it changed since it was brought."""
    if record is None:
        return {}
    conditions = {"If-None-Match": record.etag, "If-Modified-Since": record.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _record(page: Wanted, reply: Reply, content: PageContent, today: str) -> PageRecord:
    return PageRecord(
        url=page.url,
        file=file_name(page.url, content.suffix),
        fetched=today,
        licence=_LICENCES.get(reply.address.host, "unknown"),
        sha256=content.sha256,
        content_type=content.content_type,
        title=content.title,
        etag=_validator(reply, "etag"),
        last_modified=_validator(reply, "last-modified"),
        domains=page.domains,
    )


def _validator(reply: Reply, name: str) -> str:
    """A header to send back later; nothing where it is too long or not plain."""
    value = reply.headers.get(name, "")
    return value if len(value) <= 500 and value.isascii() and value.isprintable() else ""


def _stem(url: str) -> str:
    """What the forms of one page share."""
    path, mark, query = url.partition("?")
    return path.removesuffix(".html").removesuffix(".md") + mark + query
