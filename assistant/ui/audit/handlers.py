"""What happens in the audit's tab when a filter is set or a source is opened. No exception leaves a handler.

Each handler returns what is drawn, None where that failed and the page stays as it is. What is drawn is in `render`.
"""

from __future__ import annotations

import dataclasses
import logging
from dataclasses import dataclass, field
from typing import Any

from assistant.markup import Html
from assistant.review.audit import Audit
from assistant.ui.audit import render as render_audit
from assistant.ui.audit.render import PAGE, AuditFilter
from assistant.ui.locale import Labels, load_labels
from assistant.ui.ports import AssistantPort
from assistant.ui.running import guarded
from assistant.ui.session import Kept, Session
from assistant.ui.sources import Chosen, SourcesPanel

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Looking:
    """What one browser tab looks at: the rows that a filter lets through, and one of their sources."""

    filter: AuditFilter = field(default_factory=AuditFilter)
    chosen: Chosen | None = None


LOOKING = Kept(Looking())
"""Where the audit keeps what a session looks at."""


class AuditHandlers:
    """What each filter and click shows."""

    def __init__(self, assistant: AssistantPort, audit: Audit | None) -> None:
        self._assistant = assistant
        self._audit = audit
        self._rows = () if audit is None else render_audit.rows_of(audit)
        self._sources = SourcesPanel("audit", assistant.document, assistant.page_picture)

    def outcomes(self, labels: Labels) -> dict[str, Any]:
        """Words of the choice of outcomes."""
        return {"label": labels("audit.outcome"), "choices": render_audit.outcome_choices(self._audit, labels)}

    def notes(self, labels: Labels) -> dict[str, Any]:
        """Words of the choice of notes."""
        return {"label": labels("audit.note"), "choices": render_audit.note_choices(self._audit, labels)}

    @guarded
    def choose(self, session: Session, outcome: str | None, note: str | None, words: str | None) -> Html | None:
        """The rows of a filter, from the beginning."""
        wanted = AuditFilter(outcome or "", note or "", words or "")
        LOOKING.change(session, lambda own: dataclasses.replace(own, filter=wanted))
        return self._table(session)

    @guarded
    def more(self, session: Session) -> Html | None:
        """More rows of the same filter."""
        LOOKING.change(session, _further)
        return self._table(session)

    @guarded
    def select(self, session: Session, value: str) -> Html | None:
        """Open a source: `value` is what `render` wrote; the panel is empty for anything else."""
        chosen = self._sources.clicked(value)
        LOOKING.change(session, lambda own: dataclasses.replace(own, chosen=chosen))
        return self._panel(session)

    def redraw(self, session: Session) -> tuple[Html | None, Html | None]:
        """The table and the panel of a session as they are now."""
        return self._table(session), self._panel(session)

    def trouble(self, session: Session, *, ended: bool) -> None:
        """After a bug the page stays as it is."""
        _LOG.exception("The audit could not be shown.")

    @guarded
    def _table(self, session: Session) -> Html | None:
        wanted = LOOKING.of(session).filter
        return render_audit.table(self._audit, self._rows, wanted, load_labels(session.lang))

    @guarded
    def _panel(self, session: Session) -> Html | None:
        chosen = LOOKING.of(session).chosen
        row = next((row for row in self._rows if chosen and row.anchor == chosen.of), None)
        return self._sources.draw(row.cited if row else None, chosen if row else None, load_labels(session.lang))


def _further(own: Looking) -> Looking:
    more = dataclasses.replace(own.filter, shown=own.filter.shown + PAGE)
    return dataclasses.replace(own, filter=more)
