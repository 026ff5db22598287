"""An assistant that is still being opened: the page is up meanwhile, and whoever asks waits for it.

Owns the waiting, and what can be said of the index before it is open. Knows nothing of how an assistant is opened.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.schema import NO_WISHES, Wishes

if TYPE_CHECKING:  # what opens an assistant is imported when the page is up
    from assistant.answering.reopen import Reopening, Seen
    from assistant.review.audit import AuditStep
    from assistant.review.schema import StatementEvent
    from assistant.schema import Citation, Event, ModelChoice, PagePicture, Turn
    from ingest.index.manifest import Manifest
    from ingest.index.store import Index
    from ingest.schema import Document, Lang

_OPENING = "The index and the models are being opened. A question asked now is answered as soon as they are."


@dataclass(frozen=True, slots=True)
class Announced:
    """An index that is not open yet, by its manifest; its documents are not known."""

    manifest: Manifest
    documents: Mapping[str, Document] = field(default_factory=dict)


@dataclass(slots=True)
class _Arrival:
    """What all that stand in for one assistant wait for."""

    there: threading.Event = field(default_factory=threading.Event)
    assistant: Reopening | None = None
    more: tuple[tuple[str, str], ...] = ()  # what is told, of which build


class Coming:
    """Stands in for an assistant: what it is made of at once, everything else once it is there. Safe to share."""

    def __init__(self, manifest: Manifest, model_name: str) -> None:
        self._announced = Announced(manifest)
        self._model_name = model_name
        self._arrival = _Arrival()
        self._owner = ""

    def seen_by(self, owner: str) -> Coming:
        """The same as one learner has it, see `Reopening.seen_by`; it arrives with this one."""
        other = copy.copy(self)
        other._owner = owner
        return other

    def arrive(self, assistant: Reopening) -> None:
        """The assistant is open: whoever waited for it goes on."""
        self._arrival.assistant = assistant
        self._arrival.there.set()

    def notice(self, said: str, build: str) -> None:
        """Something that a learner should know of a build and that was found out later; another build ends it."""
        self._arrival.more = (*self._arrival.more, (said, build))

    def wait(self) -> Reopening:
        """The assistant, once it is there."""
        self._arrival.there.wait()
        assert self._arrival.assistant is not None
        return self._arrival.assistant

    def _mine(self) -> Seen:
        return self.wait().seen_by(self._owner)

    @property
    def index(self) -> Index | Announced:
        """The open index, or what is known of it before it is."""
        there = self._arrival.assistant
        return there.seen_by(self._owner).index if there is not None else self._announced

    @property
    def model_name(self) -> str:
        """Id of the chat model, or the name that the settings give it."""
        there = self._arrival.assistant
        return there.model_name if there is not None else self._model_name

    @property
    def notices(self) -> tuple[str, ...]:
        """What a learner should know about this set-up; first of all that it is not open yet."""
        there = self._arrival.assistant
        now = self.index.manifest.build
        later = (said for said, build in self._arrival.more if build == now)
        return (*(there.notices if there is not None else (_OPENING,)), *later)

    def document(self, uri: str) -> Document | None:
        """A document of the open index."""
        return self._mine().document(uri)

    def page_picture(self, citation: Citation) -> PagePicture:
        """The cited page of a PDF of the open index."""
        return self._mine().page_picture(citation)

    def ask(
        self,
        text: str,
        history: Sequence[Turn] = (),
        *,
        lang: Lang | None = None,
        reader: Lang | None = None,
        wishes: Wishes = NO_WISHES,
    ) -> Iterator[Event]:
        """See `Reopening.ask`."""
        return self._mine().ask(text, history, lang=lang, reader=reader, wishes=wishes)

    def try_model(self, choice: ModelChoice) -> str:
        """See `Reopening.try_model`."""
        return self._mine().try_model(choice)

    def check_text(self, text: str, *, lang: Lang | None = None) -> Iterator[StatementEvent]:
        """See `Assistant.check_text`."""
        return self._mine().check_text(text, lang=lang)

    def audit(self, uri: str) -> Iterator[AuditStep]:
        """See `Reopening.audit`."""
        return self._mine().audit(uri)

    def original(self, uri: str) -> bytes | None:
        """See `Reopening.original`."""
        return self._mine().original(uri)
