"""What happens in the Check tab when a text is given or something is clicked: the session in, what changes out.

As in `handlers`: each handler returns a view, and no exception leaves one.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import logging
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, Protocol, assert_never

from assistant.markup import Html
from assistant.review.schema import Done, Found, Judged, StatementEvent
from assistant.schema import Failed
from assistant.ui.chat.handlers import status
from assistant.ui.chat.state import Session
from assistant.ui.check import render as render_check
from assistant.ui.check.export import checked_html, checked_markdown
from assistant.ui.check.state import Check, CheckSession, PerSession
from assistant.ui.locale import Labels, load_labels
from assistant.ui.sources import panel
from ingest.readers.decode import whole
from ingest.schema import Document, Lang

MAX_CHARS = 20_000
P = ParamSpec("P")
_LOG = logging.getLogger(__name__)
_SECONDS_BETWEEN = 0.25


class CheckPort(Protocol):
    """What the tab needs of an assistant. Nothing raises through the iterator."""

    def check_text(self, text: str, *, lang: Lang | None = None) -> Iterator[StatementEvent]:
        """The verdicts on a text's claims, as they come."""

    def document(self, uri: str) -> Document | None:
        """A document of the index by its uri."""


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


def guarded(
    handler: Callable[Concatenate[CheckHandlers, Session, P], CheckView],
) -> Callable[..., CheckView]:
    """A handler from which a bug comes back as a view that says so."""

    @functools.wraps(handler)
    def call(self: CheckHandlers, session: Session, *args: P.args, **kwargs: P.kwargs) -> CheckView:
        try:
            return handler(self, session, *args, **kwargs)
        except Exception:
            return self.trouble(session)

    return call


class CheckHandlers:
    """The handlers of the Check tab."""

    def __init__(
        self,
        assistant: CheckPort,
        *,
        max_chars: int = MAX_CHARS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._assistant = assistant
        self._max_chars = max_chars
        self._clock = clock
        self._sessions = PerSession(CheckSession)

    def check(self, session: Session, typed: str) -> CheckViews:
        """Check what was pasted, showing each verdict as it comes."""
        try:
            yield from self._check(session, typed)
        except Exception:
            self._sessions.of(session).stop()
            yield self.trouble(session)

    @guarded
    def stop(self, session: Session) -> CheckView:
        """Stop the check; the verdicts that are there stay."""
        own = self._sessions.of(session)
        if not own.stop():
            return CheckView(running=False)
        said = status(load_labels(session.lang)("check.stopped"))
        return dataclasses.replace(self._drawn(session, own), status=said, running=False)

    @guarded
    def clear(self, session: Session) -> CheckView:
        """Begin anew with an empty field."""
        own = self._sessions.of(session)
        own.clear()
        return dataclasses.replace(self._drawn(session, own), status=status(""), text="", running=False)

    @guarded
    def example(self, session: Session) -> CheckView:
        """The example text in the field."""
        return CheckView(text=load_labels(session.lang)("check.example_text"))

    @guarded
    def select(self, session: Session, value: str) -> CheckView:
        """Open a source: `value` is "check-number", as `render_check` writes it."""
        own = self._sessions.of(session)
        check, _, number = value.partition("-")
        if own.check is None or check != str(own.check.id) or not number.isdecimal():
            return CheckView()
        own.number = int(number)
        return CheckView(panel=self._panel(session, own))

    @guarded
    def export(self, session: Session, form: str) -> CheckView:
        """The checked text as a file to download: "md" or "html"."""
        labels, own = load_labels(session.lang), self._sessions.of(session)
        if own.check is None or own.check.running or not own.check.claims:
            return CheckView(status=status(labels("check.nothing_to_export"), alert=True), file="")
        page = form == "html"
        content = (checked_html if page else checked_markdown)(own.check.checked, labels)
        file = {
            "name": labels("check.file") + (".html" if page else ".md"),
            "type": "text/html" if page else "text/markdown",
            "text": content,
        }
        return CheckView(status=status(labels("check.exported")), file=json.dumps(file, ensure_ascii=False))

    @guarded
    def redraw(self, session: Session) -> CheckView:
        """The tab of a session as it is now."""
        return self._drawn(session, self._sessions.of(session))

    def trouble(self, session: Session) -> CheckView:
        """What is shown after a bug."""
        _LOG.exception("The Check tab could not be updated.")
        said = status(load_labels(session.lang)("check.unexpected"), alert=True)
        return CheckView(status=said, running=self._sessions.of(session).running)

    def _check(self, session: Session, typed: str) -> CheckViews:
        labels, text = load_labels(session.lang), whole(typed).strip()
        own = self._sessions.of(session)
        if not any(map(str.isalnum, text)):
            yield CheckView(status=status(labels("check.empty"), alert=True))
            return
        if len(text) > self._max_chars:
            n, limit = labels.number(len(text)), labels.number(self._max_chars)
            yield CheckView(status=status(labels("check.too_long", n=n, max=limit), alert=True))
            return
        check = own.begin(text)
        if check is None:
            yield CheckView(status=status(labels("check.busy"), alert=True))
            return
        yield self._view(session, own, check)
        yield from self._follow(session, own, check)

    def _follow(self, session: Session, own: CheckSession, check: Check) -> CheckViews:
        """Follow the events of one check; the end of this generator, however it comes, closes them."""
        events: Iterator[StatementEvent] | None = None
        shown = self._clock()
        try:
            events = self._assistant.check_text(check.text)
            for event in events:
                check = after(check, event)
                if not own.put(check):
                    yield dataclasses.replace(self._drawn(session, own), running=own.running)
                    return
                if isinstance(event, Judged) and self._clock() - shown < _SECONDS_BETWEEN:
                    continue
                shown = self._clock()
                yield self._view(session, own, check)
            if check.running:
                raise RuntimeError("The events ended without a result.")
        finally:
            close = getattr(events, "close", None)
            if close is not None:
                close()

    def _view(self, session: Session, own: CheckSession, check: Check) -> CheckView:
        labels = load_labels(session.lang)
        return CheckView(
            result=render_check.result(check, labels),
            panel=self._panel(session, own) if own.number is None else None,
            status=progress(check, labels),
            running=check.running,
        )

    def _drawn(self, session: Session, own: CheckSession) -> CheckView:
        return CheckView(render_check.result(own.check, load_labels(session.lang)), self._panel(session, own))

    def _panel(self, session: Session, own: CheckSession) -> Html:
        labels = load_labels(session.lang)
        return panel(own.check.cited if own.check else None, own.number, self._assistant.document, labels)


def after(check: Check, event: StatementEvent) -> Check:
    """A check after one more event."""
    match event:
        case Found(spans=spans):
            return dataclasses.replace(check, phase="checking", spans=spans)
        case Judged(claim=claim):
            return dataclasses.replace(check, claims=(*check.claims, claim))
        case Done():
            return dataclasses.replace(check, phase="done")
        case Failed():
            return dataclasses.replace(check, phase="failed", failure=event)
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
