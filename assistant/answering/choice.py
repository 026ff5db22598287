"""The answer to an exam question: by a sum where its stem asks for one, else by the sources and a model's opinion.

Owns the order of the two and how long a model may take: the sources' choice is given out before it is asked. What the
sources say of each option, and how opinions are weighed, is `choosing`'s; what is written is `compose`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answering import compose
from assistant.answering.run import Run
from assistant.answering.wording import say
from assistant.choosing.letters import letter_opinion, notes_for, with_opinion
from assistant.choosing.options import OptionSupport, choose_options
from assistant.choosing.stem import read_stem
from assistant.choosing.sums import Computed, computed
from assistant.errors import ModelTimeout, ModelUnavailable
from assistant.finding.evidence import Candidate, Found
from assistant.finding.refusal import Gate
from assistant.schema import Answer, ChatModel, Event, Evidence, Final, Question, Quoted, Status
from ingest.subjects import told
from ingest.text.plain import flat

_PATIENCE = 20.0  # seconds that a model may take to choose among options

Chosen = tuple[tuple[OptionSupport, ...], bool]
"""The options chosen, and whether that is as good as proven."""


def choice(
    question: Question,
    evidence: Sequence[Evidence],
    found: Found,
    supports: Sequence[OptionSupport],
    model: ChatModel | None,
    run: Run,
    gate: Gate,
    threshold: float,
) -> Iterator[Event]:
    """The options to choose, with what the sources say of each. Ends with exactly one Final.

    Where a model is asked, the sources' own choice comes first.
    """
    sums = computed(question.text, read_stem(question.text).asking, question.options, question.lang)

    def told(chosen: Sequence[OptionSupport], proven: bool) -> Answer:
        with run.timed("compose"):
            basis = _basis(sums, found) if sums is not None else None
            resolved, quoted = compose.from_options(question, supports, chosen, sums, basis)
        if not quoted and sums is None:
            return compose.refusal(question, (), run, gate)
        sure = proven and (sums is not None or gate.score >= threshold)
        status: Status = "answered" if sure else "partial"
        reason = "" if sure else say("partial-choice", question.lang)
        return run.answer(status, resolved, reason, tuple(s.option.letter for s in chosen))

    chosen, proven = choose_options(supports, question.choose)
    if sums is not None and question.choose == 1:
        chosen, proven = (supports[sums.place],), True
    elif model is not None:
        yield Quoted(told(chosen, proven))
        chosen, proven = _with_model(question, evidence, supports, model, run) or (chosen, proven)
    yield Final(told(chosen, proven))


def _with_model(
    question: Question, evidence: Sequence[Evidence], supports: Sequence[OptionSupport], model: ChatModel, run: Run
) -> Chosen | None:
    """The choice of sources and model together; None when the model is late or fails, which a notice says."""
    notes = notes_for([told(e.span) for e in evidence], supports)
    try:
        with run.timed("model"):
            opinion = letter_opinion(model, question, notes, seconds=_PATIENCE)
    except ModelTimeout:
        run.notices.append(say("choice-late", question.lang, seconds=f"{_PATIENCE:.0f}"))
        return None
    except ModelUnavailable as error:
        run.notices.append(say("model-failed", question.lang, reason=str(error)))
        return None
    return with_opinion(supports, opinion, question.choose)


def _basis(sums: Computed, found: Found) -> Candidate | None:
    """The sentence that a sum rests on: the best one that speaks of what is computed."""
    return next((c for c in found.candidates if any(words in flat(c.told) for words in sums.asked)), None)
