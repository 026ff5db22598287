"""`python -m ingest fetch` against a real server that misbehaves; time and names are the tests' own."""

from __future__ import annotations

import datetime
import json
import shutil
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpcore
import pytest

from ingest import __main__ as command_line
from ingest.embedding.embed import HashingEmbedder
from ingest.errors import FetchFailed, FetchRefused, SettingsError
from ingest.fetch import addresses, web
from ingest.fetch.addresses import CheckedNetwork, is_public, parse_address
from ingest.fetch.fetched import PageRecord, pages, read_records
from ingest.fetch.page_store import PageStore, only_fetcher
from ingest.fetch.pages import FetchReport, PageResult, World, fetch_pages, plan
from ingest.fetch.robots import parse_robots
from ingest.fetch.settings import FetchSettings
from ingest.fetch.wanted import Wanted, wanted_pages
from ingest.index.store import read_documents
from ingest.settings import IngestSettings
from ingest.sourcing.sources import walk
from tests.ingest.fetch import misbehaving_server as bad
from tests.ingest.fetch.misbehaving_server import (
    Server,
    html,
    markdown,
    page,
    redirect,
    sequence,
    serving,
    status,
    text_page,
)

ROOT = Path(__file__).resolve().parents[3]

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")


class Time:
    """Time that passes by every sleep, without waiting; and by itself, unless it `stands_still` between sleeps."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.stands_still = False

    def clock(self) -> float:
        return (0.0 if self.stands_still else time.monotonic()) + sum(self.slept)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def now(self) -> datetime.datetime:
        return datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC) + datetime.timedelta(seconds=sum(self.slept))


class Learner:
    """Fetches from a server into a folder, with the settings that tests need."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self.time = Time()
        self.asked_names: list[str] = []

    def settings(self, **changes: object) -> FetchSettings:
        defaults: dict[str, object] = {
            "hosts": ("docs.test",), "https_only": False, "public_addresses_only": False, "ports": (self.server.port,),
            "idle_seconds": 3.0, "page_seconds": 10.0,
        }  # fmt: skip
        return FetchSettings(**{**defaults, **changes})  # type: ignore[arg-type]

    def resolver(self, host: str, port: int) -> list[str]:
        self.asked_names.append(host)
        return ["127.0.0.1"]

    def world(self) -> World:
        return World(clock=self.time.clock, sleep=self.time.sleep, now=self.time.now, resolver=self.resolver)

    def fetch(self, *paths: str, **changes: object) -> FetchReport:
        wanted = [Wanted(self.server.url(path), ("notes/a.md:1",)) for path in paths]
        return fetch_pages(wanted, self.folder, self.settings(**changes), world=self.world())

    def fetch_one(self, path: str, **changes: object) -> PageResult:
        (result,) = self.fetch(path, **changes).pages
        return result

    def record(self, path: str) -> PageRecord:
        return read_records(self.folder)[self.server.url(path)]

    def stored(self, path: str) -> str:
        return (self.folder / self.record(path).file).read_text(encoding="utf-8")


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture
def learner(server: Server, tmp_path: Path) -> Learner:
    return Learner(server, tmp_path / "pages")


# ---- what is brought ---------------------------------------------------------------------------------------------


def test_the_markdown_twin_is_preferred_and_recorded(learner: Learner, server: Server) -> None:
    server.routes["/dg/modes.md"] = text_page(markdown("Input modes"), etag='"1"')
    server.routes["/dg/modes.html"] = page(html("Input modes"))
    result = learner.fetch_one("/dg/modes.html")
    assert (result.state, result.message) == ("brought", "")
    assert learner.stored("/dg/modes.html") == markdown("Input modes").decode()
    record = learner.record("/dg/modes.html")
    assert (record.title, record.fetched, record.licence) == ("Input modes", "2026-11-23", "unknown")
    assert (record.content_type, record.etag, record.file[-3:]) == ("text/markdown", '"1"', ".md")
    assert not server.asked("/dg/modes.html")


def test_html_is_the_fallback_and_scripts_do_not_reach_the_text(learner: Learner, server: Server) -> None:
    server.routes["/dg/modes.html"] = page(html("Input modes"))
    assert learner.fetch_one("/dg/modes.html").state == "brought"
    assert learner.record("/dg/modes.html").content_type == "text/html"
    (fetched_page,) = pages(learner.folder)
    from ingest.readers import read

    document = fetched_page.describe(read(fetched_page.file, fetched_page.file.read_bytes(), IngestSettings()))
    assert "Pipe mode streams" in document.text
    assert "evil" not in document.text
    assert "Products" not in document.text
    assert document.source.url == server.url("/dg/modes.html")


@pytest.mark.parametrize(
    "twin",
    [
        status(403), redirect("/missing.html"), page(html("Soft 404")), page(b"Not found.", "text/markdown"),
        page(html("Wrong type"), "text/markdown"), page(b"\0\1\2" * 100, "text/markdown"), redirect("https://x.test/"),
    ],
    ids=["403", "redirect", "html", "short", "html-as-markdown", "binary", "other-host"],
)  # fmt: skip
def test_a_twin_that_is_none_gives_way_to_the_page(learner: Learner, server: Server, twin: bad.Behaviour) -> None:
    server.routes["/a.md"] = twin
    server.routes["/a.html"] = page(html("The page"))
    assert learner.fetch_one("/a.html").state == "brought"
    assert "The page" in learner.stored("/a.html")


def test_licence_of_the_aws_documentation_is_recorded(tmp_path: Path) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/markdown\r\nContent-Length: %d\r\n\r\n%s"
    body = markdown("A page")

    # Every connection gets this answer, the one for robots.txt too: a page of prose forbids nothing.
    network = httpcore.MockBackend([answer % (len(body), body)])
    wanted = [Wanted("https://docs.aws.amazon.com/dg/a.html", ("a.md:1",), ("modeling",))]
    own = Time()
    world = World(
        clock=own.clock, sleep=own.sleep, now=own.now, resolver=lambda host, port: ["52.94.0.1"], network=network
    )
    report = fetch_pages(wanted, tmp_path, FetchSettings(), world=world)
    assert [(result.state, result.message) for result in report.pages] == [("brought", "")]
    (record,) = read_records(tmp_path).values()
    assert (record.licence, record.domains) == ("CC-BY-SA-4.0", ("modeling",))


