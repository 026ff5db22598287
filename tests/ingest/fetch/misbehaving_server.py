"""A real HTTP server on this machine that behaves as badly as it is told to, and remembers what it was asked.

A behaviour is a function that answers one request. Everything is bounded: bodies end, waits end with the server.
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import socket
import ssl
import struct
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORDS = "Pipe mode streams training data from Amazon S3 into the container while File mode copies all of it first. "

Behaviour = Callable[["Handler"], None]


@dataclass
class Request:
    """One request as it came in, and what went out: the status and the bytes of the body."""

    path: str
    headers: dict[str, str]
    status: int = 0
    body_bytes: int = 0


class Server(ThreadingHTTPServer):
    """Serves `routes` on a free port of the loopback address; anything else is 404 without a body."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        self.routes: dict[str, Behaviour] = {}
        self.requests: list[Request] = []
        self.most_at_once = 0
        self.at_once = 0
        self.stopping = threading.Event()
        self.lock = threading.Lock()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])

    def url(self, path: str, host: str = "docs.test") -> str:
        """The address of a path, under a name that only the tests' resolver knows."""
        return f"http://{host}:{self.port}{path}"

    def asked(self, path: str) -> list[Request]:
        """The requests for a path, in order."""
        return [request for request in self.requests if request.path == path]

    def served(self) -> list[Request]:
        """The requests that were answered with a body and 200."""
        return [request for request in self.requests if request.status == 200]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is what many tests are about."""
        if not isinstance(sys.exception(), (ConnectionError, ssl.SSLError, TimeoutError, ValueError)):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Handler(BaseHTTPRequestHandler):
    """Looks up the behaviour for the path and lets it answer."""

    protocol_version = "HTTP/1.1"
    timeout = 10
    server: Server
    log: Request

    def do_GET(self) -> None:
        """Answer one request."""
        self.log = Request(self.path, dict(self.headers.items()))
        with self.server.lock:
            self.server.requests.append(self.log)
            self.server.at_once += 1
            self.server.most_at_once = max(self.server.most_at_once, self.server.at_once)
        try:
            self.server.routes.get(self.path, status(404))(self)
        finally:
            with self.server.lock:
                self.server.at_once -= 1

    def head(self, code: int, headers: list[tuple[str, str]]) -> None:
        """Send the status line and the headers."""
        self.log.status = code
        self.send_response_only(code)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()

    def send(self, data: bytes) -> None:
        """Send a piece of the body."""
        self.wfile.write(data)
        self.wfile.flush()
        self.log.body_bytes += len(data)

    def hang_up(self) -> None:
        """End the connection after this answer."""
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server for the time of a test."""
    server = Server(tls)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


# ---- behaviours -------------------------------------------------------------------------------------------------


def html(title: str, text: str = WORDS * 3) -> bytes:
    """A page as documentation sites have them, with scripts and navigation around the text."""
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title><script>var secret = 'evil()';</script></head>"
        f"<body onload='evil()'><nav>Home Products Prices</nav><main><h1>{title}</h1><p>{text}</p>"
        f"<script>document.write('evil()')</script></main><footer>Legal</footer></body></html>"
    ).encode()


def markdown(title: str, text: str = WORDS * 3) -> bytes:
    """The same as Markdown."""
    return f"# {title}\n\n{text}\n".encode()


def page(
    body: bytes, content_type: str = "text/html; charset=utf-8", *, etag: str = "", modified: str = "",
    packed: bool = False, headers: tuple[tuple[str, str], ...] = (),
) -> Behaviour:  # fmt: skip
    """A well-behaved page: 304 to a request that knows its ETag or its date."""

    def answer(handler: Handler) -> None:
        asked = handler.log.headers
        known = (etag and asked.get("If-None-Match") == etag) or (
            not etag and modified and asked.get("If-Modified-Since") == modified
        )
        validators = [(name, value) for name, value in (("ETag", etag), ("Last-Modified", modified)) if value]
        if known:
            handler.head(304, validators)
            return
        data = gzip.compress(body) if packed else body
        fields = [("Content-Type", content_type), ("Content-Length", str(len(data))), *validators, *headers]
        handler.head(200, fields + ([("Content-Encoding", "gzip")] if packed else []))
        handler.send(data)

    return answer


def text_page(body: bytes, **more: str) -> Behaviour:
    """A Markdown page."""
    return page(body, "text/markdown; charset=utf-8", **more)  # type: ignore[arg-type]


