"""Several answers as one, each under its question, claims and citations numbered on; or the better of two.

Owns offsets and numbers only; every word comes from the answers and their questions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace

from assistant.answering.run import Run
from assistant.answering.wording import say
from assistant.schema import Answer, Citation, Claim, Event, Evidence, Final, Marker, Question, Quoted, Status

Place = tuple[str, int, int]
"""Where a quote stands: uri, start, end."""


@dataclass(slots=True)
class _Whole:
    """What was put together up to now."""

    text: str = ""
    claims: list[Claim] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    nearest: list[Citation] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def one_by_one(
    parts: Sequence[Question], answer: Callable[[Question, Set[Place]], Iterator[Event]], run: Run
) -> Iterator[Event]:
    """The events of each question, its answers kept for one Final at the end.

    `answer` is told what was quoted before, so that no sentence stands under two questions for want of a better one.
    """
    answers: list[tuple[Question, Answer]] = []
    told: set[Place] = set()
    for question in parts:
        for event in answer(question, told):
            if isinstance(event, Final):
                answers.append((question, event.answer))
                told |= {(one.uri, one.start, one.end) for one in event.answer.citations}
            elif isinstance(event, Quoted):
                yield Quoted(joined([*answers, (question, event.answer)], run))
            else:
                yield event
    yield Final(joined(answers, run))


def not_again(quoted: Sequence[int], evidence: Sequence[Evidence], before: Set[Place]) -> list[int]:
    """The places of evidence to quote without what was quoted `before`; the likeliest sentence, the first, stays."""
    return [at for at in quoted if at == quoted[0] or evidence[at].span.place not in before]


def either(first: Iterator[Event], other: Iterator[Event]) -> Iterator[Event]:
    """The events of one way to read a question; of the other where that is refused and this is not."""
    for event in first:
        if isinstance(event, Final) and event.answer.status == "refused":
            second = list(other)
            last = second[-1] if second else event
            yield from second if isinstance(last, Final) and last.answer.status != "refused" else [event]
        else:
            yield event


def joined(answers: Sequence[tuple[Question, Answer]], run: Run) -> Answer:
    """One answer to several questions: answered when all are, refused when none is, else partial."""
    whole = _Whole()
    for number, (question, answer) in enumerate(answers, start=1):
        heading = say("part", run.question.lang, n=str(number), question=" ".join(question.asked.split()))
        whole.text += ("\n\n" if whole.text else "") + f"{heading}\n\n"
        _add(whole, answer)
    told = [answer.status for _, answer in answers]
    status: Status = "answered" if set(told) == {"answered"} else "refused" if set(told) == {"refused"} else "partial"
    return Answer(
        status=status,
        text=whole.text,
        lang=run.question.lang,
        claims=tuple(whole.claims),
        citations=tuple(whole.citations),
        nearest=() if whole.citations else tuple(whole.nearest),
        notices=tuple(dict.fromkeys((*run.notices, *whole.notices))),
        trace=run.trace(),
        markers=tuple(whole.markers),
        asked=sum(max(1, answer.asked) for _, answer in answers),
        found=sum(answer.found for _, answer in answers),
    )


def _add(whole: _Whole, answer: Answer) -> None:
    """An answer behind the text, its markers with the numbers that follow those before."""
    before, at = len(whole.citations), 0
    shifts: list[tuple[int, int]] = []
    for marker in sorted(answer.markers, key=lambda one: one.start):
        whole.text += answer.text[at : marker.start]
        shifts.append((at, len(whole.text) - marker.start))
        start = len(whole.text)
        whole.text += f"[{before + marker.number}]"
        whole.markers.append(Marker(start, len(whole.text), before + marker.number))
        at = marker.end
    whole.text += answer.text[at:]
    shifts.append((at, len(whole.text) - len(answer.text)))
    for claim in answer.claims:
        shift = next(shift for begin, shift in reversed(shifts) if begin <= claim.start)
        numbers = tuple(before + number for number in claim.citations)
        whole.claims.append(replace(claim, start=claim.start + shift, end=claim.end + shift, citations=numbers))
    whole.citations += [replace(one, number=before + one.number) for one in answer.citations]
    nearest = len(whole.nearest)
    whole.nearest += [replace(one, number=nearest + place) for place, one in enumerate(answer.nearest, start=1)]
    whole.notices += answer.notices
    whole.text += f"\n\n{answer.reason}" if answer.reason else ""