def test_redirects_are_followed_within_the_list(learner: Learner, server: Server) -> None:
    server.routes["/old.html"] = redirect("/dir/new.html", 301)
    server.routes["/dir/new.html"] = redirect("other.html?x=1#part", 308)
    server.routes["/dir/other.html?x=1"] = page(html("Moved"))
    assert learner.fetch_one("/old.html").state == "brought"
    assert learner.record("/old.html").title == "Moved"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("é".encode("latin-1"), "text/html; charset=ISO-8859-1"),
        ("é’".encode("cp1252"), "text/html; charset=iso-8859-1"),
        ("é".encode(), "text/html; charset=iso-8859-1"),
        ("é".encode(), "text/html; charset=nonsense"),
        ("é".encode(), "text/html; charset=punycode"),
        ("é".encode(), "text/html"),
        (b"<meta charset=windows-1252>" + "é".encode("cp1252"), "text/html"),
        (b"\xef\xbb\xbf" + "é".encode(), "text/html; charset=ascii"),
        ("é".encode("utf-16-le"), "text/html; charset=utf-16le"),
        (b"\xff\xfe" + "é".encode("utf-16-le"), "text/html"),
    ],
)
def test_characters_are_kept_as_utf8_whatever_the_charset(
    learner: Learner, server: Server, body: bytes, content_type: str
) -> None:
    rest = " reads " + bad.WORDS * 3
    wide = "utf-16" in content_type or body.startswith(b"\xff\xfe")
    server.routes["/a"] = page(body + rest.encode("utf-16-le" if wide else "ascii"), content_type)
    assert learner.fetch_one("/a").state == "brought"
    assert "é" in learner.stored("/a")
    assert "Pipe mode streams" in learner.stored("/a")


def test_characters_that_fit_no_charset_are_refused(learner: Learner, server: Server) -> None:
    server.routes["/a"] = page(b"\xff\xff\x81" * 50, "text/html; charset=utf-8")
    assert "characters" in learner.fetch_one("/a").message


def test_a_packed_page_is_unpacked(learner: Learner, server: Server) -> None:
    server.routes["/a.html"] = page(html("Packed"), packed=True)
    assert learner.fetch_one("/a.html").state == "brought"
    assert "Packed" in learner.stored("/a.html")


def test_no_cookie_no_credentials_no_referer_and_a_name(learner: Learner, server: Server) -> None:
    cookie = (("Set-Cookie", "session=1; Path=/"),)
    server.routes["/a.html"] = page(html("One"), headers=cookie)
    server.routes["/b.html"] = page(html("Two"), headers=cookie)
    learner.fetch("/a.html", "/b.html")
    for request in server.requests:
        assert not {"Cookie", "Authorization", "Referer"} & set(request.headers)
        assert request.headers["User-Agent"].startswith("citeprep/")
        assert request.headers["Host"] == f"docs.test:{server.port}"


