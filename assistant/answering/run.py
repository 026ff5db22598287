"""What one question collects on its way to an answer: times, notices, ids.

Owns the trace of an answer. Knows nothing of how answers are made.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from assistant.answering.citations import Resolved
from assistant.answering.phrasing.prompts import prompt_id
from assistant.schema import Answer, Citation, Evidence, Question, Status, Trace

_NEAREST = 3


@dataclass(slots=True)
class Run:
    """What one question collects on its way: times, notices, ids."""

    question: Question
    index: str
    model: str
    clock: Callable[[], float] = time.perf_counter
    seconds: dict[str, float] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    tokens: int = 0
    gate: float = 0.0
    started: float = field(default_factory=time.perf_counter)

    def timed(self, stage: str) -> Stage:
        """A context that measures a stage."""
        return Stage(self, stage)

    def mark(self, stage: str) -> None:
        """Seconds since the question arrived."""
        self.seconds[stage] = round(self.clock() - self.started, 3)

    def trace(self) -> Trace:
        """What made the answer, up to now."""
        self.mark("total")
        return Trace(self.model, self.index, prompt_id(), dict(self.seconds), self.tokens, round(self.gate, 4))

    def answer(self, status: Status, resolved: Resolved, reason: str = "", choice: tuple[str, ...] = ()) -> Answer:
        """A finished answer with everything this run collected."""
        return Answer(
            status=status,
            text=resolved.text,
            lang=self.question.lang,
            claims=resolved.claims,
            citations=resolved.citations,
            choice=choice,
            reason=reason,
            notices=tuple(self.notices),
            trace=self.trace(),
            markers=resolved.markers,
        )

    def again(self, answer: Answer) -> Answer:
        """An answer given before, with what was noticed since and the time that has passed."""
        return replace(answer, notices=tuple(self.notices), trace=self.trace())

    def refused(self, text: str, reason: str, evidence: Sequence[Evidence]) -> Answer:
        """A refusal in `text`, with the nearest of what was found."""
        return Answer(
            status="refused",
            text=text,
            lang=self.question.lang,
            reason=reason,
            nearest=tuple(Citation.of(e.span, e.number) for e in evidence[:_NEAREST]),
            notices=tuple(self.notices),
            trace=self.trace(),
        )


@dataclass(slots=True)
class Stage:
    """Measures the time between entering and leaving."""

    run: Run
    name: str
    start: float = 0.0

    def __enter__(self) -> None:
        self.start = self.run.clock()

    def __exit__(self, *_: object) -> None:
        self.run.seconds[self.name] = round(self.run.clock() - self.start, 3)
