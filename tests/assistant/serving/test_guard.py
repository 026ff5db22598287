"""What a request passes: host, origin, door, caller, size, time, session; and the headers of every answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.serving import users as users_module
from assistant.serving.addresses import Addresses, is_loopback
from assistant.serving.allowance import Allowance
from assistant.serving.doors import Door, Doors
from assistant.serving.guard import CALLER, Caller, Guard, PageSessions, address_of
from assistant.serving.headers import NOTHING, PagePolicy
from assistant.serving.sessions import Sessions
from assistant.serving.users import Users
from tests.assistant.serving.asked import Answered, ask

DOORS = Doors(
    [
        Door("GET", "/", "page", "a page"),
        Door("GET", "/static/*", "anyone", "files"),
        Door("GET", "/open/*", "browser", "a stream", page_session="path"),
        Door("GET", "/data", "browser", "events", page_session="query"),
        Door("POST", "/call", "browser", "a call", 100, wrong=lambda d: str(d.get("bad", "")), page_session="body"),
        Door("POST", "/upload", "browser", "a file", 50, 0.05),
        Door("POST", "/api", "program", "for programs", 100),
        Door("POST", "/much", "browser", "files", 50, most_lately=100),
    ]
)
BROWSER = "0" * 32
OTHER = "1" * 32


class Behind:
    """What stands behind the guard: remembers what came through."""

    def __init__(self) -> None:
        self.callers: list[Caller] = []
        self.bodies: list[bytes] = []
        self.headers: list[dict[str, str]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.callers.append(scope[CALLER])
        self.headers.append({key.decode(): value.decode() for key, value in scope["headers"]})
        if scope["path"] == "/static/broken":
            raise RuntimeError("a bug")
        message = await receive() if scope["method"] == "POST" else {"body": b""}
        self.bodies.append(message.get("body", message["type"].encode() if "type" in message else b""))
        headers = [(b"access-control-allow-origin", b"*"), (b"server", b"x"), (b"content-type", b"text/plain")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"there"})


def guard(behind: Behind, host: str = "127.0.0.1", public: str = "", users: Users | None = None) -> Guard:
    sessions = None if users is None else Sessions(users.stamp, hours=1)
    return Guard(behind, DOORS, Addresses(host, public), port=7860, users=users, sessions=sessions)


def asked(method: str, path: str, body: Any = None, **headers: str) -> Answered:
    sent = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    return ask(guard(Behind()), method, path, sent, **headers)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.8.8.8"])
def test_addresses_of_this_machine(host: str) -> None:
    assert is_loopback(host)
    assert not Addresses(host).network


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org", ""])
def test_addresses_that_others_reach(host: str) -> None:
    assert not is_loopback(host)
    assert Addresses(host).network


def test_a_proxy_makes_a_network_of_this_machine() -> None:
    assert Addresses("127.0.0.1", "https://study.example.org").network


@pytest.mark.parametrize("name", ["127.0.0.1:7860", "localhost", "LOCALHOST:1", "[::1]:7860", "127.9.9.9"])
def test_hosts_that_are_this_machines(name: str) -> None:
    assert Addresses("127.0.0.1").knows(name)


@pytest.mark.parametrize(
    "name",
    [
        *"evil.example 127.0.0.1.evil.example localhost.evil.example 192.168.1.4 0x7f.1 127.0.0.1@evil.example".split(),
        *("[::1", "a:b:c", "", "x" * 300, "127.0.0.1:99999", "127.0.0.1, evil.example", "127.0.0.1/x"),
    ],
)
def test_hosts_that_are_none(name: str) -> None:
    assert not Addresses("127.0.0.1").knows(name)
    told = asked("GET", "/", host=name)
    assert told.status == 421
    assert "PUBLIC_URL" in told.error["help"]


def test_on_a_network_addresses_and_the_public_name_are_known() -> None:
    there = Addresses("0.0.0.0", "https://study.example.org")
    assert there.knows("192.168.1.4:7860")
    assert there.knows("study.example.org")
    assert not there.knows("evil.example")


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "file://", "http://127.0.0.1:7861", "", "http://127.0.0.1:7860/x"]
)
def test_another_sites_page_sends_nothing(origin: str) -> None:
    assert (
        asked("POST", "/call", {"session_hash": "a"}, origin=origin, cookie=f"citeprep_browser_7860={BROWSER}").status
        == 403
    )
    assert asked("GET", "/static/a", origin=origin).status == 403


@pytest.mark.parametrize(
    ("site", "mode", "method", "status"),
    [
        ("cross-site", "no-cors", "GET", 403),
        ("same-site", "cors", "GET", 403),
        ("cross-site", "navigate", "GET", 200),
        ("same-origin", "cors", "GET", 200),
        ("none", "navigate", "GET", 200),
    ],
)
def test_where_the_browser_says_a_request_comes_from(site: str, mode: str, method: str, status: int) -> None:
    assert asked(method, "/", sec_fetch_site=site, sec_fetch_mode=mode).status == status


def test_its_own_page_may_and_so_may_the_proxys() -> None:
    cookie = f"citeprep_browser_7860={BROWSER}"
    body = {"session_hash": "a"}
    assert asked("POST", "/call", body, cookie=cookie, origin="http://127.0.0.1:7860").status == 200
    behind = guard(Behind(), public="https://study.example.org")
    given = {"host": "study.example.org", "origin": "https://study.example.org", "cookie": cookie}
    assert ask(behind, "POST", "/call", json.dumps(body).encode(), **given).status == 200


@pytest.mark.parametrize(
    "path", ["/config", "/gradio_api/info", "/docs", "/openapi.json", "/login/../x", "//", "/static"]
)
def test_what_is_not_listed_is_not_there(path: str) -> None:
    told = asked("GET", path)
    assert told.status == 404
    assert told.error["code"] == "not-found"


def test_another_method_is_told() -> None:
    told = asked("PUT", "/call")
    assert (told.status, told.error["help"]) == (405, "Use POST.")


def test_every_answer_has_the_headers_and_nothing_for_other_sites() -> None:
    for path, status in (("/", 200), ("/nowhere", 404), ("/static/broken", 500)):
        told = asked("GET", path)
        assert told.status == status
        assert told.headers["x-content-type-options"] == "nosniff"
        assert told.headers["x-frame-options"] == "DENY"
        assert told.headers["referrer-policy"] == "same-origin"
        assert told.headers["content-security-policy"] == NOTHING
        assert "access-control-allow-origin" not in told.headers
        assert "server" not in told.headers
    assert "strict-transport-security" not in told.headers
    behind = guard(Behind(), public="https://study.example.org")
    assert "strict-transport-security" in ask(behind, "GET", "/", host="study.example.org").headers


def test_the_page_gives_a_browser_a_name_that_calls_need() -> None:
    given = asked("GET", "/").headers["set-cookie"]
    assert "HttpOnly" in given
    assert "SameSite=Lax" in given
    cookie = given.split(";")[0]
    assert "set-cookie" not in asked("GET", "/", cookie=cookie).headers
    assert asked("POST", "/call", {"session_hash": "a"}, cookie=cookie).status == 200
    told = asked("POST", "/call", {"session_hash": "a"})
    assert (told.status, told.error["code"]) == (403, "session")
    assert asked("POST", "/call", {"session_hash": "a"}, cookie="citeprep_browser_7860=short").status == 403


def test_a_session_of_the_page_is_its_first_callers() -> None:
    there = guard(Behind())

    def call(cookie: str, method: str, path: str, body: bytes | None = None, query: str = "") -> int:
        return ask(there, method, path, body, query=query, cookie=f"citeprep_browser_7860={cookie}").status

    named = json.dumps({"session_hash": "abc"}).encode()
    assert call(BROWSER, "GET", "/open/abc") == 200
    assert call(BROWSER, "POST", "/call", named) == 200
    assert call(BROWSER, "GET", "/data", query="session_hash=abc") == 200
    assert call(OTHER, "POST", "/call", named) == 403
    assert call(OTHER, "GET", "/open/abc") == 403
    assert call(OTHER, "GET", "/data", query="session_hash=abc") == 403
    assert call(OTHER, "GET", "/data", query="session_hash=abc&session_hash=def") == 403
    assert call(OTHER, "GET", "/data") == 422
    assert call(OTHER, "POST", "/call", b'{"session_hash": ["abc"]}') == 422
    assert call(OTHER, "POST", "/call", b"[]") == 422


def test_the_sessions_that_are_remembered_are_bounded() -> None:
    pages = PageSessions()
    for i in range(6000):
        assert pages.claim(str(i), "a")
    assert len(pages._owners) == 5000
    assert not pages.claim("5999", "b")


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{", {}, 400),
        (b"\xff", {}, 400),
        (b"[" * 90_000, {"content_length": "90"}, 400),
        (b'{"session_hash": "a"}', {"content_type": "text/plain"}, 415),
        (b'{"session_hash": "a"}', {"content_length": "101"}, 413),
        (b'{"session_hash": "a"}', {"content_length": "x"}, 400),
        (b'{"session_hash": "a"}', {"transfer_encoding": "chunked"}, 411),
        (b'{"session_hash": "a", "bad": "Value 1 is no text."}', {}, 422),
    ],
)
def test_bodies_that_do_not_come_through(body: bytes, headers: dict[str, str], status: int) -> None:
    behind = Behind()
    told = ask(guard(behind), "POST", "/call", body, cookie=f"citeprep_browser_7860={BROWSER}", **headers)
    assert told.status == status
    assert told.error["message"]
    assert told.error["help"]
    assert behind.bodies == []


def test_a_body_comes_through_as_it_was_sent() -> None:
    behind = Behind()
    body = b'{"session_hash":  "a"}'
    assert ask(guard(behind), "POST", "/call", body, cookie=f"citeprep_browser_7860={BROWSER}").body == b"there"
    assert behind.bodies == [body]


def test_a_body_that_does_not_come_in_time() -> None:
    behind = Behind()
    ask(guard(behind), "POST", "/upload", b"x", slow=True, cookie=f"citeprep_browser_7860={BROWSER}")
    assert behind.bodies == [b"http.disconnect"]


def test_what_only_a_proxy_may_say_is_taken_off() -> None:
    behind = Behind()
    ask(guard(behind), "GET", "/", x_forwarded_host="evil.example", x_forwarded_for="1.2.3.4", forwarded="host=evil")
    assert set(behind.headers[0]) == {"host"}
    assert behind.callers[0].address == "127.0.0.1"
    assert address_of("127.0.0.1", {"x-forwarded-for": "9.9.9.9, 1.2.3.4"}, proxied=True) == "1.2.3.4"


def test_too_long_headers_and_too_many_parameters() -> None:
    assert asked("GET", "/", cookie="x" * 33_000).status == 431
    told = ask(guard(Behind()), "GET", "/", query="&".join(f"a{i}=1" for i in range(100)))
    assert (told.status, told.error["code"]) == (400, "query")


def test_a_bug_behind_the_door_is_told_without_its_traceback() -> None:
    told = asked("GET", "/static/broken")
    assert (told.status, told.error["code"]) == (500, "unexpected")
    assert b"bug" not in told.body


@pytest.fixture
def users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Users:
    """One user, with cheap hashes."""
    from argon2 import PasswordHasher

    monkeypatch.setattr(users_module, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    there = Users(tmp_path / "users.json")
    there.add("anna", "correct horse")
    return there


def test_on_a_network_nobody_comes_in_without_signing_in(users: Users) -> None:
    behind = Behind()
    there = guard(behind, "0.0.0.0", users=users)
    told = ask(there, "GET", "/", query="a=1")
    assert (told.status, told.headers["location"]) == (303, "/login?to=/%3Fa%3D1")
    for method, path in (
        ("POST", "/call"),
        ("GET", "/data"),
        ("GET", "/open/x"),
        ("POST", "/upload"),
        ("POST", "/api"),
    ):
        told = ask(there, method, path, b"{}" if method == "POST" else None, cookie=f"citeprep_browser_7860={BROWSER}")
        assert told.status == 401, path
        assert "Bearer" in told.error["help"]
    assert ask(there, "GET", "/static/a").status == 200
    assert [caller.user for caller in behind.callers] == [""]


def test_a_token_opens_the_door_for_programs(users: Users) -> None:
    behind = Behind()
    there = guard(behind, "0.0.0.0", users=users)
    token = users.new_token("anna")
    assert ask(there, "POST", "/api", b"{}", authorization=f"Bearer {token}").status == 200
    assert ask(there, "POST", "/api", b"{}", authorization="Bearer wrong").status == 401
    assert ask(there, "POST", "/api", b"{}", authorization=f"Basic {token}").status == 401
    assert behind.callers[0].owner == "user:anna"


def page(html: bytes, kind: bytes = b"text/html; charset=utf-8") -> dict[str, str]:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind)]})
        half = len(html) // 2
        await send({"type": "http.response.body", "body": html[:half], "more_body": True})
        await send({"type": "http.response.body", "body": html[half:]})

    told = ask(PagePolicy(app), "GET", "/")
    assert told.body == html
    return told.headers


def test_a_page_runs_its_own_inline_scripts_by_hash_and_no_others() -> None:
    import base64
    import hashlib

    policy = page(b"<script>a()</script><script type='module' src='/x.js'></script>")["content-security-policy"]
    digest = base64.b64encode(hashlib.sha256(b"a()").digest()).decode()
    assert f"script-src 'self' 'unsafe-eval' 'sha256-{digest}';" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    assert "frame-ancestors 'none'" in policy
    assert "content-security-policy" not in page(b"<script>a()</script>", b"text/plain")


def test_what_one_browser_sends_lately_is_bounded() -> None:
    behind = Behind()
    one = guard(behind)

    def send(browser: str) -> int:
        cookie = f"citeprep_browser_7860={browser}"
        return ask(one, "POST", "/much", b"x" * 40, cookie=cookie).status

    assert [send(BROWSER) for _ in range(3)] == [200, 200, 429]
    assert send(OTHER) == 200
    assert [send(f"{number:032x}") for number in range(2, 12)].count(200) == 7  # 400 bytes for everybody together
    assert len(behind.bodies) == 10


def test_an_allowance_comes_back_with_time() -> None:
    now = [0.0]
    allowance = Allowance(lambda: now[0])
    assert allowance.take("a", 60, 100)
    assert not allowance.take("a", 60, 100)
    assert allowance.take("b", 60, 100)
    now[0] = 901.0
    assert allowance.take("a", 60, 100)
