"""What every request passes before anything else sees it: host, origin, door, caller, size, time, session.

Owns the order of these checks and how a request that fails one is told: as JSON with a code, what happened and what to
do; a browser that only has to sign in is sent there. Knows no handler: what a call may hold is its door's to say.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import secrets
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, quote

from assistant.serving.addresses import Addresses, from_elsewhere
from assistant.serving.allowance import Allowance
from assistant.serving.doors import Door, Doors
from assistant.serving.headers import App, Message, Receive, Scope, Send, with_headers
from assistant.serving.sessions import Sessions
from assistant.serving.users import Users

_LOG = logging.getLogger(__name__)
CALLER = "citeprep.caller"
"""Under this name a request's scope holds its `Caller`."""
_PAGE_SESSION = re.compile(r"[A-Za-z0-9_-]{1,64}")
_BROWSER = re.compile(r"[0-9a-f]{32}")
_MOST_HEADERS = 32_000  # bytes
_MOST_PAGE_SESSIONS = 5000
_ASIDE = (b"x-forwarded-", b"forwarded", b"x-real-ip", b"x-original-")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a request comes from: a user ("" where nobody signs in), a browser ("" for a program)."""

    user: str = ""
    browser: str = ""
    address: str = ""

    @property
    def owner(self) -> str:
        """Whose the page's sessions are that this caller begins; "" for nobody's."""
        return f"user:{self.user}" if self.user else f"browser:{self.browser}" if self.browser else ""


class Refused(Exception):
    """A request that is not let through."""

    def __init__(self, status: int, code: str, message: str, help: str, **headers: str) -> None:
        super().__init__(message)
        self.status, self.headers = status, headers
        self.body = {"error": {"code": code, "message": message, "help": help, "type": code}}


class PageSessions:
    """Whose each session of the page is: of the caller who named it first."""

    def __init__(self) -> None:
        self._owners: OrderedDict[str, str] = OrderedDict()

    def claim(self, session: str, owner: str) -> bool:
        """Whether a caller may use a session of the page."""
        known = self._owners.setdefault(session, owner)
        self._owners.move_to_end(session)
        while len(self._owners) > _MOST_PAGE_SESSIONS:
            self._owners.popitem(last=False)
        return known == owner


class Guard:
    """Lets requests through to `app`, by the doors there are. `users` is None where nobody has to sign in."""

    def __init__(
        self, app: App, doors: Doors, addresses: Addresses, *, port: int, users: Users | None, sessions: Sessions | None
    ) -> None:
        self._app, self._doors, self._addresses = app, doors, addresses
        self._users, self._sessions = users, sessions
        self._session_cookie, self._browser_cookie = session_cookie(port), f"citeprep_browser_{port}"
        self._pages, self._lately = PageSessions(), Allowance()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        began: list[bool] = []

        async def sending(message: Message) -> None:
            began.append(True)
            await send(message)

        try:
            door, headers = self._at_the_door(scope)
            guarded = with_headers(sending, https=self._addresses.https, stored=door.who == "anyone")
            await self._through(door, headers, scope, receive, guarded)
        except Refused as refused:
            if not began:
                await _tell(refused, with_headers(send, https=self._addresses.https, stored=False))
        except Exception:  # the edge of everything that is served
            _LOG.exception("A request could not be served: %r", scope.get("path", ""))
            if not began:
                broken = Refused(500, "unexpected", "Something went wrong here.", "The server's log says what.")
                await _tell(broken, with_headers(send, https=self._addresses.https, stored=False))

    def _at_the_door(self, scope: Scope) -> tuple[Door, dict[str, str]]:
        """The door, and the headers as text; what only a proxy may say is taken off. Raises Refused."""
        if sum(len(key) + len(value) for key, value in scope["headers"]) > _MOST_HEADERS:
            raise Refused(431, "headers", "The headers are too long.", "Send fewer or shorter cookies.")
        headers = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in scope["headers"]}
        method, host = scope["method"], headers.get("host", "")
        if not self._addresses.knows(host):
            remedy = "Use the address that the server printed, or set PUBLIC_URL to the address it is reached under."
            raise Refused(421, "host", "This server does not answer under that name.", remedy)
        origin = headers.get("origin")
        if origin is not None and not self._addresses.own(origin, host):
            raise Refused(403, "origin", "Another site's page may not send this.", "Open this server's own page.")
        if from_elsewhere(headers.get("sec-fetch-site", ""), headers.get("sec-fetch-mode", ""), method):
            raise Refused(403, "origin", "Another site's page may not send this.", "Open this server's own page.")
        door = self._doors.find(method, scope["path"])
        if door is None:
            raise self._no_door(scope["path"], headers)
        scope["headers"] = [pair for pair in scope["headers"] if not pair[0].lower().startswith(_ASIDE)]
        return door, headers

    def _no_door(self, path: str, headers: dict[str, str]) -> Refused:
        methods = self._doors.methods(path)
        if methods:
            return Refused(405, "method", "That cannot be done here.", f"Use {' or '.join(methods)}.")
        return Refused(404, "not-found", "There is nothing here.", "docs/security.md lists what is served.")

    async def _through(self, door: Door, headers: dict[str, str], scope: Scope, receive: Receive, send: Send) -> None:
        caller = self._caller(headers, scope)
        if self._users is not None and door.who != "anyone" and not caller.user:
            raise self._sign_in(door, scope)
        if door.who == "page" and not caller.browser:
            caller = replace(caller, browser=secrets.token_hex(16))
            send = _with_cookie(send, self._browser_cookie, caller.browser, https=self._addresses.https)
        if door.who == "browser" and not caller.browser:
            raise Refused(403, "session", "This call belongs to no open page.", "Open the page in a browser first.")
        scope[CALLER] = caller
        await self._app(scope, await self._body(door, headers, scope, receive, caller), send)

    def _caller(self, headers: dict[str, str], scope: Scope) -> Caller:
        cookies = _cookies(headers.get("cookie", ""))
        browser = cookies.get(self._browser_cookie, "")
        user = None
        if self._users is not None and self._sessions is not None:
            user = self._sessions.user_of(cookies.get(self._session_cookie, ""))
            scheme, _, token = headers.get("authorization", "").partition(" ")
            if user is None and scheme.lower() == "bearer":
                user = self._users.of_token(token.strip())
        client = scope.get("client") or ("", 0)
        known = browser if _BROWSER.fullmatch(browser) else ""
        return Caller(user or "", known, address_of(str(client[0]), headers, proxied=self._addresses.proxied))

    def _sign_in(self, door: Door, scope: Scope) -> Refused:
        if door.who == "page":
            back = scope["path"] + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
            return Refused(303, "sign-in", "Sign in first.", "Go to /login.", location=f"/login?to={quote(back)}")
        remedy = "Sign in on the page, or send `Authorization: Bearer TOKEN` (`citeprep user token NAME` makes one)."
        return Refused(401, "sign-in", "Sign in first.", remedy, **{"www-authenticate": "Bearer"})

    async def _body(
        self, door: Door, headers: dict[str, str], scope: Scope, receive: Receive, caller: Caller
    ) -> Receive:
        """What the app receives: the body within size and time, looked at where the door says how. Raises Refused."""
        sent = _length(headers)
        if sent > door.most_bytes:
            raise Refused(413, "too-large", "That is too much at once.", f"Send at most {door.most_bytes} bytes.")
        if door.most_lately and not self._lately.take(caller.owner, sent, door.most_lately):
            remedy = "Wait a quarter of an hour, or send less."
            raise Refused(429, "too-much", "That is too much in so short a time.", remedy)
        named = {"query": _asked_for(scope, "session_hash"), "path": scope["path"].rpartition("/")[2]}
        if door.page_session in named:
            self._claim(named[door.page_session], caller)
        if door.wrong is None:
            return _in_time(receive, door.seconds)
        body = await _read(receive, door.seconds)
        data = _json(body, headers)
        if door.page_session == "body":
            self._claim(data.get("session_hash") if isinstance(data, dict) else None, caller)
        wrong = door.wrong(data)
        if wrong:
            raise Refused(422, "call", wrong, "Reload the page; programs use the interface of docs/api.md.")
        return _again(body, receive)

    def _claim(self, session: object, caller: Caller) -> None:
        if not isinstance(session, str) or not _PAGE_SESSION.fullmatch(session):
            raise Refused(422, "session", "The call names no session of the page.", "Reload the page.")
        if not self._pages.claim(session, caller.owner):
            raise Refused(403, "session", "That session of the page is another's.", "Reload the page.")


def session_cookie(port: int) -> str:
    """The name of the cookie of a signed-in browser: cookies do not tell ports apart, two servers must."""
    return f"citeprep_session_{port}"


def cookie(name: str, value: str, *, https: bool, seconds: int | None = None) -> str:
    """A cookie that scripts cannot read and other sites' forms do not send."""
    age = "" if seconds is None else f"; Max-Age={seconds}"
    return f"{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{'; Secure' if https else ''}"


