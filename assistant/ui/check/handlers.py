"""What happens in the Check tab when a text is given or something is clicked: the session in, what changes out.

As in `chat.handlers`: each handler returns a view, and no exception leaves one.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol, assert_never

from assistant.markup import Html
from assistant.review.schema import Done, Found, Judged, StatementEvent
from assistant.schema import Citation, Failed, PagePicture
from assistant.serving.line import Line
from assistant.ui.check import render as render_check
from assistant.ui.check.export import checked_html, checked_markdown
from assistant.ui.check.state import CHECKING, Check, Checking
from assistant.ui.locale import Labels, load_labels
from assistant.ui.ports import seen
from assistant.ui.running import Clock, follow, guarded, in_turn
from assistant.ui.session import Session
from assistant.ui.sources import SourcesPanel
from assistant.ui.trouble import in_line, status
from ingest.schema import Document, Lang
from ingest.text.characters import whole

MAX_CHARS = 20_000
_LOG = logging.getLogger(__name__)
_SECONDS_BETWEEN = 0.25


class CheckPort(Protocol):
    """What the tab needs of an assistant. Nothing raises through the iterator."""

    def check_text(self, text: str, *, lang: Lang | None = None) -> Iterator[StatementEvent]:
        """The verdicts on a text's claims, as they come."""

    def seen_by(self, owner: str) -> Any:
        """The same as one learner who signed in has it."""

    def document(self, uri: str) -> Document | None:
        """A document of the index by its uri."""

    def page_picture(self, citation: Citation) -> PagePicture:
        """The cited page of a PDF with the quote boxed. May take seconds; the same one is asked for repeatedly."""


@dataclass(frozen=True, slots=True)
class CheckView:
    """What changes on the page; None leaves a part as it is. `file` is a download as JSON ("": none)."""

    result: Html | None = None
    panel: Html | None = None
    status: Html | None = None
    text: str | None = None
    running: bool | None = None
    file: str | None = None


CheckViews = Generator[CheckView, None, None]