def test_an_environment_proxy_is_not_asked(learner: Learner, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.routes["/a.html"] = page(html("One"))
    assert learner.fetch_one("/a.html").state == "brought"


# ---- what is refused or fails, and that the rest goes on -----------------------------------------------------------


FAILURES: dict[str, tuple[bad.Behaviour, str, str]] = {
    "missing": (status(404), "fetch-failed", "answered 404"),
    "gone": (status(410), "fetch-failed", "answered 410"),
    "no-content": (status(204), "fetch-failed", "answered 204"),
    "not-asked-304": (status(304), "fetch-failed", "answered 304"),
    "empty": (page(b""), "fetch-failed", "empty"),
    "blank": (page(b" \n \n" * 1000), "fetch-failed", "empty"),
    "needs-scripts": (page(b"<html><body>Enable JavaScript.</body></html>"), "fetch-failed", "needs scripts"),
    "only-navigation": (page(b"<html><nav>" + bad.WORDS.encode() * 9 + b"</nav></html>"), "fetch-failed", "no text"),
    "image": (page(b"\x89PNG" * 100, "image/png"), "fetch-failed", "'image/png'"),
    "pdf": (page(b"%PDF-1.7" * 100, "application/pdf"), "fetch-failed", "'application/pdf'"),
    "pdf-as-html": (page(b"%PDF-1.7\n" * 100), "fetch-failed", "is not"),
    "no-type": (page(html("Page"), ""), "fetch-failed", "type is ''"),
    "binary": (page(b"\0\1\2\3" * 500), "fetch-failed", "is not"),
    "deep": (page(b"<div>" * 50_000 + bad.WORDS.encode() * 9), "fetch-failed", "nested"),
    "endless": (bad.endless, "fetch-failed", "larger than 0.5 MB"),
    "says-huge": (bad.says_huge, "fetch-failed", "larger than 0.5 MB"),
    "large": (page(b"x" * 600_000), "fetch-failed", "larger than 0.5 MB"),
    "bomb": (bad.bomb, "fetch-failed", "larger than 0.5 MB"),
    "truncated": (bad.truncated, "fetch-failed", "cut short"),
    "truncated-chunks": (bad.truncated_chunks, "fetch-failed", "cut short"),
    "truncated-gzip": (bad.truncated_gzip, "fetch-failed", "cut short"),
    "false-gzip": (bad.false_gzip, "fetch-failed", "packing is damaged"),
    "brotli": (bad.brotli, "fetch-failed", "packed as 'br'"),
    "drip": (bad.drip, "fetch-failed", "took too long"),
    "slow-headers": (bad.slow_headers, "fetch-failed", "took too long"),
    "silent": (bad.silent, "fetch-failed", "did not answer in time"),
    "reset": (bad.reset, "fetch-failed", "No connection"),
    "garbage": (bad.garbage, "fetch-failed", "no HTTP"),
    "huge-headers": (bad.huge_headers, "fetch-failed", "no HTTP"),
    "server-error": (status(500), "fetch-failed", "answered 500"),
    "loop": (redirect("/bad"), "fetch-failed", "More than 5 redirects"),
    "nowhere": (status(302), "fetch-failed", "nowhere"),
    "other-host": (redirect("https://evil.test/"), "fetch-refused", "evil.test is not on the list"),
    "other-host-relative": (redirect("//evil.test/"), "fetch-refused", "evil.test is not on the list"),
    "private": (redirect("https://169.254.169.254/latest/meta-data/"), "fetch-refused", "not on the list"),
    "localhost": (redirect("http://localhost:22/"), "fetch-refused", "not on the list"),
    "file": (redirect("file:///etc/passwd"), "fetch-refused", "Only https"),
    "odd-port": (redirect("http://docs.test:22/"), "fetch-refused", "Port 22"),
    "user-name": (redirect("http://me:secret@docs.test/"), "fetch-refused", "user name"),
    "malformed": (redirect("http://[::1/"), "fetch-refused", "malformed"),
    "long": (redirect("/" + "x" * 3000), "fetch-refused", "too long"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_bad_page_is_reported_and_the_next_one_comes(learner: Learner, server: Server, name: str) -> None:
    behaviour, code, words = FAILURES[name]
    server.routes["/bad"] = behaviour
    server.routes["/good"] = page(html("Good"))
    # Slowness is tested with little time, everything else with enough of it.
    hasty = {"drip": {"page_seconds": 0.8}, "slow-headers": {"page_seconds": 0.8}, "silent": {"idle_seconds": 0.4}}
    first, second = learner.fetch("/bad", "/good", page_bytes=500_000, tries=2, **hasty.get(name, {})).pages
    assert (first.state, first.code) == ("failed", code)
    assert words in first.message
    assert second.state == "brought"
    assert set(read_records(learner.folder)) == {server.url("/good")}
    assert not list(learner.folder.glob("*.tmp"))


def test_a_bomb_costs_little_memory_and_an_endless_page_little_traffic(learner: Learner, server: Server) -> None:
    import tracemalloc

    server.routes["/bomb"] = bad.bomb
    learner.fetch_one("/bomb", page_bytes=500_000)  # what is imported or made once is not counted
    tracemalloc.start()
    try:
        learner.fetch_one("/bomb", page_bytes=500_000)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
    server.routes["/endless"] = bad.endless
    learner.fetch_one("/endless", page_bytes=500_000)
    assert server.asked("/endless")[0].body_bytes < 20_000_000


def test_a_page_nested_a_million_times_is_refused_fast(learner: Learner, server: Server) -> None:
    server.routes["/deep"] = page(b"<x>" * 1_000_000 + bad.WORDS.encode())
    server.routes["/comments"] = page(b"<!--" * 100_000 + b"<a " * 100_000 + b"<" * 100_000)
    started = time.process_time()  # a parser would take a quarter of an hour
    assert "nested" in learner.fetch_one("/deep").message
    assert learner.fetch_one("/comments").state == "failed"
    assert time.process_time() - started < 30


def test_a_page_that_is_gone_keeps_its_copy(learner: Learner, server: Server) -> None:
    server.routes["/a.html"] = sequence(page(html("One")), status(404))
    learner.fetch("/a.html")
    result = learner.fetch_one("/a.html", fresh_days=0)
    assert result.state == "failed"
    assert "The copy of 2026-11-23 is kept" in result.message
    assert "One" in learner.stored("/a.html")


def test_pages_that_lead_to_one_landing_page_do_not_stand_for_others(learner: Learner, server: Server) -> None:
    server.routes["/gone1.html"] = server.routes["/gone2.html"] = redirect("/welcome.html")
    server.routes["/moved.html"] = redirect("/wanted.html")
    server.routes["/welcome.html"] = page(html("Welcome"))
    server.routes["/wanted.html"] = page(html("Wanted"))
    results = learner.fetch("/gone1.html", "/gone2.html", "/moved.html", "/wanted.html").pages
    assert [result.state for result in results] == ["brought", "failed", "failed", "brought"]
    assert "same text as" in results[1].message
    assert "a page of its own" in results[2].message


# ---- patience -----------------------------------------------------------------------------------------------------


def test_busy_servers_are_asked_again_when_they_say(learner: Learner, server: Server) -> None:
    server.routes["/a"] = sequence(status(429, ("Retry-After", "7")), status(500), bad.truncated, page(html("At last")))
    learner.time.stands_still = True
    assert learner.fetch_one("/a").state == "brought"
    assert len(server.asked("/a")) == 4
    # The pause after robots.txt, then Retry-After, then the back-off of the second and the third try.
    assert learner.time.slept == [1, 7, 2, 4]


def test_retry_after_as_a_date(learner: Learner, server: Server) -> None:
    server.routes["/a"] = sequence(status(503, ("Retry-After", "Mon, 23 Nov 2026 12:00:31 GMT")), page(html("At last")))
    assert learner.fetch_one("/a").state == "brought"
    assert round(max(learner.time.slept)) == 30


@pytest.mark.parametrize("value", ["soon", "-5", "", "Mon, 99 Nov 2026", "9" * 400])
def test_a_strange_retry_after_does_no_harm(learner: Learner, server: Server, value: str) -> None:
    server.routes["/a"] = sequence(status(503, ("Retry-After", value)), page(html("At last")))
    assert learner.fetch_one("/a").state == ("failed" if value.startswith("9") else "brought")


def test_a_host_that_asks_for_much_time_is_left_alone(learner: Learner, server: Server) -> None:
    server.routes["/a"] = status(429, ("Retry-After", "3600"))
    server.routes["/b"] = page(html("Two"))
    first, second = learner.fetch("/a", "/b").pages
    assert "left alone for 3600 s" in first.message
    assert first.message == second.message
    assert not server.asked("/b")
    assert sum(learner.time.slept) < 10


def test_a_host_that_only_fails_is_given_up(learner: Learner, server: Server) -> None:
    for number in range(20):
        server.routes[f"/{number}"] = bad.reset
    report = learner.fetch(*(f"/{number}" for number in range(20)), tries=2, give_up_after=3)
    assert report.count("failed") == 20
    assert len([request for request in server.requests if request.path != "/robots.txt"]) == 6
    assert "3 times in a row" in report.pages[-1].message


def test_one_request_at_a_time_with_the_delay_between_them(learner: Learner, server: Server) -> None:
    paths = [f"/{number}" for number in range(5)]
    for path in paths:
        server.routes[path] = page(html(f"Page {path}"))
    learner.time.stands_still = True
    learner.fetch(*paths)
    assert server.most_at_once == 1
    assert learner.time.slept == [1.0] * 5


def test_without_a_network_the_run_is_short(learner: Learner) -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise OSError("Temporary failure in name resolution")

    world = World(clock=learner.time.clock, sleep=learner.time.sleep, now=learner.time.now, resolver=nobody)
    wanted = [Wanted(learner.server.url(f"/{number}"), ()) for number in range(200)]
    report = fetch_pages(wanted, learner.folder, learner.settings(), world=world)
    assert report.count("failed") == 200
    assert "is there a network?" in report.pages[0].message
    assert len(learner.time.slept) < 10


# ---- robots.txt ----------------------------------------------------------------------------------------------------


def test_robots_is_honoured_also_on_redirects_and_asked_once(learner: Learner, server: Server) -> None:
    server.routes["/robots.txt"] = bad.robots("User-agent: *\nDisallow: /secret\nCrawl-delay: 3\n")
    server.routes["/secret"] = page(html("Secret"))
    server.routes["/way"] = redirect("/secret")
    server.routes["/free"] = page(html("Free"))
    learner.time.stands_still = True
    secret, way, free = learner.fetch("/secret", "/way", "/free").pages
    assert (secret.code, way.code, free.state) == ("fetch-refused", "fetch-refused", "brought")
    assert "robots.txt" in secret.message
    assert not server.asked("/secret")
    assert len(server.asked("/robots.txt")) == 1
    # The first request after robots.txt comes before its answer can be known to ask for more than the default.
    assert learner.time.slept[-1] == 3


@pytest.mark.parametrize(
    ("behaviour", "state"),
    [
        (status(404), "brought"), (status(410), "brought"), (status(403), "failed"), (status(401), "failed"),
        (status(500), "failed"), (bad.endless, "failed"), (bad.reset, "failed"), (bad.bomb, "failed"),
        (redirect("https://evil.test/robots.txt"), "failed"), (redirect("/robots.txt"), "failed"),
        (redirect("/rules"), "brought"), (page(b"\xff\xfe\0garbage" * 50, "image/png"), "brought"),
        (sequence(status(503), bad.robots("User-agent: *\nAllow: /")), "brought"),
    ],
    ids=[
        "404", "410", "403", "401", "500", "endless", "reset", "bomb", "other-host", "loop", "moved", "garbage", "busy",
    ],
)  # fmt: skip
def test_robots_that_misbehave(learner: Learner, server: Server, behaviour: bad.Behaviour, state: str) -> None:
    server.routes["/robots.txt"] = behaviour
    server.routes["/rules"] = bad.robots("User-agent: citeprep\nAllow: /")
    server.routes["/a"] = page(html("One"))
    server.routes["/b"] = page(html("Two"))
    results = learner.fetch("/a", "/b").pages
    assert [result.state for result in results] == [state] * 2
    assert bool(server.asked("/a")) == (state == "brought")


def test_the_delay_that_robots_asks_for_is_bounded(learner: Learner, server: Server) -> None:
    server.routes["/robots.txt"] = bad.robots("User-agent: *\nCrawl-delay: 86400\n")
    for path in ("/a", "/b"):
        server.routes[path] = page(html(path))
    learner.time.stands_still = True
    learner.fetch("/a", "/b")
    assert max(learner.time.slept) == 30


ROBOTS = """
# Everyone
User-agent: *
User-agent: other
Disallow: /private/
Allow: /private/open
Disallow: /*.pdf$
Disallow: /a*/b
Disallow:
Crawl-delay: 0.5

Sitemap: https://docs.test/sitemap.xml

User-Agent: CitePrep/2.0 # our own
Disallow: /own
Crawl-delay: 2

user-agent: citeprep
disallow: /more%20of/caf%C3%A9
request-rate: 1/5
"""


@pytest.mark.parametrize(
    ("product", "target", "allowed"),
    [
        ("someone", "/", True), ("someone", "/private/x", False), ("someone", "/private/open/x", True),
        ("someone", "/x.pdf", False), ("someone", "/x.pdf?y", True), ("someone", "/axx/b", False),
        ("someone", "/a/c", True), ("someone", "/own", True), ("other", "/private/", False),
        ("citeprep", "/private/x", True), ("citeprep", "/own/x", False), ("citeprep", "/more of/café", False),
        ("citeprep", "/more%20of/caf%c3%a9/x", False), ("citeprep", "/more", True),
    ],
)  # fmt: skip
def test_robots_rules(product: str, target: str, allowed: bool) -> None:
    assert parse_robots(ROBOTS, product).allows(target) is allowed


@pytest.mark.parametrize(
    ("text", "delay"),
    [(ROBOTS, 5.0), ("User-agent: *\nCrawl-delay: 0.5", 0.5), ("User-agent: *\nCrawl-delay: soon", 0.0), ("", 0.0),
     ("User-agent: *\nRequest-rate: 1/1m", 60.0), ("User-agent: *\nRequest-rate: 0/1", 0.0)],
)  # fmt: skip
def test_robots_delays(text: str, delay: float) -> None:
    assert parse_robots(text, "citeprep").delay == delay


def test_robots_agrees_with_the_standard_library_on_plain_rules() -> None:
    from urllib.robotparser import RobotFileParser

    text = "User-agent: a\nDisallow: /x/y\nDisallow: /z\n\nUser-agent: *\nDisallow: /w\n"
    other = RobotFileParser()
    other.parse(text.splitlines())
    for agent in ("a", "b"):
        for path in ("/", "/x", "/x/y", "/x/yy/z", "/z", "/w", "/w/", "/robots.txt"):
            assert parse_robots(text, agent).allows(path) == other.can_fetch(agent, path)


def test_a_byte_order_mark_hides_no_rule() -> None:
    assert not parse_robots("\ufeffUser-agent: *\nDisallow: /x", "citeprep").allows("/x")


def test_robots_of_many_stars_are_matched_fast() -> None:
    rules = parse_robots("User-agent: *\nDisallow: /" + "*a" * 5_000 + "b$", "citeprep")
    started = time.process_time()
    assert rules.allows("/" + "a" * 1_900)
    assert time.process_time() - started < 10


# ---- addresses -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://docs.aws.amazon.com/x", "Only https"), ("ftp://docs.aws.amazon.com/x", "Only https"),
        ("javascript:alert(1)", "Only https"), ("/x", "Only https"), ("", "Only https"),
        ("https://docs.aws.amazon.com.evil.test/", "not on the list"),
        ("https://evil.test#docs.aws.amazon.com", "not on the list"),
        ("https://evil.test\\@docs.aws.amazon.com/", "characters"), ("https://docs.aws.amazon.com@evil.test/", "user"),
        ("https://me@docs.aws.amazon.com/", "user name"), ("https://@docs.aws.amazon.com/", "user name"),
        ("https://docs.aws.amazon.com:8443/", "Port 8443"), ("https://docs.aws.amazon.com:0/", "Port 0"),
        ("https://docs.aws.amazon.com:99999/", "malformed"), ("https://docs.aws.amazon.com./", "not on the list"),
        ("https://127.0.0.1/", "not on the list"), ("https://[::1]/", "not on the list"), ("https:///x", "No host"),
        ("https://docs.aws.amazon.com/a b", "characters"), ("https://docs.aws.amazon.com/\r\nX: y", "characters"),
        ("https://docs.aws.amazon.com/" + "x" * 3000, "length"), ("https://dоcs.aws.amazon.com/", "not on the list"),
    ],
)  # fmt: skip
def test_addresses_that_are_refused(url: str, words: str) -> None:
    with pytest.raises(FetchRefused, match=words):
        parse_address(url, FetchSettings())


def test_an_address_has_one_spelling() -> None:
    address = parse_address("HTTPS://Docs.AWS.Amazon.com:443/é/a%20b(1)?q=ü#part", FetchSettings())
    assert address.url == "https://docs.aws.amazon.com/%C3%A9/a%20b(1)?q=%C3%BC"
    assert parse_address(address.url, FetchSettings()) == address


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::",
        "2002:a00:1::", "2001:db8::1", "fd00:ec2::254", "localhost", "", "1.2.3", "0x7f.1",
    ],
)  # fmt: skip
def test_addresses_of_no_public_machine(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["52.94.0.1", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_of_public_machines(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("answers", [["127.0.0.1"], ["52.94.0.1", "10.0.0.1"], ["::1"], ["169.254.169.254"]])
def test_a_name_that_leads_inside_is_refused_before_a_byte_is_sent(
    learner: Learner, server: Server, answers: list[str]
) -> None:
    world = World(
        clock=learner.time.clock, sleep=learner.time.sleep, now=learner.time.now, resolver=lambda host, port: answers
    )
    settings = learner.settings(public_addresses_only=True)
    (result,) = fetch_pages([Wanted(server.url("/a"), ())], learner.folder, settings, world=world).pages
    assert result.state == "failed"
    assert "not on the public internet" in result.message
    assert not server.requests


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    """A name that changes its mind after the check (DNS rebinding) gains nothing: it is asked once."""
    answers = iter([["52.94.0.1"], ["127.0.0.1"]])
    connected: list[str] = []

    class Inner(httpcore.NetworkBackend):
        def connect_tcp(self, host: str, *rest: object, **more: object) -> httpcore.NetworkStream:  # type: ignore[override]
            connected.append(host)
            return httpcore.MockStream([])

    network = CheckedNetwork(FetchSettings(), lambda host, port: next(answers), Inner())
    network.connect_tcp("docs.aws.amazon.com", 443)
    assert connected == ["52.94.0.1"]
    with pytest.raises(FetchRefused):
        network.connect_tcp("docs.aws.amazon.com", 443)
    assert connected == ["52.94.0.1"]


def test_the_next_address_of_a_name_is_tried(learner: Learner, server: Server) -> None:
    server.routes["/a"] = page(html("One"))
    with serving() as closed:
        pass  # a port where nobody listens any more
    assert closed.port != server.port
    world = World(
        clock=learner.time.clock, sleep=learner.time.sleep, now=learner.time.now,
        resolver=lambda host, port: ["127.9.9.9", "127.0.0.1"],
    )  # fmt: skip
    (result,) = fetch_pages([Wanted(server.url("/a"), ())], learner.folder, learner.settings(), world=world).pages
    assert result.state == "brought"


def test_names_are_resolved_by_the_system_when_nothing_else_is_said() -> None:
    assert "127.0.0.1" in addresses.resolve("localhost", 80) + addresses.resolve("127.0.0.1", 80)


@needs_openssl
def test_a_certificate_of_nobody_is_not_trusted(tmp_path: Path) -> None:
    with serving(_self_signed(tmp_path)) as server:
        learner = Learner(server, tmp_path / "pages")
        wanted = [Wanted(server.url("/a").replace("http://", "https://"), ())]
        (result,) = fetch_pages(
            wanted, learner.folder, learner.settings(https_only=True, tries=1), world=learner.world()
        ).pages
        assert result.state == "failed"
        assert "certificate" in result.message.lower()
        assert not server.requests


@needs_openssl
def test_the_certificate_must_be_for_the_name_not_for_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(_self_signed(tmp_path)) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
        web._tls.cache_clear()
        try:
            server.routes["/a"] = page(html("Encrypted"))
            learner = Learner(server, tmp_path / "pages")
            settings = learner.settings(https_only=True, tries=1, hosts=("docs.test", "other.test"))
            wanted = [Wanted(f"https://{host}:{server.port}/a", ()) for host in ("docs.test", "other.test")]
            right, wrong = fetch_pages(wanted, learner.folder, settings, world=learner.world()).pages
        finally:
            web._tls.cache_clear()
        assert (right.state, right.message) == ("brought", "")
        assert wrong.state == "failed"
        assert "certificate" in wrong.message
        assert {request.headers["Host"].partition(":")[0] for request in server.requests} == {"docs.test"}


def test_https_to_a_server_without_it_fails_in_words(learner: Learner, server: Server) -> None:
    wanted = [Wanted(server.url("/a").replace("http://", "https://"), ())]
    settings = learner.settings(https_only=True, tries=1)
    (result,) = fetch_pages(wanted, learner.folder, settings, world=learner.world()).pages
    assert (result.state, result.code) == ("failed", "fetch-failed")


def _self_signed(folder: Path) -> ssl.SSLContext:
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=docs.test", "-addext", "subjectAltName=DNS:docs.test", "-keyout", str(key), "-out",
         str(certificate)],
        check=True, capture_output=True, timeout=20,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


# ---- settings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"delay": -1}, {"delay": 61}, {"tries": 0}, {"page_bytes": 10**12}, {"redirects": 50}, {"hosts": ()},
        {"ports": ()}, {"hosts": ("127.0.0.1",)}, {"hosts": ("::1",)}, {"hosts": ("localhost",)},
        {"hosts": ("a.test/x",)}, {"hosts": ("a.test:80",)}, {"hosts": ("*.amazon.com",)}, {"hosts": ("UPPER.test",)},
        {"page_seconds": float("nan")},
    ],
)  # fmt: skip
def test_settings_out_of_bounds_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(SettingsError):
        FetchSettings(**changes)  # type: ignore[arg-type]


