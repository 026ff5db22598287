"""An answer that rests on a note whose words are no longer so says this in its first line, and what holds today.

Owns that line and where it goes. Which change concerns a note is `review.changes`'.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answering.wording import say
from assistant.finding.evidence import Found
from assistant.review.aged import dated
from assistant.review.changes import ChangeLog, Told
from assistant.review.windows import windows
from assistant.schema import Answer, Citation, Event, Final, Marker, Quoted
from ingest.schema import Lang, Span

NOTES = frozenset({"note", "user"})
_NEAR = 16  # sentences found for the question that may tell of a change
_MOST = 2  # things told


@dataclass(frozen=True, slots=True)
class AgedNotes:
    """Tells of what has changed since the notes that an answer cites were written. `shown` is a span as it is read."""

    changes: ChangeLog
    shown: Callable[[Span, Lang], Span]

    def first(self, events: Iterator[Event], found: Found) -> Iterator[Event]:
        """The events of a question for which sentences were `found`, its answers with the line where they need one."""
        for event in events:
            if isinstance(event, Final | Quoted):
                yield replace(event, answer=self.told(event.answer, found))
            else:
                yield event

    def told(self, answer: Answer, found: Found) -> Answer:
        """The answer, behind a line with what is no longer so of the notes that it cites."""
        lines: dict[tuple[str, str], tuple[Told, Citation]] = {}
        for citation in answer.citations:
            if citation.kind in NOTES:
                near = windows(found.candidates, _NEAR)
                for told in self.changes.told(citation.quote, citation.lang, near, citation.as_of):
                    if told.window is not None:  # nothing is told that no source says
                        lines.setdefault((told.aged.kind, told.aged.old or told.aged.date), (told, citation))
        return self._behind(answer, list(lines.values())[:_MOST])

    def _behind(self, answer: Answer, lines: Sequence[tuple[Told, Citation]]) -> Answer:
        """The answer behind one line that tells all of it; the answer itself where there is nothing to tell."""
        if not lines:
            return answer
        lang, citations, markers = answer.lang, list(answer.citations), list[Marker]()
        as_of = lines[0][1].as_of
        since = say("aged-as-of", lang, date=dated(as_of, lang)) if as_of else ""
        text, end = say("aged", lang, since=since).split("{parts}")
        for place, (told, _) in enumerate(lines):
            text += (say("aged-and", lang) if place else "") + self._part(told, lang)
            cited = self._cited(told, lang, citations)
            if cited is not None:
                text += " "
                markers.append(Marker(len(text), len(text) + len(f"[{cited.number}]"), cited.number))
                text += f"[{cited.number}]"
        text += f"{end}\n\n"
        shift = len(text)
        moved = (replace(one, start=one.start + shift, end=one.end + shift) for one in answer.markers)
        claims = tuple(replace(one, start=one.start + shift, end=one.end + shift) for one in answer.claims)
        return replace(
            answer,
            text=text + answer.text,
            claims=claims,
            citations=tuple(citations),
            markers=(*markers, *moved),
        )

    def _part(self, told: Told, lang: Lang) -> str:
        """What has changed, in words; with the quote where no words stand for others."""
        aged = told.aged
        key = "aged-value" if aged.kind == "limit" and aged.new else f"aged-{aged.kind}"
        line = say(key, lang, old=aged.old, new=aged.new, date=dated(aged.date, lang))
        if told.window is not None and key in ("aged-limit", "aged-end"):
            quote = " ".join(self.shown(told.window.span, lang).quote.split()).rstrip(".")
            line += say("aged-quote", lang, quote=quote)
        return line

    def _cited(self, told: Told, lang: Lang, citations: list[Citation]) -> Citation | None:
        """The citation of what tells of a change; added where the answer does not cite it yet."""
        if told.window is None:
            return None
        span = self.shown(told.window.span, lang)
        known = next((one for one in citations if one.place == span.place), None)
        if known is None:
            known = Citation.of(span, max((one.number for one in citations), default=0) + 1)
            citations.append(known)
        return known
