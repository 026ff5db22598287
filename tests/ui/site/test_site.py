"""The whole site over real sockets: raw calls, signing in, what is closed. No browser."""

from __future__ import annotations

import http.client
import json
import re
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.serving.users import Users
from tests.ui.serving import served

pytestmark = pytest.mark.slow
PASSWORD = "correct horse"


class Client:
    """One browser as far as cookies go."""

    def __init__(self, address: str, **headers: str) -> None:
        self._where = urllib.parse.urlsplit(address).netloc
        self.headers = headers
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
        sent = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        given = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())} if self.cookies else {}
        if sent is not None:
            given["Content-Type"] = "application/json"
        connection = http.client.HTTPConnection(self._where, timeout=30)
        connection.request(method, path, sent, {**given, **self.headers, **headers})
        response = connection.getresponse()
        told = response.read()
        for header in response.headers.get_all("set-cookie") or ():
            name, _, value = header.split(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        return response.status, {key.lower(): value for key, value in response.getheaders()}, told

    def call(self, **call: Any) -> tuple[int, dict[str, Any]]:
        """A raw call of a function of the page."""
        status, _, told = self.ask("POST", "/gradio_api/run/predict", call)
        return status, json.loads(told)


def configuration(client: Client) -> dict[str, Any]:
    """What the page holds of itself, as its own script reads it."""
    found = re.search(r"window\.gradio_config = (\{.*?\});</script>", client.ask("GET", "/")[2].decode(), re.DOTALL)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


@pytest.fixture(scope="module")
def uploads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of uploads."""
    return tmp_path_factory.mktemp("data") / "uploads"


@pytest.fixture(scope="module")
def address(uploads: Path) -> Iterator[str]:
    """The page for this machine only."""
    with served("tests/ui/fake_assistant.py", environment={"GRADIO_TEMP_DIR": str(uploads)}) as url:
        yield url


@pytest.mark.parametrize(
    "path",
    """/config /config/ /gradio_api/info /gradio_api/openapi.json /openapi.json /docs /redoc /monitoring
    /monitoring/summary /gradio_api/runs /gradio_api/run-history/connect /gradio_api/file=/etc/passwd
    /gradio_api/file/etc/passwd /file=/etc/passwd
    /gradio_api/proxy=http://127.0.0.1 /gradio_api/call/predict /gradio_api/user /gradio_api/token /gradio_api/app_id
    /gradio_api/dev/reload /gradio_api/deep_link /gradio_api/vibe-code /gradio_api/stream/a/b/c/playlist.m3u8
    /gradio_api/queue/status /gradio_api/component_server /gradio_api/process_recording /static/../app.py
    /static/%2e%2e/%2e%2e/config /assets/../../../etc/passwd /pwa_icon /gradio_api/reset /?x=1/../config""".split(),
)
def test_what_the_page_does_not_need_is_closed(address: str, path: str) -> None:
    for method in ("GET", "POST"):
        status, headers, told = Client(address).ask(method, path, {} if method == "POST" else None)
        assert status in (404, 405, 403) or (path.startswith("/?") and method == "GET"), (method, path, status)
        assert headers["x-content-type-options"] == "nosniff"
        assert b"root:" not in told


def test_raw_calls_with_anything_in_them_end_in_a_clear_error() -> None:
    """Every function of the page, with values of every type in every place; nothing in the log but refusals."""
    written: list[str] = []
    strange: tuple[Any, ...] = (None, True, 1, -1e9, "x", "x" * 3000, [], {}, [[]], {"a": {"b": []}}, ["a", 1])
    with served("tests/ui/fake_checker.py", log=written) as url:
        client = Client(url)
        functions = configuration(client)["dependencies"]
        assert len(functions) > 10
        tried = 0
        for function in functions:
            inputs = len(function["inputs"])
            for value in strange:
                for event in (
                    None,
                    "x",
                    {"value": value},
                    {"value": "exchange-1-1", "id": value},
                    [],
                    {"index": value},
                ):
                    data = [value] * inputs
                    status, told = client.call(
                        fn_index=function["id"], data=data, event_data=event, session_hash="rawcalls", trigger_id=None
                    )
                    assert status in (200, 404, 422), (function["id"], value, event, status, told)
                    tried += 1
        for call in ({}, {"fn_index": "x"}, {"fn_index": 10**12, "data": []}, {"fn_index": 0, "data": "x"}):
            assert client.call(session_hash="rawcalls", **call)[0] == 422
        assert client.call(fn_index=0, data=[])[0] == 422
        assert Client(url).call(fn_index=0, data=[], session_hash="rawcalls")[0] == 403  # another browser
        assert tried > 500
    assert "Traceback" not in written[0], written[0][-3000:]


def test_a_function_answers_its_own_session_only(address: str) -> None:
    first, second = Client(address), Client(address)
    functions = configuration(first)["dependencies"]
    configuration(second)
    plain = next(f for f in functions if len(f["inputs"]) == 2 and not f["queue"])
    call = {"fn_index": plain["id"], "data": [None, "fr"], "event_data": None, "session_hash": "ofthefirst"}
    assert first.call(**call)[0] == 200
    status, told = second.call(**call)
    assert (status, told["error"]["message"]) == (403, "That session of the page is another's.")
    for method, path in (
        ("GET", "/gradio_api/queue/data?session_hash=ofthefirst"),
        ("GET", "/gradio_api/heartbeat/ofthefirst"),
    ):
        assert second.ask(method, path)[0] == 403
    body = {"session_hash": "ofthefirst", "fn_index": 1, "event_id": "x"}
    assert second.ask("POST", "/gradio_api/cancel", body)[0] == 403


def test_uploads_are_bounded_and_need_the_page(address: str, uploads: Path) -> None:
    client = Client(address)
    form = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.md"\r\n\r\nx\r\n--b--\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    assert client.ask("POST", "/gradio_api/upload", form, **kind)[0] == 403
    configuration(client)
    status, _, told = client.ask("POST", "/gradio_api/upload", form, **kind)
    assert status == 200
    place = Path(json.loads(told)[0])
    assert place.is_relative_to(uploads)
    assert client.ask("GET", f"/gradio_api/file={place}")[0] == 404
    assert client.ask("POST", "/gradio_api/upload", b"", **kind, **{"Content-Length": str(10**10)})[0] == 413


def test_what_was_uploaded_goes_with_the_server(tmp_path: Path) -> None:
    uploads = tmp_path / "uploads"
    with served("tests/ui/fake_assistant.py", environment={"GRADIO_TEMP_DIR": str(uploads)}) as url:
        client = Client(url)
        configuration(client)
        form = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.md"\r\n\r\nx\r\n--b--\r\n'
        told = client.ask("POST", "/gradio_api/upload", form, **{"Content-Type": "multipart/form-data; boundary=b"})[2]
        place = Path(json.loads(told)[0])
        assert place.is_file()
        assert uploads.stat().st_mode & 0o077 == 0
    assert not place.exists()


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page on all addresses of this machine, with two users."""
    folder = tmp_path_factory.mktemp("data")
    users = Users(folder / "users.json")
    users.add("anna", PASSWORD)
    users.add("bob", PASSWORD)
    with served("tests/ui/fake_assistant.py", environment={"HOST": "0.0.0.0", "CITEPREP_DATA": str(folder)}) as url:
        yield url


def sign_in(client: Client, name: str, password: str = PASSWORD, to: str = "/") -> tuple[int, dict[str, str], bytes]:
    form = urllib.parse.urlencode({"name": name, "password": password, "to": to}).encode()
    return client.ask("POST", "/login", form, **{"Content-Type": "application/x-www-form-urlencoded"})


def test_on_a_network_the_page_is_behind_the_sign_in(network: str) -> None:
    client = Client(network)
    status, headers, _ = client.ask("GET", "/")
    assert (status, headers["location"]) == (303, "/login?to=/")
    status, headers, told = client.ask("GET", "/login?to=%22%3E%3Cscript%3E", **{"Accept-Language": "fr"})
    assert status == 200
    assert "Mot de passe" in told.decode()
    assert b"<script" not in told
    assert "script-src" not in headers["content-security-policy"]
    assert client.ask("POST", "/gradio_api/run/predict", {"session_hash": "a"})[0] == 401
    assert client.ask("GET", "/gradio_api/queue/data?session_hash=a")[0] == 401
    assert sign_in(client, "anna", "wrong password")[0] == 401
    status, headers, _ = sign_in(client, "Anna", to="//evil.example")
    assert (status, headers["location"]) == (303, "/")
    assert "HttpOnly" in headers["set-cookie"]
    assert configuration(client)["username"] == "anna"
    assert "signed in as anna" in client.ask("GET", "/logout")[2].decode()
    before = dict(client.cookies)
    client.ask("POST", "/logout", b"")
    client.cookies = before  # a copied cookie is worth nothing afterwards
    assert client.ask("GET", "/")[0] == 303


def test_guessing_has_to_wait_and_others_do_not(network: str) -> None:
    guesser = Client(network)
    told = [sign_in(guesser, "bob", f"wrong {i}....")[0] for i in range(6)]
    assert told == [401] * 5 + [429]
    status, headers, _ = sign_in(guesser, "bob")
    assert status == 429
    assert 0 < int(headers["retry-after"]) <= 900
    assert sign_in(Client(network), "anna")[0] == 303


def test_a_stranger_s_name_does_not_reach_it(network: str) -> None:
    assert Client(network, Host="evil.example").ask("GET", "/login")[0] == 421
    form = b"name=anna&password=correct+horse"
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": "http://evil.example"}
    assert Client(network).ask("POST", "/login", form, **kind)[0] == 403
