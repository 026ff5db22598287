"""Which addresses may be asked: the shape of a URL, the allow-list, and the machines behind a name.

Owns what is refused before a byte is sent. A name is resolved once per connection, every answer is checked, and the
connection goes to a checked answer, so that a name cannot change its mind in between (DNS rebinding). Knows nothing
of requests, robots or pages.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

import httpcore

from ingest.errors import FetchRefused
from ingest.fetch.settings import FetchSettings

Resolver = Callable[[str, int], list[str]]

_LONGEST_URL = 2_000
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
_DEFAULT_PORTS = {"https": 443, "http": 80}
# NAT64 (RFC 6052): the last 32 bits are the IPv4 address that is meant.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Address:
    """A checked URL in its parts. `target` is the path and query, percent-encoded."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        """Scheme, host and port: what has one robots.txt."""
        return f"{self.scheme}://{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """The canonical spelling: no default port, no fragment."""
        port = "" if _DEFAULT_PORTS[self.scheme] == self.port else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}{self.target}"

    def joined(self, location: str, settings: FetchSettings) -> Address:
        """Where a redirect leads. Raises FetchRefused like `parse_address`."""
        if len(location) > _LONGEST_URL:
            raise FetchRefused("The redirect's address is too long.", source=self.url)
        try:
            target = urljoin(self.url, location)
        except ValueError as error:
            raise FetchRefused(f"The redirect's address is malformed ({error}).", source=self.url) from error
        return parse_address(target, settings)


def parse_address(url: str, settings: FetchSettings) -> Address:
    """The URL in checked parts.

    Raises FetchRefused when it is malformed, not https, carries a user name, has an odd port or a host that is not
    on the list.
    """
    if len(url) > _LONGEST_URL or _UNSAFE.search(url):
        raise FetchRefused("The address has characters or a length that no page's address has.", source=url[:200])
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise FetchRefused(f"The address is malformed ({error}).", source=url) from error
    allowed = ("https",) if settings.https_only else ("https", "http")
    if parts.scheme not in allowed:
        raise FetchRefused(f"Only {' and '.join(allowed)} addresses are fetched.", source=url)
    if "@" in parts.netloc:
        raise FetchRefused("An address with a user name or password is not fetched.", source=url)
    if host not in settings.hosts:
        raise FetchRefused(
            f"{host or 'No host'} is not on the list of hosts.", help="Add it with --host, or FETCH_HOSTS.", source=url
        )
    port = _DEFAULT_PORTS[parts.scheme] if port is None else port
    if port not in settings.ports:
        raise FetchRefused(f"Port {port} is not asked.", source=url)
    # What is already encoded stays; only what may not stand in a request line is encoded.
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?") if parts.query else ""
    return Address(parts.scheme, host, port, path + query)


def is_public(address: str) -> bool:
    """True for an IP address of the public internet, also of the IPv4 address that an IPv6 one stands for."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id:
            return False
        inner = _embedded(ip)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not (
        ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_reserved or ip.is_unspecified
    )


def _embedded(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip.teredo is not None:
        return ip.teredo[1]
    return ip.ipv4_mapped or ip.sixtofour


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a name, in the system's order. Raises OSError when it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class CheckedNetwork(httpcore.NetworkBackend):
    """Connects to addresses that were resolved and checked here, and to no others."""

    def __init__(
        self, settings: FetchSettings, resolver: Resolver = resolve, inner: httpcore.NetworkBackend | None = None
    ) -> None:
        self._public_only = settings.public_addresses_only
        self._resolve = resolver
        self._inner = inner or httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers.

        Raises FetchRefused when one of the addresses is not public, httpcore.ConnectError or ConnectTimeout when
        none answers.
        """
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"the name {host} cannot be resolved; is there a network?") from error
        if not addresses:
            raise httpcore.ConnectError(f"the name {host} has no address")
        if self._public_only and not all(is_public(address) for address in addresses):
            # One answer inside the own network is enough: such a name is not what it seems.
            raise FetchRefused(f"{host} leads to an address that is not on the public internet.", source=host)
        failure: Exception | None = None
        for address in addresses[:4]:
            try:
                return self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        assert failure is not None
        raise failure

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None
    ) -> httpcore.NetworkStream:
        """Never."""
        raise FetchRefused("A socket of this machine is not asked.", source=path)

    def sleep(self, seconds: float) -> None:
        """Never needed: retries are made elsewhere."""
        raise NotImplementedError
