"""A request to an ASGI app, without a socket."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answered:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def error(self) -> dict[str, str]:
        """The error that a refused request is told."""
        told: dict[str, str] = json.loads(self.body)["error"]
        return told


def ask(
    app: Any,
    method: str,
    path: str,
    body: bytes | None = None,
    *,
    query: str = "",
    client: str = "127.0.0.1",
    slow: bool = False,
    **headers: str,
) -> Answered:
    """The answer to one request; header names are written with underscores, Host is 127.0.0.1:7860 unless given."""
    given = {"host": "127.0.0.1:7860", **{name.replace("_", "-"): value for name, value in headers.items()}}
    if body is not None:
        given = {"content-length": str(len(body)), "content-type": "application/json", **given}
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": "http",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in given.items()],
        "client": (client, 1),
        "server": ("127.0.0.1", 7860),
        "http_version": "1.1",
    }
    return asyncio.run(_asked(app, scope, body or b"", slow=slow))


async def _asked(app: Any, scope: dict[str, Any], body: bytes, *, slow: bool) -> Answered:
    sent: list[Any] = []
    given: list[bool] = []

    async def receive() -> dict[str, Any]:
        if slow or given:
            await asyncio.sleep(3600)
        given.append(True)
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    headers = {key.decode(): value.decode("latin-1") for key, value in sent[0]["headers"]}
    return Answered(sent[0]["status"], headers, b"".join(one.get("body", b"") for one in sent[1:]))