def test_a_learner_adds_hosts_and_can_switch_nothing_off() -> None:
    environ = {"FETCH_HOSTS": " scikit-learn.org, D2L.ai ", "FETCH_HTTPS_ONLY": "0"}
    settings = FetchSettings.for_learner(["arxiv.org"], environ)
    assert settings.hosts == ("docs.aws.amazon.com", "scikit-learn.org", "d2l.ai", "arxiv.org")
    assert settings.https_only
    assert settings.public_addresses_only
    with pytest.raises(SettingsError):
        FetchSettings.for_learner(["https://arxiv.org"], {})


# ---- resuming, and asking only for what changed --------------------------------------------------------------------


def test_a_second_run_asks_only_whether_pages_changed(learner: Learner, server: Server) -> None:
    server.routes["/etag.md"] = text_page(markdown("By ETag"), etag='W/"a"')
    server.routes["/date.html"] = page(html("By date"), modified="Mon, 02 Nov 2026 10:00:00 GMT")
    first = learner.fetch("/etag.html", "/date.html")
    assert first.count("brought") == 2
    before = len(server.served())
    second = learner.fetch("/etag.html", "/date.html", fresh_days=0)
    assert second.count("unchanged") == 2
    assert len(server.served()) == before
    assert server.asked("/date.html")[-1].headers["If-Modified-Since"] == "Mon, 02 Nov 2026 10:00:00 GMT"
    assert len(server.asked("/date.md")) == 1  # the twin that is missing is not asked for again


