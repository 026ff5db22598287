"""What the page needs of an assistant. `assistant.answer.Assistant` has it; so has the tests' double.

Types, and the one rule of who sees what: `seen`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from assistant.schema import NO_WISHES, Wishes

if TYPE_CHECKING:
    from assistant.schema import Citation, Event, ModelChoice, PagePicture, Turn
    from ingest.index.manifest import Manifest
    from ingest.schema import Document, Lang


class IndexPort(Protocol):
    """An open index, of which the page shows only what it is."""

    @property
    def manifest(self) -> Manifest:
        """Counts, model and date of the build."""


class _Session(Protocol):
    """A browser tab, of which only who signed in counts here."""

    user: str


class _Shared(Protocol):
    """What several learners use."""

    def seen_by(self, owner: str) -> Any:
        """The same with the library of one learner who signed in; without this call it is this machine's own."""


A = TypeVar("A", bound=_Shared)


def seen(assistant: A, session: _Session) -> A:
    """The assistant as a session may have it: with its own user's library, and nobody else's."""
    own: A = assistant.seen_by(session.user) if session.user else assistant
    return own


class AssistantPort(Protocol):
    """Answers questions as events; nothing raises through the iterator, closing it stops the model.

    Must stand being asked by several threads: a stopped answer may still be ending when the next one begins.
    """

    def ask(
        self,
        text: str,
        history: Sequence[Turn] = (),
        *,
        lang: Lang | None = None,
        reader: Lang | None = None,
        wishes: Wishes = NO_WISHES,
    ) -> Iterator[Event]:
        """The events of one question; `lang` pins the language of the answer, `reader` is that of the page."""

    def seen_by(self, owner: str) -> AssistantPort:
        """The same with the library of one learner who signed in; without this call it is this machine's own."""

    def try_model(self, choice: ModelChoice) -> str:
        """Let a chat model say a word; its name. Raises ModelUnavailable."""

    def document(self, uri: str) -> Document | None:
        """A document of the index by its uri."""

    def page_picture(self, citation: Citation) -> PagePicture:
        """The cited page of a PDF with the quote boxed. May take seconds; the same one is asked for repeatedly."""

    @property
    def model_name(self) -> str:
        """The chat model, for people to read."""

    @property
    def index(self) -> IndexPort:
        """The open index."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What a learner should know about this set-up (a model that is missing, an index that is slow)."""
