"""What the page needs of an assistant. `assistant.answer.Assistant` has it; so has the tests' double.

Types only: nothing here runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

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
