"""What happens in the audit's tab when something is chosen, opened, compared or taken into a copy.

As in `chat.handlers`: each handler returns a view, and no exception leaves one. What is drawn is in `render`.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import logging
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from assistant.markup import Html
from assistant.review.audit import AuditedClaim, AuditedNote, AuditStep
from assistant.review.copying import copy_name, corrected_copy, decoded
from assistant.schema import Citation, PagePicture
from assistant.ui.audit import render as render_audit
from assistant.ui.audit.copies import NoteCopy, copies
from assistant.ui.audit.notes import KnownNotes, NotesPort, Row
from assistant.ui.audit.render import PAGE, AuditFilter
from assistant.ui.locale import load_labels
from assistant.ui.ports import seen
from assistant.ui.running import Clock, guarded
from assistant.ui.session import Kept, Session
from assistant.ui.sources import Chosen, SourcesPanel
from ingest.schema import Document

_LOG = logging.getLogger(__name__)
_SECONDS_BETWEEN = 0.5


class AuditPort(Protocol):
    """What the tab needs of an assistant."""

    @property
    def index(self) -> NotesPort:
        """The open index."""

    def seen_by(self, owner: str) -> Any:
        """The same as one learner who signed in has it."""

    def audit(self, uri: str) -> Iterator[AuditStep]:
        """The claims of a note of the index against the other documents, one by one."""

    def original(self, uri: str) -> bytes | None:
        """The file of a document; None where it is not there any more as it was read."""

    def document(self, uri: str) -> Document | None:
        """A document of the index by its uri."""

    def page_picture(self, citation: Citation) -> PagePicture:
        """The cited page of a PDF with the quote boxed."""


@dataclass(frozen=True, slots=True)
class Looking:
    """What one browser tab looks at: the rows that a filter lets through, one of their sources, what a copy corrects.

    `marked` are places of rows. `comparing` is the uri of the note that is being audited, "" for none.
    """

    filter: AuditFilter = field(default_factory=AuditFilter)
    chosen: Chosen | None = None
    marked: frozenset[int] = frozenset()
    comparing: str = ""


LOOKING = Kept(Looking())
"""Where the audit keeps what a session looks at."""


@dataclass(frozen=True, slots=True)
class AuditView:
    """What changes on the page; None leaves a part as it is. `file` is a download as JSON ("": none)."""

    table: Html | None = None
    panel: Html | None = None
    copy: Html | None = None
    notes: list[tuple[str, str]] | None = None
    file: str | None = None


class AuditHandlers:
    """What each filter and click shows."""

    def __init__(self, assistant: Any, notes: KnownNotes, *, clock: Clock = time.monotonic) -> None:
        self._assistant = cast(AuditPort, assistant)
        self._notes = notes
        self._clock = clock
        self._sources = SourcesPanel("audit", assistant.document, assistant.page_picture)

    @guarded
    def choose(self, session: Session, note: str | None, words: str | None) -> AuditView:
        """The rows of a note, and those that hold some words, from the beginning."""
        return self._filtered(session, note=note or "", words=words or "")

    @guarded
    def outcome(self, session: Session, outcome: str) -> AuditView:
        """What has changed, all rows, or those of one outcome, from the beginning."""
        return self._filtered(session, outcome=outcome)

    @guarded
    def more(self, session: Session) -> AuditView:
        """More rows of the same filter."""
        return self._filtered(session, shown=LOOKING.of(session).filter.shown + PAGE)

    @guarded
    def select(self, session: Session, value: str) -> AuditView:
        """Open a source: `value` is what `render` wrote; the panel is empty for anything else."""
        chosen = self._sources.clicked(value)
        LOOKING.change(session, lambda own: dataclasses.replace(own, chosen=chosen))
        return AuditView(panel=self._panel(session))

    @guarded
    def correct(self, session: Session, place: str) -> AuditView:
        """Take the correction of a row into the copy, or out of it again."""
        number = int(place) if place.isdecimal() else -1
        if any(row.place == number for row in self._rows(session)):
            LOOKING.change(session, lambda own: dataclasses.replace(own, marked=own.marked ^ {number}))
        return AuditView(copy=self._copies(session))

    @guarded
    def download(self, session: Session, uri: str) -> AuditView:
        """The copy of a note as a file."""
        made = next((one for one in self._made(session) if one.note.uri == uri), None)
        if made is None or made.copy is None:
            return AuditView(copy=self._copies(session), file="")
        labels = load_labels(session.lang)
        name = copy_name(uri, made.note.lang)
        file = {"name": name, "type": "text/plain;charset=utf-8", "text": made.copy.text}
        said = labels("audit.downloaded", name=name)
        return AuditView(copy=self._copies(session, said), file=json.dumps(file, ensure_ascii=False))

    @guarded
    def compare(self, session: Session, uri: str) -> Generator[AuditView, None, None]:
        """Audit a note that nobody has audited yet, saying how far it is."""
        labels = load_labels(session.lang)
        assistant = seen(self._assistant, session)
        document = next((one for one in self._notes.unread(assistant.index) if one.source.uri == uri), None)
        if document is None or LOOKING.change(session, lambda own: _comparing(own, uri)) is None:
            return
        claims: list[AuditedClaim] = []
        shown = self._clock()
        try:
            with contextlib.closing(cast(Any, assistant.audit(uri))) as steps:
                for step in steps:
                    if LOOKING.of(session).comparing != uri:
                        yield AuditView(copy=self._copies(session, labels("audit.halted")))
                        return
                    claims.append(step.claim)
                    if step.number == 1 or self._clock() - shown >= _SECONDS_BETWEEN:
                        shown = self._clock()
                        n, total = labels.number(step.number), labels.number(step.total)
                        said = labels("audit.comparing", title=document.source.title, n=n, total=total)
                        yield AuditView(copy=self._copies(session, said))
        finally:
            self._halted(session)
        self._notes.add(AuditedNote.of(document, claims), assistant.index.manifest.created)
        said = labels.count("audit.compared", len(claims), title=document.source.title)
        yield dataclasses.replace(self._drawn(session), copy=self._copies(session, said))

    @guarded
    def halt(self, session: Session) -> AuditView:
        """Stop comparing a note."""
        self._halted(session)
        return AuditView()

    @guarded
    def redraw(self, session: Session) -> AuditView:
        """The tab of a session as it is now."""
        return dataclasses.replace(self._drawn(session), panel=self._panel(session), copy=self._copies(session))

    def trouble(self, session: Session, *, ended: bool) -> AuditView:
        """After a bug the page stays as it is, and says so."""
        _LOG.exception("The audit could not be shown.")
        said = load_labels(session.lang)("audit.unexpected")
        return AuditView(copy=copies((), said, load_labels(session.lang)))

    def _rows(self, session: Session) -> tuple[Row, ...]:
        return self._notes.rows(seen(self._assistant, session).index)

    def _filtered(self, session: Session, **wanted: Any) -> AuditView:
        wanted.setdefault("shown", PAGE)
        LOOKING.change(session, lambda own: dataclasses.replace(own, filter=dataclasses.replace(own.filter, **wanted)))
        return dataclasses.replace(self._drawn(session), notes=None)

    def _drawn(self, session: Session) -> AuditView:
        """The table, and the notes there are to choose from."""
        own, labels, rows = LOOKING.of(session), load_labels(session.lang), self._rows(session)
        waiting = self._notes.unread(seen(self._assistant, session).index)
        table = render_audit.table(rows, waiting, own.filter, own.marked, labels)
        return AuditView(table, notes=render_audit.note_choices(rows, labels))

    def _panel(self, session: Session) -> Html:
        chosen = LOOKING.of(session).chosen
        row = next((row for row in self._rows(session) if chosen and row.anchor == chosen.of), None)
        panel = self._sources.over(seen(self._assistant, session))
        return panel.draw(row.cited if row else None, chosen if row else None, load_labels(session.lang))

    def _halted(self, session: Session) -> None:
        LOOKING.change(session, lambda own: dataclasses.replace(own, comparing=""))

    def _copies(self, session: Session, said: str = "") -> Html:
        comparing = bool(LOOKING.of(session).comparing)
        return copies(self._made(session), said, load_labels(session.lang), comparing=comparing)

    def _made(self, session: Session) -> list[NoteCopy]:
        """What the copy of every note would be of which something was chosen."""
        marked = LOOKING.of(session).marked
        chosen: dict[str, list[Row]] = {}
        for row in self._rows(session):
            if row.place in marked:
                chosen.setdefault(row.note.uri, []).append(row)
        return [self._note_copy(session, rows) for rows in chosen.values()]

    def _note_copy(self, session: Session, rows: list[Row]) -> NoteCopy:
        note = rows[0].note
        assistant = seen(self._assistant, session)
        document, data = assistant.document(note.uri), assistant.original(note.uri)
        raw = decoded(data) if data is not None else None
        if document is None or raw is None:
            return NoteCopy(note, len(rows), None)
        return NoteCopy(note, len(rows), corrected_copy(raw, document, [row.audited.claim for row in rows]))


def _comparing(own: Looking, uri: str) -> Looking | None:
    """With a note being audited; None while another one is."""
    return None if own.comparing else dataclasses.replace(own, comparing=uri)