class CheckHandlers:
    """The handlers of the Check tab."""

    def __init__(
        self,
        assistant: CheckPort,
        *,
        max_chars: int = MAX_CHARS,
        at_once: int = 2,
        clock: Clock = time.monotonic,
    ) -> None:
        self._line = Line(at_once)
        self._assistant = assistant
        self._max_chars = max_chars
        self._clock = clock
        self._sources = SourcesPanel("check", assistant.document, assistant.page_picture)

    @guarded
    def check(self, session: Session, typed: str) -> CheckViews:
        """Check what was pasted, showing each verdict as it comes."""
        labels, text = load_labels(session.lang), whole(typed).strip()
        if not any(map(str.isalnum, text)):
            yield CheckView(status=status(labels("check.empty"), alert=True))
            return
        if len(text) > self._max_chars:
            n, limit = labels.number(len(text)), labels.number(self._max_chars)
            yield CheckView(status=status(labels("check.too_long", n=n, max=limit), alert=True))
            return
        begun = CHECKING.change(session, lambda own: own.begun(text))
        if begun is None or begun.check is None:
            yield CheckView(status=status(labels("check.busy"), alert=True))
            return
        yield self.view(session, begun.check)
        yield from self._verdicts(session, begun.check)

    @guarded
    def stop(self, session: Session) -> CheckView:
        """Stop the check; the verdicts that are there stay."""
        if CHECKING.change(session, Checking.stopped) is None:
            return CheckView(running=False)
        said = status(load_labels(session.lang)("check.stopped"))
        return replace(self.drawn(session), status=said, running=False)

    @guarded
    def clear(self, session: Session) -> CheckView:
        """Begin anew with an empty field."""
        CHECKING.change(session, Checking.cleared)
        return replace(self.drawn(session), status=status(""), text="", running=False)

    @guarded
    def example(self, session: Session) -> CheckView:
        """The example text in the field."""
        return CheckView(text=load_labels(session.lang)("check.example_text"))

    @guarded
    def select(self, session: Session, value: str) -> CheckView:
        """Open a source: `value` is what `render_check` wrote for the check that is there, anything else is ignored."""
        chosen, check = self._sources.clicked(value), CHECKING.of(session).check
        if chosen is None or check is None or chosen.of != check.anchor:
            return CheckView()
        CHECKING.change(session, lambda own: replace(own, chosen=chosen))
        return CheckView(panel=self._panel(session))

    @guarded
    def only(self, session: Session, outcome: str) -> CheckView:
        """The claims of one outcome, "" for all."""
        return self._looking(session, CHECKING.change(session, lambda own: own.showing(outcome)))

    @guarded
    def order(self, session: Session, order: str) -> CheckView:
        """The claims with the worst first, or as they stand in the text."""
        return self._looking(session, CHECKING.change(session, lambda own: own.ordered(order)))

    @guarded
    def export(self, session: Session, form: str) -> CheckView:
        """The checked text as a file to download: "md" or "html"."""
        labels, check = load_labels(session.lang), CHECKING.of(session).check
        if check is None or check.running or not check.claims:
            return CheckView(status=status(labels("check.nothing_to_export"), alert=True), file="")
        page = form == "html"
        content = (checked_html if page else checked_markdown)(check.checked, labels)
        file = {
            "name": labels("check.file") + (".html" if page else ".md"),
            "type": "text/html" if page else "text/markdown",
            "text": content,
        }
        return CheckView(status=status(labels("check.exported")), file=json.dumps(file, ensure_ascii=False))

    @guarded
    def redraw(self, session: Session) -> CheckView:
        """The tab of a session as it is now."""
        return self.drawn(session)

    def trouble(self, session: Session, *, ended: bool) -> CheckView:
        """What is shown after a bug; verdicts that nobody gives any more are not waited for."""
        _LOG.exception("The Check tab could not be updated.")
        if ended:
            CHECKING.change(session, Checking.stopped)
        said = status(load_labels(session.lang)("check.unexpected"), alert=True)
        return CheckView(status=said, running=CHECKING.of(session).running)

    def view(self, session: Session, check: Check) -> CheckView:
        """The tab after an event. The panel is left alone while the learner looks at a source."""
        labels, chosen = load_labels(session.lang), CHECKING.of(session).chosen
        return CheckView(
            result=render_check.result(check, CHECKING.of(session).filter, labels),
            panel=self._panel(session) if chosen is None or chosen.number is None else None,
            status=progress(check, labels),
            running=check.running,
        )

    def drawn(self, session: Session) -> CheckView:
        """The tab as it is now, without a word on the status line."""
        own = CHECKING.of(session)
        return CheckView(render_check.result(own.check, own.filter, load_labels(session.lang)), self._panel(session))

    def _looking(self, session: Session, own: Checking | None) -> CheckView:
        """What is looked at now, and in words how many claims these are."""
        if own is None or own.check is None:
            return CheckView()
        labels = load_labels(session.lang)
        said = labels.count("check.shown", len(own.check.shown(own.filter)))
        return CheckView(result=render_check.result(own.check, own.filter, labels), status=status(said))

    def _verdicts(self, session: Session, check: Check) -> CheckViews:
        steps = _Checking(self, session)
        with self._line.turn() as places:
            if not (yield from in_turn(places, check, steps, lambda at: CheckView(status=in_line(at, session.lang)))):
                return
            events = seen(self._assistant, session).check_text(check.text)
            yield from follow(events, check, steps, small=Judged, seconds=_SECONDS_BETWEEN, clock=self._clock)

    def _panel(self, session: Session) -> Html:
        own = CHECKING.of(session)
        panel = self._sources.over(seen(self._assistant, session))
        return panel.draw(own.check.cited if own.check else None, own.chosen, load_labels(session.lang))


class _Checking:
    """What the events of a check do to it and to the tab."""

    def __init__(self, tab: CheckHandlers, session: Session) -> None:
        self._tab, self._session = tab, session

    def after(self, check: Check, event: StatementEvent) -> Check:
        """The check after one more event."""
        return after(check, event)

    def put(self, check: Check) -> bool:
        """Keep it; False when it was stopped or is gone."""
        return CHECKING.change(self._session, lambda own: own.with_state(check)) is not None

    def view(self, check: Check, event: StatementEvent) -> CheckView:
        """The tab as it is then."""
        return self._tab.view(self._session, check)

    def overtaken(self) -> CheckView:
        """The tab as it is now."""
        return replace(self._tab.drawn(self._session), running=CHECKING.of(self._session).running)


def after(check: Check, event: StatementEvent) -> Check:
    """A check after one more event."""
    match event:
        case Found(spans=spans):
            return replace(check, phase="checking", spans=spans)
        case Judged(claim=claim):
            return replace(check, claims=(*check.claims, claim))
        case Done():
            return replace(check, phase="done")
        case Failed():
            return replace(check, phase="failed", failure=event)
        case _:
            assert_never(event)


def progress(check: Check, labels: Labels) -> Html:
    """How far a check is, in a few words."""
    n, total = labels.number(len(check.claims)), labels.number(len(check.spans))
    match check.phase:
        case "searching":
            return status(labels("check.searching"))
        case "checking":
            return status(labels("check.progress", n=n, total=total))
        case "done":
            return status(labels.count("check.done", len(check.spans)))
        case "failed":
            return status(labels("check.failed"), alert=True)
        case _:
            return status(labels("check.stopped"))
