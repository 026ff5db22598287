"""One request, one answer, within limits of time and size; no redirects, cookies, credentials or proxies.

Owns the exchange with a server and what is refused in its answer (size also unpacked, encodings). Built on httpcore:
its network layer is where addresses are checked (httpx would follow the environment's proxies past that check).
Knows nothing of robots, tries or pages.
"""

from __future__ import annotations

import functools
import ssl
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import metadata
from types import TracebackType

import certifi
import httpcore

from ingest.errors import FetchFailed, FetchRefused
from ingest.fetch.addresses import Address, CheckedNetwork
from ingest.fetch.settings import FetchSettings

Clock = Callable[[], float]
PRODUCT = "citeprep"


class TryAgain(FetchFailed):
    """A failure that may pass: no connection, a silence, an answer cut short."""


class TooSlow(FetchFailed):
    """The time for a page is used up."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer. Header names in lower case; `body` unpacked, and empty unless the status is 200."""

    address: Address
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class Budget:
    """Seconds that the requests for one page may still take together."""

    left: float


def user_agent() -> str:
    """Names the project, its version and what it is doing."""
    try:
        version = metadata.version(PRODUCT)
    except metadata.PackageNotFoundError:
        version = "0"
    return f"{PRODUCT}/{version} (offline study assistant; pages linked from a learner's notes)"


class Web:
    """Asks servers, over kept-alive connections to checked addresses. A context manager; for one thread."""

    def __init__(self, settings: FetchSettings, network: CheckedNetwork, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._timed = _TimedNetwork(network, clock)
        self._pool = httpcore.ConnectionPool(
            ssl_context=_tls(), network_backend=self._timed, max_connections=4, keepalive_expiry=20, retries=0
        )
        self._headers = {
            "User-Agent": user_agent(),
            "Accept": "text/markdown, text/html;q=0.9, text/plain;q=0.8",
            "Accept-Encoding": "gzip",
        }

    def __enter__(self) -> Web:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.close()

    def get(self, address: Address, headers: Mapping[str, str], budget: Budget, most_bytes: int) -> Reply:
        """Ask for an address; the time it takes is taken from the budget.

        Raises TryAgain where another try may help, FetchFailed where not, FetchRefused when the name leads to an
        address that is not public.
        """
        url = httpcore.URL(
            scheme=address.scheme.encode(),
            host=address.host.encode(),
            port=address.port,
            target=address.target.encode(),
        )
        idle = self._settings.idle_seconds
        timeouts = {"connect": idle, "read": idle, "write": idle, "pool": idle}
        lines = [(name.encode(), value.encode()) for name, value in {**self._headers, **headers}.items()]
        started = self._clock()
        self._timed.deadline = started + budget.left
        try:
            with (
                _errors(address, budget, started, self._clock),
                self._pool.stream("GET", url, headers=lines, extensions={"timeout": timeouts}) as response,
            ):
                fields = _fields(response.headers)
                body = b""
                if response.status == 200:
                    body = _body(response.iter_stream(), fields, most_bytes, address.url)
                return Reply(address, response.status, fields, body)
        finally:
            budget.left -= self._clock() - started


@functools.lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """The system's certificates and certifi's: some systems have none, some companies add their own."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _fields(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Header fields; of a repeated one the first, which is stricter than joining them."""
    fields: dict[str, str] = {}
    for name, value in raw:
        fields.setdefault(name.decode("ascii", "replace").lower(), value.decode("latin-1").strip())
    return fields


def _body(stream: Iterable[bytes], fields: Mapping[str, str], most_bytes: int, url: str) -> bytes:
    encoding = fields.get("content-encoding", "").lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise FetchFailed(f"The page is packed as {encoding[:40]!r}, which was not asked for.", source=url)
    declared = fields.get("content-length", "")
    if declared.isdecimal() and int(declared) > most_bytes:
        raise _too_large(most_bytes, url)
    unpacked = zlib.decompressobj(wbits=31) if encoding.endswith("gzip") else None
    parts: list[bytes] = []
    received = size = 0
    for data in stream:
        received += len(data)
        if unpacked is not None:
            try:
                # Never more than one byte over the limit, however much a few bytes would unpack to.
                data = unpacked.decompress(data, most_bytes - size + 1)
            except zlib.error as error:
                raise TryAgain("The page's packing is damaged.", source=url) from error
        size += len(data)
        if max(received, size) > most_bytes:
            raise _too_large(most_bytes, url)
        parts.append(data)
    if unpacked is not None and not unpacked.eof:
        raise TryAgain("The page was cut short.", source=url)
    return b"".join(parts)


def _too_large(most_bytes: int, url: str) -> FetchFailed:
    return FetchFailed(f"The page is larger than {most_bytes / 1e6:g} MB.", help="Read it in a browser.", source=url)


@contextmanager
def _errors(address: Address, budget: Budget, started: float, clock: Clock) -> Iterator[None]:
    """Failures of the network layer as errors of ours."""
    try:
        yield
    except (FetchFailed, FetchRefused):
        raise
    except httpcore.TimeoutException as error:
        if clock() - started >= budget.left:
            raise TooSlow("The page took too long.", source=address.url) from error
        raise TryAgain(f"{address.host} did not answer in time.", source=address.url) from error
    except httpcore.RemoteProtocolError as error:
        raise TryAgain(f"The answer was cut short or is no HTTP ({_line(error)}).", source=address.url) from error
    except (httpcore.NetworkError, OSError) as error:
        raise TryAgain(f"No connection to {address.host} ({_line(error)}).", source=address.url) from error
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, ValueError) as error:
        raise FetchFailed(f"The request could not be made ({_line(error)}).", source=address.url) from error


def _line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:150]


@dataclass(slots=True)
class _TimedNetwork(httpcore.NetworkBackend):
    """Shortens every wait to what is left until the deadline, so that a slow drip ends too."""

    inner: httpcore.NetworkBackend
    clock: Clock
    deadline: float = field(default=0.0)

    def left(self, timeout: float | None) -> float:
        """Seconds to wait at most. Raises httpcore.ReadTimeout past the deadline."""
        left = self.deadline - self.clock()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for this page is over")
        return left if timeout is None else min(timeout, left)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect within the time left."""
        stream = self.inner.connect_tcp(host, port, self.left(timeout), local_address, socket_options)
        return _TimedStream(stream, self)


class _TimedStream(httpcore.NetworkStream):
    """A connection that keeps to the deadline of its network."""

    def __init__(self, inner: httpcore.NetworkStream, network: _TimedNetwork) -> None:
        self._inner = inner
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read within the time left."""
        return self._inner.read(max_bytes, self._network.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write within the time left."""
        self._inner.write(buffer, self._network.left(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Encrypt within the time left; the certificate must be for `server_hostname`."""
        return _TimedStream(
            self._inner.start_tls(ssl_context, server_hostname, self._network.left(timeout)), self._network
        )

    def get_extra_info(self, info: str) -> object:
        """What httpcore asks of a connection."""
        return self._inner.get_extra_info(info)
