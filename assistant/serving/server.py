"""Listening: an ASGI app on an address, with limits on connections and on how long they may be idle.

Owns how the port is taken (before anything is served, so that a taken one is told in our words) and how it ends.
"""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uvicorn

    from assistant.serving.headers import App

_IDLE_SECONDS = 30
_MOST_CONNECTIONS = 512
_LAST_SECONDS = 3  # what is still being answered when the server ends
_BACKLOG = 128
_START_SECONDS = 60.0


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host.strip("[]"), port), family=family, backlog=_BACKLOG)


class Running:
    """A server that runs in a thread of its own.

    Its end is an event: a signal during `Thread.join` makes Python 3.11 believe that the thread has ended.
    """

    def __init__(self, server: uvicorn.Server, listening: socket.socket) -> None:
        self._server = server
        self._ended = threading.Event()
        threading.Thread(target=self._run, args=(listening,), daemon=True).start()

    @property
    def serves(self) -> bool:
        """Whether it takes requests."""
        return self._server.started and not self._ended.is_set()

    def wait(self) -> None:
        """Return when it has ended; Ctrl-C goes through, as KeyboardInterrupt."""
        while not self._ended.wait(1.0):
            pass

    def stop(self) -> None:
        """End it: what is being answered may go on for some seconds."""
        self._server.should_exit = True
        self._ended.wait(2.0 * _LAST_SECONDS)

    def _run(self, listening: socket.socket) -> None:
        try:
            self._server.run(sockets=[listening])
        finally:
            self._ended.set()


def start(app: App, listening: socket.socket) -> Running:
    """Serve an app in the background; returns when requests are answered."""
    import uvicorn

    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=_LAST_SECONDS,
    )
    running = Running(uvicorn.Server(config), listening)
    ends = time.monotonic() + _START_SECONDS
    while not running.serves and time.monotonic() < ends:
        time.sleep(0.005)
    return running
