"""Conversations that outlive a reload of their page, in this process's memory only.

The browser tab keeps a random key, the server what was said under it: no text goes back and forth, nothing is written
to a disk, and what is drawn again has its sources and verdicts. Knows nothing of Gradio.
"""

from __future__ import annotations

import re
import threading

from assistant.ui.chat.state import Session

_KEY = re.compile(r"[0-9a-f]{32}")  # 128 random bits: whoever knows a key sees its conversation


class Conversations:
    """The last `capacity` conversations by the keys of their tabs; the ones opened longest ago are forgotten first."""

    def __init__(self, capacity: int = 200) -> None:
        self._capacity = capacity
        self._sessions: dict[str, Session] = {}
        self._lock = threading.Lock()

    def resume(self, key: str, session: Session) -> None:
        """Let a new session go on where the one before it under this key stood; anything but a key is ignored."""
        if not _KEY.fullmatch(key):
            return
        with self._lock:
            before = self._sessions.pop(key, None)
            if before is not None:
                session.resume(before)
            self._sessions[key] = session
            while len(self._sessions) > self._capacity:
                del self._sessions[next(iter(self._sessions))]
