"""Under which names this server answers, and whose requests are its own page's.

Owns the checks of Host (a stranger's name that points here is how web sites reach into a machine), of Origin and of
what the browser says of where a request comes from. Pure: header values in, yes or no out.
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class Addresses:
    """The addresses of a server that listens on `host`; `public_url` is the one that a proxy before it has."""

    def __init__(self, host: str, public_url: str = "") -> None:
        public = urlsplit(public_url)
        self.proxied = bool(public_url)
        self.network = self.proxied or not is_loopback(host)
        self.https = public.scheme == "https"
        self._public = public.netloc.lower()
        names = {"localhost", (public.hostname or "").lower()}
        if self.network:
            own = socket.gethostname().lower()
            names |= {host.lower(), own, f"{own}.local"}
        self._names = names - {""}

    def knows(self, authority: str) -> bool:
        """Whether a Host header names this server. On a network any bare IP address does: no name points with it."""
        name = _name(authority)
        if name is None:
            return False
        if name in self._names:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return self.network or address.is_loopback

    def own(self, origin: str, authority: str) -> bool:
        """Whether an Origin header is that of this server's own page, asked for under this Host."""
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or parts.path or parts.query:
            return False
        return parts.netloc.lower() in {authority.lower(), self._public} - {""}


def from_elsewhere(fetch_site: str, fetch_mode: str, method: str) -> bool:
    """Whether the browser says that another site's page sends a request, and it is more than a link to this one."""
    if fetch_site in ("", "same-origin", "none"):
        return False
    return not (fetch_mode == "navigate" and method in ("GET", "HEAD"))


def _name(authority: str) -> str | None:
    """The name of a Host header, lower case; None for what is none."""
    if not authority or len(authority) > 255 or any(character in authority for character in "/@?#\\ ,"):
        return None
    try:
        parts = urlsplit(f"//{authority}")
        if parts.port == 0:  # reading the port raises where it is none
            return None
    except ValueError:
        return None
    return parts.hostname
