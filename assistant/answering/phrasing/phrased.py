"""A chat model's wording of what code has found: behind the sources' own answer, or in its place.

Owns when the sources' answer is given out (always first), how a draft is checked, and what is left of one that fails.
Which sentences are found, and how they are quoted, is decided before.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass

from assistant.answering import compose
from assistant.answering.citations import Check, Resolved, resolve, without_markers
from assistant.answering.phrasing.prompts import answer_messages, is_refusal
from assistant.answering.run import Run
from assistant.answering.wording import say
from assistant.errors import ModelUnavailable
from assistant.schema import Answer, ChatModel, Claim, Event, Evidence, Final, Question, Quoted, Token
from ingest.text.analysis import content_words
from ingest.text.language import certain_language

_SAME = 0.85  # share of a sentence's words that one quote holds: the sentence says it again


@dataclass(frozen=True, slots=True)
class Drafting:
    """What a draft is made from and measured by.

    `quoted` are the places of `evidence` that the sources' own answer quotes; `check` judges one sentence; `finished`
    adds what belongs to any answer (disagreements of its sources).
    """

    question: Question
    evidence: Sequence[Evidence]
    quoted: Sequence[int]
    check: Check
    finished: Callable[[Resolved], Resolved]


def phrased(
    found: Drafting, sources: Answer, model: ChatModel, run: Run, *, most: int, beside: bool
) -> Iterator[Event]:
    """The sources' own answer, then the draft as it comes (at most `most` tokens), then the answer with both.

    `beside`: what the model says stands behind the quotes where it is supported and not just said again; else it
    replaces them where its main sentence is supported. Ends with exactly one Final; closing it stops the model.
    """
    yield Quoted(sources)
    text = yield from _draft(found, model, run, most)
    if text is None:
        yield Final(run.again(sources))
    elif beside:
        yield Final(_beside(found, sources, text, run))
    elif is_refusal(text) or not any(map(str.isalnum, text)):
        yield Final(compose.refusal(found.question, found.evidence, run, None))
    else:
        yield Final(_instead(found, text, run) or run.again(sources))


def _draft(found: Drafting, model: ChatModel, run: Run, most: int) -> Generator[Event, None, str | None]:
    """The draft, piece by piece; None from a model that fails, which a notice says."""
    pieces: list[str] = []
    stream = model.stream(answer_messages(found.question, found.evidence), max_tokens=most)
    try:
        with run.timed("model"):
            for piece in stream:
                if not pieces:
                    run.mark("first_token")
                pieces.append(piece)
                yield Token(piece)
    except ModelUnavailable as error:
        run.notices.append(say("model-failed", found.question.lang, reason=str(error)))
        return None
    finally:
        close = getattr(stream, "close", None)
        if close is not None:
            close()
    run.tokens = len(pieces)
    return "".join(pieces)


def _instead(found: Drafting, text: str, run: Run) -> Answer | None:
    """The answer that a draft makes once every sentence is checked; None where quotes have to stand in for it."""
    if _is_other_language(found, text):
        run.notices.append(say("model-other-language", found.question.lang))
        return None
    with run.timed("check"):
        resolved = resolve(text, found.evidence, found.check)
        if not resolved.claims:  # no draft, or markers alone
            return None
        status, resolved, reason = compose.after_check(found.question, resolved, found.evidence, found.quoted)
    return run.answer(status, found.finished(resolved), reason)


def _beside(found: Drafting, sources: Answer, text: str, run: Run) -> Answer:
    """The sources' answer, behind it the sentences of a draft that are supported; those that are not are counted."""
    if is_refusal(text) or _is_other_language(found, text):
        return run.again(sources)
    with run.timed("check"):
        drafted = resolve(text, found.evidence, found.check)
    told = [claim for claim in drafted.claims if claim.support == "supported"]
    if left := len(drafted.claims) - len(told):
        run.notices.append(say("wording-left-out", found.question.lang, n=str(left)))
    quotes = [set(content_words(found.evidence[place].quote)) for place in found.quoted]
    if all(_says_again(claim, quotes) for claim in told):
        return run.again(sources)
    resolved = compose.with_wording(found.question, found.evidence, found.quoted, drafted, told)
    return run.answer(sources.status, found.finished(resolved), sources.reason)


def _says_again(claim: Claim, quotes: Sequence[set[str]]) -> bool:
    words = set(content_words(claim.text))
    return any(len(words & quote) >= _SAME * len(words) for quote in quotes)


def _is_other_language(found: Drafting, text: str) -> bool:
    return certain_language(without_markers(text)) not in (None, found.question.lang)
