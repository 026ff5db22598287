"""An assistant that notices a newer build of its index: it opens it between two questions and says so.

Owns when an index is opened again, and that whoever asks gets what they may see (`learner/seen.py`). A question that is
being answered keeps the build it began with; a newer build that cannot be opened leaves the old one in use. Knows
nothing of how answers are made.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answering.answer import Assistant
from assistant.answering.learner.seen import Seeing
from assistant.answering.learner.wishes import Wishing
from assistant.answering.pictures import PagePictures
from assistant.answering.wording import say
from assistant.review.audit import Auditor, AuditStep
from assistant.review.schema import StatementEvent
from assistant.schema import NO_WISHES, Citation, Event, Failed, Final, ModelChoice, PagePicture, Turn, Wishes
from ingest.errors import BadIndex, CiteprepError, IngestError
from ingest.index.manifest import current_build
from ingest.index.store import Index, open_index
from ingest.library.owners import visible
from ingest.schema import Document, Lang
from ingest.settings import IngestSettings, user_cache
from ingest.sourcing.original import unchanged

# One in each language: words are stemmed, and passages searched, by language.
_WARMING = ("A model is trained on labelled data.", "Un modèle apprend à partir de données étiquetées.")


class Reopening:
    """An `Assistant` for as long as its index is the published one, then one over the newer build with the same models.

    Safe to share between threads.
    """

    def __init__(self, assistant: Assistant, ingest: IngestSettings) -> None:
        self._assistant = assistant
        self._ingest = ingest
        self._tried = assistant.index.manifest.build
        self._pictures = PagePictures(ingest)
        self._lock = threading.Lock()
        self._wishing = Wishing(user_cache())
        self._seeing = Seeing()

    def seen_by(self, owner: str) -> Seen:
        """The same as one learner has it: with their own library and nobody else's; "" is this machine's own."""
        return Seen(self, owner)

    @property
    def index(self) -> Index:
        """The open index, without the libraries of learners who sign in."""
        return self.index_of("")

    def index_of(self, owner: str) -> Index:
        """The open index as a learner sees it."""
        return self._seeing.assistant(self._assistant, owner).index

    @property
    def model_name(self) -> str:
        """Id of the chat model."""
        return self._assistant.model_name

    @property
    def notices(self) -> tuple[str, ...]:
        """What a learner should know about this set-up."""
        return self._assistant.notices

    def warm_search(self) -> None:
        """Read what the first question and the first claim would read, so that they are no slower than the next."""
        for text in _WARMING:
            try:
                self._assistant.gate(text)
            except CiteprepError:
                return  # the first question will say what is wrong
            for _ in self._assistant.check_text(text):
                pass

    def warm_up(self) -> None:
        """See `Assistant.warm_up`."""
        self._assistant.warm_up()

    def document(self, uri: str, owner: str = "") -> Document | None:
        """A document of the open index, where its learner asks for it."""
        return self._assistant.document(uri) if visible(uri, owner) else None

    def page_picture(self, citation: Citation, owner: str = "") -> PagePicture:
        """The cited page of a PDF of the open index."""
        document = self.document(citation.uri, owner)
        return "gone" if document is None else self._pictures.picture(document.source, citation)

    def ask(
        self,
        text: str,
        history: Sequence[Turn] = (),
        *,
        lang: Lang | None = None,
        reader: Lang | None = None,
        wishes: Wishes = NO_WISHES,
        owner: str = "",
    ) -> Iterator[Event]:
        """See `Assistant.ask`; the first answer after a newer build was found carries a notice of it."""
        assistant, told = self._newest()
        try:
            assistant = self._wishing.assistant(self._seeing.assistant(assistant, owner), wishes, owner)
        except CiteprepError as error:
            yield Failed(error.code, error.message, error.help)
            return
        for event in assistant.ask(text, history, lang=lang, reader=reader):
            if told and isinstance(event, Final):
                answer = event.answer
                notice = say(told, answer.lang, documents=str(assistant.index.manifest.documents))
                event = Final(replace(answer, notices=(*answer.notices, notice)))
            yield event

    def check_text(self, text: str, *, lang: Lang | None = None, owner: str = "") -> Iterator[StatementEvent]:
        """See `Assistant.check_text`."""
        return self._seeing.assistant(self._newest()[0], owner).check_text(text, lang=lang)

    def audit(self, uri: str, owner: str = "") -> Iterator[AuditStep]:
        """The claims of a note of the open index against its other documents, one by one; none without the note."""
        assistant = self._seeing.assistant(self._newest()[0], owner)
        note = assistant.document(uri)
        if note is not None:
            yield from Auditor(assistant.statements, assistant.index).steps(note)

    def original(self, uri: str, owner: str = "") -> bytes | None:
        """The file of a document of the open index; None where it is not there any more as it was read."""
        document = self.document(uri, owner)
        return None if document is None else unchanged(document.source, self._ingest)

    def try_model(self, choice: ModelChoice) -> str:
        """See `Wishing.try_model`."""
        return self._wishing.try_model(self._assistant.settings, choice)

    def refresh(self) -> None:
        """Open the published build now, where it is newer: whoever had it built says so, and no question waits."""
        self._newest()

    def _newest(self) -> tuple[Assistant, str]:
        """The assistant over the published build, and the key of what is to be said where that is another than before.

        A build that could not be opened is not tried again.
        """
        with self._lock:
            try:
                published = current_build(self._ingest.index).name
            except BadIndex:
                return self._assistant, ""
            if published in (self._tried, self._assistant.index.manifest.build):
                return self._assistant, ""
            self._tried = published
            try:
                self._assistant = self._assistant.over(open_index(self._ingest))
            except IngestError:
                return self._assistant, "index-newer-unusable"
            return self._assistant, "index-newer"


class Seen:
    """A `Reopening` as one learner has it; there is nothing to keep in it."""

    def __init__(self, reopening: Reopening, owner: str) -> None:
        self._all, self._owner = reopening, owner

    @property
    def index(self) -> Index:
        """See `Reopening.index_of`."""
        return self._all.index_of(self._owner)

    @property
    def model_name(self) -> str:
        """Id of the chat model."""
        return self._all.model_name

    @property
    def notices(self) -> tuple[str, ...]:
        """What a learner should know about this set-up."""
        return self._all.notices

    def document(self, uri: str) -> Document | None:
        """See `Reopening.document`."""
        return self._all.document(uri, self._owner)

    def page_picture(self, citation: Citation) -> PagePicture:
        """See `Reopening.page_picture`."""
        return self._all.page_picture(citation, self._owner)

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
        return self._all.ask(text, history, lang=lang, reader=reader, wishes=wishes, owner=self._owner)

    def check_text(self, text: str, *, lang: Lang | None = None) -> Iterator[StatementEvent]:
        """See `Reopening.check_text`."""
        return self._all.check_text(text, lang=lang, owner=self._owner)

    def audit(self, uri: str) -> Iterator[AuditStep]:
        """See `Reopening.audit`."""
        return self._all.audit(uri, self._owner)

    def original(self, uri: str) -> bytes | None:
        """See `Reopening.original`."""
        return self._all.original(uri, self._owner)

    def try_model(self, choice: ModelChoice) -> str:
        """See `Reopening.try_model`."""
        return self._all.try_model(choice)