def address_of(client: str, headers: dict[str, str], *, proxied: bool) -> str:
    """Where a request comes from; a proxy before this server says it last of all it was told."""
    forwarded = headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    return forwarded[:64] if proxied and forwarded else client


def _cookies(header: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in header.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _with_cookie(send: Send, name: str, value: str, *, https: bool) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            header = (b"set-cookie", cookie(name, value, https=https, seconds=400 * 86400).encode())
            message = {**message, "headers": [*message.get("headers", ()), header]}
        await send(message)

    return sending


def _asked_for(scope: Scope, name: str) -> str:
    """A parameter of the address, the first of its name. Raises Refused where there are too many."""
    try:
        given = parse_qs(bytes(scope["query_string"]).decode("latin-1"), max_num_fields=50)
    except ValueError as error:
        raise Refused(400, "query", "The address has too many parameters.", "Send fewer.") from error
    return given.get(name, [""])[0]


def _length(headers: dict[str, str]) -> int:
    """The bytes of the body, as announced. Raises Refused where a body comes without."""
    if "transfer-encoding" in headers:
        raise Refused(411, "length", "The body's length is not said.", "Send Content-Length.")
    length = headers.get("content-length", "0")
    if not length.isdecimal():
        raise Refused(400, "length", "The body's length is no number.", "Send Content-Length.")
    return int(length[:20])


def _in_time(receive: Receive, seconds: float) -> Receive:
    """The same messages, until the body has come or its time is over; then the caller has gone."""
    state = {"ends": asyncio.get_running_loop().time() + seconds, "whole": False}

    async def receiving() -> Message:
        if state["whole"]:
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), state["ends"] - asyncio.get_running_loop().time())
        except TimeoutError:
            state["whole"] = True
            return {"type": "http.disconnect"}
        state["whole"] = message["type"] != "http.request" or not message.get("more_body")
        return message

    return receiving


async def _read(receive: Receive, seconds: float) -> bytes:
    parts, receiving = [], _in_time(receive, seconds)
    while True:
        message = await receiving()
        if message["type"] != "http.request":
            raise Refused(408, "time", "The body did not come in time.", "Send it again.")
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _json(body: bytes, headers: dict[str, str]) -> Any:
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(415, "json", "The body is not said to be JSON.", "Send Content-Type: application/json.")
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "json", "The body is no JSON.", "Send UTF-8 JSON.") from error


def _again(body: bytes, receive: Receive) -> Receive:
    """A body that was read, once more; after it whatever comes then."""
    given: list[bool] = []

    async def receiving() -> Message:
        if given:
            return await receive()
        given.append(True)
        return {"type": "http.request", "body": body, "more_body": False}

    return receiving


async def _tell(refused: Refused, send: Send) -> None:
    body = json.dumps(refused.body).encode()
    headers = {"content-type": "application/json", "content-length": str(len(body)), **refused.headers}
    pairs = [(key.encode(), value.encode("latin-1", "replace")) for key, value in headers.items()]
    await send({"type": "http.response.start", "status": refused.status, "headers": pairs})
    await send({"type": "http.response.body", "body": body})
