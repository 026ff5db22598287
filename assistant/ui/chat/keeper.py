"""How the chat keeps its conversations in the learner's file, and what happens where that cannot be used.

Then the conversation goes on in memory and the page says so. What is kept, and how, is `assistant.conversations`.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TypeVar

from assistant.conversations.errors import NoConversation
from assistant.conversations.schema import Exchange, KeptConversation, Summary
from assistant.conversations.store import ConversationStore, LearnerConversations, default_path
from assistant.records.errors import StoreError
from assistant.ui.session import Kept, Session
from ingest.errors import CiteprepError

T = TypeVar("T")
_LOG = logging.getLogger(__name__)

UNKEPT: Kept[CiteprepError | None] = Kept(None)
"""Why the last thing to keep could not be kept; None while all is well."""


def open_store() -> ConversationStore:
    """The file in the user's data folder. Raises StoreError."""
    return ConversationStore(default_path())


class Keeper:
    """The conversations of the sessions' learners. Without a file, or a learner, nothing is kept."""

    def __init__(self, open_store: Callable[[], ConversationStore] | None = None) -> None:
        self._open_store = open_store
        self._store: ConversationStore | None = None
        self._lock = threading.Lock()

    def begin(self, session: Session, id: str, text: str, replacing: int | None) -> tuple[str, Exchange] | None:
        """Keep a question; its conversation and number."""
        return self._try(session, lambda mine: mine.begin(id, text, replacing=replacing))

    def put(self, session: Session, id: str, exchange: Exchange) -> None:
        """Keep how far an answer came."""
        if id:
            self._try(session, lambda mine: mine.put(id, exchange))

    def open(self, session: Session, id: str) -> KeptConversation | None:
        """A conversation of the session's learner; None where there is none of this id."""
        return self._try(session, lambda mine: mine.open(id)) if id else None

    def list(self, session: Session, search: str = "") -> tuple[Summary, ...]:
        """The learner's conversations, the one that changed last first."""
        return self._try(session, lambda mine: mine.list(search)) or ()

    def rename(self, session: Session, id: str, title: str) -> str | None:
        """Give a conversation another title; returns it."""
        return self._try(session, lambda mine: mine.rename(id, title))

    def delete(self, session: Session, id: str) -> Summary | None:
        """Delete a conversation; returns what it was."""
        return self._try(session, lambda mine: mine.delete(id))

    def restore(self, session: Session, id: str) -> Summary | None:
        """Bring back a deleted one."""
        return self._try(session, lambda mine: mine.restore(id))

    def branch(self, session: Session, id: str, before: int) -> str | None:
        """A new conversation with what was said before a number; returns its id."""
        return self._try(session, lambda mine: mine.branch(id, before)) if id else None

    def _try(self, session: Session, what: Callable[[LearnerConversations], T]) -> T | None:
        """What the learner's file gives; None, and why, where it cannot."""
        try:
            mine = self._of(session)
            done = None if mine is None else what(mine)
        except NoConversation:
            return None
        except StoreError as error:
            _LOG.warning("A conversation could not be kept: %s", error)
            UNKEPT.put(session, error)
            return None
        UNKEPT.put(session, None)
        return done

    def _of(self, session: Session) -> LearnerConversations | None:
        if self._open_store is None or not session.learner:
            return None
        with self._lock:
            if self._store is None:
                self._store = self._open_store()
            return self._store.learner(session.learner)
