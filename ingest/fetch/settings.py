"""Settings of `python -m ingest fetch`: frozen and bounded; what a learner may change is read here, once.

Only the list of hosts comes from the environment or the command line. The rest (https only, public addresses only,
sizes, times) is in the code on purpose: the tests set it, and nobody switches it off by accident.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator
from pydantic_settings import NoDecode

from ingest.environment import Settings, variable
from ingest.errors import SettingsError

DEFAULT_HOSTS = ("docs.aws.amazon.com",)

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+")


class FetchSettings(Settings):
    """What may be brought and how patiently. Times in seconds, sizes in bytes.

    `hosts` are exact names in lower case. `delay` is the pause between two requests to a host and grows to what its
    robots.txt asks for, up to `longest_delay`. `longest_wait` bounds Retry-After and the back-off. `page_seconds`
    bounds the time in requests for one page, all tries and redirects together; `idle_seconds` one silence of the
    server. `give_up_after` failures in a row end the asking of a host. Pages brought or confirmed less than
    `fresh_days` ago are not asked for again.
    """

    hosts: Annotated[
        tuple[str, ...],
        NoDecode,
        variable(
            "FETCH_HOSTS",
            "hosts that `fetch` may ask beside the default one, separated by commas or spaces",
        ),
        Field(min_length=1),
    ] = DEFAULT_HOSTS
    https_only: bool = True
    public_addresses_only: bool = True
    ports: Annotated[tuple[int, ...], Field(min_length=1)] = (443,)
    delay: Annotated[float, Field(ge=0, le=60)] = 1.0
    longest_delay: Annotated[float, Field(ge=0, le=120)] = 30.0
    longest_wait: Annotated[float, Field(ge=0, le=600)] = 60.0
    tries: Annotated[int, Field(ge=1, le=10)] = 4
    give_up_after: Annotated[int, Field(ge=1, le=100)] = 4
    redirects: Annotated[int, Field(ge=0, le=10)] = 5
    page_bytes: Annotated[int, Field(ge=1_000, le=50_000_000)] = 5_000_000
    robots_bytes: Annotated[int, Field(ge=1_000, le=5_000_000)] = 500_000
    page_seconds: Annotated[float, Field(ge=0.05, le=600)] = 60.0
    idle_seconds: Annotated[float, Field(ge=0.05, le=120)] = 20.0
    fresh_days: Annotated[int, Field(ge=0, le=365)] = 1
    fewest_words: Annotated[int, Field(ge=1, le=1_000)] = 20
    most_pages: Annotated[int, Field(ge=1, le=20_000)] = 2_000

    @field_validator("hosts", mode="before")
    @classmethod
    def _names(cls, value: object) -> object:
        """FETCH_HOSTS is a list by commas or spaces, not JSON; it comes on top of the default host."""
        if not isinstance(value, str):
            return value
        return _together(DEFAULT_HOSTS, re.split(r"[,\s]+", value))

    @model_validator(mode="after")
    def _are_hosts(self) -> Self:
        for host in self.hosts:
            _check_host(host, self.public_addresses_only)
        return self

    @classmethod
    def for_learner(
        cls, more_hosts: Sequence[str] = (), environ: Mapping[str, str] | None = None, *, again: bool = False
    ) -> FetchSettings:
        """The default hosts, those of FETCH_HOSTS (separated by commas or spaces) and `more_hosts`.

        `again` asks also for what was brought today. Raises SettingsError for what is no host name.
        """
        plain = cls.from_env(environ, fresh_days=0 if again else 1)
        return plain.changed(hosts=_together(plain.hosts, more_hosts))


def _together(hosts: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    """Names of hosts in lower case, each once."""
    return tuple(dict.fromkeys([*hosts, *(name.strip().lower() for name in more if name.strip())]))


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