def test_a_page_that_changed_is_brought_again(learner: Learner, server: Server) -> None:
    server.routes["/a.html"] = page(html("Old"), etag='"1"')
    learner.fetch("/a.html")
    server.routes["/a.html"] = page(html("New"), etag='"2"')
    assert learner.fetch_one("/a.html", fresh_days=0).state == "brought"
    assert "New" in learner.stored("/a.html")
    assert learner.record("/a.html").etag == '"2"'


def test_a_page_becomes_its_twin_and_leaves_no_old_file(learner: Learner, server: Server) -> None:
    server.routes["/a.md"] = sequence(text_page(markdown("Twin"), etag='"1"'), status(404))
    server.routes["/a.html"] = page(html("Page"))
    learner.fetch("/a.html")
    assert learner.fetch_one("/a.html", fresh_days=0).state == "brought"
    assert {path.name for path in learner.folder.iterdir()} - {".lock"} == {
        "pages.json", learner.record("/a.html").file,
    }  # fmt: skip
    assert not server.asked("/a.html")[0].headers.get("If-None-Match")


def test_pages_of_today_are_not_asked_for_again_and_a_later_date_is_confirmed(learner: Learner, server: Server) -> None:
    server.routes["/a.html"] = page(html("One"), etag='"1"')
    learner.fetch("/a.html")
    count = len(server.requests)
    assert learner.fetch_one("/a.html").state == "fresh"
    assert len(server.requests) == count
    file = learner.folder / learner.record("/a.html").file
    before = file.stat().st_mtime_ns
    learner.time.sleep(3 * 86_400)
    assert learner.fetch_one("/a.html").state == "unchanged"
    assert learner.record("/a.html").fetched == "2026-11-26"
    assert file.stat().st_mtime_ns > before  # so that a build sees the new date


