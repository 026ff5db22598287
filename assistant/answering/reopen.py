"""An assistant that notices a newer build of its index: it opens it between two questions and says so.

Owns when an index is opened again. A question that is being answered keeps the build it began with; a newer build that
cannot be opened leaves the old one in use. Knows nothing of how answers are made.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answering.answer import Assistant
from assistant.answering.pictures import PagePictures
from assistant.answering.wishes import Wishing
from assistant.answering.wording import say
from assistant.review.schema import StatementEvent
from assistant.schema import NO_WISHES, Citation, Event, Failed, Final, ModelChoice, PagePicture, Turn, Wishes
from ingest.errors import BadIndex, CiteprepError, IngestError
from ingest.index.manifest import current_build
from ingest.index.store import Index, open_index
from ingest.schema import Document, Lang
from ingest.settings import IngestSettings, user_cache

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

    @property
    def index(self) -> Index:
        """The open index."""
        return self._assistant.index

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
            self._assistant.gate(text)
            for _ in self._assistant.check_text(text):
                pass

    def warm_up(self) -> None:
        """See `Assistant.warm_up`."""
        self._assistant.warm_up()

    def document(self, uri: str) -> Document | None:
        """A document of the open index."""
        return self._assistant.document(uri)

    def page_picture(self, citation: Citation) -> PagePicture:
        """The cited page of a PDF of the open index."""
        document = self.document(citation.uri)
        return "gone" if document is None else self._pictures.picture(document.source, citation)

    def ask(
        self,
        text: str,
        history: Sequence[Turn] = (),
        *,
        lang: Lang | None = None,
        reader: Lang | None = None,
        wishes: Wishes = NO_WISHES,
    ) -> Iterator[Event]:
        """See `Assistant.ask`; the first answer after a newer build was found carries a notice of it."""
        assistant, told = self._newest()
        try:
            assistant = self._wishing.assistant(assistant, wishes)
        except CiteprepError as error:
            yield Failed(error.code, error.message, error.help)
            return
        for event in assistant.ask(text, history, lang=lang, reader=reader):
            if told and isinstance(event, Final):
                answer = event.answer
                notice = say(told, answer.lang, documents=str(assistant.index.manifest.documents))
                event = Final(replace(answer, notices=(*answer.notices, notice)))
            yield event

    def check_text(self, text: str, *, lang: Lang | None = None) -> Iterator[StatementEvent]:
        """See `Assistant.check_text`."""
        return self._newest()[0].check_text(text, lang=lang)

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