def status(code: int, *headers: tuple[str, str]) -> Behaviour:
    """An answer without a body."""
    return lambda handler: handler.head(code, [("Content-Length", "0"), *headers])


def redirect(location: str, code: int = 302) -> Behaviour:
    """Somewhere else."""
    return status(code, ("Location", location))


def sequence(*behaviours: Behaviour) -> Behaviour:
    """One after the other; the last one stays."""
    left = list(behaviours)

    def answer(handler: Handler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return answer


def robots(text: str) -> Behaviour:
    """A robots.txt."""
    return page(text.encode(), "text/plain")


def endless(handler: Handler) -> None:
    """A body that goes on until the client leaves (at most 50 MB)."""
    handler.head(200, [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")])
    piece = b"<p>" + WORDS.encode() * 100 + b"</p>"
    while handler.log.body_bytes < 50_000_000 and not handler.server.stopping.is_set():
        handler.send(b"%x\r\n%s\r\n" % (len(piece), piece))
    handler.hang_up()


def says_huge(handler: Handler) -> None:
    """A Content-Length of two gigabytes; sends little of it."""
    handler.head(200, [("Content-Type", "text/html"), ("Content-Length", "2000000000")])
    handler.send(b"<p>")
    handler.hang_up()


def bomb(handler: Handler) -> None:
    """A hundred kilobytes that unpack to 100 MB."""
    data = _bomb()
    handler.head(200, [("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Content-Length", str(len(data)))])
    handler.send(data)


@functools.cache
def _bomb() -> bytes:
    packer = zlib.compressobj(6, wbits=31)
    return b"".join(packer.compress(b" " * 1_000_000) for _ in range(100)) + packer.flush()


def truncated(handler: Handler) -> None:
    """Half of what was announced."""
    data = html("Half")
    handler.head(200, [("Content-Type", "text/html"), ("Content-Length", str(len(data) * 2))])
    handler.send(data)
    handler.hang_up()


def truncated_chunks(handler: Handler) -> None:
    """Chunks without the last one."""
    handler.head(200, [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")])
    handler.send(b"40\r\n" + b"x" * 64 + b"\r\n")
    handler.hang_up()


def truncated_gzip(handler: Handler) -> None:
    """All that was announced, but the packed data stops in the middle."""
    data = gzip.compress(html("Half"))[:-40]
    handler.head(200, [("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Content-Length", str(len(data)))])
    handler.send(data)


def false_gzip(handler: Handler) -> None:
    """Says it is packed and is not."""
    data = html("Not packed")
    handler.head(200, [("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Content-Length", str(len(data)))])
    handler.send(data)


def brotli(handler: Handler) -> None:
    """Packed in a way that was not asked for."""
    handler.head(200, [("Content-Type", "text/html"), ("Content-Encoding", "br"), ("Content-Length", "3")])
    handler.send(b"abc")


def drip(handler: Handler) -> None:
    """A byte now and then: never silent for long, never done."""
    handler.head(200, [("Content-Type", "text/html"), ("Content-Length", "100000")])
    while not handler.server.stopping.wait(0.02) and handler.log.body_bytes < 2000:
        handler.send(b"x")
    handler.hang_up()


def slow_headers(handler: Handler) -> None:
    """Headers that never end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(2000):
        if handler.server.stopping.wait(0.02):
            break
        handler.wfile.write(b"X-%d: y\r\n" % number)
        handler.wfile.flush()
    handler.hang_up()


def silent(handler: Handler) -> None:
    """No answer at all."""
    handler.server.stopping.wait(5)
    handler.hang_up()


def reset(handler: Handler) -> None:
    """The connection is reset in the middle of the body."""
    handler.head(200, [("Content-Type", "text/html"), ("Content-Length", "10000")])
    handler.send(b"<html>")
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.hang_up()


def garbage(handler: Handler) -> None:
    """Something that is no HTTP."""
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n" * 20)
    handler.hang_up()


def huge_headers(handler: Handler) -> None:
    """A megabyte of headers."""
    handler.head(200, [("Content-Type", "text/html"), *((f"X-{number}", "y" * 1000) for number in range(1000))])
    handler.hang_up()


@dataclass
class Gate:
    """A behaviour that waits at the door: `reached` tells the test, `open` lets the answer go."""

    behaviour: Behaviour
    reached: threading.Event = field(default_factory=threading.Event)
    open: threading.Event = field(default_factory=threading.Event)

    def __call__(self, handler: Handler) -> None:
        self.reached.set()
        self.open.wait(15)
        self.behaviour(handler)
