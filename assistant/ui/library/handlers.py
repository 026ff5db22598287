"""What happens in the library: one method for each action of the page's script. No exception leaves a handler.

A value in, what changes on the page out; what is done is `assistant.library`'s, what is drawn is in the modules beside.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.library.library import Libraries, Library, Sent
from assistant.markup import Html
from assistant.ui.library import document as render_document
from assistant.ui.library import progress as render_progress
from assistant.ui.library import render
from assistant.ui.library.state import LOOKING, PAGE, Looking
from assistant.ui.library.words import trouble
from assistant.ui.locale import Labels, load_labels
from assistant.ui.running import guarded
from assistant.ui.session import Session
from assistant.ui.trouble import status
from assistant.ui.web.messages import Data, message, rows, text
from ingest.errors import CiteprepError
from ingest.library.shelf import Taken
from ingest.schema import Problem

_LOG = logging.getLogger(__name__)
ZIP_MEGABYTES = 200.0


@dataclass(frozen=True, slots=True)
class View:
    """What changes on the page; None leaves a part as it is."""

    adding: Html | None = None
    progress: Html | None = None
    listing: Html | None = None
    side: Html | None = None


Step = Callable[[Looking, Data, Labels], Looking]


class LibraryHandlers:
    """The handlers of the tab. Holds no state of its own: that is all in `LOOKING`, and in the library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._steps: Mapping[str, Step] = {
            "add": self._add,
            "page": self._page,
            "filter": self._filter,
            "more": lambda own, data, labels: replace(own, shown=own.shown + PAGE),
            "choose": lambda own, data, labels: replace(own, chosen=text(data, "value")),
            "into": lambda own, data, labels: replace(own, into=text(data, "collection")),
            "rename": self._rename,
            "move": self._move,
            "remove": self._remove,
            "collect": self._collect,
            "recollect": self._recollect,
            "uncollect": self._uncollect,
            "rebuild": self._rebuild,
            "stop": self._stop,
        }

    @guarded
    def act(self, session: Session, sent: str) -> View:
        """One action of the page's script, as JSON with the key `act`; anything else is ignored."""
        data, labels = message(sent), load_labels(session.lang)
        act = text(data, "act")
        if act == "sync":
            return self._synced(session)
        step = self._steps.get(act)
        if step is None:
            return View()
        own = LOOKING.of(session)
        try:
            after = step(own, data, labels)
        except CiteprepError as error:
            after = own.saying(trouble(error, labels), alert=True)
        LOOKING.put(session, after)
        return self._drawn(session)

    @guarded
    def redraw(self, session: Session) -> View:
        """The tab as it is now."""
        return self._drawn(session)

    def trouble(self, session: Session, *, ended: bool) -> View:
        """After a bug the list stays as it is, and that is said."""
        _LOG.exception("The library could not be shown.")
        labels = load_labels(session.lang)
        said = LOOKING.of(session).saying(labels("library.unexpected"), alert=True)
        return View(progress=self._progress(said, (), labels))

    def _synced(self, session: Session) -> View:
        """How far the build is; all of the tab once it has ended."""
        own = LOOKING.of(session)
        if not self._library.work.running and own.seen != self._library.version:
            return self._drawn(session)
        return View(progress=self._progress(own, self._library.rows, load_labels(session.lang)))

    def _drawn(self, session: Session) -> View:
        labels, own = load_labels(session.lang), LOOKING.of(session)
        library, bounds = self._library, self._bounds
        LOOKING.change(session, lambda now: replace(now, seen=library.version))
        documents, collections, exams = library.rows, library.collections, library.exams
        chosen = next((row for row in documents if row.uri == own.chosen), None)
        opened = library.document(chosen.uri) if chosen else None
        return View(
            render.adding(documents, collections, exams, own, labels, zip_megabytes=ZIP_MEGABYTES, **bounds),
            self._progress(own, documents, labels),
            render.listing(documents, collections, exams, own, labels),
            render_document.panel(chosen, opened, collections, exams, labels, **bounds),
        )

    def _progress(self, own: Looking, rows: Sequence[Any], labels: Labels) -> Html:
        library = self._library
        return render_progress.progress(library.work, own, rows, labels, opening=library.opening, **self._bounds)

    @property
    def _bounds(self) -> dict[str, Any]:
        return {"limits": self._library.shelf.limits, "megabytes": self._library.megabytes}

    def _add(self, own: Looking, data: Data, labels: Labels) -> Looking:
        sent = [Sent(text(one, "path"), text(one, "name")) for one in rows(data, "files")]
        large = [Problem(text(one, "name"), "too-large", "", "") for one in rows(data, "large")]
        lost = [Problem(text(one, "name"), "not-arrived", "", "") for one in rows(data, "lost")]
        taken = self._library.add(sent, own.into)
        taken = Taken(taken.added, (*large, *lost, *taken.refused), taken.known)
        said = labels.count("library.taken", len(taken.added))
        if taken.refused:
            said = f"{said} {labels.count('library.refused', len(taken.refused))}"
        return replace(own.saying(said, alert=not taken.added and bool(taken.refused)), taken=taken)

    def _page(self, own: Looking, data: Data, labels: Labels) -> Looking:
        taken = self._library.add_page(text(data, "url"), own.into)
        return replace(own.saying(labels("library.brought" if taken.added else "library.known_page")), taken=taken)

    def _filter(self, own: Looking, data: Data, labels: Labels) -> Looking:
        return replace(own, words=text(data, "words")[:200], which=text(data, "which")[:200], shown=PAGE)

    def _rename(self, own: Looking, data: Data, labels: Labels) -> Looking:
        self._library.rename(text(data, "uri"), text(data, "title"))
        return own.saying(labels("library.renamed"))

    def _move(self, own: Looking, data: Data, labels: Labels) -> Looking:
        moved = self._library.move(text(data, "uri"), text(data, "collection"))
        return replace(own.saying(labels("library.moved")), chosen=moved)

    def _remove(self, own: Looking, data: Data, labels: Labels) -> Looking:
        self._library.remove(text(data, "value"))
        return replace(own.saying(labels("library.removed")), chosen="")

    def _collect(self, own: Looking, data: Data, labels: Labels) -> Looking:
        made = self._library.shelf.add_collection(text(data, "name"), text(data, "exam"))
        return replace(own.saying(labels("library.collected", name=made.name)), into=made.id)

    def _recollect(self, own: Looking, data: Data, labels: Labels) -> Looking:
        self._library.shelf.change_collection(text(data, "id"), text(data, "name"), text(data, "exam"))
        return own.saying(labels("library.saved"))

    def _uncollect(self, own: Looking, data: Data, labels: Labels) -> Looking:
        self._library.remove_collection(text(data, "value"))
        return replace(own.saying(labels("library.removed")), into=self._library.collections[0].id, chosen="")

    def _rebuild(self, own: Looking, data: Data, labels: Labels) -> Looking:
        self._library.rebuild()
        return replace(own, said="", alert=False)

    def _stop(self, own: Looking, data: Data, labels: Labels) -> Looking:
        self._library.stop()
        return own


def in_own(libraries: Libraries, session: Session, act: Callable[[LibraryHandlers], View]) -> View:
    """What is done in the library that is the session's; why nothing is where it is nobody's, or cannot be used."""
    try:
        library = libraries.of(session.user)
    except CiteprepError as error:
        return View(progress=status(trouble(error, load_labels(session.lang)), alert=True))
    return act(LibraryHandlers(library))