@pytest.mark.parametrize("damage", ["file gone", "file changed", "records gone", "records damaged"])
def test_what_is_damaged_is_brought_again(learner: Learner, server: Server, damage: str) -> None:
    server.routes["/a.html"] = page(html("One"), etag='"1"')
    learner.fetch("/a.html")
    file, records = learner.folder / learner.record("/a.html").file, learner.folder / "pages.json"
    if damage == "file gone":
        file.unlink()
    elif damage == "file changed":
        file.write_text("half a pa", encoding="utf-8")
    elif damage == "records gone":
        records.unlink()
    else:
        records.write_text("[{", encoding="utf-8")
    assert learner.fetch_one("/a.html").state == "brought"
    assert "One" in learner.stored("/a.html")


SCRIPT = """
import sys
from pathlib import Path
from ingest.fetch.pages import World, fetch_pages
from ingest.fetch.settings import FetchSettings
from ingest.fetch.wanted import Wanted

port, folder, fresh_days = int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
settings = FetchSettings(
    hosts=("docs.test",), https_only=False, public_addresses_only=False, ports=(port,), delay=0, fresh_days=fresh_days
)
wanted = [Wanted(f"http://docs.test:{port}/page{number}.html", ("notes/a.md:1",)) for number in range(50)]
report = fetch_pages(wanted, folder, settings, world=World(resolver=lambda host, port: ["127.0.0.1"]))
print(*(report.count(state) for state in ("brought", "unchanged", "fresh", "failed")))
"""


def _start(server: Server, folder: Path, fresh_days: int = 1) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(server.port), str(folder), str(fresh_days)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def _result(process: subprocess.Popen[str]) -> list[int]:
    out, error = process.communicate(timeout=30)
    assert process.returncode == 0, error
    return [int(number) for number in out.split()]


