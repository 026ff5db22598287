"""Settings of `python -m ingest fetch`: frozen and bounded; what a learner may change is read here, once.

Only the list of hosts comes from the environment or the command line. The rest (https only, public addresses only,
sizes, times) is in the code on purpose: the tests set it, and nobody switches it off by accident.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.errors import SettingsError

DEFAULT_HOSTS = ("docs.aws.amazon.com",)

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """What may be brought and how patiently. Times in seconds, sizes in bytes.

    `hosts` are exact names in lower case. `delay` is the pause between two requests to a host and grows to what its
    robots.txt asks for, up to `longest_delay`. `longest_wait` bounds Retry-After and the back-off. `page_seconds`
    bounds the time in requests for one page, all tries and redirects together; `idle_seconds` one silence of the
    server. `give_up_after` failures in a row end the asking of a host. Pages brought or confirmed less than
    `fresh_days` ago are not asked for again.
    """

    hosts: tuple[str, ...] = DEFAULT_HOSTS
    https_only: bool = True
    public_addresses_only: bool = True
    ports: tuple[int, ...] = (443,)
    delay: float = 1.0
    longest_delay: float = 30.0
    longest_wait: float = 60.0
    tries: int = 4
    give_up_after: int = 4
    redirects: int = 5
    page_bytes: int = 5_000_000
    robots_bytes: int = 500_000
    page_seconds: float = 60.0
    idle_seconds: float = 20.0
    fresh_days: int = 1
    fewest_words: int = 20
    most_pages: int = 2_000

    def __post_init__(self) -> None:
        bounds: dict[str, tuple[float, float]] = {
            "delay": (0, 60),
            "longest_delay": (0, 120),
            "longest_wait": (0, 600),
            "tries": (1, 10),
            "give_up_after": (1, 100),
            "redirects": (0, 10),
            "page_bytes": (1_000, 50_000_000),
            "robots_bytes": (1_000, 5_000_000),
            "page_seconds": (0.05, 600),
            "idle_seconds": (0.05, 120),
            "fresh_days": (0, 365),
            "fewest_words": (1, 1_000),
            "most_pages": (1, 20_000),
        }
        for name, (low, high) in bounds.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise SettingsError(f"{name} is {value}.", help=f"Give a value from {low} to {high}.")
        if not self.hosts or not self.ports:
            raise SettingsError("There is no host or no port that may be asked.", help="Name one with --host.")
        for host in self.hosts:
            _check_host(host, self.public_addresses_only)

    @classmethod
    def for_learner(
        cls, more_hosts: Sequence[str] = (), environ: Mapping[str, str] | None = None, *, again: bool = False
    ) -> FetchSettings:
        """The default hosts, those of FETCH_HOSTS (separated by commas or spaces) and `more_hosts`.

        `again` asks also for what was brought today. Raises SettingsError for what is no host name.
        """
        env = os.environ if environ is None else environ
        named = re.split(r"[,\s]+", env.get("FETCH_HOSTS", "")) + list(more_hosts)
        hosts = dict.fromkeys([*DEFAULT_HOSTS, *(name.strip().lower() for name in named if name.strip())])
        return cls(hosts=tuple(hosts), fresh_days=0 if again else 1)


def _check_host(host: str, public_only: bool) -> None:
    if not public_only:
        return
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        if _HOST.fullmatch(host) and len(host) <= 253:
            return
    raise SettingsError(
        f"{host[:100]!r} is no host name.",
        help="Give a plain name such as docs.aws.amazon.com: no scheme, path or port.",
    )
