"""The headers of every answer, and the policy under which the page runs.

Owns what a browser may load and run: the page's own scripts by the hashes of what stands in it, nothing of anybody
else's. Gradio makes functions from texts (a component's script, an event's), so that `eval` is allowed; what a document
says never gets there, and a script element or an `onerror` that slipped into a text does not run.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_INLINE = re.compile(rb"<script(?![^>]*\bsrc\s*=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""The policy of what is no page: nothing loads, nothing runs."""
FORM = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
"""The policy of the sign-in: a form and its style, no script at all."""
_COMMON = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # never to another site; without it a form's Origin would be "null"
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


def page_policy(html: bytes) -> str:
    """The policy of a page: its inline scripts by their hashes."""
    hashes = sorted({base64.b64encode(hashlib.sha256(code).digest()).decode() for code in _INLINE.findall(html)})
    scripts = " ".join(f"'sha256-{one}'" for one in hashes)
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'unsafe-eval' {scripts}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "media-src 'self' blob:",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "frame-src 'none'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def with_headers(send: Send, *, https: bool, stored: bool) -> Send:
    """Puts the headers on an answer; `stored` leaves it to the answer how long browsers keep it.

    What another site would need to read an answer (CORS) is taken away, whoever put it there.
    """

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [(key, value) for key, value in message.get("headers", ()) if not _taken_away(key)]
            there = {key.lower() for key, _ in kept}
            wanted = dict(_COMMON)
            if https:
                wanted["strict-transport-security"] = "max-age=31536000"
            if not stored and b"cache-control" not in there:
                wanted["cache-control"] = "no-store"
            if b"content-security-policy" not in there:
                wanted["content-security-policy"] = NOTHING
            message = {**message, "headers": [*kept, *((k.encode(), v.encode()) for k, v in wanted.items())]}
        await send(message)

    return sending


def _taken_away(key: bytes) -> bool:
    name = key.lower()
    return name.startswith(b"access-control-") or name in (b"server", *(known.encode() for known in _COMMON))


class PagePolicy:
    """Gives each HTML page its policy. Stands inside of whatever compresses: it reads what the page says."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        held: list[Message] = []

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_html(message):
                held.append(message)
                return
            if not held:
                await send(message)
                return
            held.append(message)
            if message.get("more_body"):
                return
            start, *parts = held
            body = b"".join(part.get("body", b"") for part in parts)
            policy = (b"content-security-policy", page_policy(body).encode())
            await send({**start, "headers": [*start.get("headers", ()), policy]})
            await send({"type": "http.response.body", "body": body})

        await self._app(scope, receive, sending)


def _is_html(message: Message) -> bool:
    return any(k.lower() == b"content-type" and v.startswith(b"text/html") for k, v in message.get("headers", ()))