@pytest.mark.slow
def test_fifty_pages_survive_a_kill_and_a_second_run_transfers_nothing(server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    for number in range(50):
        server.routes[f"/page{number}.md"] = text_page(markdown(f"Page {number}"), etag=f'"{number}"')
    gate = bad.Gate(server.routes["/page20.md"])
    server.routes["/page20.md"] = gate

    first = _start(server, folder)
    assert gate.reached.wait(20)
    first.send_signal(signal.SIGKILL)
    first.communicate(timeout=10)
    assert first.returncode == -signal.SIGKILL
    gate.open.set()
    assert len(read_records(folder)) == 20

    assert _result(_start(server, folder)) == [30, 0, 20, 0]
    for number in range(50):
        assert len(server.asked(f"/page{number}.md")) == (2 if number == 20 else 1)
    records = read_records(folder)
    assert len(records) == 50
    assert all((folder / record.file).is_file() for record in records.values())

    # The same day: nobody is asked anything. Later: everybody is asked, and nothing is transferred.
    asked, transferred = len(server.requests), sum(request.body_bytes for request in server.requests)
    assert _result(_start(server, folder)) == [0, 0, 50, 0]
    assert len(server.requests) == asked
    assert _result(_start(server, folder, fresh_days=0)) == [0, 50, 0, 0]
    assert [request.status for request in server.requests[asked:]] == [404] + [304] * 50
    assert sum(request.body_bytes for request in server.requests) == transferred


def test_ctrl_c_keeps_what_was_brought(learner: Learner, server: Server) -> None:
    for path in ("/a", "/b"):
        server.routes[path] = page(html(path))

    def interrupt(stage: str, done: int, total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    wanted = [Wanted(server.url(path), ()) for path in ("/a", "/b")]
    with pytest.raises(KeyboardInterrupt):
        fetch_pages(wanted, learner.folder, learner.settings(), interrupt, learner.world())
    assert learner.record("/a").title == "/a"
    assert [result.state for result in learner.fetch("/a", "/b").pages] == ["fresh", "brought"]


def test_a_second_run_at_the_same_time_is_refused(learner: Learner) -> None:
    with only_fetcher(learner.folder), pytest.raises(FetchFailed, match="Another run"):
        learner.fetch("/a")


def test_a_disk_that_refuses_is_said_in_words(
    learner: Learner, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.routes["/a"] = page(html("One"))
    monkeypatch.setattr("os.fsync", _no_space)
    result = learner.fetch_one("/a")
    assert "No space left" in result.message
    monkeypatch.undo()
    assert learner.fetch_one("/a").state == "brought"


def _no_space(descriptor: int) -> None:
    raise OSError(28, "No space left on device")


def test_the_names_of_files_are_never_made_of_addresses(learner: Learner, server: Server) -> None:
    path = "/..%2f..%2fetc/passwd/%00"
    server.routes[path] = page(html("One"))
    assert learner.fetch_one(path).state == "brought"
    assert learner.record(path).file.removesuffix(".html").isalnum()


def test_a_run_has_a_most_of_pages(learner: Learner, server: Server) -> None:
    server.routes["/a"] = page(html("One"))
    first, second = learner.fetch("/a", "/b", most_pages=1).pages
    assert (first.state, second.state) == ("brought", "failed")
    assert "more than 1 pages" in second.message


# ---- what is wanted ------------------------------------------------------------------------------------------------

NOTE = """---
title: Modes
---

# Modes

See [the page](https://docs.aws.amazon.com/dg/modes.html#pipe) and <https://docs.aws.amazon.com/dg/auto.html>,
or https://docs.aws.amazon.com/dg/bare.html. Old: http://docs.aws.amazon.com/dg/old.html?icmpid=menu
[with brackets](https://docs.aws.amazon.com/dg/a_(b).html), [a blog](https://aws.amazon.com/blogs/x/),
[a PDF](https://docs.aws.amazon.com/pdfs/dg.pdf), [mail](mailto:me@x.test), [relative](other.md)

```
https://docs.aws.amazon.com/dg/code.html
```

And `https://docs.aws.amazon.com/dg/inline-code.html`.
"""

DIGEST = """---
title: Modes
kind: aws-doc
domains: [modeling]
source_url: https://docs.aws.amazon.com/dg/modes.html
---

# Modes

Pipe mode streams data.
"""


def _wanted(folder: Path, **files: str) -> tuple[list[Wanted], list[str]]:
    for name, text in files.items():
        stem, _, suffix = name.rpartition("_")
        (folder / f"{stem}.{suffix}").write_text(text, encoding="utf-8")
    found, left_out = wanted_pages(walk([folder], IngestSettings()), FetchSettings())
    return list(found), [f"{item.url}: {item.reason}" for item in left_out]


def test_what_notes_and_digests_ask_for(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    folder.mkdir()
    found, left_out = _wanted(folder, note_md=NOTE, digest_md=DIGEST)
    assert [page.url.rpartition("/")[2] for page in found] == [
        "a_(b).html", "auto.html", "bare.html", "modes.html", "old.html",
    ]  # fmt: skip
    modes = found[3]
    assert modes == Wanted(
        "https://docs.aws.amazon.com/dg/modes.html", ("c/digest.md (source_url)", "c/note.md:7"), ("modeling",)
    )
    assert found[4].url == "https://docs.aws.amazon.com/dg/old.html"
    assert [page.reasons for page in found if page.url.endswith("bare.html")] == [("c/note.md:8",)]
    assert left_out == [
        "https://aws.amazon.com/blogs/x/: aws.amazon.com is not on the list of hosts.",
        "https://docs.aws.amazon.com/pdfs/dg.pdf: It is no page of text.",
    ]


def test_html_and_text_notes_ask_too_and_bad_files_do_not_stop_it(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    folder.mkdir()
    (folder / "broken.md").write_bytes(b"\xff\xfe\xff https://docs.aws.amazon.com/dg/broken.html")
    (folder / "empty.md").write_bytes(b"")
    (folder / "notes.pdf").write_bytes(b"%PDF-")
    found, _ = _wanted(
        folder,
        page_html="<p><a class=x href='https://docs.aws.amazon.com/dg/h.html?a=1&amp;b=2'>x</a></p>",
        plain_txt="Read https://docs.aws.amazon.com/dg/t.html, then (https://docs.aws.amazon.com/dg/u.html).",
    )
    assert [page.url.rpartition("/")[2] for page in found] == ["h.html", "t.html", "u.html"]


def test_the_source_url_is_recorded_letter_by_letter(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    folder.mkdir()
    found, _ = _wanted(folder, digest_md=DIGEST.replace("modes.html", "modes.html?x=1"), note_md=NOTE)
    assert "https://docs.aws.amazon.com/dg/modes.html?x=1" in [page.url for page in found]
    assert "https://docs.aws.amazon.com/dg/modes.html" not in [page.url for page in found]


@pytest.mark.slow  # every page is read
def test_the_projects_own_corpus_asks_for_its_pages() -> None:
    settings = IngestSettings()
    found, left_out = wanted_pages(walk(settings.corpus, settings), FetchSettings())
    assert len(found) >= 70
    assert all(page.url.startswith("https://docs.aws.amazon.com/") for page in found)
    assert {item.reason.partition(" ")[2] for item in left_out} <= {"is not on the list of hosts."}


# ---- the index -----------------------------------------------------------------------------------------------------


def test_a_fetched_page_stands_for_its_digest_until_the_cache_is_removed(
    learner: Learner, server: Server, tmp_path: Path
) -> None:
    from tests.fakes import build_here

    corpus = tmp_path / "corpus"
    corpus.mkdir()
    digest = DIGEST.replace("https://docs.aws.amazon.com/dg", server.url(""))
    (corpus / "digest.md").write_text(digest, encoding="utf-8")
    (corpus / "note.md").write_text("# Note\n\nFile mode copies the data before training.\n", encoding="utf-8")
    server.routes["/modes.html"] = page(html("Modes as they are today"), etag='"1"')

    def build() -> dict[str, tuple[str, str, str]]:
        fetched = learner.folder if learner.folder.is_dir() else None
        settings = IngestSettings(corpus=(corpus,), index=tmp_path / "index", fetched=fetched)
        build_here(settings, HashingEmbedder())
        from ingest.index.manifest import current_build

        documents = read_documents(current_build(settings.index))
        return {doc.source.uri: (doc.source.title, doc.source.as_of, doc.source.kind) for doc in documents}

    assert set(build()) == {"corpus/digest.md", "corpus/note.md"}
    settings = learner.settings()
    wanted, _ = wanted_pages(walk([corpus], IngestSettings()), settings)
    assert [wanted_page.domains for wanted_page in wanted] == [("modeling",)]
    assert fetch_pages(wanted, learner.folder, settings, world=learner.world()).count("brought") == 1
    uri = "fetched/" + server.url("/modes.html")
    assert build() == {
        "corpus/note.md": ("Note", "", "user"), uri: ("Modes as they are today", "2026-11-23", "aws-doc"),
    }  # fmt: skip

    learner.time.sleep(2 * 86_400)
    assert fetch_pages(wanted, learner.folder, settings, world=learner.world()).count("unchanged") == 1
    assert build()[uri][1] == "2026-11-25"

    for path in learner.folder.iterdir():
        path.unlink()
    learner.folder.rmdir()
    assert set(build()) == {"corpus/digest.md", "corpus/note.md"}


# ---- the command ---------------------------------------------------------------------------------------------------


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CITEPREP_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("FETCH_HOSTS", raising=False)
    return tmp_path / "cache"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "note.md").write_text(NOTE, encoding="utf-8")
    return folder


def test_dry_run_lists_and_asks_nobody(
    cache: Path, notes: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("socket.getaddrinfo", _forbidden)
    assert command_line.main(["fetch", "--dry-run", "--corpus", str(notes)]) == 0
    out = capsys.readouterr().out
    assert "new    https://docs.aws.amazon.com/dg/modes.html  <- notes/note.md:7\n" in out
    assert "left out  1 addresses on other hosts (--host NAME brings them): aws.amazon.com (1)\n" in out
    assert "Would bring 5 new pages" in out
    assert not cache.exists()


def test_dry_run_as_json_with_another_host(cache: Path, notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["fetch", "--dry-run", "--json", "--host", "aws.amazon.com", "--corpus", str(notes)]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert {(row["url"], row["state"]) for row in shown["pages"]} >= {("https://aws.amazon.com/blogs/x/", "new")}
    assert [row["url"] for row in shown["left_out"]] == ["https://docs.aws.amazon.com/pdfs/dg.pdf"]


def test_the_plan_knows_what_is_here(learner: Learner, server: Server) -> None:
    server.routes["/a"] = page(html("One"))
    learner.fetch("/a")
    wanted = [Wanted(server.url(path), ()) for path in ("/a", "/b")]
    today = learner.time.now().date()
    later = today + datetime.timedelta(days=2)
    assert [state for _, state in plan(wanted, learner.folder, learner.settings(), today)] == ["fresh", "new"]
    assert [state for _, state in plan(wanted, learner.folder, learner.settings(), later)] == ["check", "new"]


def test_the_command_without_a_network_ends_with_1_and_one_line(
    cache: Path, notes: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("socket.getaddrinfo", _forbidden)
    monkeypatch.setattr("ingest.fetch.command.FetchSettings.for_learner", lambda hosts, again: FetchSettings(tries=1))
    assert command_line.main(["fetch", "--corpus", str(notes)]) == 1
    out = capsys.readouterr().out
    assert out.count("failed  5 pages, the first is") == 1
    assert "Brought 0 pages" in out
    assert command_line.main(["fetch", "--json", "--corpus", str(notes)]) == 1
    shown = json.loads(capsys.readouterr().out)
    assert {row["code"] for row in shown["pages"]} == {"fetch-failed"}


def test_a_host_that_is_none_ends_with_2(cache: Path, notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["fetch", "--host", "127.0.0.1", "--corpus", str(notes)]) == 2
    assert "settings" in capsys.readouterr().err


def _forbidden(*arguments: object, **more: object) -> list[object]:
    raise OSError("no network in this test")


def test_only_time_and_network_come_from_outside() -> None:
    assert World().resolver is addresses.resolve
    assert World().now().tzinfo is datetime.UTC


def test_a_store_forgets_nothing_it_does_not_know(tmp_path: Path) -> None:
    store = PageStore(tmp_path / "nowhere")
    assert store.sound("https://docs.test/") is None
    assert store.same_content("https://docs.test/", "0" * 64) == ""
