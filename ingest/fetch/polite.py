"""Asking a host as a guest: its robots.txt, one request at a time, its pace, patience when it is busy.

Owns when a request is made and how often it is tried. Requests are made one after the other, so that a host never
has two at once. Knows nothing of what a page is; `Web` makes the request.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from ingest.errors import FetchFailed, FetchRefused
from ingest.fetch.addresses import Address
from ingest.fetch.robots import EVERYTHING_ALLOWED, NOTHING_ALLOWED, Rules, parse_robots
from ingest.fetch.settings import FetchSettings
from ingest.fetch.web import PRODUCT, Budget, Clock, Reply, TooSlow, TryAgain, Web

Sleep = Callable[[float], None]
Now = Callable[[], datetime.datetime]

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
_NO_HEADERS: Mapping[str, str] = {}


@dataclass(slots=True)
class _Host:
    """What is known of a host in this run. `next_at` is when it may be asked again; `closed` why it no longer is."""

    rules: Rules | None = None
    next_at: float = 0.0
    failures: int = 0
    closed: str = ""


class Guest:
    """Asks hosts politely; remembers each for the time of a run."""

    def __init__(self, web: Web, settings: FetchSettings, sleep: Sleep, clock: Clock, now: Now) -> None:
        self._web = web
        self._settings = settings
        self._sleep = sleep
        self._clock = clock
        self._now = now
        self._hosts: dict[str, _Host] = {}

    def get(self, address: Address, headers: Mapping[str, str], budget: Budget) -> Reply:
        """Ask for an address, following redirects, each checked like a first address.

        Raises FetchRefused (a redirect off the list, robots.txt), FetchFailed (all tries failed, too many redirects).
        """
        for _ in range(self._settings.redirects + 1):
            if not self._rules(address).allows(address.target):
                raise FetchRefused("The host's robots.txt asks not to fetch this page.", source=address.url)
            reply = self._patiently(address, headers, budget, self._settings.page_bytes)
            if reply.status not in REDIRECTS:
                return reply
            address = self._next(reply)
        raise FetchFailed(f"More than {self._settings.redirects} redirects.", source=address.url)

    def _rules(self, address: Address) -> Rules:
        """The host's rules, asked for once. Raises FetchFailed when the host cannot say."""
        host = self._host(address)
        if host.closed:
            raise FetchFailed(host.closed, source=address.url)
        if host.rules is None:
            try:
                host.rules = self._ask_rules(address)
            except (FetchFailed, FetchRefused) as error:
                # Without its rules a host is left alone; also what keeps a run without network short.
                host.closed = f"Its robots.txt could not be read: {error.message}"
                raise FetchFailed(host.closed, help=error.help, source=address.url) from error
        return host.rules

    def _ask_rules(self, address: Address) -> Rules:
        asked = Address(address.scheme, address.host, address.port, "/robots.txt")
        budget = Budget(self._settings.page_seconds)
        for _ in range(self._settings.redirects + 1):
            reply = self._patiently(asked, _NO_HEADERS, budget, self._settings.robots_bytes)
            if reply.status in REDIRECTS:
                asked = self._next(reply)
            elif reply.status == 200:
                return parse_robots(reply.body.decode("utf-8", "replace"), PRODUCT)
            elif reply.status in (401, 403):
                return NOTHING_ALLOWED
            elif 400 <= reply.status < 500:
                return EVERYTHING_ALLOWED
            else:
                raise FetchFailed(f"The server answered {reply.status}.", source=asked.url)
        raise FetchFailed("Too many redirects.", source=asked.url)

    def _next(self, reply: Reply) -> Address:
        location = reply.headers.get("location", "")
        if not location:
            raise FetchFailed("A redirect to nowhere.", source=reply.address.url)
        return reply.address.joined(location, self._settings)

    def _patiently(self, address: Address, headers: Mapping[str, str], budget: Budget, most_bytes: int) -> Reply:
        """Ask until there is an answer that is not "busy". Raises FetchFailed after the last try."""
        host = self._host(address)
        failure = FetchFailed("The page was not asked for.", source=address.url)
        for number in range(self._settings.tries):
            if host.closed:
                raise FetchFailed(host.closed, source=address.url)
            self._pause(host)
            wait: float | None = None
            try:
                reply = self._web.get(address, headers, budget, most_bytes)
                if reply.status not in _BUSY:
                    host.failures = 0
                    return reply
                wait = self._retry_after(reply.headers.get("retry-after", ""))
                failure = FetchFailed(f"The server answered {reply.status}.", source=address.url)
            except TryAgain as error:
                failure = error
            except TooSlow:
                self._count_failure(host, address)
                raise
            finally:
                host.next_at = self._clock() + self._delay(host)
            if wait is not None and wait > self._settings.longest_wait:
                host.closed = f"{address.host} asks to be left alone for {wait:.0f} s."
                raise FetchFailed(host.closed, source=address.url) from failure
            if number + 1 < self._settings.tries:
                back_off = min(2.0**number, self._settings.longest_wait)
                host.next_at = max(host.next_at, self._clock() + (back_off if wait is None else wait))
        self._count_failure(host, address)
        raise failure

    def _count_failure(self, host: _Host, address: Address) -> None:
        host.failures += 1
        if host.failures >= self._settings.give_up_after:
            host.closed = f"{address.host} failed {host.failures} times in a row and is not asked again in this run."

    def _pause(self, host: _Host) -> None:
        left = host.next_at - self._clock()
        if left > 0:
            self._sleep(left)

    def _delay(self, host: _Host) -> float:
        asked = host.rules.delay if host.rules is not None else 0.0
        return max(self._settings.delay, min(asked, self._settings.longest_delay))

    def _host(self, address: Address) -> _Host:
        return self._hosts.setdefault(address.origin, _Host())

    def _retry_after(self, value: str) -> float | None:
        """Seconds that Retry-After asks for, None where it says nothing that can be understood."""
        if value.isdecimal():
            return float(value[:9])
        try:
            moment = parsedate_to_datetime(value)
        except (ValueError, TypeError, OverflowError):
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=datetime.UTC)
        return max(0.0, (moment - self._now()).total_seconds())
